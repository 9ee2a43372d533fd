//! How long a school has waited for what it asked: in school days, without those on which the
//! school itself or somebody outside was waited for, against the targets of its urgency: one for
//! the sorting, one for the visit, one for the answer.

use crate::day::{Calendar, Day, paris_day};
use crate::settings::{DelayStage, Targets};
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

/// How far a line of a history brings a request. A visit is also a sorting, and an answer both: who
/// goes there has decided that somebody goes.
fn reaches(what: &Happened) -> Option<DelayStage> {
    match what {
        Happened::Qualified { .. }
        | Happened::Planned { .. }
        | Happened::Held { .. }
        | Happened::Forwarded { .. } => Some(DelayStage::Sorted),
        Happened::TakenUp { .. } | Happened::Worked { .. } => Some(DelayStage::Visited),
        Happened::Resolved { .. } | Happened::Cancelled { .. } | Happened::Closed => {
            Some(DelayStage::Answered)
        }
        Happened::Reported
        | Happened::Commented { .. }
        | Happened::Voiced { .. }
        | Happened::Edited { .. }
        | Happened::Superseded { .. }
        | Happened::Unplanned
        | Happened::Postponed { .. }
        | Happened::Reopened { .. }
        | Happened::TakenBack
        | Happened::Confirmed
        | Happened::MergedInto { .. }
        | Happened::Absorbed { .. }
        | Happened::Unknown => None,
    }
}

/// The day on which the request first came that far; `None` while it has not. An answer counts as
/// long as it holds.
fn reached(ticket: &Ticket, stage: DelayStage) -> Option<Day> {
    if stage == DelayStage::Answered {
        return answered(ticket);
    }
    let first = ticket.history.iter().find(|entry| reaches(&entry.what) >= Some(stage));
    first.map(|entry| paris_day(entry.when.corrected_ms()))
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
        self.waited_for(ticket, DelayStage::Answered)
    }

    /// The same until it came that far.
    fn waited_for(&self, ticket: &Ticket, stage: DelayStage) -> u32 {
        let last = reached(ticket, stage).unwrap_or(self.today).min(self.today);
        let paused = pauses(ticket, self.today).into_iter().map(|(from, to)| {
            let (from, to) = (from.max(ticket.reported_on), to.pred_opt().unwrap_or(to).min(last));
            self.between(from, to)
        });
        self.between(ticket.reported_on, last).saturating_sub(paused.sum())
    }

    /// Where a request stands against a target of its urgency; `None` for one that was given up
    /// or is no matter of this service, and for the visit of one that the contractor has. While
    /// something else is waited for, no day goes by.
    pub fn standing(
        &self,
        targets: &Targets,
        ticket: &Ticket,
        stage: DelayStage,
    ) -> Option<DelayStanding> {
        let is_none = match ticket.channel {
            Some(Channel::OutOfScope) => true,
            Some(Channel::Curative) => stage == DelayStage::Visited,
            Some(Channel::Proximity) | None => false,
        };
        if ticket.state == TicketState::Cancelled || is_none {
            return None;
        }
        let target = targets.of(stage, ticket.urgency);
        let waited = self.waited_for(ticket, stage);
        Some(match (waited.saturating_sub(target), reached(ticket, stage)) {
            (0, Some(_)) => DelayStanding::Kept,
            (0, None) => DelayStanding::Open { left: target - waited },
            (by, _) => DelayStanding::Late { by },
        })
    }

    /// What a request that still waits is to reach next: the stage that is most days late, else
    /// the one with the fewest days left; the earlier one of two alike.
    pub fn next(&self, targets: &Targets, ticket: &Ticket) -> Option<(DelayStage, DelayStanding)> {
        let open = DelayStage::ALL.into_iter().filter(|stage| reached(ticket, *stage).is_none());
        let standings =
            open.filter_map(|stage| Some((stage, self.standing(targets, ticket, stage)?)));
        standings.min_by_key(|(_, standing)| match standing {
            DelayStanding::Late { by } => -i64::from(*by),
            DelayStanding::Open { left } => i64::from(*left),
            DelayStanding::Kept => i64::MAX,
        })
    }

    /// Of the requests that were reported from the first day to the last one: how many had that
    /// target kept, and of how many it is known, because they came that far or are late by now.
    pub fn kept<'a>(
        &self,
        targets: &Targets,
        stage: DelayStage,
        tickets: impl Iterator<Item = &'a Ticket>,
        (first, last): (Day, Day),
    ) -> (usize, usize) {
        let (mut kept, mut known) = (0, 0);
        for ticket in tickets.filter(|t| first <= t.reported_on && t.reported_on <= last) {
            match self.standing(targets, ticket, stage) {
                Some(DelayStanding::Kept) => (kept, known) = (kept + 1, known + 1),
                Some(DelayStanding::Late { .. }) => known += 1,
                Some(DelayStanding::Open { .. }) | None => {}
            }
        }
        (kept, known)
    }
}
