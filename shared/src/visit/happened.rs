//! The words of the history of a visit.

use super::MissedReason;
use crate::day::HalfDay;
use crate::history::needed;
use crate::id::{AccountId, FileHash, ItemId};
use serde::{Deserialize, Serialize};

/// One word for each thing that happens to a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", try_from = "Record")]
pub enum Happened {
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
    /// Somebody wanted it elsewhere, but a colleague's move that they had not seen stays.
    MoveSuperseded {
        /// The half-day that they wanted.
        to: HalfDay,
        /// The technician that they wanted.
        to_technician: AccountId,
    },
    /// A note on the visit.
    Noted {
        /// The words.
        text: String,
    },
    /// Given up.
    Cancelled {
        /// Why.
        text: String,
    },
    /// It began although nobody had planned it.
    Unplanned,
    /// It had ended, and goes on.
    Resumed,
    /// The answer to an item of the checklist changed once the report was signed.
    CheckedLater {
        /// Which.
        item: ItemId,
    },
    /// A photo came once the report was signed.
    PhotoLater {
        /// Which.
        photo: FileHash,
    },
    /// A newer version wrote a word that this one does not know.
    Unknown,
}

/// The words of [`Happened`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Started,
    Finished,
    Signed,
    Missed,
    Moved,
    MoveOvertaken,
    MoveSuperseded,
    Noted,
    Cancelled,
    Unplanned,
    Resumed,
    CheckedLater,
    PhotoLater,
    #[serde(other)]
    Unknown,
}

/// A [`Happened`] as it is written: the fields of every word, which stand beside the word. Serde
/// would copy all of it before it reads it, and histories are most of what a device reads back.
#[derive(Deserialize)]
struct Record {
    what: Word,
    text: Option<String>,
    name: Option<String>,
    reason: Option<MissedReason>,
    from: Option<HalfDay>,
    to: Option<HalfDay>,
    from_technician: Option<AccountId>,
    to_technician: Option<AccountId>,
    item: Option<ItemId>,
    photo: Option<FileHash>,
}

impl TryFrom<Record> for Happened {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let Record { what, text, to, .. } = record;
        let text = || needed(text, "missing field `text`");
        let to = || needed(to, "missing field `to`");
        Ok(match what {
            Word::Started => Happened::Started,
            Word::Finished => Happened::Finished,
            Word::Signed => Happened::Signed { name: needed(record.name, "missing field `name`")? },
            Word::Missed => {
                let reason = needed(record.reason, "missing field `reason`")?;
                Happened::Missed { reason, text: text()? }
            }
            Word::Moved => Happened::Moved {
                from: needed(record.from, "missing field `from`")?,
                to: to()?,
                from_technician: needed(record.from_technician, "missing field `from_technician`")?,
                to_technician: needed(record.to_technician, "missing field `to_technician`")?,
            },
            Word::MoveOvertaken => Happened::MoveOvertaken { to: to()? },
            Word::MoveSuperseded => Happened::MoveSuperseded {
                to: to()?,
                to_technician: needed(record.to_technician, "missing field `to_technician`")?,
            },
            Word::Noted => Happened::Noted { text: text()? },
            Word::Cancelled => Happened::Cancelled { text: text()? },
            Word::Unplanned => Happened::Unplanned,
            Word::Resumed => Happened::Resumed,
            Word::CheckedLater => {
                Happened::CheckedLater { item: needed(record.item, "missing field `item`")? }
            }
            Word::PhotoLater => {
                Happened::PhotoLater { photo: needed(record.photo, "missing field `photo`")? }
            }
            Word::Unknown => Happened::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::{Day, Half};
    use uuid::Uuid;

    /// One of each word.
    fn all() -> Vec<Happened> {
        let text = || "Écran".to_owned();
        let by = AccountId(Uuid::from_u128(1));
        let slot = HalfDay { day: Day::default(), half: Half::Morning };
        vec![
            Happened::Started,
            Happened::Finished,
            Happened::Signed { name: text() },
            Happened::Missed { reason: MissedReason::Strike, text: text() },
            Happened::Moved { from: slot, to: slot, from_technician: by, to_technician: by },
            Happened::MoveOvertaken { to: slot },
            Happened::MoveSuperseded { to: slot, to_technician: by },
            Happened::Noted { text: text() },
            Happened::Cancelled { text: text() },
            Happened::Unplanned,
            Happened::Resumed,
            Happened::CheckedLater { item: ItemId(text()) },
            Happened::PhotoLater { photo: FileHash(text()) },
            Happened::Unknown,
        ]
    }

    crate::history::happened_tests!(Happened, all);
}
