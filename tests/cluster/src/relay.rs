//! A relay of mail for tests: `tests/relay/relay.py`, a real server of SMTP, which ends with the
//! program that started it.

use super::vouch;
use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long a mail may take to come.
const PATIENCE: Duration = Duration::from_secs(30);

/// How a relay is spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// In the clear.
    Plain,
    /// By STARTTLS, with a password.
    StartTls,
    /// By TLS, with a password.
    Tls,
}

/// A relay, with the mails that it took.
pub struct Relay {
    python: &'static str,
    folder: TempDir,
    line: Line,
    port: u16,
    process: Option<Child>,
}

/// The Python that has the server of SMTP: that of the system, or another of the PATH.
///
/// # Errors
/// One sentence that says what is missing.
pub fn program() -> Result<&'static str, String> {
    let has_it =
        |python: &&str| super::output(Command::new(python).args(["-c", "import aiosmtpd"])).is_ok();
    let found = ["/usr/bin/python3", "python3"].into_iter().find(has_it);
    found.ok_or_else(|| {
        "python3-aiosmtpd is not installed: run «cargo xtask test» once, which installs it".into()
    })
}

impl Relay {
    /// Starts one.
    ///
    /// # Errors
    /// One sentence that says what is missing.
    pub fn start(line: Line) -> Result<Self, String> {
        let python = program()?;
        let folder = TempDir::new().map_err(|error| format!("a temporary folder: {error}"))?;
        if line != Line::Plain {
            vouch(folder.path())?;
        }
        let mut relay = Self { python, folder, line, port: 0, process: None };
        relay.resume()?;
        Ok(relay)
    }

    /// Starts it again where it was.
    ///
    /// # Errors
    /// One sentence.
    pub fn resume(&mut self) -> Result<(), String> {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../relay/relay.py");
        let mode = match self.line {
            Line::Plain => "plain",
            Line::StartTls => "starttls",
            Line::Tls => "smtps",
        };
        let file = |name: &str| self.folder.path().join(name);
        let mut command = Command::new(self.python);
        command.arg(script).arg(self.folder.path()).args([&self.port.to_string(), mode]);
        if self.line != Line::Plain {
            command.args([file("server.pem"), file("server.key")]);
        }
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::inherit());
        let mut process = command.spawn().map_err(|error| format!("{}: {error}", self.python))?;
        let stdout = process.stdout.take().ok_or("no output")?;
        self.process = Some(process);
        let mut lines = BufReader::new(stdout).lines().map_while(Result::ok);
        let port = lines.find_map(|line| line.strip_prefix("port ")?.parse().ok());
        self.port = port.ok_or("the relay of mail does not start")?;
        Ok(())
    }

    /// Ends it; its mails stay.
    pub fn stop(&mut self) {
        if let Some(mut process) = self.process.take() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }

    /// Its address, with these parameters. `host` is a name of this machine.
    pub fn url(&self, host: &str, parameters: &str) -> String {
        let (scheme, login) = match self.line {
            Line::Plain => ("smtp", ""),
            Line::StartTls => ("smtp", "tournee:secret%20%C3%A9@"),
            Line::Tls => ("smtps", "tournee:secret%20%C3%A9@"),
        };
        format!("{scheme}://{login}{host}:{}{parameters}", self.port)
    }

    /// The certificate of the authority that vouches for it, and that of another one.
    pub fn authorities(&self) -> [PathBuf; 2] {
        ["ca.pem", "other.pem"].map(|name| self.folder.path().join(name))
    }

    /// The mails that it took, in their order, as a reader shows them.
    pub fn mails(&self) -> Vec<String> {
        let entries = fs::read_dir(self.folder.path()).into_iter().flatten().flatten();
        let is_mail = |path: &PathBuf| path.extension().is_some_and(|ending| ending == "eml");
        let mut files: Vec<_> = entries.map(|entry| entry.path()).filter(is_mail).collect();
        files.sort();
        files.iter().map(|file: &PathBuf| read(file)).collect()
    }

    /// Waits until it took so many mails.
    ///
    /// # Panics
    /// When they do not come.
    pub fn wait_for(&self, count: usize) -> Vec<String> {
        let until = Instant::now() + PATIENCE;
        loop {
            let mails = self.mails();
            if mails.len() >= count {
                return mails;
            }
            assert!(Instant::now() < until, "{} of {count} mails came", mails.len());
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

fn read(file: &Path) -> String {
    String::from_utf8_lossy(&fs::read(file).unwrap_or_default()).into_owned()
}

impl Drop for Relay {
    fn drop(&mut self) {
        self.stop();
    }
}
