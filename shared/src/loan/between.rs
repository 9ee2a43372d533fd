//! What lies between loans, and around them: chains, holidays, what is late or at risk.

use super::LoanDays;
use crate::campaign::CampaignKind;
use crate::day::{Calendar, Day, Half, HalfDay, HolidayKind, days};
use crate::id::SupplyId;
use crate::limits::{LOAN_CHAIN_DAYS, LONG_HOLIDAY_DAYS};
use crate::order;
use crate::row::State;
use crate::slot;
use crate::supply::{Supply, SupplyState};
use chrono::Duration;
use std::sync::Arc;

/// The name of school holidays of two weeks or more that the days run into.
pub fn long_holidays(calendar: &Calendar, of: LoanDays) -> Option<String> {
    let is_long = |first: Day, last: Day| (last - first).num_days() + 1 >= LONG_HOLIDAY_DAYS;
    let mut long = calendar.holidays.iter().filter(|holiday| {
        holiday.kind == HolidayKind::School && is_long(holiday.first, holiday.last)
    });
    let meets = |first, last| LoanDays::new(first, last).meets(&of);
    long.find(|holiday| meets(holiday.first, holiday.last)).map(|holiday| holiday.label.clone())
}

/// Civil days for which a site would have an article without a break, with a loan of these days
/// and its own loans just before and after: fewer than [`LOAN_CHAIN_DAYS`] between two are none.
pub fn chain<'a>(
    supplies: impl Iterator<Item = &'a Arc<Supply>>,
    loan: &Supply,
    wanted: LoanDays,
) -> i64 {
    let article = loan.lines.first().map(|line| line.article);
    let own = supplies.filter(|other| {
        other.id != loan.id
            && other.site == loan.site
            && other.kind == CampaignKind::Loan
            && !other.state.is_given_up()
            && other.lines.first().map(|line| line.article) == article
    });
    let mut others: Vec<LoanDays> = own.filter_map(|other| other.period).collect();
    order::sort(&mut others);
    let gap = Duration::days(LOAN_CHAIN_DAYS);
    let near = |one: &LoanDays, other: &LoanDays| {
        one.first <= other.last + gap && other.first <= one.last + gap
    };
    let (mut whole, mut length) = (wanted, wanted.length());
    // Each one that is near makes others near.
    while let Some(at) = others.iter().position(|other| near(other, &whole)) {
        let other = others.remove(at);
        length += other.length();
        whole = LoanDays::new(whole.first.min(other.first), whole.last.max(other.last));
    }
    length
}

/// Loans of a campaign that a site has open, or waits for an answer about; one that waits for a
/// unit to be free takes none yet.
pub fn open_at<'a>(supplies: impl Iterator<Item = &'a Arc<Supply>>, loan: &Supply) -> usize {
    let counts = |other: &&Arc<Supply>| {
        other.id != loan.id
            && other.site == loan.site
            && other.campaign == loan.campaign
            && other.state.is_open()
            && other.state != SupplyState::WaitingList
    };
    supplies.filter(counts).count()
}

/// Whether what a school waits for is free by now: it is told, and reserves it if it still wants
/// it. Nothing is lent by itself.
pub fn is_freed(state: &State, loan: &Supply, today: Day) -> bool {
    let article = loan.lines.first().and_then(|line| state.articles.get(&line.article));
    let kit = article.and_then(|article| article.kit.as_ref());
    let Some((kit, days)) = kit.zip(loan.period) else { return false };
    loan.waits_by_wish()
        && today <= days.first
        && kit.free(&state.calendar(), days, today, Some(loan.id)) > 0
}

/// Whether nobody is at the school on the last day of a loan: the calendar, or the school, changed
/// since. The desk chooses another day; the next one who has it is never moved in silence.
pub fn ends_when_closed(state: &State, loan: &Supply, today: Day) -> bool {
    let is_ahead = loan.state.is_open() && loan.state != SupplyState::WaitingList;
    let Some(day) = loan.period.map(|days| days.last).filter(|day| is_ahead && today <= *day)
    else {
        return false;
    };
    let Some(site) = state.sites.get(&loan.site) else { return false };
    Half::BOTH.into_iter().all(|half| slot::closed(state, site, HalfDay { day, half }).is_some())
}

