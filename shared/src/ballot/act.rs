//! Commands about projects and their marks.

use crate::day::Day;
use crate::history::FileRef;
use crate::id::{AccountId, CampaignId, SiteId, SupplyId, TeacherId};
use crate::supply::{Asked, Project};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// What a juror says of one project.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// Which one.
    pub supply: SupplyId,
    /// The mark for each criterion, in their order; one that is missing counts nowhere.
    #[serde(default)]
    pub scores: Vec<Option<u8>>,
    /// In the juror's words.
    #[serde(default)]
    pub note: String,
    /// Why the juror gives no mark.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub abstained: Option<String>,
}

/// What a decision says of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProjectOutcome {
    /// It is given.
    Given,
    /// It waits for money.
    Waits,
    /// It is not given.
    Refused,
}

/// What a decision says of a project, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Award {
    /// Which one.
    pub supply: SupplyId,
    /// What is decided.
    pub outcome: ProjectOutcome,
    /// How many of each line are given, when not all of it is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quantities: Vec<u32>,
    /// Why, in words for the school.
    #[serde(default)]
    pub reason: String,
    /// Why it is given although a better placed one is not.
    #[serde(default)]
    pub past: String,
}

/// Commands about projects and their marks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A school sends its project, with the list of what would be bought.
    SubmitProject {
        supply: SupplyId,
        site: SiteId,
        campaign: CampaignId,
        lines: Vec<Asked>,
        #[serde(default)]
        teacher: Option<TeacherId>,
        project: Project,
    },
    /// Adds words to a project that nobody may change any more.
    AddToProject { supply: SupplyId, text: String },
    /// A project that came late from a device whose clock is wrong counts all the same.
    AdmitProject { supply: SupplyId },
    /// A juror hands in marks; those that were handed in before stay.
    SubmitMarks { campaign: CampaignId, marks: Vec<Mark> },
    /// Marks of a juror count no more: a conflict of interest came up.
    WithdrawMarks { campaign: CampaignId, juror: AccountId, supply: SupplyId, reason: String },
    /// The marking is over, and the desk reads all ballots.
    OpenBallots { campaign: CampaignId },
    /// Notes what was decided, with its minutes; `lot` draws between equals.
    DecideCall {
        campaign: CampaignId,
        day: Day,
        reference: String,
        #[serde(default)]
        minutes: Option<FileRef>,
        lot: u64,
        awards: Vec<Award>,
    },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        match self {
            Act::DecideCall { minutes: Some(minutes), .. } => std::slice::from_ref(minutes),
            Act::DecideCall { minutes: None, .. }
            | Act::SubmitProject { .. }
            | Act::AddToProject { .. }
            | Act::AdmitProject { .. }
            | Act::SubmitMarks { .. }
            | Act::WithdrawMarks { .. }
            | Act::OpenBallots { .. } => &[],
        }
    }

    /// Whether only the server can judge it: it knows the ballots and the orders of all.
    pub(crate) fn needs_server(&self) -> bool {
        match self {
            Act::SubmitProject { .. } | Act::SubmitMarks { .. } | Act::DecideCall { .. } => true,
            Act::AddToProject { .. }
            | Act::AdmitProject { .. }
            | Act::WithdrawMarks { .. }
            | Act::OpenBallots { .. } => false,
        }
    }

    /// Whether it is given only while the server answers: a decision spends the money of the call.
    pub(crate) fn is_online_only(&self) -> bool {
        matches!(self, Act::DecideCall { .. })
    }
}
