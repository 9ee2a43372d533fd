//! What subscriptions cost. A year is the sum of its months, never twelve times one of them.

use super::{Billing, Subscription, SubscriptionKind};
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
