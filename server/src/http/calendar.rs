//! Calendars. There is no session: the secret in the address is the right to read one.

use super::error::Problem;
use super::known::unless_known;
use crate::state::{AppState, now_ms};
use crate::store::{Reader, StoreResult};
use crate::{calendar, identity};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use shared::id::{AccountId, SiteId};

/// A technician's visits, as iCalendar (RFC 5545).
#[utoipa::path(get, path = "/calendar/technicians/{account}/{secret}", tag = "everybody",
    security(()),
    params(("account" = String, Path), ("secret" = String, Path)),
    responses((status = OK, body = String, content_type = "text/calendar"), Problem))]
pub async fn technician(
    State(state): State<AppState>,
    Path((account, secret)): Path<(AccountId, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(state, &headers, move |store| calendar::of_technician(store, account, &secret, now_ms()))
        .await
}

/// The visits of a site, as iCalendar (RFC 5545).
#[utoipa::path(get, path = "/calendar/sites/{site}/{secret}", tag = "everybody", security(()),
    params(("site" = String, Path), ("secret" = String, Path)),
    responses((status = OK, body = String, content_type = "text/calendar"), Problem))]
pub async fn site(
    State(state): State<AppState>,
    Path((site, secret)): Path<(SiteId, String)>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(state, &headers, move |store| calendar::of_site(store, &site, &secret, now_ms())).await
}

/// The calendar, unless it is the one that the program asking has already.
async fn answer(
    state: AppState,
    headers: &HeaderMap,
    read: impl FnOnce(&dyn Reader) -> StoreResult<Option<String>> + Send + 'static,
) -> Result<Response, Problem> {
    let text = state.look(read).await?.ok_or(Problem::NotFound)?;
    let tag = format!("\"{}\"", identity::digest(&text));
    let cache = HeaderValue::from_static("private, no-cache");
    Ok(unless_known(headers, &tag, cache, || {
        ([(header::CONTENT_TYPE, "text/calendar; charset=utf-8")], text).into_response()
    }))
}
