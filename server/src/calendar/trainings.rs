//! Trainings as events of a calendar: one that moves keeps its UID, and so does one that is
//! cancelled, which says so instead of being gone (RFC 5545, sections 3.8.1.11 and 3.8.7.4).

use super::{DAYS_BEHIND, last_change, local};
use crate::export::words;
use chrono::Duration;
use icalendar::{Component, Event, EventLike, EventStatus};
use shared::day::paris_day;
use shared::id::Millis;
use shared::row::State;
use shared::training::{SessionProgress, TrainingSession};

/// The sessions of these rows that are not too far in the past, in order. Drafts are the desk's.
pub(super) fn events(
    state: &State,
    now: Millis,
    is_shown: impl Fn(&TrainingSession) -> bool,
) -> Vec<Event> {
    let from = paris_day(now) - Duration::days(DAYS_BEHIND);
    let sessions = state.training_sessions.values().filter(|row| {
        row.state != SessionProgress::Draft && row.terms.day >= from && is_shown(row)
    });
    let mut sessions: Vec<_> = sessions.collect();
    sessions.sort_by_key(|row| (row.terms.begins(), row.id));
    sessions.into_iter().map(|row| event(row)).collect()
}

fn event(row: &TrainingSession) -> Event {
    let terms = &row.terms;
    let minute = |at: u32| local(terms.day, i64::from(at));
    let mut event = Event::new();
    let said = match row.state {
        SessionProgress::Cancelled => row.reason.clone(),
        SessionProgress::Draft
        | SessionProgress::Open
        | SessionProgress::Held
        | SessionProgress::Closed => words::registered(row.called().len()),
    };
    event
        .uid(&format!("{}@tournee", row.id))
        .timestamp(last_change(&row.history))
        .starts(minute(terms.from))
        .ends(minute(terms.to))
        .sequence(row.sequence)
        .summary(&terms.title)
        .description(&said)
        .location(&terms.place);
    event.status(match row.state {
        SessionProgress::Cancelled => EventStatus::Cancelled,
        SessionProgress::Draft
        | SessionProgress::Open
        | SessionProgress::Held
        | SessionProgress::Closed => EventStatus::Confirmed,
    });
    event.done()
}
