//! The question before the freeze: it says which devices have not sent.

use crate::api;
use crate::context::clock_ms;
use crate::parts::{Dialog, Failure};
use crate::screens::form::Form;
use crate::text::statements as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::api::DeviceLine;
use shared::id::StatementId;
use shared::limits::SILENT_DAYS;
use shared::order;
use shared::statement::Act;

/// How many devices are named.
const NAMED: usize = 8;

/// What is known of the devices.
#[derive(Clone)]
enum Known {
    Asking,
    Unreadable,
    /// Those that hold something back, the longest silence first.
    Silent(Vec<DeviceLine>),
}

/// The dialog.
#[component]
pub(super) fn FreezeDialog(id: StatementId, on_close: Callback<()>) -> impl IntoView {
    let form = Form::new();
    let known = RwSignal::new(Known::Asking);
    spawn_local(async move {
        let now = clock_ms();
        let found = match api::devices().await {
            Ok(mut lines) => {
                lines.retain(|line| line.holds_back(now));
                order::sort_by_key(&mut lines, |line| line.seen_at);
                Known::Silent(lines)
            }
            Err(_) => Known::Unreadable,
        };
        // The dialog may have been closed meanwhile.
        let _ = known.try_set(found);
    });
    let freeze = move |_| {
        let command = Act::FreezeStatement { statement: id };
        form.submit_and_close(command, words::FROZEN, on_close);
    };
    let said = move || {
        known.with(|known| match known {
            Known::Asking => words::ASKING_DEVICES.to_owned(),
            Known::Unreadable => words::NO_DEVICES.to_owned(),
            Known::Silent(lines) => words::silent(lines.len(), SILENT_DAYS),
        })
    };
    view! {
        <Dialog title=words::FREEZE on_close=on_close>
            <p>{words::FREEZE_BODY}</p>
            <p role="status">{said}</p>
            {move || known.with(named)}
            <Failure text=form.error()/>
            <div class="actions">
                <button
                    type="button"
                    class="button primary"
                    disabled=move || form.is_busy()
                    on:click=freeze
                >
                    {words::FREEZE}
                </button>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| on_close.run(())
                >
                    {words::FREEZE_KEEP}
                </button>
            </div>
        </Dialog>
    }
}

/// The devices that hold something back, by name.
fn named(known: &Known) -> Option<AnyView> {
    let Known::Silent(lines) = known else { return None };
    let line = |line: &DeviceLine| view! { <li>{words::held_back(line)}</li> };
    let named = lines.iter().take(NAMED).map(line).collect_view();
    let more = lines.len().saturating_sub(NAMED);
    let more = (more > 0).then(|| view! { <li>{words::others_held_back(more)}</li> });
    (!lines.is_empty()).then(|| view! { <ul class="bullets">{named} {more}</ul> }.into_any())
}
