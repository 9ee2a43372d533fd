//! Makes the front end from what the compiler gave: bound to the browser, named after its
//! content, compressed where it is delivered.
//!
//! A program of its own beside `xtask`, because the tools that it links are long to compile, and
//! most tasks do without them.

mod bundle;
mod compress;
mod files;
mod icons;
mod wasm;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::files::{Files, Outcome, on, read_folder, remove, write};

/// Makes the front end of Tournée. Called by `cargo xtask`.
#[derive(Parser)]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Makes the files that the server gives to browsers
    Bundle(Bundle),
    /// Draws the PNG icons
    Icons {
        /// Where they go
        folder: PathBuf,
    },
}

#[derive(Args)]
struct Bundle {
    /// The folder with page, styles and scripts
    #[arg(long)]
    public: PathBuf,
    /// The folder with the compiled programs
    #[arg(long)]
    compiled: PathBuf,
    /// A folder for files between two steps
    #[arg(long)]
    work: PathBuf,
    /// The folder that is replaced, as a whole: nobody sees half a build
    #[arg(long)]
    into: PathBuf,
    /// The state of the sources, in the name of the build
    #[arg(long)]
    sources: String,
    /// Without names of functions, and compressed
    #[arg(long)]
    delivered: bool,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Bundle(bundle) => bundle.perform(),
        Task::Icons { folder } => icons::draw(&folder),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("front: {sentence}");
            ExitCode::FAILURE
        }
    }
}

impl Bundle {
    fn perform(self) -> Outcome {
        let program = wasm::bind(&self.compiled, &self.work, self.delivered)?;
        let built = bundle::bundle(read_folder(&self.public)?, program, &self.sources)?;
        let fresh = self.into.with_extension("new");
        remove(&fresh)?;
        for (name, bytes) in &built {
            write(&fresh.join(name), bytes)?;
        }
        if self.delivered {
            compress::siblings(&built, &fresh, &self.into)?;
        }
        remove(&self.into)?;
        fs::rename(&fresh, &self.into).map_err(on(&self.into))?;
        report(&built, &self.into);
        Ok(())
    }
}

/// Says what a first visit downloads.
fn report(built: &Files, dist: &Path) {
    let mut sent = 0;
    let mut raw = 0;
    let (mut later, mut scanner) = (0, 0);
    for (name, bytes) in built {
        let compressed = fs::metadata(dist.join(format!("{name}.br"))).map(|file| file.len());
        let size = compressed.unwrap_or(bytes.len() as u64);
        raw += bytes.len();
        match bundle::Moment::of(name) {
            bundle::Moment::FirstVisit => sent += size,
            bundle::Moment::Desk => later += size,
            bundle::Moment::Scanner => scanner += size,
            bundle::Moment::Installation => {}
        }
    }
    let [raw, sent, later, scanner] = [raw as u64, sent, later, scanner].map(|bytes| bytes / 1000);
    println!(
        "front end: {raw} kB; as sent {sent} kB, and {later} kB for the desk's screens, {scanner} \
         kB for labels where the browser reads none"
    );
}
