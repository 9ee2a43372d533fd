//! `GET /api/v1/snapshots/{name}`: a snapshot for a desk's first sync.

use super::error::Problem;
use super::session::Signed;
use crate::state::{AppState, blocking};
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};

/// Every row as it was at the sequence number that the sync sent with the name, in blocks of
/// `shared::pack`, each preceded by its kind and its length. 404 some time after a newer snapshot
/// was made: the next sync sends its name.
#[utoipa::path(get, path = "/snapshots/{name}", tag = "desk",
    params(("name" = String, Path, description = "As told by `POST /sync`.")),
    responses((status = OK, body = Vec<u8>, content_type = "application/octet-stream"), Problem))]
pub async fn get(
    State(state): State<AppState>,
    signed: Signed,
    Path(name): Path<String>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    if !signed.actor.role.is_desk() {
        return Err(Problem::Forbidden);
    }
    let snapshots = state.snapshots.clone();
    let packed = blocking(move || snapshots.get(&name)?.ok_or(Problem::NotFound)).await?;
    let accepted = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let takes_brotli = accepted.is_some_and(|all| all.split(',').any(|one| one.trim() == "br"));
    let mut response = match takes_brotli {
        true => packed.0.clone().into_response(),
        false => packed.blocks()?.into_response(),
    };
    let headers = response.headers_mut();
    if takes_brotli {
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
    Ok(response)
}
