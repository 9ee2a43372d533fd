//! Every route, one line each, grouped by who uses it. A route and its description in the
//! OpenAPI document are one thing: what is not described is not served.

use crate::assets;
use crate::http::{
    accounts, calendar, devices, enrol, error, export, files, guard, handover, health, limit, live,
    metrics, openapi, session, sites, snapshots, sync,
};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use shared::limits::SYNC_BODY_BYTES;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Returns the router of the whole server.
pub fn router(state: AppState) -> Router {
    let (router, document) = described().split_for_parts();
    router
        .merge(assets::routes())
        .layer(axum::Extension(openapi::text(&document)))
        .layer(from_fn_with_state(state.clone(), metrics::count))
        .layer(from_fn(guard::headers))
        .with_state(state)
}

/// Returns the router with the limits by network address, for a server that listens on a socket.
pub fn with_addresses(state: AppState) -> Router {
    router(state.clone()).layer(from_fn_with_state(state, limit::by_address))
}

/// Returns every route with its description.
pub(crate) fn described() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::start())
        .nest("/api/v1", api())
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::read))
}

fn api() -> OpenApiRouter<AppState> {
    let compress = SizeAbove::new(512).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    everybody()
        .merge(desk())
        .fallback(|| async { error::Problem::NotFound })
        .layer(DefaultBodyLimit::max(SYNC_BODY_BYTES))
        .layer(RequestDecompressionLayer::new())
        .layer(map_response(error::in_json))
        .layer(CompressionLayer::new().compress_when(compress))
        .layer(from_fn(guard::origin))
}

/// Returns the routes that every device uses.
fn everybody() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(sync::sync))
        .routes(routes!(live::live))
        .routes(routes!(session::read, session::open, session::end))
        .routes(routes!(session::end_by_post))
        .routes(routes!(session::change_password))
        .routes(routes!(enrol::enrol))
        .routes(routes!(sites::read))
        .routes(routes!(calendar::technician))
        .routes(routes!(calendar::site))
        .routes(routes!(files::get, files::put, files::post))
        .routes(routes!(files::status))
        .routes(routes!(openapi::read))
}

/// Returns the routes that only desks use.
fn desk() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(devices::list))
        .routes(routes!(devices::revoke))
        .routes(routes!(devices::admit))
        .routes(routes!(devices::make_code))
        .routes(routes!(handover::take))
        .routes(routes!(accounts::list, accounts::make))
        .routes(routes!(accounts::renew))
        .routes(routes!(export::read))
        .routes(routes!(snapshots::get))
}
