//! What no plan can beat, proven; worked out in small steps, next to the search or after it.

use super::ascent::Ascent;
use super::model::Model;
use super::pairing::Pairing;

/// Times that large instances are cut into blocks again.
const SWEEPS: usize = 3;

/// Two proven bounds, which get better with each step.
#[derive(Clone, Debug)]
pub struct Bound {
    pairings: Vec<Pairing>,
    ascents: Vec<Ascent>,
    sweeps: usize,
    turn: usize,
}

impl Bound {
    /// Weak but valid bounds.
    pub fn new(model: &Model) -> Self {
        let pairings = (0..model.periods).map(|period| Pairing::new(model, period)).collect();
        Self { pairings, ascents: Vec::new(), sweeps: 0, turn: 0 }
    }

    /// One step: a matching of some hundred sites, or one round of prices of a period.
    pub fn step(&mut self, model: &Model) {
        if self.pairings.is_empty() {
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
        self.sweeps += 1;
        let mut more = false;
        if self.sweeps < SWEEPS {
            self.pairings.iter_mut().for_each(|pairing| more |= pairing.again(model));
        }
        if !more {
            self.ascents = self.pairings.iter().map(|p| Ascent::new(model, p)).collect();
        }
    }

    /// The travel bound is at its best: steps go on for the total alone.
    pub fn is_travel_settled(&self) -> bool {
        !self.ascents.is_empty()
    }

    /// Travel, in thousandths of a second, of any plan that makes every visit that has a slot.
    pub fn travel(&self) -> i64 {
        self.pairings.iter().map(Pairing::bound).sum()
    }

    /// Total cost, in thousandths of a second, of any plan at all.
    pub fn total(&self) -> i64 {
        self.ascents.iter().map(|ascent| ascent.best.max(0)).sum()
    }
}
