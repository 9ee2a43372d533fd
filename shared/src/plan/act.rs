//! Commands about the plan of a quarter and its visits.

use crate::day::HalfDay;
use crate::history::FileRef;
use crate::id::{AccountId, QuarterId, SiteId, VisitId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// A visit to put into the draft of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedVisit {
    /// Its key when the site has no proposal yet; else the existing visit keeps its own.
    pub visit: VisitId,
    /// Where.
    pub site: SiteId,
    /// Who.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
}

/// Where a visit stands in a plan.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Place {
    /// Who.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
}

/// A visit that gives up its half-day: its site is owed one again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct GivenUp {
    /// Which.
    pub visit: VisitId,
    /// Where the author saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Place>,
}

/// A visit that goes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitMove {
    /// Which.
    pub visit: VisitId,
    /// Who makes it then.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
    /// Where the author saw it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Place>,
}

/// Commands about the plan of a quarter and its visits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Replaces the draft of a quarter: every proposal that is not in the list goes.
    ProposePlan { quarter: QuarterId, visits: Vec<ProposedVisit> },
    /// The draft becomes everybody's plan.
    PublishPlan { quarter: QuarterId },
    /// Another half-day or another technician. `from` is where the author saw the visit: a
    /// colleague's move of before that they had not seen is kept, and they are told. It is a place
    /// and no version, so that two moves that are given without a network do not contradict each
    /// other.
    MoveVisit {
        visit: VisitId,
        technician: AccountId,
        slot: HalfDay,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Place>,
    },
    /// Several moves and additions at once: all of them or none. Visits without a possible
    /// half-day give up theirs.
    RepairPlan {
        quarter: QuarterId,
        moves: Vec<VisitMove>,
        #[serde(default)]
        add: Vec<ProposedVisit>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        give_up: Vec<GivenUp>,
    },
    /// Undoes what was done to the plan: visits go back to where they stood, also those that left
    /// the plan, and visits that were added leave it. Where a visit stood before is not asked
    /// again whether it can be made there.
    RestorePlaces {
        quarter: QuarterId,
        visits: Vec<VisitMove>,
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        remove: Vec<GivenUp>,
    },
    /// A technician makes one of their next visits now, in the place of one that could not be
    /// made.
    BringForward { visit: VisitId, slot: HalfDay },
    /// A technician puts a visit that they made earlier back where it was.
    PutBackVisit { visit: VisitId },
    /// Exactly there, or free again.
    PinVisit { visit: VisitId, pinned: bool },
    /// One more visit: urgent, or owed again.
    AddVisit {
        visit: VisitId,
        site: SiteId,
        quarter: QuarterId,
        technician: AccountId,
        slot: HalfDay,
    },
    /// Takes a visit out of the plan.
    CancelVisit {
        visit: VisitId,
        #[serde(default)]
        reason: String,
        /// Where the author saw it.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<Place>,
    },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
