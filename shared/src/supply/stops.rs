//! Stops («arrêts»): a round passes by another school between its two half-days, to hand something
//! over or to take it back. A stop spends no half-day of the school, and coverage never counts it.

use super::{Carrier, Leg, Supply};
use crate::day::{Day, Half, HalfDay};
use crate::decide::context::bad;
use crate::id::{AccountId, SiteId};
use crate::limits::{HAND_OVER_MINUTES, STOP_DETOUR_MINUTES, STOP_MINUTES};
use crate::order;
use crate::planning::{TRAVEL, starting_point};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::rounds::travel_seconds;
use crate::row::State;
use crate::site::{Position, Site};
use crate::slot;
use crate::visit::{Visit, VisitState};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Supply {
    /// Minutes that a leg takes at a stop: what is handed over or taken back, and its work.
    pub fn stop_minutes(&self, leg: &Leg) -> u32 {
        HAND_OVER_MINUTES.saturating_add(self.minutes(leg))
    }

    /// The legs of a technician's stops that still wait, with their half-days.
    pub fn stops_of(&self, technician: AccountId) -> impl Iterator<Item = (HalfDay, &Leg)> {
        self.waiting().filter_map(move |leg| match leg.carrier {
            Some(Carrier::Stop { technician: of, slot }) if of == technician => Some((slot, leg)),
            Some(Carrier::Stop { .. } | Carrier::Visit(_))
            | Some(Carrier::Collect | Carrier::Supplier(_))
            | None => None,
        })
    }
}

/// A half-day of a technician on which a stop costs little.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Offer {
    /// Whose round.
    pub technician: AccountId,
    /// Between the halves of that day; the half on which the school is open.
    pub slot: HalfDay,
    /// Seconds on the road more than without the stop.
    pub detour_s: u32,
}

impl Offer {
    /// Minutes on the road more than without the stop, rounded.
    pub fn minutes(&self) -> u32 {
        (self.detour_s + 30) / 60
    }
}

/// Whether a leg may be done at a stop of that technician on that half-day.
///
/// # Errors
/// What stands against it: the school is closed, the technician does not work, the half-day has
/// passed, or its stops would take more than [`STOP_MINUTES`].
pub(super) fn may_stop(
    state: &State,
    supply: &Supply,
    leg: &Leg,
    (technician, slot): (AccountId, HalfDay),
    today: Day,
) -> Result<(), Refusal> {
    if slot.day < today {
        return Err(bad(FieldName::Day, FieldProblem::Invalid));
    }
    let site = state.sites.get(&supply.site);
    let closed = site.and_then(|site| slot::closed(state, site, slot));
    let obstacle = closed.or_else(|| slot::technician_obstacle(state, technician, slot));
    if let Some(obstacle) = obstacle {
        let site = supply.site.clone();
        return Err(Refusal::Slot { site, slot, technician, obstacle });
    }
    let (minutes, left) = (supply.stop_minutes(leg), left(state, technician, slot, (supply, leg)));
    if minutes > left { Err(Refusal::StopTooLong { minutes, left }) } else { Ok(()) }
}

/// Minutes that a technician's stops of a half-day leave for that leg.
fn left(
    state: &State,
    technician: AccountId,
    slot: HalfDay,
    (supply, leg): (&Supply, &Leg),
) -> u32 {
    let open = state.supplies.values().filter(|other| other.state.is_open());
    let taken = open.flat_map(|other| {
        let of = other.stops_of(technician).filter(move |(at, _)| *at == slot);
        let others = of.filter(move |(_, one)| (other.id, one.id) != (supply.id, leg.id));
        others.map(move |(_, one)| other.stop_minutes(one))
    });
    STOP_MINUTES.saturating_sub(taken.fold(0, u32::saturating_add))
}

/// What is on the way of a technician on one day: the sites of both half-days.
type OfDay<'a> = BTreeMap<(AccountId, Day), Vec<&'a Arc<Visit>>>;

/// The `count` half-days on which a stop for that leg costs least, from a day until another one:
/// those on which a published round passes near and its technician has the minutes. Of two that
/// cost the same the earlier one comes first. None when the place of the site is not known.
pub fn offers(
    state: &State,
    supply: &Supply,
    leg: &Leg,
    (from, until): (Day, Day),
    count: usize,
) -> Vec<Offer> {
    let Some(site) = state.sites.get(&supply.site) else { return Vec::new() };
    let Some(position) = site.position else { return Vec::new() };
    let mut days: OfDay<'_> = BTreeMap::new();
    let is_ahead = |visit: &&Arc<Visit>| {
        visit.state == VisitState::Planned && from <= visit.slot.day && visit.slot.day <= until
    };
    for visit in state.visits.values().filter(is_ahead) {
        days.entry((visit.technician, visit.slot.day)).or_default().push(visit);
    }
    let offer = |((technician, day), visits): (&(AccountId, Day), &Vec<&Arc<Visit>>)| {
        let detour_s = detour(state, *technician, visits, position)?;
        let is_near = detour_s <= STOP_DETOUR_MINUTES * 60;
        let slot = is_near.then(|| open_half(state, site, supply, leg, (*technician, *day)))??;
        Some(Offer { technician: *technician, slot, detour_s })
    };
    let mut found: Vec<_> = days.iter().filter_map(offer).collect();
    order::sort_by_key(&mut found, |offer| (offer.detour_s, offer.slot, offer.technician));
    found.truncate(count);
    found
}

/// The half of the day, nearest to noon, on which the leg may be done at a stop.
fn open_half(
    state: &State,
    site: &Site,
    supply: &Supply,
    leg: &Leg,
    (technician, day): (AccountId, Day),
) -> Option<HalfDay> {
    let is_possible = |slot: &HalfDay| {
        slot::closed(state, site, *slot).is_none()
            && may_stop(state, supply, leg, (technician, *slot), day).is_ok()
    };
    Half::BOTH.map(|half| HalfDay { day, half }).into_iter().find(is_possible)
}

/// Seconds that a stop between the two halves of a day adds to the way; nothing when a place on
/// the way is not known.
fn detour(
    state: &State,
    technician: AccountId,
    visits: &[&Arc<Visit>],
    stop: Position,
) -> Option<u32> {
    let at = |half: Half| -> Option<Position> {
        match visits.iter().find(|visit| visit.slot.half == half) {
            Some(visit) => state.sites.get(&visit.site)?.position,
            None => Some(starting_point(state, technician)),
        }
    };
    let (before, after) = (at(Half::Morning)?, at(Half::Afternoon)?);
    let with = seconds(before, stop).saturating_add(seconds(stop, after));
    Some(with.saturating_sub(seconds(before, after)))
}

fn seconds(from: Position, to: Position) -> u32 {
    travel_seconds(&TRAVEL, (from.lat, from.lon), (to.lat, to.lon))
}

/// A stop of a technician: where and when.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Stop {
    /// The half-day between whose visits it stands.
    pub slot: HalfDay,
    /// Where.
    pub site: SiteId,
}

/// The stops of a technician that still wait, in their order, each site of a half-day once.
pub fn ahead(state: &State, technician: AccountId) -> Vec<Stop> {
    let of = |supply: &Arc<Supply>| -> Vec<(HalfDay, SiteId)> {
        let open = supply.stops_of(technician);
        open.map(|(slot, _)| (slot, supply.site.clone())).collect()
    };
    let all = order::set(state.supplies.values().flat_map(of));
    all.into_iter().map(|(slot, site)| Stop { slot, site }).collect()
}
