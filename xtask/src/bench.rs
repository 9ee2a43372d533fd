//! Benchmarks. Each is a binary `bench-<name>` of the crate `tests`, named in `ALL`.

use clap::Args;

use crate::build::{self, Kind};
use crate::needs;
use crate::run::{Outcome, cargo, run};

/// A benchmark: the name people type, what it measures, and what it needs first.
struct Entry {
    name: &'static str,
    measures: &'static str,
    needs_browser: bool,
}

const ALL: &[Entry] = &[
    Entry {
        name: "rounds",
        measures: "how good and how fast the planner is on instances given as files",
        needs_browser: false,
    },
    Entry {
        name: "start",
        measures: "what a first visit downloads, and a cold start without the server",
        needs_browser: true,
    },
];

/// Which benchmark, and its own arguments.
#[derive(Args)]
pub(crate) struct Bench {
    /// One of the names; without it, they are listed
    name: Option<String>,
    /// Passed on to the benchmark
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    arguments: Vec<String>,
}

impl Bench {
    /// Runs the benchmark in the release profile.
    pub(crate) fn perform(self) -> Outcome {
        let Some(name) = self.name else {
            ALL.iter().for_each(|entry| println!("{:<10} {}", entry.name, entry.measures));
            return Ok(());
        };
        let Some(entry) = ALL.iter().find(|entry| entry.name == name) else {
            let names: Vec<_> = ALL.iter().map(|entry| entry.name).collect();
            return Err(format!("no benchmark «{name}»: use one of {}", names.join(", ")));
        };
        if entry.needs_browser || self.arguments.iter().any(|word| word == "--browser") {
            needs::chromium()?;
            build::build(Kind::Release)?;
        }
        // With the program that it measures, which is another binary of the same crate.
        let all = ["build", "--release", "--package", "tests", "--bins"];
        run(&mut cargo(&all), "correct what the compiler names above")?;
        let binary = format!("bench-{name}");
        let mut command = cargo(&["run", "--release", "--package", "tests", "--bin", &binary]);
        run(command.arg("--").args(self.arguments), "read what it says above")
    }
}
