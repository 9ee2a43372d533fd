//! What figures of calls for projects measure.

use super::super::facts::{Facts, Measured, Tally};
use super::accepted_on;
use crate::budget::postings::is_accepted;
use crate::campaign::CampaignKind;
use crate::supply::Supply;

fn all<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f Supply> {
    let supplies = facts.state.supplies.values().map(AsRef::as_ref);
    supplies.filter(|supply| supply.kind == CampaignKind::Call)
}

/// Projects that were chosen in the time, and not withdrawn since.
fn chosen<'f>(facts: &'f Facts<'_>) -> impl Iterator<Item = &'f Supply> {
    let is_in = |project: &&Supply| accepted_on(project).is_some_and(|day| facts.hold(day));
    all(facts).filter(|project| is_accepted(project)).filter(is_in)
}

/// Projects that were sent.
pub(in super::super) fn asked(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for project in all(facts).filter(|project| facts.hold(project.asked_on)) {
        tally.one(&project.site);
    }
    tally.measured()
}

/// Projects that were chosen.
pub(in super::super) fn awarded(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for project in chosen(facts) {
        tally.one(&project.site);
    }
    tally.measured()
}

/// What these get, in cents with tax.
pub(in super::super) fn amount(facts: &Facts<'_>) -> Measured {
    let mut tally = Tally::default();
    for project in chosen(facts) {
        tally.add(&project.site, project.price().0, 0);
    }
    tally.measured()
}
