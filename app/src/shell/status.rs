//! The status line: what is kept, what is sent, what needs help. It opens «Mes saisies».

use crate::context::use_app;
use crate::device;
use crate::device::throttle::{Throttle, throttle};
use crate::text::shell::Status;
use leptos::prelude::*;
use leptos_router::components::A;
use std::time::Duration;

/// The shortest time between two changes of its numbers: each one paints the whole page, and
/// hundreds of commands can come in a second.
const REST: Duration = Duration::from_millis(250);

thread_local! {
    static LINE: Throttle = const { Throttle::new(REST) };
}

/// The line under the header.
#[component]
pub(super) fn StatusLine() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        app.read(|replica| (replica.asking(), replica.unsent(), replica.meta().answered_at))
    });
    let status = Memo::new(move |_| {
        let (asking, unsent, answered_at) = counts.get();
        let unsent = unsent + app.carried_waiting();
        let (files, complete) = (app.files(), app.has_everything());
        let (asking, connection) = (asking + files.refused, app.connection());
        Status { asking, unsent, files, connection, answered_at, complete }
    });
    let shown = shown(status);
    Effect::new(move |_| {
        let (_, unsent, _) = counts.get();
        device::badge(unsent + app.carried_waiting() + app.files().waiting);
    });
    view! {
        <Show when=move || app.role().is_some()>
            <div class=move || format!("status status-{}", shown.with(Status::tone)) role="status">
                <A href="/saisies">{move || shown.with(Status::sentences).join(" ")}</A>
            </div>
        </Show>
    }
}

/// The status as it is shown: a new sentence at once, new numbers throttled.
fn shown(status: Memo<Status>) -> RwSignal<Status> {
    let shown = RwSignal::new(status.get_untracked());
    let show = move || {
        // The line may be gone by now.
        let _ = status.try_get_untracked().and_then(|status| shown.try_set(status));
    };
    Effect::new(move |_| {
        match status.with(|status| shown.with_untracked(|shown| shown.is_like(status))) {
            true => throttle(&LINE, show),
            false => show(),
        }
    });
    shown
}
