//! The status line: what is kept, what is sent, what asks for help. It opens «Mes saisies».

use crate::context::use_app;
use crate::device;
use crate::text::shell::Status;
use leptos::prelude::*;
use leptos_router::components::A;

/// The line under the header.
#[component]
pub(super) fn StatusLine() -> impl IntoView {
    let app = use_app();
    let counts = Memo::new(move |_| {
        app.read(|replica| (replica.asking(), replica.waiting(), replica.meta().answered_at))
    });
    let status = move || {
        let (asking, waiting, answered_at) = counts.get();
        let complete = app.has_everything();
        let files = app.files();
        Status {
            asking: asking + files.refused,
            waiting,
            files,
            connection: app.connection(),
            answered_at,
            complete,
        }
    };
    Effect::new(move |_| {
        let (asking, waiting, _) = counts.get();
        device::badge(asking + waiting + app.files().waiting);
    });
    view! {
        <Show when=move || app.role().is_some()>
            <div class=move || format!("status status-{}", status().tone()) role="status">
                <A href="/saisies">{move || status().sentences().join(" ")}</A>
            </div>
        </Show>
    }
}
