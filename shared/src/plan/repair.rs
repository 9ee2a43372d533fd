//! Rules of what changes a plan that is already made: a repair, and a visit made earlier.

use super::PlanState;
use super::act::{ProposedVisit, VisitMove};
use super::placing::{check_hard_rules, go, impossible, load_tray, proposal, quarter};
use crate::day::{HalfDay, Quarter};
use crate::decide::context::{Context, bad, word};
use crate::id::{AccountId, QuarterId, SiteId, VisitId};
use crate::limits::PLAN_VISITS;
use crate::refusal::{FieldName, Obstacle, Problem, Refusal};
use crate::slot;
use crate::visit::{Happened, Visit, VisitState};
use std::collections::BTreeMap;

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

    fn put(&mut self, visit: &Visit) {
        self.slots.insert((visit.technician, visit.slot), (visit.id, visit.site.clone()));
        self.sites.insert(visit.site.clone(), visit.id);
    }

    fn obstacle(&self, visit: &Visit) -> Option<Obstacle> {
        let slot = self.slots.get(&(visit.technician, visit.slot));
        let slot = slot.map(|(visit, site)| Obstacle::Taken { visit: *visit, site: site.clone() });
        let site = self.sites.get(&visit.site);
        slot.or_else(|| site.map(|visit| Obstacle::AlreadyVisited { visit: *visit }))
    }
}

/// Moves visits and adds others, all together: two of them may change places. One that breaks a
/// hard rule refuses the whole, with its reason.
#[inline(never)]
pub(super) fn repair(
    context: &mut Context<'_>,
    id: &QuarterId,
    moves: &[VisitMove],
    add: &[ProposedVisit],
) -> Result<(), Refusal> {
    let quarter = quarter(context, id)?;
    if moves.len() + add.len() > PLAN_VISITS {
        return Err(bad(FieldName::Moves, Problem::TooLong { max: PLAN_VISITS }));
    }
    let stay = |v: &&std::sync::Arc<Visit>| {
        &v.quarter == id && v.takes_slot() && !moves.iter().any(|m| m.visit == v.id)
    };
    let stay = context.state.visits.values().filter(stay).map(|v| (**v).clone());
    let mut taken = Taken::by(stay);
    for to in moves {
        let visit = moved(context, &quarter, &mut taken, to)?;
        context.put(visit);
    }
    for at in add {
        let visit = added(context, &quarter, &mut taken, at)?;
        if visit.state == VisitState::Planned {
            load_tray(context, &at.site, at.visit);
        }
        context.put(visit);
    }
    Ok(())
}

fn moved(
    context: &Context<'_>,
    quarter: &Quarter,
    taken: &mut Taken,
    to: &VisitMove,
) -> Result<Visit, Refusal> {
    let mut visit = context.visit(to.visit)?;
    let to_come = matches!(visit.state, VisitState::Proposed | VisitState::Planned);
    if !to_come || visit.quarter != quarter.id {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
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
