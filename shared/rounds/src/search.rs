//! Simulated annealing over the grid of slots, in slices.
//!
//! Each step proposes one change between two technician-days (see `delta.rs`) and takes it when
//! it costs no more than a random threshold, which shrinks as the cycle goes on. After a cycle
//! the search heats up again from the best plan, for twice as long.

use super::construct::{construct, cover};
use super::instance::{Instance, InstanceError};
use super::model::{Model, NONE};
use super::plan::RoundsPlan;
use super::random::{Random, scale};
use super::state::{Draft, Relocation, plan_of};

/// Steps between two temperatures.
const BLOCK: u64 = 256;
/// Random thresholds are `-ln(u)` for this many values of `u`.
const THRESHOLDS: usize = 4096;
/// Hottest and coldest temperatures of the first cycle, in thousandths of a second.
const HOT: f64 = 200_000.0;
const COLD: f64 = 5_000.0;
/// Neighbours of a site that pairs are tried with.
const NEIGHBOURS: usize = 24;

/// A search that can be stopped between any two slices.
#[derive(Clone, Debug)]
pub struct RoundSearch {
    pub(super) model: Model,
    pub(super) state: Draft,
    pub(super) random: Random,
    /// Site and period of each visit that may move.
    movable: Vec<(u32, u32)>,
    neighbours: Vec<u32>,
    neighbour_count: usize,
    thresholds: Vec<i64>,
    best: Vec<u32>,
    best_cost: i64,
    /// Steps made in this cycle, and its length.
    step: u64,
    cycle: u64,
    hot: f64,
    temperature: i64,
}

impl RoundSearch {
    /// Reads the instance and makes a first plan. The first cycle is of [`default_budget`].
    ///
    /// # Errors
    /// When the instance is not one.
    pub fn new(instance: &Instance, seed: u64) -> Result<Self, InstanceError> {
        let model = Model::new(instance)?;
        let budget = default_budget(&model);
        Ok(Self::with_cycle(model, seed, budget))
    }

    /// A search whose first cycle, from hot to cold, has that number of steps.
    pub fn with_cycle(model: Model, seed: u64, cycle: u64) -> Self {
        let mut state = Draft::new(&model);
        construct(&model, &mut state);
        Self::from_state(model, state, seed, cycle, HOT)
    }

    pub(crate) fn from_state(model: Model, state: Draft, seed: u64, cycle: u64, hot: f64) -> Self {
        let neighbour_count = NEIGHBOURS.min(model.sites.saturating_sub(1));
        let mut movable = Vec::new();
        for visit in 0..state.at.len() {
            let (site, period) = (visit % model.sites, visit / model.sites);
            let free = model.pinned[visit] == NONE && !model.barred[visit];
            if free && model.allowed(site, period).next().is_some() {
                movable.push((site as u32, period as u32));
            }
        }
        let table = |n: usize| -libm::log((n as f64 + 0.5) / THRESHOLDS as f64) * 65536.0;
        Self {
            neighbours: model.travel.neighbours(neighbour_count),
            neighbour_count,
            movable,
            thresholds: (0..THRESHOLDS).map(|n| table(n) as i64).collect(),
            best: state.at.clone(),
            best_cost: state.cost,
            state,
            random: Random::new(seed),
            step: 0,
            cycle: cycle.max(BLOCK),
            hot,
            temperature: 0,
            model,
        }
    }

    /// Forgets what was found and starts a cycle from another state of the same model.
    pub(crate) fn restart(&mut self, state: &Draft, cycle: u64) {
        self.state = state.clone();
        self.best.copy_from_slice(&state.at);
        self.best_cost = state.cost;
        self.step = 0;
        self.cycle = cycle.max(BLOCK);
    }

    /// Proposes these visits as often as all the others together.
    pub(crate) fn favour(&mut self, visits: &[usize]) {
        let sites = self.model.sites;
        let key = |v: &usize| ((v % sites) as u32, (v / sites) as u32);
        let favoured: Vec<_> =
            visits.iter().map(key).filter(|v| self.movable.contains(v)).collect();
        let times = self.movable.len() / favoured.len().max(1);
        for _ in 0..times {
            self.movable.extend(&favoured);
        }
    }

    /// The instance made ready.
    pub fn model(&self) -> &Model {
        &self.model
    }

    /// Steps made and steps of the current cycle, to show progress.
    pub fn progress(&self) -> (u64, u64) {
        (self.step, self.cycle)
    }

    /// Makes this cycle end after that number of further steps: for a caller who has a clock.
    pub fn aim(&mut self, rest: u64) {
        self.cycle = (self.step + rest).max(BLOCK);
    }

