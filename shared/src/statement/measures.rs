//! What each figure measures: one function a figure.

pub(super) mod lent;
pub(super) mod money;
pub(super) mod projects;
pub(super) mod taught;

use super::facts::{Facts, FigurePart, Measured, Tally};
use crate::campaign::CampaignKind;
use crate::day::{Day, paris_day};
use crate::figures;
use crate::reuse;
use crate::sobriety::{factor::Threshold, known, purchases, road};
use crate::subscription::{SubscriptionKind, at_site};
use crate::supply::{FailReason, LegKind, LegState, Supply, Word};
use crate::ticket::Ticket;
use crate::visit::{MissedReason, VisitState};
use chrono::Duration;

/// Days after which an open request is an old one.
const OLD_DAYS: i64 = 30;

fn count(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn wide(number: u64) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

/// Sites that exist on the last day.
pub(super) fn sites(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for site in facts.state.sites.values().filter(|site| site.exists_on(facts.last)) {
        tally.one(&site.id);
    }
    tally.measured()
}

/// Half-days given, of those owed: one for each site and quarter.
pub(super) fn half_days(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    let mut done = std::collections::BTreeSet::new();
    for visit in facts.state.visits.values().filter(|visit| visit.is_done()) {
        done.insert((visit.quarter.clone(), visit.site.clone()));
    }
    for quarter in facts.quarters() {
        for site in facts.state.sites.values().filter(|site| site.exists_on(quarter.first)) {
            let is_done = done.contains(&(quarter.id.clone(), site.id.clone()));
            tally.add(&site.id, i64::from(is_done), 1);
        }
    }
    tally.measured()
}

/// Visits that could not be made.
pub(super) fn missed(facts: &Facts<'_>) -> Measured {
    missed_for(facts, |_| true)
}

/// The same for some reasons.
pub(super) fn missed_for(facts: &Facts<'_>, counts: fn(MissedReason) -> bool) -> Measured {
    let mut tally = Tally::default();
    for visit in facts.state.visits.values().filter(|visit| facts.hold(visit.slot.day)) {
        if let VisitState::Missed { reason } = &visit.state
            && counts(*reason)
        {
            tally.one(&visit.site);
        }
    }
    tally.measured()
}

fn tickets(facts: &Facts<'_>, counts: impl Fn(&Ticket) -> bool) -> Measured {
    let mut tally = Tally::default();
    for ticket in facts.state.tickets.values().filter(|ticket| counts(ticket)) {
        tally.one(&ticket.site);
    }
    tally.measured()
}

/// Requests that came.
pub(super) fn reported(facts: &Facts<'_>) -> Measured {
    tickets(facts, |ticket| facts.hold(ticket.reported_on))
}

/// Requests that were closed or given up.
pub(super) fn ended(facts: &Facts<'_>) -> Measured {
    tickets(facts, |ticket| ticket.ended_on.is_some_and(|day| facts.hold(day)))
}

fn is_open_on_last(facts: &Facts<'_>, ticket: &Ticket) -> bool {
    let ended = ticket.ended_on.is_some_and(|day| day <= facts.last);
    ticket.reported_on <= facts.last && !ended
}

/// Requests that were open on the last day.
pub(super) fn open(facts: &Facts<'_>) -> Measured {
    tickets(facts, |ticket| is_open_on_last(facts, ticket))
}

/// Of these, those that had waited for long.
pub(super) fn old(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    let before = facts.last - Duration::days(OLD_DAYS);
    for ticket in facts.state.tickets.values().filter(|ticket| is_open_on_last(facts, ticket)) {
        tally.add(&ticket.site, i64::from(ticket.reported_on < before), 1);
    }
    tally.measured()
}

/// Outages of internet and ENT.
pub(super) fn outages(facts: &Facts<'_>) -> Measured {
    tickets(facts, |ticket| ticket.subscription.is_some() && facts.hold(ticket.reported_on))
}

/// What schools keep, without loans and projects.
pub(super) fn orders<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f Supply> {
    facts.state.supplies.values().map(AsRef::as_ref).filter(|supply| supply.kind.is_order())
}

/// Orders that schools gave.
pub(super) fn orders_asked(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for supply in orders(facts).filter(|supply| facts.hold(supply.asked_on)) {
        tally.one(&supply.site);
    }
    tally.measured()
}

/// The day on which a leg of some kinds was done for the last time, in the eyes of whoever did it:
/// a phone may tell it weeks later.
pub(super) fn done_on(supply: &Supply, counts: fn(LegKind) -> bool) -> Option<Day> {
    let done = supply.legs.iter().filter(|leg| counts(leg.kind)).filter_map(|leg| leg.done());
    done.map(|done| paris_day(done.when.corrected_ms())).max()
}

/// Orders of which the last piece was handed over in the time, with that day.
fn delivered<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Supply, Day)> {
    let on = |supply: &'f Supply| {
        let told = supply.delivered_on?;
        Some((supply, done_on(supply, LegKind::gives).unwrap_or(told)))
    };
    orders(facts).filter_map(on).filter(|(_, day)| facts.hold(*day))
}

