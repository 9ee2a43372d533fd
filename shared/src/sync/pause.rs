//! When something that failed is tried again by itself.

use super::Failure;
use crate::id::Millis;
use crate::limits::{RETRY_FIRST_MS, RETRY_LAST_MS};

/// Waits that double with each failure up to a bound, and begin anew after a success.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Pause {
    failures: u32,
}

impl Pause {
    /// It went on.
    pub fn end(&mut self) {
        self.failures = 0;
    }

    /// How long to wait after a failure; `None` when somebody has to act first. `dice` is a random
    /// number in 0..1000.
    pub fn after(&mut self, failure: Failure, dice: u32) -> Option<Millis> {
        match failure {
            Failure::SignedOut | Failure::Revoked | Failure::TooOld => None,
            Failure::Busy(wait) => Some(jittered(wait.max(RETRY_FIRST_MS), dice)),
            Failure::Network | Failure::Fault | Failure::Barred(_) | Failure::TooLarge => {
                let wait = self.next();
                self.grow();
                Some(jittered(wait, dice))
            }
        }
    }

    /// The next wait, without jitter.
    pub(super) fn next(self) -> Millis {
        (RETRY_FIRST_MS << self.failures.min(10)).min(RETRY_LAST_MS)
    }

    /// One more failure.
    pub(super) fn grow(&mut self) {
        self.failures += 1;
    }
}

/// Between the wait and half as much again, so that 3,000 tablets do not come back together.
pub(super) fn jittered(wait: Millis, dice: u32) -> Millis {
    wait + wait * Millis::from(dice.min(999)) / 2_000
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_double_follow_the_server_and_end_where_a_person_has_to_act() {
        let mut pause = Pause::default();
        let mut after = |failure| pause.after(failure, 0);
        let waits = [Failure::Network, Failure::Fault, Failure::Barred(403)].map(&mut after);
        assert_eq!(waits, [Some(2_000), Some(4_000), Some(8_000)]);
        assert_eq!(after(Failure::Busy(90_000)), Some(90_000), "as long as the server asks for");
        assert_eq!(after(Failure::Busy(0)), Some(2_000), "no server says when");
        assert_eq!(after(Failure::SignedOut), None);
        for _ in 0..40 {
            after(Failure::Fault);
        }
        assert_eq!(after(Failure::Fault), Some(RETRY_LAST_MS));
        pause.end();
        assert_eq!(pause.after(Failure::Network, 999), Some(2_999));
    }
}
