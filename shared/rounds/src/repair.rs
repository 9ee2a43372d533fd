//! A published plan after something happened: as few visits as possible are moved.

use super::construct::{cheapest, cover};
use super::feasible::{Uncovered, uncovered};
use super::instance::Assignment;
use super::model::{Model, NONE};
use super::plan::RoundsPlan;
use super::score::moved;
use super::search::RoundSearch;
use super::state::{Draft, plan_of};
use serde::{Deserialize, Serialize};

/// Gain that moving one more visit must bring at first, in thousandths of a second: twenty
/// minutes.
const MOVE_COST: i64 = 1_200_000;
/// The most that this gain grows to, so that no visit is left out to spare two moves.
const MOVE_COST_MAX: i64 = 17_000_000;
/// Attempts, each with a price that the one before suggests.
const ATTEMPTS: usize = 4;
/// Hottest temperature, in thousandths of a second.
const HOT: f64 = 60_000.0;

/// A visit that moves, for those who must be told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trip {
    /// As it was published.
    pub from: Assignment,
    /// As it is now.
    pub to: Assignment,
}

/// A repaired plan, and what changed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Repair {
    /// The new plan.
    pub plan: RoundsPlan,
    /// Published visits that cannot stay where they are.
    pub displaced: Vec<Assignment>,
    /// Published visits that are elsewhere now, displaced or not.
    pub moved: Vec<Trip>,
    /// Visits that were not published.
    pub added: Vec<Assignment>,
    /// Visits that are nowhere now.
    pub uncovered: Vec<Uncovered>,
}

/// Steps that are enough for a repair.
pub fn repair_budget(model: &Model) -> u64 {
    (model.sites * model.periods) as u64 * 1_800
}

/// Repairs the plan for the model, which knows what happened: absences, closures, pins of what
/// is done. Displaced visits find a place; others move only when much is gained by it, and no
/// more than one for five displaced, unless a visit would be left out.
pub fn repair(model: &Model, previous: &RoundsPlan, seed: u64, budget: u64) -> Repair {
    let start = Draft::from_plan(model, previous);
    let published = promised(model, previous);
    let displaced: Vec<_> = published.iter().filter(|(v, at)| start.at[*v] != *at).collect();
    let allowed = displaced.len() + displaced.len() / 5;
    let plan = best_attempt(model, &start, &published, allowed, seed, budget);
    let trips = moved(previous, &plan).into_iter();
    let is_new = |v: &&Assignment| previous.find(v[0], v[1]).is_none();
    Repair {
        displaced: displaced.iter().filter_map(|(v, _)| find(model, previous, *v)).collect(),
        moved: trips.map(|(from, to)| Trip { from, to }).collect(),
        added: plan.visits.iter().filter(is_new).copied().collect(),
        uncovered: uncovered(model, &plan),
        plan,
    }
}

fn find(model: &Model, plan: &RoundsPlan, visit: usize) -> Option<Assignment> {
    plan.find((visit % model.sites) as u32, (visit / model.sites) as u32)
}

/// Index and slot of each published visit that the instance knows.
fn promised(model: &Model, previous: &RoundsPlan) -> Vec<(usize, u32)> {
    let known = |v: &&Assignment| model.obstacle(**v) != Some(super::hard_rule::HardRule::Unknown);
    let known = previous.visits.iter().filter(known);
    known
        .map(|v| (model.visit(v[0] as usize, v[1] as usize), model.slot(v[2], v[3], v[4])))
        .collect()
}

/// The best of some attempts: first those that leave fewest visits out, then those that move
/// no more than is allowed, then the cheapest.
fn best_attempt(
    model: &Model,
    start: &Draft,
    published: &[(usize, u32)],
    allowed: usize,
    seed: u64,
    budget: u64,
) -> RoundsPlan {
    let mut state = start.clone();
    let waiting = settle(model, &mut state, published);
    let steps = budget / ATTEMPTS as u64;
    let mut search = RoundSearch::from_state(model.clone(), state.clone(), seed, steps, HOT);
    search.favour(&waiting);
    let (mut best, mut price) = (None, MOVE_COST);
    let (mut too_low, mut high_enough) = (0, 2 * MOVE_COST_MAX);
    for _ in 0..ATTEMPTS {
        state.set_home_cost(model, price);
        search.restart(&state, steps);
        search.run(steps);
        let (at, cost) = search.best_state();
        let away = published.iter().filter(|(v, slot)| at[*v] != NONE && at[*v] != *slot).count();
        let left_out = at.iter().filter(|slot| **slot == NONE).count();
        let excess = away.saturating_sub(allowed);
        let key = (left_out, excess, cost - away as i64 * price);
        if best.as_ref().is_none_or(|(least, _)| key < *least) {
            best = Some((key, plan_of(model, at)));
        }
        let side = if excess > 0 { &mut too_low } else { &mut high_enough };
        *side = price;
        price = next_price(too_low, high_enough);
    }
    best.map_or_else(|| plan_of(model, &state.at), |(_, plan)| plan)
}

/// A price between one that lets too many visits move and one that does not.
fn next_price(too_low: i64, high_enough: i64) -> i64 {
    match (too_low, high_enough) {
        (0, high) => high / 2,
        (low, high) if high > MOVE_COST_MAX => (low * 4).min(MOVE_COST_MAX),
        (low, high) => (low + high) / 2,
    }
}

/// Puts displaced visits where they cost least, and returns those that had no place.
fn settle(model: &Model, state: &mut Draft, published: &[(usize, u32)]) -> Vec<usize> {
    state.home = vec![NONE; state.at.len()];
    for (visit, slot) in published {
        state.home[*visit] = *slot;
    }
    state.set_home_cost(model, MOVE_COST);
    let waiting: Vec<_> = state.uncovered.iter().map(|v| *v as usize).collect();
    for &visit in waiting.iter().filter(|v| !model.barred[**v]) {
        let (site, period) = (visit % model.sites, visit / model.sites);
        if let Some((delta, slot)) = cheapest(model, state, site, period) {
            state.apply(model, &[(visit, slot)], delta);
        }
    }
    cover(model, state);
    waiting
}
