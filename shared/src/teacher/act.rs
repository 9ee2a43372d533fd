//! Commands about teachers.

use crate::day::Day;
use crate::history::FileRef;
use crate::id::{SiteId, TeacherId, TopicId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// A line of a file of trainings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attestation {
    /// The key of the teacher, if the site has nobody of that name yet.
    pub teacher: TeacherId,
    /// Where they teach.
    pub site: SiteId,
    /// Their name.
    pub name: String,
    /// Their class or function.
    #[serde(default)]
    pub function: String,
    /// What they were trained for.
    pub topic: TopicId,
    /// When.
    pub day: Day,
    /// Who gave the training.
    #[serde(default)]
    pub body: String,
    /// The document that proves it.
    #[serde(default)]
    pub evidence: String,
}

/// Commands about teachers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Names somebody who uses equipment.
    NameTeacher { teacher: TeacherId, site: SiteId, name: String, function: String },
    /// Corrects a name or a function; agrees to a name that a technician gave.
    CorrectTeacher { teacher: TeacherId, name: String, function: String },
    /// That was their last day there; without a day, they teach there after all.
    MarkTeacherLeft { teacher: TeacherId, on: Option<Day> },
    /// They teach at another site now, with what they were trained for.
    MoveTeacher { teacher: TeacherId, site: SiteId },
    /// They were trained elsewhere.
    AttestTraining {
        teacher: TeacherId,
        topic: TopicId,
        day: Day,
        #[serde(default)]
        body: String,
        evidence: String,
    },
    /// What was attested was wrong.
    WithdrawTraining { teacher: TeacherId, topic: TopicId },
    /// They may do without a training until that day; without a day, no longer.
    WaiveTraining { teacher: TeacherId, topic: TopicId, until: Option<Day>, reason: String },
    /// Both are one person, who teaches at both sites; without another one, they are not.
    JoinTeachers {
        teacher: TeacherId,
        #[serde(default)]
        with: Option<TeacherId>,
    },
    /// Attests the trainings of a file, and names the teachers that are not known yet.
    ImportTrainings { trainings: Vec<Attestation> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
