//! What lies between loans, and around them: chains, holidays, what is late or at risk.

use super::{Kit, LoanDays};
use crate::campaign::CampaignKind;
use crate::day::{Calendar, Day, Half, HalfDay, HolidayKind, days};
use crate::id::{ArticleId, SiteId, SupplyId};
use crate::limits::{LOAN_CHAIN_DAYS, LONG_HOLIDAY_DAYS};
use crate::order;
use crate::row::State;
use crate::site::Site;
use crate::slot;
use crate::supply::{Carrier, LegKind, Supply, SupplyState};
use crate::ticket::Ticket;
use crate::visit::Visit;
use chrono::Duration;
use std::sync::Arc;

/// Days after the end of a loan within which another end is looked for.
const LOOKED_AHEAD_DAYS: i64 = 30;

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
    !is_open(state, site, day)
}

/// Whether somebody is at a school on one half of a day, at least.
fn is_open(state: &State, site: &Site, day: Day) -> bool {
    Half::BOTH.into_iter().any(|half| slot::closed(state, site, HalfDay { day, half }).is_none())
}

/// Another day on which a loan can end that ends on a closed one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct OtherEnd {
    /// The next day on which somebody is at the school.
    pub day: Day,
    /// Its unit may stay there until then: nobody else has it by that time.
    pub is_free: bool,
}

/// The next day on which a loan can end, a month ahead at most, when [`ends_when_closed`].
pub fn other_end(state: &State, loan: &Supply, today: Day) -> Option<OtherEnd> {
    let period = loan.period.filter(|_| ends_when_closed(state, loan, today))?;
    let site = state.sites.get(&loan.site)?;
    let after = period.last + Duration::days(1);
    let mut ahead = days(after, after + Duration::days(LOOKED_AHEAD_DAYS));
    let day = ahead.find(|day| is_open(state, site, *day))?;
    let longer = LoanDays::new(period.first, day);
    let article = loan.lines.first().and_then(|line| state.articles.get(&line.article));
    let kit = article.and_then(|article| article.kit.as_ref());
    let is_free =
        kit.is_some_and(|kit| kit.free(&state.calendar(), longer, today, Some(loan.id)) > 0);
    Some(OtherEnd { day, is_free })
}

/// The stops of a loan on half-days on which nobody is at the school any more: a strike, a closure,
/// a holiday that came later.
pub fn closed_stops(state: &State, loan: &Supply, today: Day) -> Vec<(LegKind, HalfDay)> {
    let Some(site) = state.sites.get(&loan.site) else { return Vec::new() };
    let stops = loan.waiting().filter_map(|leg| match leg.carrier {
        Some(Carrier::Stop { slot, .. }) if slot.day >= today => Some((leg.kind, slot)),
        Some(
            Carrier::Stop { .. } | Carrier::Visit(_) | Carrier::Collect | Carrier::Supplier(_),
        )
        | None => None,
    });
    stops.filter(|(_, slot)| slot::closed(state, site, *slot).is_some()).collect()
}

/// The days «entre deux passages»: from the next visit of a school to the one after it, with which
/// a kit comes and goes without a trip of its own. None when they are not both planned, or too far
/// from each other for the kit.
pub fn between_visits(state: &State, site: &SiteId, kit: &Kit, today: Day) -> Option<LoanDays> {
    let ahead = |visit: &&Arc<Visit>| visit.is_ahead() && visit.slot.day > today;
    let visits = state.visits_of(site).filter(ahead).map(|visit| visit.slot.day);
    let mut coming = order::set(visits).into_iter();
    let (first, last) = (coming.next()?, coming.next()?);
    let days = LoanDays::new(first, last);
    (days.length() <= i64::from(kit.max_days)).then_some(days)
}

/// What was asked for about a unit, wherever it was then; the latest first.
pub fn requests_of<'s>(state: &'s State, article: ArticleId, label: &str) -> Vec<&'s Arc<Ticket>> {
    let is_of = |ticket: &&Arc<Ticket>| {
        ticket
            .unit
            .as_ref()
            .is_some_and(|unit| unit.article == article && unit.label.eq_ignore_ascii_case(label))
    };
    let mut all: Vec<_> = state.tickets.values().filter(is_of).collect();
    order::sort_by_key(&mut all, |ticket| (std::cmp::Reverse(ticket.reported_on), ticket.id));
    all
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
    // Another school has its unit, or is to have it, on its days: one was lent in place of another.
    let calendar = state.calendar();
    let is_chosen = !loan.unit.is_empty();
    let given = kit.unit_taken(&calendar, (&loan.unit, days), today, loan.id);
    let is_given = is_chosen && given.is_some();
    broken || out.is_some() || is_given || kit.free(&calendar, days, today, Some(loan.id)) == 0
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
    kit: &Kit,
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
