//! The words of the history of lines and commitments.

use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// What happened. One shape for all words: what a newer version says is read without its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// In a word.
    pub what: Word,
    /// In the words of who did it, or the number of what is meant.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// The amount of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub amount: Option<Cents>,
    /// The amount that stood there before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Cents>,
}

/// One word for each thing that happens to a line or a commitment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// A vote was noted.
    Voted,
    /// The promise of a funder was noted, or corrected.
    Granted,
    /// Money of a funder came.
    Received,
    /// A commitment was made.
    Opened,
    /// It was changed.
    Moved,
    /// It was paid, in part or whole.
    Paid,
    /// A payment was not what had been noted.
    Corrected,
    /// The rest is free again.
    Settled,
    /// All of it is free again.
    Cancelled,
    /// A file brought it.
    Imported,
    /// A newer version said something else.
    #[serde(other)]
    Unknown,
}

impl From<Word> for Happened {
    fn from(what: Word) -> Self {
        Self { what, text: String::new(), amount: None, before: None }
    }
}

impl Happened {
    /// The word, with an amount and what is said with it.
    pub(super) fn of(what: Word, amount: Cents, text: &str) -> Self {
        Self { text: text.to_owned(), amount: Some(amount), ..what.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invariant 8: old and new meet.
    #[test]
    fn a_word_of_a_newer_version_is_passed_over() {
        let newer = r#"{"what":"taxed","to":[{"x":1}],"text":"a","amount":12}"#;
        let read: Happened = serde_json::from_str(newer).expect("read");
        let known = Happened::of(Word::Unknown, Cents(12), "a");
        assert_eq!(read, known);
        assert_eq!(columns::from_json::<Happened>(newer).expect("read from columns"), known);
    }
}
