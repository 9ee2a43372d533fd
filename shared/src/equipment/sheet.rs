//! What a desk may correct of a device. A command holds it as it was and as it should be, so that
//! two people who correct different fields are both right.

use super::{Equipment, EquipmentKind, EquipmentState};
use crate::day::Day;
use serde::{Deserialize, Serialize};

/// What a desk may correct.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs)] // The fields are those of [`Equipment`].
pub struct EquipmentSheet {
    pub kind: EquipmentKind,
    pub name: String,
    #[serde(default)]
    pub label: String,
    #[serde(default)]
    pub serial: String,
    #[serde(default)]
    pub model: String,
    #[serde(default)]
    pub room: String,
    pub state: EquipmentState,
    #[serde(default)]
    pub bought: Option<Day>,
    #[serde(default)]
    pub in_service: Option<Day>,
    #[serde(default)]
    pub life_months: Option<u32>,
    #[serde(default)]
    pub support_ends: Option<Day>,
    #[serde(default)]
    pub price_cents: Option<i64>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub given_by: String,
}

impl Equipment {
    /// What a desk may correct of it.
    pub fn sheet(&self) -> EquipmentSheet {
        EquipmentSheet {
            kind: self.kind,
            name: self.name.clone(),
            label: self.label.clone(),
            serial: self.serial.clone(),
            model: self.model.clone(),
            room: self.room.clone(),
            state: self.state,
            bought: self.bought,
            in_service: self.in_service,
            life_months: self.life_months,
            support_ends: self.support_ends,
            price_cents: self.price_cents,
            given_by: self.given_by.clone(),
        }
    }
}
