//! How long devices serve: what weighs most.

use crate::day::{Day, months_between};
use crate::equipment::EquipmentKind;
use crate::row::State;
use crate::ticket::Ticket;
use std::collections::BTreeMap;

/// Ages of a kind of device.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DeviceAges {
    /// Devices.
    pub devices: u64,
    /// Those whose age is known; the others are in no mean.
    pub known: u64,
    /// Months of all of these together.
    pub months: u64,
}

impl DeviceAges {
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
    /// How old the devices are that serve on the last day, by kind.
    pub ages: BTreeMap<EquipmentKind, DeviceAges>,
    /// How old those were that were retired within the time, by kind.
    pub at_end: BTreeMap<EquipmentKind, DeviceAges>,
    /// Requests resolved within the time about a device that had served its whole life: mended
    /// rather than replaced.
    pub mended: usize,
}

/// The life of the fleet on the last of these days, and what ended between them.
pub fn of(state: &State, first: Day, last: Day) -> Life {
    let mut life = Life::default();
    let is_in = |day: Day| first <= day && day <= last;
    for device in state.equipment.values() {
        if device.served_on(last) {
            life.ages.entry(device.kind).or_default().count(device.age_months(last));
        }
        let ended = device.retired.as_ref().filter(|_| !device.serves()).map(|ended| ended.on);
        if let Some(ended) = ended.filter(|day| is_in(*day)) {
            let months = device.since().and_then(|since| months_between(since, ended));
            life.at_end.entry(device.kind).or_default().count(months);
        }
    }
    let is_mended = |ticket: &&std::sync::Arc<Ticket>| {
        let resolved = ticket.resolved_on.filter(|day| is_in(*day));
        let device = ticket.equipment.and_then(|id| state.equipment.get(&id));
        let is_old = resolved.zip(device).and_then(|(day, device)| device.is_beyond_life(day));
        is_old == Some(true)
    };
    life.mended = state.tickets.values().filter(is_mended).count();
    life
}
