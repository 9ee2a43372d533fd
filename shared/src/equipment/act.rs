//! Commands about equipment.

use super::{Destination, Equipment, EquipmentSheet};
use crate::day::Day;
use crate::history::FileRef;
use crate::id::{EquipmentId, SiteId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// The end of the support of a model.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SupportEnd {
    /// Maker and model, whatever their capitals.
    pub model: String,
    /// The last day.
    pub on: Day,
}

/// Commands about equipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Creates and changes equipment from a file.
    ImportEquipment { equipment: Vec<Equipment> },
    /// Says of every device of these models when its support ends.
    ImportSupportEnds { ends: Vec<SupportEnd> },
    /// Corrects what is known of a device: from what the author saw to what they wrote.
    EditEquipment { equipment: EquipmentId, was: Box<EquipmentSheet>, now: Box<EquipmentSheet> },
    /// It is at another site.
    MoveEquipment { equipment: EquipmentId, from: SiteId, to: SiteId },
    /// It should go.
    ProposeRetirement { equipment: EquipmentId, reason: String },
    /// The school would rather keep it, or no longer.
    KeepEquipment { equipment: EquipmentId, keep: bool },
    /// It goes.
    RetireEquipment { equipment: EquipmentId, on: Day, reason: String, functional: bool },
    /// It does not go after all.
    ReviveEquipment { equipment: EquipmentId },
    /// What was on it is erased.
    WipeEquipment { equipment: EquipmentId, on: Day },
    /// Where a retired device goes, and since when it is gone.
    DirectEquipment {
        equipment: EquipmentId,
        destination: Destination,
        #[serde(default)]
        recipient: String,
        #[serde(default)]
        committed_on: Option<Day>,
        #[serde(default)]
        gone_on: Option<Day>,
    },
    /// The document that proves where it went.
    ProveDestination { equipment: EquipmentId, proof: String },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
