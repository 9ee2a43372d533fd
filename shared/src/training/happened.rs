//! The words of the history of a training.

use super::Attendance;
use crate::day::Day;
use crate::history::needed;
use crate::id::TeacherId;
use serde::{Deserialize, Serialize};

/// One word for each thing that happens to a training.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", try_from = "Record")]
pub enum Happened {
    /// Somebody prepared it.
    Planned,
    /// A file brought it, or changed it.
    Imported,
    /// What is written of it changed; its day and hour did not.
    Changed,
    /// It takes place at another day or hour.
    Moved {
        /// The day before.
        day: Day,
        /// The minute of the day before.
        from: u32,
    },
    /// There are more places, or fewer.
    Resized {
        /// How many now.
        capacity: u32,
    },
    /// Schools may register.
    Opened,
    /// It does not take place.
    Cancelled {
        /// Why.
        text: String,
    },
    /// Somebody got a place.
    Registered {
        /// Who.
        teacher: TeacherId,
    },
    /// Somebody waits for one.
    Waits {
        /// Who.
        teacher: TeacherId,
    },
    /// A place became free, and somebody who waited has it.
    MovedUp {
        /// Who.
        teacher: TeacherId,
    },
    /// Somebody was taken off the list.
    Withdrawn {
        /// Who.
        teacher: TeacherId,
    },
    /// A class comes, or comes no more.
    ClassChanged,
    /// Somebody was marked who was not yet.
    Marked {
        /// Who.
        teacher: TeacherId,
        /// As what.
        mark: Attendance,
    },
    /// A mark was corrected.
    Corrected {
        /// Whose.
        teacher: TeacherId,
        /// As what now.
        mark: Attendance,
        /// As what before.
        before: Attendance,
    },
    /// Somebody came who was not registered.
    Added {
        /// Who.
        teacher: TeacherId,
    },
    /// The signed sheet was photographed.
    Signed,
    /// The attendance is complete.
    Closed,
    /// A newer version wrote a word that this one does not know.
    Unknown,
}

impl Happened {
    /// The person whom it is about: others than their school see nothing of it.
    pub fn teacher(&self) -> Option<TeacherId> {
        match self {
            Happened::Registered { teacher }
            | Happened::Waits { teacher }
            | Happened::MovedUp { teacher }
            | Happened::Withdrawn { teacher }
            | Happened::Marked { teacher, .. }
            | Happened::Corrected { teacher, .. }
            | Happened::Added { teacher } => Some(*teacher),
            Happened::Planned
            | Happened::Imported
            | Happened::Changed
            | Happened::Moved { .. }
            | Happened::Resized { .. }
            | Happened::Opened
            | Happened::Cancelled { .. }
            | Happened::ClassChanged
            | Happened::Signed
            | Happened::Closed
            | Happened::Unknown => None,
        }
    }
}

/// The words of [`Happened`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Planned,
    Imported,
    Changed,
    Moved,
    Resized,
    Opened,
    Cancelled,
    Registered,
    Waits,
    MovedUp,
    Withdrawn,
    ClassChanged,
    Marked,
    Corrected,
    Added,
    Signed,
    Closed,
    #[serde(other)]
    Unknown,
}

/// A [`Happened`] as it is written: the fields of every word, which stand beside the word.
#[derive(Deserialize)]
struct Record {
    what: Word,
    day: Option<Day>,
    from: Option<u32>,
    capacity: Option<u32>,
    text: Option<String>,
    teacher: Option<TeacherId>,
    mark: Option<Attendance>,
    before: Option<Attendance>,
}

impl TryFrom<Record> for Happened {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let teacher = || needed(record.teacher, "missing field `teacher`");
        Ok(match record.what {
            Word::Planned => Happened::Planned,
            Word::Imported => Happened::Imported,
            Word::Changed => Happened::Changed,
            Word::Moved => Happened::Moved {
                day: needed(record.day, "missing field `day`")?,
                from: needed(record.from, "missing field `from`")?,
            },
            Word::Resized => {
                let capacity = needed(record.capacity, "missing field `capacity`")?;
                Happened::Resized { capacity }
            }
            Word::Opened => Happened::Opened,
            Word::Cancelled => {
                Happened::Cancelled { text: needed(record.text, "missing field `text`")? }
            }
            Word::Registered => Happened::Registered { teacher: teacher()? },
            Word::Waits => Happened::Waits { teacher: teacher()? },
            Word::MovedUp => Happened::MovedUp { teacher: teacher()? },
            Word::Withdrawn => Happened::Withdrawn { teacher: teacher()? },
            Word::ClassChanged => Happened::ClassChanged,
            Word::Marked => Happened::Marked {
                teacher: teacher()?,
                mark: needed(record.mark, "missing field `mark`")?,
            },
            Word::Corrected => Happened::Corrected {
                teacher: teacher()?,
                mark: needed(record.mark, "missing field `mark`")?,
                before: needed(record.before, "missing field `before`")?,
            },
            Word::Added => Happened::Added { teacher: teacher()? },
            Word::Signed => Happened::Signed,
            Word::Closed => Happened::Closed,
            Word::Unknown => Happened::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::happened_tests;
    use uuid::Uuid;

    fn all() -> Vec<Happened> {
        let day = Day::from_ymd_opt(2026, 3, 18).expect("a day");
        let teacher = TeacherId(Uuid::from_u128(7));
        let (mark, before) = (Attendance::Absent, Attendance::Present);
        vec![
            Happened::Planned,
            Happened::Imported,
            Happened::Changed,
            Happened::Moved { day, from: 840 },
            Happened::Resized { capacity: 15 },
            Happened::Opened,
            Happened::Cancelled { text: "Neige".into() },
            Happened::Registered { teacher },
            Happened::Waits { teacher },
            Happened::MovedUp { teacher },
            Happened::Withdrawn { teacher },
            Happened::ClassChanged,
            Happened::Marked { teacher, mark },
            Happened::Corrected { teacher, mark, before },
            Happened::Added { teacher },
            Happened::Signed,
            Happened::Closed,
        ]
    }

    happened_tests!(Happened, all);
}
