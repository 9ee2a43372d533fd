//! Commands about absences.

use crate::day::HalfDay;
use crate::history::FileRef;
use crate::id::{AbsenceId, AccountId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about absences.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A technician does not work then.
    RecordAbsence { absence: AbsenceId, technician: AccountId, first: HalfDay, last: HalfDay },
    /// They do after all.
    CancelAbsence { absence: AbsenceId },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
