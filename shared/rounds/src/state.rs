//! A plan under construction: who is where, with the sums that make each change cheap to judge.

use super::model::{Model, NONE};
use super::plan::RoundsPlan;

/// One visit going to a slot, or to [`NONE`] when it is left out.
pub(crate) type Relocation = (usize, u32);

/// A plan as tables, with its cost in thousandths of a second.
#[derive(Clone, Debug)]
pub(crate) struct Draft {
    /// Site in each slot, or [`NONE`].
    pub(crate) occupant: Vec<u32>,
    /// Slot of each visit, or [`NONE`].
    pub(crate) at: Vec<u32>,
    /// Visits of each technician in each period.
    pub(crate) made: Vec<i64>,
    /// Visits of each depot in each period.
    pub(crate) depot_made: Vec<i64>,
    /// Fair share of each technician in thousandths of a visit, or -1 when no one works.
    pub(crate) fair: Vec<i64>,
    /// Half-days filled in each week.
    pub(crate) filled: Vec<i64>,
    /// Visits that are nowhere.
    pub(crate) uncovered: Vec<u32>,
    /// Where each visit was promised, when a plan is repaired; else empty.
    pub(crate) home: Vec<u32>,
    /// Cost of a visit away from its home.
    pub(crate) home_cost: i64,
    /// The cost of the whole plan.
    pub(crate) cost: i64,
}

impl Draft {
    /// Nothing but the pins.
    pub(crate) fn new(model: &Model) -> Self {
        let mut state = Self {
            occupant: vec![NONE; model.slots.len()],
            at: vec![NONE; model.sites * model.periods],
            made: vec![0; model.technicians * model.periods],
            depot_made: vec![0; model.depots * model.periods],
            fair: vec![0; model.technicians * model.periods],
            filled: vec![0; model.week_room.len()],
            uncovered: Vec::new(),
            home: Vec::new(),
            home_cost: 0,
            cost: 0,
        };
        state.load(model, &model.pinned);
        state
    }

    /// The visits of a plan that break no hard rule, and the pins.
    pub(crate) fn from_plan(model: &Model, plan: &RoundsPlan) -> Self {
        let mut state = Self::new(model);
        let mut at = model.pinned.clone();
        let mut taken = state.occupant.clone();
        for visit in plan.visits.iter().filter(|v| model.obstacle(**v).is_none()) {
            let index = model.visit(visit[0] as usize, visit[1] as usize);
            let slot = model.slot(visit[2], visit[3], visit[4]);
            if at[index] == NONE && taken[slot as usize] == NONE && !model.barred[index] {
                at[index] = slot;
                taken[slot as usize] = visit[0];
            }
        }
        state.load(model, &at);
        state
    }

    /// Replaces everything by these slots of visits, which must break no hard rule.
    pub(crate) fn load(&mut self, model: &Model, at: &[u32]) {
        self.at.copy_from_slice(at);
        self.occupant.fill(NONE);
        self.made.fill(0);
        self.depot_made.fill(0);
        self.filled.fill(0);
        self.uncovered.clear();
        for (visit, &slot) in at.iter().enumerate() {
            if slot == NONE {
                self.uncovered.push(visit as u32);
            } else {
                self.occupant[slot as usize] = (visit % model.sites) as u32;
                self.count(model, slot, 1);
            }
        }
        for period in 0..model.periods {
            for depot in 0..model.depots {
                self.share(model, period, depot);
            }
        }
        self.cost = self.full_cost(model);
    }

    fn count(&mut self, model: &Model, slot: u32, by: i64) {
        let info = &model.slots[slot as usize];
        let period = info.period as usize;
        self.made[period * model.technicians + info.technician as usize] += by;
        self.depot_made[period * model.depots + info.depot as usize] += by;
        if info.week != NONE {
            self.filled[info.week as usize] += by;
        }
    }

    /// Fair shares of a depot's technicians after its visits changed.
    fn share(&mut self, model: &Model, period: usize, depot: usize) {
        let visits = self.depot_made[period * model.depots + depot];
        for &k in &model.depot_team[depot] {
            let index = period * model.technicians + k;
            self.fair[index] = fair_share(model, period, depot, k, visits);
        }
    }

