//! The best other slots of a visit, and the best visits for a slot, with their costs.

use super::instance::Assignment;
use super::model::{Model, NONE};
use super::plan::RoundsPlan;
use super::state::Draft;
use serde::{Deserialize, Serialize};

/// A visit in a slot that it may have, the others staying where they are.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestion {
    /// Site, period, technician, day, half.
    pub visit: Assignment,
    /// Difference that it makes to the plan's score, in seconds; may be negative.
    pub delta_s: i64,
    /// Of which travel, in seconds.
    pub travel_s: i64,
}

/// The `count` free slots where a visit of the plan, or one that it leaves out, costs least.
///
/// A pinned visit may be suggested elsewhere: the caller decides on the pin.
pub fn suggest(
    model: &Model,
    plan: &RoundsPlan,
    site: u32,
    period: u32,
    count: usize,
) -> Vec<Suggestion> {
    let (i, p) = (site as usize, period as usize);
    if i >= model.sites || p >= model.periods {
        return Vec::new();
    }
    let state = Draft::from_plan(model, plan);
    let free = model.allowed(i, p).filter(|s| state.occupant[*s as usize] == NONE);
    let mut found: Vec<_> = free.filter_map(|to| step(model, &state, i, p, to)).collect();
    keep_best(&mut found, count)
}

fn step(m: &Model, state: &Draft, site: usize, period: usize, to: u32) -> Option<Suggestion> {
    let from = state.at[m.visit(site, period)];
    let delta = match from {
        NONE => state.enter(m, site, to)?,
        _ => state.shift(m, site, to)?,
    };
    let leg = |slot: u32| match slot {
        NONE => 0,
        _ => m.leg(m.slots[slot as usize].depot, site, state.occupant[(slot ^ 1) as usize]),
    };
    let travel = if from != NONE && to == from ^ 1 { 0 } else { leg(to) - leg(from) };
    let info = &m.slots[to as usize];
    Some(Suggestion {
        visit: [site as u32, period as u32, info.technician, info.half_day / 2, info.half_day % 2],
        delta_s: (delta + 500).div_euclid(1000),
        travel_s: (travel + 500).div_euclid(1000),
    })
}

fn keep_best(found: &mut Vec<Suggestion>, count: usize) -> Vec<Suggestion> {
    found.sort_by_key(|s| (s.delta_s, s.visit[3], s.visit[4], s.visit[2], s.visit[0]));
    found.truncate(count);
    std::mem::take(found)
}