/// Orders of which the last piece was handed over.
pub(super) fn orders_delivered(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (supply, _) in delivered(facts) {
        tally.one(&supply.site);
    }
    tally.measured()
}

/// What these cost, with tax.
pub(super) fn orders_amount(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (supply, _) in delivered(facts) {
        tally.add(&supply.site, supply.price().0, 0);
    }
    tally.measured()
}

/// Days from the order to its delivery, over the orders that were delivered.
pub(super) fn orders_delay(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (supply, day) in delivered(facts) {
        tally.add(&supply.site, (day - supply.asked_on).num_days().max(0), 1);
    }
    tally.measured()
}

/// The day on which something was decided.
pub(super) fn accepted_on(supply: &Supply) -> Option<Day> {
    let accepted = supply.history.iter().find(|entry| entry.what.what == Word::Accepted);
    accepted.map(|entry| paris_day(entry.when.corrected_ms()))
}

/// Devices whose renewal is decided and not handed over on the last day.
pub(super) fn renewals(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    let is_over = |day: Option<Day>| day.is_some_and(|day| day <= facts.last);
    for supply in orders(facts).filter(|supply| supply.kind == CampaignKind::Renewal) {
        let handed = supply.delivered_on.and(done_on(supply, LegKind::gives));
        let waits = !is_over(handed) && !is_over(supply.ended_on);
        if is_over(accepted_on(supply)) && waits {
            let devices = supply.lines.iter().map(|line| i64::from(line.quantity));
            tally.add(&supply.site, devices.sum(), 0);
        }
    }
    tally.measured()
}

/// Hand-overs that were not made because nobody was trained.
pub(super) fn barred(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for supply in facts.state.supplies.values() {
        let failed = supply.history.iter().filter(|entry| {
            entry.what.what == Word::Failed
                && entry.what.reason == Some(FailReason::Training)
                && facts.hold(paris_day(entry.when.corrected_ms()))
        });
        tally.add(&supply.site, count(failed.count()), 0);
    }
    tally.measured()
}

/// Hand-overs that the rules would not have let happen.
pub(super) fn anomalies(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for supply in facts.state.supplies.values() {
        let marked = supply.legs.iter().filter(|leg| match &leg.state {
            LegState::Done(done) => {
                !leg.anomalies.is_empty() && facts.hold(paris_day(done.when.corrected_ms()))
            }
            LegState::Waiting => false,
        });
        tally.add(&supply.site, count(marked.count()), 0);
    }
    tally.measured()
}

