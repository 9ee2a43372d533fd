//! Commands about trainings.

use super::{Attendance, Terms};
use crate::history::FileRef;
use crate::id::{SiteId, TeacherId, TrainingSessionId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// What is said of one person, by name and not by place in a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Whom.
    pub teacher: TeacherId,
    /// Whether they were there.
    pub mark: Attendance,
}

/// A session of a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Planned {
    /// The key of the session, if none of that identity is known.
    pub session: TrainingSessionId,
    /// What the file says.
    pub terms: Terms,
    /// The identity of the entry of a calendar; a table has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<String>,
    /// The calendar says that it does not take place.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub cancelled: bool,
}

/// What a file says of one person at a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Came {
    /// The key of the person, if nobody of that name is known at the site.
    pub teacher: TeacherId,
    /// Where they teach.
    pub site: SiteId,
    /// Their name.
    pub name: String,
    /// Their class or function, or nothing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub function: String,
    /// Whether they were there.
    pub mark: Attendance,
}

/// Commands about trainings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Prepares a session, or changes one that has not been held: moved, larger, elsewhere.
    PlanTrainingSession { session: TrainingSessionId, terms: Terms },
    /// Schools may register.
    OpenTrainingSession { session: TrainingSessionId },
    /// It does not take place.
    CancelTrainingSession { session: TrainingSessionId, reason: String },
    /// Registers people: on a place, or on the waiting list.
    RegisterTeachers { session: TrainingSessionId, teachers: Vec<TeacherId> },
    /// Takes people off the list before it begins.
    WithdrawTeachers { session: TrainingSessionId, teachers: Vec<TeacherId> },
    /// A class comes to an activity; no pupils: it does not.
    RegisterClass { session: TrainingSessionId, site: SiteId, class: String, pupils: u32 },
    /// Says who was there; corrects it too, after the session was closed.
    MarkAttendance { session: TrainingSessionId, marks: Vec<Mark> },
    /// Somebody came who was not registered.
    AddAttendee {
        session: TrainingSessionId,
        teacher: TeacherId,
        site: SiteId,
        name: String,
        #[serde(default)]
        function: String,
    },
    /// Takes over the attendance of a file: by person, as if somebody had called them.
    ImportAttendance { session: TrainingSessionId, people: Vec<Came> },
    /// Adds photos of the sheet that was signed.
    AddSignedSheet { session: TrainingSessionId, photos: Vec<FileRef> },
    /// The attendance is complete.
    CloseTrainingSession { session: TrainingSessionId },
    /// Adds and changes sessions from a file.
    ImportTrainingSessions { sessions: Vec<Planned> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        match self {
            Act::AddSignedSheet { photos, .. } => photos,
            Act::PlanTrainingSession { .. }
            | Act::OpenTrainingSession { .. }
            | Act::CancelTrainingSession { .. }
            | Act::RegisterTeachers { .. }
            | Act::WithdrawTeachers { .. }
            | Act::RegisterClass { .. }
            | Act::MarkAttendance { .. }
            | Act::AddAttendee { .. }
            | Act::ImportAttendance { .. }
            | Act::CloseTrainingSession { .. }
            | Act::ImportTrainingSessions { .. } => &[],
        }
    }

    /// Whether only the server can judge it: others want the same places.
    pub(crate) fn needs_server(&self) -> bool {
        matches!(self, Act::RegisterTeachers { .. } | Act::RegisterClass { .. })
    }
}
