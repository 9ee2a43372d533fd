//! How long devices serve: what weighs most.

use crate::day::{Day, months_between};
use crate::equipment::EquipmentKind;
use crate::row::State;
use std::collections::BTreeMap;

/// Ages of a kind of device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ages {
    /// Devices.
    pub devices: u64,
    /// Those whose age is known; the others are in no mean.
    pub known: u64,
    /// Months of all of these together.
    pub months: u64,
}

impl Ages {
    /// Tenths of a year on average, rounded half up; `None` when no age is known.
    pub fn tenths_of_years(self) -> Option<u64> {
        (self.known > 0).then(|| (10 * self.months + 6 * self.known) / (12 * self.known))
    }

    fn count(&mut self, months: Option<u32>) {
        self.devices += 1;
        if let Some(months) = months {
            self.known += 1;
            self.months += u64::from(months);
        }
    }
}

/// The life of the fleet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Life {
    /// How old the devices are that serve, by kind.
    pub ages: BTreeMap<EquipmentKind, Ages>,
    /// How old those were that were retired within the time, by kind.
    pub at_end: BTreeMap<EquipmentKind, Ages>,
    /// Requests resolved within the time about a device that had served its whole life: mended
    /// rather than replaced.
    pub mended: usize,
}

/// The life of the fleet on the last of these days, and what ended between them.
pub fn of(state: &State, first: Day, last: Day) -> Life {
    let mut life = Life::default();
    for device in state.equipment.values() {
        match &device.retired {
            Some(ended) if !device.serves() => {
                if first <= ended.on && ended.on <= last {
                    let months = device.since().and_then(|since| months_between(since, ended.on));
                    life.at_end.entry(device.kind).or_default().count(months);
                }
            }
            _ if device.serves() => {
                life.ages.entry(device.kind).or_default().count(device.age_months(last));
            }
            Some(_) | None => {}
        }
    }
    let resolved = state
        .tickets
        .values()
        .filter(|ticket| ticket.resolved_on.is_some_and(|day| first <= day && day <= last));
    life.mended = resolved
        .filter(|ticket| {
            let device = ticket.equipment.and_then(|id| state.equipment.get(&id));
            device.is_some_and(|device| {
                device.age_months(last).is_some_and(|months| months > device.life())
            })
        })
        .count();
    life
}
