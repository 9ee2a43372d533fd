//! A first plan: each visit in the cheapest slot left, hardest visits first, then chains of
//! moves so that as many visits as possible are made.

use super::matching::Matching;
use super::model::{Model, NONE};
use super::state::Draft;

/// Places every visit that is nowhere and may be placed.
pub(crate) fn construct(model: &Model, state: &mut Draft) {
    for period in 0..model.periods {
        for site in by_difficulty(model, state, period) {
            if let Some((delta, slot)) = cheapest(model, state, site, period) {
                state.apply(model, &[(model.visit(site, period), slot)], delta);
            }
        }
    }
    cover(model, state);
}

/// The free slot that adds the least cost, with that cost.
pub(crate) fn cheapest(m: &Model, state: &Draft, site: usize, period: usize) -> Option<(i64, u32)> {
    let free = m.period_slots[period].iter().filter(|s| state.occupant[**s as usize] == NONE);
    free.filter_map(|&slot| Some((state.enter(m, site, slot)?, slot))).min()
}

/// Sites with few slots first, then those far from their depots.
fn by_difficulty(model: &Model, state: &Draft, period: usize) -> Vec<usize> {
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
pub(crate) fn cover(model: &Model, state: &mut Draft) {
    let blocked = |v: &u32| model.barred[*v as usize];
    if state.uncovered.iter().all(blocked) {
        return;
    }
    let mut matching = Matching::new(model, &state.at);
    if matching.grow() {
        state.load(model, &matching.at);
    }
}
