//! Dialogs: the browser's own element, which keeps the focus inside and closes with Escape.

use crate::text::shell as words;
use leptos::html;
use leptos::prelude::*;

/// A dialog over the page. It is open as long as it is mounted.
#[component]
pub fn Dialog(
    #[prop(into)] title: String,
    #[prop(into)] on_close: Callback<()>,
    children: Children,
) -> impl IntoView {
    let name = title.clone();
    let dialog = NodeRef::<html::Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = dialog.get() else { return };
        if !dialog.open() && dialog.show_modal().is_err() {
            // Without modality, it is shown and can be closed all the same.
            dialog.set_open(true);
        }
    });
    // Closed before it is removed, so that the browser returns the focus to the element that opened
    // it.
    on_cleanup(move || {
        if let Some(dialog) = dialog.try_get_untracked().flatten() {
            dialog.close();
        }
    });
    let cancelled = move |event: web_sys::Event| {
        event.prevent_default();
        on_close.run(());
    };
    view! {
        <dialog class="dialog" aria-label=name node_ref=dialog on:cancel=cancelled>
            <div class="dialog-head">
                <h2>{title}</h2>
                <button
                    type="button"
                    class="button quiet icon"
                    aria-label=words::CLOSE
                    on:click=move |_| on_close.run(())
                >
                    <span aria-hidden="true">"✕"</span>
                </button>
            </div>
            {children()}
        </dialog>
    }
}

/// A dialog that asks for confirmation.
#[component]
pub fn ConfirmDialog(
    #[prop(into)] title: String,
    #[prop(into)] body: String,
    #[prop(into)] confirm: String,
    #[prop(into)] cancel: String,
    #[prop(into)] on_confirm: Callback<()>,
    #[prop(into)] on_cancel: Callback<()>,
) -> impl IntoView {
    view! {
        <Dialog title=title on_close=on_cancel>
            <p>{body}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=move |_| on_confirm.run(())>
                    {confirm}
                </button>
                <button type="button" class="button secondary" on:click=move |_| on_cancel.run(())>
                    {cancel}
                </button>
            </div>
        </Dialog>
    }
}
