//! Commands about supplies.

use super::{Carrier, FailReason, Item};
use crate::history::FileRef;
use crate::id::{
    ArticleId, CampaignId, EquipmentId, SiteId, SupplyId, TeacherId, TicketId, VisitId,
};
use crate::loan::Piece;
use crate::money::Cents;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// An article that is asked for, at the price that was seen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Which one.
    pub article: ArticleId,
    /// How many.
    pub quantity: u32,
    /// The price of one that the person saw.
    pub unit: Cents,
}

/// How a leg was done, as far as its author says it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandOver {
    /// During which visit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visit: Option<VisitId>,
    /// Which pieces; none: all of the leg.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub items: Vec<Item>,
    /// Into whose hands.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<TeacherId>,
    /// Who took it, as typed.
    #[serde(default)]
    pub received_by: String,
    /// Which devices, when they have labels.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub equipment: Vec<EquipmentId>,
    /// Devices that enter the fleet by it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub devices: Vec<Labelled>,
    /// Photos.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub photos: Vec<FileRef>,
    /// The label of the unit that is lent, as it was scanned or chosen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// What the unit lacks; nothing when all is there.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lacks: Vec<Piece>,
    /// The key of the ticket that says what it lacks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ticket: Option<TicketId>,
}

/// A device that is handed over, as its label names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Labelled {
    /// The key that it gets in the fleet, unless it is known there.
    pub equipment: EquipmentId,
    /// The place of its line in the supply, from 0.
    pub line: u32,
    /// Its label or serial number, as it was scanned or typed.
    pub label: String,
}

/// Commands about supplies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A site asks for something, or is proposed something.
    AskSupply {
        supply: SupplyId,
        site: SiteId,
        campaign: CampaignId,
        lines: Vec<Asked>,
        #[serde(default)]
        note: String,
        #[serde(default)]
        teacher: Option<TeacherId>,
        #[serde(default)]
        replaces: Vec<EquipmentId>,
    },
    /// Changes how many of what is asked for, before it is decided; the prices stay.
    EditSupply {
        supply: SupplyId,
        lines: Vec<Asked>,
        #[serde(default)]
        note: String,
    },
    /// The authority gives it; its legs ride with that visit, if one is named.
    AcceptSupply {
        supply: SupplyId,
        #[serde(default)]
        visit: Option<VisitId>,
    },
    /// It waits for money or for goods.
    WaitSupply { supply: SupplyId, reason: String },
    /// The authority does not give it.
    RefuseSupply { supply: SupplyId, reason: String },
    /// It can be handed over; its legs ride with that visit, if one is named.
    PrepareSupply {
        supply: SupplyId,
        #[serde(default)]
        visit: Option<VisitId>,
    },
    /// Withdraws it, before anything of it was handed over.
    CancelSupply { supply: SupplyId, reason: String },
    /// Says with whom a leg goes; nothing takes it from whom it was given to.
    PlanLeg { supply: SupplyId, leg: u32, carrier: Option<Carrier> },
    /// A leg was done.
    DoLeg { supply: SupplyId, leg: u32, done: HandOver },
    /// A leg was tried and not done.
    FailLeg {
        supply: SupplyId,
        leg: u32,
        #[serde(default)]
        visit: Option<VisitId>,
        reason: FailReason,
        #[serde(default)]
        text: String,
    },
    /// The school has it all.
    ConfirmSupply { supply: SupplyId },
    /// The school lacks these pieces of what it should have.
    TellMissing {
        supply: SupplyId,
        items: Vec<Item>,
        #[serde(default)]
        text: String,
    },
    /// No answer in time: the server's job closes it.
    CloseSupply { supply: SupplyId },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        match self {
            Act::DoLeg { done, .. } => &done.photos,
            Act::AskSupply { .. }
            | Act::EditSupply { .. }
            | Act::AcceptSupply { .. }
            | Act::WaitSupply { .. }
            | Act::RefuseSupply { .. }
            | Act::PrepareSupply { .. }
            | Act::CancelSupply { .. }
            | Act::PlanLeg { .. }
            | Act::FailLeg { .. }
            | Act::ConfirmSupply { .. }
            | Act::TellMissing { .. }
            | Act::CloseSupply { .. } => &[],
        }
    }

    /// Whether only the server can judge it: others spend the same money.
    pub(crate) fn needs_server(&self) -> bool {
        matches!(self, Act::AskSupply { .. } | Act::EditSupply { .. } | Act::AcceptSupply { .. })
    }
}
