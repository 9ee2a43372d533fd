//! Counts requests, and tells the counters.

use super::error::Problem;
use crate::counters::Counters;
use crate::state::AppState;
use crate::store::{Kept, Reader};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use shared::row::Kind;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Instant;

/// Counts requests by route and status.
pub async fn count(
    State(counters): State<Arc<Counters>>,
    request: Request,
    next: Next,
) -> Response {
    let route = request.extensions().get::<MatchedPath>();
    let route = route.map_or("asset".to_owned(), |path| path.as_str().to_owned());
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    let (status, took) = (response.status().as_u16(), began.elapsed());
    tracing::debug!(%method, route, status, ms = took.as_millis() as u64, "request");
    counters.request(route, status, took);
    response
}

/// Counters in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(()),
    responses((status = OK, body = String)))]
pub async fn read(State(state): State<AppState>) -> Result<Response, Problem> {
    let kept = state.look(|store| kept(store)).await?;
    let kind = (header::CONTENT_TYPE, "text/plain; version=0.0.4");
    Ok(([kind], state.counters.text() + &kept).into_response())
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
