//! Plans the quarters of the demonstration, with the planner that a desk uses.

use super::world::World;
use crate::store::{Fault, StoreResult};
use shared::day::{Day, Half, HalfDay, Quarter, paris_day};
use shared::id::{AccountId, Millis, VisitId};
use shared::plan::{self, ProposedVisit};
use shared::planning::{self, Placement};
use shared::role::Role;
use shared::rounds;
use shared::slot;

/// Steps of the search: enough for rounds that look sensible, few enough for a quick start.
const STEPS: u64 = 60_000;

/// Proposes and publishes the plan of a quarter. Every technician has a visit on the day on which
/// the demonstration opens, if that is in the quarter.
pub(super) fn publish(world: &mut World, quarter: &Quarter, at: Millis) -> StoreResult<()> {
    let problem = planning::problem(&world.state, quarter, paris_day(at));
    let found = rounds::plan(&problem.instance, super::SEED, STEPS);
    let bad = |why| Fault::new(format!("demonstration: {why:?}"));
    let mut placed = problem.placed(&found.map_err(bad)?);
    let focus = world.school_day(world.today);
    if quarter.first <= focus && focus <= quarter.last {
        busy_on(world, quarter, &mut placed, focus);
    }
    let visits = placed.into_iter().map(|at| ProposedVisit {
        visit: VisitId(world.draw.key()),
        site: at.site,
        technician: at.technician,
        slot: at.slot,
    });
    let visits = visits.collect();
    let coordinator = world.one(Role::Coordinator)?;
    let id = quarter.id.clone();
    let proposal = plan::Act::ProposePlan { quarter: id.clone(), visits };
    world.give(&coordinator, at, proposal)?;
    world.give(&coordinator, at + 20 * 60_000, plan::Act::PublishPlan { quarter: id })
}

/// Brings one visit of each technician who has none on a day to that day.
fn busy_on(world: &World, quarter: &Quarter, placed: &mut [Placement], day: Day) {
    for technician in world.technicians() {
        for half in [Half::Morning, Half::Afternoon] {
            let slot = HalfDay { day, half };
            if !placed.iter().any(|at| at.technician == technician && at.slot.day == day) {
                bring(world, quarter, placed, technician, slot);
            }
        }
    }
}

/// Moves one later visit of a technician to a half-day, where the rules allow one.
fn bring(
    world: &World,
    quarter: &Quarter,
    placed: &mut [Placement],
    technician: AccountId,
    slot: HalfDay,
) {
    if slot::technician_obstacle(&world.state, technician, slot).is_some() {
        return;
    }
    let may_come = |at: &&mut Placement| {
        let site = world.state.sites.get(&at.site);
        at.technician == technician
            && site.is_some_and(|site| {
                slot::site_obstacle(&world.state, site, quarter, slot).is_none()
            })
    };
    // The one that is farthest away in time: what is near the day stays as it is.
    let far = |at: &&mut Placement| (at.slot.day - slot.day).num_days().abs();
    if let Some(at) = placed.iter_mut().filter(may_come).max_by_key(far) {
        at.slot = slot;
    }
}
