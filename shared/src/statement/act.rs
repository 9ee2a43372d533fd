//! Commands about statements.

use super::{Committee, Past, Span};
use crate::history::FileRef;
use crate::id::{AccountId, StatementId};
use columns::tagged;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What is written of a statement before it is frozen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Draft {
    /// For whom.
    pub committee: Committee,
    /// Of which time.
    pub span: Span,
    /// What the coordinator says of it.
    #[serde(default)]
    pub text: String,
    /// The total may be shown to everybody.
    #[serde(default)]
    pub public: bool,
    /// The observers who read it, besides those of the communes.
    #[serde(default)]
    pub readers: BTreeSet<AccountId>,
    /// The frozen one that it corrects.
    #[serde(default)]
    pub replaces: Option<StatementId>,
}

/// Commands about statements.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Prepares one, or changes it while it is not frozen.
    PrepareStatement { statement: StatementId, draft: Draft },
    /// Freezes it for good, with the figures of that moment.
    FreezeStatement { statement: StatementId },
    /// Takes in one that was frozen elsewhere.
    ImportStatement { statement: StatementId, past: Box<Past> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }

    /// Whether only the server can judge it: it alone has all facts, and writes the figures.
    pub(crate) fn needs_server(&self) -> bool {
        match self {
            Act::FreezeStatement { .. } | Act::ImportStatement { .. } => true,
            Act::PrepareStatement { .. } => false,
        }
    }
}
