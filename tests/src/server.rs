//! The real server program, started and killed as a process.

use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use rustix::process::{Pid, Resource, Rlimit, prlimit};
use tempfile::TempDir;

/// Runs a program so that reaching the file size limit is an error, like a full disk, instead of a
/// deadly signal.
const BEAR: &str = r#"trap '' XFSZ; exec "$0" "$@""#;

/// A running server with a data folder.
pub struct Server {
    folder: Arc<TempDir>,
    process: Option<Child>,
    port: u16,
    /// The address of its PostgreSQL database. Without one it uses a file in its data folder.
    database: Option<String>,
    /// More variables of its environment.
    environment: Vec<(&'static str, String)>,
    /// Whether its database holds the demonstration.
    demo: bool,
}

/// Loads the demonstration before its quarter is planned.
pub const UNPLANNED: &str = "--demo=unplanned";

/// The variable with the address of the database: its password must not be in the process list.
const DATABASE_URL: &str = "TOURNEE_DATABASE_URL";

/// The program that the test command built.
pub fn program() -> PathBuf {
    let tests = std::env::current_exe().expect("the test program has a path");
    let programs = tests.ancestors().map(|folder| folder.join("tournee-under-test"));
    let hint = "cargo builds the program of tests/Cargo.toml next to the tests";
    programs.into_iter().find(|program| program.is_file()).expect(hint)
}

impl Server {
    /// An empty server.
    pub fn empty() -> Self {
        Self::with(&[])
    }

    /// A server with the demonstration data, before its quarter is planned: each test plans what
    /// it looks at.
    pub fn demo() -> Self {
        Self::with(&[UNPLANNED])
    }

    /// A server with the demonstration as a newcomer meets it: a quarter under way.
    pub fn under_way() -> Self {
        Self::with(&["--demo"])
    }

    /// A server with additional arguments of `serve`.
    pub fn with(arguments: &[&str]) -> Self {
        Self::new(None, arguments)
    }

    /// A server over a PostgreSQL database, with additional arguments of `serve`.
    pub fn over(database: &str, arguments: &[&str]) -> Self {
        Self::new(Some(database.to_owned()), arguments)
    }

    /// A server that does not run yet, over a PostgreSQL database or a file.
    pub fn stopped(database: Option<String>) -> Self {
        let folder = TempDir::new().expect("a temporary folder");
        let environment = Vec::new();
        Self {
            folder: Arc::new(folder),
            process: None,
            port: 0,
            database,
            environment,
            demo: false,
        }
    }