/// Public schools with internet paid by the plan, on the last day.
pub(super) fn connected(facts: &Facts<'_>) -> Measured {
    let kind = SubscriptionKind::Internet;
    let mut tally = Tally::default();
    for site in facts.state.sites.values().filter(|site| site.exists_on(facts.last)) {
        if at_site::is_funded(kind, site) {
            let runs = |row: &&std::sync::Arc<crate::subscription::Subscription>| {
                row.site == site.id && row.kind == kind && row.runs_on(facts.last)
            };
            let has = facts.state.subscriptions.values().any(|row| runs(&row));
            tally.add(&site.id, i64::from(has), 1);
        }
    }
    tally.measured()
}

/// The devices that served on the last day.
fn fleet<'f>(
    facts: &'f Facts<'_>,
) -> impl Iterator<Item = &'f std::sync::Arc<crate::equipment::Equipment>> {
    facts.state.equipment.values().filter(|device| device.served_on(facts.last))
}

/// Devices that serve.
pub(super) fn devices(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for device in fleet(facts) {
        tally.one(&device.site);
    }
    tally.measured()
}

/// Devices that have served longer than they are meant to, of those whose age is known.
pub(super) fn devices_old(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for device in fleet(facts) {
        if let Some(is_old) = device.is_beyond_life(facts.last) {
            tally.add(&device.site, i64::from(is_old), 1);
        }
    }
    tally.measured()
}

/// Months that devices have served, over those whose age is known.
pub(super) fn age(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for device in fleet(facts) {
        if let Some(months) = device.age_months(facts.last) {
            tally.add(&device.site, i64::from(months), 1);
        }
    }
    tally.measured()
}

/// Kilometres of the rounds.
pub(super) fn kilometres(facts: &Facts<'_>) -> Measured {
    let road = road::of(facts.state, facts.first, facts.last);
    Measured::Whole(Some(FigurePart { value: wide(road.kilometres()), of: 0 }))
}

/// Tenths of a kilogram of CO2e of the rounds; unknown when some of them have no factor, as the sum
/// of the others would be taken for that of all.
pub(super) fn emitted(facts: &Facts<'_>) -> Measured {
    let road = road::of(facts.state, facts.first, facts.last);
    let is_whole = road.without_factor == 0;
    Measured::Whole(
        is_whole.then(|| FigurePart { value: wide(road.emitted.tenths_of_kg()), of: 0 }),
    )
}

/// Kilometres that were spared, beside those that were driven.
pub(super) fn avoided(facts: &Facts<'_>) -> Measured {
    let road = road::of(facts.state, facts.first, facts.last);
    Measured::Whole(Some(FigurePart { value: wide(road.avoided_kilometres()), of: 0 }))
}

/// The difference between the best and the least served commune, in points.
pub(super) fn gap(facts: &Facts<'_>) -> Measured {
    let quarter = facts.quarters().last();
    let gap = quarter.and_then(|quarter| {
        let coverage = crate::owed::coverage(facts.state, quarter, facts.last);
        figures::fairness(&figures::by_commune(&coverage))
    });
    Measured::Whole(gap.map(|(least, most)| FigurePart { value: count(most - least), of: 0 }))
}

/// Devices directed to reuse within the calendar year, of those in stock on its first day.
pub(super) fn reused(facts: &Facts<'_>) -> Measured {
    let devices = facts.state.equipment.values().map(AsRef::as_ref);
    let factors = known::factors(&facts.state.settings());
    let figures = reuse::of_year(devices, &factors, facts.calendar_year());
    Measured::Whole(Some(FigurePart { value: figures.reused.into(), of: figures.stock.into() }))
}

/// Cents before tax of used and recycled devices, of all that were bought in the calendar year.
pub(super) fn bought_used(facts: &Facts<'_>) -> Measured {
    let bought = purchases::of_year(facts.state, facts.calendar_year());
    let part = bought.part(Threshold::Together);
    Measured::Whole(Some(FigurePart { value: part.0, of: bought.all.0 }))
}
