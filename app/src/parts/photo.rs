//! Photos: taken or chosen, kept at once, and shown from the device.

use super::camera::CameraButton;
use crate::context::{FileError, use_app};
use crate::device;
use crate::store::StoreError;
use crate::text::{self, shell, ticket as words};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::history::FileRef;
use web_sys::File;

/// A button that takes or chooses a photo. The photo is kept on the device before `on_photo` is
/// called with it.
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
    let chosen = move |file: File| {
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            match app.keep_file(file.into()).await {
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
            <CameraButton
                label=label
                working=shell::KEEPING_PHOTO
                is_busy=busy
                on_picture=chosen
            />
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
