//! Seeded simulations: the test binary `simulation` of the crate `tests`, with more seeds.

use clap::Args;

use crate::run::{Outcome, cargo, run};

/// How many seeds, and from which one.
#[derive(Args)]
pub(crate) struct Simulate {
    /// The first seed
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many seeds follow it
    #[arg(long, default_value_t = 1000)]
    seeds: u64,
}

impl Simulate {
    /// Runs them; a failure names the seed that shows it again.
    pub(crate) fn perform(self) -> Outcome {
        let mut command = cargo(&["test", "--package", "tests", "--test", "simulation"]);
        command.env("SIMULATION_SEED", self.seed.to_string());
        command.env("SIMULATION_SEEDS", self.seeds.to_string());
        run(&mut command, "run again with --seed set to the seed named above")
    }
}
