//! Commands about the calendar.

use crate::day::Calendar;
use crate::history::FileRef;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about the calendar.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Replaces holidays and quarters.
    ImportCalendar { calendar: Calendar },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
