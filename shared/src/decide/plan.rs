//! Rules of the plan: proposals, publication, moves, pins, absences, closures.

use super::context::{Context, bad, optional, required, word};
use super::repair::go;
use super::ticket::ride;
use super::visit::release_tickets;
use crate::command::ProposedVisit;
use crate::day::{HalfDay, Quarter, Week};
use crate::history::What;
use crate::id::{AbsenceId, AccountId, QuarterId, SiteId, VisitId};
use crate::limits::{PLAN_VISITS, SHORT_TEXT_CHARS};
use crate::plan::{Absence, Plan, PlanState};
use crate::refusal::{Obstacle, Problem, Refusal};
use crate::row::RowKey;
use crate::site::Closure;
use crate::slot;
use crate::visit::{Visit, VisitState};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn quarter(context: &Context<'_>, id: &QuarterId) -> Result<Quarter, Refusal> {
    context.state.calendar().quarter(id).cloned().ok_or(Refusal::UnknownQuarter)
}

pub(super) fn proposal(at: &ProposedVisit, quarter: &QuarterId) -> Visit {
    let (site, quarter) = (at.site.clone(), quarter.clone());
    Visit::new(at.visit, site, quarter, at.technician, at.slot, VisitState::Proposed)
}

/// Replaces the proposals of a quarter. Visits that are published, begun or done stay; a
/// proposal that would collide with them, or with a hard rule, is refused with its reason.
#[inline(never)]
pub(super) fn propose(
    context: &mut Context<'_>,
    id: &QuarterId,
    visits: &[ProposedVisit],
) -> Result<(), Refusal> {
    let quarter = quarter(context, id)?;
    if visits.len() > PLAN_VISITS {
        return Err(bad("visits", Problem::TooLong { max: PLAN_VISITS }));
    }
    let of_quarter = |v: &&std::sync::Arc<Visit>| &v.quarter == id;
    let current: Vec<_> = context.state.visits.values().filter(of_quarter).cloned().collect();
    let drafts: BTreeMap<_, _> = current
        .iter()
        .filter(|v| v.state == VisitState::Proposed)
        .map(|v| (v.site.clone(), v))
        .collect();
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
    let listed: BTreeSet<_> = visits.iter().map(|at| &at.site).collect();
    for (_, draft) in drafts.iter().filter(|(site, _)| !listed.contains(site)) {
        context.put(Visit { state: VisitState::Cancelled, ..(***draft).clone() });
    }
    open_draft(context, id);
    Ok(())
}

fn open_draft(context: &mut Context<'_>, id: &QuarterId) {
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

pub(super) fn check_hard_rules(
    context: &Context<'_>,
    quarter: &Quarter,
    at: &ProposedVisit,
) -> Result<(), Refusal> {
    let site = context.site(&at.site)?;
    let obstacle = slot::site_obstacle(context.state, &site, quarter, at.slot)
        .or_else(|| slot::technician_obstacle(context.state, at.technician, at.slot));
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

/// Proposals become visits that everybody sees, and take the tickets of their sites' trays.
#[inline(never)]
pub(super) fn publish(context: &mut Context<'_>, id: &QuarterId) -> Result<(), Refusal> {
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

#[inline(never)]
pub(super) fn move_visit(
    context: &mut Context<'_>,
    id: VisitId,
    technician: AccountId,
    slot: HalfDay,
) -> Result<(), Refusal> {
    let mut visit = context.visit(id)?;
    if !matches!(visit.state, VisitState::Proposed | VisitState::Planned) {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    let site = context.site(&visit.site)?;
    let quarter = quarter(context, &visit.quarter)?;
    let obstacle = slot::obstacle(context.state, &site, technician, &quarter, slot, Some(id));
    if let Some(obstacle) = obstacle {
        return Err(impossible(&visit.site, technician, slot, obstacle));
    }
    if (visit.slot, visit.technician) == (slot, technician) {
        return Ok(());
    }
    go(context, &mut visit, technician, slot);
    context.put(visit);
    Ok(())
}

#[inline(never)]
pub(super) fn pin(context: &mut Context<'_>, id: VisitId, pinned: bool) -> Result<(), Refusal> {
    let mut visit = context.visit(id)?;
    if !matches!(visit.state, VisitState::Proposed | VisitState::Planned) {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    visit.pinned = pinned;
    context.put(visit);
    Ok(())
}

#[inline(never)]
pub(super) fn add(
    context: &mut Context<'_>,
    id: VisitId,
    site: &SiteId,
    quarter_id: &QuarterId,
    technician: AccountId,
    slot: HalfDay,
) -> Result<(), Refusal> {
    if context.state.visits.contains_key(&id) {
        return Err(Refusal::RowExists { row: RowKey::visit(id) });
    }
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

#[inline(never)]
pub(super) fn cancel(context: &mut Context<'_>, id: VisitId, reason: &str) -> Result<(), Refusal> {
    let mut visit = context.visit(id)?;
    if !matches!(visit.state, VisitState::Proposed | VisitState::Planned) {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    let text = optional("reason", reason, SHORT_TEXT_CHARS)?;
    if visit.state == VisitState::Planned {
        visit.history.push(context.entry(What::Cancelled { text }));
        release_tickets(context, id);
    }
    visit.state = VisitState::Cancelled;
    context.put(visit);
    Ok(())
}

#[inline(never)]
pub(super) fn record_absence(
    context: &mut Context<'_>,
    id: AbsenceId,
    technician: AccountId,
    first: HalfDay,
    last: HalfDay,
) -> Result<(), Refusal> {
    if !context.state.accounts.contains_key(&technician) {
        return Err(Refusal::UnknownRow { row: RowKey::account(technician) });
    }
    if last < first {
        return Err(bad("last", Problem::Invalid));
    }
    if context.state.absences.contains_key(&id) {
        return Err(Refusal::RowExists { row: RowKey::absence(id) });
    }
    context.put(Absence { id, technician, first, last, cancelled: false, version: 0 });
    Ok(())
}

#[inline(never)]
pub(super) fn cancel_absence(context: &mut Context<'_>, id: AbsenceId) -> Result<(), Refusal> {
    let unknown = || Refusal::UnknownRow { row: RowKey::absence(id) };
    let absence = context.state.absences.get(&id).ok_or_else(unknown)?;
    context.put(Absence { cancelled: true, ..(**absence).clone() });
    Ok(())
}

#[inline(never)]
pub(super) fn close_site(
    context: &mut Context<'_>,
    id: &SiteId,
    closure: &Closure,
) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    let reason = required("reason", &closure.reason, SHORT_TEXT_CHARS)?;
    if closure.last < closure.first {
        return Err(bad("last", Problem::Invalid));
    }
    let closure = Closure { reason, ..closure.clone() };
    if !site.closures.contains(&closure) {
        site.closures.push(closure);
        site.closures.sort_by_key(|c| (c.first, c.last));
    }
    context.put(site);
    Ok(())
}

#[inline(never)]
pub(super) fn reopen_site(
    context: &mut Context<'_>,
    id: &SiteId,
    first: HalfDay,
) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    site.closures.retain(|closure| closure.first != first);
    context.put(site);
    Ok(())
}

#[inline(never)]
pub(super) fn set_week(context: &mut Context<'_>, id: &SiteId, week: Week) -> Result<(), Refusal> {
    let mut site = (*context.site(id)?).clone();
    site.week = week;
    context.put(site);
    Ok(())
}
