//! A button that opens the camera or the gallery.

use super::file::taken_file;
use leptos::prelude::*;
use web_sys::{Event, File};

/// The button, with a status beside it that says `working` while the picture is worked on.
/// `on_picture` is called with each picture that was taken or chosen.
#[component]
pub fn CameraButton(
    #[prop(into)] label: String,
    working: &'static str,
    #[prop(into)] is_busy: Signal<bool>,
    on_picture: impl Fn(File) + Copy + 'static,
) -> impl IntoView {
    let chosen = move |event: Event| {
        if let Some(picture) = taken_file(&event) {
            on_picture(picture);
        }
    };
    view! {
        <label class="button secondary">
            <input
                type="file"
                class="visually-hidden"
                accept="image/*"
                capture="environment"
                disabled=move || is_busy.get()
                on:change=chosen
            />
            <svg class="picture small" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <path d="M4 10h6l2-4h8l2 4h6v16H4zM16 23a5 5 0 1 0 0-10 5 5 0 0 0 0 10"/>
            </svg>
            {label}
        </label>
        <span role="status">{move || is_busy.get().then_some(working)}</span>
    }
}
