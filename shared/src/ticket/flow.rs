//! Rules of working on a ticket, from the first hand on it to the last word of the requester.

use super::act::Act;
use super::sorting::{into_tray, ride};
use super::{Channel, Field, Happened, Ticket, TicketState};
use crate::decide::context::{Context, bad, optional, photos, required, room_for_words, word};
use crate::id::{TicketId, VisitId};
use crate::limits::{LONG_TEXT_CHARS, SHORT_TEXT_CHARS, WORK_MINUTES};
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::row::RowKey;
use crate::visit::VisitState;

fn in_state(ticket: &Ticket, allowed: bool) -> Result<(), Refusal> {
    if allowed { Ok(()) } else { Err(Refusal::TicketState { state: word(&ticket.state) }) }
}

/// Somebody else ended it meanwhile: what was written is kept, the state stays, the author is
/// told.
fn already_settled(context: &mut Context<'_>, mut ticket: Ticket, what: Happened) {
    ticket.history.push(context.entry(what));
    let conflict =
        Conflict::AlreadySettled { row: RowKey::ticket(ticket.id), state: word(&ticket.state) };
    context.conflict(conflict);
    context.put(ticket);
}

fn become_state(context: &mut Context<'_>, mut ticket: Ticket, state: TicketState, what: Happened) {
    ticket.state = state;
    ticket.history.push(context.entry(what));
    context.stamp(&mut ticket, Field::State);
    context.put(ticket);
}

#[inline(never)]
pub(super) fn hold(context: &mut Context<'_>, id: TicketId, reason: &str) -> Result<(), Refusal> {
    let ticket = context.ticket(id)?;
    let reason = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let what = Happened::Held { text: reason.clone() };
    if !ticket.is_open() || ticket.state == TicketState::Resolved {
        already_settled(context, ticket, what);
        return Ok(());
    }
    become_state(context, ticket, TicketState::OnHold { reason }, what);
    Ok(())
}

#[inline(never)]
pub(super) fn forward(
    context: &mut Context<'_>,
    id: TicketId,
    reference: &str,
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let reference = optional(FieldName::Reference, reference, SHORT_TEXT_CHARS)?;
    let what = Happened::Forwarded { reference: reference.clone() };
    if !ticket.is_open() || ticket.state == TicketState::Resolved {
        already_settled(context, ticket, what);
        return Ok(());
    }
    ticket.channel = Some(Channel::Curative);
    context.stamp(&mut ticket, Field::Channel);
    become_state(context, ticket, TicketState::Forwarded { reference }, what);
    Ok(())
}

#[inline(never)]
pub(super) fn cancel(context: &mut Context<'_>, id: TicketId, reason: &str) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let text = required(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let what = Happened::Cancelled { text };
    if !ticket.is_open() {
        already_settled(context, ticket, what);
        return Ok(());
    }
    ticket.ended_on = Some(context.today());
    become_state(context, ticket, TicketState::Cancelled, what);
    Ok(())
}

