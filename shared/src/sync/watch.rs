//! Whether the tab that sends still lives, as another tab of the device sees it. A browser may
//! freeze a tab that keeps the lock: then the tab that is looked at takes it over.

use crate::id::Millis;
use crate::limits::LEADER_SILENT_BEATS;

/// How often a tab that does not lead looks, while somebody looks at it.
pub const LEADER_BEAT_MS: Millis = 2_000;
/// A request may take that long before it matters whether the tab still works.
const REQUEST_MS: Millis = 4_000;
/// A tab whose timers are silent for that long while a request is under way does not work.
const SILENT_MS: Millis = 5_000;
/// Browsers let timers of hidden tabs ring once a minute. One that is silent for longer is frozen.
const FROZEN_MS: Millis = 70_000;
/// No request takes as long, with all that it fetches: each of them gives up after a minute.
const LONGEST_MS: Millis = 150_000;

/// What to do at a beat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beat {
    /// Nothing.
    Rest,
    /// Ask the tab that leads for a sign.
    Ask,
    /// It gave no sign for too long: take the lead.
    TakeOver,
}

/// What a tab has heard of the one that leads.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeaderWatch {
    unanswered: u32,
}

impl LeaderWatch {
    /// The tab that leads gave a sign.
    pub fn hear(&mut self) {
        self.unanswered = 0;
    }

    /// Each [`LEADER_BEAT_MS`]. It counts what was not answered and not the time: a device that
    /// slept asks again first.
    pub fn beat(&mut self, leads: bool, watched: bool) -> Beat {
        if leads || !watched {
            self.unanswered = 0;
            return Beat::Rest;
        }
        if self.unanswered >= LEADER_SILENT_BEATS {
            self.unanswered = 0;
            return Beat::TakeOver;
        }
        self.unanswered += 1;
        Beat::Ask
    }
}

/// Whether the tab that leads still works, as it sees itself. A browser may freeze the timers and
/// the network of a tab that still hears the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct LeaderPulse {
    ticked_at: Option<Millis>,
    sends_since: Option<Millis>,
}

impl LeaderPulse {
    /// A timer rang.
    pub fn tick(&mut self, now: Millis) {
        self.ticked_at = Some(now);
    }

    /// A request goes out.
    pub fn begin(&mut self, now: Millis) {
        self.sends_since = Some(now);
    }

    /// The request ended.
    pub fn end(&mut self) {
        self.sends_since = None;
    }

    /// Whether another tab had better take over.
    pub fn is_stuck(self, now: Millis) -> bool {
        let Some(ticked_at) = self.ticked_at else { return false };
        let silent = now - ticked_at;
        let waits = self.sends_since.map_or(0, |since| now - since);
        silent > FROZEN_MS || waits > LONGEST_MS || (waits > REQUEST_MS && silent > SILENT_MS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tab_that_hears_and_does_not_work_gives_no_sign() {
        let mut pulse = LeaderPulse::default();
        assert!(!pulse.is_stuck(1_000_000), "it has just begun");
        pulse.tick(10_000);
        assert!(!pulse.is_stuck(69_000), "a hidden tab that has nothing to send");
        assert!(pulse.is_stuck(81_000), "a frozen one");
        pulse.begin(70_000);
        assert!(pulse.is_stuck(75_000), "its request does not go on");
        pulse.tick(74_000);
        assert!(!pulse.is_stuck(75_000), "a slow line");
        pulse.tick(220_000);
        assert!(!pulse.is_stuck(220_000), "a request that may still end");
        pulse.tick(221_000);
        assert!(pulse.is_stuck(221_000), "its timers ring, and its request never ends");
        pulse.end();
        assert!(!pulse.is_stuck(222_000));
    }

    #[test]
    fn only_a_tab_that_is_looked_at_takes_over_and_only_from_a_silent_one() {
        let mut watch = LeaderWatch::default();
        for _ in 0..20 {
            assert_eq!(watch.beat(false, true), Beat::Ask);
            watch.hear();
        }
        for _ in 0..LEADER_SILENT_BEATS {
            assert_eq!(watch.beat(false, true), Beat::Ask);
        }
        assert_eq!(watch.beat(false, false), Beat::Rest, "nobody looks at it");
        for _ in 0..LEADER_SILENT_BEATS {
            assert_eq!(watch.beat(false, true), Beat::Ask);
        }
        assert_eq!(watch.beat(false, true), Beat::TakeOver);
        assert_eq!(watch.beat(true, true), Beat::Rest, "it leads");
    }
}
