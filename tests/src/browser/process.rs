//! The driver of a browser as a process, with the browser below it.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};

/// How often a driver is started before it is given up.
const STARTS: u32 = 3;
/// How long a driver may take until it listens, and a browser until it has ended.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running driver. It is killed when it is dropped, with its browser.
pub(super) struct Driver {
    process: Child,
    port: u16,
    /// What the browser needs beside it and must outlive it, such as a display.
    beside: Option<Child>,
    said: Arc<Mutex<Vec<String>>>,
}

impl Driver {
    /// Starts a driver that takes a free port and says it, in a line in which `port_in` finds it.
    /// The port may be taken by another one in the moment between its choice and its use: then it
    /// ends at once, and is started again.
    pub(super) fn that_says_port(command: &mut Command, port_in: fn(&str) -> Option<u16>) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let started = (0..STARTS).find_map(|_| {
            let mut process = spawn(command);
            let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
            let port = lines.by_ref().map_while(Result::ok).find_map(|line| port_in(&line));
            let mut driver = Self { process, port: 0, beside: None, said: Arc::default() };
            driver.port = port?;
            let said = Arc::clone(&driver.said);
            let keep = move |line| said.lock().expect("a lock").push(line);
            std::thread::spawn(move || lines.map_while(Result::ok).for_each(keep));
            Some(driver)
        });
        started.unwrap_or_else(|| panic!("{command:?} says its port"))
    }

    /// Starts a driver that must be told its port.
    pub(super) fn told_port(make: impl Fn(u16) -> Command, beside: Child) -> Self {
        let mut beside = Some(beside);
        let started = (0..STARTS).find_map(|_| {
            let free = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
            let port = free.local_addr().expect("an address").port();
            drop(free);
            let mut command = make(port);
            command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            let mut process = spawn(&mut command);
            let start = Instant::now();
            while process.try_wait().is_ok_and(|ended| ended.is_none()) {
                if TcpStream::connect(("127.0.0.1", port)).is_ok() {
                    let said = Arc::default();
                    return Some(Self { process, port, beside: beside.take(), said });
                }
                assert!(start.elapsed() < PATIENCE, "{command:?} listens");
                std::thread::sleep(Duration::from_millis(20));
            }
            None
        });
        started.expect("a driver that listens")
    }

    /// Where it listens.
    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Lines that the browser has written since the last time.
    pub(super) fn said(&self) -> Vec<String> {
        std::mem::take(&mut self.said.lock().expect("a lock"))
    }

    /// Waits until the browser has ended by itself.
    pub(super) async fn wait_for_browser(&mut self) {
        let start = Instant::now();
        while !descendants(self.process.id()).is_empty() {
            assert!(start.elapsed() < PATIENCE, "the browser does not end");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        for process in descendants(self.process.id()) {
            let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
            // A process that ended by itself meanwhile is no error.
            let _ = pid.map(|pid| kill_process(pid, Signal::KILL));
        }
        for process in [Some(&mut self.process), self.beside.as_mut()].into_iter().flatten() {
            let _ = process.kill();
            let _ = process.wait();
        }
    }
}

/// Starts a program that the tests need.
pub(super) fn spawn(command: &mut Command) -> Child {
    let started = command.spawn();
    started.unwrap_or_else(|e| panic!("{command:?}: {e}; `cargo xtask test` installs it"))
}

/// The processes below one, parents first.
fn descendants(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let parents: Vec<(u32, u32)> = processes();
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        found.extend(parents.iter().filter(|(_, p)| *p == parent).map(|(child, _)| *child));
        at += 1;
    }
    found.split_off(1)
}

/// Each process with its parent.
fn processes() -> Vec<(u32, u32)> {
    let entries = fs::read_dir("/proc").expect("a system with /proc").flatten();
    let parent = |entry: fs::DirEntry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let after_name = stat.rsplit_once(") ")?.1;
        Some((id, after_name.split(' ').nth(1)?.parse().ok()?))
    };
    entries.filter_map(parent).collect()
}
