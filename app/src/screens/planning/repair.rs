//! «Réparer le planning»: before, after, and who must be told. A repair moves few visits.

use super::Desk;
use crate::planner::breathe;
use crate::text::{self, planning as words};
use leptos::html;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::day::{Day, Quarter};
use shared::id::{AccountId, SiteId};
use shared::owed::{self, Coverage, Owed};
use shared::planning::{self, Moved, Placement, Repaired};
use shared::row::State;

/// The needs of a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Asked {
    /// Visits on half-days that have become impossible.
    broken: usize,
    /// Sites whose visit was not made on its day.
    late: usize,
    /// Sites of a published quarter that have no visit.
    due: usize,
}

fn asked(state: &State, quarter: &Quarter, today: Day) -> Asked {
    let published = state.plans.get(&quarter.id).is_some_and(|plan| plan.published > 0);
    let lines = owed::coverage(state, quarter, today);
    let counts = owed::count(&lines);
    let broken = planning::broken(state, quarter, today);
    let stands = |line: &&Coverage| line.visit.as_ref().is_some_and(|v| broken.contains(&v.id));
    let due = lines.iter().filter(|line| line.owed == Owed::Due && !stands(line)).count();
    let count = |owed| if published { counts.get(&owed).copied().unwrap_or(0) } else { 0 };
    Asked {
        broken: broken.len(),
        late: count(Owed::Late),
        // Those of which a visit is broken are said already.
        due: if published { due } else { 0 },
    }
}

/// The panel: the needs of the plan, the proposal, and its acceptance.
#[component]
pub(super) fn RepairPanel(desk: Desk) -> impl IntoView {
    let asked = Memo::new(move |_| {
        let today = desk.app.today();
        let quarter = desk.quarter.get()?;
        Some(desk.app.read(|replica| asked(replica.view(), &quarter, today)))
    });
    let sentences = move || {
        let Asked { broken, late, due } = asked.get().unwrap_or_default();
        let said = [
            (broken > 0).then(|| words::broken(broken)),
            (late > 0).then(|| words::late(late)),
            (due > 0).then(|| words::due(due)),
        ];
        let line = |sentence| view! { <p class="warning">{sentence}</p> };
        said.into_iter().flatten().map(line).collect_view()
    };
    view! {
        <section class="repair">
            {sentences}
            <button
                type="button"
                class="button secondary"
                disabled=move || desk.repairing.get() || !desk.app.has_everything()
                on:click=move |_| desk.propose_repair()
            >
                {words::REPAIR}
            </button>
            <p class="hint" role="status">
                {move || {
                    let found = desk.repair.get();
                    let nothing = found.as_ref().is_some_and(Repaired::is_empty);
                    nothing.then_some(words::NOTHING_TO_REPAIR)
                }}
            </p>
            {move || {
                let found = desk.repair.get().filter(|repaired| !repaired.is_empty());
                found.map(|repaired| review(desk, repaired))
            }}
        </section>
    }
}

impl Desk {
    /// Computes a repair and shows it, without applying it.
    pub(super) fn propose_repair(self) {
        let Some(quarter) = self.quarter.get_untracked() else {
            return;
        };
        if !self.app.read_now(|replica| replica.meta().complete) {
            // Visits that were not received yet would count as not made.
            return;
        }
        self.repairing.set(true);
        spawn_local(async move {
            breathe().await;
            let today = self.app.today_now();
            let found = self.app.read_now(|r| planning::repair(r.view(), &quarter, today));
            self.repairing.set(false);
            match found {
                Ok(repaired) => self.repair.set(Some(repaired)),
                Err(_) => self.error.set(Some(words::NO_REPAIR.to_owned())),
            }
        });
    }

    fn apply_repair(self, repaired: Repaired) {
        let Some(quarter) = self.quarter.get_untracked() else {
            return;
        };
        self.repair.set(None);
        let moved = repaired.moved.len() + repaired.added.len();
        let done = words::repaired(moved, repaired.given_up().count());
        let command = self
            .app
            .read_now(|replica| repaired.command(replica.view(), &quarter, || self.app.fresh()));
        self.act(command, done);
    }
}

