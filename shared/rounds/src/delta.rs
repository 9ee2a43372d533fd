//! Cost of a change, without making it. [`None`] when a hard rule forbids it.

use super::model::{Model, NONE};
use super::state::{Draft, balance_term, fair_share};

impl Draft {
    /// A visit from its slot to a free one.
    pub(crate) fn shift(&self, model: &Model, site: usize, to: u32) -> Option<i64> {
        let target = &model.slots[to as usize];
        let visit = model.visit(site, target.period as usize);
        let from = self.at[visit];
        let source = &model.slots[from as usize];
        let mut delta = self.put(model, site, visit, from, to)?;
        if to != from ^ 1 {
            delta += model.leg(target.depot, site, self.occupant[(to ^ 1) as usize])
                - model.leg(source.depot, site, self.occupant[(from ^ 1) as usize]);
        }
        Some(delta + self.flow(model, from, to, 1))
    }

    /// Two visits of the same period exchange their slots.
    pub(crate) fn swap(&self, model: &Model, one: usize, from: u32, to: u32) -> Option<i64> {
        let (a, b) = (&model.slots[from as usize], &model.slots[to as usize]);
        let two = self.occupant[to as usize] as usize;
        let period = a.period as usize;
        let mut delta = self.put(model, one, model.visit(one, period), from, to)?;
        delta += self.put(model, two, model.visit(two, period), to, from)?;
        if to != from ^ 1 {
            let (x, y) = (self.occupant[(from ^ 1) as usize], self.occupant[(to ^ 1) as usize]);
            delta += model.leg(b.depot, one, y) - model.leg(a.depot, one, x)
                + model.leg(a.depot, two, x)
                - model.leg(b.depot, two, y);
        }
        Some(delta)
    }

    /// A visit that is nowhere takes a free slot.
    pub(crate) fn enter(&self, model: &Model, site: usize, to: u32) -> Option<i64> {
        let target = &model.slots[to as usize];
        let visit = model.visit(site, target.period as usize);
        let mut delta = self.put(model, site, visit, NONE, to)?;
        delta += model.leg(target.depot, site, self.occupant[(to ^ 1) as usize]);
        Some(delta - model.costs.uncovered + self.flow(model, NONE, to, 1))
    }

    /// A visit is left out.
    pub(crate) fn leave(&self, model: &Model, site: usize, from: u32) -> Option<i64> {
        let source = &model.slots[from as usize];
        let visit = model.visit(site, source.period as usize);
        let mut delta = self.put(model, site, visit, from, NONE)?;
        delta -= model.leg(source.depot, site, self.occupant[(from ^ 1) as usize]);
        Some(delta + model.costs.uncovered + self.flow(model, from, NONE, 1))
    }

    /// A visit that is nowhere takes the slot of another, which is left out.
    pub(crate) fn replace(&self, model: &Model, site: usize, to: u32) -> Option<i64> {
        let target = &model.slots[to as usize];
        let period = target.period as usize;
        let (out, other) = (self.occupant[to as usize], self.occupant[(to ^ 1) as usize]);
        let out = out as usize;
        let mut delta = self.put(model, site, model.visit(site, period), NONE, to)?;
        delta += self.put(model, out, model.visit(out, period), to, NONE)?;
        delta += model.leg(target.depot, site, other) - model.leg(target.depot, out, other);
        Some(delta)
    }

    /// Two days of technicians in one period exchange their visits; each may turn its morning
    /// and afternoon round. `days` are first slots of days.
    pub(crate) fn exchange(&self, model: &Model, days: [u32; 2], turn: [u32; 2]) -> Option<i64> {
        let [one, two] = days;
        let (a, b) = (&model.slots[one as usize], &model.slots[two as usize]);
        let period = a.period as usize;
        let (mut delta, mut flow) = (0, 0);
        for (from, to, turn, sign) in [(one, two, turn[0], 1), (two, one, turn[1], -1)] {
            for half in 0..2 {
                let site = self.occupant[(from + half) as usize];
                if site != NONE {
                    let (site, to) = (site as usize, to + (half ^ turn));
                    delta += self.put(model, site, model.visit(site, period), from + half, to)?;
                    flow += sign;
                }
            }
        }
        if a.depot != b.depot {
            let day = |at: u32| [self.occupant[at as usize], self.occupant[at as usize + 1]];
            let (x, y) = (day(one), day(two));
            delta += model.day_travel(b.depot, x[0], x[1]) - model.day_travel(a.depot, x[0], x[1]);
            delta += model.day_travel(a.depot, y[0], y[1]) - model.day_travel(b.depot, y[0], y[1]);
        }
        Some(delta + self.flow(model, one, two, flow))
    }

