//! Legs: what is carried to the site, taken from it or done there for a supply.

use crate::day::{Day, HalfDay};
use crate::history::{Declared, FileRef};
use crate::id::{AccountId, EquipmentId, TeacherId, VisitId};
use crate::loan::Piece;
use serde::{Deserialize, Serialize};

/// What is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegKind {
    /// «À remettre»: something is handed over.
    Deliver,
    /// «À reprendre»: something that was lent comes back.
    TakeBack,
    /// «À faire»: work in the visit.
    Perform,
    /// «À reprendre»: equipment that is replaced goes.
    TakeAway,
}

impl LegKind {
    /// The school has more after it than before.
    pub fn gives(self) -> bool {
        matches!(self, LegKind::Deliver | LegKind::Perform)
    }
}

/// With whom it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Carrier {
    /// A visit of the site.
    Visit(VisitId),
    /// A round that passes by.
    Stop {
        /// Whose.
        technician: AccountId,
        /// When.
        slot: HalfDay,
    },
    /// The school comes for it.
    Collect,
    /// The supplier brings it, on that day.
    Supplier(Day),
}

/// Some pieces of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// The place of the line in its supply, from 0.
    pub line: u32,
    /// How many.
    pub quantity: u32,
    /// How many of them the school does not have, it says.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub missing: u32,
}

// Serde hands over a reference.
#[allow(clippy::trivially_copy_pass_by_ref)]
fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Item {
    /// That many of a line.
    pub fn new(line: u32, quantity: u32) -> Self {
        Self { line, quantity, missing: 0 }
    }
}

/// Why a leg could not be done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FailReason {
    /// Nobody was there to take it.
    NobodyThere,
    /// It was not in the car, or was damaged.
    NotWithMe,
    /// Too little time was left.
    NoTime,
    /// Its user has not had the training.
    Training,
    /// The school does not want it any more.
    Declined,
    /// Anything else, said in words.
    Other,
    /// A newer version said a reason that this one does not know.
    #[serde(other)]
    Unknown,
}

impl FailReason {
    /// Those that a person may choose, in the order of the screen.
    pub const ALL: [FailReason; 5] = [
        FailReason::NobodyThere,
        FailReason::NotWithMe,
        FailReason::NoTime,
        FailReason::Declined,
        FailReason::Other,
    ];
}

/// What the rules would not have let happen, had the device known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Anomaly {
    /// The supply had been withdrawn or refused.
    AfterEnd,
    /// Somebody else says that they did it too.
    ToldTwice,
    /// Its user had not had the training.
    Untrained,
    /// Another school says to have the same unit.
    UnitElsewhere,
    /// A newer version said something that this one does not know.
    #[serde(other)]
    Unknown,
}

/// How a leg was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LegDone {
    /// When, by the clock of whoever did it.
    pub when: Declared,
    /// Who.
    pub by: AccountId,
    /// Their name.
    pub by_name: String,
    /// During which visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Who took it, as typed.
    #[serde(default)]
    pub received_by: String,
    /// Which devices, when they have labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<EquipmentId>,
    /// Photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileRef>,
    /// What a unit that is lent lacked.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<Piece>,
}

/// Whether a leg was done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LegState {
    /// It is still to be done.
    Waiting,
    /// It was done.
    Done(LegDone),
}

/// One thing that is done at the site for a supply.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Leg {
    /// Its number in the supply, from 1.
    pub id: u32,
    /// What is done.
    pub kind: LegKind,
    /// With which lines.
    #[serde(default)]
    pub items: Vec<Item>,
    /// With which devices of the fleet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<EquipmentId>,
    /// With whom it goes; nothing while that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub carrier: Option<Carrier>,
    /// Into whose hands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TeacherId>,
    /// Whether it was done.
    pub state: LegState,
    /// Why it was not done when it was tried last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<FailReason>,
    /// What the rules would not have let happen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anomalies: Vec<Anomaly>,
}

impl Leg {
    /// A leg that waits.
    pub fn waiting(id: u32, kind: LegKind, items: Vec<Item>) -> Self {
        Self {
            id,
            kind,
            items,
            equipment: Vec::new(),
            carrier: None,
            to: None,
            state: LegState::Waiting,
            failed: None,
            anomalies: Vec::new(),
        }
    }

    /// Whether it was done.
    pub fn is_done(&self) -> bool {
        matches!(self.state, LegState::Done(_))
    }

    /// How it was done.
    pub fn done(&self) -> Option<&LegDone> {
        match &self.state {
            LegState::Done(done) => Some(done),
            LegState::Waiting => None,
        }
    }

    /// The same, to complete it.
    pub(super) fn done_mut(&mut self) -> Option<&mut LegDone> {
        match &mut self.state {
            LegState::Done(done) => Some(done),
            LegState::Waiting => None,
        }
    }

    /// How many of a line it holds, less those that the school says it lacks.
    pub fn counted(&self, line: u32) -> u32 {
        let of = self.items.iter().filter(|item| item.line == line);
        of.map(|item| item.quantity.saturating_sub(item.missing)).sum()
    }

    /// Its photos.
    pub(crate) fn files(&self) -> impl Iterator<Item = &FileRef> {
        self.done().into_iter().flat_map(|done| &done.photos)
    }
}
