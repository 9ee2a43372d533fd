//! The visits of a site: those to come, and the last reports.

use super::Here;
use crate::screens::today::card::StateBadge;
use crate::text::{self, date, site_screen as words, slot_long};
use leptos::prelude::*;
use shared::id::AccountId;
use shared::role::Role;
use shared::visit::Visit;
use std::cmp::Reverse;
use std::sync::Arc;

/// How many reports are listed.
const REPORTS: usize = 3;

/// Who makes a visit, when that is not who looks.
fn who(here: Here, technician: AccountId) -> Option<String> {
    here.app.read(|replica| {
        let me = replica.meta().actor.as_ref().map(|actor| actor.account);
        (me != Some(technician)).then(|| text::person_name(replica.view(), technician))
    })
}

/// The visits to come, as far as they are known.
#[component]
pub(super) fn Ahead(here: Here) -> impl IntoView {
    let ahead = Memo::new(move |_| {
        here.rows.read(|state| {
            let id = here.id();
            let mut ahead: Vec<_> =
                state.visits_of(&id).filter(|visit| visit.is_ahead()).cloned().collect();
            ahead.sort_by_key(|visit| (visit.slot, visit.id));
            ahead
        })
    });
    let line = move |visit: Arc<Visit>| {
        let slot = slot_long(visit.slot);
        let is_known = here.app.read(|replica| replica.view().visits.contains_key(&visit.id));
        let slot = match is_known {
            true => view! { <a href=format!("/passage/{}", visit.id)>{slot}</a> }.into_any(),
            false => slot.into_any(),
        };
        let who = who(here, visit.technician).map(|who| format!(" · {who}"));
        view! { <li>{slot} {who} " " <StateBadge visit=visit/></li> }
    };
    // A technician knows of their own visits alone, a desk of everybody's.
    let none = move || match here.app.role().is_some_and(Role::is_desk) {
        true => words::NOBODY_AHEAD,
        false => words::NONE_AHEAD,
    };
    view! {
        <Show
            when=move || !ahead.with(Vec::is_empty)
            fallback=move || view! { <p>{none()}</p> }
        >
            <ul class="lines">{move || ahead.get().into_iter().map(line).collect_view()}</ul>
        </Show>
    }
}

/// The last reports, each opens.
#[component]
pub(super) fn Reports(here: Here) -> impl IntoView {
    let last = Memo::new(move |_| {
        here.rows.read(|state| {
            let id = here.id();
            let mut made: Vec<_> =
                state.visits_of(&id).filter(|visit| visit.is_done()).cloned().collect();
            made.sort_by_key(|visit| Reverse((visit.day(), visit.slot, visit.id)));
            made.truncate(REPORTS);
            made
        })
    });
    let line = move |visit: Arc<Visit>| {
        let href = format!("/passage/{}/compte-rendu?ecole={}", visit.id, visit.site);
        let who = who(here, visit.technician).map(|who| format!(" · {who}"));
        view! {
            <li>
                <a href=href>{date::day_long(visit.day())}</a>
                {who}
                " "
                <StateBadge visit=visit/>
            </li>
        }
    };
    view! {
        <section class="section">
            <h2>{words::REPORTS}</h2>
            <Show
                when=move || !last.with(Vec::is_empty)
                fallback=|| view! { <p>{words::NO_REPORT}</p> }
            >
                <ul class="lines">{move || last.get().into_iter().map(line).collect_view()}</ul>
            </Show>
        </section>
    }
}
