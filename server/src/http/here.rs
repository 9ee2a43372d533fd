//! Who else is at work on the same thing, for desks: a page says every some seconds that it is
//! there, and is told who else is.

use super::error::Problem;
use super::openapi::OthersHereBody;
use super::session::Signed;
use crate::state::{AppState, now_ms};
use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use shared::api::OthersHere;
use shared::limits::PRESENCE_MS;

/// Bytes of the name of a place.
const PLACE_BYTES: usize = 64;

fn is_place(name: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    !name.is_empty() && name.len() <= PLACE_BYTES && name.bytes().all(fits)
}

fn checked(signed: &Signed, place: &str) -> Result<(), Problem> {
    match (signed.actor.role.is_desk(), is_place(place)) {
        (false, _) => Err(Problem::Forbidden),
        (true, false) => Err(Problem::NotFound),
        (true, true) => Ok(()),
    }
}

/// Says that one is there, as at the plan of a quarter, and answers who else is.
#[utoipa::path(post, path = "/here/{place}", tag = "desk", params(("place" = String, Path)),
    responses((status = OK, body = OthersHereBody), Problem))]
pub async fn be(
    State(state): State<AppState>,
    signed: Signed,
    Path(place): Path<String>,
) -> Result<Json<OthersHere>, Problem> {
    checked(&signed, &place)?;
    let (account, device, now) = (signed.actor.account, signed.device, now_ms());
    let heard = state.change(move |store| {
        let since = now - PRESENCE_MS;
        store.forget_absent(since)?;
        store.be_at(&place, device, account, now)?;
        store.others_at(&place, device, since)
    });
    let mut others = heard.await?;
    // One's own second screen is nobody else.
    others.retain(|other| *other != account);
    Ok(Json(OthersHere { others }))
}

/// Says that one is not there any more.
#[utoipa::path(post, path = "/here/{place}/leave", tag = "desk", params(("place" = String, Path)),
    responses((status = NO_CONTENT), Problem))]
pub async fn leave(
    State(state): State<AppState>,
    signed: Signed,
    Path(place): Path<String>,
) -> Result<StatusCode, Problem> {
    checked(&signed, &place)?;
    let device = signed.device;
    state.change(move |store| store.leave(&place, device)).await?;
    Ok(StatusCode::NO_CONTENT)
}
