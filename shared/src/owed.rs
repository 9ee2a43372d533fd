//! What each site is owed in a quarter. Never stored: always computed.

use crate::day::{Day, Half, HalfDay, Quarter};
use crate::planning;
use crate::row::State;
use crate::site::Site;
use crate::slot;
use crate::visit::{Visit, VisitState};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Where a site stands in a quarter.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owed {
    /// Its half-day is owed and nothing is planned that can be made.
    Due,
    /// A visit is planned where it can be made, or going on.
    Planned,
    /// The half-day was given.
    Done,
    /// The quarter is over, or the planned half-day has passed, and nothing was given.
    Late,
    /// No half-day of the quarter that is left is possible there.
    Impossible,
}

/// A site in a quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Coverage {
    /// The site.
    pub site: Arc<Site>,
    /// Where it stands.
    pub owed: Owed,
    /// The visit that counts: done, or else the one that takes its half-day.
    pub visit: Option<Arc<Visit>>,
}

/// Every site that exists in the quarter, in the order of their keys, and where it stands today.
pub fn coverage(state: &State, quarter: &Quarter, today: Day) -> Vec<Coverage> {
    let mut visits: BTreeMap<_, Vec<&Arc<Visit>>> = BTreeMap::new();
    for visit in state.visits.values().filter(|v| v.quarter == quarter.id) {
        visits.entry(&visit.site).or_default().push(visit);
    }
    state
        .sites
        .values()
        .filter(|site| site.exists_on(quarter.first))
        .map(|site| {
            let of_site = visits.get(&site.id).map_or(&[][..], Vec::as_slice);
            cover(state, site, of_site, quarter, today)
        })
        .collect()
}

fn cover(
    state: &State,
    site: &Arc<Site>,
    visits: &[&Arc<Visit>],
    quarter: &Quarter,
    today: Day,
) -> Coverage {
    let done = visits.iter().find(|v| v.is_done());
    let ahead = visits.iter().filter(|v| v.takes_slot()).min_by_key(|v| v.slot);
    let visit = done.or(ahead).map(|v| Arc::clone(v));
    let can_be_made = |v: &Visit| planning::obstacle(state, v, quarter).is_none();
    let owed = match &visit {
        Some(v) if v.is_done() => Owed::Done,
        Some(v) if v.state == VisitState::OnSite => Owed::Planned,
        Some(v) if v.state == VisitState::Planned && v.slot.day < today => Owed::Late,
        // A visit that cannot be made where it stands is no promise: its site is owed one.
        Some(v) if v.state == VisitState::Planned && can_be_made(v) => Owed::Planned,
        _ if quarter.last < today => Owed::Late,
        _ if !has_possible_slot(state, site, quarter, today) => Owed::Impossible,
        _ => Owed::Due,
    };
    Coverage { site: Arc::clone(site), owed, visit }
}

fn has_possible_slot(state: &State, site: &Site, quarter: &Quarter, today: Day) -> bool {
    crate::day::days(quarter.first.max(today), quarter.last).any(|day| {
        Half::BOTH
            .into_iter()
            .any(|half| slot::site_obstacle(state, site, quarter, HalfDay { day, half }).is_none())
    })
}

/// How many sites stand where.
pub fn count(coverage: &[Coverage]) -> BTreeMap<Owed, usize> {
    let mut counts = BTreeMap::new();
    for line in coverage {
        *counts.entry(line.owed).or_default() += 1;
    }
    counts
}
