//! The program as it is delivered: optimised, with the smallest front end inside, and as a Debian
//! package.

use std::path::PathBuf;

use deb::Packing;

use crate::front::{self, Kind};
use crate::run::{Outcome, answers, cargo, run, target};

/// Builds the program and, on Debian and Ubuntu, its package; says where they are.
pub(crate) fn perform() -> Outcome {
    let program = build()?;
    println!("{}", program.display());
    if answers("dpkg-deb") {
        let version = env!("CARGO_PKG_VERSION");
        let package = deb::build(&program, version, Packing::Small, &target())?;
        println!("{}", package.display());
    }
    Ok(())
}

/// Builds the program; its path.
pub(crate) fn build() -> Outcome<PathBuf> {
    front::build(Kind::Delivered)?;
    let advice = "correct what the compiler names above";
    run(&mut cargo(&["build", "--release", "--package", "server"]), advice)?;
    Ok(target().join("release/tournee"))
}
