//! Counters in Prometheus' text format. No personal data.

use super::error::Problem;
use crate::state::AppState;
use crate::store::{Kept, Reader};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::row::Kind;
use shared::sync::Verdict;
use std::collections::BTreeMap;
use std::fmt::Write;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// Counters of a server.
#[derive(Default)]
pub struct Metrics {
    requests: Mutex<BTreeMap<(String, u16), (u64, Duration)>>,
    commands: Mutex<BTreeMap<&'static str, u64>>,
}

impl Metrics {
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

    fn request(&self, route: String, status: u16, took: Duration) {
        let mut requests = self.requests.lock().unwrap_or_else(PoisonError::into_inner);
        let (count, sum) = requests.entry((route, status)).or_default();
        *count += 1;
        *sum += took;
    }

    fn text(&self) -> String {
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

/// Counts requests by route and status.
pub async fn count(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("asset".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    tracing::debug!(%method, route, status, ms = took.as_millis() as u64, "request");
    state.metrics.request(route, status, took);
    response
}

/// Counters in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(()),
    responses((status = OK, body = String)))]
pub async fn read(State(state): State<AppState>) -> Result<Response, Problem> {
    let kept = state.look(|store| kept(store)).await?;
    let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
    Ok(([kind], state.metrics.text() + &kept).into_response())
}

/// What the store holds, as it stands.
fn kept(store: &dyn Reader) -> Kept<String> {
    let mut out = String::from("# TYPE tournee_rows gauge\n");
    // Writing into a string cannot fail.
    for kind in Kind::ALL {
        let _ = writeln!(out, "tournee_rows{{kind=\"{}\"}} {}", kind.tag(), store.count(*kind)?);
    }
    let devices = store.devices()?;
    let revoked = devices.iter().filter(|device| device.revoked_at.is_some()).count();
    let unsent: u64 = devices.iter().map(|device| u64::from(device.unsent)).sum();
    out.push_str("# TYPE tournee_devices gauge\n");
    let _ = writeln!(out, "tournee_devices{{state=\"active\"}} {}", devices.len() - revoked);
    let _ = writeln!(out, "tournee_devices{{state=\"revoked\"}} {revoked}");
    out.push_str("# TYPE tournee_devices_unsent_commands gauge\n");
    let _ = writeln!(out, "tournee_devices_unsent_commands {unsent}");
    Ok(out)
}
