//! The words of the history of a subscription.

use super::Stage;
use crate::day::Day;
use crate::history::needed;
use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// One word for each thing that happens to a subscription.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case", try_from = "Record")]
pub enum Happened {
    /// Somebody added it.
    Added,
    /// A file brought it, or changed it.
    Imported,
    /// What is agreed was corrected.
    Changed,
    /// The price took a new value.
    Priced {
        /// Before.
        before: Cents,
        /// From which day on it was valid no more.
        day: Day,
    },
    /// It was ordered, works, pauses or is refused.
    Advanced {
        /// What it became.
        stage: Stage,
        /// The day.
        day: Day,
    },
    /// Notice was given.
    Noticed {
        /// The day.
        day: Day,
    },
    /// Its last day was chosen.
    Ended {
        /// The day.
        day: Day,
        /// Why.
        text: String,
    },
    /// It goes on after all.
    Kept,
    /// Its term is over later.
    Renewed {
        /// The day.
        day: Day,
    },
    /// A newer version wrote a word that this one does not know.
    Unknown,
}

/// The words of [`Happened`].
#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    Added,
    Imported,
    Changed,
    Priced,
    Advanced,
    Noticed,
    Ended,
    Kept,
    Renewed,
    #[serde(other)]
    Unknown,
}

/// A [`Happened`] as it is written: the fields of every word, which stand beside the word.
#[derive(Deserialize)]
struct Record {
    what: Word,
    before: Option<Cents>,
    day: Option<Day>,
    stage: Option<Stage>,
    text: Option<String>,
}

impl TryFrom<Record> for Happened {
    type Error = &'static str;

    fn try_from(record: Record) -> Result<Self, Self::Error> {
        let day = || needed(record.day, "missing field `day`");
        Ok(match record.what {
            Word::Added => Happened::Added,
            Word::Imported => Happened::Imported,
            Word::Changed => Happened::Changed,
            Word::Priced => Happened::Priced {
                before: needed(record.before, "missing field `before`")?,
                day: day()?,
            },
            Word::Advanced => Happened::Advanced {
                stage: needed(record.stage, "missing field `stage`")?,
                day: day()?,
            },
            Word::Noticed => Happened::Noticed { day: day()? },
            Word::Ended => {
                let day = day()?;
                Happened::Ended { day, text: needed(record.text, "missing field `text`")? }
            }
            Word::Kept => Happened::Kept,
            Word::Renewed => Happened::Renewed { day: day()? },
            Word::Unknown => Happened::Unknown,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::history::happened_tests;

    fn all() -> Vec<Happened> {
        let day = Day::from_ymd_opt(2026, 6, 28).expect("a day");
        vec![
            Happened::Added,
            Happened::Imported,
            Happened::Changed,
            Happened::Priced { before: Cents(12_647), day },
            Happened::Advanced { stage: Stage::Active, day },
            Happened::Noticed { day },
            Happened::Ended { day, text: "Fermeture".into() },
            Happened::Kept,
            Happened::Renewed { day },
        ]
    }

    happened_tests!(Happened, all);
}
