//! «Parc»: every device of the authority: found, corrected, moved, labelled, retired.

mod dialogs;
pub(super) mod export;
pub(super) mod filters;
mod labels;
mod page;

use crate::context::use_app;
use crate::device::download;
use crate::parts::{More, Page};
use crate::text::{equipment as device_words, fleet as words};
pub(super) use dialogs::{Opened, open_dialog};
use filters::{FilterBar, Filters};
pub(super) use labels::LabelsScreen;
use leptos::prelude::*;
pub(super) use page::DeviceScreen;
use shared::equipment::Equipment;
use shared::id::EquipmentId;
use shared::search::{Search, Searched};
use shared::words as names;
use std::sync::Arc;

/// How many are shown at first, and with each «Afficher la suite».
const SHOWN: usize = 60;

/// The devices that the filters and the search let through, in their order.
fn found(filters: Filters) -> Memo<Vec<EquipmentId>> {
    let app = use_app();
    let listed = Memo::new(move |_| filters.list(app).iter().map(|one| one.id).collect::<Vec<_>>());
    // Read only when something is sought, and not again at every key.
    let read = Memo::new(move |_| {
        let listed = listed.get();
        app.read(|replica| {
            let view = replica.view();
            let devices = listed.iter().filter_map(|id| view.equipment.get(id));
            devices.map(|one| (one.id, filters::searched(view, one))).collect::<Vec<_>>()
        })
    });
    Memo::new(move |_| {
        let sought = Search::of(&filters.search.get());
        if sought.is_empty() {
            return listed.get();
        }
        let is_found = |(_, searched): &&(EquipmentId, Searched)| sought.finds(searched);
        read.with(|all| all.iter().filter(is_found).map(|(id, _)| *id).collect())
    })
}

/// The screen.
#[component]
pub fn FleetScreen() -> impl IntoView {
    let app = use_app();
    let filters = Filters::new();
    let found = found(filters);
    let most = RwSignal::new(SHOWN);
    let shown =
        move || found.with(|found| found.iter().take(most.get()).copied().collect::<Vec<_>>());
    let save = move |_| {
        let table = app.read_now(|replica| {
            export::fleet(replica.view(), &found.get_untracked(), app.today_now())
        });
        download::text(words::EXPORT_NAME, "text/csv", &table);
    };
    let to_labels = move || format!("/parc/etiquettes{}", filters.address());
    view! {
        <Page title=words::TITLE>
            <div class="toolbar">
                <a class="button secondary" href="/renouvellement">{words::RENEWAL}</a>
                <a class="button secondary" href="/fin-de-vie">{words::END}</a>
                <a class="button secondary" href=to_labels>{words::LABELS}</a>
                <button type="button" class="button secondary" on:click=save>
                    {words::EXPORT}
                </button>
            </div>
            <FilterBar filters=filters/>
            <p class="hint" role="status">{move || words::shown(found.with(Vec::len))}</p>
            <Show
                when=move || !found.with(Vec::is_empty)
                fallback=|| view! { <p class="empty">{words::NOTHING}</p> }
            >
                <Table ids=Signal::derive(shown)/>
            </Show>
            <More all=Signal::derive(move || found.with(Vec::len)) most=most by=SHOWN/>
        </Page>
    }
}

#[component]
fn Table(ids: Signal<Vec<EquipmentId>>) -> impl IntoView {
    view! {
        <div class="table-scroll" tabindex="0" role="region" aria-label=words::CAPTION>
            <table class="data">
                <caption class="visually-hidden">{words::CAPTION}</caption>
                <thead>
                    <tr>
                        <th scope="col">{words::DEVICE}</th>
                        <th scope="col">{words::KIND}</th>
                        <th scope="col">{words::SITE}</th>
                        <th scope="col">{words::AGE}</th>
                        <th scope="col">{words::STATE}</th>
                    </tr>
                </thead>
                <tbody>
                    <For each=move || ids.get() key=|id| *id let:id>
                        <Line id=id/>
                    </For>
                </tbody>
            </table>
        </div>
    }
}

/// The name and the label of a device.
fn called(one: &Equipment) -> String {
    match one.label.is_empty() {
        true => one.name.clone(),
        false => format!("{} · {}", one.name, one.label),
    }
}

#[component]
fn Line(id: EquipmentId) -> impl IntoView {
    let app = use_app();
    let known = Memo::new(move |_| {
        app.read(|replica| {
            let view = replica.view();
            let one = view.equipment.get(&id)?;
            Some((Arc::clone(one), crate::text::site_name(view, &one.site)))
        })
    });
    move || {
        let (one, site) = known.get()?;
        let mark = match (one.serves(), one.proposal.is_some(), one.kept.is_some()) {
            (true, true, _) => Some(words::STATES[2].1),
            (true, false, true) => Some(words::STATES[3].1),
            (false, _, _) | (true, false, false) => None,
        };
        Some(view! {
            <tr>
                <th scope="row">
                    <a href=format!("/parc/{id}")>{called(&one)}</a>
                    <br/>
                    <span class="meta">{one.model.clone()}</span>
                </th>
                <td>{names::equipment_kind(one.kind)}</td>
                <td>
                    {site}
                    <br/>
                    <span class="meta">{one.room.clone()}</span>
                </td>
                <td>{device_words::age(&one, app.today())}</td>
                <td>
                    {names::equipment(one.state)}
                    {mark.map(|mark| view! { " " <span class="tag">{mark}</span> })}
                </td>
            </tr>
        })
    }
}
