//! The end of a device's life: where it goes, and what proves it.
//!
//! Décret 2023-266 of 12 April 2023 counts a device as reused when its taker had committed
//! beforehand and can prove it afterwards.

use crate::day::Day;
use serde::{Deserialize, Serialize};

/// Where a retired device goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Destination {
    /// Used again by the authority itself.
    Inside,
    /// Another public body.
    PublicBody,
    /// Sold.
    Sold,
    /// Given: staff, associations, foundations.
    Given,
    /// Taken back by an approved body or by the supplier, to be used again.
    TakenBack,
    /// Recycled as waste of electric equipment.
    Waste,
    /// Lost or stolen.
    Lost,
    /// A newer version knows another one.
    #[serde(other)]
    Unknown,
}

impl Destination {
    /// All that this version can choose.
    pub const ALL: [Destination; 7] = [
        Destination::Inside,
        Destination::PublicBody,
        Destination::Sold,
        Destination::Given,
        Destination::TakenBack,
        Destination::Waste,
        Destination::Lost,
    ];

    /// Whether the décret counts that as reuse. What the authority uses again itself it does not.
    pub fn is_reuse(self) -> bool {
        match self {
            Destination::PublicBody
            | Destination::Sold
            | Destination::Given
            | Destination::TakenBack => true,
            Destination::Inside | Destination::Waste | Destination::Lost | Destination::Unknown => {
                false
            }
        }
    }

    /// Whether somebody outside the authority then holds what was on it, and by its own will: what
    /// is lost could not be wiped.
    pub fn leaves_the_house(self) -> bool {
        match self {
            Destination::PublicBody
            | Destination::Sold
            | Destination::Given
            | Destination::TakenBack
            | Destination::Waste
            | Destination::Unknown => true,
            Destination::Inside | Destination::Lost => false,
        }
    }
}

/// How a device ended. Its destination is pending until it is chosen, and proved once there is a
/// proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retirement {
    /// The day on which it was retired.
    pub on: Day,
    /// Why.
    #[serde(default)]
    pub reason: String,
    /// It still worked: the duty of reuse is about these alone.
    #[serde(default)]
    pub functional: bool,
    /// The day on which what was on it was erased.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wiped_on: Option<Day>,
    /// Where it goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub destination: Option<Destination>,
    /// Who takes it.
    #[serde(default)]
    pub recipient: String,
    /// The day on which they committed to use it again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub committed_on: Option<Day>,
    /// The day on which it went.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gone_on: Option<Day>,
    /// The document that proves it, in words.
    #[serde(default)]
    pub proof: String,
}

impl Retirement {
    /// Retired on that day; where it goes is not known yet.
    pub fn pending(on: Day, reason: String, functional: bool) -> Self {
        Self {
            on,
            reason,
            functional,
            wiped_on: None,
            destination: None,
            recipient: String::new(),
            committed_on: None,
            gone_on: None,
            proof: String::new(),
        }
    }

    /// Whether there is a proof of where it went.
    pub fn is_proved(&self) -> bool {
        self.destination.is_some() && !self.proof.is_empty()
    }
}
