//! A public validator of HTML for tests: html-validate, by the rules of the WHATWG standard and of
//! accessibility. `tests/validator` pins it.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Where the test command puts its libraries.
pub fn libraries() -> PathBuf {
    root().join("target/test-validator")
}

/// Where it lies, with the list of its libraries.
pub fn sources() -> PathBuf {
    root().join("tests/validator")
}

/// What is wrong with a page, one sentence each.
///
/// # Errors
/// One sentence that says what is missing.
pub fn faults(html: &str) -> Result<Vec<String>, String> {
    let hint = "run «cargo xtask test» once, which installs it";
    let mut command = Command::new("node");
    command.arg(sources().join("validate.mjs")).arg(libraries());
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
    let mut process = command.spawn().map_err(|error| format!("node: {error}: {hint}"))?;
    let mut input = process.stdin.take().ok_or("no input")?;
    input.write_all(html.as_bytes()).map_err(|error| format!("the validator: {error}: {hint}"))?;
    drop(input);
    let output = process.wait_with_output().map_err(|error| format!("the validator: {error}"))?;
    if !output.status.success() {
        return Err(format!("the validator does not start: {hint}"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).lines().map(str::to_owned).collect())
}
