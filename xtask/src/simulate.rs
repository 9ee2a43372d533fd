//! Seeded histories of devices and server: the test binary `simulation`, optimised, with as many
//! seeds as wanted.

use clap::Args;

use crate::needs;
use crate::run::{Outcome, cargo, run};

/// Which histories.
#[derive(Args)]
pub(crate) struct Simulate {
    /// The first seed
    #[arg(long, default_value_t = 1)]
    from: u64,
    /// How many histories
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
    /// Tell what happens in the history that fails
    #[arg(long)]
    story: bool,
    /// With a server over PostgreSQL
    #[arg(long)]
    postgres: bool,
}

impl Simulate {
    /// Runs them; a failure prints the line that shows it again.
    pub(crate) fn perform(self) -> Outcome {
        let mut command = cargo(&["test", "--release", "--package", "tests"]);
        let histories =
            if self.postgres { "no_history_over_postgresql" } else { "no_history_breaks" };
        command.args(["--test", "simulation", "--", "--nocapture", histories]);
        command.env("SIMULATION_FROM", self.from.to_string());
        command.env("SIMULATION_SEEDS", self.seeds.to_string());
        if self.postgres {
            needs::postgresql()?;
        }
        if self.story {
            command.env("SIMULATION_STORY", "1");
        }
        run(&mut command, "a history broke an invariant: the line above shows it again")
    }
}
