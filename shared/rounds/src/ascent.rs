//! A bound on the whole cost of a period, by prices on what plans must respect.
//!
//! Each visit pays a price to the day that makes it, each odd set of sites charges the pairs inside
//! it, each week charges its half-days, each technician is charged for visits beyond a fair
//! share. Then every day of a technician can be chosen by itself: the cheapest pair, one site, or
//! nothing. Whatever the prices, the sum is no more than the cost of any plan (Lagrangian
//! relaxation); prices move in the direction of what is chosen too often or not enough. Only
//! spacing between periods counts for nothing.

use super::days::Days;
use super::model::{Model, NONE};
use super::pairing::Pairing;

/// Added to a site's cost on other days by each day that chose it, as a share of the mean price.
const CROWD: f64 = 0.01;
/// Rounds without a better bound after which steps get shorter.
const PATIENCE: u32 = 12;
/// Weight of the latest round in the direction of the next step.
const MEMORY: f64 = 0.05;
/// Length of the first steps, as a share of the bound.
const STEP: f64 = 0.02;

/// The prices of one period and the best bound that they gave.
#[derive(Clone, Debug)]
pub(crate) struct Ascent {
    period: usize,
    members: Vec<usize>,
    /// Visits that have no slot, or a pin that cannot be kept: each costs what it costs to
    /// leave it out.
    left_out: i64,
    /// Prices of sites, of odd sets, of weeks, then of technicians, in thousandths of a second.
    prices: Vec<i64>,
    direction: Vec<f64>,
    sets: Vec<Vec<u32>>,
    sets_of: Vec<Vec<u32>>,
    weeks: Vec<u32>,
    days: Days,
    step: f64,
    stale: u32,
    best: i64,
}

/// The cheapest days for some prices.
struct Choice {
    bound: i64,
    /// How much each price is too low: above 0, it should grow.
    lack: Vec<f64>,
}

impl Ascent {
    /// Starts from the prices that the pairing proves its bound with.
    pub(crate) fn new(model: &Model, pairing: &Pairing) -> Self {
        let (n, period) = (model.sites, pairing.period);
        let members = pairing.members();
        let sets: Vec<_> = pairing.odd_sets.iter().map(|s| s.0.clone()).collect();
        let mut sets_of = vec![Vec::new(); n];
        for (number, set) in sets.iter().enumerate() {
            set.iter().for_each(|i| sets_of[*i as usize].push(number as u32));
        }
        let slots = model.period_slots[period].iter().map(|s| &model.slots[*s as usize]);
        let mut weeks: Vec<_> = slots.map(|s| s.week).filter(|w| *w != NONE).collect();
        weeks.sort_unstable();
        weeks.dedup();
        let count = n + sets.len() + weeks.len() + model.technicians;
        let mut ascent = Self {
            period,
            left_out: (n - members.len()) as i64 * model.costs.uncovered,
            prices: vec![0; count],
            direction: vec![0.0; count],
            members,
            sets,
            sets_of,
            weeks,
            days: Days::new(model, pairing),
            step: 1.0,
            stale: 0,
            best: i64::MIN,
        };
        for &i in &ascent.members {
            ascent.prices[i] = pairing.single[i] - pairing.dual[i] / 2;
        }
        for (number, set) in pairing.odd_sets.iter().enumerate() {
            ascent.prices[n + number] = set.1 / 2;
        }
        ascent.clip(model);
        ascent
    }

    /// Keeps prices where they prove something.
    fn clip(&mut self, model: &Model) {
        let (n, sets) = (model.sites, self.sets.len());
        for (at, price) in self.prices.iter_mut().enumerate() {
            *price = match at {
                _ if at < n => (*price).clamp(-model.costs.uncovered, model.costs.uncovered),
                _ if at < n + sets => (*price).max(0),
                _ if at < n + sets + self.weeks.len() => {
                    (*price).clamp(0, model.costs.reserve_halfday)
                }
                _ => (*price).clamp(-model.costs.balance_visit, model.costs.balance_visit),
            };
        }
    }

    /// One round: the bound of the prices, then better prices.
    pub(crate) fn round(&mut self, model: &Model) {
        let choice = self.choose(model);
        self.stale += 1;
        if choice.bound > self.best {
            self.best = choice.bound;
            self.stale = 0;
            self.step = (self.step * 1.05).min(1.0);
        } else if self.stale.is_multiple_of(PATIENCE) {
            self.step *= 0.85;
        }
        for (direction, lack) in self.direction.iter_mut().zip(&choice.lack) {
            *direction += MEMORY * (lack - *direction);
        }
        let square: f64 = self.direction.iter().map(|d| d * d).sum();
        let length = self.best.max(0) as f64 * STEP * self.step / square.max(1.0);
        for (price, direction) in self.prices.iter_mut().zip(&self.direction) {
            *price += (length * direction) as i64;
        }
        self.clip(model);
    }

    /// The best bound so far, in thousandths of a second, roundings of the model allowed for.
    pub(crate) fn bound(&self) -> i64 {
        self.best.saturating_sub(2 * self.members.len() as i64 + 1).max(0)
    }

