//! The equipment of a site: what it is, where, its label, its serial number and its age.

use super::Here;
use super::elsewhere::Rows;
use crate::screens::propose::ProposeDialog;
use crate::screens::ticket::facts;
use crate::text::equipment::{PROPOSE, proposed};
use crate::text::{capital, site_screen as words, visit_screen};
use leptos::prelude::*;
use shared::equipment::{Equipment, EquipmentState};
use shared::id::EquipmentId;
use shared::role::Role;
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
    let proposing = RwSignal::new(None::<EquipmentId>);
    // What was fetched to be read is not on the device, where the rules look.
    let is_technician =
        move || here.app.role() == Some(Role::Technician) && here.rows.get() == Rows::Here;
    let dialog = move || {
        let equipment = proposing.get()?;
        let close = Callback::new(move |()| proposing.set(None));
        Some(view! { <ProposeDialog equipment=equipment on_close=close/> })
    };
    let line = move |one: Arc<Equipment>| {
        let details = visit_screen::equipment_details(&one, here.app.today());
        let broken = (one.state == EquipmentState::Broken).then(|| {
            view! { " " <span class="tag">{capital(names::equipment(one.state))}</span> }
        });
        let said = one.proposal.as_ref().map(|said| view! { <p class="meta">{proposed(said)}</p> });
        let may_propose = one.proposal.is_none() && is_technician();
        view! {
            <li>
                <p class="card-title">{facts::equipment(&one)} {broken}</p>
                <p class="meta">{visit_screen::room(&one.room)} " · " {details}</p>
                {said}
                {may_propose.then(|| propose(&one, proposing))}
            </li>
        }
    };
    let to_fleet = move || {
        let is_desk = here.app.role().is_some_and(Role::is_desk);
        let href = format!("/parc?ecole={}", here.id());
        is_desk.then(|| view! { <p><a href=href>{words::IN_FLEET}</a></p> })
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
            {to_fleet}
            {dialog}
        </section>
    }
}

/// The button that proposes a device for retirement.
fn propose(one: &Equipment, proposing: RwSignal<Option<EquipmentId>>) -> impl IntoView + use<> {
    let (id, label) = (one.id, format!("{PROPOSE}\u{a0}: {}", one.name));
    view! {
        <button
            type="button"
            class="button small"
            aria-label=label
            on:click=move |_| proposing.set(Some(id))
        >
            {PROPOSE}
        </button>
    }
}
