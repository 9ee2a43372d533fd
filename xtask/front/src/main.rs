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

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Parser, Subcommand};

use crate::bundle::Moment;
use crate::files::{Files, Outcome, on, read_folder, remove, write};
use crate::wasm::Parts;

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
    /// Without names of functions, which are half of what the compiler gave
    #[arg(long)]
    nameless: bool,
    /// With what is sent beside it
    #[arg(long)]
    compressed: bool,
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
        let program = wasm::bind(&self.compiled, &self.work, self.nameless)?;
        let parts = program.parts.clone();
        let built = bundle::bundle(read_folder(&self.public)?, program, &self.sources)?;
        let fresh = self.into.with_extension("new");
        remove(&fresh)?;
        for (name, bytes) in &built {
            write(&fresh.join(name), bytes)?;
        }
        if self.compressed {
            compress::siblings(&built, &fresh, &self.into)?;
        }
        remove(&self.into)?;
        fs::rename(&fresh, &self.into).map_err(on(&self.into))?;
        report(&built, &parts, &self.into);
        Ok(())
    }
}

/// Says what a first visit downloads, and what each part adds.
fn report(built: &Files, parts: &Parts, dist: &Path) {
    let (mut raw, mut first) = (0, 0);
    let mut later = BTreeMap::<&str, u64>::new();
    for (name, bytes) in built {
        let compressed = fs::metadata(dist.join(format!("{name}.br"))).map(|file| file.len());
        let size = compressed.unwrap_or(bytes.len() as u64);
        raw += bytes.len() as u64;
        match Moment::of(name, parts) {
            Moment::FirstVisit => first += size,
            Moment::Later(of) => {
                of.into_iter().for_each(|part| *later.entry(part).or_default() += size)
            }
            Moment::Installation => {}
        }
    }
    let later = later.iter().map(|(part, size)| format!(", {} kB for {part}", size / 1000));
    let later: String = later.collect();
    println!("front end: {} kB; as sent {} kB{later}", raw / 1000, first / 1000);
}
