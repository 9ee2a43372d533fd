//! Output of the planner: the `rounds-plan-1` format.

use super::instance::Assignment;
use serde::{Deserialize, Serialize};

/// The only format that is written.
pub const PLAN_FORMAT: &str = "rounds-plan-1";

/// The visits of all periods, each at most once per site and period.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoundsPlan {
    /// Always [`PLAN_FORMAT`].
    pub format: String,
    /// Name of the instance.
    pub instance: String,
    /// Who made it.
    #[serde(default)]
    pub solver: String,
    /// Seconds it took, given by the caller: the planner has no clock.
    #[serde(default)]
    pub wall_s: Option<f64>,
    /// Site, period, technician, day, half; by period, then site.
    pub visits: Vec<Assignment>,
}

impl RoundsPlan {
    /// A plan of these visits, sorted by period then site.
    pub fn new(instance: &str, mut visits: Vec<Assignment>) -> Self {
        visits.sort_by_key(|v| (v[1], v[0]));
        Self {
            format: PLAN_FORMAT.to_owned(),
            instance: instance.to_owned(),
            solver: "tournee".to_owned(),
            wall_s: None,
            visits,
        }
    }

    /// The visit to a site in a period, if there is one.
    pub fn find(&self, site: u32, period: u32) -> Option<Assignment> {
        self.visits.iter().copied().find(|v| v[0] == site && v[1] == period)
    }
}
