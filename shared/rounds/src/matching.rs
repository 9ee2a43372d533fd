//! Which visits can be made at all: a matching of visits and slots, grown by chains of moves.

use super::model::{Model, NONE};
use std::collections::VecDeque;

/// A matching under construction. What a failed search went through stays useless for later
/// ones (it holds as many visits as slots), so that each slot fails once.
pub(crate) struct Matching<'a> {
    model: &'a Model,
    /// Slot of each visit, or [`NONE`].
    pub(crate) at: Vec<u32>,
    occupant: Vec<u32>,
    /// The crowd that each slot belongs to, or [`NONE`].
    dead: Vec<u32>,
    /// Visits that share too few slots: found when a visit could not be placed.
    pub(crate) crowds: Vec<Vec<usize>>,
}

impl<'a> Matching<'a> {
    /// Starts from visits that are placed already.
    pub(crate) fn new(model: &'a Model, at: &[u32]) -> Self {
        let mut occupant = vec![NONE; model.slots.len()];
        for (visit, &slot) in at.iter().enumerate().filter(|(_, s)| **s != NONE) {
            occupant[slot as usize] = visit as u32;
        }
        let dead = vec![NONE; model.slots.len()];
        Self { model, at: at.to_vec(), occupant, dead, crowds: Vec::new() }
    }

    /// Places every visit that can be, and tells whether anything changed.
    pub(crate) fn grow(&mut self) -> bool {
        let waiting = |visit: &usize| self.at[*visit] == NONE && !self.model.barred[*visit];
        let waiting: Vec<_> = (0..self.at.len()).filter(waiting).collect();
        let mut changed = false;
        for visit in waiting {
            changed |= self.take_free(visit) || self.chain(visit);
        }
        changed
    }

    fn take_free(&mut self, visit: usize) -> bool {
        let model = self.model;
        let (site, period) = (visit % model.sites, visit / model.sites);
        let free = model.allowed(site, period).find(|s| self.occupant[*s as usize] == NONE);
        if let Some(slot) = free {
            self.at[visit] = slot;
            self.occupant[slot as usize] = visit as u32;
        }
        free.is_some()
    }

    /// A shortest chain of moves that frees a slot for the visit, if there is one.
    fn chain(&mut self, visit: usize) -> bool {
        let model = self.model;
        let period = visit / model.sites;
        let mut came_from = vec![NONE; model.slots.len()];
        let mut queue = VecDeque::from([visit]);
        let (mut seen, mut joined) = (vec![visit], Vec::new());
        while let Some(one) = queue.pop_front() {
            for slot in model.allowed(one % model.sites, period) {
                let at = slot as usize;
                if came_from[at] != NONE {
                    continue;
                }
                came_from[at] = one as u32;
                if self.dead[at] != NONE {
                    joined.push(self.dead[at]);
                    continue;
                }
                let there = self.occupant[at];
                if there == NONE {
                    self.follow(&came_from, slot);
                    return true;
                }
                if model.pinned[there as usize] == NONE {
                    seen.push(there as usize);
                    queue.push_back(there as usize);
                }
            }
        }
        self.bury(seen, joined);
        false
    }

    /// Moves each visit of the chain into the slot that the next one left.
    fn follow(&mut self, came_from: &[u32], last: u32) {
        let mut slot = last;
        while slot != NONE {
            let visit = came_from[slot as usize];
            self.occupant[slot as usize] = visit;
            slot = std::mem::replace(&mut self.at[visit as usize], slot);
        }
    }

    /// Makes one crowd of these visits and of the crowds that they run into.
    fn bury(&mut self, mut crowd: Vec<usize>, mut joined: Vec<u32>) {
        joined.sort_unstable();
        joined.dedup();
        for old in joined {
            crowd.append(&mut self.crowds[old as usize]);
        }
        let number = self.crowds.len() as u32;
        for &visit in &crowd {
            if self.at[visit] != NONE {
                self.dead[self.at[visit] as usize] = number;
            }
        }
        self.crowds.push(crowd);
    }
}
