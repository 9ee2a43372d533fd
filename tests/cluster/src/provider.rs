//! An identity provider for tests: `tests/provider/provider.mjs`, which ends with the program that
//! started it.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A provider that answers.
pub struct Provider {
    process: Child,
    port: u16,
}

/// What the provider calls the program under test.
pub const CLIENT: &str = "tournee";
/// The secret that it gave the program.
pub const SECRET: &str = "secret of the test";

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Where the test command puts its libraries.
pub fn libraries() -> PathBuf {
    root().join("target/test-provider")
}

/// Where it lies, with the list of its libraries.
pub fn sources() -> PathBuf {
    root().join("tests/provider")
}

impl Provider {
    /// Starts one. `back` is the address of the program, to which it sends browsers back.
    ///
    /// # Errors
    /// One sentence that says what is missing.
    pub fn start(back: &str) -> Result<Self, String> {
        let hint = "run «cargo xtask test» once, which installs it";
        let mut command = Command::new("node");
        command.arg(sources().join("provider.mjs")).arg(libraries()).arg(back);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut process = command.spawn().map_err(|error| format!("node: {error}: {hint}"))?;
        let stdout = process.stdout.take().ok_or("no output")?;
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.find_map(|line| line.strip_prefix("port ")?.parse().ok());
        std::thread::spawn(move || lines.for_each(drop));
        let port = port.ok_or_else(|| format!("the identity provider does not start: {hint}"))?;
        Ok(Self { process, port })
    }

    /// Its issuer.
    pub fn issuer(&self) -> String {
        format!("http://localhost:{}", self.port)
    }
}

impl Drop for Provider {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