    /// The part that depends on the visit and its slot alone: place, promise, spacing.
    #[inline]
    fn put(&self, model: &Model, site: usize, visit: usize, from: u32, to: u32) -> Option<i64> {
        let mut delta = 0;
        if to != NONE {
            delta += model.place(site, to)? + self.away(visit, to);
            if model.periods > 1 {
                delta += self.spacing(model, visit, model.slots[to as usize].date);
            }
        }
        if from != NONE {
            delta -= model.place(site, from).unwrap_or(0) + self.away(visit, from);
            if model.periods > 1 {
                delta -= self.spacing(model, visit, model.slots[from as usize].date);
            }
        }
        Some(delta)
    }

    /// Cost of the days between a visit on this date and those of the periods around.
    #[inline]
    fn spacing(&self, model: &Model, visit: usize, date: i32) -> i64 {
        let mut cost = 0;
        if visit >= model.sites && self.at[visit - model.sites] != NONE {
            let before = model.slots[self.at[visit - model.sites] as usize].date;
            cost += model.gap_cost(date - before);
        }
        if let Some(&next) = self.at.get(visit + model.sites).filter(|s| **s != NONE) {
            cost += model.gap_cost(model.slots[next as usize].date - date);
        }
        cost
    }

    /// Balance and reserve when `count` visits go from one technician and week to another.
    #[inline]
    fn flow(&self, model: &Model, from: u32, to: u32, count: i64) -> i64 {
        if count == 0 {
            return 0;
        }
        let side = |slot: u32| (slot != NONE).then(|| &model.slots[slot as usize]);
        let (source, target) = (side(from), side(to));
        let week = |info: Option<&super::model::SlotInfo>| info.map_or(NONE, |i| i.week);
        let (left, joined) = (week(source), week(target));
        let mut delta = 0;
        if left != joined {
            delta += self.fill(model, left, -count) + self.fill(model, joined, count);
        }
        match (source, target) {
            (Some(a), Some(b)) if a.technician == b.technician => delta,
            (Some(a), Some(b)) if a.depot == b.depot => {
                let base = a.period as usize * model.technicians;
                let one = self.load_term(model, base + a.technician as usize, -count);
                delta + one + self.load_term(model, base + b.technician as usize, count)
            }
            _ => {
                let ends = [(source, -count), (target, count)];
                let ends = ends.into_iter().filter_map(|(info, n)| Some((info?, n)));
                delta + ends.map(|(i, n)| self.depot_term(model, i, n)).sum::<i64>()
            }
        }
    }

    fn fill(&self, model: &Model, week: u32, count: i64) -> i64 {
        if week == NONE {
            return 0;
        }
        let now = self.filled[week as usize] - model.week_room[week as usize];
        ((now + count).max(0) - now.max(0)) * model.costs.reserve_halfday
    }

    fn load_term(&self, model: &Model, index: usize, count: i64) -> i64 {
        let (made, fair) = (self.made[index], self.fair[index]);
        balance_term(model, made + count, fair) - balance_term(model, made, fair)
    }

    /// Balance of a whole depot when one of its technicians gets `count` more visits.
    fn depot_term(&self, model: &Model, info: &super::model::SlotInfo, count: i64) -> i64 {
        let (period, depot) = (info.period as usize, info.depot as usize);
        let visits = self.depot_made[period * model.depots + depot] + count;
        let mut delta = 0;
        for &k in &model.depot_team[depot] {
            let index = period * model.technicians + k;
            let more = if k == info.technician as usize { count } else { 0 };
            let fair = fair_share(model, period, depot, k, visits);
            delta += balance_term(model, self.made[index] + more, fair)
                - balance_term(model, self.made[index], self.fair[index]);
        }
        delta
    }
}