fn review(desk: Desk, repaired: Repaired) -> impl IntoView + use<> {
    let anything = !repaired.is_without_change();
    let rows = rows(desk, &repaired);
    let told = told(desk, &repaired);
    let apply = move |_| desk.apply_repair(repaired.clone());
    // It may be far from the form that caused it.
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            let _ = heading.focus();
        }
    });
    view! {
        <div class="panel" role="region" aria-label=words::REPAIR>
            <h2 class="small" tabindex="-1" node_ref=heading>{words::PROPOSAL}</h2>
            <div
                class="table-scroll short"
                tabindex="0"
                role="region"
                aria-label=words::BEFORE_AFTER
            >
                <table class="data">
                    <caption class="visually-hidden">{words::BEFORE_AFTER}</caption>
                    <thead>
                        <tr>
                            <th scope="col">{words::SITE}</th>
                            <th scope="col">{words::BEFORE}</th>
                            <th scope="col">{words::AFTER}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
            {told}
            <div class="actions">
                <Show when=move || anything>
                    <button type="button" class="button primary" on:click=apply.clone()>
                        {words::APPLY}
                    </button>
                </Show>
                <button
                    type="button"
                    class="button quiet"
                    on:click=move |_| desk.repair.set(None)
                >
                    {words::KEEP}
                </button>
            </div>
        </div>
    }
    .into_any()
}

/// One line a visit: the site, where it was, where it goes.
fn rows(desk: Desk, repaired: &Repaired) -> impl IntoView + use<> {
    desk.app.read_now(|replica| {
        let state = replica.view();
        let place = |technician: AccountId, slot| {
            format!("{}, {}", text::slot_long(slot), text::person_name(state, technician))
        };
        let row = |site: &SiteId, before: String, after: String| {
            view! {
                <tr>
                    <th scope="row">{text::site_name(state, site)}</th>
                    <td>{before}</td>
                    <td>{after}</td>
                </tr>
            }
        };
        let moved = |moved: &Moved| {
            let before = place(moved.from.0, moved.from.1);
            row(&moved.to.site, before, place(moved.to.technician, moved.to.slot))
        };
        let added = |at: &Placement| {
            row(&at.site, words::NO_VISIT_YET.to_owned(), place(at.technician, at.slot))
        };
        let left = |(site, visit): &(SiteId, Option<shared::id::VisitId>)| {
            let visit = visit.and_then(|id| state.visits.get(&id));
            let before = visit.map(|visit| place(visit.technician, visit.slot));
            let none = || words::NO_VISIT_YET.to_owned();
            row(site, before.unwrap_or_else(none), words::NO_PLACE.to_owned())
        };
        let mut rows: Vec<_> = repaired.moved.iter().map(moved).collect();
        rows.extend(repaired.added.iter().map(added));
        rows.extend(repaired.uncovered.iter().map(left));
        let withdrawn = repaired.withdrawn.iter().filter_map(|id| state.visits.get(id));
        rows.extend(withdrawn.map(|visit| {
            let before = place(visit.technician, visit.slot);
            row(&visit.site, before, words::WITHDRAWN.to_owned())
        }));
        rows.collect_view()
    })
}

/// The people who must be told: technicians, then schools with their telephone.
fn told(desk: Desk, repaired: &Repaired) -> impl IntoView + use<> {
    desk.app.read_now(|replica| {
        let state = replica.view();
        let people = repaired.technicians().into_iter();
        let people: Vec<_> = people.map(|id| text::person_name(state, id)).collect();
        let sites = repaired.sites().into_iter().filter_map(|id| state.sites.get(&id).cloned());
        let site = |site: std::sync::Arc<shared::site::Site>| {
            let phone = (!site.phone.is_empty()).then(|| text::today::phone_pairs(&site.phone));
            let name = text::coverage::in_commune(&site);
            view! { <li>{name}{phone.map(|at| format!(", {at}"))}</li> }
        };
        let count = repaired.sites().len();
        view! {
            <h2 class="small">{words::TO_TELL}</h2>
            <p>{people.join(", ")}</p>
            <details>
                <summary>{words::schools_to_tell(count)}</summary>
                <ul class="plain">{sites.map(site).collect_view()}</ul>
            </details>
            <p>
                <a href="/prevenir">{words::LETTERS}</a>
            </p>
        }
    })
}
