//! What a plan costs in travel, what it spares, and whether communes are served alike.

use crate::day::{Day, HalfDay, Quarter};
use crate::id::{AccountId, CommuneId, SiteId, VisitId};
use crate::order;
use crate::owed::{Coverage, Owed};
use crate::planning;
use crate::planning::TRAVEL;
use crate::rounds::travel_seconds;
use crate::row::State;
use crate::site::Position;
use crate::ticket::Happened;
use crate::ticket::Ticket;
use crate::visit::Visit;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// A visit on the way.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadStop {
    /// The visit.
    pub visit: VisitId,
    /// Its site.
    pub site: SiteId,
    /// Its half-day.
    pub slot: HalfDay,
    /// Where the site is, if it is known.
    pub position: Option<Position>,
}

/// The way of a technician on one day: from where they start, to each site, and back.
#[derive(Debug, Clone, PartialEq)]
pub struct DayRound {
    /// Who.
    pub technician: AccountId,
    /// Where the day begins and ends, if it is known.
    pub depot: Option<Position>,
    /// In order.
    pub stops: Vec<RoadStop>,
}

impl DayRound {
    /// The places of the way that are known, from the depot back to it.
    pub fn way(&self) -> Vec<Position> {
        let stops = self.stops.iter().filter_map(|stop| stop.position);
        self.depot.into_iter().chain(stops).chain(self.depot).collect()
    }

    /// Seconds on the road, between the places that are known.
    pub fn seconds(&self) -> u64 {
        self.way().windows(2).map(|leg| seconds(leg[0], leg[1])).sum()
    }
}

pub(crate) fn seconds(from: Position, to: Position) -> u64 {
    u64::from(travel_seconds(&TRAVEL, (from.lat, from.lon), (to.lat, to.lon)))
}

/// Kilometres that so many seconds of travel stand for.
pub fn kilometres(seconds: u64) -> u64 {
    (seconds as f64 / 3_600.0 * TRAVEL.speed_kmh).round() as u64
}

/// The rounds of a day, by technician; drafts too.
pub fn day_rounds(state: &State, day: Day) -> Vec<DayRound> {
    rounds_between(state, day, day)
}

/// The rounds of each day between two, both included, by technician; drafts too.
pub fn rounds_between(state: &State, first: Day, last: Day) -> Vec<DayRound> {
    let is_there = |day: Day| first <= day && day <= last;
    let visits = state.visits.values().filter(|v| v.takes_slot() && is_there(v.slot.day));
    rounds(state, visits)
}

fn rounds<'a>(state: &State, visits: impl Iterator<Item = &'a Arc<Visit>>) -> Vec<DayRound> {
    let mut days: BTreeMap<(AccountId, Day), Vec<RoadStop>> = BTreeMap::new();
    for visit in visits {
        let position = state.sites.get(&visit.site).and_then(|site| site.position);
        let (id, site, slot) = (visit.id, visit.site.clone(), visit.slot);
        let stop = RoadStop { visit: id, site, slot, position };
        days.entry((visit.technician, slot.day)).or_default().push(stop);
    }
    let round = |((technician, _), mut stops): ((AccountId, Day), Vec<RoadStop>)| {
        order::sort_by_key(&mut stops, |stop| (stop.slot, stop.visit));
        DayRound { technician, depot: Some(planning::starting_point(state, technician)), stops }
    };
    days.into_iter().map(round).collect()
}

/// The travel of a quarter's plan, against one trip for each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct TravelFigures {
    /// Days on which a technician is on the road.
    pub trips: usize,
    /// Seconds of travel.
    pub seconds: u64,
    /// Requests that ride with the visits.
    pub requests: usize,
    /// Seconds of travel if each of them had its own trip, beside the visits.
    pub request_seconds: u64,
}

/// The travel of a quarter, drafts too. A request rides with a visit when it was put on it, done
/// or not.
pub fn travel(state: &State, quarter: &Quarter) -> TravelFigures {
    let visits: Vec<_> =
        state.visits.values().filter(|v| v.quarter == quarter.id && v.takes_slot()).collect();
    let rounds = rounds(state, visits.iter().copied());
    let of_quarter: BTreeMap<_, _> = visits.iter().map(|visit| (visit.id, *visit)).collect();
    let mut figures = TravelFigures {
        trips: rounds.len(),
        seconds: rounds.iter().map(DayRound::seconds).sum(),
        ..TravelFigures::default()
    };
    for ticket in state.tickets.values() {
        let rides = ridden(ticket);
        let Some(visit) = rides.iter().rev().find_map(|id| of_quarter.get(id)) else { continue };
        figures.requests += 1;
        let site = state.sites.get(&visit.site).and_then(|site| site.position);
        if let Some(site) = site {
            let start = planning::starting_point(state, visit.technician);
            figures.request_seconds += 2 * seconds(start, site);
        }
    }
    figures
}

/// The visits with which a ticket rode, oldest first.
pub(crate) fn ridden(ticket: &Ticket) -> Vec<VisitId> {
    let planned = ticket.history.iter().filter_map(|entry| match entry.what {
        Happened::Planned { visit } => Some(visit),
        _ => None,
    });
    planned.chain(ticket.visit()).collect()
}

/// How one commune is served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CommuneFigures {
    /// Its name.
    pub name: String,
    /// How many of its sites stand where.
    pub counts: BTreeMap<Owed, usize>,
}

impl CommuneFigures {
    /// Sites that are owed a visit.
    pub fn sites(&self) -> usize {
        self.counts.values().sum()
    }

    /// How many stand there.
    pub fn count(&self, owed: Owed) -> usize {
        self.counts.get(&owed).copied().unwrap_or(0)
    }

    /// Hundredths of its sites that were given their half-day.
    pub fn done_percent(&self) -> usize {
        self.count(Owed::Done) * 100 / self.sites().max(1)
    }
}

/// The communes, by name.
pub fn by_commune(coverage: &[Coverage]) -> Vec<CommuneFigures> {
    let mut communes: BTreeMap<(&str, &CommuneId), BTreeMap<Owed, usize>> = BTreeMap::new();
    for line in coverage {
        let key = (line.site.commune_name.as_str(), &line.site.commune);
        *communes.entry(key).or_default().entry(line.owed).or_default() += 1;
    }
    let line =
        |((name, _), counts): ((&str, _), _)| CommuneFigures { name: name.to_owned(), counts };
    communes.into_iter().map(line).collect()
}

/// The least and the best served communes among those that have at least two sites: hundredths
/// of their sites that were given their half-day. `None` when there is none.
pub fn fairness(communes: &[CommuneFigures]) -> Option<(usize, usize)> {
    let several = communes.iter().filter(|commune| commune.sites() > 1);
    let percents: BTreeSet<_> = several.map(CommuneFigures::done_percent).collect();
    Some((*percents.first()?, *percents.last()?))
}
