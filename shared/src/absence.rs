//! Absences of technicians.

pub mod act;
mod rules;

pub use act::Act;

use crate::day::HalfDay;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::id::{AbsenceId, AccountId, Seq};
use serde::{Deserialize, Serialize};

/// Half-days on which a technician does not work; both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its key.
    pub id: AbsenceId,
    /// Who.
    pub technician: AccountId,
    /// First half-day.
    pub first: HalfDay,
    /// Last half-day, included.
    pub last: HalfDay,
    /// It was withdrawn.
    #[serde(default)]
    pub cancelled: bool,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Absence {
    /// Whether it holds this half-day.
    pub fn holds(&self, slot: HalfDay) -> bool {
        !self.cancelled && self.first <= slot && slot <= self.last
    }
}

impl Entity for Absence {
    type Key = AbsenceId;

    fn key(&self) -> AbsenceId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets { owner: Some(self.technician), ..Facets::default() }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::Technician { .. } => Sight::whole_if(self.technician == reader.account),
            Reach::School(_) | Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Viewer) -> Followed<AbsenceId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        Ages::From(self.last.day, Period::Absences)
    }
}
