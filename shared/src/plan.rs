//! The plan of a quarter.

pub mod act;
mod moving;
pub(crate) mod placing;
mod repair;
mod rules;
pub mod undo;

pub use act::{Act, GivenUp, Place, ProposedVisit, VisitMove};

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Sight, Viewer};
use crate::id::{QuarterId, Seq};
use serde::{Deserialize, Serialize};

/// Draft or published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Only dispatchers see it.
    Draft,
    /// Technicians and schools see it.
    Published,
}

/// All visits of a quarter; the visits themselves are rows of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which quarter: its key.
    pub quarter: QuarterId,
    /// Draft or published.
    pub state: PlanState,
    /// How often it was published.
    pub published: u32,
    /// The day of the last publication.
    #[serde(default)]
    pub published_on: Option<Day>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Entity for Plan {
    type Key = QuarterId;

    fn key(&self) -> QuarterId {
        self.quarter.clone()
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets { quarter: Some(self.quarter.clone()), ..Facets::default() }
    }

    fn sight(&self, _: &Viewer) -> Sight<Self> {
        Sight::Whole
    }

    fn followed(_: &Viewer) -> Followed<QuarterId> {
        Followed::All
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
