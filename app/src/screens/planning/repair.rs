//! «Réparer le planning»: what became impossible goes elsewhere, everything else stays.

use super::Desk;
use crate::planner;
use crate::text::planning as words;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::command::Command;
use shared::day::HalfDay;
use shared::id::{AccountId, SiteId, VisitId};
use shared::planning::{self, Placed};
use shared::row::State;
use std::collections::BTreeSet;

/// One move of the proposal.
#[derive(Debug, Clone, PartialEq)]
struct Move {
    site: SiteId,
    site_name: String,
    /// The visit and where it stands; nothing for a site that is owed one again.
    from: Option<(VisitId, HalfDay)>,
    to: Option<(AccountId, HalfDay, String)>,
}

/// The panel: how many visits are broken, the proposal, and its acceptance.
#[component]
pub(super) fn RepairPanel(desk: Desk) -> impl IntoView {
    let proposal = RwSignal::new(None::<Vec<Move>>);
    let busy = RwSignal::new(false);
    let broken = Memo::new(move |_| {
        let today = desk.app.today();
        let quarter = desk.quarter.get()?;
        Some(desk.app.read(|r| planning::broken(r.view(), &quarter, today).len()))
    });
    let count = move || broken.get().unwrap_or(0);
    let propose = move |_| {
        busy.set(true);
        spawn_local(async move {
            proposal.set(Some(search(desk).await));
            busy.set(false);
        });
    };
    let state =
        move || (count() > 0).then(|| view! { <p class="warning">{words::broken(count())}</p> });
    view! {
        <section class="repair">
            {state}
            <button
                type="button"
                class="button secondary"
                disabled=move || busy.get()
                on:click=propose
            >
                {words::REPAIR}
            </button>
            {move || proposal.get().map(|moves| review(desk, moves, proposal))}
        </section>
    }
}

fn review(
    desk: Desk,
    moves: Vec<Move>,
    proposal: RwSignal<Option<Vec<Move>>>,
) -> impl IntoView + use<> {
    if moves.is_empty() {
        return view! { <p class="hint" role="status">{words::NOTHING_TO_REPAIR}</p> }.into_any();
    }
    let line = |at: &Move| {
        let text = match (&at.from, &at.to) {
            (Some((_, from)), Some((_, to, name))) => {
                words::proposal(&at.site_name, *from, *to, name)
            }
            (Some((_, from)), None) => words::no_place(&at.site_name, *from),
            (None, Some((_, to, name))) => words::added(&at.site_name, *to, name),
            (None, None) => words::still_owed(&at.site_name),
        };
        view! { <li>{text}</li> }
    };
    let lines = moves.iter().map(line).collect_view();
    let people: BTreeSet<_> = moves.iter().filter_map(|at| at.to.as_ref()).collect();
    let people: BTreeSet<_> = people.into_iter().map(|(_, _, name)| name.clone()).collect();
    let people = people.into_iter().collect::<Vec<_>>().join(", ");
    let apply = move |_| {
        let moves = moves.clone();
        proposal.set(None);
        spawn_local(async move { give_all(desk, moves).await });
    };
    view! {
        <div class="panel" role="region" aria-label=words::REPAIR>
            <ul class="plain">{lines}</ul>
            <p>{words::TO_TELL}": "{people}</p>
            <div class="actions">
                <button type="button" class="button primary" on:click=apply>
                    {words::APPLY}
                </button>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| proposal.set(None)
                >
                    {words::KEEP}
                </button>
            </div>
        </div>
    }
    .into_any()
}

async fn search(desk: Desk) -> Vec<Move> {
    let Some(quarter) = desk.quarter.get_untracked() else {
        return Vec::new();
    };
    let today = desk.app.today();
    let problem = desk.app.read_now(|r| planning::repair_problem(r.view(), &quarter, today));
    let found = planner::search(&problem, |_| {}, || false).await;
    desk.app.read_now(|replica| {
        let state = replica.view();
        let free = problem.sites.iter().filter(|site| !problem.standing.contains_key(site));
        free.map(|site| to_move(state, &quarter.id, site, &found)).collect()
    })
}

fn to_move(
    state: &State,
    quarter: &shared::id::QuarterId,
    site: &SiteId,
    found: &[Placed],
) -> Move {
    let visit = state.visits_of(site).find(|v| &v.quarter == quarter && v.takes_slot());
    let to = found.iter().find(|at| &at.site == site).map(|at| {
        let name = state.accounts.get(&at.technician).map(|account| account.name.clone());
        (at.technician, at.slot, name.unwrap_or_default())
    });
    Move {
        site: site.clone(),
        site_name: state.sites.get(site).map(|site| site.name.clone()).unwrap_or_default(),
        from: visit.map(|visit| (visit.id, visit.slot)),
        to,
    }
}

async fn give_all(desk: Desk, moves: Vec<Move>) {
    let Some(quarter) = desk.quarter.get_untracked() else {
        return;
    };
    let mut done = 0;
    for at in moves {
        let Some((technician, slot, _)) = at.to else {
            continue;
        };
        let command = match at.from {
            Some((visit, _)) => Command::MoveVisit { visit, technician, slot },
            None => Command::AddVisit {
                visit: desk.app.new_visit_id(),
                site: at.site,
                quarter: quarter.id.clone(),
                technician,
                slot,
            },
        };
        match desk.app.give(command).await {
            Ok(_) => done += 1,
            Err(failure) => {
                desk.error.set(Some(crate::text::give_error(&failure, desk.app)));
            }
        }
    }
    desk.app.toast(words::repaired(done));
}
