//! A published plan after something happened: as few visits as possible are moved.

use super::construct::{cheapest, cover};
use super::feasible::{Uncovered, uncovered};
use super::instance::Visit;
use super::model::{Model, NONE};
use super::plan::Plan;
use super::score::moved;
use super::search::Search;
use super::state::State;
use serde::{Deserialize, Serialize};

/// What moving one more visit must gain, in thousandths of a second: two hours.
const MOVE_COST: i64 = 1_200_000;
/// The same once too many were moved: only a visit that would be left out is worth it.
const MOVE_COST_HIGH: i64 = 17_000_000;
/// Hottest temperature, in thousandths of a second.
const HOT: f64 = 100_000.0;

/// A visit that moves, for those who must be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    /// As it was published.
    pub from: Visit,
    /// As it is now.
    pub to: Visit,
}

/// A repaired plan, and what changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// The new plan.
    pub plan: Plan,
    /// Published visits that cannot stay where they are.
    pub displaced: Vec<Visit>,
    /// Published visits that are elsewhere now, displaced or not.
    pub moved: Vec<Trip>,
    /// Visits that were not published.
    pub added: Vec<Visit>,
    /// Visits that are nowhere now.
    pub uncovered: Vec<Uncovered>,
}

/// Steps that are enough for a repair.
pub fn repair_budget(model: &Model) -> u64 {
    (model.sites * model.periods) as u64 * 500
}

/// Repairs the plan for the model, which knows what happened: absences, closures, pins of what
/// is done. Displaced visits find a place; others move only when much is gained by it, and no
/// more than one for five displaced, unless a visit would be left out.
pub fn repair(model: &Model, previous: &Plan, seed: u64, budget: u64) -> Repair {
    let start = State::from_plan(model, previous);
    let published = promised(model, previous);
    let displaced: Vec<_> = published.iter().filter(|(v, at)| start.at[*v] != *at).collect();
    let allowed = displaced.len() + displaced.len() / 5;
    let mut plan = attempt(model, &start, &published, seed, budget, MOVE_COST);
    if moved(previous, &plan).len() > allowed {
        plan = attempt(model, &start, &published, seed, budget, MOVE_COST_HIGH);
    }
    let trips = moved(previous, &plan).into_iter();
    let is_new = |v: &&Visit| previous.find(v[0], v[1]).is_none();
    Repair {
        displaced: displaced.iter().filter_map(|(v, _)| find(model, previous, *v)).collect(),
        moved: trips.map(|(from, to)| Trip { from, to }).collect(),
        added: plan.visits.iter().filter(is_new).copied().collect(),
        uncovered: uncovered(model, &plan),
        plan,
    }
}

fn find(model: &Model, plan: &Plan, visit: usize) -> Option<Visit> {
    plan.find((visit % model.sites) as u32, (visit / model.sites) as u32)
}

/// Index and slot of each published visit that the instance knows.
fn promised(model: &Model, previous: &Plan) -> Vec<(usize, u32)> {
    let known = |v: &&Visit| model.obstacle(**v) != Some(super::check::Obstacle::Unknown);
    let known = previous.visits.iter().filter(known);
    known
        .map(|v| (model.visit(v[0] as usize, v[1] as usize), model.slot(v[2], v[3], v[4])))
        .collect()
}

fn attempt(
    model: &Model,
    start: &State,
    published: &[(usize, u32)],
    seed: u64,
    budget: u64,
    move_cost: i64,
) -> Plan {
    let mut state = start.clone();
    state.home = vec![NONE; state.at.len()];
    for (visit, slot) in published {
        state.home[*visit] = *slot;
    }
    state.home_cost = move_cost;
    let at = state.at.clone();
    state.load(model, &at);
    let waiting: Vec<_> = state.uncovered.iter().map(|v| *v as usize).collect();
    for &visit in waiting.iter().filter(|v| !model.barred[**v]) {
        if let Some((delta, slot)) =
            cheapest(model, &state, visit % model.sites, visit / model.sites)
        {
            state.apply(model, &[(visit, slot)], delta);
        }
    }
    cover(model, &mut state);
    let mut search = Search::from_state(model.clone(), state, seed, budget, HOT);
    search.favour(&waiting);
    search.run(budget);
    search.best()
}