    fn choose(&self, model: &Model) -> Choice {
        let (n, sets) = (model.sites, self.sets.len());
        let mut bound = self.left_out;
        let mut lack = vec![0.0; self.prices.len()];
        for &i in &self.members {
            lack[i] = 1.0;
            bound += self.prices[i];
        }
        for (number, set) in self.sets.iter().enumerate() {
            let most = set.len() as i64 / 2;
            lack[n + number] = -most as f64;
            bound -= most * self.prices[n + number];
        }
        for (number, week) in self.weeks.iter().enumerate() {
            let room = model.week_room[*week as usize];
            lack[n + sets + number] = -room as f64;
            bound -= room * self.prices[n + sets + number];
        }
        let mut made = vec![0.0; model.technicians];
        let charges = self.technician_charges(model);
        bound -= self.technician_prices(model).iter().map(|price| price.abs()).sum::<i64>();
        let mut day = self.days.blank();
        let mean = self.best.max(0) as f64 / n.max(1) as f64;
        let crowd = (mean * CROWD * self.step) as i64;
        let (first, end) = model.period_half_days[self.period];
        for k in 0..model.technicians {
            for half_day in (first..end).step_by(2) {
                let morning = k * model.half_days + half_day;
                let charge = charges[k] + self.week_charge(model, morning);
                if !self.days.price(model, morning, charge, &self.prices, &mut day) {
                    continue;
                }
                let best = self.days.cheapest(model, &day, |i, j| self.charge(i, j));
                bound += best.cost;
                self.count(model, morning, best.pair, &mut lack);
                for site in best.pair.into_iter().filter(|site| *site != NONE) {
                    made[k] += 1.0;
                    day.crowd[site as usize] += crowd;
                }
            }
        }
        self.count_shares(model, &made, &mut lack);
        Choice { bound, lack }
    }

    fn technician_prices(&self, model: &Model) -> &[i64] {
        &self.prices[self.prices.len() - model.technicians..]
    }

    /// Charge of a visit for each technician: the price of exceeding the fair share, less the
    /// visit's contribution to the shares of the depot, which is rounded up.
    fn technician_charges(&self, model: &Model) -> Vec<i64> {
        let prices = self.technician_prices(model);
        let mut charges = prices.to_vec();
        for (depot, team) in model.depot_team.iter().enumerate() {
            let all = model.depot_worked[self.period * model.depots + depot];
            let worked = |k: &usize| model.worked[self.period * model.technicians + k];
            let sum: i64 = team.iter().map(|k| prices[*k] * worked(k)).sum();
            for &k in team.iter().filter(|_| all > 0) {
                charges[k] -= (sum + all - 1).div_euclid(all);
            }
        }
        charges
    }

    /// How far each technician is beyond one visit from the fair share.
    fn count_shares(&self, model: &Model, made: &[f64], lack: &mut [f64]) {
        let prices = self.technician_prices(model);
        let at = self.prices.len() - model.technicians;
        for (depot, team) in model.depot_team.iter().enumerate() {
            let all = model.depot_worked[self.period * model.depots + depot];
            let visits: f64 = team.iter().map(|k| made[*k]).sum();
            for &k in team.iter().filter(|_| all > 0) {
                let worked = model.worked[self.period * model.technicians + k];
                let away = made[k] - visits * worked as f64 / all as f64;
                lack[at + k] = match prices[k].signum() {
                    0 if away.abs() <= 1.0 => 0.0,
                    0 => away - away.signum(),
                    sign => away - sign as f64,
                };
            }
        }
    }

    /// Charge of the week for a visit on the day that begins with the slot.
    fn week_charge(&self, model: &Model, morning: usize) -> i64 {
        match self.weeks.binary_search(&model.slots[morning].week) {
            Ok(number) => self.prices[model.sites + self.sets.len() + number],
            Err(_) => 0,
        }
    }

    fn shared_sets(&self, i: usize, j: usize) -> impl Iterator<Item = usize> + '_ {
        let both = self.sets_of[i].iter().filter(move |set| self.sets_of[j].contains(set));
        both.map(|set| *set as usize)
    }

    fn charge(&self, i: usize, j: usize) -> i64 {
        let n = self.sets_of.len();
        self.shared_sets(i, j).map(|set| self.prices[n + set]).sum()
    }

    fn count(&self, model: &Model, morning: usize, pair: [u32; 2], lack: &mut [f64]) {
        let n = model.sites;
        for site in pair.into_iter().filter(|site| *site != NONE) {
            lack[site as usize] -= 1.0;
            if let Ok(number) = self.weeks.binary_search(&model.slots[morning].week) {
                lack[n + self.sets.len() + number] += 1.0;
            }
        }
        if pair[0] != NONE && pair[1] != NONE {
            for set in self.shared_sets(pair[0] as usize, pair[1] as usize) {
                lack[n + set] += 1.0;
            }
        }
    }
}
