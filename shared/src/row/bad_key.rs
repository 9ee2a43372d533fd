//! Why a text is no key of a row.

use std::fmt;

/// The text is no key of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BadRowKey {
    /// This version does not know the kind.
    Kind,
    /// It is not written `kind:id`.
    Shape,
}

impl fmt::Display for BadRowKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            BadRowKey::Kind => "a row key of an unknown kind",
            BadRowKey::Shape => "a row key is written kind:id",
        })
    }
}
