//! `POST /api/v1/handover`: commands that another device could not send, from a file.

use super::error::{Problem, read_json};
use super::openapi::{HandAnswerBody, HandRequestBody};
use super::session::Signed;
use crate::handover::{hand_in, preview};
use crate::state::{AppState, now_ms};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use shared::decide::Now;
use shared::handover::{HandAnswer, HandRequest};
use shared::limits::COMMANDS_PER_REQUEST;
use shared::role::Right;

/// Commands of another device, judged under the rights of their author, each once; with
/// `preview`, only what is known of them already.
#[utoipa::path(post, path = "/handover", tag = "desk", request_body = HandRequestBody,
    responses((status = OK, body = HandAnswerBody), Problem))]
pub async fn take(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<HandAnswer>, Problem> {
    signed.may(Right::HandIn)?;
    let request: HandRequest = read_json(&body)?;
    if request.commands.len() > COMMANDS_PER_REQUEST {
        return Err(Problem::TooLarge);
    }
    if request.preview {
        let outcomes = state.look(move |store| preview(store, &request)).await?;
        return Ok(Json(HandAnswer { outcomes }));
    }
    let now = Now { ms: now_ms(), offset_ms: request.offset_ms };
    let taken = state.change(move |store| hand_in(store, &signed.actor, &request, now));
    let outcomes = taken.await?;
    for outcome in &outcomes {
        state.counters.command(&outcome.verdict);
    }
    Ok(Json(HandAnswer { outcomes }))
}
