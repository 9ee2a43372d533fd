//! Photos: taken or chosen, kept at once, shown from the device.

use super::file::taken_file;
use crate::context::{FileError, use_app};
use crate::device;
use crate::store::StoreError;
use crate::text::{self, shell, ticket as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::history::FileRef;
use wasm_bindgen::JsCast;

/// A button that opens the camera or the gallery. The photo is kept on the device before
/// `on_photo` hears of it.
#[component]
pub fn PhotoPicker(
    #[prop(into)] label: String,
    on_photo: impl Fn(FileRef) + Copy + 'static,
) -> impl IntoView {
    let app = use_app();
    let busy = RwSignal::new(false);
    let error = RwSignal::new(None::<String>);
    let room = RwSignal::new(None::<device::Room>);
    let look_for_room = move || {
        spawn_local(async move {
            // The screen may have been left meanwhile.
            let _ = room.try_set(device::room().await);
        });
    };
    look_for_room();
    let short = move || room.get().and_then(|room| shell::room_short(&room));
    let chosen = move |event: web_sys::Event| {
        let Some(file) = taken_file(&event) else {
            return;
        };
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match app.keep_file(file.unchecked_into()).await {
                Ok(photo) => on_photo(photo),
                Err(FileError::Store(StoreError::Full)) => {
                    error.set(Some(shell::NO_ROOM_FOR_PHOTO.into()))
                }
                Err(failure) => error.set(Some(text::file_error(&failure))),
            }
            busy.set(false);
            look_for_room();
        });
    };
    view! {
        <div class="photo-picker">
            <label class="button secondary">
                <input
                    type="file"
                    class="visually-hidden"
                    accept="image/*"
                    capture="environment"
                    disabled=move || busy.get()
                    on:change=chosen
                />
                <svg class="picture small" viewBox="0 0 32 32" aria-hidden="true" focusable="false">
                    <path d="M4 10h6l2-4h8l2 4h6v16H4zM16 23a5 5 0 1 0 0-10 5 5 0 0 0 0 10"/>
                </svg>
                {label}
            </label>
            <span role="status">
                {move || busy.get().then_some(shell::KEEPING_PHOTO)}
            </span>
            {move || short().map(|text| view! { <p class="warning">{text}</p> })}
            <super::Failure text=error/>
        </div>
    }
}

/// Photos in a row, each opening in full.
#[component]
pub fn PhotoList(#[prop(into)] photos: Signal<Vec<FileRef>>) -> impl IntoView {
    let app = use_app();
    let photo = move |photo: FileRef| {
        let url = app.file_url(photo.hash);
        view! {
            <li>
                <a href=move || url.get() target="_blank" rel="noopener">
                    <img src=move || url.get() alt=words::PHOTO loading="lazy"/>
                </a>
            </li>
        }
    };
    view! {
        <Show when=move || !photos.with(Vec::is_empty)>
            <ul class="photos">
                <For
                    each=move || photos.get()
                    key=|photo| photo.hash.clone()
                    children=photo
                />
            </ul>
        </Show>
    }
}
