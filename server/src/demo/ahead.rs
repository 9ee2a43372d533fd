//! What the desk finds to do when the demonstration opens: visits that were moved, of which
//! schools are to be told, and an absence after which the plan is to be repaired.

use super::world::{World, at};
use crate::store::StoreResult;
use chrono::Duration;
use shared::absence;
use shared::day::{Day, Half, HalfDay, Quarter};
use shared::id::{AbsenceId, Millis};
use shared::plan::{self, VisitMove};
use shared::role::Role;
use shared::slot;
use shared::visit::Visit;
use std::sync::Arc;

/// Days ahead from which on something is changed: what comes before stays as it is.
const FROM_DAYS: i64 = 8;
/// School days ahead of the absence.
const ABSENT_IN_DAYS: i64 = 12;

/// Prepares the work of the desk.
///
/// # Errors
/// What the rules refused: a fault of the demonstration.
pub(super) fn prepare(world: &mut World) -> StoreResult<()> {
    let evening = at(world.today - Duration::days(1), 17 * 60);
    let focus = world.school_day(world.today);
    let from = focus + Duration::days(FROM_DAYS);
    let to_come = |visit: &&Arc<Visit>| visit.is_to_come() && visit.slot.day >= from;
    let mut visits: Vec<_> = world.state.visits.values().filter(to_come).cloned().collect();
    visits.sort_by_key(|visit| (visit.slot, visit.technician));
    let Some(first) = visits.first().map(|visit| visit.quarter.clone()) else {
        return Ok(());
    };
    visits.retain(|visit| visit.quarter == first);
    let calendar = world.state.calendar();
    let Some(quarter) = calendar.quarter(&first) else {
        return Ok(());
    };
    if let Some((one, other)) = exchange(world, quarter, &visits) {
        let dispatcher = world.one(Role::Dispatcher)?;
        let moves = vec![at_place_of(&one, &other), at_place_of(&other, &one)];
        let (quarter, add, give_up) = (quarter.id.clone(), Vec::new(), Vec::new());
        let act = plan::Act::RepairPlan { quarter, moves, add, give_up };
        world.give(&dispatcher, evening, act)?;
    }
    absence(world, focus, evening)
}

fn at_place_of(visit: &Visit, other: &Visit) -> VisitMove {
    let (technician, slot) = (other.technician, other.slot);
    VisitMove { visit: visit.id, technician, slot, from: Some(visit.place()) }
}

/// The first two visits of one technician that can change places.
fn exchange(
    world: &World,
    quarter: &Quarter,
    visits: &[Arc<Visit>],
) -> Option<(Arc<Visit>, Arc<Visit>)> {
    let fits = |visit: &Visit, slot| {
        let site = world.state.sites.get(&visit.site);
        site.is_some_and(|s| slot::site_obstacle(&world.state, s, quarter, slot).is_none())
    };
    let mut pairs = visits.iter().enumerate().flat_map(|(at, one)| {
        visits[at + 1..].iter().filter(|o| o.technician == one.technician).map(move |o| (one, o))
    });
    let both = |(one, other): &(&Arc<Visit>, &Arc<Visit>)| {
        one.slot.day != other.slot.day && fits(one, other.slot) && fits(other, one.slot)
    };
    pairs.find(both).map(|(one, other)| (Arc::clone(one), Arc::clone(other)))
}

/// A day of training, recorded the evening before, with the visits that stand on it.
fn absence(world: &mut World, focus: Day, now: Millis) -> StoreResult<()> {
    let day = world.school_day(focus + Duration::days(ABSENT_IN_DAYS));
    let technicians = world.technicians();
    let Some(technician) = technicians.last().copied() else {
        return Ok(());
    };
    let coordinator = world.one(Role::Coordinator)?;
    let absence = AbsenceId(world.draw.key());
    let first = HalfDay { day, half: Half::Morning };
    let last = HalfDay { day, half: Half::Afternoon };
    let act = absence::Act::RecordAbsence { absence, technician, first, last };
    world.give(&coordinator, now, act)
}
