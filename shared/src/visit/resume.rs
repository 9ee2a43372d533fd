//! Rules of going on with a visit that was ended: what its end did to the requests is put back,
//! unless somebody has changed them since.

use super::own::own;
use super::{Happened, Visit, VisitState};
use crate::day::paris_day;
use crate::decide::context::{Context, word};
use crate::history::{Declared, Entry};
use crate::id::{AccountId, Millis, VisitId};
use crate::refusal::Refusal;
use crate::ticket::{self, Channel, Field, Ticket, TicketState};

/// Goes on with a visit on the day on which it was ended.
#[inline(never)]
pub(super) fn resume(context: &mut Context<'_>, id: VisitId) -> Result<(), Refusal> {
    let mut visit = own(context, id)?;
    if visit.state == VisitState::OnSite {
        return Ok(());
    }
    let ended =
        visit.finished.filter(|ended| visit.is_done() && is_same_day(*ended, context.declared()));
    let Some(ended) = ended else {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    };
    take_up_tickets(context, &visit, ended.at_ms);
    visit.state = VisitState::OnSite;
    visit.finished = None;
    visit.left_over = false;
    visit.history.push(context.entry(Happened::Resumed));
    context.put(visit);
    Ok(())
}

/// By the clock of one device, or by the right time when two devices speak.
fn is_same_day(one: Declared, other: Declared) -> bool {
    let right = |declared: Declared| paris_day(declared.corrected_ms());
    paris_day(one.at_ms) == paris_day(other.at_ms) || right(one) == right(other)
}

/// The tickets that the end of the visit left for the next one ride with it again.
fn take_up_tickets(context: &mut Context<'_>, visit: &Visit, ended: Millis) {
    let is_end = |entry: &&Entry<Happened>| entry.what == Happened::Finished;
    let Some(by) = visit.history.iter().rev().find(is_end).map(|entry| entry.by) else {
        return;
    };
    let of_site = context.state.tickets_of(&visit.site);
    let left: Vec<_> =
        of_site.filter_map(|ticket| Some((ticket.id, before(ticket, visit, ended, by)?))).collect();
    for (ticket, (state, channel)) in left {
        let Ok(mut ticket) = context.ticket(ticket) else {
            continue;
        };
        ticket.postponed = ticket.postponed.saturating_sub(1);
        ticket.channel = Some(channel);
        ticket.state = state;
        let what = ticket::Happened::TakenUp { visit: visit.id };
        ticket.history.push(context.entry(what));
        context.stamp(&mut ticket, Field::State);
        context.put(ticket);
    }
}

/// The state and the channel that a ticket had before the visit was ended. `None` when the end
/// did not change it, or when somebody has decided something else since.
fn before(
    ticket: &Ticket,
    visit: &Visit,
    ended: Millis,
    by: AccountId,
) -> Option<(TicketState, Channel)> {
    use ticket::Happened::{Planned, Qualified, Unplanned, Worked};
    if !matches!(ticket.state, TicketState::Qualified | TicketState::Planned { .. }) {
        return None;
    }
    let at_end = |entry: &Entry<ticket::Happened>| entry.when.at_ms == ended && entry.by == by;
    let is_left = |entry: &Entry<ticket::Happened>| at_end(entry) && entry.what == Unplanned;
    let left = ticket.history.iter().rposition(is_left)?;
    let (until, since) = ticket.history.split_at(left);
    let decides = |entry: &Entry<ticket::Happened>| match entry.what {
        // To the visit after this one, by the end itself.
        Planned { .. } => !at_end(entry),
        Worked { .. } => false,
        _ => entry.what.is_move(),
    };
    if since.iter().skip(1).any(decides) {
        return None;
    }
    let started = visit.started.map_or(Millis::MIN, |started| started.at_ms);
    let is_worked = until
        .iter()
        .any(|entry| matches!(entry.what, Worked { .. }) && entry.when.at_ms >= started);
    let was_planned = until.iter().any(|entry| entry.what == Planned { visit: visit.id });
    // What was found on the spot was never planned.
    let state = match is_worked || !was_planned {
        true => TicketState::InProgress { visit: visit.id },
        false => TicketState::Planned { visit: visit.id },
    };
    let channel = until.iter().rev().find_map(|entry| match entry.what {
        Qualified { channel } => Some(channel),
        Planned { visit: with } if with == visit.id => Some(Channel::Proximity),
        _ => None,
    });
    Some((state, channel.unwrap_or(Channel::Proximity)))
}
