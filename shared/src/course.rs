//! The course of a time: what happened in each of its weeks or months, for plots.

use crate::campaign::CampaignKind;
use crate::day::{Calendar, Day, Quarter};
use crate::money::Cents;
use crate::row::State;
use crate::sobriety::road;
use chrono::{Datelike, Duration, Months};

/// Days of the longest time that is told by weeks; a longer one is told by months.
const BY_WEEKS_DAYS: i64 = 150;

/// A week or a month.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Its first day.
    pub first: Day,
    /// Its last day, included.
    pub last: Day,
    /// Half-days given until its end, since the beginning of the time.
    pub given: usize,
    /// Requests that came within it.
    pub reported: usize,
    /// Requests that were open at its end.
    pub open: usize,
    /// Days that these had waited on average; nothing when none was open.
    pub waited: Option<u64>,
    /// Kilometres driven within it.
    pub kilometres: u64,
    /// Kilometres spared within it: beside the ones driven.
    pub avoided: u64,
    /// Orders that came within it: neither loans nor projects.
    pub asked: usize,
    /// Orders that were delivered within it.
    pub delivered: usize,
    /// Loans that were handed over within it.
    pub lent: usize,
    /// Trainings, accompaniments and activities that were held within it.
    pub held: usize,
    /// What was paid within it, with tax; less than nothing when credit notes outweigh it.
    pub paid: Cents,
}

/// The first and the last day of the school year of a quarter.
pub fn year_of(calendar: &Calendar, quarter: &Quarter) -> (Day, Day) {
    let year =
        |quarter: &Quarter| quarter.id.as_str().rsplit_once('-').map(|(year, _)| year.to_owned());
    let own = year(quarter);
    let same = calendar.quarters.iter().filter(|other| year(other) == own);
    same.fold((quarter.first, quarter.last), |(first, last), other| {
        (first.min(other.first), last.max(other.last))
    })
}

/// Whether a time is told by weeks.
pub fn is_by_weeks(first: Day, last: Day) -> bool {
    (last - first).num_days() <= BY_WEEKS_DAYS
}

/// The weeks, from Monday on, or the months between two days.
fn steps(first: Day, last: Day) -> Vec<(Day, Day)> {
    let by_weeks = is_by_weeks(first, last);
    let mut steps = Vec::new();
    let mut at = first;
    while at <= last {
        let next = match by_weeks {
            true => at + Duration::days(7 - i64::from(at.weekday().num_days_from_monday())),
            false => {
                let month = at.with_day(1).unwrap_or(at);
                month.checked_add_months(Months::new(1)).unwrap_or(last + Duration::days(1))
            }
        };
        steps.push((at, (next - Duration::days(1)).min(last)));
        at = next;
    }
    steps
}

/// The course between two days, not beyond today.
pub fn course(state: &State, first: Day, last: Day, today: Day) -> Vec<Step> {
    let last = last.min(today);
    steps(first, last).into_iter().map(|(from, to)| step(state, first, from, to)).collect()
}

fn step(state: &State, first: Day, from: Day, to: Day) -> Step {
    let within = |day: Day| from <= day && day <= to;
    let visits = state.visits.values().filter(|visit| visit.is_done());
    let given = visits.filter(|visit| first <= visit.day() && visit.day() <= to).count();
    let (mut reported, mut open, mut days) = (0, 0, 0_u64);
    for ticket in state.tickets.values() {
        reported += usize::from(within(ticket.reported_on));
        let is_open = ticket.reported_on <= to && ticket.ended_on.is_none_or(|day| day > to);
        if is_open {
            open += 1;
            days += (to - ticket.reported_on).num_days().unsigned_abs();
        }
    }
    let waited = days.checked_div(open as u64);
    let road = road::of(state, from, to);
    let supplies = |counts: fn(CampaignKind) -> bool| {
        state.supplies.values().filter(move |supply| counts(supply.kind))
    };
    let delivered = |counts| {
        let handed = supplies(counts).filter(|supply| supply.delivered_on.is_some_and(within));
        handed.count()
    };
    let sessions = state.training_sessions.values();
    let held = sessions.filter(|session| session.was_held() && within(session.terms.day));
    let payments = state.commitments.values().flat_map(|row| &row.payments);
    Step {
        first: from,
        last: to,
        given,
        reported,
        open,
        waited,
        kilometres: road.kilometres(),
        avoided: road.avoided_kilometres(),
        asked: supplies(CampaignKind::is_order).filter(|s| within(s.asked_on)).count(),
        delivered: delivered(CampaignKind::is_order),
        lent: delivered(|kind| kind == CampaignKind::Loan),
        held: held.count(),
        paid: payments.filter(|payment| within(payment.day)).map(|payment| payment.amount).sum(),
    }
}