#[inline(never)]
pub(super) fn log_work(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::LogWork { ticket: id, visit, minutes, text, photos: files } = act else {
        return Err(Refusal::NotAllowed);
    };
    let mut ticket = context.ticket(*id)?;
    if *minutes > WORK_MINUTES {
        return Err(bad(FieldName::Minutes, FieldProblem::TooLong { max: WORK_MINUTES as usize }));
    }
    let text = required(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let what = Happened::Worked { minutes: *minutes, text, photos: photos(files)? };
    ticket.history.push(context.entry(what));
    let begins = matches!(
        ticket.state,
        TicketState::New
            | TicketState::Qualified
            | TicketState::Planned { .. }
            | TicketState::OnHold { .. }
    );
    if let Some(visit) = visit.filter(|_| begins) {
        begin(context, &mut ticket, visit)?;
    }
    context.put(ticket);
    Ok(())
}

fn begin(context: &Context<'_>, ticket: &mut Ticket, visit: VisitId) -> Result<(), Refusal> {
    let found = context.visit(visit)?;
    if found.site != ticket.site {
        return Err(bad(FieldName::Visit, FieldProblem::Invalid));
    }
    // Nothing would take it off a visit that has ended.
    if !found.is_ahead() {
        return Ok(());
    }
    if ticket.channel.is_none() {
        ticket.channel = Some(Channel::Proximity);
        context.stamp(ticket, Field::Channel);
    }
    ticket.state = TicketState::InProgress { visit };
    context.stamp(ticket, Field::State);
    Ok(())
}

#[inline(never)]
pub(super) fn resolve(context: &mut Context<'_>, id: TicketId, text: &str) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let text = optional(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let what = Happened::Resolved { text };
    if !ticket.is_open() || ticket.state == TicketState::Resolved {
        already_settled(context, ticket, what);
        return Ok(());
    }
    ticket.resolved_on = Some(context.today());
    become_state(context, ticket, TicketState::Resolved, what);
    Ok(())
}

/// Back to the site's tray, and onto the visit after the one it rode with, if there is one. A
/// ticket that was put back already stays where it is; only the new words are added.
#[inline(never)]
pub(super) fn postpone(
    context: &mut Context<'_>,
    id: TicketId,
    reason: &str,
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let text = optional(FieldName::Reason, reason, SHORT_TEXT_CHARS)?;
    let what = Happened::Postponed { text };
    if !ticket.is_open() || ticket.state == TicketState::Resolved {
        already_settled(context, ticket, what);
        return Ok(());
    }
    if waits_for_next(context, &ticket) {
        if let Happened::Postponed { text } = what
            && !text.is_empty()
        {
            room_for_words(&ticket.history)?;
            let photos = Vec::new();
            ticket.history.push(context.entry(Happened::Commented { text, photos }));
            context.put(ticket);
        }
        return Ok(());
    }
    ticket.history.push(context.entry(what));
    leave_for_next(context, &mut ticket);
    context.put(ticket);
    Ok(())
}

/// Whether the ticket was put back, and nothing has taken it up since: it is in the tray, or rides
/// with a visit that is still to come.
fn waits_for_next(context: &Context<'_>, ticket: &Ticket) -> bool {
    let TicketState::Planned { visit } = ticket.state else {
        return ticket.is_put_back();
    };
    let mut moves = ticket.moves();
    let rides = matches!(moves.next(), Some(Happened::Planned { .. }));
    let was_put_back = moves.next().is_some_and(Happened::puts_back);
    let is_to_come = context.state.visits.get(&visit).is_some_and(|visit| {
        visit.state == VisitState::Planned && visit.slot.day > context.today()
    });
    rides && was_put_back && is_to_come
}

/// What a visit leaves undone goes back to the site's tray for the next one: never onto a visit
/// that goes on.
pub(crate) fn leave_for_next(context: &Context<'_>, ticket: &mut Ticket) {
    let left = ticket.visit();
    ticket.postponed += 1;
    ticket.channel = Some(Channel::Proximity);
    ticket.state = TicketState::Qualified;
    context.stamp(ticket, Field::State);
    let next = context.state.next_planned(&ticket.site, context.today(), left);
    ride(context, ticket, next.map(|visit| visit.id));
}

#[inline(never)]
pub(super) fn confirm(context: &mut Context<'_>, id: TicketId) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if !ticket.is_open() {
        already_settled(context, ticket, Happened::Confirmed);
        return Ok(());
    }
    in_state(&ticket, ticket.state == TicketState::Resolved)?;
    ticket.ended_on = Some(context.today());
    become_state(context, ticket, TicketState::Closed, Happened::Confirmed);
    Ok(())
}

#[inline(never)]
pub(super) fn reopen(context: &mut Context<'_>, id: TicketId, text: &str) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let text = optional(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let ended = matches!(ticket.state, TicketState::Resolved | TicketState::Closed);
    in_state(&ticket, ended)?;
    ticket.history.push(context.entry(Happened::Reopened { text }));
    ticket.ended_on = None;
    ticket.resolved_on = None;
    if ticket.channel.is_none() {
        ticket.channel = Some(Channel::Proximity);
    }
    into_tray(context, &mut ticket);
    context.put(ticket);
    Ok(())
}

/// Without an answer, a resolved ticket closes after the set number of school days.
#[inline(never)]
pub(super) fn close(context: &mut Context<'_>, id: TicketId) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let (calendar, settings) = (context.state.calendar(), context.state.settings());
    let (wait, today) = (settings.close_after_school_days, context.today());
    in_state(&ticket, ticket.closes_unanswered(&calendar, wait, today))?;
    ticket.ended_on = Some(today);
    become_state(context, ticket, TicketState::Closed, Happened::Closed);
    Ok(())
}
