//! Labels of equipment: how they are photographed or typed, and the equipment that they name.

mod live;

use super::form::Form;
use super::ticket::facts;
use crate::context::use_app;
use crate::device::scan::{self, ScanError};
use crate::parts::{Failure, FormEntry, PictureButton, PictureSource, TextField};
use crate::text::{photo, visit_screen as words};
use leptos::prelude::*;
use live::LiveCamera;
use shared::equipment::{Equipment, EquipmentKind};
use shared::ticket::Category;
use std::sync::Arc;
use web_sys::File;

/// Asks for a label: typed into `value`, or read from the camera or a photo, which is not kept.
/// `search` is called with the texts that were read.
#[component]
pub(super) fn LabelField(
    form: Form,
    name: &'static str,
    value: RwSignal<String>,
    search: impl Fn(Vec<String>) + Copy + Send + Sync + 'static,
) -> impl IntoView {
    let is_live = RwSignal::new(false);
    scan::prepare();
    let read = move |texts: Vec<String>| {
        // The screen may have been left meanwhile.
        let _ = value.try_set(texts.join(" ").replace(['\r', '\n'], " "));
        search(texts);
    };
    let taken = move |photos: Vec<File>| {
        is_live.set(false);
        form.run(async move {
            let mut texts = Vec::new();
            for photo in photos {
                texts.extend(scan::read_photo(&photo).await.map_err(words::scan_error)?);
            }
            match texts.is_empty() {
                true => return Err(words::SCAN_UNREAD.into()),
                false => read(texts),
            }
            Ok(())
        });
    };
    let is_busy = Signal::derive(move || form.is_busy());
    let live = scan::has_camera().then(|| {
        let label = move || if is_live.get() { words::SCAN_LIVE_END } else { words::SCAN_LIVE };
        let switch = move |_| is_live.update(|is| *is = !*is);
        view! {
            <button type="button" class="button secondary" on:click=switch>
                {label}
            </button>
        }
    });
    let seen = move |seen: Result<Vec<String>, ScanError>| {
        let _ = is_live.try_set(false);
        match seen {
            Ok(texts) => read(texts),
            Err(error) => form.fail(words::scan_error(error)),
        }
    };
    view! {
        <div class="photo-picker">
            {live}
            <PictureButton
                source=PictureSource::Camera
                label=words::SCAN_PHOTO
                is_busy=is_busy
                on_pictures=taken
            />
            <PictureButton
                source=PictureSource::Gallery
                label=photo::GALLERY
                is_busy=is_busy
                on_pictures=taken
            />
        </div>
        <p role="status">{move || is_busy.get().then_some(words::SCAN_READING)}</p>
        <Show when=move || is_live.get()>
            <LiveCamera on_end=seen/>
        </Show>
        <Failure text=form.error()/>
        <TextField label=name value=FormEntry::unkept(value)/>
    }
}

/// The equipment that a label may mean, when it is not one: to be chosen.
#[component]
pub(super) fn Candidates(
    found: Vec<Arc<Equipment>>,
    on_choice: impl Fn(Arc<Equipment>) + Copy + 'static,
) -> impl IntoView {
    let today = use_app().today_now();
    let candidate = move |equipment: Arc<Equipment>| {
        let said = facts::equipment(&equipment);
        let details = words::equipment_details(&equipment, today);
        view! {
            <li>
                <button
                    type="button"
                    class="button secondary"
                    on:click=move |_| on_choice(Arc::clone(&equipment))
                >
                    {said}
                    <br/>
                    <span class="meta">{details}</span>
                </button>
            </li>
        }
    };
    view! {
        <p>{words::SCAN_SEVERAL}</p>
        <ul class="plain">{found.into_iter().map(candidate).collect_view()}</ul>
    }
}

/// The category under which a piece of equipment breaks.
pub(super) fn category(kind: EquipmentKind) -> Category {
    match kind {
        EquipmentKind::Computer | EquipmentKind::Laptop => Category::Computer,
        EquipmentKind::Tablet => Category::Tablet,
        EquipmentKind::Projector | EquipmentKind::Board => Category::Projection,
        EquipmentKind::Printer => Category::Printer,
        EquipmentKind::Network => Category::Network,
        EquipmentKind::Other => Category::Other,
    }
}
