//! Chains of moves: a visit takes the slot of another, which takes that of a third, and so on
//! until one finds a free slot or the one that the first left. What single moves cannot reach
//! when nearly every slot is taken.

use super::model::NONE;
use super::search::RoundSearch;

/// Moves in a chain.
const MOVES_MAX: usize = 5;

/// A move that was made on trial: visit, where it was, and what it cost.
type Trial = (usize, u32, i64);

impl RoundSearch {
    /// Tries a chain that begins with this visit, and takes all of it back when it costs more
    /// than the limit.
    pub(super) fn chain(&mut self, visit: usize, limit: i64) {
        self.keep_best();
        let mut trials = Vec::with_capacity(2 * MOVES_MAX);
        let hole = self.state.at[visit];
        if hole != NONE {
            let delta = self.state.leave(&self.model, visit % self.model.sites, hole);
            self.attempt(visit, NONE, delta, &mut trials);
        }
        let mut moving = visit;
        for _ in 0..MOVES_MAX {
            if moving != visit && self.close(moving, hole, limit, &mut trials) {
                return;
            }
            let Some(next) = self.push(moving, &mut trials) else {
                break;
            };
            let may_end = next.is_none() || hole == NONE;
            if may_end && cost(&trials) <= limit {
                return;
            }
            match next {
                Some(next) => moving = next,
                None => break,
            }
        }
        while let Some((visit, from, delta)) = trials.pop() {
            self.state.apply(&self.model, &[(visit, from)], -delta);
        }
    }

    /// The visit goes where the chain began, when that makes it worth its cost.
    fn close(&mut self, visit: usize, hole: u32, limit: i64, trials: &mut Vec<Trial>) -> bool {
        if hole == NONE || self.state.occupant[hole as usize] != NONE {
            return false;
        }
        let delta = self.state.enter(&self.model, visit % self.model.sites, hole);
        let fits = delta.is_some_and(|delta| cost(trials) + delta <= limit);
        fits && self.attempt(visit, hole, delta, trials)
    }

    /// The visit goes to some slot, if it may; gives the visit that was there, if any.
    fn push(&mut self, visit: usize, trials: &mut Vec<Trial>) -> Option<Option<usize>> {
        let (site, period) = (visit % self.model.sites, visit / self.model.sites);
        let to = match self.random.bits() & 1 {
            0 => self.beside_neighbour(site, period),
            _ => self.any_slot(period),
        };
        if to == NONE || !self.model.slots[to as usize].usable {
            return None;
        }
        let there = self.state.occupant[to as usize];
        let mut next = None;
        if there != NONE {
            let other = self.model.visit(there as usize, period);
            if self.model.pinned[other] != NONE || self.model.place(site, to).is_none() {
                return None;
            }
            let delta = self.state.leave(&self.model, there as usize, to);
            self.attempt(other, NONE, delta, trials);
            next = Some(other);
        }
        let delta = self.state.enter(&self.model, site, to);
        self.attempt(visit, to, delta, trials).then_some(next)
    }

    fn attempt(&mut self, at: usize, to: u32, delta: Option<i64>, trials: &mut Vec<Trial>) -> bool {
        if let Some(delta) = delta {
            trials.push((at, self.state.at[at], delta));
            self.state.apply(&self.model, &[(at, to)], delta);
        }
        delta.is_some()
    }
}

fn cost(trials: &[Trial]) -> i64 {
    trials.iter().map(|trial| trial.2).sum()
}
