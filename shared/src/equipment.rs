//! The equipment of the fleet.

pub mod act;
pub mod label;
mod rules;

pub use act::Act;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Reader, Sight};
use crate::id::{EquipmentId, Seq, SiteId};
use serde::{Deserialize, Serialize};

/// What a piece of equipment is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EquipmentKind {
    /// Fixed computer.
    Computer,
    /// Laptop.
    Laptop,
    /// Tablet of the pupils' fleet.
    Tablet,
    /// Video projector.
    Projector,
    /// Interactive board or screen.
    Board,
    /// Printer or copier.
    Printer,
    /// Switch, access point, box.
    Network,
    /// Anything else.
    Other,
}

/// Whether a piece of equipment serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EquipmentState {
    /// In use.
    InService,
    /// Broken or away for repair.
    Broken,
    /// Withdrawn; kept for its history.
    Retired,
}

/// A device of the fleet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Equipment {
    /// Its key.
    pub id: EquipmentId,
    /// Where it is.
    pub site: SiteId,
    /// What it is.
    pub kind: EquipmentKind,
    /// Its name in the fleet.
    pub name: String,
    /// The text of its label: inventory number, what the scanner reads.
    #[serde(default)]
    pub label: String,
    /// Serial number of the maker.
    #[serde(default)]
    pub serial: String,
    /// Maker and model.
    #[serde(default)]
    pub model: String,
    /// Room, in the school's words.
    #[serde(default)]
    pub room: String,
    /// Whether it serves.
    pub state: EquipmentState,
    /// The day since when it is there, if it is known: bought, delivered or put in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub acquired: Option<Day>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Equipment {
    /// Whole years since when it is there; `None` when that is not known, or is to come.
    pub fn age(&self, today: Day) -> Option<u32> {
        today.years_since(self.acquired?)
    }

    /// The key by which two imports recognise the same thing: its label, or else its serial
    /// number. `None` when it has neither.
    pub fn import_key(&self) -> Option<&str> {
        [&self.label, &self.serial].into_iter().map(|t| t.trim()).find(|t| !t.is_empty())
    }
}

impl Entity for Equipment {
    type Key = EquipmentId;

    fn key(&self) -> EquipmentId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets { site: Some(self.site.clone()), open: true, ..Facets::default() }
    }

    fn sight(&self, reader: &Reader) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) => Sight::whole_if(self.site == *site),
            Reach::Technician { sites, .. } => Sight::whole_if(sites.contains(&self.site)),
            Reach::Observer(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Reader) -> Followed<EquipmentId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
