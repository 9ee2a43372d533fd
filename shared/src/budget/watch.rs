//! «À surveiller»: what a coordinator should look at before it is too late.

use super::CommitmentState;
use super::books::Books;
use super::postings::{Column, YearSpan, table};
use crate::article::Pot;
use crate::day::Day;
use crate::id::{CommitmentId, LineId};
use crate::money::Cents;
use crate::order;
use crate::row::State;
use chrono::{Datelike, Duration, Months};

/// From which share of its estimate on a line is looked at, in hundredths.
const NEAR_PERCENT: i64 = 90;
/// Months after which a commitment without a payment is looked at.
const SILENT_MONTHS: u32 = 6;
/// The month from which on credits that are not consumed are looked at.
const OCTOBER: u32 = 10;
/// The share of the credits of a year below which they are not consumed in October, in hundredths:
/// what nine months of twelve would have taken.
const CONSUMED_PERCENT: i64 = 75;
/// Days before the deadline of a grant in which it is looked at.
const DEADLINE_DAYS: i64 = 60;

/// Something to look at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Warning {
    /// The expenses of a grant must be proved soon, and not all of it came.
    Deadline {
        /// Of which section.
        pot: Pot,
        /// Its number there.
        number: u32,
        /// Who pays.
        funder: String,
        /// The last day.
        on: Day,
        /// What is to come.
        to_receive: Cents,
    },
    /// A line is nearly spent, or more than that.
    Near {
        /// Which one.
        line: LineId,
        /// What is reserved and committed of it.
        taken: Cents,
        /// What it is thought to need.
        estimate: Cents,
    },
    /// Nothing of a commitment was paid for months.
    Silent {
        /// Which one.
        commitment: CommitmentId,
        /// Since when.
        since: Day,
        /// What is still to be paid.
        to_pay: Cents,
    },
    /// Credits of the year that may be lost.
    Unconsumed {
        /// Of which section.
        pot: Pot,
        /// What is left of them.
        left: Cents,
    },
    /// A commitment of an earlier year that is not paid yet: the credits of this one bear the rest.
    CarriedOver {
        /// Which one.
        commitment: CommitmentId,
        /// The year in which it was made.
        year: u16,
        /// What is still to be paid.
        to_pay: Cents,
    },
}

/// What there is to look at on that day, the most urgent first.
pub fn watch(state: &State, today: Day) -> Vec<Warning> {
    let books = Books::of(state);
    let mut warnings = deadlines(&books, today);
    warnings.extend(near(state, &books, today));
    warnings.extend(unpaid(&books, today));
    warnings.extend(unconsumed(state, today));
    warnings
}

fn deadlines(books: &Books, today: Day) -> Vec<Warning> {
    let mut found: Vec<(Day, Warning)> = Vec::new();
    for section in Pot::ALL.into_iter().filter_map(|pot| books.section(pot)) {
        for income in section.income.iter().filter(|income| income.to_receive() > Cents::ZERO) {
            let Some(on) = income.grant.deadline else { continue };
            if on <= today + Duration::days(DEADLINE_DAYS) {
                let (pot, number) = (section.pot, income.number);
                let (funder, to_receive) = (income.grant.funder.clone(), income.to_receive());
                found.push((on, Warning::Deadline { pot, number, funder, on, to_receive }));
            }
        }
    }
    order::sort_by_key(&mut found, |(on, _)| *on);
    found.into_iter().map(|(_, warning)| warning).collect()
}

fn this_year(today: Day) -> u16 {
    u16::try_from(today.year()).unwrap_or(u16::MAX)
}

fn near(state: &State, books: &Books, today: Day) -> Vec<Warning> {
    let year = this_year(today);
    let (of_year, of_plan) = (YearSpan::Year(year), YearSpan::Plan);
    let tables = (table(state, of_year, today), table(state, of_plan, today));
    let warning = |row: &std::sync::Arc<super::BudgetLine>| {
        let table = if row.pot == Pot::Operating { &tables.0 } else { &tables.1 };
        let [_, reserved, committed, ..] = table.line(&row.id)?.amounts;
        let (taken, estimate) = (reserved + committed, row.estimate(year)?);
        let is_near = i128::from(taken.0) * 100 > i128::from(estimate.0) * i128::from(NEAR_PERCENT);
        let line = row.id.clone();
        is_near.then_some(Warning::Near { line, taken, estimate })
    };
    books.lines().into_iter().filter_map(warning).collect()
}

/// Commitments that nobody pays: those of earlier years, and those of this one that are silent.
fn unpaid(books: &Books, today: Day) -> Vec<Warning> {
    let year = this_year(today);
    let silent_before = today.checked_sub_months(Months::new(SILENT_MONTHS)).unwrap_or(today);
    let mut found = Vec::new();
    for row in books.commitments() {
        let to_pay = row.to_pay();
        if row.state != CommitmentState::Open || to_pay <= Cents::ZERO {
            continue;
        }
        let since = row.last_moved();
        if since <= silent_before {
            found.push((since, Warning::Silent { commitment: row.id, since, to_pay }));
        } else if row.year < year {
            let (commitment, year) = (row.id, row.year);
            found.push((since, Warning::CarriedOver { commitment, year, to_pay }));
        }
    }
    order::sort_by_key(&mut found, |(since, _)| *since);
    found.into_iter().map(|(_, warning)| warning).collect()
}

fn unconsumed(state: &State, today: Day) -> Vec<Warning> {
    if today.month() < OCTOBER {
        return Vec::new();
    }
    let table = table(state, YearSpan::Year(this_year(today)), today);
    let paid = Column::ALL.len() - 1;
    let warning = |section: &super::postings::SectionOf| {
        let (credits, paid) = (section.voted?, section.amounts[paid]);
        let is_low =
            i128::from(paid.0) * 100 < i128::from(credits.0) * i128::from(CONSUMED_PERCENT);
        is_low.then_some(Warning::Unconsumed { pot: section.pot, left: credits - paid })
    };
    table.sections.iter().filter_map(warning).collect()
}
