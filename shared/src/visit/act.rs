//! Commands about a visit, given on the spot.

use super::{Check, MissedReason};
use crate::day::HalfDay;
use crate::history::FileRef;
use crate::id::{ItemId, SiteId, VisitId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about a visit, given on the spot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// The technician is there.
    StartVisit { visit: VisitId },
    /// Ticks an item of the checklist.
    CheckItem {
        visit: VisitId,
        item: ItemId,
        check: Check,
        #[serde(default)]
        note: String,
    },
    /// A note on the visit.
    NoteVisit { visit: VisitId, text: String },
    /// A photo of the visit.
    AddVisitPhoto { visit: VisitId, photo: FileRef },
    /// The head of school signs the report, by drawing or by name.
    SignReport {
        visit: VisitId,
        name: String,
        capacity: String,
        #[serde(default)]
        drawing: Option<FileRef>,
    },
    /// The technician leaves.
    FinishVisit {
        visit: VisitId,
        /// Not everything could be done.
        left_over: bool,
    },
    /// The technician goes on with a visit that was ended the same day.
    ResumeVisit { visit: VisitId },
    /// A visit that nobody had planned begins now.
    StartUnplanned { visit: VisitId, site: SiteId, slot: HalfDay },
    /// The visit could not be made.
    MarkVisitMissed {
        visit: VisitId,
        reason: MissedReason,
        #[serde(default)]
        text: String,
    },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        match self {
            Act::AddVisitPhoto { photo, .. } => std::slice::from_ref(photo),
            Act::SignReport { drawing, .. } => drawing.as_slice(),
            Act::StartVisit { .. }
            | Act::CheckItem { .. }
            | Act::NoteVisit { .. }
            | Act::FinishVisit { .. }
            | Act::ResumeVisit { .. }
            | Act::StartUnplanned { .. }
            | Act::MarkVisitMissed { .. } => &[],
        }
    }
}
