//! How long requests have waited, for a list of them.

use shared::day::Day;
use shared::delay::{DelayStanding, SchoolDays};
use shared::row::State;
use shared::settings::{DelayStage, Targets};
use shared::ticket::{Ticket, TicketState};

/// The school days so far, and the targets.
pub(super) struct Clock {
    school_days: SchoolDays,
    targets: Targets,
    today: Day,
}

impl Clock {
    pub(super) fn of(view: &State, today: Day) -> Self {
        let school_days = SchoolDays::until(&view.calendar(), today);
        Self { school_days, targets: view.settings().targets(), today }
    }

    /// Days since the report.
    pub(super) fn age(&self, ticket: &Ticket) -> i64 {
        (self.today - ticket.reported_on).num_days()
    }

    /// School days beyond the target of a request that still waits; 0 while it can be kept.
    pub(super) fn late_by(&self, ticket: &Ticket) -> u32 {
        match self.standing(ticket) {
            Some((_, DelayStanding::Late { by })) => by,
            Some((_, DelayStanding::Open { .. } | DelayStanding::Kept)) | None => 0,
        }
    }

    /// Where a request that still waits stands against the target that presses most.
    pub(super) fn standing(&self, ticket: &Ticket) -> Option<(DelayStage, DelayStanding)> {
        let waits = ticket.is_open() && ticket.state != TicketState::Resolved;
        waits.then(|| self.school_days.next(&self.targets, ticket)).flatten()
    }
}
