//! Buttons that open the camera or the gallery.

use super::file::taken_files;
use leptos::prelude::*;
use web_sys::{Event, File};

/// Where pictures come from. A phone that is told to open its camera offers nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureSource {
    /// One picture, taken now.
    Camera,
    /// Pictures that are there already, several at once.
    Gallery,
}

/// The button. `on_pictures` is called with what was taken or chosen.
#[component]
pub fn PictureButton(
    source: PictureSource,
    #[prop(into)] label: String,
    #[prop(into)] is_busy: Signal<bool>,
    on_pictures: impl Fn(Vec<File>) + Copy + 'static,
) -> impl IntoView {
    let chosen = move |event: Event| {
        let pictures = taken_files(&event);
        if !pictures.is_empty() {
            on_pictures(pictures);
        }
    };
    let path = match source {
        PictureSource::Camera => "M4 10h6l2-4h8l2 4h6v16H4zM16 23a5 5 0 1 0 0-10 5 5 0 0 0 0 10",
        PictureSource::Gallery => "M4 6h24v20H4zM4 22l7-7 6 6 4-4 7 7M21 12h.1",
    };
    view! {
        <label class="button secondary">
            <input
                type="file"
                class="visually-hidden"
                accept="image/*"
                capture=(source == PictureSource::Camera).then_some("environment")
                multiple=source == PictureSource::Gallery
                disabled=move || is_busy.get()
                on:change=chosen
            />
            <svg class="picture small" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                <path d=path/>
            </svg>
            {label}
        </label>
    }
}
