//! Labels of equipment: how they are photographed or typed, and the equipment that they name.

use super::form::Form;
use crate::device::scan;
use crate::parts::{CameraButton, Entry, Failure, TextField};
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::SiteId;
use shared::row::State;
use shared::ticket::Category;
use std::sync::Arc;
use web_sys::File;

/// The equipment that a label names.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Here(Arc<Equipment>),
    /// It is at that other site.
    Elsewhere(SiteId),
    Unknown,
}

/// Finds a label or a serial number, without regard to case and blanks.
pub(super) fn find(view: &State, site: &SiteId, label: &str) -> Found {
    let plain = |text: &str| -> String {
        text.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_uppercase).collect()
    };
    let sought = plain(label);
    let is_it = |equipment: &&Arc<Equipment>| {
        [&equipment.label, &equipment.serial].into_iter().any(|key| plain(key) == sought)
    };
    if sought.is_empty() {
        return Found::Unknown;
    }
    if let Some(equipment) = view.equipment_of(site).find(is_it) {
        return Found::Here(Arc::clone(equipment));
    }
    match view.equipment.values().find(is_it) {
        Some(equipment) => Found::Elsewhere(equipment.site.clone()),
        None => Found::Unknown,
    }
}

/// Asks for a label, typed into `value` or read from a photo, which is not kept. `search` is called
/// once a photo was read into `value`.
#[component]
pub(super) fn LabelField(
    form: Form,
    name: &'static str,
    value: RwSignal<String>,
    search: impl Fn() + Copy + 'static,
) -> impl IntoView {
    let taken = move |photo: File| {
        form.run(async move {
            let label = scan::read_label(&photo).await;
            // The screen may have been left meanwhile.
            let _ = value.try_set(label.ok_or(words::SCAN_UNREAD)?);
            search();
            Ok(())
        });
    };
    let is_busy = Signal::derive(move || form.is_busy());
    let camera = scan::can_scan().then(|| {
        view! {
            <div class="photo-picker">
                <CameraButton
                    label=words::SCAN_PHOTO
                    working=words::SCAN_READING
                    is_busy=is_busy
                    on_picture=taken
                />
            </div>
        }
    });
    view! {
        {camera}
        <Failure text=form.error()/>
        <TextField label=name value=Entry::unkept(value)/>
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
