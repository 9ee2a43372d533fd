//! The plan after something happened: few visits move, and who must be told is known.

use super::{Freedom, Placement, PlanningProblem, problem_with};
use crate::day::{Day, HalfDay, Quarter};
use crate::id::{AccountId, SiteId, VisitId};
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
    /// Sites for which there is no half-day left, with the visit that cannot stay.
    pub uncovered: Vec<(SiteId, Option<VisitId>)>,
}

impl Repaired {
    /// Nothing is to be done.
    pub fn is_empty(&self) -> bool {
        self.moved.is_empty() && self.added.is_empty() && self.uncovered.is_empty()
    }

    /// The technicians who must be told.
    pub fn technicians(&self) -> BTreeSet<AccountId> {
        let moved = self.moved.iter().flat_map(|m| [m.from.0, m.to.technician]);
        moved.chain(self.added.iter().map(|placed| placed.technician)).collect()
    }

    /// The sites that must be told, in the order of their keys.
    pub fn sites(&self) -> BTreeSet<SiteId> {
        let moved = self.moved.iter().map(|m| m.to.site.clone());
        moved.chain(self.added.iter().map(|placed| placed.site.clone())).collect()
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
    for left in &found.uncovered {
        let site = problem.sites[left.site as usize].clone();
        let visit = standing_visit(state, quarter, &site);
        repaired.uncovered.push((site, visit));
    }
    repaired.moved.sort_by_key(|moved| (moved.to.slot, moved.to.technician));
    repaired.added.sort_by_key(|placed| (placed.slot, placed.technician));
    Ok(repaired)
}

fn standing_visit(state: &State, quarter: &Quarter, site: &SiteId) -> Option<VisitId> {
    let visit = state.visits_of(site).find(|v| v.quarter == quarter.id && v.takes_slot());
    visit.map(|visit| visit.id)
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
        let known = standing_visit(self.state, self.quarter, &to.site)?;
        let known = self.state.visits.get(&known)?;
        let from = (known.technician, known.slot);
        Some(Moved { visit: known.id, from, to, displaced })
    }
}
