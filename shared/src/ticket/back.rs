//! A desk takes back what it did last to a ticket, while nobody has done anything since. The
//! history keeps both: nothing of it is ever rewritten.

use super::{Channel, Field, Happened, Ticket, TicketState};
use crate::decide::context::{Context, word};
use crate::history::Entry;
use crate::id::TicketId;
use crate::refusal::Refusal;
use crate::ticket::sorting::into_tray;

/// Where a ticket stood.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Standing {
    channel: Option<Channel>,
    state: TicketState,
}

/// Whether the last thing that was done to it can be taken back: a sorting, a place on a visit, a
/// wait, an end.
fn can_be_taken_back(what: &Happened) -> bool {
    match what {
        Happened::Qualified { .. }
        | Happened::Planned { .. }
        | Happened::Unplanned
        | Happened::Held { .. }
        | Happened::Forwarded { .. }
        | Happened::Cancelled { .. }
        | Happened::Confirmed => true,
        Happened::Reported
        | Happened::Commented { .. }
        | Happened::Voiced { .. }
        | Happened::Edited { .. }
        | Happened::Superseded { .. }
        | Happened::Worked { .. }
        | Happened::Resolved { .. }
        | Happened::Postponed { .. }
        | Happened::Reopened { .. }
        | Happened::Closed
        | Happened::MergedInto { .. }
        | Happened::Absorbed { .. }
        | Happened::TakenUp { .. }
        | Happened::TakenBack
        | Happened::Unknown => false,
    }
}

/// Where it stands after one more entry.
fn after(mut now: Standing, what: &Happened) -> Standing {
    now.state = match what {
        Happened::Qualified { channel } => {
            now.channel = Some(*channel);
            TicketState::Qualified
        }
        Happened::Planned { visit } => {
            now.channel = Some(Channel::Proximity);
            TicketState::Planned { visit: *visit }
        }
        Happened::Unplanned | Happened::Postponed { .. } => {
            now.channel = Some(Channel::Proximity);
            TicketState::Qualified
        }
        Happened::Reopened { .. } => {
            now.channel = now.channel.or(Some(Channel::Proximity));
            TicketState::Qualified
        }
        Happened::TakenUp { visit } => TicketState::InProgress { visit: *visit },
        Happened::Held { text } => TicketState::OnHold { reason: text.clone() },
        Happened::Forwarded { reference } => {
            now.channel = Some(Channel::Curative);
            TicketState::Forwarded { reference: reference.clone() }
        }
        Happened::Resolved { .. } => TicketState::Resolved,
        Happened::Confirmed | Happened::Closed => TicketState::Closed,
        Happened::Cancelled { .. } | Happened::MergedInto { .. } => TicketState::Cancelled,
        Happened::Reported
        | Happened::Commented { .. }
        | Happened::Voiced { .. }
        | Happened::Edited { .. }
        | Happened::Superseded { .. }
        | Happened::Worked { .. }
        | Happened::Absorbed { .. }
        | Happened::TakenBack
        | Happened::Unknown => return now,
    };
    now
}

/// Whether both entries are of one command: what is sorted rides at once.
fn is_of_same(before: &Entry<Happened>, entry: &Entry<Happened>) -> bool {
    let rides = matches!(entry.what, Happened::Planned { .. });
    rides && before.by == entry.by && before.when == entry.when
}

/// Where the ticket stood before each thing that was done to it, latest last, and the first entry
/// of the latest one.
fn standings(history: &[Entry<Happened>]) -> (Vec<Standing>, Option<&Entry<Happened>>) {
    let mut now = Standing { channel: None, state: TicketState::New };
    let mut before: Vec<Standing> = Vec::new();
    let mut last: Option<&Entry<Happened>> = None;
    let mut previous: Option<&Entry<Happened>> = None;
    for entry in history.iter().filter(|entry| entry.what.is_move()) {
        if entry.what == Happened::TakenBack {
            now = before.pop().unwrap_or(now);
            last = Some(entry);
        } else if !previous.is_some_and(|previous| is_of_same(previous, entry)) {
            before.push(now.clone());
            last = Some(entry);
        }
        now = after(now, &entry.what);
        previous = Some(entry);
    }
    (before, last)
}

#[inline(never)]
pub(super) fn take_back(context: &mut Context<'_>, id: TicketId) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let (before, last) = standings(&ticket.history);
    let mine =
        last.is_some_and(|last| last.by == context.actor.account && can_be_taken_back(&last.what));
    let Some(standing) = before.last().filter(|_| mine).cloned() else {
        return Err(Refusal::TicketState { state: word(&ticket.state) });
    };
    ticket.history.push(context.entry(Happened::TakenBack));
    ticket.channel = standing.channel;
    context.stamp(&mut ticket, Field::Channel);
    context.stamp(&mut ticket, Field::State);
    let rides = match standing.state {
        TicketState::Planned { visit } | TicketState::InProgress { visit } => Some(visit),
        _ => None,
    };
    let is_ahead = |visit| context.visit(visit).is_ok_and(|visit| visit.is_ahead());
    match rides.is_none_or(is_ahead) {
        true => ticket.state = standing.state,
        // The visit went meanwhile: it waits for the next one.
        false => into_tray(context, &mut ticket),
    }
    ticket.ended_on = (!ticket.is_open()).then(|| ticket.ended_on.unwrap_or(context.today()));
    context.put(ticket);
    Ok(())
}

impl Ticket {
    /// Whether this account did something to it that it may take back.
    pub fn may_be_taken_back_by(&self, account: crate::id::AccountId) -> bool {
        let (before, last) = standings(&self.history);
        !before.is_empty()
            && last.is_some_and(|last| last.by == account && can_be_taken_back(&last.what))
    }
}
