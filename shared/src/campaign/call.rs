//! Calls for projects: what jurors look at, who they are, and what was decided.

use crate::day::Day;
use crate::history::FileRef;
use crate::id::{AccountId, SupplyId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a project is marked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Criterion {
    /// Its name.
    pub label: String,
    /// Its points of the hundred that all criteria share.
    pub weight: u32,
    /// The best mark; the worst is 0.
    pub max: u8,
}

/// The rules of a call, which nobody changes once it is open.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// What projects are marked for. A mark names its criterion by the place here.
    pub criteria: Vec<Criterion>,
    /// Who marks.
    pub jury: BTreeSet<AccountId>,
    /// A school may ask more than once.
    #[serde(default)]
    pub several: bool,
}

impl Call {
    /// What all criteria weigh: a hundred, or the call cannot be opened.
    pub fn weight(&self) -> u32 {
        self.criteria.iter().map(|criterion| criterion.weight).fold(0, u32::saturating_add)
    }
}

/// The place of a project.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct RankedProject {
    /// Which one.
    pub supply: SupplyId,
    /// Its place, from 1; nothing while fewer than two jurors marked it.
    #[serde(default)]
    pub rank: Option<u32>,
    /// Its points, in hundredths.
    #[serde(default)]
    pub hundredths: Option<u32>,
}

/// What was decided, with the places as they were then. It never changes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallDecision {
    /// The day.
    pub day: Day,
    /// The decision, in the words of the authority.
    pub reference: String,
    /// The minutes.
    #[serde(default)]
    pub minutes: Option<FileRef>,
    /// What drew the lot between equals, so that it can be drawn again.
    pub lot: u64,
    /// The places of all projects.
    pub ranking: Vec<RankedProject>,
}
