//! Serves visits and trainings as calendars (RFC 5545) to anybody who has a secret address.
//!
//! The address ends with a secret that was shown to its owner only; the row keeps the SHA-256 of
//! it. An event keeps its UID when its visit moves, so that the calendar moves the event too.

mod loans;
mod stops;
mod trainings;

use crate::export::{made_up, words};
use crate::identity;
use crate::store::{Reader, StoreResult};
use chrono::{DateTime, Duration, NaiveTime, Utc};
use icalendar::{Calendar, Component, Event, EventLike, Property};
use shared::day::{Day, Half, HalfDay, paris_day, paris_time};
use shared::entity::Facet;
use shared::history::Entry;
use shared::id::{AccountId, FeedHash, Millis, SiteId};
use shared::role::Role;
use shared::row::{Kind, Read, Row, RowKey, State};
use shared::scope::Stream;
use shared::site::Site;
use shared::training::TrainingSession;
use shared::visit;
use shared::visit::{Visit, VisitState};

/// Days in the past that a calendar still shows.
const DAYS_BEHIND: i64 = 92;
/// End of the addresses: calendar programs recognise the kind of file by it.
const SUFFIX: &str = ".ics";

/// Returns what somebody does: the visits and stops of a technician, the sessions that a person
/// leads, and all sessions for a desk. `None` if there is no calendar at that address.
///
/// # Errors
/// A fault of the store.
pub fn of_technician(
    store: &dyn Reader,
    account: AccountId,
    secret: &str,
    now: Millis,
) -> StoreResult<Option<String>> {
    let Some(Row::Account(known)) = store.load(&Read::Row(RowKey::account(account)))?.pop() else {
        return Ok(None);
    };
    if !known.active || !opens(known.feed.as_ref(), secret) {
        return Ok(None);
    }
    let mut state = State::default();
    for row in store.follow(&Stream::Owner(account), 0, usize::MAX >> 1)? {
        state.put(row);
    }
    let visits = shown(&state, now);
    for visit in &visits {
        load(store, &mut state, &Read::Row(RowKey::site(&visit.site)))?;
        load(store, &mut state, &Read::Where(Kind::Ticket, Facet::OpenAt(visit.site.clone())))?;
    }
    let stops = stops::of_technician(&state, account, now);
    for (supply, _, _) in &stops {
        load(store, &mut state, &Read::Row(RowKey::site(&supply.site)))?;
    }
    // A desk plans all sessions; one may be led by several people.
    let desk = known.role.is_desk();
    if desk || known.role == Role::Adviser {
        load(store, &mut state, &Read::All(Kind::TrainingSession))?;
    }
    let event = |visit: &Visit| {
        let site = state.sites.get(&visit.site)?;
        let waiting = state.tickets_of(&visit.site).filter(|ticket| ticket.is_for_visit());
        let mut event = event(visit, site);
        event.summary(&site.name).description(&words::requests(waiting.count()));
        Some(event.done())
    };
    let by_stop = stops.iter().filter_map(|(supply, leg, slot)| {
        Some(stops::event(supply, leg, *slot, state.sites.get(&supply.site)?))
    });
    // What the person leads, with what was cancelled: a calendar that has it must hear of it.
    let led = trainings::events(&state, now, |row| desk || row.terms.is_led_by(account));
    let events = visits.iter().filter_map(event).chain(by_stop).chain(led);
    Ok(Some(written(&named(store, &known.name)?, events)))
}

/// The name of the calendar of a person or a site; in a demonstration it says so.
fn named(store: &dyn Reader, of: &str) -> StoreResult<String> {
    let name = words::calendar(of);
    Ok(if store.is_made_up()? { made_up(&name) } else { name })
}

/// Returns the visits of a site, or `None` if there is no calendar at that address.
///
/// # Errors
/// A fault of the store.
pub fn of_site(
    store: &dyn Reader,
    site: &SiteId,
    secret: &str,
    now: Millis,
) -> StoreResult<Option<String>> {
    let Some(Row::Site(known)) = store.load(&Read::Row(RowKey::site(site)))?.pop() else {
        return Ok(None);
    };
    if !opens(known.feed.as_ref(), secret) {
        return Ok(None);
    }
    let mut state = State::default();
    load(store, &mut state, &Read::Where(Kind::Visit, Facet::OpenAt(site.clone())))?;
    // Those that were withdrawn too: a calendar is told so.
    let of_site = store.follow(&Stream::Site(site.clone()), 0, usize::MAX >> 1)?;
    of_site.into_iter().filter(|row| row.kind() == Kind::Supply).for_each(|row| state.put(row));
    let visits = shown(&state, now);
    let loans = loans::of_site(&state, site, now);
    let events = visits.iter().map(|visit| {
        let mut event = event(visit, &known);
        event.summary(words::VISIT_OF_MAINTENANCE).done()
    });
    load(store, &mut state, &Read::All(Kind::TrainingSession))?;
    let of_site = |row: &TrainingSession| {
        let mut expected = row.registrations.values().filter(|one| one.is_of(site));
        expected.any(|one| one.state.is_called()) || row.classes.contains_key(site)
    };
    let events = events.chain(trainings::events(&state, now, of_site));
    let events = events.chain(loans.iter().filter_map(|loan| loans::event(loan)));
    Ok(Some(written(&named(store, &known.name)?, events)))
}

