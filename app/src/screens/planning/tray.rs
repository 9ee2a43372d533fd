//! The visits without a possible place: nobody can make them where they stand.

use super::Desk;
use super::keys::visit_id;
use crate::text::{self, planning as words};
use leptos::prelude::*;
use shared::id::VisitId;
use shared::order;
use shared::planning;
use std::sync::Arc;
use web_sys::DragEvent;

/// One line each, with what stands against it. Nothing while there is none.
#[component]
pub(super) fn WithoutPlace(desk: Desk) -> impl IntoView {
    let lines = Memo::new(move |_| {
        let today = desk.app.today();
        let Some(quarter) = desk.quarter.get() else { return Vec::new() };
        desk.app.read(|replica| {
            let state = replica.view();
            let broken = planning::broken(state, &quarter, today);
            let visits = broken.iter().filter_map(|id| state.visits.get(id).map(Arc::clone));
            let mut visits: Vec<_> = visits.collect();
            order::sort_by_key(&mut visits, |visit| (visit.slot, visit.technician));
            let line = |visit: &Arc<shared::visit::Visit>| {
                let name = text::person_name(state, visit.technician);
                let place = format!("{}, {name}", words::when(visit.slot));
                let why = planning::obstacle(state, visit, &quarter);
                let why = why.map(|why| text::obstacle(&why, state)).unwrap_or_default();
                (visit.id, text::site_name(state, &visit.site), words::stands(&place, &why))
            };
            visits.iter().map(line).collect::<Vec<_>>()
        })
    });
    let line = move |(id, site, why): (VisitId, String, String)| {
        let drag = move |event: DragEvent| desk.start_drag(id, &event);
        view! {
            <li>
                <button
                    type="button"
                    id=format!("tray-{}", visit_id(id))
                    class="plan-visit plan-broken"
                    draggable="true"
                    aria-haspopup="dialog"
                    on:click=move |_| desk.open_menu(id)
                    on:dragstart=drag
                    on:dragend=move |_| desk.moving.set(None)
                >
                    <span class="plan-site">{site}</span>
                    " "
                    <span class="plan-problem">{why}</span>
                </button>
            </li>
        }
    };
    move || {
        let lines = lines.get();
        let count = lines.len();
        (count > 0).then(|| {
            view! {
                <details class="plan-tray" open>
                    <summary>{words::no_place(count)}</summary>
                    <ul class="plain" aria-label=words::WITHOUT_PLACE>
                        {lines.into_iter().map(line).collect_view()}
                    </ul>
                </details>
            }
        })
    }
}
