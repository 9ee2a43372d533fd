//! `POST /api/v1/sync`: commands in, outcomes and changed rows out.

use super::error::Problem;
use super::openapi::{SyncAnswerBody, SyncRequestBody};
use super::session::Signed;
use crate::exchange::{Caller, exchange};
use crate::state::{AppState, now_ms};
use crate::store::Store;
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use shared::sync::SyncAnswer;
use std::sync::Arc;

/// Commands in, their outcomes and the changed rows of the scope out.
#[utoipa::path(post, path = "/sync", tag = "everybody", request_body = SyncRequestBody,
    responses((status = OK, body = SyncAnswerBody), Problem))]
pub async fn sync(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<SyncAnswer>, Problem> {
    let caller = Caller { actor: signed.actor, device: signed.device };
    let snapshots = Arc::clone(&state.snapshots);
    let others = state.clone();
    let work = move |store: &dyn Store| {
        exchange(store, &snapshots, &caller, &body, now_ms(), |seq| others.wake(seq))
    };
    let answer = state.with_store(work).await?;
    for outcome in &answer.outcomes {
        state.counters.command(&outcome.verdict);
    }
    Ok(Json(answer))
}
