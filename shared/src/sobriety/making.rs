//! What the manufacture of devices emitted: as a stock, in the year in which they came, and as a
//! flow, for each year of their life. The two are the same grams seen twice, and never added.

use super::Mass;
use super::factor::{Factors, Key};
use super::known::factors;
use crate::day::Day;
use crate::equipment::{Equipment, EquipmentKind};
use crate::row::State;
use chrono::Datelike;
use std::collections::BTreeMap;

/// The manufacture of some devices.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Making {
    /// Devices that have a factor.
    pub devices: u64,
    /// Devices that have none: in no mass.
    pub without_factor: u64,
    /// What making them emitted.
    pub stock: Mass,
    /// The part of each year of their lives.
    pub a_year: Mass,
    /// The same if each served a year longer.
    pub a_year_longer: Mass,
}

impl Making {
    /// What one more year of life spares each year.
    pub fn spared(&self) -> Mass {
        Mass(self.a_year.0.saturating_sub(self.a_year_longer.0))
    }
}

/// The manufacture of the devices that served on a day.
pub fn of_fleet(state: &State, day: Day) -> Making {
    let factors = factors(&state.settings());
    let served = |device: &&Equipment| device.served_on(day);
    of(state.equipment.values().map(AsRef::as_ref).filter(served), &factors, day)
}

/// The manufacture of the devices that came within a calendar year.
pub fn of_year(state: &State, year: i32, today: Day) -> Making {
    let factors = factors(&state.settings());
    let came = |device: &&Equipment| device.since().is_some_and(|day| day.year() == year);
    of(state.equipment.values().map(AsRef::as_ref).filter(came), &factors, today)
}

/// The manufacture of these devices: with the factor of the day on which each came, or of `today`
/// where that is not known.
pub fn of<'d>(
    devices: impl Iterator<Item = &'d Equipment>,
    factors: &Factors,
    today: Day,
) -> Making {
    let mut groups: BTreeMap<(EquipmentKind, Option<u64>, u32), u64> = BTreeMap::new();
    for device in devices {
        let day = device.since().unwrap_or(today);
        let factor = factors.on(Key::Making(device.kind), day).map(|factor| factor.value);
        *groups.entry((device.kind, factor, device.life())).or_default() += 1;
    }
    let mut making = Making::default();
    for ((_, factor, life), count) in groups {
        let Some(grams) = factor else {
            making.without_factor += count;
            continue;
        };
        let mass = Mass::grams(grams).times(count);
        making.devices += count;
        making.stock = making.stock + mass;
        making.a_year = making.a_year + mass.a_year_of(life);
        making.a_year_longer = making.a_year_longer + mass.a_year_of(life + 12);
    }
    making
}
