//! The rounds planner: one visit per site and period, in the half-days of the technicians.
//!
//! Pure and deterministic: no IO, no clock, no thread. The seed and the number of steps are
//! given; the same ones give the same plan on every machine, because every cost is an integer
//! and every function comes from `libm`, which computes the same bits everywhere.
//!
//! | file | holds |
//! | --- | --- |
//! | `instance.rs`, `plan.rs` | the formats `rounds-1` and `rounds-plan-1` |
//! | `model.rs`, `compile.rs`, `travel.rs` | an instance made ready: tables of integers |
//! | `hard_rule.rs`, `check.rs`, `score.rs` | hard rules and score, as the checker has them |
//! | `state.rs`, `delta.rs` | a plan under construction, and what a change would cost |
//! | `matching.rs`, `feasible.rs` | which visits can be made at all, and why not |
//! | `construct.rs`, `search.rs`, `chain.rs` | a first plan, then annealing in slices |
//! | `repair.rs` | a published plan after something happened |
//! | `explain.rs`, `suggest.rs` | why a visit is where it is, and where else it could be |
//! | `blossom.rs`, `pairing.rs`, `ascent.rs`, `days.rs`, `bound.rs` | what no plan beats, proven |
//!
//! A caller makes a [`Model`], then a [`RoundSearch`], gives it slices and may stop between any
//! two: [`RoundSearch::best`] is always a plan that breaks no hard rule.

mod ascent;
mod blossom;
mod bound;
mod chain;
mod check;
mod compile;
mod construct;
mod days;
mod delta;
mod explain;
mod feasible;
#[cfg(test)]
mod fixture;
mod hard_rule;
mod instance;
mod matching;
mod model;
mod pairing;
mod plan;
mod random;
mod repair;
mod score;
mod search;
mod state;
mod suggest;
#[cfg(test)]
mod tests;
mod travel;

pub use bound::{Bound, bound_budget};
pub use check::check_plan;
pub use explain::{Reason, explain};
pub use feasible::{Cause, Uncovered, feasibility, uncovered};
pub use hard_rule::HardRule;
pub use instance::*;
pub use model::Model;
pub use plan::{PLAN_FORMAT, RoundsPlan};
pub use repair::{Repair, Trip, repair, repair_budget};
pub use score::{Score, moved, score};
pub use search::{RoundSearch, default_budget};
pub use suggest::{Suggestion, suggest};
pub use travel::travel_seconds;

/// Plans with `budget` steps of search; [`default_budget`] gives a good number.
///
/// # Errors
/// When the instance is not one.
pub fn plan(instance: &Instance, seed: u64, budget: u64) -> Result<RoundsPlan, InstanceError> {
    let mut search = RoundSearch::with_cycle(Model::new(instance)?, seed, budget);
    search.run(budget);
    Ok(search.best())
}
