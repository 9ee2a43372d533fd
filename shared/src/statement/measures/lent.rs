//! What figures of loans measure. Being out is told by the legs, not by the dates that were meant.

use super::super::facts::{Facts, FigurePart, Measured, Tally};
use super::{count, done_on};
use crate::campaign::CampaignKind;
use crate::day::Day;
use crate::loan::between::use_of;
use crate::loan::{LoanDays, UnitState};
use crate::supply::{LegKind, Supply};

/// Loans that were handed over until the last day, with that day.
fn loans<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = (&'f Supply, Day)> {
    let supplies = facts.state.supplies.values().map(AsRef::as_ref);
    let loans = supplies.filter(|supply| supply.kind == CampaignKind::Loan);
    let on = |loan: &'f Supply| done_on(loan, LegKind::gives).map(|day| (loan, day));
    loans.filter_map(on).filter(|(_, day)| *day <= facts.last)
}

/// Loans that were handed over.
pub(in super::super) fn lent(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (loan, _) in loans(facts).filter(|(_, day)| facts.hold(*day)) {
        tally.one(&loan.site);
    }
    tally.measured()
}

/// School days for which a unit was at a school, of those of all units; unknown without any unit.
pub(in super::super) fn days(facts: &Facts<'_>) -> Measured {
    let kits = facts.state.articles.values().filter_map(|article| article.kit.as_ref());
    let units = kits.flat_map(|kit| &kit.units).filter(|unit| unit.state != UnitState::Gone);
    let time = LoanDays::new(facts.first, facts.last);
    let mut part = FigurePart::default();
    for unit in units {
        let (used, all) = use_of(facts.state, &unit.label, time);
        part.value += count(used);
        part.of += count(all);
    }
    Measured::Whole((part.of > 0).then_some(part))
}

/// Loans that should have been given back on the last day.
pub(in super::super) fn late(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for (loan, _) in loans(facts) {
        let is_over = loan.period.is_some_and(|days| days.last < facts.last);
        let back = done_on(loan, |kind| kind == LegKind::TakeBack);
        if is_over && back.is_none_or(|day| day > facts.last) {
            tally.one(&loan.site);
        }
    }
    tally.measured()
}
