//! Calendars. There is no session: the secret in the address is the right to read one.

use super::error::Problem;
use crate::calendar;
use crate::state::{AppState, now_ms};
use crate::store::{Reader, StoreResult};
use axum::extract::{Path, State};
use axum::http::header;
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
) -> Result<Response, Problem> {
    answer(state, move |store| calendar::of_technician(store, account, &secret, now_ms())).await
}

/// The visits of a site, as iCalendar (RFC 5545).
#[utoipa::path(get, path = "/calendar/sites/{site}/{secret}", tag = "everybody", security(()),
    params(("site" = String, Path), ("secret" = String, Path)),
    responses((status = OK, body = String, content_type = "text/calendar"), Problem))]
pub async fn site(
    State(state): State<AppState>,
    Path((site, secret)): Path<(SiteId, String)>,
) -> Result<Response, Problem> {
    answer(state, move |store| calendar::of_site(store, &site, &secret, now_ms())).await
}

async fn answer(
    state: AppState,
    read: impl FnOnce(&dyn Reader) -> StoreResult<Option<String>> + Send + 'static,
) -> Result<Response, Problem> {
    let text = state.look(read).await?.ok_or(Problem::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "text/calendar; charset=utf-8"),
        (header::CACHE_CONTROL, "private, no-store"),
    ];
    Ok((headers, text).into_response())
}
