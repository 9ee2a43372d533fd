//! Every route, one line each, grouped by who uses it.

use crate::http::error::Problem;
use crate::http::{
    accounts, devices, enrol, files, guard, health, limit, live, metrics, session, sites, sync,
};
use crate::state::AppState;
use crate::assets;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{get, post};
use shared::limits::SYNC_BODY_BYTES;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;

/// The whole server.
pub fn router(state: AppState) -> Router {
    Router::new()
        .nest("/api/v1", api())
        .route("/health", get(health::health))
        .route("/ready", get(health::ready))
        .route("/metrics", get(metrics::read))
        .merge(assets::routes())
        .layer(from_fn_with_state(state.clone(), metrics::count))
        .layer(from_fn(guard::headers))
        .with_state(state)
}

fn api() -> Router<AppState> {
    let compress = SizeAbove::new(512).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    everybody()
        .merge(desk())
        .fallback(|| async { Problem::NotFound })
        .layer(DefaultBodyLimit::max(SYNC_BODY_BYTES))
        .layer(RequestDecompressionLayer::new())
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(from_fn(guard::origin))
}

/// What every device does.
fn everybody() -> Router<AppState> {
    Router::new()
        .route("/sync", post(sync::sync))
        .route("/live", get(live::live))
        .route("/session", get(session::read).post(session::open).delete(session::end))
        .route("/session/password", post(session::change_password))
        .route("/enrol", post(enrol::enrol))
        .route("/sites/{id}", get(sites::read))
        .route("/files/{hash}", get(files::get).put(files::put))
        .route("/files/{hash}/status", get(files::status))
}

/// What is done at a desk.
fn desk() -> Router<AppState> {
    Router::new()
        .route("/devices", get(devices::list))
        .route("/devices/{id}/revoke", post(devices::revoke))
        .route("/codes", post(devices::make_code))
        .route("/accounts", get(accounts::list).post(accounts::make))
        .route("/accounts/{id}/password", post(accounts::renew))
}

/// The layer that needs the peer's address: put on by who serves over a socket.
pub fn with_addresses(state: AppState) -> Router {
    router(state.clone()).layer(from_fn_with_state(state, limit::by_address))
}
