//! The cheapest way to fill one day of a technician, for the prices of `ascent.rs`: nothing, one
//! site, or one in the morning and another in the afternoon.

use super::model::{BLOCKED, Model, NONE};
use super::pairing::{NEVER, Pairing};

/// Nearest sites that are looked at first.
const NEIGHBOURS: usize = 64;

/// Costs of the days of a period before prices.
#[derive(Clone, Debug)]
pub(super) struct Days {
    sites: usize,
    /// First half-day of the period.
    first: usize,
    /// One way and preference of each site, technician by technician.
    ways: Vec<i64>,
    /// Cost of each half-day for each site, half-day by half-day.
    places: Vec<i64>,
    near: Vec<u32>,
    near_count: usize,
    /// Pinned site of each slot, or [`NONE`].
    pin: Vec<u32>,
}

/// One day of a technician, and what the days before it chose.
pub(super) struct DayCosts {
    depot: usize,
    /// Cost of each site in each half, its price taken off.
    costs: [Vec<i64>; 2],
    least: [i64; 2],
    /// Sites that may be worth their cost in each half, cheapest first.
    worth: [Vec<(i64, u32)>; 2],
    /// Added for sites that other days chose already, to choose among equal days.
    pub(super) crowd: Vec<i64>,
}

/// The cheapest cost of a day, and the pair that is cheapest once crowds are counted.
pub(super) struct Best {
    pub(super) cost: i64,
    crowded: i64,
    pub(super) pair: [u32; 2],
}

impl Days {
    pub(super) fn new(model: &Model, pairing: &Pairing) -> Self {
        let (n, period) = (model.sites, pairing.period);
        let (first, end) = model.period_half_days[period];
        let near_count = NEIGHBOURS.min(n.saturating_sub(1));
        let mut days = Self {
            sites: n,
            first,
            ways: vec![NEVER; n * model.technicians],
            places: vec![NEVER; n * (end - first)],
            near: model.travel.neighbours(near_count),
            near_count,
            pin: vec![NONE; model.slots.len()],
        };
        for site in pairing.members() {
            let pinned = model.pinned[model.visit(site, period)];
            let pin = (pinned != NONE).then(|| model.slots[pinned as usize]);
            if pin.is_some() {
                days.pin[pinned as usize] = site as u32;
            }
            for k in
                (0..model.technicians).filter(|k| pin.is_none_or(|p| p.technician == *k as u32))
            {
                let known = model.known[site * model.technicians + k];
                if known != BLOCKED {
                    let depot = model.instance.technicians[k].depot as usize;
                    days.ways[k * n + site] = i64::from(known) + model.travel.depot(depot, site);
                }
            }
            for half_day in (first..end).filter(|h| pin.is_none_or(|p| p.half_day == *h as u32)) {
                let place = model.unary[site * model.half_days + half_day];
                if place != BLOCKED {
                    days.places[(half_day - first) * n + site] = i64::from(place);
                }
            }
        }
        days
    }

    /// A day to begin with, on which nothing can be done.
    pub(super) fn blank(&self) -> DayCosts {
        DayCosts {
            depot: 0,
            costs: [vec![NEVER; self.sites], vec![NEVER; self.sites]],
            least: [NEVER; 2],
            worth: [Vec::new(), Vec::new()],
            crowd: vec![0; self.sites],
        }
    }

    /// Computes the cost of each site in each half of the day that begins with the slot `morning`,
    /// its price taken off and `charge` added. Returns whether any visit is possible on it.
    pub(super) fn price(
        &self,
        model: &Model,
        morning: usize,
        charge: i64,
        prices: &[i64],
        day: &mut DayCosts,
    ) -> bool {
        day.depot = model.slots[morning].depot as usize;
        for half in 0..2 {
            let slot = &model.slots[morning + half];
            day.least[half] = NEVER;
            if !slot.usable {
                day.costs[half].fill(NEVER);
                continue;
            }
            let n = self.sites;
            let k = slot.technician as usize;
            let ways = &self.ways[k * n..(k + 1) * n];
            let row = slot.half_day as usize - self.first;
            let places = &self.places[row * n..(row + 1) * n];
            let costs = &mut day.costs[half];
            let terms = ways.iter().zip(places).zip(prices);
            for (cost, ((way, place), price)) in costs.iter_mut().zip(terms) {
                *cost = way + place - price + charge;
            }
            let pinned = self.pin[morning + half];
            if pinned != NONE {
                let own = costs[pinned as usize];
                costs.fill(NEVER);
                costs[pinned as usize] = own;
            }
            day.least[half] = costs.iter().fold(NEVER, |least, cost| least.min(*cost));
        }
        day.pick_worth();
        day.least.iter().any(|least| *least < NEVER / 2)
    }

    /// The cheapest way to fill the day. `charge` is what the odd sets charge a pair.
    pub(super) fn cheapest(
        &self,
        model: &Model,
        day: &DayCosts,
        charge: impl Fn(usize, usize) -> i64,
    ) -> Best {
        let mut best = Best { cost: 0, crowded: 0, pair: [NONE, NONE] };
        for half in 0..2 {
            for &(cost, site) in day.worth[half].iter().take_while(|(cost, _)| *cost < 0) {
                let i = site as usize;
                let mut pair = [NONE, NONE];
                pair[half] = site;
                best.offer(cost + model.travel.depot(day.depot, i), day.crowd[i], pair);
            }
        }
        for &(own, site) in &day.worth[0] {
            if own + day.least[1] >= best.crowded {
                break;
            }
            self.pair_up(model, (own, site as usize), day, &charge, &mut best);
        }
        best
    }

    /// Tries every afternoon that may be cheap enough after this morning: near ones first, then
    /// those that are worth a way longer than to the near ones.
    fn pair_up(
        &self,
        model: &Model,
        (own, i): (i64, usize),
        day: &DayCosts,
        charge: &impl Fn(usize, usize) -> i64,
        best: &mut Best,
    ) {
        let offer = |j: usize, cost: i64, best: &mut Best| {
            if cost < best.crowded {
                let pair = [i as u32, j as u32];
                best.offer(cost + charge(i, j), day.crowd[i] + day.crowd[j], pair);
            }
        };
        let mut reach = 0;
        for &near in &self.near[i * self.near_count..(i + 1) * self.near_count] {
            let j = near as usize;
            reach = model.travel.between(i, j);
            if own + day.least[1] + reach >= best.crowded {
                return;
            }
            offer(j, own + reach + day.costs[1][j], best);
        }
        if self.sites <= self.near_count + 1 {
            return;
        }
        for &(cost, j) in &day.worth[1] {
            if own + cost + reach >= best.crowded {
                return;
            }
            let j = j as usize;
            if i != j {
                offer(j, own + cost + model.travel.between(i, j), best);
            }
        }
    }
}

impl DayCosts {
    /// A site is worth a look in one half when it pays by itself, or with the best of the other.
    fn pick_worth(&mut self) {
        for half in 0..2 {
            let most = (-self.least[1 - half]).max(0);
            let costs = self.costs[half].iter().zip(0..);
            self.worth[half].clear();
            self.worth[half].extend(costs.filter(|(c, _)| **c < most).map(|(c, i)| (*c, i)));
            self.worth[half].sort_unstable();
        }
    }
}

impl Best {
    #[inline]
    fn offer(&mut self, cost: i64, crowd: i64, pair: [u32; 2]) {
        self.cost = self.cost.min(cost);
        if cost + crowd < self.crowded {
            self.crowded = cost + crowd;
            self.pair = pair;
        }
    }
}
