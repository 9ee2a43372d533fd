//! Rules of what changes a plan that is already made: a repair, and a visit made earlier.

use super::PlanState;
use super::act::{Act, GivenUp, Place, ProposedVisit, VisitMove};
use super::moving::{keeps_its_place, leave, to_come};
use super::placing::{check_hard_rules, go, impossible, load_tray, open_draft, proposal, quarter};
use crate::day::{HalfDay, Quarter};
use crate::decide::context::{Context, bad, word};
use crate::history::Entry;
use crate::id::{AccountId, QuarterId, SiteId, VisitId};
use crate::limits::PLAN_VISITS;
use crate::refusal::{FieldName, FieldProblem, Obstacle, Refusal};
use crate::slot;
use crate::visit::{Happened, Visit, VisitState};
use std::collections::{BTreeMap, BTreeSet};

/// Who has which half-day, and which visit each site has.
#[derive(Default)]
struct Taken {
    slots: BTreeMap<(AccountId, HalfDay), (VisitId, SiteId)>,
    sites: BTreeMap<SiteId, VisitId>,
}

impl Taken {
    fn by(visits: impl Iterator<Item = Visit>) -> Self {
        let mut taken = Self::default();
        for visit in visits {
            taken.put(&visit);
        }
        taken
    }

    /// By the visits of a quarter, but for those.
    fn but(context: &Context<'_>, quarter: &Quarter, away: &BTreeSet<VisitId>) -> Self {
        let stays = |v: &&std::sync::Arc<Visit>| {
            v.quarter == quarter.id && v.takes_slot() && !away.contains(&v.id)
        };
        Self::by(context.state.visits.values().filter(stays).map(|v| (**v).clone()))
    }

    fn put(&mut self, visit: &Visit) {
        self.slots.insert((visit.technician, visit.slot), (visit.id, visit.site.clone()));
        self.sites.insert(visit.site.clone(), visit.id);
    }

    fn slot_obstacle(&self, visit: &Visit) -> Option<Obstacle> {
        let slot = self.slots.get(&(visit.technician, visit.slot));
        slot.map(|(visit, site)| Obstacle::Taken { visit: *visit, site: site.clone() })
    }

    fn obstacle(&self, visit: &Visit) -> Option<Obstacle> {
        let site = self.sites.get(&visit.site);
        self.slot_obstacle(visit)
            .or_else(|| site.map(|visit| Obstacle::AlreadyVisited { visit: *visit }))
    }
}

/// Moves visits, adds others and takes some out, all together: two of them may change places.
/// One that breaks a hard rule refuses the whole, with its reason. A visit that a colleague moved
/// meanwhile stays where they put it.
#[inline(never)]
pub(super) fn repair(context: &mut Context<'_>, id: &QuarterId, act: &Act) -> Result<(), Refusal> {
    let Act::RepairPlan { moves, add, give_up, .. } = act else {
        return Err(Refusal::NotAllowed);
    };
    let quarter = quarter(context, id)?;
    if moves.len() + add.len() + give_up.len() > PLAN_VISITS {
        return Err(bad(FieldName::Moves, FieldProblem::TooLong { max: PLAN_VISITS }));
    }
    let mut away = all_leave(context, &quarter, give_up)?;
    let mut going = Vec::new();
    for to in moves {
        let mut visit = of_quarter(context, &quarter, to.visit)?;
        let place = Place { technician: to.technician, slot: to.slot };
        match keeps_its_place(context, &mut visit, Some(place), to.from) {
            true => context.put(visit),
            false => {
                away.insert(visit.id);
                going.push((visit, to));
            }
        }
    }
    let mut taken = Taken::but(context, &quarter, &away);
    for (visit, to) in going {
        let visit = moved(context, &quarter, &mut taken, visit, to)?;
        context.put(visit);
    }
    for at in add {
        let visit = added(context, &quarter, &mut taken, at)?;
        if visit.state == VisitState::Planned {
            load_tray(context, &at.site, at.visit);
        } else {
            open_draft(context, id);
        }
        context.put(visit);
    }
    Ok(())
}

/// Takes visits out of the plan, but for those that a colleague moved; returns which.
fn all_leave(
    context: &mut Context<'_>,
    quarter: &Quarter,
    list: &[GivenUp],
) -> Result<BTreeSet<VisitId>, Refusal> {
    let mut away = BTreeSet::new();
    for one in list {
        let mut visit = of_quarter(context, quarter, one.visit)?;
        if !keeps_its_place(context, &mut visit, None, one.from) {
            leave(context, &mut visit, String::new());
            away.insert(visit.id);
        }
        context.put(visit);
    }
    Ok(away)
}

