//! The list of toasts.

use crate::context::{Toast, use_app};
use crate::text::{self, shell as words};
use leptos::prelude::*;
use leptos::task::spawn_local;

/// The toasts, which a screen reader announces.
#[component]
pub(super) fn Toasts() -> impl IntoView {
    let app = use_app();
    let toast = move |toast: Toast| {
        let id = toast.id;
        let label = if toast.undo.len() > 1 { words::UNDO_LAST } else { words::UNDO };
        let undo = (!toast.undo.is_empty()).then(|| {
            let take_back = move |_| {
                let commands = app.take_undo(id);
                spawn_local(async move {
                    for command in commands {
                        if let Err(failure) = app.submit(command).await {
                            app.toast(text::submit_error(&failure, app));
                        }
                    }
                });
            };
            view! {
                <button type="button" class="button secondary" on:click=take_back>
                    {label}
                </button>
            }
        });
        view! {
            <li class="toast">
                <span>{toast.text}</span>
                {undo}
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=words::CLOSE
                    on:click=move |_| app.drop_toast(id)
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </li>
        }
    };
    view! {
        <div class="toasts" role="status">
            <ul>
                <For each=move || app.toasts() key=|toast| toast.id children=toast/>
            </ul>
        </div>
    }
}
