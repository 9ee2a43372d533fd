//! How long a school has waited for what it asked: in school days, without those on which the
//! school itself or somebody outside was waited for, against the target of its urgency.

use crate::day::{Calendar, Day, paris_day};
use crate::settings::Targets;
use crate::ticket::{Channel, Happened, Ticket, TicketState};

/// Where a request stands against its target.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DelayStanding {
    /// It took, or has taken so far, more school days than the target.
    Late {
        /// School days beyond the target, at least 1.
        by: u32,
    },
    /// It can still be kept.
    Open {
        /// School days that are left, today included; 0 on the last one.
        left: u32,
    },
    /// It was resolved in time.
    Kept,
}

/// The day on which something else began to be waited for, and the one on which that ended. On both
/// the request waited for this service too.
type Pause = (Day, Day);

/// The day on which the request was last resolved, closed or cancelled; `None` while it waits.
fn answered(ticket: &Ticket) -> Option<Day> {
    match ticket.state {
        TicketState::Resolved | TicketState::Closed => ticket.resolved_on.or(ticket.ended_on),
        TicketState::Cancelled => ticket.ended_on,
        TicketState::New
        | TicketState::Qualified
        | TicketState::Planned { .. }
        | TicketState::InProgress { .. }
        | TicketState::OnHold { .. }
        | TicketState::Forwarded { .. } => None,
    }
}

/// When something else was waited for: on hold, at the contractor, or resolved and waiting for the
/// school's answer before it was reopened.
fn pauses(ticket: &Ticket, today: Day) -> Vec<Pause> {
    let (mut all, mut since) = (Vec::new(), None::<Day>);
    for entry in &ticket.history {
        let waits = match entry.what {
            Happened::Held { .. } | Happened::Forwarded { .. } | Happened::Resolved { .. } => true,
            Happened::Qualified { .. }
            | Happened::Planned { .. }
            | Happened::Unplanned
            | Happened::Postponed { .. }
            | Happened::Reopened { .. }
            | Happened::TakenBack
            | Happened::TakenUp { .. } => false,
            Happened::Reported
            | Happened::Commented { .. }
            | Happened::Voiced { .. }
            | Happened::Edited { .. }
            | Happened::Superseded { .. }
            | Happened::Worked { .. }
            | Happened::Cancelled { .. }
            | Happened::Confirmed
            | Happened::Closed
            | Happened::MergedInto { .. }
            | Happened::Absorbed { .. }
            | Happened::Unknown => continue,
        };
        let day = paris_day(entry.when.corrected_ms());
        match (waits, since) {
            (true, None) => since = Some(day),
            (false, Some(from)) => {
                all.push((from, day));
                since = None;
            }
            (true, Some(_)) | (false, None) => {}
        }
    }
    // One that lasts ends tomorrow at the soonest.
    all.extend(since.map(|from| (from, today.succ_opt().unwrap_or(today))));
    all
}

/// Whether something else than this service is waited for now.
pub fn is_paused(ticket: &Ticket) -> bool {
    matches!(ticket.state, TicketState::OnHold { .. } | TicketState::Forwarded { .. })
}

/// The school days until today: made once for a list of requests.
#[derive(Debug, Clone)]
pub struct SchoolDays {
    /// In order.
    days: Vec<Day>,
    today: Day,
}

/// How far back school days are counted, in days: older requests wait at least as long.
const BACK_DAYS: u64 = 1_200;

impl SchoolDays {
    /// Those of a calendar.
    pub fn until(calendar: &Calendar, today: Day) -> Self {
        let first = today.checked_sub_days(chrono::Days::new(BACK_DAYS)).unwrap_or(today);
        Self { days: calendar.school_days(first, today), today }
    }

    /// How many lie after the first day and not after the last one.
    fn between(&self, after: Day, last: Day) -> u32 {
        let upto = |day: Day| self.days.partition_point(|known| *known <= day);
        upto(last).saturating_sub(upto(after)) as u32
    }

    /// School days that a request has waited for this service until today, or until it was
    /// answered. The day of the report does not count, and neither does what lies between the two
    /// ends of a pause.
    pub fn waited(&self, ticket: &Ticket) -> u32 {
        let last = answered(ticket).unwrap_or(self.today).min(self.today);
        let paused = pauses(ticket, self.today).into_iter().map(|(from, to)| {
            let (from, to) = (from.max(ticket.reported_on), to.pred_opt().unwrap_or(to).min(last));
            self.between(from, to)
        });
        self.between(ticket.reported_on, last).saturating_sub(paused.sum())
    }

    /// Where a request stands against the target of its urgency; `None` for one that was given up
    /// or is no matter of this service. While something else is waited for, no day goes by.
    pub fn standing(&self, targets: &Targets, ticket: &Ticket) -> Option<DelayStanding> {
        let is_none = ticket.channel == Some(Channel::OutOfScope);
        if ticket.state == TicketState::Cancelled || is_none {
            return None;
        }
        let (target, waited) = (targets.of(ticket.urgency), self.waited(ticket));
        Some(match (waited.saturating_sub(target), answered(ticket)) {
            (0, Some(_)) => DelayStanding::Kept,
            (0, None) => DelayStanding::Open { left: target - waited },
            (by, _) => DelayStanding::Late { by },
        })
    }

    /// Of the requests that were reported from the first day to the last one: how many had their
    /// target kept, and of how many it is known, because they were answered or are late by now.
    pub fn kept<'a>(
        &self,
        targets: &Targets,
        tickets: impl Iterator<Item = &'a Ticket>,
        (first, last): (Day, Day),
    ) -> (usize, usize) {
        let (mut kept, mut known) = (0, 0);
        for ticket in tickets.filter(|t| first <= t.reported_on && t.reported_on <= last) {
            match self.standing(targets, ticket) {
                Some(DelayStanding::Kept) => (kept, known) = (kept + 1, known + 1),
                Some(DelayStanding::Late { .. }) => known += 1,
                Some(DelayStanding::Open { .. }) | None => {}
            }
        }
        (kept, known)
    }
}
