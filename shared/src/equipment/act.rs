//! Commands about equipment.

use super::Equipment;
use crate::history::FileRef;
use columns::tagged;
use serde::{Deserialize, Serialize};

/// Commands about equipment.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// Creates and changes equipment from a file.
    ImportEquipment { equipment: Vec<Equipment> },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        &[]
    }
}
