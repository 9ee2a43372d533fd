//! Stops of a technician as events: a quarter of an hour between the two half-days. The event of a
//! stop keeps its UID when it goes to another day, and its number rises.

use super::{DAYS_BEHIND, last_change, local, place};
use crate::export::words;
use chrono::Duration;
use icalendar::{Component, Event, EventLike};
use shared::day::{Half, HalfDay, paris_day};
use shared::id::{AccountId, Millis};
use shared::limits::STOP_MINUTES;
use shared::row::State;
use shared::site::Site;
use shared::supply::{Carrier, Leg, Supply, Word};
use std::sync::Arc;

/// Returns the legs that a technician does at stops, those of the last months too.
pub(super) fn of_technician(
    state: &State,
    account: AccountId,
    now: Millis,
) -> Vec<(Arc<Supply>, Leg, HalfDay)> {
    let from = paris_day(now) - Duration::days(DAYS_BEHIND);
    let mut stops = Vec::new();
    for supply in state.supplies.values().filter(|supply| !supply.state.is_given_up()) {
        for leg in &supply.legs {
            if let Some(Carrier::Stop { technician, slot }) = leg.carrier
                && technician == account
                && slot.day >= from
            {
                stops.push((Arc::clone(supply), leg.clone(), slot));
            }
        }
    }
    stops.sort_by_key(|(supply, leg, slot)| (*slot, supply.id, leg.id));
    stops
}

/// Returns the event of a stop.
pub(super) fn event(supply: &Supply, leg: &Leg, slot: HalfDay, site: &Site) -> Event {
    // The end of the school's morning, or the beginning of its afternoon.
    let from = match slot.half {
        Half::Morning => 11 * 60 + 30,
        Half::Afternoon => 13 * 60 + 15,
    };
    let planned = supply
        .history
        .iter()
        .filter(|entry| entry.what.what == Word::Planned && entry.what.leg == Some(leg.id));
    let mut event = Event::new();
    event
        .uid(&format!("{}-{}@tournee", supply.id, leg.id))
        .timestamp(last_change(&supply.history))
        .starts(local(slot.day, from))
        .ends(local(slot.day, from + i64::from(STOP_MINUTES)))
        .sequence(u32::try_from(planned.count()).unwrap_or(u32::MAX))
        .summary(&words::stop(&site.name))
        .description(&words::leg(supply, leg))
        .location(&place(site));
    event.done()
}
