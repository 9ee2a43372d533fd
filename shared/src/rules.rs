//! What a program that is sent in parts fetches behind its first screen: the code that reads,
//! writes and judges commands.

use crate::command::Wire;
use crate::decide::Judge;

/// The code of commands. Only [`Rules::all`] names it, so that a program that is sent in parts
/// holds it in the part that calls this.
#[derive(Debug, Clone, Copy)]
pub struct Rules {
    wire: Wire,
    judge: Judge,
}

impl Rules {
    /// That of all services.
    pub fn all() -> Self {
        Self { wire: Wire::all(), judge: Judge::all() }
    }

    /// Gives it to the program; once it is here, it stays.
    pub fn provide(self) {
        self.wire.provide();
        self.judge.provide();
    }

    /// Whether commands can be read, written and given.
    pub fn are_here() -> bool {
        Judge::is_here()
    }
}
