//! The menu of a visit: everything that can be done to it, by keyboard as by mouse.

use super::Desk;
use super::advice::{Reasons, Suggestions};
use super::grid::possible;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::day::HalfDay;
use shared::id::AccountId;
use shared::plan;
use shared::visit::{Visit, VisitState};
use std::sync::Arc;

/// The menu of the visit that was chosen.
#[component]
pub(super) fn VisitMenu(desk: Desk) -> impl IntoView {
    let visit = Memo::new(move |_| {
        let id = desk.menu.get()?;
        desk.app.read(|replica| replica.view().visits.get(&id).cloned())
    });
    let close = move |_: ()| desk.menu.set(None);
    move || {
        let visit = visit.get()?;
        let title = desk.site_name(visit.id);
        Some(view! {
            <crate::parts::Dialog title=title on_close=close>
                <Actions desk=desk visit=visit/>
            </crate::parts::Dialog>
        })
    }
}

/// Puts the same visit into the plan again, under a new key.
fn again(desk: Desk, visit: &Visit) -> plan::Act {
    plan::Act::AddVisit {
        visit: desk.app.new_visit_id(),
        site: visit.site.clone(),
        quarter: visit.quarter.clone(),
        technician: visit.technician,
        slot: visit.slot,
    }
}

#[component]
fn Actions(desk: Desk, visit: Arc<Visit>) -> impl IntoView {
    let id = visit.id;
    let movable = matches!(visit.state, VisitState::Proposed | VisitState::Planned);
    let pinned = visit.pinned;
    let site = desk.site_name(id);
    let technician = desk.technician_name(visit.technician);
    let start_move = move |_| {
        desk.menu.set(None);
        desk.moving.set(Some(id));
    };
    let pin = {
        let site = site.clone();
        move |_| {
            let undo = plan::Act::PinVisit { visit: id, pinned };
            let command = plan::Act::PinVisit { visit: id, pinned: !pinned };
            desk.submit(command.into(), words::pinned(&site, !pinned), Some(undo.into()));
        }
    };
    let removed = Arc::clone(&visit);
    let remove = move |_| {
        let command = plan::Act::CancelVisit { visit: id, reason: String::new() };
        let undo = again(desk, &removed);
        desk.submit(command.into(), words::removed(&site), Some(undo.into()));
    };
    let pin_label = if pinned { words::UNPIN } else { words::PIN };
    view! {
        <p>{text::slot_long(visit.slot)}", "{technician}</p>
        <Reasons desk=desk visit=id/>
        <div class="menu-actions">
            <Show when=move || movable>
                <button type="button" class="button primary" on:click=start_move>
                    {words::MOVE}
                </button>
                <button type="button" class="button secondary" on:click=pin.clone()>
                    {pin_label}
                </button>
                <button type="button" class="button danger" on:click=remove.clone()>
                    {words::REMOVE}
                </button>
            </Show>
            <a class="button quiet" href=format!("/passage/{id}")>{words::OPEN}</a>
        </div>
        {movable.then(|| view! {
            <Suggestions desk=desk visit=id/>
            <Elsewhere desk=desk visit=visit/>
        })}
    }
}

/// Every half-day where the visit may go, to choose from a list.
#[component]
fn Elsewhere(desk: Desk, visit: Arc<Visit>) -> impl IntoView {
    let id = visit.id;
    let places: Vec<(AccountId, HalfDay)> = match desk.quarter.get_untracked() {
        Some(quarter) => {
            let today = desk.app.today();
            desk.app.read_now(|replica| possible(replica.view(), &quarter, id, today))
        }
        None => Vec::new(),
    };
    if places.is_empty() {
        return view! { <p class="hint">{words::NOTHING_POSSIBLE}</p> }.into_any();
    }
    let chosen = RwSignal::new(0_usize);
    let options = places
        .iter()
        .enumerate()
        .map(|(at, (technician, slot))| {
            let name = desk.technician_name(*technician);
            let label = format!("{}, {name}", text::slot_long(*slot));
            view! { <option value=at.to_string()>{label}</option> }
        })
        .collect_view();
    let choose = move |event| chosen.set(event_target_value(&event).parse().unwrap_or(0));
    let go = move |_| {
        if let Some((technician, slot)) = places.get(chosen.get_untracked()) {
            desk.move_to(id, *technician, *slot);
        }
    };
    view! {
        <div class="move-choice">
            <label class="field">
                <span>{words::WHEN}</span>
                <select on:change=choose>{options}</select>
            </label>
            <button type="button" class="button secondary" on:click=go>{words::MOVE_HERE}</button>
        </div>
    }
    .into_any()
}
