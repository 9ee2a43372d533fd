//! Counts requests, and serves the metrics.

use super::error::Problem;
use crate::counters::{Counters, Held};
use crate::state::AppState;
use crate::store::{Reader, StoreResult};
use axum::extract::{MatchedPath, Request, State};
use axum::http::header;
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use prometheus_client::encoding::prometheus_text::CONTENT_TYPE;
use shared::row::Kind;
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

/// Metrics in Prometheus' text format.
#[utoipa::path(get, path = "/metrics", tag = "operation", security(()),
    responses((status = OK, body = String)))]
pub async fn read(State(state): State<AppState>) -> Result<Response, Problem> {
    let held = state.look(|store| held(store)).await?;
    let kind = (header::CONTENT_TYPE, CONTENT_TYPE);
    Ok(([kind], state.counters.text(&held)?).into_response())
}

/// Counts the rows and the devices of the store.
fn held(store: &dyn Reader) -> StoreResult<Held> {
    let count = |kind: &Kind| Ok((*kind, store.count(*kind)?));
    let devices = store.devices()?;
    let revoked = devices.iter().filter(|device| device.revoked_at.is_some()).count();
    Ok(Held {
        rows: Kind::ALL.iter().map(count).collect::<StoreResult<_>>()?,
        active: devices.len() - revoked,
        revoked,
        unsent: devices.iter().map(|device| u64::from(device.unsent)).sum(),
    })
}
