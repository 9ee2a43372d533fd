//! The front end: compiled here, made by the program `front` into target/dist.

use std::path::Path;
use std::process::Command;

use crate::needs;
use crate::run::{Outcome, cargo, on, root, run, target};

/// How much work the build does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For a short wait: only the planner is optimised, nothing is compressed.
    Quick,
    /// The same for browsers of tests, each of which loads it anew: without names of functions.
    Tested,
    /// As it is delivered.
    Delivered,
}

const WASM: &str = "wasm32-unknown-unknown";
const COMPILER: &str = "correct what the compiler names above";

/// What [`Kind::Quick`] sets. In the profile of the tools and the tests, and not in one of its
/// own, whose macros and build scripts would be compiled once more.
const QUICK: [&str; 3] = [
    "profile.dev.debug=false",
    "profile.dev.debug-assertions=false",
    "profile.dev.build-override.debug-assertions=true",
];

/// Builds the front end into target/dist.
pub(crate) fn build(kind: Kind) -> Outcome {
    build_tools(&[])?;
    make("dist", kind, &[])
}

/// Builds the front end as it is delivered, with what a benchmark calls, into target/dist-bench.
pub(crate) fn build_for_bench() -> Outcome {
    build_tools(&[])?;
    make("dist-bench", Kind::Delivered, &["--features", "bench"])
}

/// Builds the front end into target/dist, and the server that serves it from there.
pub(crate) fn build_with_server(kind: Kind) -> Outcome {
    build_tools(&["--bin", "tournee"])?;
    make("dist", kind, &[])
}

/// Compiles the program `front`, with further programs at the same time.
///
/// As a part of the whole workspace: alone, its libraries would have other features than the same
/// ones in the tests, which would compile them again.
fn build_tools(more: &[&str]) -> Outcome {
    // A debug server reads the front end from that folder, and finds it only if it was there when
    // the server was compiled.
    let dist = target().join("dist");
    std::fs::create_dir_all(&dist).map_err(on(&dist))?;
    let arguments = ["build", "--workspace", "--bin", "front"];
    run(cargo(&arguments).args(more), COMPILER)
}

fn make(folder: &str, kind: Kind, features: &[&str]) -> Outcome {
    needs::wasm_target()?;
    let compiled = compile(kind, features)?;
    let mut front = Command::new(target().join("debug/front"));
    front.arg("bundle").arg("--public").arg(root().join("public"));
    front.arg("--compiled").arg(target().join(WASM).join(compiled));
    front.arg("--work").arg(target().join("split"));
    front.arg("--into").arg(root().join("target").join(folder));
    front.arg("--sources").arg(sources());
    match kind {
        Kind::Quick => {}
        Kind::Tested => {
            front.arg("--nameless");
        }
        Kind::Delivered => {
            front.args(["--nameless", "--compressed"]);
        }
    }
    run(&mut front, "read what it says above")
}

/// Gives the folder of the compiled programs, below the one of their target.
fn compile(kind: Kind, features: &[&str]) -> Outcome<&'static Path> {
    let mut command = cargo(&["build", "--package", "app", "--target", WASM]);
    command.args(features);
    let folder = match kind {
        Kind::Quick | Kind::Tested => {
            for setting in QUICK {
                command.args(["--config", setting]);
            }
            "debug"
        }
        Kind::Delivered => {
            command.args(["--profile", "wasm-release"]);
            "wasm-release"
        }
    };
    run(&mut command, COMPILER)?;
    Ok(Path::new(folder))
}

/// The state of the sources for people: day and name of the last commit. Without git, the version.
fn sources() -> String {
    last_commit().unwrap_or_else(|| env!("CARGO_PKG_VERSION").to_owned())
}

fn last_commit() -> Option<String> {
    // Without it, git would tell of a repository around an unpacked archive.
    if !root().join(".git").exists() {
        return None;
    }
    let mut git = Command::new("git");
    git.args(["log", "-1", "--format=%cs %h", "--abbrev=8"]).current_dir(root());
    let output = git.output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?;
    Some(text.trim().to_owned()).filter(|text| !text.is_empty())
}

/// Draws the PNG icons of public/icons.
pub(crate) fn draw_icons() -> Outcome {
    build_tools(&[])?;
    let mut front = Command::new(target().join("debug/front"));
    run(front.arg("icons").arg(root().join("public/icons")), "read what it says above")
}
