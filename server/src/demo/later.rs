//! What will happen in the demonstration, in its order.

use shared::day::HalfDay;
use shared::id::{Millis, TicketId, VisitId};
use shared::ticket::Channel;
use std::collections::BTreeMap;

/// What becomes of a request once it came.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// The desk sorts it after a day or so.
    Sorted,
    /// It came so lately that nobody has looked.
    Fresh,
}

/// Something that will happen.
#[derive(Debug, Clone, Copy)]
pub(super) enum Event {
    /// A plan is published: the rank of the quarter in the calendar.
    Publish(usize),
    /// A school asks for something: the rank of the text, and what becomes of it.
    Report(usize, Fate),
    /// The desk sorts a request.
    Sort(TicketId, Channel),
    /// The school answers a question.
    Reply(TicketId),
    /// What the request waited for has come.
    Back(TicketId),
    /// The school says that it works.
    Confirm(TicketId),
    /// The school says that it does not work.
    Reopen(TicketId),
    /// Nobody answered.
    Close(TicketId),
    /// The visits of a half-day.
    Visits(HalfDay),
    /// A visit that could not be made gets another half-day.
    Again(VisitId),
}

/// What will happen, in its order.
#[derive(Debug, Default)]
pub(super) struct Later {
    events: BTreeMap<(Millis, u64), Event>,
    count: u64,
}

impl Later {
    pub(super) fn push(&mut self, at: Millis, event: Event) {
        self.count += 1;
        self.events.insert((at, self.count), event);
    }

    /// The next one before that instant.
    pub(super) fn next(&mut self, before: Millis) -> Option<(Millis, Event)> {
        let first = self.events.first_entry().filter(|entry| entry.key().0 < before)?;
        let ((at, _), event) = first.remove_entry();
        Some((at, event))
    }
}
