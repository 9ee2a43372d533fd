//! The letters to schools as a desk sees them.

use crate::id::{Millis, SiteId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Where a letter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetterState {
    /// News of the next minutes are added to it.
    Open,
    /// It goes with the next sending.
    Ready,
    /// The relay is being given it.
    Sending,
    /// The relay has taken it.
    Sent,
    /// It was printed.
    Printed,
    /// The relay refused it for good.
    Refused,
    /// The school has no published address.
    Unaddressed,
    /// It waited for too long to be sent by itself.
    Stale,
    /// It was written before the server was restored from a backup: it may have been sent.
    Held,
}

impl LetterState {
    /// All of them.
    pub const ALL: [LetterState; 9] = [
        LetterState::Open,
        LetterState::Ready,
        LetterState::Sending,
        LetterState::Sent,
        LetterState::Printed,
        LetterState::Refused,
        LetterState::Unaddressed,
        LetterState::Stale,
        LetterState::Held,
    ];

    /// The school has it.
    pub fn is_over(self) -> bool {
        matches!(self, LetterState::Sent | LetterState::Printed)
    }

    /// Nothing more happens to it by itself.
    pub fn waits_for_somebody(self) -> bool {
        matches!(
            self,
            LetterState::Refused
                | LetterState::Unaddressed
                | LetterState::Stale
                | LetterState::Held
        )
    }

    /// Whether somebody may have it sent now: it waits for them, or for its next attempt.
    pub fn may_be_retried(self) -> bool {
        self.waits_for_somebody() || self == LetterState::Ready
    }

    /// Whether it can be given to the post on paper: nobody is about to send it.
    pub fn is_for_paper(self, has_relay: bool) -> bool {
        let waits = matches!(self, LetterState::Open | LetterState::Ready);
        self.waits_for_somebody() || (waits && !has_relay)
    }
}

/// A letter, in one line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LetterLine {
    /// Its key.
    pub id: Uuid,
    /// To whom.
    pub site: SiteId,
    /// Name of the school.
    pub site_name: String,
    /// What it says, in a line.
    pub subject: String,
    /// Where it stands.
    pub state: LetterState,
    /// When it came to stand there, by the server's clock.
    pub at: Millis,
    /// The address that it was sent to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// What the relay said last, if it did not take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

/// The letters to schools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Whether this server has a relay to send them by.
    pub relay: bool,
    /// Latest first.
    pub letters: Vec<LetterLine>,
}

/// What a desk does with letters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "act", rename_all = "snake_case")]
pub enum PostAct {
    /// Send them again.
    Retry {
        /// Which.
        letters: Vec<Uuid>,
    },
    /// They were printed, and go by the post.
    Printed {
        /// Which.
        letters: Vec<Uuid>,
    },
}
