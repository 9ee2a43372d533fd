//! Liveness and readiness of the server.

use super::error::Problem;
use crate::state::AppState;
use axum::extract::State;

/// Answers as long as the process lives.
#[utoipa::path(get, path = "/health", tag = "operation", security(()),
    responses((status = OK, body = String)))]
pub async fn health() -> &'static str {
    "ok"
}

/// Answers if the store works too.
#[utoipa::path(get, path = "/ready", tag = "operation", security(()),
    responses((status = OK, body = String), (status = 500, description = "The store fails")))]
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    state.look(|store| store.epoch()).await?;
    Ok("ready")
}
