//! Kilometres of rounds and what they emit: estimated from positions, never measured. A figure is
//! of all technicians together.

use super::Mass;
use super::factor::{Factor, Key, Vehicle};
use super::known::factors;
use crate::day::{Day, HalfDay};
use crate::figures::{ridden, seconds};
use crate::id::{AccountId, SiteId, VisitId};
use crate::order;
use crate::planning;
use crate::row::State;
use crate::site::Position;
use crate::supply::{Carrier, LegState};
use crate::visit::Visit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Decimetres of a second on the road: 45 km/h, as the planner travels.
const DECIMETRES_A_SECOND: u64 = 125;

/// The roads of a time.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Road {
    /// Days on which a technician was on the road.
    pub rounds: usize,
    /// What was driven, in decimetres.
    pub decimetres: u64,
    /// What that emitted.
    pub emitted: Mass,
    /// Decimetres of vehicles without a factor: in no mass.
    pub without_factor: u64,
    /// Requests and hand-overs that rode with a visit.
    pub ridden: usize,
    /// What a trip for each of them would have been, in decimetres: beside what was driven, and
    /// never taken from it.
    pub avoided_decimetres: u64,
    /// What these trips would have emitted.
    pub avoided: Mass,
    /// Sites of these rounds whose position is not exact; those without any add nothing.
    pub inexact: usize,
    /// The factors of all this.
    pub factors: Vec<Factor>,
}

impl Road {
    /// Whole kilometres driven, rounded half up.
    pub fn kilometres(&self) -> u64 {
        (self.decimetres + 5_000) / 10_000
    }

    /// Whole kilometres of vehicles without a factor, rounded half up.
    pub fn kilometres_without_factor(&self) -> u64 {
        (self.without_factor + 5_000) / 10_000
    }

    /// Whole kilometres avoided, rounded half up.
    pub fn avoided_kilometres(&self) -> u64 {
        (self.avoided_decimetres + 5_000) / 10_000
    }
}

/// A place of a round, in its order.
type Place = (HalfDay, u8, SiteId);

/// The roads between two days, both included.
pub fn of(state: &State, first: Day, last: Day) -> Road {
    let factors = factors(&state.settings());
    let is_in = |day: Day| first <= day && day <= last;
    let mut rounds: BTreeMap<(AccountId, Day), Vec<Place>> = BTreeMap::new();
    let mut made: BTreeMap<VisitId, &Arc<Visit>> = BTreeMap::new();
    for visit in state.visits.values().filter(|visit| visit.is_done() && is_in(visit.day())) {
        let place = (visit.slot, 0, visit.site.clone());
        rounds.entry((visit.technician, visit.day())).or_default().push(place);
        made.insert(visit.id, visit);
    }
    for supply in state.supplies.values() {
        for leg in supply.legs.iter().filter(|leg| leg.is_done()) {
            if let Some(Carrier::Stop { technician, slot }) = leg.carrier
                && is_in(slot.day)
            {
                let place = (slot, 1, supply.site.clone());
                rounds.entry((technician, slot.day)).or_default().push(place);
            }
        }
    }
    let mut road = Road { rounds: rounds.len(), ..Road::default() };
    let mut used = BTreeSet::new();
    let mut emitted = |technician: AccountId, day: Day, decimetres: u64| {
        let key = Key::Road(driven(state, technician, day));
        let factor = factors.on(key, day)?;
        used.insert((factor.key.clone(), factor.from));
        Some(Mass::of_way(decimetres, factor.value))
    };
    let mut inexact = BTreeSet::new();
    for ((technician, day), mut places) in rounds {
        order::sort(&mut places);
        places.dedup();
        let decimetres = way(state, technician, &places, &mut inexact);
        road.decimetres += decimetres;
        match emitted(technician, day, decimetres) {
            Some(mass) => road.emitted = road.emitted + mass,
            None => road.without_factor += decimetres,
        }
    }
    road.inexact = inexact.len();
    for visit in rides(state, &made) {
        road.ridden += 1;
        let Some(site) = position(state, &visit.site) else { continue };
        let start = planning::starting_point(state, visit.technician);
        let decimetres = 2 * seconds(start, site) * DECIMETRES_A_SECOND;
        road.avoided_decimetres += decimetres;
        if let Some(mass) = emitted(visit.technician, visit.day(), decimetres) {
            road.avoided = road.avoided + mass;
        }
    }
    let is_used = |factor: &&Factor| used.contains(&(factor.key.clone(), factor.from));
    road.factors = factors.0.iter().filter(is_used).cloned().collect();
    road
}

fn position(state: &State, site: &SiteId) -> Option<Position> {
    state.sites.get(site).and_then(|site| site.position)
}

fn driven(state: &State, technician: AccountId, day: Day) -> Vehicle {
    let account = state.accounts.get(&technician);
    account.map_or_else(Vehicle::default, |account| Vehicle::on(&account.vehicles, day))
}

/// The way of a day from the depot back to it, in decimetres; notes the sites whose position is
/// not exact.
fn way(
    state: &State,
    technician: AccountId,
    places: &[Place],
    inexact: &mut BTreeSet<SiteId>,
) -> u64 {
    let start = planning::starting_point(state, technician);
    let (mut at, mut all) = (start, 0);
    for (.., site) in places {
        let position = position(state, site);
        if position.is_none_or(|position| !position.exact) {
            inexact.insert(site.clone());
        }
        if let Some(next) = position {
            all += seconds(at, next);
            at = next;
        }
    }
    (all + seconds(at, start)) * DECIMETRES_A_SECOND
}

/// The visits with which something rode, once for each request and for each supply.
fn rides<'v>(state: &State, made: &BTreeMap<VisitId, &'v Arc<Visit>>) -> Vec<&'v Arc<Visit>> {
    let mut rides = Vec::new();
    for ticket in state.tickets.values() {
        let ridden = ridden(ticket);
        rides.extend(ridden.iter().rev().find_map(|id| made.get(id)));
    }
    for supply in state.supplies.values() {
        let of_leg = |leg: &crate::supply::Leg| match &leg.state {
            LegState::Done(done) => done.visit,
            LegState::Waiting => None,
        };
        let visits = order::set(supply.legs.iter().filter_map(of_leg));
        rides.extend(visits.iter().filter_map(|id| made.get(id)));
    }
    rides
}
