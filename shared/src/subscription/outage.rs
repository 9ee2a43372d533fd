//! Failures of a subscription, from the tickets that name it: half-days of school, and hours. Both
//! are told, never one for the other: a weekend without internet is long and hinders nobody.

use crate::day::{Calendar, Day, Half, HalfDay, days, paris_time};
use crate::id::{Millis, SubscriptionId};
use crate::order;
use crate::row::State;
use crate::site::Site;
use crate::ticket::{Happened, Ticket, TicketKind, TicketState};
use chrono::{Duration, NaiveDateTime};

/// A stretch of time without service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Outage {
    /// When it was reported, by the corrected clock of the author.
    pub begins: Millis,
    /// When it worked again, says whoever resolved it; `None` while it does not.
    pub ends: Option<Millis>,
}

/// What outages cost a school.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lost {
    /// Outages.
    pub outages: u32,
    /// Half-days of school that they touched.
    pub half_days: u32,
    /// Whole hours, day and night.
    pub hours: i64,
}

/// The outages of a subscription, oldest first. Two reports of one failure are one outage.
pub fn outages(state: &State, id: SubscriptionId) -> Vec<Outage> {
    let tickets = state.tickets.values().filter(|ticket| ticket.subscription == Some(id));
    let mut each: Vec<_> = tickets.filter_map(|ticket| outage(ticket)).collect();
    order::sort_by_key(&mut each, |outage| outage.begins);
    let mut all: Vec<Outage> = Vec::new();
    for outage in each {
        match all.last_mut() {
            Some(last) if last.ends.is_none_or(|end| outage.begins <= end) => {
                last.ends = last.ends.and_then(|one| outage.ends.map(|two| one.max(two)));
            }
            _ => all.push(outage),
        }
    }
    all
}

/// From the first report to the last resolution; `None` of a ticket that was given up, or merged
/// into another one, which then tells.
fn outage(ticket: &Ticket) -> Option<Outage> {
    if ticket.kind != TicketKind::Incident || ticket.state == TicketState::Cancelled {
        return None;
    }
    let begins = ticket.history.first()?.when.corrected_ms();
    let resolved = |what: &Happened| matches!(what, Happened::Resolved { .. });
    let works = || {
        let last = ticket.history.iter().rfind(|entry| resolved(&entry.what));
        // Closed without a word of who resolved it: then it works at the last word there is.
        let last = last.or(ticket.history.last());
        last.map(|entry| entry.when.corrected_ms().max(begins))
    };
    let is_over = matches!(ticket.state, TicketState::Resolved | TicketState::Closed);
    Some(Outage { begins, ends: if is_over { works() } else { None } })
}

/// What the outages cost a site from that day on, until now.
pub fn lost(site: &Site, calendar: &Calendar, outages: &[Outage], since: Day, now: Millis) -> Lost {
    let start = since.and_time(chrono::NaiveTime::MIN);
    let mut lost = Lost::default();
    let mut last_touched = None;
    for outage in outages {
        let end = outage.ends.unwrap_or(now).min(now);
        let (from, until) = (paris_time(outage.begins).max(start), paris_time(end));
        if until < start {
            continue;
        }
        lost.outages += 1;
        lost.hours += (until - from).num_hours().max(0);
        let all = days(from.date(), until.date());
        let halves = all.flat_map(|day| Half::BOTH.map(|half| HalfDay { day, half }));
        for slot in halves.filter(|slot| touches(*slot, from, until)) {
            let is_new = last_touched.is_none_or(|last| last < slot);
            if is_new && is_school(site, calendar, slot) {
                lost.half_days += 1;
                last_touched = Some(slot);
            }
        }
    }
    lost
}

/// The hours of school of a half-day, in minutes of the day: those of a visit in a calendar.
fn hours(half: Half) -> (i64, i64) {
    match half {
        Half::Morning => (8 * 60 + 30, 11 * 60 + 30),
        Half::Afternoon => (13 * 60 + 30, 16 * 60 + 30),
    }
}

fn touches(slot: HalfDay, from: NaiveDateTime, until: NaiveDateTime) -> bool {
    let (opens, closes) = hours(slot.half);
    let at = |minutes| slot.day.and_time(chrono::NaiveTime::MIN) + Duration::minutes(minutes);
    from < at(closes) && at(opens) < until
}

fn is_school(site: &Site, calendar: &Calendar, slot: HalfDay) -> bool {
    site.week.holds(slot)
        && site.closure(slot).is_none()
        && site.exists_on(slot.day)
        && calendar.is_school_day(slot.day)
}
