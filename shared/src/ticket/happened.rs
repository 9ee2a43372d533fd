//! The words of the history of a ticket.

use super::{Channel, Field};
use crate::history::{FileRef, needed};
use crate::id::{TicketId, VisitId};
use serde::{Deserialize, Serialize};

/// One word for each thing that happens to a ticket.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", try_from = "Record")]
pub enum Happened {
    /// The ticket was reported.
    Reported,
    /// Somebody wrote something.
    Commented {
        /// The words.
        text: String,
        /// Photos.
        photos: Vec<FileRef>,
    },
    /// Somebody else has the same problem.
    Voiced {
        /// What they add.
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
    /// The visit that had left it goes on, and takes it up again.
    TakenUp {
        /// The visit.
        visit: VisitId,
    },
    /// The last thing that was done is taken back.
    TakenBack,
    /// A newer version wrote a word that this one does not know.
    Unknown,
}

impl Happened {
    /// Whether it leaves the ticket for a next visit: somebody said so, or a visit ended with it.
    pub(crate) fn puts_back(&self) -> bool {
        matches!(self, Happened::Postponed { .. } | Happened::Unplanned)
    }

    /// Whether it is more than words: a hand on the ticket.
    pub(crate) fn is_move(&self) -> bool {
        !matches!(
            self,
            Happened::Commented { .. }
                | Happened::Voiced { .. }
                | Happened::Edited { .. }
                | Happened::Superseded { .. }
        )
    }

    /// The photos that it names.
    pub fn files(&self) -> &[FileRef] {
        match self {
            Happened::Commented { photos, .. }
            | Happened::Voiced { photos, .. }
            | Happened::Worked { photos, .. } => photos,
            Happened::Reported
            | Happened::Edited { .. }
            | Happened::Superseded { .. }
            | Happened::Qualified { .. }
            | Happened::Planned { .. }
            | Happened::Unplanned
            | Happened::Resolved { .. }
            | Happened::Postponed { .. }
            | Happened::Held { .. }
            | Happened::Forwarded { .. }
            | Happened::Cancelled { .. }
            | Happened::Confirmed
            | Happened::Reopened { .. }
            | Happened::Closed
            | Happened::MergedInto { .. }
            | Happened::Absorbed { .. }
            | Happened::TakenUp { .. }
            | Happened::TakenBack
            | Happened::Unknown => &[],
        }
    }
}

/// The words of [`Happened`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Reported,
    Commented,
    Voiced,
    Edited,
    Superseded,
    Qualified,
    Planned,
    Unplanned,
    Worked,
    Resolved,
    Postponed,
    Held,
    Forwarded,
    Cancelled,
    Confirmed,
    Reopened,
    Closed,
    MergedInto,
    Absorbed,
    TakenUp,
    TakenBack,
    #[serde(other)]
    Unknown,
}

/// A [`Happened`] as it is written: the fields of every word, which stand beside the word. Serde
/// would copy all of it before it reads it, and histories are most of what a device reads back.
#[derive(Deserialize)]
struct Record {
    what: Word,
    text: Option<String>,
    #[serde(default)]
    photos: Vec<FileRef>,
    minutes: Option<u32>,
    field: Option<Field>,
    before: Option<String>,
    value: Option<String>,
    channel: Option<Channel>,
    visit: Option<VisitId>,
    reference: Option<String>,
    ticket: Option<TicketId>,
}

impl TryFrom<Record> for Happened {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let Record { what, text, photos, field, ticket, .. } = record;
        let text = || needed(text, "missing field `text`");
        let field = || needed(field, "missing field `field`");
        let ticket = || needed(ticket, "missing field `ticket`");
        let visit = || needed(record.visit, "missing field `visit`");
        Ok(match what {
            Word::Reported => Happened::Reported,
            Word::Commented => Happened::Commented { text: text()?, photos },
            Word::Voiced => Happened::Voiced { text: text()?, photos },
            Word::Edited => {
                let before = needed(record.before, "missing field `before`")?;
                Happened::Edited { field: field()?, before }
            }
            Word::Superseded => {
                let value = needed(record.value, "missing field `value`")?;
                Happened::Superseded { field: field()?, value }
            }
            Word::Qualified => {
                Happened::Qualified { channel: needed(record.channel, "missing field `channel`")? }
            }
            Word::Planned => Happened::Planned { visit: visit()? },
            Word::Unplanned => Happened::Unplanned,
            Word::Worked => {
                let minutes = needed(record.minutes, "missing field `minutes`")?;
                Happened::Worked { minutes, text: text()?, photos }
            }
            Word::Resolved => Happened::Resolved { text: text()? },
            Word::Postponed => Happened::Postponed { text: text()? },
            Word::Held => Happened::Held { text: text()? },
            Word::Forwarded => {
                let reference = needed(record.reference, "missing field `reference`")?;
                Happened::Forwarded { reference }
            }
            Word::Cancelled => Happened::Cancelled { text: text()? },
            Word::Confirmed => Happened::Confirmed,
            Word::Reopened => Happened::Reopened { text: text()? },
            Word::Closed => Happened::Closed,
            Word::MergedInto => Happened::MergedInto { ticket: ticket()? },
            Word::Absorbed => Happened::Absorbed { ticket: ticket()? },
            Word::TakenUp => Happened::TakenUp { visit: visit()? },
            Word::TakenBack => Happened::TakenBack,
            Word::Unknown => Happened::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::FileHash;
    use uuid::Uuid;

    /// One of each word.
    fn all() -> Vec<Happened> {
        let text = || "Écran".to_owned();
        let (visit, ticket) = (VisitId(Uuid::from_u128(3)), TicketId(Uuid::from_u128(2)));
        let photos = vec![FileRef { hash: FileHash("ab".into()), bytes: 7 }];
        vec![
            Happened::Reported,
            Happened::Commented { text: text(), photos: photos.clone() },
            Happened::Voiced { text: text(), photos: photos.clone() },
            Happened::Edited { field: Field::Room, before: text() },
            Happened::Superseded { field: Field::Text, value: text() },
            Happened::Qualified { channel: Channel::Proximity },
            Happened::Planned { visit },
            Happened::Unplanned,
            Happened::Worked { minutes: 30, text: text(), photos },
            Happened::Resolved { text: text() },
            Happened::Postponed { text: text() },
            Happened::Held { text: text() },
            Happened::Forwarded { reference: text() },
            Happened::Cancelled { text: text() },
            Happened::Confirmed,
            Happened::Reopened { text: text() },
            Happened::Closed,
            Happened::MergedInto { ticket },
            Happened::Absorbed { ticket },
            Happened::TakenUp { visit },
            Happened::TakenBack,
            Happened::Unknown,
        ]
    }

    crate::history::happened_tests!(Happened, all);
}
