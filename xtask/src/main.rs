//! The build and the checks, as `cargo xtask …`. Nothing here runs with the delivered program.

mod bench;
mod front;
mod fuzz;
mod lint;
mod needs;
mod package;
mod run;
mod serve;
mod simulate;
mod test;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::front::Kind;
use crate::run::Outcome;

/// Builds, serves and checks Tournée.
#[derive(Parser)]
#[command(bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Builds the front end into target/dist
    Build {
        /// As delivered: smallest size, compressed
        #[arg(long)]
        release: bool,
    },
    /// Builds everything, quickly, then serves it with its data in ./data
    Serve(serve::Serve),
    /// Installs what the tests need, builds the front end, runs every test
    Test(test::Test),
    /// Builds the program as it is delivered, with the front end inside, and its Debian package
    Package,
    /// Checks the format and the lints, for this machine and for the browser
    Lint,
    /// Runs a benchmark by name
    Bench(bench::Bench),
    /// Runs seeded simulations of devices, networks and crashes
    Simulate(simulate::Simulate),
    /// Gives a reader of foreign bytes whatever reaches new branches
    Fuzz(fuzz::Fuzz),
    /// Draws the PNG icons of public/icons again
    Icons,
}

fn main() -> ExitCode {
    match perform(Arguments::parse().task) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("xtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn perform(task: Task) -> Outcome {
    match task {
        Task::Build { release: true } => front::build(Kind::Delivered),
        Task::Build { release: false } => front::build(Kind::Quick),
        Task::Serve(serve) => serve.perform(),
        Task::Test(test) => test.perform(),
        Task::Package => package::perform(),
        Task::Lint => lint::perform(),
        Task::Bench(bench) => bench.perform(),
        Task::Simulate(simulate) => simulate.perform(),
        Task::Fuzz(fuzz) => fuzz.perform(),
        Task::Icons => front::draw_icons(),
    }
}
