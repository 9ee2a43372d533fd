//! Makes the visits of the quarter before this one, so that the spacing of visits has a meaning.

use shared::account::Account;
use shared::day::{Calendar, Day, Half, HalfDay};
use shared::id::VisitId;
use shared::role::Role;
use shared::site::Site;
use shared::visit::{Visit, VisitState};
use std::collections::BTreeMap;
use uuid::Uuid;

/// Returns one done visit for each site, on half-days when the school was open.
pub(super) fn visits(
    sites: &[Site],
    calendar: &Calendar,
    people: &[Account],
    today: Day,
) -> Vec<Visit> {
    let current = calendar.current_quarter(today).map(|quarter| quarter.first);
    let before = calendar.quarters.iter().rev().find(|q| Some(q.last) < current);
    let Some(quarter) = before else {
        return Vec::new();
    };
    let technicians: Vec<_> = people.iter().filter(|a| a.role == Role::Technician).collect();
    let days = calendar.school_days(quarter.first, quarter.last);
    let slots = days.iter().flat_map(|day| Half::BOTH.map(|half| HalfDay { day: *day, half }));
    let mut left: Vec<&Site> = sites.iter().collect();
    let mut visits = BTreeMap::new();
    for slot in slots {
        for technician in technicians.iter().filter(|t| t.week.holds(slot)) {
            let Some(at) = left.iter().position(|site| site.week.holds(slot)) else {
                break;
            };
            let site = left.remove(at);
            let number = visits.len() as u128;
            let id = VisitId(Uuid::from_u128(0x7061_7373_6167_8000_8000_0000_0000_0000 + number));
            let (site, quarter) = (site.id.clone(), quarter.id.clone());
            let done = Visit::new(id, site, quarter, technician.id, slot, VisitState::Done);
            visits.insert(id, done);
        }
    }
    visits.into_values().collect()
}
