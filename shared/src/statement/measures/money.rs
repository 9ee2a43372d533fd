//! What figures of the budget measure: what was known to be voted, committed and paid on the last
//! day, for the credits of its civil year. Budgets are annual (CGCT, L2311-1), periods of
//! statements are not: the definition says so.

use super::super::facts::{Facts, FigurePart, Measured};
use crate::article::Pot;
use crate::budget::{BudgetLine, Commitment, CommitmentState};
use crate::day::Day;
use crate::money::Cents;
use chrono::Datelike;

/// The lines of a group of the annex in a section.
fn lines<'f>(
    facts: &'f Facts<'_>,
    group: &'static str,
    pot: Pot,
) -> impl Iterator<Item = &'f BudgetLine> {
    let lines = facts.state.budget_lines.values().map(AsRef::as_ref);
    lines.filter(move |line| line.pot == pot && line.code.starts_with(group))
}

fn year(facts: &Facts<'_>) -> u16 {
    u16::try_from(facts.last.year()).unwrap_or(u16::MAX)
}

/// The credits of a year, as the last vote until a day says.
fn voted(line: &BudgetLine, year: u16, until: Day) -> Cents {
    let known = line.votes.iter().filter(|vote| vote.day <= until);
    let of = known.rev().find_map(|vote| vote.credits.iter().find(|of| of.year == year));
    of.map_or(Cents::ZERO, |credit| credit.amount)
}

/// What a commitment took on a day: what became of it later is of no matter.
fn took(row: &Commitment, until: Day) -> Cents {
    if row.signed_on > until {
        return Cents::ZERO;
    }
    let is_over = row.ended_on.is_some_and(|day| day <= until);
    match row.state {
        CommitmentState::Cancelled if is_over => Cents::ZERO,
        CommitmentState::Settled if is_over => row.paid(),
        CommitmentState::Open | CommitmentState::Settled | CommitmentState::Cancelled => {
            let moves = row.moves.iter().filter(|change| change.day <= until);
            row.price.all + moves.map(|change| change.delta).sum()
        }
    }
}

/// A part of the credits of a group; unknown while no vote for it is known.
fn part(
    facts: &Facts<'_>,
    (group, pot): (&'static str, Pot),
    value: impl Fn(&Commitment) -> Cents,
) -> Measured {
    let voted: Vec<Cents> =
        lines(facts, group, pot).map(|line| voted(line, year(facts), facts.last)).collect();
    let rows = facts.state.commitments.values().map(AsRef::as_ref);
    let is_here = |row: &&Commitment| lines(facts, group, pot).any(|line| line.id == row.line);
    let value: Cents = rows.filter(is_here).map(value).sum();
    let of: Cents = voted.iter().copied().sum();
    Measured::Whole((!voted.is_empty()).then_some(FigurePart { value: value.0, of: of.0 }))
}

/// What is committed of the credits of a group.
pub(in super::super) fn committed(facts: &Facts<'_>, group: &'static str, pot: Pot) -> Measured {
    part(facts, (group, pot), |row| match row.year == year(facts) {
        true => took(row, facts.last),
        false => Cents::ZERO,
    })
}

/// What was paid of the credits of a group, whatever the year of the commitment.
pub(in super::super) fn paid(facts: &Facts<'_>, group: &'static str, pot: Pot) -> Measured {
    part(facts, (group, pot), |row| {
        let paid = row.payments.iter().filter(|payment| payment.year() == year(facts));
        paid.filter(|payment| payment.day <= facts.last).map(|payment| payment.amount).sum()
    })
}

/// What funders paid of what they promised, since the beginning of the plan; unknown while nobody
/// promised anything.
pub(in super::super) fn income(facts: &Facts<'_>) -> Measured {
    let sections = facts.state.budget_lines.values().filter(|line| line.is_section());
    let known = sections.flat_map(|section| &section.income);
    let known: Vec<_> = known.filter(|one| one.grant.notified_on <= facts.last).collect();
    let came = known.iter().flat_map(|one| &one.received).filter(|one| one.day <= facts.last);
    let value: Cents = came.map(|receipt| receipt.amount).sum();
    let of: Cents = known.iter().map(|one| one.grant.notified).sum();
    Measured::Whole((!known.is_empty()).then_some(FigurePart { value: value.0, of: of.0 }))
}
