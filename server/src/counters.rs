//! Metrics for Prometheus. No personal data.

use crate::store::Fault;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::prometheus_text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::Registry;
use shared::row::Kind;
use shared::sync::Verdict;
use std::time::Duration;

/// Upper bounds of the durations of requests that are counted together, in seconds.
const SECONDS: [f64; 12] =
    [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRequest {
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfCommand {
    verdict: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfRow {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct OfDevice {
    state: &'static str,
}

/// Numbers of things in the store.
pub struct Held {
    /// Number of rows of each kind.
    pub rows: Vec<(Kind, u64)>,
    /// Devices that may sync.
    pub active: usize,
    /// Devices that may not come back.
    pub revoked: usize,
    /// Commands that devices said they had not sent.
    pub unsent: u64,
}

/// The metrics of a server.
pub struct Counters {
    registry: Registry,
    requests: Family<OfRequest, Counter>,
    seconds: Family<OfRequest, Histogram, fn() -> Histogram>,
    commands: Family<OfCommand, Counter>,
    rows: Family<OfRow, Gauge>,
    devices: Family<OfDevice, Gauge>,
    unsent: Gauge,
}

impl Default for Counters {
    fn default() -> Self {
        let seconds: fn() -> Histogram = || Histogram::new(SECONDS);
        let mut counters = Self {
            registry: Registry::with_prefix("tournee"),
            requests: Family::default(),
            seconds: Family::new_with_constructor(seconds),
            commands: Family::default(),
            rows: Family::default(),
            devices: Family::default(),
            unsent: Gauge::default(),
        };
        let registry = &mut counters.registry;
        registry.register("requests", "Requests answered", counters.requests.clone());
        let help = "Duration of requests in seconds";
        registry.register("request_seconds", help, counters.seconds.clone());
        registry.register("commands", "Commands judged", counters.commands.clone());
        registry.register("rows", "Rows in the store", counters.rows.clone());
        registry.register("devices", "Devices known", counters.devices.clone());
        let help = "Commands that devices said they had not sent";
        registry.register("devices_unsent_commands", help, counters.unsent.clone());
        counters
    }
}

impl Counters {
    /// Counts a command by its verdict.
    pub fn command(&self, verdict: &Verdict) {
        let verdict = match verdict {
            Verdict::Applied { .. } => "applied",
            Verdict::Merged { .. } => "merged",
            Verdict::Refused { .. } => "refused",
            Verdict::Held => "held",
            Verdict::Unknown(_) => "unknown",
        };
        self.commands.get_or_create(&OfCommand { verdict }).inc();
    }

    /// Counts a request by its route and its status.
    pub fn request(&self, route: String, status: u16, took: Duration) {
        let labels = OfRequest { route, status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&labels).observe(took.as_secs_f64());
    }

    /// Writes all metrics in the text format, with the given numbers of the store.
    ///
    /// # Errors
    /// Never, unless memory is damaged.
    pub fn text(&self, held: &Held) -> Result<String, Fault> {
        let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
        for (kind, count) in &held.rows {
            self.rows.get_or_create(&OfRow { kind: kind.tag() }).set(number(*count));
        }
        for (state, count) in [("active", held.active), ("revoked", held.revoked)] {
            self.devices.get_or_create(&OfDevice { state }).set(number(count as u64));
        }
        self.unsent.set(number(held.unsent));
        let mut text = String::new();
        encode(&mut text, &self.registry)
            .map_err(|error| Fault::of("metrics cannot be written", error))?;
        Ok(text)
    }
}
