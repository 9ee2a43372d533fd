//! Where a visit may be put, and how it gets there.

use super::act::ProposedVisit;
use super::{Plan, PlanState};
use crate::day::{HalfDay, Quarter};
use crate::decide::context::Context;
use crate::id::{AccountId, QuarterId, SiteId, VisitId};
use crate::refusal::{Obstacle, Refusal};
use crate::slot;
use crate::ticket::sorting::ride;
use crate::visit::{Happened, Visit, VisitState};

pub(super) fn quarter(context: &Context<'_>, id: &QuarterId) -> Result<Quarter, Refusal> {
    context.state.calendar().quarter(id).cloned().ok_or(Refusal::UnknownQuarter)
}

pub(super) fn proposal(at: &ProposedVisit, quarter: &QuarterId) -> Visit {
    let (site, quarter) = (at.site.clone(), quarter.clone());
    Visit::new(at.visit, site, quarter, at.technician, at.slot, VisitState::Proposed)
}

pub(super) fn check_hard_rules(
    context: &Context<'_>,
    quarter: &Quarter,
    at: &ProposedVisit,
) -> Result<(), Refusal> {
    let site = context.site(&at.site)?;
    let obstacle = slot::site_obstacle(context.state, &site, quarter, at.slot)
        .or_else(|| slot::technician_obstacle(context.state, at.technician, at.slot))
        .or_else(|| slot::skill_obstacle(context.state, &site, at.technician));
    match obstacle {
        Some(obstacle) => Err(impossible(&at.site, at.technician, at.slot, obstacle)),
        None => Ok(()),
    }
}

pub(super) fn impossible(
    site: &SiteId,
    technician: AccountId,
    slot: HalfDay,
    obstacle: Obstacle,
) -> Refusal {
    Refusal::Slot { site: site.clone(), slot, technician, obstacle }
}

/// Begins the draft of a quarter that has no plan yet.
pub(super) fn open_draft(context: &mut Context<'_>, id: &QuarterId) {
    let known = context.state.plans.get(id).map(|plan| (**plan).clone());
    let plan = known.unwrap_or(Plan {
        quarter: id.clone(),
        state: PlanState::Draft,
        published: 0,
        published_on: None,
        version: 0,
    });
    context.put(plan);
}

/// The tickets of the site's tray ride with this visit.
pub(super) fn load_tray(context: &mut Context<'_>, site: &SiteId, visit: VisitId) {
    let tray: Vec<_> = context
        .state
        .tickets_of(site)
        .filter(|ticket| ticket.is_for_visit() && ticket.visit().is_none())
        .map(|ticket| (**ticket).clone())
        .collect();
    for mut ticket in tray {
        ride(context, &mut ticket, Some(visit));
        context.put(ticket);
    }
}

/// Changes where a visit is, and keeps in its history that it was published elsewhere.
pub(super) fn go(context: &Context<'_>, visit: &mut Visit, technician: AccountId, slot: HalfDay) {
    let (from, from_technician) = (visit.slot, visit.technician);
    (visit.slot, visit.technician) = (slot, technician);
    if visit.state == VisitState::Planned {
        let to_technician = technician;
        let what = Happened::Moved { from, to: slot, from_technician, to_technician };
        visit.history.push(context.entry(what));
    }
}