fn load(store: &dyn Reader, state: &mut State, read: &Read) -> StoreResult<()> {
    for row in store.load(read)? {
        state.put(row);
    }
    Ok(())
}

fn opens(feed: Option<&FeedHash>, secret: &str) -> bool {
    let secret = secret.strip_suffix(SUFFIX).unwrap_or(secret);
    feed.is_some_and(|feed| feed.as_str() == identity::digest(secret))
}

/// Returns published visits that are not too far in the past, in order.
fn shown(state: &State, now: Millis) -> Vec<Visit> {
    let from = paris_day(now) - Duration::days(DAYS_BEHIND);
    let visits = state.visits.values().filter(|visit| {
        visit.takes_slot() && visit.state != VisitState::Proposed && visit.slot.day >= from
    });
    let mut visits: Vec<_> = visits.map(|visit| (**visit).clone()).collect();
    visits.sort_by_key(|visit| (visit.slot, visit.id));
    visits
}

fn event(visit: &Visit, site: &Site) -> Event {
    let (start, end) = hours(visit.slot);
    let moves =
        visit.history.iter().filter(|e| matches!(e.what, visit::Happened::Moved { .. })).count();
    let mut event = Event::new();
    event
        .uid(&format!("{}@tournee", visit.id))
        .timestamp(last_change(&visit.history))
        .starts(start)
        .ends(end)
        .sequence(u32::try_from(moves).unwrap_or(u32::MAX))
        .location(&place(site));
    event
}

/// Street, postcode and commune, as far as they are known.
fn place(site: &Site) -> String {
    let town = format!("{} {}", site.postcode, site.commune_name);
    let parts = [site.address.trim(), town.trim()];
    let known: Vec<_> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    known.join(", ")
}

/// When a row last changed (DTSTAMP without a method, RFC 5545, section 3.8.7.2): a calendar in
/// which nothing changed is the same, byte for byte.
fn last_change<W>(history: &[Entry<W>]) -> DateTime<Utc> {
    let last = history.iter().map(|entry| entry.when.corrected_ms()).max();
    instant(last.unwrap_or_default())
}

/// Returns the hours at which a half-day begins and ends in a calendar.
fn hours(slot: HalfDay) -> (DateTime<Utc>, DateTime<Utc>) {
    let (from, to) = match slot.half {
        Half::Morning => (8 * 60 + 30, 11 * 60 + 30),
        Half::Afternoon => (13 * 60 + 30, 16 * 60 + 30),
    };
    (local(slot.day, from), local(slot.day, to))
}

/// Returns the instant of a time of day in Paris, given in minutes. Trying both clocks is enough,
/// since neither change of the hour falls into the working day or an evening.
fn local(day: Day, minutes: i64) -> DateTime<Utc> {
    let local = day.and_time(NaiveTime::MIN) + Duration::minutes(minutes);
    let summer = (local - Duration::hours(2)).and_utc();
    match paris_time(summer.timestamp_millis()) == local {
        true => summer,
        false => (local - Duration::hours(1)).and_utc(),
    }
}

fn instant(ms: Millis) -> DateTime<Utc> {
    DateTime::from_timestamp_millis(ms).unwrap_or_default()
}

fn written(name: &str, events: impl Iterator<Item = Event>) -> String {
    let mut calendar = Calendar::new();
    calendar.name(name);
    // How often a calendar may look again (RFC 7986, section 5.7).
    calendar.append_property(Property::new("REFRESH-INTERVAL;VALUE=DURATION", "PT1H"));
    // The same for programs that do not know it (MS-OXCICAL, section 2.1.3.1.1.17).
    calendar.append_property(Property::new("X-PUBLISHED-TTL", "PT1H"));
    for event in events {
        calendar.push(event);
    }
    calendar.done().to_string()
}
