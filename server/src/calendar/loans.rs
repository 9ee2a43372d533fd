//! Loans of a school as events of whole days. The event of a loan keeps its UID when its days
//! change, its number rises with each change, and it is said to be cancelled when it is.

use super::{DAYS_BEHIND, last_change};
use crate::export::words;
use chrono::Duration;
use icalendar::{Component, Event, EventLike, EventStatus};
use shared::campaign::CampaignKind;
use shared::day::paris_day;
use shared::id::{Millis, SiteId};
use shared::row::State;
use shared::supply::{Supply, SupplyState, Word};
use std::sync::Arc;

/// Returns the loans of a site that are not too far in the past, in order.
pub(super) fn of_site(state: &State, site: &SiteId, now: Millis) -> Vec<Arc<Supply>> {
    let from = paris_day(now) - Duration::days(DAYS_BEHIND);
    let is_shown = |supply: &&Arc<Supply>| {
        let is_recent = supply.period.is_some_and(|days| days.last >= from);
        supply.kind == CampaignKind::Loan && supply.site == *site && is_recent
    };
    let mut loans: Vec<_> = state.supplies.values().filter(is_shown).cloned().collect();
    loans.sort_by_key(|loan| (loan.period, loan.id));
    loans
}

fn status(state: SupplyState) -> EventStatus {
    match state {
        SupplyState::Asked | SupplyState::WaitingList => EventStatus::Tentative,
        SupplyState::Accepted
        | SupplyState::Ready
        | SupplyState::Delivered
        | SupplyState::Closed => EventStatus::Confirmed,
        SupplyState::Refused | SupplyState::Cancelled => EventStatus::Cancelled,
    }
}

/// Returns the event of a loan; none of a supply that is none.
pub(super) fn event(loan: &Supply) -> Option<Event> {
    let days = loan.period?;
    let changes = loan.history.iter().filter(|entry| {
        matches!(
            entry.what.what,
            Word::Accepted | Word::Waits | Word::Refused | Word::Cancelled | Word::Days
        )
    });
    let mut event = Event::new();
    event
        .uid(&format!("{}@tournee", loan.id))
        .timestamp(last_change(&loan.history))
        .starts(days.first)
        // The end of whole days is the day after the last one (RFC 5545, section 3.6.1).
        .ends(days.last + Duration::days(1))
        .sequence(u32::try_from(changes.count()).unwrap_or(u32::MAX))
        .status(status(loan.state))
        .summary(&words::loan(loan));
    Some(event.done())
}
