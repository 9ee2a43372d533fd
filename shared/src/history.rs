//! What happened to a ticket or a visit, in order: never rewritten.

mod record;

use crate::day::HalfDay;
use crate::id::{AccountId, FileHash, Millis, TicketId, VisitId};
use crate::ticket::{Channel, Field};
use crate::visit::MissedReason;
use serde::{Deserialize, Serialize};

/// A time as a device declared it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Declared {
    /// Clock of the device.
    pub at_ms: Millis,
    /// Server's clock less device's clock at reception; 0 while unknown.
    #[serde(default)]
    pub offset_ms: Millis,
}

impl Declared {
    /// The time corrected by the offset, for display only: it never decides.
    pub fn corrected_ms(self) -> Millis {
        self.at_ms + self.offset_ms
    }

    /// Whether the device's clock was off by a day or more.
    pub fn is_doubtful(self) -> bool {
        self.offset_ms.abs() >= crate::limits::CLOCK_OFFSET_MARKED_MS
    }
}

/// A file kept by its content: a photo or a signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRef {
    /// SHA-256 of the bytes as the device sent them.
    pub hash: FileHash,
    /// Bytes.
    pub bytes: u64,
}

/// One line of a history.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// When, by the author's clock.
    pub when: Declared,
    /// Who.
    pub by: AccountId,
    /// Their name, or the site's for a shared tablet.
    pub by_name: String,
    /// What.
    pub what: What,
}

/// What an entry tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", try_from = "record::Record")]
pub enum What {
    /// The ticket was reported.
    Reported,
    /// Somebody wrote something.
    Commented {
        /// The words.
        text: String,
        /// Photos.
        photos: Vec<FileRef>,
    },
    /// A field took a new value.
    Edited {
        /// Which.
        field: Field,
        /// Value before.
        before: String,
    },
    /// Two people changed the same field; this is the value that was not kept.
    Superseded {
        /// Which.
        field: Field,
        /// The value that lost.
        value: String,
    },
    /// Who handles it was decided.
    Qualified {
        /// By whom it is handled.
        channel: Channel,
    },
    /// It rides with that visit.
    Planned {
        /// The visit.
        visit: VisitId,
    },
    /// It is back in the site's tray.
    Unplanned,
    /// Work was done.
    Worked {
        /// Declared minutes.
        minutes: u32,
        /// What was done.
        text: String,
        /// Photos.
        photos: Vec<FileRef>,
    },
    /// It is resolved, says the technician.
    Resolved {
        /// How.
        text: String,
    },
    /// Left for the site's next visit.
    Postponed {
        /// Why.
        text: String,
    },
    /// It waits for something.
    Held {
        /// For what.
        text: String,
    },
    /// The contractor has it.
    Forwarded {
        /// The contractor's reference.
        reference: String,
    },
    /// Given up.
    Cancelled {
        /// Why.
        text: String,
    },
    /// The requester says that it works.
    Confirmed,
    /// The requester says that it does not.
    Reopened {
        /// Why.
        text: String,
    },
    /// Closed without an answer of the requester.
    Closed,
    /// The same thing as another ticket.
    MergedInto {
        /// The ticket that stays.
        ticket: TicketId,
    },
    /// Another ticket was the same thing.
    Absorbed {
        /// The ticket that went.
        ticket: TicketId,
    },
    /// The visit began.
    Started,
    /// The visit ended.
    Finished,
    /// The report was signed.
    Signed {
        /// By whom.
        name: String,
    },
    /// The visit could not be made.
    Missed {
        /// Why.
        reason: MissedReason,
        /// In words.
        text: String,
    },
    /// The visit went elsewhere in the plan.
    Moved {
        /// Half-day before.
        from: HalfDay,
        /// Half-day after.
        to: HalfDay,
        /// Technician before.
        from_technician: AccountId,
        /// Technician after.
        to_technician: AccountId,
    },
    /// The visit was moved, but it had already begun where it was: it stays there.
    MoveOvertaken {
        /// The half-day that had been decided.
        to: HalfDay,
    },
    /// A note on the visit.
    Noted {
        /// The words.
        text: String,
    },
}
