//! The words of the history of a device.

use super::Destination;
use crate::day::Day;
use crate::id::SiteId;
use serde::{Deserialize, Serialize};

/// One word for each thing that happens to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "what", rename_all = "snake_case")]
pub enum Happened {
    /// It went to another site.
    Moved {
        /// Where it was.
        from: SiteId,
        /// Where it is.
        to: SiteId,
    },
    /// What is known of it was corrected.
    Corrected {
        /// The name of the field, as rules and the wire call it.
        field: String,
        /// Its value before, as it is written.
        from: String,
        /// Its value since, as it is written.
        to: String,
    },
    /// A technician proposed to retire it.
    Proposed {
        /// Why.
        text: String,
    },
    /// The school would rather keep it.
    Kept,
    /// The school lets it go.
    LetGo,
    /// It was retired.
    Retired {
        /// Why.
        text: String,
    },
    /// It serves again.
    Revived,
    /// What was on it was erased.
    Wiped {
        /// When.
        on: Day,
    },
    /// It was told where it goes.
    Directed {
        /// Where.
        destination: Destination,
        /// Who takes it.
        text: String,
    },
    /// There is a proof of where it went.
    Proved {
        /// Which, in words.
        text: String,
    },
    /// A newer version wrote a word that this one does not know.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One of each word.
    fn all() -> Vec<Happened> {
        let text = || "Écran fendu".to_owned();
        vec![
            Happened::Moved { from: "0420001A".into(), to: "0420002B".into() },
            Happened::Corrected { field: "room".into(), from: text(), to: text() },
            Happened::Proposed { text: text() },
            Happened::Kept,
            Happened::LetGo,
            Happened::Retired { text: text() },
            Happened::Revived,
            Happened::Wiped { on: Day::default() },
            Happened::Directed { destination: Destination::Given, text: text() },
            Happened::Proved { text: text() },
            Happened::Unknown,
        ]
    }

    crate::history::happened_tests!(Happened, all);
}
