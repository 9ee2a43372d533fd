//! Messages between a page and the planner that runs beside it.

use crate::rounds::{Instance, RoundsPlan};
use serde::{Deserialize, Serialize};

/// A plan to be searched.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Job {
    /// The problem to plan.
    pub instance: Instance,
    /// The same one gives the same plan.
    pub seed: u64,
}

/// A message of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannerOrder {
    /// Search.
    Start(Box<Job>),
    /// Prove how much travel no plan can do without.
    Prove(Box<Instance>),
    /// Stop, and give the best plan so far.
    Stop,
}

/// A message of the planner.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlannerMessage {
    /// It is alive, and can be given an order.
    Ready,
    /// How far it is.
    Progress {
        /// Thousandths of the search.
        done: u32,
        /// Visits in the best plan so far.
        placed: usize,
    },
    /// Seconds of travel that no plan can do without.
    Least(u64),
    /// The best plan; nothing when the instance was none.
    Found(Option<RoundsPlan>),
}
