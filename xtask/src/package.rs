//! The program as it is delivered: optimised, with the smallest front end inside.

use std::path::PathBuf;

use crate::front::{self, Kind};
use crate::run::{Outcome, cargo, run, target};

/// Builds the program and says where it is.
pub(crate) fn perform() -> Outcome {
    println!("{}", build()?.display());
    Ok(())
}

/// Builds the program; its path.
pub(crate) fn build() -> Outcome<PathBuf> {
    front::build(Kind::Delivered)?;
    let advice = "correct what the compiler names above";
    run(&mut cargo(&["build", "--release", "--package", "server"]), advice)?;
    Ok(target().join("release/tournee"))
}
