//! Format and lints. The front end is checked for the browser, the rest for this machine.

use crate::needs;
use crate::run::{Outcome, cargo, run};

/// Checks everything, and stops at the first kind of problem.
pub(crate) fn perform() -> Outcome {
    needs::wasm_target()?;
    run(&mut cargo(&["fmt", "--all", "--check"]), "run «cargo fmt --all»")?;
    let advice = "correct what clippy names above";
    let native = ["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"];
    run(&mut cargo(&native), advice)?;
    let browser =
        ["clippy", "-p", "app", "--target", "wasm32-unknown-unknown", "--", "-D", "warnings"];
    run(&mut cargo(&browser), advice)
}
