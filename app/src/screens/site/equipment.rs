//! The equipment of a site: what it is, where, its label, its serial number and its age.

use super::Here;
use crate::screens::ticket::facts;
use crate::text::{capital, site_screen as words, visit_screen};
use leptos::prelude::*;
use shared::equipment::{Equipment, EquipmentState};
use shared::words as names;
use std::sync::Arc;

/// The list, folded: some schools have sixty devices.
#[component]
pub(super) fn Fleet(here: Here) -> impl IntoView {
    let fleet = Memo::new(move |_| {
        here.rows.read(|state| {
            let id = here.id();
            let serves = |one: &&Arc<Equipment>| one.state != EquipmentState::Retired;
            let mut fleet: Vec<_> = state.equipment_of(&id).filter(serves).cloned().collect();
            fleet.sort_by(|a, b| (&a.room, &a.name, a.id).cmp(&(&b.room, &b.name, b.id)));
            fleet
        })
    });
    let line = move |one: Arc<Equipment>| {
        let details = visit_screen::equipment_details(&one, here.app.today());
        let broken = (one.state == EquipmentState::Broken).then(|| {
            view! { " " <span class="tag">{capital(names::equipment(one.state))}</span> }
        });
        view! {
            <li>
                <p class="card-title">{facts::equipment(&one)} {broken}</p>
                <p class="meta">{visit_screen::room(&one.room)} " · " {details}</p>
            </li>
        }
    };
    let lines = move || fleet.get().into_iter().map(line).collect_view();
    view! {
        <section class="section">
            <h2>{words::EQUIPMENT}</h2>
            <Show
                when=move || !fleet.with(Vec::is_empty)
                fallback=|| view! { <p>{words::NO_EQUIPMENT}</p> }
            >
                <details class="details">
                    <summary>{move || words::devices(fleet.with(Vec::len))}</summary>
                    <ul class="fleet">{lines}</ul>
                </details>
            </Show>
        </section>
    }
}
