//! Counters in Prometheus' text format. No personal data.

use shared::sync::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

/// Counters of a server.
#[derive(Default)]
pub struct Counters {
    requests: Mutex<BTreeMap<(String, u16), (u64, Duration)>>,
    commands: Mutex<BTreeMap<&'static str, u64>>,
}

impl Counters {
    /// Counts what became of a command.
    pub fn command(&self, verdict: &Verdict) {
        let name = match verdict {
            Verdict::Applied { .. } => "applied",
            Verdict::Merged { .. } => "merged",
            Verdict::Refused { .. } => "refused",
            Verdict::Held => "held",
            Verdict::Unknown(_) => "unknown",
        };
        let mut commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        *commands.entry(name).or_default() += 1;
    }

    /// Counts a request by its route and its status.
    pub fn request(&self, route: String, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, sum) = requests.entry((route, status)).or_default();
        *count += 1;
        *sum += took;
    }

    /// All of them, in the text format.
    pub fn text(&self) -> String {
        let mut out = String::from("# TYPE tournee_requests_total counter\n");
        let requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        for ((route, status), (count, took)) in requests.iter() {
            let labels = format!("route=\"{route}\",status=\"{status}\"");
            // Writing into a string cannot fail.
            let _ = writeln!(out, "tournee_requests_total{{{labels}}} {count}");
            let seconds = took.as_secs_f64();
            let _ = writeln!(out, "tournee_request_seconds_sum{{{labels}}} {seconds:.6}");
        }
        out.push_str("# TYPE tournee_commands_total counter\n");
        let commands = self.commands.lock().unwrap_or_else(PoisonError::into_inner);
        for (verdict, count) in commands.iter() {
            let _ = writeln!(out, "tournee_commands_total{{verdict=\"{verdict}\"}} {count}");
        }
        out
    }
}
