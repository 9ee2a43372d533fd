//! Every route, one line each, grouped by who uses it. A route and its description in the
//! OpenAPI document are one thing: what is not described is not served.

use crate::assets;
use crate::http::{
    accounts, audit, calendar, calls, devices, enrol, error, export, factor, files, guard,
    handover, health, here, letters, limit, live, metrics, openapi, plan, provider, refusals,
    session, sign_in, sites, snapshots, statements, sync,
};
use crate::state::AppState;
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state, map_response};
use shared::limits::{SMALL_BODY_BYTES, SYNC_BODY_BYTES};
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use tower_http::decompression::RequestDecompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

/// Returns the router of the whole server, with the routes of who operates it.
pub fn router(state: AppState) -> Router {
    guarded(routes(described(), &state), state)
}

/// Returns the router of a server that listens on a socket: with the limits by network address,
/// and without what only who operates it needs to know.
pub fn outward(state: AppState) -> Router {
    let limited = from_fn_with_state(state.clone(), limit::by_address);
    guarded(routes(public(), &state).layer(limited), state)
}

/// Returns the routes of who operates the server, for a listener of their own.
pub fn inward(state: AppState) -> Router {
    guarded(operation().split_for_parts().0, state)
}

/// Adds what every answer has, also one that refuses the request.
fn guarded(router: Router<AppState>, state: AppState) -> Router {
    router.layer(from_fn(guard::headers)).with_state(state)
}

fn routes(routes: OpenApiRouter<AppState>, state: &AppState) -> Router<AppState> {
    routes
        .split_for_parts()
        .0
        .merge(assets::routes())
        .layer(axum::Extension(openapi::text(&described().split_for_parts().1)))
        .layer(from_fn(refusals::note))
        .layer(from_fn_with_state(state.clone(), metrics::count))
}

/// Returns every route with its description.
pub(crate) fn described() -> OpenApiRouter<AppState> {
    public().merge(OpenApiRouter::new().routes(routes!(metrics::read)))
}

fn public() -> OpenApiRouter<AppState> {
    OpenApiRouter::with_openapi(openapi::start())
        .nest("/api/v1", api())
        .routes(routes!(plan::page))
        .routes(routes!(plan::file))
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
}

fn operation() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(metrics::read))
}

fn api() -> OpenApiRouter<AppState> {
    let compress = SizeAbove::new(512).and(NotForContentType::SSE).and(NotForContentType::IMAGES);
    everybody()
        .merge(desk())
        .merge(small())
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
        .routes(routes!(handover::take))
        .routes(routes!(export::read))
        .routes(routes!(audit::read))
        .routes(routes!(statements::read))
        .routes(routes!(calls::read))
        .routes(routes!(snapshots::get))
        .routes(routes!(letters::list, letters::act))
        .routes(routes!(letters::print))
}

/// Returns the routes whose bodies are short: addresses, passwords, codes, keys. Most of them are
/// open to everybody, so nobody can make the server hold more.
fn small() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(session::read, sign_in::open, session::end))
        .routes(routes!(session::end_by_post))
        .routes(routes!(session::list))
        .routes(routes!(session::end_others))
        .routes(routes!(provider::read, provider::begin))
        .routes(routes!(provider::come_back))
        .routes(routes!(provider::finish))
        .routes(routes!(provider::leave))
        .routes(routes!(factor::read, factor::begin))
        .routes(routes!(factor::confirm))
        .routes(routes!(factor::end))
        .routes(routes!(session::change_password))
        .routes(routes!(enrol::enrol))
        .routes(routes!(devices::list))
        .routes(routes!(devices::revoke))
        .routes(routes!(devices::admit))
        .routes(routes!(devices::make_code))
        .routes(routes!(accounts::list, accounts::make))
        .routes(routes!(accounts::renew))
        .routes(routes!(here::be))
        .routes(routes!(here::leave))
        .layer(DefaultBodyLimit::max(SMALL_BODY_BYTES))
}