    /// The server with more variables in its environment, and in those of its sub-commands. It
    /// does not run yet, or is started again.
    pub fn with_environment(mut self, environment: &[(&'static str, String)]) -> Self {
        self.environment.extend_from_slice(environment);
        self
    }

    /// Another process over the same database and the same data folder.
    pub fn second(&self) -> Self {
        let (folder, database) = (Arc::clone(&self.folder), self.database.clone());
        let environment = self.environment.clone();
        let demo = self.demo;
        let mut server = Self { folder, process: None, port: 0, database, environment, demo };
        server.start(&[]);
        server
    }

    fn new(database: Option<String>, arguments: &[&str]) -> Self {
        let mut server = Self::stopped(database);
        server.start(arguments);
        server
    }

    /// A server that is not started, with an empty data folder.
    pub fn prepared() -> Self {
        let server = Self::stopped(None);
        std::fs::create_dir_all(server.data()).expect("a data folder");
        server
    }

    /// The number of its process.
    ///
    /// # Panics
    /// When it is not started.
    pub fn id(&self) -> u32 {
        self.process.as_ref().expect("a server that runs").id()
    }

    /// A server over a data folder that `fill` fills before the start.
    pub fn filled(fill: impl FnOnce(&Path)) -> Self {
        let mut server = Self::prepared();
        fill(&server.data());
        server.start(&[]);
        server
    }

    /// Its data folder.
    pub fn data(&self) -> PathBuf {
        self.folder.path().join("data")
    }

    /// A folder beside its data, for backups and the like.
    pub fn beside(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// Its address, without a slash at the end.
    pub fn address(&self) -> String {
        format!("http://localhost:{}", self.port)
    }

    /// Starts it, on its earlier port if it ran before.
    pub fn start(&mut self, arguments: &[&str]) {
        self.demo |= is_demo(arguments);
        // A backup may bring the demonstration too, which no server serves unless it is told to.
        if !self.starts(arguments) {
            self.demo = true;
            assert!(self.starts(arguments), "the server says its address");
        }
    }

    fn starts(&mut self, arguments: &[&str]) -> bool {
        let demo = if self.demo && !is_demo(arguments) { &[UNPLANNED][..] } else { &[] };
        let mut command = Command::new("sh");
        command
            .args(["-c", BEAR])
            .arg(program())
            .arg("serve")
            .arg("--data")
            .arg(self.data())
            .args(["--listen", &format!("127.0.0.1:{}", self.port)])
            .args(arguments)
            .args(demo)
            .envs(self.database.iter().map(|url| (DATABASE_URL, url)))
            .envs(self.environment.iter().cloned())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        let mut process = command.spawn().expect("the server starts");
        let stdout = process.stdout.take().expect("a pipe");
        let mut lines = BufReader::new(stdout).lines();
        let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
        let Some(port) = port else {
            process.wait().expect("the server ended");
            return false;
        };
        self.port = port;
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        self.process = Some(process);
        true
    }

    /// Kills it, as a power cut does.
    pub fn kill(&mut self) {
        if let Some(mut process) = self.process.take() {
            process.kill().expect("the server can be killed");
            process.wait().expect("the server ends");
        }
    }

    /// Limits the size of every file that the server writes, in bytes: writes beyond fail, as on a
    /// full disk. `None` removes the limit.
    pub fn fill_disk(&self, beyond: Option<u64>) {
        let process = self.process.as_ref().expect("a server that runs");
        let id = i32::try_from(process.id()).ok().and_then(Pid::from_raw);
        let limit = Rlimit { current: beyond, maximum: None };
        prlimit(id, Resource::Fsize, limit).expect("the limit of one's own process can be set");
    }

    /// Runs another sub-command on its data folder.
    pub fn run(&self, arguments: &[&str]) -> (bool, String) {
        let database = self.database.iter().map(|url| (DATABASE_URL, url.clone()));
        let environment: Vec<_> = self.environment.iter().cloned().chain(database).collect();
        run_in(&environment, &self.data(), arguments)
    }
}

/// Runs a sub-command on a data folder and a database. Returns whether it succeeded, and its
/// output.
pub fn run(data: &Path, database: Option<&str>, arguments: &[&str]) -> (bool, String) {
    let environment: Vec<_> =
        database.map(|url| (DATABASE_URL, url.to_owned())).into_iter().collect();
    run_in(&environment, data, arguments)
}

/// Runs a sub-command on a data folder, with more variables in its environment. Returns whether it
/// succeeded, and its output.
pub fn run_in(
    environment: &[(&'static str, String)],
    data: &Path,
    arguments: &[&str],
) -> (bool, String) {
    let (name, rest) = arguments.split_first().expect("a sub-command");
    let output = Command::new(program())
        .arg(name)
        .arg("--data")
        .arg(data)
        .args(rest)
        .envs(environment.iter().cloned())
        .output()
        .expect("the program runs");
    let text = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&text).into_owned())
}

fn is_demo(arguments: &[&str]) -> bool {
    arguments.iter().any(|argument| argument.starts_with("--demo"))
}

fn port_in(line: &str) -> Option<u16> {
    let at = line.find("http://")?;
    let rest = line[at + 7..].split_once(':')?.1;
    let digits: String = rest.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}
