//! Files that are made when somebody asks for them.

use super::error::Problem;
use crate::audit;
use crate::causes::chain;
use crate::export::Unwritten;
use crate::state::AppState;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use shared::api::ErrorCode;
use shared::api::audit::AuditEvent;
use shared::id::{AccountId, Millis};

/// Writes a file, tells the audit who had it, and answers it to be kept under its name.
pub(super) async fn answer(
    state: &AppState,
    (by, now): (AccountId, Millis),
    (name, media_type): (String, &str),
    write: impl FnOnce() -> Result<Vec<u8>, Unwritten> + Send + 'static,
) -> Result<Response, Problem> {
    let unwritten = |error: Unwritten| Problem::Invalid(ErrorCode::NotWritten, chain(&error));
    let bytes = state.slowly(move || write().map_err(unwritten)).await?;
    let named = format!("attachment; filename=\"{name}\"");
    state.change(move |store| audit::append(store, by, AuditEvent::Exported, name, now)).await?;
    let headers =
        [(header::CONTENT_TYPE, media_type.to_owned()), (header::CONTENT_DISPOSITION, named)];
    Ok((headers, bytes).into_response())
}
