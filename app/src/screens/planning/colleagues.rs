//! Who else is at work on the same plan.

use super::Desk;
use crate::api;
use crate::device;
use crate::text::{self, planning as words};
use leptos::leptos_dom::helpers::set_interval_with_handle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{AccountId, QuarterId};
use shared::limits::PRESENCE_MS;
use shared::sync::Connection;
use std::time::Duration;

/// How often the page says that it is there: three times before it is thought to have left.
const BEAT: Duration = Duration::from_millis(PRESENCE_MS.unsigned_abs() / 3);

/// The name of the plan of a quarter, as a place.
fn place(quarter: &QuarterId) -> String {
    let fits = |sign: char| if sign.is_ascii_alphanumeric() { sign } else { '-' };
    format!("planning-{}", quarter.as_str().chars().map(fits).collect::<String>())
}

/// Says who else looks at the plan, while there is a network.
#[component]
pub(super) fn Colleagues(desk: Desk) -> impl IntoView {
    let app = desk.app;
    let others = RwSignal::new(Vec::<AccountId>::new());
    let quarter = Memo::new(move |_| desk.quarter.get().map(|quarter| quarter.id));
    let say = move || {
        let Some(at) = quarter.try_get_untracked().flatten() else { return };
        if app.connection_now() != Connection::Online || !device::is_watched() {
            return;
        }
        spawn_local(async move {
            let told = api::be_here(&place(&at)).await;
            // Without an answer nobody knows who is there.
            let _ = others.try_set(told.map(|told| told.others).unwrap_or_default());
        });
    };
    Effect::new(move |before: Option<Option<QuarterId>>| {
        let now = quarter.get();
        leave(before.flatten().filter(|before| Some(before) != now.as_ref()));
        say();
        now
    });
    let beats = set_interval_with_handle(say, BEAT);
    on_cleanup(move || {
        if let Ok(beats) = beats {
            beats.clear();
        }
        leave(quarter.try_get_untracked().flatten());
    });
    let told = move || {
        let names = app.read(|replica| {
            let name = |id: &AccountId| text::person_name(replica.view(), *id);
            others.with(|others| others.iter().map(name).collect::<Vec<_>>())
        });
        (!names.is_empty()).then(|| view! { <p class="hint">{words::also_here(&names)}</p> })
    };
    view! { <div role="status">{told}</div> }
}

fn leave(quarter: Option<QuarterId>) {
    if let Some(quarter) = quarter {
        // Who cannot say so is thought to have left soon.
        spawn_local(async move { drop(api::leave_here(&place(&quarter)).await) });
    }
}
