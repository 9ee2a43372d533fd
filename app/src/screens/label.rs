//! Labels of equipment: photographed or typed, and what they lead to.

use super::form::Form;
use crate::device::scan;
use crate::parts::taken_file;
use crate::text::visit_screen as words;
use leptos::prelude::*;
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::SiteId;
use shared::row::State;
use shared::ticket::Category;
use std::sync::Arc;

/// What a label leads to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Found {
    Here(Arc<Equipment>),
    /// At that other site.
    Elsewhere(SiteId),
    Unknown,
}

/// Labels and serial numbers are read without regard to case and blanks.
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

/// Takes a photo of the label and reads it; the photo is not kept.
#[component]
pub(super) fn LabelPhoto(form: Form, on_label: impl Fn(String) + Copy + 'static) -> impl IntoView {
    let taken = move |event: web_sys::Event| {
        let Some(photo) = taken_file(&event) else {
            return;
        };
        form.run(async move {
            let label = scan::read_label(&photo).await;
            on_label(label.ok_or(words::SCAN_UNREAD)?);
            Ok(())
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
                    disabled=move || form.is_busy()
                    on:change=taken
                />
                {words::SCAN_PHOTO}
            </label>
            <span role="status">{move || form.is_busy().then_some(words::SCAN_READING)}</span>
        </div>
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
