//! The words of the history of a supply.

use super::{FailReason, Item};
use crate::loan::LoanDays;
use serde::{Deserialize, Serialize};

/// What happened. One shape for all words: what a newer version says is read without its word.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Happened {
    /// In a word.
    pub what: Word,
    /// In the words of who did it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// With which leg.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub leg: Option<u32>,
    /// With which pieces.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Why a leg was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<FailReason>,
    /// The days for which it is lent now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub days: Option<LoanDays>,
}

/// One word for each thing that happens to a supply.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Word {
    /// The school asked for it.
    Asked,
    /// What is asked for was changed; the pieces are those of before.
    Edited,
    /// The authority gives it.
    Accepted,
    /// It was put on the waiting list.
    Waits,
    /// The authority does not give it.
    Refused,
    /// It can be handed over.
    Prepared,
    /// It was decided with whom a leg goes.
    Planned,
    /// A leg was done.
    Done,
    /// A leg was tried and not done.
    Failed,
    /// Somebody else says that they did a leg too.
    ToldAgain,
    /// The school says what it lacks.
    Missing,
    /// The school has it.
    Confirmed,
    /// Nobody answered.
    Closed,
    /// It was withdrawn.
    Cancelled,
    /// It is lent for other days.
    Days,
    /// What was lent came back.
    Returned,
    /// A newer version said something else.
    #[serde(other)]
    Unknown,
}

impl From<Word> for Happened {
    fn from(what: Word) -> Self {
        Self { what, text: String::new(), leg: None, items: Vec::new(), reason: None, days: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Invariant 8: old and new meet.
    #[test]
    fn a_word_of_a_newer_version_is_passed_over() {
        let newer = r#"{"what":"teleported","to":[{"x":1}],"text":"a","leg":2}"#;
        let read: Happened = serde_json::from_str(newer).expect("read");
        let known = Happened { text: "a".into(), leg: Some(2), ..Word::Unknown.into() };
        assert_eq!(read, known);
        assert_eq!(columns::from_json::<Happened>(newer).expect("read from columns"), known);
    }
}
