//! A first plan: each visit in the cheapest slot left, hardest visits first, then chains of
//! moves so that as many visits as possible are made.

use super::model::{Model, NONE};
use super::state::State;
use std::collections::VecDeque;

/// Places every visit that is nowhere and may be placed.
pub(crate) fn construct(model: &Model, state: &mut State) {
    for period in 0..model.periods {
        for site in by_difficulty(model, state, period) {
            if let Some((delta, slot)) = cheapest(model, state, site, period) {
                state.apply(model, &[(model.visit(site, period), slot)], delta);
            }
        }
    }
    cover(model, state);
}

/// The free slot that adds the least, and what it adds.
pub(crate) fn cheapest(m: &Model, state: &State, site: usize, period: usize) -> Option<(i64, u32)> {
    let free = m.period_slots[period]
        .iter()
        .filter(|s| state.occupant[**s as usize] == NONE);
    free.filter_map(|&slot| Some((state.enter(m, site, slot)?, slot)))
        .min()
}

/// Sites with few slots first, then those far from their depots.
fn by_difficulty(model: &Model, state: &State, period: usize) -> Vec<usize> {
    let waiting = |site: &usize| {
        let visit = model.visit(*site, period);
        state.at[visit] == NONE && !model.barred[visit]
    };
    let mut sites: Vec<_> = (0..model.sites).filter(waiting).collect();
    let few = model.period_slots[period].len() / 4;
    sites.sort_by_cached_key(|&site| {
        let count = model.allowed(site, period).take(few).count();
        let near = (0..model.depots).map(|d| model.travel.depot(d, site)).min();
        (count, std::cmp::Reverse(near), site)
    });
    sites
}

/// Makes room for visits that are nowhere, by chains of moves; the cost is counted again.
pub(crate) fn cover(model: &Model, state: &mut State) {
    let left: Vec<_> = state.uncovered.iter().map(|v| *v as usize).collect();
    let mut changed = false;
    for visit in left {
        if !model.barred[visit] {
            changed |= chain(model, &mut state.at, &mut state.occupant, visit).is_ok();
        }
    }
    if changed {
        let at = state.at.clone();
        state.load(model, &at);
    }
}

/// Looks for a shortest chain of moves that frees a slot for a visit, and makes it.
///
/// # Errors
/// When there is none: the visits that were tried, which all compete for fewer slots.
pub(crate) fn chain(
    model: &Model,
    at: &mut [u32],
    occupant: &mut [u32],
    visit: usize,
) -> Result<(), Vec<usize>> {
    let period = visit / model.sites;
    let mut came_from = vec![NONE; model.slots.len()];
    let mut seen = vec![visit];
    let mut queue = VecDeque::from([visit]);
    while let Some(one) = queue.pop_front() {
        for slot in model.allowed(one % model.sites, period) {
            if came_from[slot as usize] != NONE {
                continue;
            }
            came_from[slot as usize] = one as u32;
            let there = occupant[slot as usize];
            if there == NONE {
                follow(model, at, occupant, &came_from, slot);
                return Ok(());
            }
            let other = model.visit(there as usize, period);
            if model.pinned[other] == NONE && !seen.contains(&other) {
                seen.push(other);
                queue.push_back(other);
            }
        }
    }
    Err(seen)
}

/// Moves each visit of the chain into the slot that the next one left.
fn follow(model: &Model, at: &mut [u32], occupant: &mut [u32], came: &[u32], last: u32) {
    let mut slot = last;
    while slot != NONE {
        let visit = came[slot as usize] as usize;
        let before = std::mem::replace(&mut at[visit], slot);
        occupant[slot as usize] = (visit % model.sites) as u32;
        slot = before;
    }
}
