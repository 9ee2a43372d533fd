//! The equipment of the fleet.

pub mod act;
mod correct;
pub mod end;
mod happened;
pub mod label;
mod rules;
mod sheet;

pub use act::Act;
pub use end::{Destination, Retirement};
pub use happened::Happened;
pub use sheet::EquipmentSheet;

use crate::day::{Day, months_between};
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::history::Entry;
use crate::id::{EquipmentId, Seq, SiteId, SupplyId};
use crate::search::Searched;
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
    /// The day on which it was bought.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bought: Option<Day>,
    /// The day on which it was put in use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_service: Option<Day>,
    /// How long it is meant to serve, in months, where that is not what its kind usually does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_months: Option<u32>,
    /// The last day on which its maker mends its software.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub support_ends: Option<Day>,
    /// Its price with tax, in cents.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price_cents: Option<i64>,
    /// Who gave it, where it was a gift and not bought.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given_by: String,
    /// The supply with which it was handed over, where one is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supply: Option<SupplyId>,
    /// The school would rather go on with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept: Option<Kept>,
    /// A technician thinks that it has served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proposal: Option<Proposal>,
    /// How it ended, while it is [`EquipmentState::Retired`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retired: Option<Retirement>,
    /// What happened to it, for desks alone.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// A school would rather keep a device than have it renewed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// When it said so.
    pub on: Day,
    /// Who said so.
    pub by_name: String,
}

/// A device should go, in the eyes of whoever had it in their hands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// When they said so.
    pub on: Day,
    /// Who.
    pub by_name: String,
    /// Why.
    pub reason: String,
}

impl EquipmentKind {
    /// All of them.
    pub const ALL: [EquipmentKind; 8] = [
        EquipmentKind::Computer,
        EquipmentKind::Laptop,
        EquipmentKind::Tablet,
        EquipmentKind::Projector,
        EquipmentKind::Board,
        EquipmentKind::Printer,
        EquipmentKind::Network,
        EquipmentKind::Other,
    ];

    /// Whether such a device may hold what people wrote or typed: then it is wiped before it goes.
    pub fn has_storage(self) -> bool {
        match self {
            EquipmentKind::Projector => false,
            EquipmentKind::Computer
            | EquipmentKind::Laptop
            | EquipmentKind::Tablet
            | EquipmentKind::Board
            | EquipmentKind::Printer
            | EquipmentKind::Network
            | EquipmentKind::Other => true,
        }
    }

    /// How long such a device is meant to serve, in months: what school authorities of the plan's
    /// size do (5 to 8 years), not the shorter averages of the market.
    pub fn usual_life_months(self) -> u32 {
        match self {
            EquipmentKind::Laptop | EquipmentKind::Tablet => 60,
            EquipmentKind::Computer | EquipmentKind::Printer => 72,
            EquipmentKind::Projector | EquipmentKind::Network | EquipmentKind::Other => 84,
            EquipmentKind::Board => 96,
        }
    }
}

impl Equipment {
    /// A device in service, of which nothing else is known.
    pub fn blank(id: EquipmentId, site: SiteId, kind: EquipmentKind, name: String) -> Self {
        let none = String::new;
        Self {
            id,
            site,
            kind,
            name,
            label: none(),
            serial: none(),
            model: none(),
            room: none(),
            state: EquipmentState::InService,
            acquired: None,
            bought: None,
            in_service: None,
            life_months: None,
            support_ends: None,
            price_cents: None,
            given_by: none(),
            supply: None,
            kept: None,
            proposal: None,
            retired: None,
            history: Vec::new(),
            version: 0,
        }
    }

    /// The day from which its age counts: bought, else put in use, else there.
    pub fn since(&self) -> Option<Day> {
        self.bought.or(self.in_service).or(self.acquired)
    }

    /// Whole years since when it is there; `None` when that is not known, or is to come.
    pub fn age(&self, today: Day) -> Option<u32> {
        today.years_since(self.since()?)
    }

    /// The same in whole months.
    pub fn age_months(&self, today: Day) -> Option<u32> {
        months_between(self.since()?, today)
    }

    /// How long it is meant to serve, in months.
    pub fn life(&self) -> u32 {
        self.life_months.unwrap_or_else(|| self.kind.usual_life_months()).max(1)
    }

    /// Whether its maker no longer mends its software.
    pub fn is_unsupported(&self, today: Day) -> bool {
        self.support_ends.is_some_and(|last| last < today)
    }

    /// Whether it is still part of the fleet.
    pub fn serves(&self) -> bool {
        self.state != EquipmentState::Retired
    }

    /// Whether it was part of the fleet at the end of a day: one whose age nobody knows was always
    /// there.
    pub fn served_on(&self, day: Day) -> bool {
        let is_there = self.since().is_none_or(|since| since <= day);
        let ended = self.retired.as_ref().map(|ended| ended.on);
        is_there && (self.serves() || ended.is_some_and(|on| on > day))
    }

    /// Whether it had served longer than it is meant to, on a day; `None` when that is not known.
    pub fn is_beyond_life(&self, day: Day) -> Option<bool> {
        self.age_months(day).map(|months| months > self.life())
    }

    /// What a search reads: name, label, serial number, model, room.
    pub fn searched(&self) -> Searched {
        Searched::of(&[&self.name, &self.label, &self.serial, &self.model, &self.room])
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

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) if self.site != *site => Sight::Hidden,
            Reach::Technician { sites, .. } if !sites.contains(&self.site) => Sight::Hidden,
            Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
            Reach::School(_) | Reach::Technician { .. } if self.history.is_empty() => Sight::Whole,
            Reach::School(_) | Reach::Technician { .. } => {
                Sight::Short(Equipment { history: Vec::new(), ..self.clone() })
            }
        }
    }

    fn followed(_: &Viewer) -> Followed<EquipmentId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
