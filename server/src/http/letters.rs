//! Letters to schools, for desks: what waits, what was sent, what is to print.

use super::download;
use super::error::{Problem, read_json};
use super::openapi::{PostActBody, PostBody};
use super::session::Signed;
use crate::audit;
use crate::mail::desk;
use crate::state::{AppState, now_ms};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use shared::api::audit::AuditEvent;
use shared::day::paris_day;
use shared::role::Right;
use shared::tell::{Post, PostAct};

/// The latest letters, and whether there is a relay to send them by.
#[utoipa::path(get, path = "/letters", tag = "desk",
    responses((status = OK, body = PostBody), Problem))]
pub async fn list(State(state): State<AppState>, signed: Signed) -> Result<Json<Post>, Problem> {
    signed.may(Right::TellSchools)?;
    let relay = state.relay.is_some();
    Ok(Json(state.look(move |store| desk::post(store, relay, now_ms())).await?))
}

/// Sends letters again («retry»), or notes that they were printed («printed»); then the letters
/// as they stand. Those that the school has, or that are under way, stay as they are.
#[utoipa::path(post, path = "/letters", tag = "desk", request_body = PostActBody,
    responses((status = OK, body = PostBody), Problem))]
pub async fn act(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<Post>, Problem> {
    signed.may(Right::TellSchools)?;
    let asked: PostAct = read_json(&body)?;
    let (by, now, relay) = (signed.actor.account, now_ms(), state.relay.is_some());
    let what = match asked {
        PostAct::Retry { .. } => AuditEvent::LettersRetried,
        PostAct::Printed { .. } => AuditEvent::LettersPrinted,
    };
    let done = state.change(move |store| {
        let done = desk::act(store, &asked, relay, now)?;
        audit::append(store, by, what, done.to_string(), now)?;
        desk::post(store, relay, now)
    });
    Ok(Json(done.await?))
}

/// The letters that no relay is about to send, each on a page of its own, as a PDF.
#[utoipa::path(get, path = "/letters/print", tag = "desk",
    responses((status = OK, body = String, content_type = "application/pdf"), Problem))]
pub async fn print(State(state): State<AppState>, signed: Signed) -> Result<Response, Problem> {
    signed.may(Right::TellSchools)?;
    let (now, relay) = (now_ms(), state.relay.is_some());
    let (sheets, authority) = state.look(move |store| desk::sheets(store, relay, now)).await?;
    let file = (format!("lettres-{}.pdf", paris_day(now)), "application/pdf");
    let write = move || Ok(desk::paper(&sheets, &authority, paris_day(now))?);
    download::answer(&state, (signed.actor.account, now), file, write).await
}
