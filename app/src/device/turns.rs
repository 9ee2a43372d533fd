//! The turns of a long computation: the page draws and hears its user between two of them.

use super::next_task;
use crate::context::clock_ms;
use shared::id::Millis;
use std::cell::Cell;

/// How long the page may be held at once: a person feels more than about 100 ms.
const TURN_MS: Millis = 40;

/// Counts how long the page has been held.
pub struct Turns(Cell<Millis>);

impl Turns {
    /// Begins the first turn.
    pub fn begin() -> Self {
        Self(Cell::new(clock_ms()))
    }

    /// Is asked between two steps; yields to the page when its turn has come.
    pub async fn rest(&self) {
        if (clock_ms() - self.0.get()).abs() >= TURN_MS {
            next_task().await;
            self.0.set(clock_ms());
        }
    }
}