/// Undoes: visits go back to where they stood, all together or none. What a colleague moved since
/// stays where they put it.
#[inline(never)]
pub(super) fn restore(
    context: &mut Context<'_>,
    id: &QuarterId,
    visits: &[VisitMove],
    remove: &[GivenUp],
) -> Result<(), Refusal> {
    let quarter = quarter(context, id)?;
    if visits.len() + remove.len() > PLAN_VISITS {
        return Err(bad(FieldName::Moves, FieldProblem::TooLong { max: PLAN_VISITS }));
    }
    let mut away = all_leave(context, &quarter, remove)?;
    away.extend(visits.iter().map(|to| to.visit));
    let mut going = Vec::new();
    let mut stay = Vec::new();
    for to in visits {
        let mut visit = context.visit(to.visit)?;
        let place = Place { technician: to.technician, slot: to.slot };
        let came_back = visit.state == VisitState::Cancelled && visit.place() == place;
        if visit.quarter != quarter.id || !(visit.is_to_come() || came_back) {
            return Err(Refusal::VisitState { state: word(&visit.state) });
        }
        if keeps_its_place(context, &mut visit, Some(place), to.from) {
            stay.push(visit.clone());
            context.put(visit);
        } else {
            going.push((visit, to));
        }
    }
    let mut taken = Taken::but(context, &quarter, &away);
    stay.iter().for_each(|visit| taken.put(visit));
    for (mut visit, to) in going {
        let stood = stood(&visit, to);
        let comes_back = visit.state == VisitState::Cancelled;
        if comes_back {
            let published = !visit.history.is_empty();
            visit.state = if published { VisitState::Planned } else { VisitState::Proposed };
        }
        if visit.place() != (Place { technician: to.technician, slot: to.slot }) || comes_back {
            go(context, &mut visit, to.technician, to.slot);
        }
        match (stood, taken.slot_obstacle(&visit)) {
            (true, None) => taken.put(&visit),
            (true, Some(obstacle)) => {
                return Err(impossible(&visit.site, to.technician, to.slot, obstacle));
            }
            (false, _) => place(context, &quarter, &mut taken, &visit)?,
        }
        if comes_back && visit.state == VisitState::Planned {
            load_tray(context, &visit.site, visit.id);
        }
        context.put(visit);
    }
    Ok(())
}

/// Whether a visit stood there before, so that nothing is decided anew: it has just left that
/// place, or nobody but the desk knows of it.
fn stood(visit: &Visit, to: &VisitMove) -> bool {
    let left = |entry: &Entry<Happened>| match &entry.what {
        Happened::Moved { from, from_technician, .. } => {
            (*from, *from_technician) == (to.slot, to.technician)
        }
        _ => false,
    };
    let back = visit.state == VisitState::Cancelled;
    back || visit.state == VisitState::Proposed || visit.last_move().is_some_and(left)
}

fn of_quarter(context: &Context<'_>, quarter: &Quarter, id: VisitId) -> Result<Visit, Refusal> {
    let visit = to_come(context, id)?;
    if visit.quarter != quarter.id {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    Ok(visit)
}

fn moved(
    context: &Context<'_>,
    quarter: &Quarter,
    taken: &mut Taken,
    mut visit: Visit,
    to: &VisitMove,
) -> Result<Visit, Refusal> {
    go(context, &mut visit, to.technician, to.slot);
    place(context, quarter, taken, &visit)?;
    Ok(visit)
}

fn added(
    context: &Context<'_>,
    quarter: &Quarter,
    taken: &mut Taken,
    at: &ProposedVisit,
) -> Result<Visit, Refusal> {
    context.must_be_new::<Visit>(&at.visit)?;
    let mut visit = proposal(at, &quarter.id);
    let plan = context.state.plans.get(&quarter.id);
    if plan.is_some_and(|plan| plan.state == PlanState::Published) {
        visit.state = VisitState::Planned;
    }
    place(context, quarter, taken, &visit)?;
    Ok(visit)
}

fn place(
    context: &Context<'_>,
    quarter: &Quarter,
    taken: &mut Taken,
    visit: &Visit,
) -> Result<(), Refusal> {
    let (id, site) = (visit.id, visit.site.clone());
    let (technician, slot) = (visit.technician, visit.slot);
    let at = ProposedVisit { visit: id, site, technician, slot };
    check_hard_rules(context, quarter, &at)?;
    if let Some(obstacle) = taken.obstacle(visit) {
        return Err(impossible(&at.site, technician, slot, obstacle));
    }
    taken.put(visit);
    Ok(())
}

/// A technician makes one of their own visits earlier. It is what they did: no clock decides
/// whether it is still today.
#[inline(never)]
pub(super) fn bring_forward(
    context: &mut Context<'_>,
    id: VisitId,
    slot: HalfDay,
) -> Result<(), Refusal> {
    let visit = context.visit(id)?;
    let own = visit.technician == context.actor.account;
    if !own && !context.actor.role.is_desk() {
        return Err(Refusal::NotAllowed);
    }
    if visit.state != VisitState::Planned || visit.slot < slot {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    if visit.slot == slot {
        return Ok(());
    }
    go_to(context, visit, slot)
}

/// The visit goes to another half-day of its technician, if the hard rules allow it.
fn go_to(context: &mut Context<'_>, mut visit: Visit, slot: HalfDay) -> Result<(), Refusal> {
    let site = context.site(&visit.site)?;
    let quarter = quarter(context, &visit.quarter)?;
    let (id, technician) = (visit.id, visit.technician);
    let obstacle = slot::obstacle(context.state, &site, technician, &quarter, slot, Some(id));
    if let Some(obstacle) = obstacle {
        return Err(impossible(&visit.site, technician, slot, obstacle));
    }
    go(context, &mut visit, technician, slot);
    context.put(visit);
    Ok(())
}

/// Takes back that a visit was brought forward, if nobody has moved or begun it since.
#[inline(never)]
pub(super) fn put_back(context: &mut Context<'_>, id: VisitId) -> Result<(), Refusal> {
    let visit = context.visit(id)?;
    let me = context.actor.account;
    let own = visit.technician == me;
    if !own && !context.actor.role.is_desk() {
        return Err(Refusal::NotAllowed);
    }
    if visit.state != VisitState::Planned {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    let last = visit.history.iter().rev().find_map(|entry| match entry.what {
        Happened::Moved { from, to, .. } => Some((entry.by, from, to)),
        _ => None,
    });
    match last {
        Some((by, from, to)) if by == me && to == visit.slot && to < from => {
            go_to(context, visit, from)
        }
        _ => Ok(()),
    }
}
