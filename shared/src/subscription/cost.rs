//! What subscriptions cost. A year is the sum of its months, never twelve times one of them.

use super::act::Former;
use super::{Act, Billing, Stage, Subscription, SubscriptionKind};
use crate::day::Day;
use crate::money::Cents;
use crate::row::State;
use chrono::{Datelike, Months};

/// Months of a year.
pub const MONTHS: usize = 12;

/// The month in which a school year begins.
const SEPTEMBER: u32 = 9;

impl Subscription {
    /// The price on that day.
    pub fn price_on(&self, day: Day) -> Cents {
        let former = self.former.iter().find(|former| day < former.before);
        former.map_or(self.terms.price, |former| former.price)
    }

    /// What a month of a year costs, 1 for January, including tax.
    pub fn cost_of_month(&self, year: i32, month: u32) -> Cents {
        let Some((first, last)) = ends_of(year, month).filter(|_| self.has_begun()) else {
            return Cents::ZERO;
        };
        let from = first.max(self.terms.first);
        let until = self.ends().map_or(last, |end| end.min(last));
        if from > until {
            return Cents::ZERO;
        }
        match self.terms.billing {
            Billing::Monthly => self.price_on(from),
            Billing::ByDays => {
                let days = from.iter_days().take_while(|day| *day <= until);
                let sum: i128 = days.map(|day| i128::from(self.price_on(day).0)).sum();
                Cents(half_up(sum, i128::from(last.day())))
            }
            Billing::SchoolYear => twelfth(self.price_on(from), (month + 12 - SEPTEMBER) % 12),
        }
    }

    /// What each month of a year costs.
    pub fn cost_by_month(&self, year: i32) -> [Cents; MONTHS] {
        let mut months = [Cents::ZERO; MONTHS];
        for (month, cost) in (1..).zip(&mut months) {
            *cost = self.cost_of_month(year, month);
        }
        months
    }

    /// What a year costs.
    pub fn cost_of_year(&self, year: i32) -> Cents {
        self.cost_by_month(year).into_iter().sum()
    }
}

/// The part of a yearly price that a month of the school year bears, 0 for September. The parts of
/// any months in a row differ from their exact share by less than a cent, and the cents that are
/// left over fall on the later ones: of four and eight months, on the eight.
fn twelfth(price: Cents, month: u32) -> Cents {
    let until = |months: i128| i128::from(price.0) * months / 12;
    let part = until(i128::from(month) + 1) - until(i128::from(month));
    Cents(i64::try_from(part).unwrap_or(i64::MAX))
}

fn half_up(sum: i128, by: i128) -> i64 {
    i64::try_from((sum + by / 2) / by).unwrap_or(i64::MAX)
}

/// First and last day of a month.
fn ends_of(year: i32, month: u32) -> Option<(Day, Day)> {
    let first = Day::from_ymd_opt(year, month, 1)?;
    Some((first, first.checked_add_months(Months::new(1))?.pred_opt()?))
}

/// What all subscriptions of a kind cost in each month of a year.
pub fn cost_of_year(state: &State, kind: SubscriptionKind, year: i32) -> [Cents; MONTHS] {
    let mut months = [Cents::ZERO; MONTHS];
    for row in state.subscriptions.values().filter(|row| row.kind == kind) {
        for (sum, cost) in months.iter_mut().zip(row.cost_by_month(year)) {
            *sum = *sum + cost;
        }
    }
    months
}

/// By how much a cost goes beyond the credit of its line; `None` while it does not, or while no
/// credit is known.
pub fn beyond(credit: Option<Cents>, cost: Cents) -> Option<Cents> {
    credit.map(|credit| cost - credit).filter(|beyond| *beyond > Cents::ZERO)
}

/// What all subscriptions of the kind of a new one will cost in each month of a year, once it is
/// accepted and works: the one from which it takes over until its last day, the months in which
/// both run for both. `None` for a command that adds none.
pub fn cost_once_added(state: &State, act: &Act, year: i32) -> Option<[Cents; MONTHS]> {
    let Act::AddSubscription { kind, former, .. } = act else { return None };
    let added = Subscription { stage: Stage::Active, ..act.fresh()? };
    let mut months = cost_of_year(state, *kind, year);
    for (sum, cost) in months.iter_mut().zip(added.cost_by_month(year)) {
        *sum = *sum + cost;
    }
    let old = former.as_ref().and_then(|Former { subscription, last }| {
        let old = state.subscriptions.get(subscription)?;
        Some((old, Subscription { last: Some(*last), ..(**old).clone() }))
    });
    if let Some((as_it_is, ended)) = old {
        let spared = as_it_is.cost_by_month(year).into_iter().zip(ended.cost_by_month(year));
        for (sum, (before, after)) in months.iter_mut().zip(spared) {
            *sum = *sum - before + after;
        }
    }
    Some(months)
}

/// The first year that a new subscription would bring beyond the credit of its kind, and by how
/// much: this year or that in which it begins, else the year after, the first whole one. A year
/// that it makes no dearer is none of its doing.
pub fn excess_once_added(state: &State, act: &Act, today: Day) -> Option<(i32, Cents)> {
    let Act::AddSubscription { kind, terms, .. } = act else { return None };
    let credit = state.settings().credits.get(kind.word()).copied();
    let from = today.year().max(terms.first.year());
    (from..=from.saturating_add(1)).find_map(|year| {
        let before: Cents = cost_of_year(state, *kind, year).into_iter().sum();
        let after: Cents = cost_once_added(state, act, year)?.into_iter().sum();
        let by = beyond(credit, after).filter(|_| after > before)?;
        Some((year, by))
    })
}
