//! «Étiquettes à imprimer»: a sheet of codes that the scanner of «Passage» reads.

use super::filters::Filters;
use super::found;
use crate::context::use_app;
use crate::parts::{Back, Page};
use crate::screens::devices::code::picture;
use crate::text::fleet as words;
use leptos::prelude::*;
use shared::equipment::Equipment;
use std::sync::Arc;

/// What a code says: the label, or else the serial number.
fn said(one: &Equipment) -> Option<&str> {
    one.import_key()
}

/// The screen: the devices that the filters of «Parc» let through.
#[component]
pub fn LabelsScreen() -> impl IntoView {
    let app = use_app();
    let filters = Filters::new();
    let found = found(filters);
    let devices = Memo::new(move |_| {
        let found = found.get();
        app.read(|replica| {
            let view = replica.view();
            let known = found.iter().filter_map(|id| view.equipment.get(id).cloned());
            known.collect::<Vec<_>>()
        })
    });
    let labelled = move || {
        let devices = devices.get().into_iter();
        devices.filter(|one| said(one).is_some()).collect::<Vec<_>>()
    };
    let without = move || devices.with(|all| all.iter().any(|one| said(one).is_none()));
    let sheet = move || labelled().into_iter().take(words::LABELS_MANY).map(label).collect_view();
    let count = move || labelled().len();
    let print = move |_| {
        // Where the browser cannot print, its own menu can.
        let _ = window().print();
    };
    view! {
        <Page title=words::LABELS>
            <Back href=format!("/parc{}", untrack(|| filters.address())) label=words::TITLE/>
            <div class="toolbar">
                <button type="button" class="button primary" on:click=print>
                    {words::PRINT}
                </button>
            </div>
            <p class="hint" role="status">
                {move || match count() {
                    many if many > words::LABELS_MANY => words::labels_cut(many),
                    many => words::labels(many),
                }}
            </p>
            <Show when=without>
                <p class="hint">{words::NO_LABEL}</p>
            </Show>
            <ul class="labels">{sheet}</ul>
        </Page>
    }
}

fn label(one: Arc<Equipment>) -> impl IntoView {
    let code = said(&one).unwrap_or_default().to_owned();
    view! {
        <li>
            {picture(&code, words::QR)}
            <p>
                <strong>{code}</strong>
                <br/>
                {one.name.clone()}
                <br/>
                {one.model.clone()}
            </p>
        </li>
    }
}