    /// Goes on for that number of steps, rounded up to whole blocks.
    pub fn run(&mut self, steps: u64) {
        if self.movable.is_empty() {
            // Nothing can be better, so the cycle ends here for a caller who waits for its end.
            self.step = self.cycle;
            return;
        }
        for _ in 0..steps.div_ceil(BLOCK) {
            if self.step >= self.cycle {
                self.reheat();
            }
            let done = self.step as f64 / self.cycle as f64;
            self.temperature = (self.hot * libm::exp(libm::log(COLD / self.hot) * done)) as i64;
            for _ in 0..BLOCK {
                self.propose();
            }
            self.step += BLOCK;
        }
    }

    /// The best plan so far.
    pub fn best(&self) -> RoundsPlan {
        let (at, _) = self.best_state();
        plan_of(&self.model, at)
    }

    /// The cost of the best plan so far, in thousandths of a second.
    pub fn best_cost(&self) -> i64 {
        self.best_state().1
    }

    pub(crate) fn best_state(&self) -> (&[u32], i64) {
        if self.state.cost < self.best_cost {
            (&self.state.at, self.state.cost)
        } else {
            (&self.best, self.best_cost)
        }
    }

    /// Starts a longer cycle from the best plan, less hot than the first.
    fn reheat(&mut self) {
        self.keep_best();
        let best = std::mem::take(&mut self.best);
        self.state.load(&self.model, &best);
        self.best = best;
        if !self.state.uncovered.is_empty() {
            cover(&self.model, &mut self.state);
        }
        self.keep_best();
        self.step = 0;
        self.cycle *= 2;
        self.hot = HOT / 4.0;
    }

    pub(super) fn keep_best(&mut self) {
        if self.state.cost < self.best_cost {
            self.best_cost = self.state.cost;
            self.best.copy_from_slice(&self.state.at);
        }
    }

    fn accept(&mut self, delta: Option<i64>, limit: i64, changes: &[Relocation]) {
        let Some(delta) = delta.filter(|d| *d <= limit) else {
            return;
        };
        if delta > 0 {
            self.keep_best();
        }
        self.state.apply(&self.model, changes, delta);
    }

    /// One step.
    fn propose(&mut self) {
        let bits = self.random.bits();
        let (site, period) = self.movable[scale((bits >> 32) as u32, self.movable.len())];
        let (site, period) = (site as usize, period as usize);
        let threshold = self.thresholds[(bits >> 8) as usize & (THRESHOLDS - 1)];
        let limit = (self.temperature * threshold) >> 16;
        let from = self.state.at[self.model.visit(site, period)];
        let kind = bits & 127;
        if from == NONE {
            return self.propose_entry(site, period, limit);
        }
        if kind == 127 {
            return self.chain(self.model.visit(site, period), limit);
        }
        if kind >= 96 {
            return self.propose_exchange(site, period, from, kind, limit);
        }
        let to = match kind {
            0..56 => self.beside_neighbour(site, period),
            56..72 => self.near_technician(site, period, from),
            72..80 => self.same_half_day(from),
            80..88 => self.same_technician(period, from),
            _ => self.any_slot(period),
        };
        if to == NONE || to == from || !self.model.slots[to as usize].usable {
            return;
        }
        let visit = self.model.visit(site, period);
        let there = self.state.occupant[to as usize];
        if there == NONE {
            let delta = self.state.shift(&self.model, site, to);
            return self.accept(delta, limit, &[(visit, to)]);
        }
        let other = self.model.visit(there as usize, period);
        if self.model.pinned[other] == NONE {
            let delta = self.state.swap(&self.model, site, from, to);
            self.accept(delta, limit, &[(visit, to), (other, from)]);
        }
    }

    /// A visit that is nowhere tries a slot, free or not.
    fn propose_entry(&mut self, site: usize, period: usize, limit: i64) {
        let to = self.any_slot(period);
        if to == NONE {
            return;
        }
        let visit = self.model.visit(site, period);
        let there = self.state.occupant[to as usize];
        if there == NONE {
            let delta = self.state.enter(&self.model, site, to);
            return self.accept(delta, limit, &[(visit, to)]);
        }
        let other = self.model.visit(there as usize, period);
        if self.model.pinned[other] != NONE {
            return;
        }
        if self.random.bits() & 1 == 0 {
            return self.chain(visit, limit);
        }
        let delta = self.state.replace(&self.model, site, to);
        self.accept(delta, limit, &[(visit, to), (other, NONE)]);
    }

