//! The public page of the plan. Nobody signs in, nothing is counted by address, and the store is
//! not asked: see [`crate::plan`].

use super::error::Problem;
use super::known::unless_known;
use crate::plan::PageFile;
use crate::state::AppState;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// How long a browser or a proxy may keep the page without asking again, in seconds.
const FRESH: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// The public page.
#[utoipa::path(get, path = "/plan", tag = "public", security(()),
    responses((status = OK, body = String, content_type = "text/html"), Problem))]
pub async fn page(State(state): State<AppState>, headers: HeaderMap) -> Result<Response, Problem> {
    answer(&state, "", &headers)
}

/// A file of the public page: `actualites.atom`, `calendrier.ics`, `chiffres.csv`, `chiffres.json`,
/// `affiche`, `style.css`.
#[utoipa::path(get, path = "/plan/{file}", tag = "public", security(()),
    params(("file" = String, Path)),
    responses((status = OK, body = String), Problem))]
pub async fn file(
    State(state): State<AppState>,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    answer(&state, &name, &headers)
}

fn answer(state: &AppState, name: &str, headers: &HeaderMap) -> Result<Response, Problem> {
    let PageFile { text, tag } = state.plan.file(name).ok_or(Problem::NotFound)?;
    Ok(unless_known(headers, &tag, FRESH, || {
        ([(header::CONTENT_TYPE, media_type(name))], text).into_response()
    }))
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map(|(_, ending)| ending) {
        Some("atom") => "application/atom+xml; charset=utf-8",
        Some("ics") => "text/calendar; charset=utf-8",
        Some("csv") => "text/csv; charset=utf-8",
        Some("json") => "application/json",
        Some("css") => "text/css; charset=utf-8",
        Some(_) | None => "text/html; charset=utf-8",
    }
}