/// Whether a school should have given it back.
pub fn is_late(loan: &Supply, today: Day) -> bool {
    loan.state == SupplyState::Delivered && loan.period.is_some_and(|days| days.last < today)
}

/// Whether no unit is free for a loan that is to come, as things stand: one is late, or broken.
pub fn is_at_risk(state: &State, loan: &Supply, today: Day) -> bool {
    let is_ahead =
        matches!(loan.state, SupplyState::Asked | SupplyState::Accepted | SupplyState::Ready);
    let article = loan.lines.first().and_then(|line| state.articles.get(&line.article));
    let kit = article.and_then(|article| article.kit.as_ref());
    let Some((kit, days)) = kit.zip(loan.period).filter(|_| is_ahead) else { return false };
    let broken = !loan.unit.is_empty() && !kit.working().any(|unit| unit.label == loan.unit);
    let out = kit.out_with(&loan.unit, loan.id).filter(|_| days.first <= today);
    broken || out.is_some() || kit.free(&state.calendar(), days, today, Some(loan.id)) == 0
}

/// The other loans that claim to have the same unit out: both schools are named.
pub fn also_out<'a>(state: &'a State, loan: &Supply) -> Vec<&'a Arc<Supply>> {
    let is_out = |supply: &Supply| {
        supply.kind == CampaignKind::Loan && supply.state == SupplyState::Delivered
    };
    if loan.unit.is_empty() || !is_out(loan) {
        return Vec::new();
    }
    let article = loan.lines.first().map(|line| line.article);
    let same = |other: &&Arc<Supply>| {
        other.id != loan.id
            && is_out(other)
            && other.unit.eq_ignore_ascii_case(&loan.unit)
            && other.lines.first().map(|line| line.article) == article
    };
    state.supplies.values().filter(same).collect()
}

/// A week of the grid: how many units are free on each of its school days, at least.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GridWeek {
    /// Its first and last school day.
    pub days: LoanDays,
    /// Units that are free for a loan of that week.
    pub free: usize,
}

/// The weeks with school days from a day on, with what is free of an article in each.
pub fn weeks(
    calendar: &Calendar,
    kit: &super::Kit,
    (from, until): (Day, Day),
    today: Day,
    but: Option<SupplyId>,
) -> Vec<GridWeek> {
    use chrono::Datelike;
    let monday = |day: Day| day - Duration::days(i64::from(day.weekday().num_days_from_monday()));
    let mut weeks: Vec<(Day, LoanDays)> = Vec::new();
    for day in days(from, until).filter(|day| calendar.is_school_day(*day)) {
        match weeks.last_mut() {
            Some((week, days)) if *week == monday(day) => days.last = day,
            _ => weeks.push((monday(day), LoanDays::new(day, day))),
        }
    }
    let week =
        |(_, days): (Day, LoanDays)| GridWeek { days, free: kit.free(calendar, days, today, but) };
    weeks.into_iter().map(week).collect()
}

/// School days of a stretch on which a unit was at a school, and all of its school days: how well
/// it is used. Being out is told by the legs, not by the dates that were meant.
pub fn use_of(state: &State, unit: &str, of: LoanDays) -> (usize, usize) {
    let calendar = state.calendar();
    let out = state
        .supplies
        .values()
        .filter(|loan| loan.kind == CampaignKind::Loan && !unit.is_empty() && loan.unit == unit);
    let out: Vec<LoanDays> = out
        .filter_map(|loan| {
            let on = |kind| {
                let done = loan.legs.iter().find(|leg| leg.kind == kind)?.done()?;
                Some(crate::day::paris_day(done.when.corrected_ms()))
            };
            let given = on(crate::supply::LegKind::Deliver)?;
            let back = on(crate::supply::LegKind::TakeBack).unwrap_or(of.last);
            Some(LoanDays::new(given, back))
        })
        .collect();
    let school = calendar.school_days(of.first, of.last);
    let used = school.iter().filter(|day| out.iter().any(|days| days.holds(**day)));
    (used.count(), school.len())
}
