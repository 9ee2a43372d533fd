//! Benchmarks. Each is a binary `bench-<name>`, named in `ALL`: of the package `bench`, or of
//! `tests` where a test starts it.

use clap::Args;

use crate::front::{self, Kind};
use crate::needs;
use crate::run::{Outcome, cargo, run};

/// A benchmark: the name people type, what it measures, and what it needs first.
struct Entry {
    name: &'static str,
    measures: &'static str,
    front: Front,
}

/// The front end that a benchmark drives in a browser.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Front {
    None,
    Delivered,
    WithCalls,
}

/// The program of the product, as the benchmarks start it.
const PROGRAM: &str = "tournee-under-test";

const ALL: &[Entry] = &[
    Entry {
        name: "rounds",
        measures: "how good and how fast the planner is on instances given as files",
        front: Front::None,
    },
    Entry {
        name: "history",
        measures: "what a pull costs the server when the past grows",
        front: Front::None,
    },
    Entry {
        name: "load",
        measures: "the server when every device of the authority comes back at once",
        front: Front::None,
    },
    Entry {
        name: "public",
        measures: "the sync of a tablet beside a thousand anonymous readers of the public page",
        front: Front::None,
    },
    Entry {
        name: "dashboard",
        measures: "the dashboard drawn from memory, with five years of visits and requests",
        front: Front::Delivered,
    },
    Entry {
        name: "start",
        measures: "what a first visit downloads, and a cold start without the server",
        front: Front::Delivered,
    },
    Entry {
        name: "sync",
        measures: "the sync beside offline-first libraries, by their harness",
        front: Front::WithCalls,
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
        if self.arguments.iter().any(|word| word == "--postgres") {
            needs::postgresql()?;
        }
        let in_browser = self.arguments.iter().any(|word| word == "--browser");
        match entry.front {
            Front::None if !in_browser => {}
            Front::None | Front::Delivered => {
                needs::chromium()?;
                front::build(Kind::Delivered)?;
            }
            Front::WithCalls => {
                needs::chromium()?;
                front::build_for_bench()?;
            }
        }
        let binary = format!("bench-{name}");
        // With the program that it measures, which is another binary.
        let mut needed = cargo(&["build", "--release", "--workspace"]);
        needed.args(["--bin", PROGRAM, "--bin", &binary]);
        if entry.front == Front::WithCalls {
            needed.args(["--bin", &format!("{binary}-server")]);
        }
        run(&mut needed, "correct what the compiler names above")?;
        let mut command = cargo(&["run", "--release", "--bin", &binary]);
        run(command.arg("--").args(self.arguments), "read what it says above")
    }
}
