//! Photos: taken or chosen, kept at once, and shown from the device.

use super::camera::{PictureButton, PictureSource};
use crate::context::{App, FileError, use_app};
use crate::device;
use crate::store::StoreError;
use crate::text::{self, photo as words, shell};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::history::FileRef;
use shared::limits::PHOTOS_PER_COMMAND;
use wasm_bindgen::JsCast;
use web_sys::{File, HtmlElement};

/// Two buttons, to take a photo and to choose some. Each is kept on the device before `on_photo` is
/// called with it.
#[component]
pub fn PhotoPicker(
    #[prop(into)] label: String,
    /// How many more there may be.
    #[prop(optional, into)]
    most: Option<Signal<usize>>,
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
    let chosen = move |mut files: Vec<File>| {
        let most = most.map_or(usize::MAX, |most| most.get_untracked());
        let beyond = files.len().saturating_sub(most);
        files.truncate(most);
        busy.set(true);
        error.set(None);
        spawn_local(async move {
            let mut problems = keep_each(app, files, on_photo).await;
            problems.extend((beyond > 0).then(|| words::beyond(beyond, PHOTOS_PER_COMMAND)));
            let _ = error.try_set((!problems.is_empty()).then(|| problems.join(" ")));
            let _ = busy.try_set(false);
            look_for_room();
        });
    };
    view! {
        <div class="photo-picker">
            <PictureButton
                source=PictureSource::Camera
                label=label
                is_busy=busy
                on_pictures=chosen
            />
            <PictureButton
                source=PictureSource::Gallery
                label=words::GALLERY
                is_busy=busy
                on_pictures=chosen
            />
            <span role="status">{move || busy.get().then_some(shell::KEEPING_PHOTO)}</span>
            {move || short().map(|text| view! { <p class="warning">{text}</p> })}
            <super::Failure text=error/>
        </div>
    }
}

/// Keeps files one after the other; returns what went wrong, by name when there are several.
async fn keep_each(app: App, files: Vec<File>, on_photo: impl Fn(FileRef)) -> Vec<String> {
    let mut problems = Vec::new();
    let alone = files.len() == 1;
    for file in files {
        let name = file.name();
        let problem = match app.keep_file(file.into()).await {
            Ok(photo) => {
                on_photo(photo);
                continue;
            }
            Err(FileError::Store(StoreError::Full)) => shell::NO_ROOM_FOR_PHOTO.to_owned(),
            Err(failure) => text::file_error(&failure),
        };
        problems.push(if alone { problem } else { words::of_file(&name, &problem) });
    }
    problems
}

/// The photos of a form: those that are there, each of which can be removed, and the buttons that
/// add others, as long as one command takes them.
#[component]
pub fn PhotoField(#[prop(into)] label: String, photos: RwSignal<Vec<FileRef>>) -> impl IntoView {
    let left = Signal::derive(move || PHOTOS_PER_COMMAND.saturating_sub(photos.with(Vec::len)));
    let container = NodeRef::<leptos::html::Div>::new();
    let add = move |photo: FileRef| {
        // The form may have been left meanwhile. A photo that is chosen twice is there once.
        let _ = photos.try_update(|photos| {
            if !photos.contains(&photo) {
                photos.push(photo);
            }
        });
    };
    let remove = Callback::new(move |photo: FileRef| {
        photos.update(|photos| photos.retain(|other| *other != photo));
        // The button is gone: the next photo, or what adds one, has the focus now.
        let next = container.get_untracked().and_then(|field| {
            field.query_selector(".photos button, .photo-picker input").ok().flatten()
        });
        if let Some(next) = next.and_then(|next| next.dyn_into::<HtmlElement>().ok()) {
            // Without it the focus is on the page.
            let _ = next.focus();
        }
    });
    view! {
        <div class="photo-field" node_ref=container>
            <PhotoList photos=photos on_remove=remove/>
            <Show when=move || left.get() != 0>
                <PhotoPicker label=label.clone() most=left on_photo=add/>
            </Show>
        </div>
    }
}

/// Photos in a row, numbered, each opening in full.
#[component]
pub fn PhotoList(
    #[prop(into)] photos: Signal<Vec<FileRef>>,
    /// What they show, in words.
    #[prop(optional, into)]
    about: String,
    /// Called with a photo that is to be removed.
    #[prop(optional)]
    on_remove: Option<Callback<FileRef>>,
) -> impl IntoView {
    let app = use_app();
    let about = StoredValue::new(about);
    let photo = move |at: ReadSignal<usize>, photo: FileRef| {
        let url = app.file_url(photo.hash.clone());
        let name = move || {
            about.with_value(|about| words::name(at.get() + 1, photos.with(Vec::len), about))
        };
        let remove = on_remove.map(|remove| {
            let label = move || words::remove(at.get() + 1);
            view! {
                <button
                    type="button"
                    class="button small danger"
                    aria-label=label
                    on:click=move |_| remove.run(photo.clone())
                >
                    {words::REMOVE}
                </button>
            }
        });
        view! {
            <li>
                <a href=move || url.get() target="_blank" rel="noopener">
                    <img src=move || url.get() alt=name loading="lazy"/>
                </a>
                {remove}
            </li>
        }
    };
    view! {
        <Show when=move || !photos.with(Vec::is_empty)>
            <ul class="photos">
                <ForEnumerate
                    each=move || photos.get()
                    key=|photo| photo.hash.clone()
                    children=photo
                />
            </ul>
        </Show>
    }
}
