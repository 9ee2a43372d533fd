//! The menu of a visit: everything that can be done to it, by keyboard as by mouse.

use super::Desk;
use super::advice::{Reasons, Suggestions};
use super::grid::possible;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::day::HalfDay;
use shared::id::AccountId;
use shared::plan;
use shared::visit::Visit;
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

#[component]
fn Actions(desk: Desk, visit: Arc<Visit>) -> impl IntoView {
    let id = visit.id;
    let movable = visit.is_to_come();
    let pinned = visit.pinned;
    let site = desk.site_name(id);
    let technician = desk.technician_name(visit.technician);
    let start_move = move |_| desk.start_move(id);
    let pin = {
        let site = site.clone();
        move |_| {
            let act = plan::Act::PinVisit { visit: id, pinned: !pinned };
            desk.act(act, words::pinned(&site, !pinned));
        }
    };
    let from = Some(visit.place());
    let remove = move |_| {
        let act = plan::Act::CancelVisit { visit: id, reason: String::new(), from };
        desk.act(act, words::removed(&site));
    };
    let mover = visit.last_move().map(|entry| {
        let when = text::date::moment(entry.when.at_ms);
        let said = desk.app.read_now(|replica| text::visit::entry(entry, replica.view()));
        view! { <p class="hint">{when}"\u{a0}: "{said}</p> }
    });
    let pin_label = if pinned { words::UNPIN } else { words::PIN };
    view! {
        <p>{text::slot_long(visit.slot)}", "{technician}</p>
        {mover}
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
    // They come technician by technician.
    let groups = places.chunk_by(|(a, _), (b, _)| a == b);
    let firsts = groups.clone().scan(0, |at, group| {
        *at += group.len();
        Some(*at - group.len())
    });
    let group = |(group, first): (&[(AccountId, HalfDay)], usize)| {
        let name = group.first().map(|(technician, _)| desk.technician_name(*technician));
        let options = group.iter().enumerate().map(|(at, (_, slot))| {
            let value = (first + at).to_string();
            view! { <option value=value>{text::slot_long(*slot)}</option> }
        });
        view! { <optgroup label=name>{options.collect_view()}</optgroup> }
    };
    let options = groups.zip(firsts.collect::<Vec<_>>()).map(group).collect_view();
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
