//! Fuzzing of the readers of foreign bytes, by libFuzzer: the program `fuzz-reader`, compiled with
//! counters of branches, which the stable compiler can do.

use std::process::Command;

use clap::Args;

use crate::run::{Outcome, cargo, on, root, run, target};

/// Which reader, and for how long.
#[derive(Args)]
pub(crate) struct Fuzz {
    /// The reader: the name of a folder of tests/fuzz/seeds
    reader: String,
    /// How long, in seconds
    #[arg(long, default_value_t = 3_600)]
    seconds: u32,
}

/// Counters for each branch and comparison, as libFuzzer reads them.
const COUNTERS: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
     -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares \
     -Ccodegen-units=1 -Cdebug-assertions=on -Coverflow-checks=on";

/// Largest input, in bytes: longer ones say little more and take longer.
const LONGEST: u32 = 65_536;

impl Fuzz {
    /// Runs until the time is over. What makes the reader fail is kept among the seeds, where a
    /// test reads it from then on.
    pub(crate) fn perform(self) -> Outcome {
        let seeds = root().join("tests/fuzz/seeds").join(&self.reader);
        if !seeds.is_dir() {
            return Err(format!("no reader «{}»: use a folder of tests/fuzz/seeds", self.reader));
        }
        let folder = target().join("fuzz");
        let found = folder.join("found").join(&self.reader);
        std::fs::create_dir_all(&found).map_err(on(&found))?;
        let host = host()?;
        let mut build = cargo(&["build", "--release", "--package", "fuzz", "--bin", "fuzz-reader"]);
        build.args(["--features", "engine", "--target", &host, "--target-dir"]).arg(&folder);
        // With a target named, programs of the build itself are compiled without counters.
        build.env("RUSTFLAGS", COUNTERS).env("CARGO_PROFILE_RELEASE_LTO", "off");
        run(&mut build, "correct what the compiler names above")?;
        let program = folder.join(&host).join("release/fuzz-reader");
        let mut fuzz = Command::new(program);
        fuzz.env("FUZZ_READER", &self.reader).arg(&found).arg(&seeds);
        fuzz.arg(format!("-artifact_prefix={}/", seeds.display()));
        fuzz.args([format!("-max_total_time={}", self.seconds), format!("-max_len={LONGEST}")]);
        fuzz.args(["-timeout=20", "-rss_limit_mb=2048", "-print_final_stats=1", "-verbosity=1"]);
        run(&mut fuzz, "the reader failed: the bytes are among its seeds now; mend it")
    }
}

/// The target of this machine, as the compiler names it.
fn host() -> Outcome<String> {
    let output = Command::new("rustc").arg("-vV").current_dir(root()).output();
    let output = output.map_err(|e| format!("rustc did not start ({e}): install rustup"))?;
    let said = String::from_utf8_lossy(&output.stdout);
    let host = said.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).ok_or_else(|| "rustc names no target: update it".into())
}
