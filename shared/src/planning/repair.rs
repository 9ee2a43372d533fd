//! The plan after something happened: few visits move, and who must be told is known.

use super::{Freedom, Placement, PlanningProblem, broken, problem_with, standing};
use crate::day::{Day, HalfDay, Quarter};
use crate::id::{AccountId, SiteId, VisitId};
use crate::plan::{self, GivenUp, ProposedVisit, VisitMove};
use crate::rounds::{Assignment, InstanceError, Model, repair as repair_rounds};
use crate::rounds::{RoundsPlan, repair_budget};
use crate::row::State;
use std::collections::BTreeSet;

/// The same quarter gives the same repair.
const SEED: u64 = 1;

/// A visit that the repair moves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moved {
    /// The visit.
    pub visit: VisitId,
    /// Where it stood: technician and half-day.
    pub from: (AccountId, HalfDay),
    /// Where it goes.
    pub to: Placement,
    /// It could not stay; else it makes room, or its day had passed.
    pub displaced: bool,
}

/// A proposed repair. Nothing is changed yet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Repaired {
    /// Visits that go elsewhere, by their new half-day.
    pub moved: Vec<Moved>,
    /// Sites that are owed a visit and get a new one, by half-day.
    pub added: Vec<Placement>,
    /// Sites for which there is no half-day left, with the visit that cannot stay: they are owed
    /// one all the same.
    pub uncovered: Vec<(SiteId, Option<VisitId>)>,
    /// Visits that cannot stay and whose site is owed nothing, as one that has closed.
    pub withdrawn: Vec<VisitId>,
}

impl Repaired {
    /// Nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.is_without_change() && self.uncovered.is_empty()
    }

    /// Applying it would change nothing.
    pub fn is_without_change(&self) -> bool {
        self.moved.is_empty() && self.added.is_empty() && self.given_up().next().is_none()
    }

    /// The visits that give up their half-day.
    pub fn given_up(&self) -> impl Iterator<Item = VisitId> {
        let uncovered = self.uncovered.iter().filter_map(|(_, visit)| *visit);
        uncovered.chain(self.withdrawn.iter().copied())
    }

    /// The command that applies it to the plan for which it was computed: the rules accept it.
    /// `fresh` draws the key of a visit that is added.
    pub fn command(
        self,
        state: &State,
        quarter: &Quarter,
        mut fresh: impl FnMut() -> VisitId,
    ) -> plan::Act {
        let from = |id: &VisitId| state.visits.get(id).map(|visit| visit.place());
        let give_up = self.given_up().map(|visit| GivenUp { visit, from: from(&visit) }).collect();
        let moves = self.moved.into_iter().map(|moved| {
            let Placement { technician, slot, .. } = moved.to;
            VisitMove { visit: moved.visit, technician, slot, from: from(&moved.visit) }
        });
        let moves = moves.collect();
        let add = self.added.into_iter().map(|placed| {
            let Placement { site, technician, slot } = placed;
            ProposedVisit { visit: fresh(), site, technician, slot }
        });
        plan::Act::RepairPlan { quarter: quarter.id.clone(), moves, add: add.collect(), give_up }
    }

    /// The technicians who must be told.
    pub fn technicians(&self) -> BTreeSet<AccountId> {
        let moved = self.moved.iter().flat_map(|m| [m.from.0, m.to.technician]);
        moved.chain(self.added.iter().map(|placed| placed.technician)).collect()
    }

    /// The sites that must be told, in the order of their keys: those whose visit was announced
    /// and comes on another half-day, or no more.
    pub fn sites(&self) -> BTreeSet<SiteId> {
        let moved = self.moved.iter().map(|m| m.to.site.clone());
        let left = self.uncovered.iter().filter(|(_, visit)| visit.is_some());
        let left = left.map(|(site, _)| site.clone());
        moved.chain(self.added.iter().map(|placed| placed.site.clone())).chain(left).collect()
    }
}

/// Repairs the plan of a quarter from `today` on: visits on half-days that have become impossible
/// or have passed go elsewhere, sites that are owed a visit get one, and others move only when
/// much is gained by it.
///
/// # Errors
/// When the rows make no instance of the planner.
pub fn repair(state: &State, quarter: &Quarter, today: Day) -> Result<Repaired, InstanceError> {
    let problem = problem_with(state, quarter, today, Freedom::ToCome);
    let model = Model::new(&problem.instance)?;
    let known = problem.known(state, quarter);
    let found = repair_rounds(&model, &known, SEED, repair_budget(&model));
    let was_displaced = |visit: &Assignment| found.displaced.iter().any(|d| d == visit);
    let mut repaired = Repaired::default();
    for trip in &found.moved {
        let at = Look { state, quarter, problem: &problem };
        repaired.moved.extend(at.moved(trip.to, was_displaced(&trip.from)));
    }
    for visit in &found.added {
        let at = Look { state, quarter, problem: &problem };
        match at.moved(*visit, false) {
            // Its day had passed: the same visit is made later.
            Some(late) => repaired.moved.push(late),
            None => repaired.added.extend(at.placed(*visit)),
        }
    }
    let uncovered = found.uncovered.iter().map(|left| &problem.sites[left.site as usize]);
    let barred = uncovered.filter(|site| {
        // What was begun or made counts, even where it could not be planned any more.
        standing(state, quarter, site).is_none_or(|visit| visit.is_to_come())
    });
    let barred: Vec<_> = barred.cloned().collect();
    repaired.give_up_rest(state, quarter, today, &barred);
    repaired.moved.sort_by_key(|moved| (moved.to.slot, moved.to.technician));
    repaired.added.sort_by_key(|placed| (placed.slot, placed.technician));
    Ok(repaired)
}

impl Repaired {
    /// What neither stays nor goes elsewhere gives up its half-day. A visit whose day has passed
    /// keeps it: it is late, and may still be reported.
    fn give_up_rest(&mut self, state: &State, quarter: &Quarter, today: Day, barred: &[SiteId]) {
        let mut left = broken(state, quarter, today);
        for moved in &self.moved {
            left.remove(&moved.visit);
        }
        for site in barred {
            let standing = standing(state, quarter, site);
            let visit = standing.filter(|visit| visit.slot.day >= today).map(|visit| visit.id);
            if let Some(visit) = &visit {
                left.remove(visit);
            }
            self.uncovered.push((site.clone(), visit));
        }
        for id in left {
            let Some(visit) = state.visits.get(&id) else { continue };
            let site = state.sites.get(&visit.site);
            let counts = standing(state, quarter, &visit.site).is_some_and(|v| v.id == id);
            match site.filter(|site| counts && site.exists_on(today)) {
                Some(site) => self.uncovered.push((site.id.clone(), Some(id))),
                None => self.withdrawn.push(id),
            }
        }
    }
}

struct Look<'a> {
    state: &'a State,
    quarter: &'a Quarter,
    problem: &'a PlanningProblem,
}

impl Look<'_> {
    fn placed(&self, visit: Assignment) -> Option<Placement> {
        self.problem.placed(&RoundsPlan::new("", vec![visit])).pop()
    }

    fn moved(&self, visit: Assignment, displaced: bool) -> Option<Moved> {
        let to = self.placed(visit)?;
        let known = standing(self.state, self.quarter, &to.site)?;
        let from = (known.technician, known.slot);
        Some(Moved { visit: known.id, from, to, displaced })
    }
}
