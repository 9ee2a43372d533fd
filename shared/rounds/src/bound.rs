//! Proven lower bounds of every plan, computed in small steps, during the search or after it.

use super::ascent::Ascent;
use super::model::Model;
use super::pairing::{Counted, Pairing};

/// Rounds of prices of a period after which little is gained.
const ROUNDS: usize = 600;
/// Sites times days of technicians that all rounds of a period look at, when there are many.
const WORK: usize = 400_000_000;

/// Two proven bounds, which get better with each step.
#[derive(Clone, Debug)]
pub struct Bound {
    /// One a period for travel, then one a period for all that single days decide.
    pairings: Vec<Pairing>,
    ascents: Vec<Ascent>,
    periods: usize,
    turn: usize,
}

impl Bound {
    /// Weak but valid bounds.
    pub fn new(model: &Model) -> Self {
        let kinds = [Counted::Travel, Counted::Places].into_iter();
        let each = |kind| (0..model.periods).map(move |period| Pairing::new(model, period, kind));
        let pairings = kinds.flat_map(each).collect();
        Self { pairings, ascents: Vec::new(), periods: model.periods, turn: 0 }
    }

    /// One step: a matching of some hundred sites, or one round of prices of a period.
    pub fn step(&mut self, model: &Model) {
        if self.periods == 0 {
            return;
        }
        if self.ascents.is_empty() {
            return self.match_block(model);
        }
        self.turn = (self.turn + 1) % self.ascents.len();
        self.ascents[self.turn].round(model);
    }

    fn match_block(&mut self, model: &Model) {
        if self.pairings.iter_mut().any(|pairing| pairing.step(model)) {
            return;
        }
        let whole = &self.pairings[self.periods..];
        self.ascents = whole.iter().map(|p| Ascent::new(model, p)).collect();
    }

    /// The travel bound is at its best: steps go on for the total alone.
    pub fn is_travel_settled(&self) -> bool {
        !self.ascents.is_empty()
    }

    /// Travel, in thousandths of a second, of any plan that makes every visit that has a slot.
    pub fn travel(&self) -> i64 {
        self.pairings[..self.periods].iter().map(Pairing::bound).sum()
    }

    /// Total cost, in thousandths of a second, of any plan at all; 0 as long as nothing is
    /// proven. Costs of places are rounded to a thousandth, hence the allowance.
    pub fn total(&self) -> i64 {
        self.ascents.iter().map(Ascent::bound).sum()
    }
}

/// Steps after which the bounds hardly get better.
pub fn bound_budget(model: &Model) -> usize {
    let blocks = 2 * model.periods * (model.sites / 100 + 2);
    let days = model.technicians * model.half_days / 2 / model.periods.max(1);
    let rounds = ROUNDS.min(WORK / (days * model.sites).max(1)).max(10);
    blocks + model.periods * rounds
}