    /// The whole day of a visit exchanges with another day.
    fn propose_exchange(&mut self, site: usize, period: usize, from: u32, kind: u64, limit: i64) {
        let to = match kind {
            96..108 => self.same_technician(period, from),
            108..118 => self.same_half_day(from),
            _ => self.near_technician(site, period, from),
        };
        let days = [from & !1, to & !1];
        if to == NONE || days[0] == days[1] {
            return;
        }
        let bits = self.random.bits() as u32;
        let turn = if bits & 4 == 0 { [0, 0] } else { [bits & 1, (bits >> 1) & 1] };
        let mut changes = [(0, NONE); 4];
        let mut count = 0;
        for side in 0..2 {
            for half in 0..2 {
                let there = self.state.occupant[(days[side] + half) as usize];
                if there != NONE {
                    let visit = self.model.visit(there as usize, period);
                    if self.model.pinned[visit] != NONE {
                        return;
                    }
                    changes[count] = (visit, days[1 - side] + (half ^ turn[side]));
                    count += 1;
                }
            }
        }
        let delta = self.state.exchange(&self.model, days, turn);
        self.accept(delta, limit, &changes[..count]);
    }

    /// The other half of the day of a near site, nearest ones more often.
    pub(super) fn beside_neighbour(&mut self, site: usize, period: usize) -> u32 {
        let bits = self.random.bits();
        let reach = scale(bits as u32, self.neighbour_count) + 1;
        let near = scale((bits >> 32) as u32, reach);
        let neighbour = self.neighbours.get(site * self.neighbour_count + near);
        let Some(&neighbour) = neighbour else {
            return NONE;
        };
        match self.state.at[self.model.visit(neighbour as usize, period)] {
            NONE => NONE,
            slot => slot ^ 1,
        }
    }

    /// Any half-day of the technician of a near site.
    fn near_technician(&mut self, site: usize, period: usize, from: u32) -> u32 {
        let near = self.random.below(self.neighbour_count);
        let neighbour = self.neighbours.get(site * self.neighbour_count + near);
        let Some(&neighbour) = neighbour else {
            return self.same_technician(period, from);
        };
        match self.state.at[self.model.visit(neighbour as usize, period)] {
            NONE => NONE,
            slot => self.same_technician(period, slot),
        }
    }

    /// Any half-day of the same technician.
    pub(super) fn same_technician(&mut self, period: usize, from: u32) -> u32 {
        let (first, end) = self.model.period_half_days[period];
        let half_day = first + self.random.below(end - first);
        let technician = self.model.slots[from as usize].technician;
        technician * self.model.half_days as u32 + half_day as u32
    }

    /// The same half-day of any technician.
    fn same_half_day(&mut self, from: u32) -> u32 {
        let technician = self.random.below(self.model.technicians);
        (technician * self.model.half_days) as u32 + self.model.slots[from as usize].half_day
    }

    pub(super) fn any_slot(&mut self, period: usize) -> u32 {
        let slots = &self.model.period_slots[period];
        if slots.is_empty() {
            return NONE;
        }
        slots[self.random.below(slots.len())]
    }
}

/// Steps of a first cycle that gives a good plan: about a second for a quarter of 277 sites.
pub fn default_budget(model: &Model) -> u64 {
    (model.sites * model.periods) as u64 * 30_000
}

#[cfg(test)]
mod tests {
    use super::super::fixture::small;
    use super::super::score::score;
    use super::*;

    #[test]
    fn a_search_with_nothing_to_move_ends() {
        let mut nobody = small(1, 8, 2, 6, 1);
        nobody.technicians.iter_mut().for_each(|k| k.off = all_half_days(6));
        let mut empty = small(2, 0, 2, 6, 1);
        empty.pins.clear();
        for instance in [nobody, empty] {
            let mut search = RoundSearch::new(&instance, 1).unwrap();
            search.run(256);
            let (made, all) = search.progress();
            assert!(made >= all, "{made} of {all}");
            assert!(search.best().visits.is_empty());
        }
    }

    fn all_half_days(days: u32) -> Vec<[u32; 2]> {
        (0..days).flat_map(|day| [[day, 0], [day, 1]]).collect()
    }

    #[test]
    fn deltas_add_up_to_the_score() {
        for seed in 0..60 {
            let instance = small(seed, 12, 3, 9, 1 + (seed % 3) as usize);
            let model = Model::new(&instance).unwrap();
            let mut search = RoundSearch::with_cycle(model, seed, 40_000);
            for _ in 0..20 {
                search.run(2_000);
                let full = search.state.full_cost(&search.model);
                assert_eq!(full, search.state.cost, "seed {seed}");
            }
            let score = score(&search.model, &search.best()).total();
            let cost = search.best_cost() as f64 / 1000.0;
            assert!((score - cost).abs() < 5.0, "seed {seed}: {score} against {cost}");
        }
    }
}
