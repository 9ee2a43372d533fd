//! Factors of emission and thresholds of law: dated data with their sources, which a coordinator
//! may correct from a day on.

use crate::day::Day;
use crate::equipment::EquipmentKind;
use crate::order;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a technician drives.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Vehicle {
    /// A van that burns diesel: what is taken as long as nobody said anything.
    #[default]
    Diesel,
    /// A van that burns petrol.
    Petrol,
    /// An electric car or van.
    Electric,
    /// A newer version knows another one.
    #[serde(other)]
    Unknown,
}

impl Vehicle {
    /// All that this version can choose.
    pub const ALL: [Vehicle; 3] = [Vehicle::Diesel, Vehicle::Petrol, Vehicle::Electric];

    /// The one that was driven on a day.
    pub fn on(vehicles: &BTreeMap<Day, Vehicle>, day: Day) -> Vehicle {
        vehicles.range(..=day).next_back().map(|(_, vehicle)| *vehicle).unwrap_or_default()
    }
}

/// A share of purchases that a text of law asks for at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Threshold {
    /// Used before.
    SecondHand,
    /// New, with recycled material.
    Recycled,
    /// Both together.
    Together,
}

/// What a factor is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Key {
    /// Milligrams of CO2e for a kilometre of that vehicle.
    Road(Vehicle),
    /// Grams of CO2e for the manufacture of such a device.
    Making(EquipmentKind),
    /// Months that such a device serves on average, in the studies of the market.
    MarketLife(EquipmentKind),
    /// Least share, in thousandths of the purchases of a calendar year.
    Share(Threshold),
    /// Least share of the retired devices that is used again, in thousandths.
    ReuseShare,
    /// Months of age beyond which a retired device is outside that duty.
    ReuseAge,
    /// Cents that such a device counts for when it is received as a gift.
    Gift(EquipmentKind),
}

impl Key {
    /// All of them, in the order of the screen.
    pub fn all() -> Vec<Key> {
        let roads = Vehicle::ALL.map(Key::Road).into_iter();
        let shares = [Threshold::SecondHand, Threshold::Recycled, Threshold::Together];
        roads
            .chain(EquipmentKind::ALL.map(Key::Making))
            .chain(EquipmentKind::ALL.map(Key::MarketLife))
            .chain(shares.map(Key::Share))
            .chain([Key::ReuseShare, Key::ReuseAge])
            .chain(EquipmentKind::ALL.map(Key::Gift))
            .collect()
    }

    /// Its word in rows and files.
    pub fn word(self) -> &'static str {
        match self {
            Key::Road(Vehicle::Diesel) => "road_diesel",
            Key::Road(Vehicle::Petrol) => "road_petrol",
            Key::Road(Vehicle::Electric) => "road_electric",
            Key::Road(Vehicle::Unknown) => "road_unknown",
            Key::Making(kind) => making(kind),
            Key::MarketLife(kind) => life(kind),
            Key::Share(Threshold::SecondHand) => "share_second_hand",
            Key::Share(Threshold::Recycled) => "share_recycled",
            Key::Share(Threshold::Together) => "share_together",
            Key::ReuseShare => "reuse_share",
            Key::ReuseAge => "reuse_age",
            Key::Gift(kind) => gift(kind),
        }
    }

    /// The one of that word.
    pub fn of_word(word: &str) -> Option<Key> {
        Key::all().into_iter().find(|key| key.word() == word)
    }
}

fn making(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Computer => "making_computer",
        EquipmentKind::Laptop => "making_laptop",
        EquipmentKind::Tablet => "making_tablet",
        EquipmentKind::Projector => "making_projector",
        EquipmentKind::Board => "making_board",
        EquipmentKind::Printer => "making_printer",
        EquipmentKind::Network => "making_network",
        EquipmentKind::Other => "making_other",
    }
}

fn life(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Computer => "life_computer",
        EquipmentKind::Laptop => "life_laptop",
        EquipmentKind::Tablet => "life_tablet",
        EquipmentKind::Projector => "life_projector",
        EquipmentKind::Board => "life_board",
        EquipmentKind::Printer => "life_printer",
        EquipmentKind::Network => "life_network",
        EquipmentKind::Other => "life_other",
    }
}

fn gift(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Computer => "gift_computer",
        EquipmentKind::Laptop => "gift_laptop",
        EquipmentKind::Tablet => "gift_tablet",
        EquipmentKind::Projector => "gift_projector",
        EquipmentKind::Board => "gift_board",
        EquipmentKind::Printer => "gift_printer",
        EquipmentKind::Network => "gift_network",
        EquipmentKind::Other => "gift_other",
    }
}

/// One factor, valid from a day on until the next of its key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Factor {
    /// The word of its [`Key`]; one that this version does not know is kept and not used.
    pub key: String,
    /// The first day on which it is valid.
    pub from: Day,
    /// The number, in the unit of its key.
    pub value: u64,
    /// Who says so.
    pub source: String,
    /// Where it can be read.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub url: String,
    /// What it holds and leaves out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub scope: String,
}

/// All factors, by key and day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Factors(pub Vec<Factor>);

impl Factors {
    /// These, in their order.
    pub fn of(mut all: Vec<Factor>) -> Self {
        order::sort_by(&mut all, |a, b| (&a.key, a.from).cmp(&(&b.key, b.from)));
        Self(all)
    }

    /// The one that is valid on a day: before the first of its key, the first.
    pub fn on(&self, key: Key, day: Day) -> Option<&Factor> {
        let of_key = || self.0.iter().filter(|factor| factor.key == key.word());
        of_key().rfind(|factor| factor.from <= day).or_else(|| of_key().next())
    }

    /// Those of some keys that are valid on a day of a time, by key and day.
    pub fn within(&self, is_wanted: fn(Key) -> bool, first: Day, last: Day) -> Vec<&Factor> {
        let of_key = |key: Key| {
            let valid = self.on(key, first).map(|factor| factor.from);
            self.0.iter().filter(move |factor| {
                let begins = first < factor.from && factor.from <= last;
                factor.key == key.word() && (Some(factor.from) == valid || begins)
            })
        };
        Key::all().into_iter().filter(|key| is_wanted(*key)).flat_map(of_key).collect()
    }

    /// The same of what a text of law says, which does not hold before its first day.
    pub fn holds_on(&self, key: Key, day: Day) -> Option<&Factor> {
        self.on(key, day).filter(|factor| factor.from <= day)
    }

    /// These with another one, in the place of the one of its key and day.
    #[must_use]
    pub fn with(&self, factor: Factor) -> Self {
        let others = self.0.iter().filter(|o| (&o.key, o.from) != (&factor.key, factor.from));
        let mut all: Vec<_> = others.cloned().collect();
        all.push(factor);
        Self::of(all)
    }
}
