//! Where the visits of a quarter stand, and which of them cannot stay there.

use crate::day::{Day, Quarter};
use crate::id::{SiteId, VisitId};
use crate::plan::Place;
use crate::refusal::Obstacle;
use crate::row::State;
use crate::slot;
use crate::visit::Visit;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The hard rule that a visit breaks where it stands, as after an absence or a closure; `None`
/// when it can be made. Who does not see the accounts of technicians knows of nothing against
/// them.
pub fn obstacle(state: &State, visit: &Visit, quarter: &Quarter) -> Option<Obstacle> {
    let at = state.sites.get(&visit.site);
    let site = at.and_then(|site| slot::site_obstacle(state, site, quarter, visit.slot));
    let is_known = state.accounts.contains_key(&visit.technician);
    let technician = || {
        let skill = || slot::skill_obstacle(state, at?, visit.technician);
        slot::technician_obstacle(state, visit.technician, visit.slot).or_else(skill)
    };
    site.or_else(|| is_known.then(technician).flatten())
}

/// The visits of a quarter to come that break a hard rule where they stand, after an absence or
/// a closure, or because somebody left.
pub fn broken(state: &State, quarter: &Quarter, today: Day) -> BTreeSet<VisitId> {
    let to_come =
        |v: &&Arc<Visit>| v.quarter == quarter.id && v.is_to_come() && v.slot.day >= today;
    let breaks = |v: &&Arc<Visit>| obstacle(state, v, quarter).is_some();
    state.visits.values().filter(to_come).filter(breaks).map(|v| v.id).collect()
}

/// The visit that counts for a site in a quarter: begun or made, or else the first one planned.
pub fn standing<'a>(
    state: &'a State,
    quarter: &Quarter,
    site: &'a SiteId,
) -> Option<&'a Arc<Visit>> {
    let visits = state.visits_of(site).filter(|v| v.quarter == quarter.id && v.takes_slot());
    visits.min_by_key(|v| (v.is_to_come(), v.slot, v.id))
}

/// The half-days that are taken by visits which the planner does not move: of other quarters, of
/// schools that ask for nothing more, and those that count beside another one of their school.
/// `is_free` says of a visit that counts whether the planner may move it. Those that stay where
/// no rule is broken are pins of the planner.
pub(super) fn held(
    state: &State,
    quarter: &Quarter,
    is_free: impl Fn(&Visit) -> bool,
) -> BTreeSet<Place> {
    let stays = |v: &&Arc<Visit>| {
        if v.quarter != quarter.id {
            return true;
        }
        let breaks = obstacle(state, v, quarter).is_some();
        let counts = standing(state, quarter, &v.site).is_some_and(|s| s.id == v.id);
        match (counts, breaks) {
            (true, true) => !is_free(v),
            (true, false) => false,
            (false, breaks) => !(breaks && v.is_to_come()),
        }
    };
    let within = |v: &&Arc<Visit>| quarter.first <= v.slot.day && v.slot.day <= quarter.last;
    let visits = state.visits.values().filter(|v| v.takes_slot()).filter(within);
    visits.filter(stays).map(|v| v.place()).collect()
}
