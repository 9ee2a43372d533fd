//! Kits that nobody had to buy, as they are lent. The hypothesis is told with the number: each
//! school that wanted one at the same time would have bought one.

use crate::campaign::CampaignKind;
use crate::day::Day;
use crate::id::ArticleId;
use crate::loan::{LoanDays, UnitState};
use crate::row::State;
use crate::supply::SupplyState;

/// What was wanted of all kits in a calendar year, and what there is of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Lent {
    /// Wanted on the day on which most were, for each kind of kit.
    pub peak: usize,
    /// Units that are not gone.
    pub units: usize,
    /// Wanted beyond the units there are, kind by kind: a kind that is seldom wanted makes up for
    /// no other.
    pub spared: usize,
}

/// The most schools that wanted a kit on one day of these.
fn peak(state: &State, article: ArticleId, year: LoanDays) -> usize {
    let wanted = state.supplies.values().filter(|loan| {
        let is_it = loan.lines.first().is_some_and(|line| line.article == article);
        loan.kind == CampaignKind::Loan && is_it && loan.state != SupplyState::Cancelled
    });
    let wanted = wanted.filter_map(|loan| loan.period).filter(|days| days.meets(&year));
    let wanted: Vec<LoanDays> = wanted.collect();
    // The most are wanted on a day on which one of them begins.
    let begins = wanted.iter().map(|days| days.first.max(year.first));
    begins.map(|day| wanted.iter().filter(|days| days.holds(day)).count()).max().unwrap_or(0)
}

/// The kits of a calendar year.
pub fn of_year(state: &State, year: i32) -> Lent {
    let days = Day::from_ymd_opt(year, 1, 1).zip(Day::from_ymd_opt(year, 12, 31));
    let Some((first, last)) = days else { return Lent::default() };
    let mut lent = Lent::default();
    for article in state.articles.values() {
        let Some(kit) = &article.kit else { continue };
        let units = kit.units.iter().filter(|unit| unit.state != UnitState::Gone).count();
        let peak = peak(state, article.id, LoanDays::new(first, last));
        lent.peak += peak;
        lent.units += units;
        lent.spared += peak.saturating_sub(units);
    }
    lent
}
