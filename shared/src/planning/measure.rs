//! How far the travel of a quarter is from what no plan can do without.

use super::{Freedom, problem_with};
use crate::day::Quarter;
use crate::rounds::{Instance, Model, score};
use crate::row::State;
use std::collections::BTreeSet;

/// The visits of a quarter as they stand, to be compared with a proven bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Measure {
    /// The same sites with nothing decided yet: what the bound is proven for.
    pub instance: Instance,
    /// Seconds of travel of the visits as they stand.
    pub seconds: u64,
}

impl Measure {
    /// Hundredths by which the travel is longer than the least that is proven, rounded up: never
    /// better than it is. `None` when nothing is proven.
    pub fn gap_percent(&self, least: u64) -> Option<u64> {
        let above = self.seconds.saturating_sub(least);
        (least > 0).then(|| (above * 100).div_ceil(least))
    }
}

/// The visits of a quarter that take their half-day, drafts too. `None` without any.
pub fn measure(state: &State, quarter: &Quarter) -> Option<Measure> {
    let mut problem = problem_with(state, quarter, quarter.first, Freedom::Everything);
    let known = problem.known(state, quarter);
    let visited: BTreeSet<_> = known.visits.iter().map(|visit| visit[0]).collect();
    let mut at = 0..;
    problem.instance.sites.retain(|_| at.next().is_some_and(|at| visited.contains(&at)));
    let mut at = 0..;
    problem.sites.retain(|_| at.next().is_some_and(|at| visited.contains(&at)));
    let known = problem.known(state, quarter);
    let model = Model::new(&problem.instance).ok()?;
    let travel = score(&model, &known).travel;
    let seconds = if travel.is_finite() { travel.max(0.0).round() as u64 } else { 0 };
    (!known.visits.is_empty()).then_some(Measure { instance: problem.instance, seconds })
}
