//! The hard rules of a half-day: whether a visit may stand there, and if not, why.

use crate::account::Account;
use crate::day::{Day, HalfDay, Quarter};
use crate::id::{AccountId, SiteId, VisitId};
use crate::refusal::Obstacle;
use crate::role::Role;
use crate::row::State;
use crate::site::Site;
use chrono::{Datelike, Weekday};

/// What makes a half-day impossible for a technician at a site in a quarter; `None` when it is
/// possible. `moving` is the visit that would go there: it is no obstacle to itself.
pub fn obstacle(
    state: &State,
    site: &Site,
    technician: AccountId,
    quarter: &Quarter,
    slot: HalfDay,
    moving: Option<VisitId>,
) -> Option<Obstacle> {
    site_obstacle(state, site, quarter, slot)
        .or_else(|| technician_obstacle(state, technician, slot))
        .or_else(|| skill_obstacle(state, site, technician))
        .or_else(|| taken(state, technician, slot, moving))
        .or_else(|| visited(state, &site.id, quarter, moving))
}

/// What makes a half-day impossible at a site, whoever comes.
pub fn site_obstacle(
    state: &State,
    site: &Site,
    quarter: &Quarter,
    slot: HalfDay,
) -> Option<Obstacle> {
    if matches!(slot.day.weekday(), Weekday::Sat | Weekday::Sun) {
        return Some(Obstacle::Weekend);
    }
    if slot.day < quarter.first || slot.day > quarter.last {
        return Some(Obstacle::OutsideQuarter { first: quarter.first, last: quarter.last });
    }
    closed(state, site, slot)
}

/// Why nobody is at a site on a half-day, in whichever quarter.
pub fn closed(state: &State, site: &Site, slot: HalfDay) -> Option<Obstacle> {
    if matches!(slot.day.weekday(), Weekday::Sat | Weekday::Sun) {
        return Some(Obstacle::Weekend);
    }
    if let Some(holiday) = state.calendar().holiday(slot.day) {
        return Some(Obstacle::Holiday { label: holiday.label.clone() });
    }
    if let Some(on) = site.closed_on.filter(|on| *on <= slot.day) {
        return Some(Obstacle::SiteGone { on });
    }
    if !site.week.holds(slot) {
        return Some(Obstacle::SiteWeek);
    }
    let closure = site.closure(slot)?;
    Some(Obstacle::SiteClosed { reason: closure.reason.clone() })
}

/// What makes a half-day impossible for a technician, wherever they go.
pub fn technician_obstacle(
    state: &State,
    technician: AccountId,
    slot: HalfDay,
) -> Option<Obstacle> {
    let Some(account) = state.accounts.get(&technician).filter(|a| is_technician(a)) else {
        return Some(Obstacle::NotTechnician);
    };
    if !account.week.holds(slot) {
        return Some(Obstacle::TechnicianWeek);
    }
    let absent = |a: &crate::absence::Absence| a.technician == technician && a.holds(slot);
    state.absences.values().any(|a| absent(a)).then_some(Obstacle::Absence)
}

/// What a site asks of whoever comes, and this technician has not.
pub fn skill_obstacle(state: &State, site: &Site, technician: AccountId) -> Option<Obstacle> {
    if site.skill.is_empty() {
        return None;
    }
    let has = |account: &Account| account.skills().any(|skill| is_same_skill(skill, &site.skill));
    let account = state.accounts.get(&technician);
    let missing = !account.is_some_and(|account| has(account));
    missing.then(|| Obstacle::Skill { skill: site.skill.clone() })
}

/// Whether two people mean the same skill by what they wrote.
fn is_same_skill(a: &str, b: &str) -> bool {
    skill_key(a) == skill_key(b)
}

/// A skill as it is compared: capitals do not count.
pub(crate) fn skill_key(skill: &str) -> String {
    skill.trim().to_lowercase()
}

/// Active, and a technician.
pub fn is_technician(account: &Account) -> bool {
    account.active && account.role == Role::Technician
}

fn taken(
    state: &State,
    technician: AccountId,
    slot: HalfDay,
    moving: Option<VisitId>,
) -> Option<Obstacle> {
    state
        .visits_by(&technician)
        .find(|v| v.slot == slot && v.takes_slot() && Some(v.id) != moving)
        .map(|v| Obstacle::Taken { visit: v.id, site: v.site.clone() })
}

fn visited(
    state: &State,
    site: &SiteId,
    quarter: &Quarter,
    moving: Option<VisitId>,
) -> Option<Obstacle> {
    state
        .visits_of(site)
        .find(|v| v.quarter == quarter.id && v.takes_slot() && Some(v.id) != moving)
        .map(|v| Obstacle::AlreadyVisited { visit: v.id })
}

/// The half-days of a quarter from `from` on that are possible at this site for this technician,
/// in order.
pub fn free_slots(
    state: &State,
    site: &Site,
    technician: AccountId,
    quarter: &Quarter,
    from: Day,
    moving: Option<VisitId>,
) -> Vec<HalfDay> {
    let calendar = state.calendar();
    calendar
        .school_days(quarter.first.max(from), quarter.last)
        .into_iter()
        .flat_map(|day| crate::day::Half::BOTH.map(|half| HalfDay { day, half }))
        .filter(|slot| obstacle(state, site, technician, quarter, *slot, moving).is_none())
        .collect()
}
