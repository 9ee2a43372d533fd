//! A visit goes elsewhere, or leaves the plan, unless a colleague moved it meanwhile.

use super::act::Place;
use super::placing::{go, impossible, quarter};
use crate::decide::context::{Context, optional, word};
use crate::id::VisitId;
use crate::limits::SHORT_TEXT_CHARS;
use crate::refusal::{Conflict, FieldName, Refusal};
use crate::slot;
use crate::visit::rules::release_tickets;
use crate::visit::{Happened, Visit, VisitState};

/// The visit, when it is still to come: what has begun stays where it is.
pub(super) fn to_come(context: &Context<'_>, id: VisitId) -> Result<Visit, Refusal> {
    let visit = context.visit(id)?;
    match visit.is_to_come() {
        true => Ok(visit),
        false => Err(Refusal::VisitState { state: word(&visit.state) }),
    }
}

/// Whether the visit is not where the author saw it: a colleague's move came first, and stays
/// (invariant 5). The author is told, and what they wanted is in the history. Nothing is told to
/// whoever wanted the very same place.
pub(super) fn keeps_its_place(
    context: &mut Context<'_>,
    visit: &mut Visit,
    mine: Option<Place>,
    from: Option<Place>,
) -> bool {
    let kept = visit.place();
    if from.is_none_or(|from| from == kept) || mine == Some(kept) {
        return false;
    }
    if let (Some(to), VisitState::Planned) = (mine, &visit.state) {
        let what = Happened::MoveSuperseded { to: to.slot, to_technician: to.technician };
        visit.history.push(context.entry(what));
    }
    let by = visit.last_mover().map(str::to_owned);
    context.conflict(Conflict::MovedFirst { visit: visit.id, mine, kept, by });
    true
}

#[inline(never)]
pub(super) fn move_visit(
    context: &mut Context<'_>,
    id: VisitId,
    to: Place,
    from: Option<Place>,
) -> Result<(), Refusal> {
    let mut visit = to_come(context, id)?;
    if !keeps_its_place(context, &mut visit, Some(to), from) {
        let Place { technician, slot } = to;
        let site = context.site(&visit.site)?;
        let quarter = quarter(context, &visit.quarter)?;
        let obstacle = slot::obstacle(context.state, &site, technician, &quarter, slot, Some(id));
        if let Some(obstacle) = obstacle {
            return Err(impossible(&visit.site, technician, slot, obstacle));
        }
        if visit.place() == to {
            return Ok(());
        }
        go(context, &mut visit, technician, slot);
    }
    context.put(visit);
    Ok(())
}

#[inline(never)]
pub(super) fn cancel(
    context: &mut Context<'_>,
    id: VisitId,
    reason: &str,
    from: Option<Place>,
) -> Result<(), Refusal> {
    let mut visit = to_come(context, id)?;
    let text = optional(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    if !keeps_its_place(context, &mut visit, None, from) {
        leave(context, &mut visit, text);
    }
    context.put(visit);
    Ok(())
}

/// Takes a visit out of the plan; its tickets wait for the next one.
pub(super) fn leave(context: &mut Context<'_>, visit: &mut Visit, text: String) {
    if visit.state == VisitState::Planned {
        visit.history.push(context.entry(Happened::Cancelled { text }));
        release_tickets(context, visit.id);
    }
    visit.state = VisitState::Cancelled;
}
