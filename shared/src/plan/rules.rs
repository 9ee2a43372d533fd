//! Rules of the plan: proposals, publication, moves, pins.

use super::act::{Act, Place, ProposedVisit};
use super::placing::{check_hard_rules, impossible, load_tray, open_draft, proposal, quarter};
use super::{Plan, PlanState, moving, repair};
use crate::day::HalfDay;
use crate::decide::context::{Context, bad, word};
use crate::entity::Facet;
use crate::id::{AccountId, QuarterId, SiteId, VisitId};
use crate::limits::PLAN_VISITS;
use crate::order;
use crate::refusal::{FieldName, FieldProblem, Obstacle, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::slot;
use crate::visit::rules::with_site_tickets;
use crate::visit::{Visit, VisitState};
use std::collections::BTreeMap;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        use Act::*;
        match self {
            ProposePlan { .. }
            | PublishPlan { .. }
            | MoveVisit { .. }
            | RepairPlan { .. }
            | RestorePlaces { .. }
            | PinVisit { .. }
            | AddVisit { .. }
            | CancelVisit { .. } => role.is_desk(),
            BringForward { .. } | PutBackVisit { .. } => role == Role::Technician || role.is_desk(),
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        use Act::*;
        let open_tickets = Read::Where(Kind::Ticket, Facet::Open);
        match self {
            ProposePlan { quarter, .. } => with_quarter([Read::All(Kind::Site)], quarter),
            PublishPlan { quarter } => with_quarter([open_tickets], quarter),
            RepairPlan { quarter, give_up, .. }
            | RestorePlaces { quarter, remove: give_up, .. } => {
                // What a given-up visit leaves rides with the next one, of whichever quarter.
                let given_up = give_up.iter().filter_map(|one| state.visits.get(&one.visit));
                let there = given_up
                    .map(|visit| Read::Where(Kind::Visit, Facet::OpenAt(visit.site.clone())));
                let reads = [Read::All(Kind::Site), open_tickets].into_iter().chain(there);
                with_quarter(reads, quarter)
            }
            MoveVisit { visit, .. } | BringForward { visit, .. } | PutBackVisit { visit } => {
                let own = Read::Row(RowKey::visit(*visit));
                match state.visits.get(visit) {
                    Some(visit) => {
                        let site = Read::Row(RowKey::site(&visit.site));
                        with_quarter([own, site], &visit.quarter)
                    }
                    None => vec![own],
                }
            }
            PinVisit { visit, .. } => vec![Read::Row(RowKey::visit(*visit))],
            AddVisit { visit, site, quarter, .. } => {
                let tickets = Read::Where(Kind::Ticket, Facet::OpenAt(site.clone()));
                let rows = [RowKey::visit(*visit), RowKey::site(site)].map(Read::Row);
                with_quarter(rows.into_iter().chain([tickets]), quarter)
            }
            CancelVisit { visit, .. } => with_site_tickets(state, *visit),
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        use Act::*;
        match self {
            ProposePlan { quarter, visits } => propose(context, quarter, visits),
            PublishPlan { quarter } => publish(context, quarter),
            MoveVisit { visit, technician, slot, from } => {
                let to = Place { technician: *technician, slot: *slot };
                moving::move_visit(context, *visit, to, *from)
            }
            RepairPlan { quarter, .. } => repair::repair(context, quarter, self),
            RestorePlaces { quarter, visits, remove } => {
                repair::restore(context, quarter, visits, remove)
            }
            BringForward { visit, slot } => repair::bring_forward(context, *visit, *slot),
            PutBackVisit { visit } => repair::put_back(context, *visit),
            PinVisit { visit, pinned } => pin(context, *visit, *pinned),
            AddVisit { visit, site, quarter, technician, slot } => {
                add(context, *visit, site, quarter, *technician, *slot)
            }
            CancelVisit { visit, reason, from } => moving::cancel(context, *visit, reason, *from),
        }
    }
}

/// These, and all that the hard rules of a quarter look at.
fn with_quarter(reads: impl IntoIterator<Item = Read>, quarter: &QuarterId) -> Vec<Read> {
    let mut reads: Vec<_> = reads.into_iter().collect();
    reads.extend([Kind::Calendar, Kind::Account, Kind::Absence].map(Read::All));
    reads.push(Read::Row(RowKey::plan(quarter)));
    reads.push(Read::Where(Kind::Visit, Facet::In(quarter.clone())));
    reads
}

/// Replaces the proposals of a quarter. Visits that are published, begun or done stay; a
/// proposal that would collide with them, or with a hard rule, is refused with its reason.
#[inline(never)]
fn propose(
    context: &mut Context<'_>,
    id: &QuarterId,
    visits: &[ProposedVisit],
) -> Result<(), Refusal> {
    let quarter = quarter(context, id)?;
    if visits.len() > PLAN_VISITS {
        return Err(bad(FieldName::Visits, FieldProblem::TooLong { max: PLAN_VISITS }));
    }
    let of_quarter = |v: &&std::sync::Arc<Visit>| &v.quarter == id;
    let current: Vec<_> = context.state.visits.values().filter(of_quarter).cloned().collect();
    let proposed = current.iter().filter(|v| v.state == VisitState::Proposed);
    let drafts = order::map(proposed.map(|v| (v.site.clone(), v)));
    let fixed = current.iter().filter(|v| v.takes_slot() && v.state != VisitState::Proposed);
    let (mut slots, mut sites) = (BTreeMap::new(), BTreeMap::new());
    for visit in fixed {
        slots.insert((visit.technician, visit.slot), (visit.id, visit.site.clone()));
        sites.insert(visit.site.clone(), visit.id);
    }
    for at in visits {
        check_hard_rules(context, &quarter, at)?;
        if let Some((visit, site)) = slots.get(&(at.technician, at.slot)) {
            let obstacle = Obstacle::Taken { visit: *visit, site: site.clone() };
            return Err(impossible(&at.site, at.technician, at.slot, obstacle));
        }
        if let Some(visit) = sites.get(&at.site) {
            let obstacle = Obstacle::AlreadyVisited { visit: *visit };
            return Err(impossible(&at.site, at.technician, at.slot, obstacle));
        }
        slots.insert((at.technician, at.slot), (at.visit, at.site.clone()));
        sites.insert(at.site.clone(), at.visit);
        let kept = drafts.get(&at.site).map(|draft| (***draft).clone());
        let mut visit = kept.unwrap_or_else(|| proposal(at, id));
        (visit.technician, visit.slot) = (at.technician, at.slot);
        context.put(visit);
    }
    let listed = order::set(visits.iter().map(|at| &at.site));
    for (_, draft) in drafts.iter().filter(|(site, _)| !listed.contains(site)) {
        context.put(Visit { state: VisitState::Cancelled, ..(***draft).clone() });
    }
    open_draft(context, id);
    Ok(())
}

/// Proposals become visits that everybody sees, and take the tickets of their sites' trays.
#[inline(never)]
fn publish(context: &mut Context<'_>, id: &QuarterId) -> Result<(), Refusal> {
    quarter(context, id)?;
    let proposed: Vec<_> = context
        .state
        .visits
        .values()
        .filter(|v| &v.quarter == id && v.state == VisitState::Proposed)
        .cloned()
        .collect();
    let Some(plan) = context.state.plans.get(id).filter(|_| !proposed.is_empty()) else {
        return Err(Refusal::NothingToPublish);
    };
    let plan = Plan {
        state: PlanState::Published,
        published: plan.published + 1,
        published_on: Some(context.today()),
        ..(**plan).clone()
    };
    context.put(plan);
    let today = context.today();
    for visit in proposed {
        if visit.slot.day >= today {
            load_tray(context, &visit.site, visit.id);
        }
        context.put(Visit { state: VisitState::Planned, ..(*visit).clone() });
    }
    Ok(())
}

#[inline(never)]
fn pin(context: &mut Context<'_>, id: VisitId, pinned: bool) -> Result<(), Refusal> {
    let mut visit = context.visit(id)?;
    if !matches!(visit.state, VisitState::Proposed | VisitState::Planned) {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    visit.pinned = pinned;
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn add(
    context: &mut Context<'_>,
    id: VisitId,
    site: &SiteId,
    quarter_id: &QuarterId,
    technician: AccountId,
    slot: HalfDay,
) -> Result<(), Refusal> {
    context.must_be_new::<Visit>(&id)?;
    let quarter = quarter(context, quarter_id)?;
    let found = context.site(site)?;
    let obstacle = slot::obstacle(context.state, &found, technician, &quarter, slot, None);
    if let Some(obstacle) = obstacle {
        return Err(impossible(site, technician, slot, obstacle));
    }
    let at = ProposedVisit { visit: id, site: site.clone(), technician, slot };
    let mut visit = proposal(&at, quarter_id);
    let published = context.state.plans.get(quarter_id);
    if published.is_some_and(|plan| plan.state == PlanState::Published) {
        visit.state = VisitState::Planned;
        load_tray(context, site, id);
    } else {
        open_draft(context, quarter_id);
    }
    context.put(visit);
    Ok(())
}
