//! Which devices to renew first, and how far the money goes. The same rows on the same day give the
//! same order, on a phone and on a server.

pub mod proposing;

use crate::day::Day;
use crate::equipment::{Equipment, EquipmentState};
use crate::id::{EquipmentId, SiteId};
use crate::order;
use crate::row::State;
use crate::site::SiteKind;
use crate::ticket::TicketKind;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

/// Points of a device whose maker no longer mends its software.
const UNSUPPORTED: u32 = 40;
/// Points of one that is broken, often down, or that a technician would let go.
const WORN: u32 = 25;
/// Most points of its age: those of one that has served its whole life.
const AGE: u32 = 20;
/// Points of one at a site that has few, compared with its like.
const POOR: u32 = 15;
/// Incidents within a year from which on a device is worn.
const INCIDENTS: u32 = 3;
/// Months that incidents count for.
const INCIDENT_MONTHS: u32 = 12;

/// Why a device stands where it stands: points that add up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rank {
    /// For a support that ended.
    pub unsupported: u32,
    /// For being broken, often down or proposed for retirement.
    pub worn: u32,
    /// For its age; `None` when nobody knows that, which is not «new».
    pub age: Option<u32>,
    /// For a site that has few.
    pub poor: u32,
}

impl Rank {
    /// The sum.
    pub fn points(self) -> u32 {
        self.unsupported + self.worn + self.age.unwrap_or(0) + self.poor
    }
}

/// Ranks a device. `incidents` are those of the last [`INCIDENT_MONTHS`] months; `is_poor` says
/// that its site has few devices, compared with its like.
pub fn rank(device: &Equipment, incidents: u32, is_poor: bool, today: Day) -> Rank {
    let is_worn = device.state == EquipmentState::Broken
        || incidents >= INCIDENTS
        || device.proposal.is_some();
    let of = |is: bool, points| if is { points } else { 0 };
    Rank {
        unsupported: of(device.is_unsupported(today), UNSUPPORTED),
        worn: of(is_worn, WORN),
        age: device.age_months(today).map(|months| (AGE * months / device.life()).min(AGE)),
        poor: of(is_poor, POOR),
    }
}

/// A device of the list.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Which.
    pub device: Arc<Equipment>,
    /// Why it stands there.
    pub rank: Rank,
}

/// The devices of which a new one could take the place, the most urgent first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Renewal {
    /// Those whose age is known.
    pub ranked: Vec<Ranked>,
    /// Those whose age nobody knows: apart, for no place among the others would be true.
    pub unknown: Vec<Ranked>,
    /// Those that the school would rather keep.
    pub kept: Vec<Ranked>,
    /// Those in whose place an order in progress brings a new one.
    pub ordered: Vec<Ranked>,
}

impl Renewal {
    /// The list of the devices that `wanted` lets through.
    pub fn of(state: &State, today: Day, wanted: impl Fn(&Equipment) -> bool) -> Self {
        let (incidents, poor) = (incidents(state, today), poor_sites(state));
        let replaced = proposing::replaced(state);
        let mut list = Self::default();
        for device in state.equipment.values().filter(|device| device.serves() && wanted(device)) {
            let count = incidents.get(&device.id).copied().unwrap_or(0);
            let is_poor = poor.get(&device.site).copied().unwrap_or(false);
            let rank = rank(device, count, is_poor, today);
            let ranked = Ranked { device: Arc::clone(device), rank };
            if replaced.contains(&device.id) {
                list.ordered.push(ranked);
                continue;
            }
            match (&device.kept, rank.age) {
                (Some(_), _) => list.kept.push(ranked),
                (None, Some(_)) => list.ranked.push(ranked),
                (None, None) => list.unknown.push(ranked),
            }
        }
        let parts = [&mut list.ranked, &mut list.unknown, &mut list.kept, &mut list.ordered];
        for part in parts {
            order::sort_by(part, |a, b| place(a, today).cmp(&place(b, today)));
        }
        list
    }

    /// How many devices the age is known of, and of how many.
    pub fn known_ages(&self) -> (usize, usize) {
        let apart = self.kept.iter().chain(&self.ordered);
        let known = apart.filter(|ranked| ranked.rank.age.is_some()).count();
        let all = self.ranked.len() + self.unknown.len() + self.kept.len() + self.ordered.len();
        (self.ranked.len() + known, all)
    }
}

/// The place of a device in the list: no two have the same.
fn place(
    ranked: &Ranked,
    today: Day,
) -> (Reverse<u32>, Reverse<Option<u32>>, &SiteId, &str, EquipmentId) {
    let device = &ranked.device;
    let age = device.age_months(today);
    (Reverse(ranked.rank.points()), Reverse(age), &device.site, &device.label, device.id)
}

/// How many incidents of the last months each device had.
fn incidents(state: &State, today: Day) -> BTreeMap<EquipmentId, u32> {
    let first = today.checked_sub_months(chrono::Months::new(INCIDENT_MONTHS)).unwrap_or(today);
    let mut counts = BTreeMap::new();
    for ticket in state.tickets.values() {
        let counts_here = ticket.kind == TicketKind::Incident && ticket.reported_on > first;
        if let Some(device) = ticket.equipment.filter(|_| counts_here) {
            *counts.entry(device).or_insert(0) += 1;
        }
    }
    counts
}

/// For each site, whether it has less than half as many devices that serve as half of the sites of
/// its kind have.
fn poor_sites(state: &State) -> BTreeMap<SiteId, bool> {
    let mut counts: BTreeMap<&SiteId, usize> = BTreeMap::new();
    for site in state.sites.values().filter(|site| site.closed_on.is_none()) {
        counts.insert(&site.id, 0);
    }
    for device in state.equipment.values().filter(|device| device.serves()) {
        if let Some(count) = counts.get_mut(&device.site) {
            *count += 1;
        }
    }
    let median = |kind: SiteKind| {
        let of_kind = |(id, _): &(&&SiteId, &usize)| {
            state.sites.get(**id).is_some_and(|site| site.kind == kind)
        };
        let mut all: Vec<usize> = counts.iter().filter(of_kind).map(|(_, count)| *count).collect();
        order::sort(&mut all);
        all.get(all.len() / 2).copied().unwrap_or(0)
    };
    let (of_schools, of_units) = (median(SiteKind::School), median(SiteKind::TeachingUnit));
    let is_poor = |id: &SiteId, count: usize| {
        let usual = match state.sites.get(id).map(|site| site.kind) {
            Some(SiteKind::School) => of_schools,
            Some(SiteKind::TeachingUnit) => of_units,
            None => 0,
        };
        2 * count < usual
    };
    counts.iter().map(|(id, count)| ((*id).clone(), is_poor(id, *count))).collect()
}

/// How far a sum goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// How many it pays.
    pub count: u64,
    /// Cents that are left then.
    pub left: i64,
    /// Cents that the next one lacks.
    pub missing: i64,
}

/// How many devices a sum pays at one price each, both with tax in cents; `None` without a price
/// above nothing, or for less than nothing.
pub fn cut(total: i64, unit: i64) -> Option<Cut> {
    if unit <= 0 || total < 0 {
        return None;
    }
    let (count, left) = (total / unit, total % unit);
    Some(Cut { count: count.unsigned_abs(), left, missing: unit - left })
}
