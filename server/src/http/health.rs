//! Whether the server lives, and whether it can work.

use super::error::Problem;
use crate::state::AppState;
use axum::extract::State;

/// `GET /health`: the process answers.
pub async fn health() -> &'static str {
    "ok"
}

/// `GET /ready`: the store answers too.
///
/// # Errors
/// A fault of the store.
pub async fn ready(State(state): State<AppState>) -> Result<&'static str, Problem> {
    state.look(|store| store.epoch()).await?;
    Ok("ready")
}