    /// Makes the changes, whose cost the caller knows. No two visits may share a slot after.
    pub(crate) fn apply(&mut self, model: &Model, changes: &[Relocation], delta: i64) {
        let mut recount = false;
        for &(visit, to) in changes {
            let from = self.at[visit];
            if from != NONE {
                self.occupant[from as usize] = NONE;
                self.count(model, from, -1);
            }
            recount |= from == NONE || to == NONE || {
                let depot = |slot: u32| model.slots[slot as usize].depot;
                depot(from) != depot(to)
            };
        }
        for &(visit, to) in changes {
            let from = std::mem::replace(&mut self.at[visit], to);
            if to != NONE {
                self.occupant[to as usize] = (visit % model.sites) as u32;
                self.count(model, to, 1);
            }
            if from == NONE && to != NONE {
                self.uncovered.retain(|&v| v != visit as u32);
            } else if from != NONE && to == NONE {
                self.uncovered.push(visit as u32);
            }
            if recount {
                for slot in [from, to].into_iter().filter(|s| *s != NONE) {
                    let info = &model.slots[slot as usize];
                    self.share(model, info.period as usize, info.depot as usize);
                }
            }
        }
        self.cost += delta;
    }

    /// The cost from nothing, to start with and to check the deltas against.
    pub(crate) fn full_cost(&self, model: &Model) -> i64 {
        let mut cost = self.uncovered.len() as i64 * model.costs.uncovered;
        for (day, two) in self.occupant.chunks_exact(2).enumerate() {
            cost += model.day_travel(model.slots[2 * day].depot, two[0], two[1]);
        }
        for (visit, &slot) in self.at.iter().enumerate().filter(|(_, s)| **s != NONE) {
            let (period, site) = (visit / model.sites, visit % model.sites);
            cost += model.place(site, slot).unwrap_or(0) + self.away(visit, slot);
            if period > 0 && self.at[visit - model.sites] != NONE {
                let before = model.slots[self.at[visit - model.sites] as usize].date;
                cost += model.gap_cost(model.slots[slot as usize].date - before);
            }
        }
        for period in 0..model.periods {
            for k in 0..model.technicians {
                let index = period * model.technicians + k;
                cost += balance_term(model, self.made[index], self.fair[index]);
            }
        }
        let short = self.filled.iter().zip(&model.week_room).map(|(n, room)| (n - room).max(0));
        cost + short.sum::<i64>() * model.costs.reserve_halfday
    }

    /// Changes what a visit away from its home costs.
    pub(crate) fn set_home_cost(&mut self, model: &Model, cost: i64) {
        self.home_cost = cost;
        self.cost = self.full_cost(model);
    }

    /// Cost of a visit that is not where it was promised.
    #[inline]
    pub(crate) fn away(&self, visit: usize, slot: u32) -> i64 {
        if self.home_cost == 0 || self.home[visit] == NONE || self.home[visit] == slot {
            return 0;
        }
        self.home_cost
    }
}

/// The plan of these slots of visits.
pub(crate) fn plan_of(model: &Model, at: &[u32]) -> RoundsPlan {
    let covered = at.iter().enumerate().filter(|(_, slot)| **slot != NONE);
    let visits = covered.map(|(visit, slot)| {
        let info = &model.slots[*slot as usize];
        let (site, period) = ((visit % model.sites) as u32, (visit / model.sites) as u32);
        [site, period, info.technician, info.half_day / 2, info.half_day % 2]
    });
    RoundsPlan::new(&model.instance.name, visits.collect())
}

/// Fair share of a technician when the depot makes that number of visits, in thousandths.
pub(crate) fn fair_share(model: &Model, period: usize, depot: usize, k: usize, n: i64) -> i64 {
    match model.depot_worked[period * model.depots + depot] {
        0 => -1,
        all => n * model.worked[period * model.technicians + k] * 1000 / all,
    }
}

/// Cost of a technician's visits beyond one from the fair share.
#[inline]
pub(crate) fn balance_term(model: &Model, made: i64, fair: i64) -> i64 {
    if fair < 0 {
        return 0;
    }
    let beyond = (made * 1000 - fair).abs() - 1000;
    beyond.max(0) * model.costs.balance_visit / 1000
}
