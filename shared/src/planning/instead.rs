//! In the place of a visit that cannot be made: the best other one, computed on the phone.

use super::TRAVEL;
use crate::id::VisitId;
use crate::order;
use crate::rounds::travel_seconds;
use crate::row::State;
use crate::site::{Position, Site};
use crate::slot;
use crate::visit::{Visit, VisitState};
use std::sync::Arc;

/// A later visit of the same technician that can be made now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instead {
    /// The visit to bring forward.
    pub visit: VisitId,
    /// Minutes from the site that is closed; nothing when a position is not known.
    pub minutes: Option<u32>,
    /// Requests of its site that wait for the visit.
    pub requests: usize,
}

/// The `count` nearest sites that are still owed a visit by the technician of `missed`, and are
/// open on its half-day. The way to the other visit of the day counts as much as the way there. Of
/// two that are equally near, the one with more requests comes first.
pub fn instead(state: &State, missed: VisitId, count: usize) -> Vec<Instead> {
    let Some(missed) = state.visits.get(&missed) else {
        return Vec::new();
    };
    let calendar = state.calendar();
    let Some(quarter) = calendar.quarter(&missed.quarter) else {
        return Vec::new();
    };
    let here = position(state, missed);
    let rest_of_day = state.round_of(missed.technician).into_iter().find(|v| {
        v.slot.day == missed.slot.day && v.slot != missed.slot && v.takes_slot() && !v.is_done()
    });
    let after = rest_of_day.and_then(|visit| position(state, &visit));
    let could_be_made = |visit: &&Arc<Visit>| {
        let site = state.sites.get(&visit.site);
        visit.state == VisitState::Planned
            && visit.quarter == missed.quarter
            && visit.slot.day > missed.slot.day
            && site.is_some_and(|site| is_open(state, site, quarter, missed))
    };
    let mut found: Vec<_> = state
        .visits_by(&missed.technician)
        .filter(could_be_made)
        .map(|visit| {
            let there = position(state, visit);
            let way = seconds(here, there);
            let tickets = state.tickets_of(&visit.site).filter(|ticket| ticket.is_for_visit());
            let requests = tickets.count();
            let cost = way.map(|way| way + seconds(there, after).unwrap_or(0));
            let minutes = way.map(|way| (way + 30) / 60);
            let rank = (cost.unwrap_or(u32::MAX), usize::MAX - requests, visit.slot, visit.id);
            (rank, Instead { visit: visit.id, minutes, requests })
        })
        .collect();
    order::sort_by_key(&mut found, |(rank, _)| *rank);
    found.into_iter().take(count).map(|(_, instead)| instead).collect()
}

fn is_open(state: &State, site: &Site, quarter: &crate::day::Quarter, missed: &Visit) -> bool {
    slot::site_obstacle(state, site, quarter, missed.slot).is_none()
}

fn position(state: &State, visit: &Visit) -> Option<Position> {
    state.sites.get(&visit.site)?.position
}

fn seconds(from: Option<Position>, to: Option<Position>) -> Option<u32> {
    let (from, to) = (from?, to?);
    Some(travel_seconds(&TRAVEL, (from.lat, from.lon), (to.lat, to.lon)))
}
