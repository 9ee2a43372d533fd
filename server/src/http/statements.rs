//! Downloads of frozen statements.

use super::download;
use super::error::Problem;
use super::session::Signed;
use crate::pull::scope_of;
use crate::state::{AppState, now_ms};
use crate::statement::export::{self, FileForm};
use axum::extract::{Path, State};
use axum::response::Response;
use shared::id::StatementId;
use shared::role::Right;
use shared::row::{Read, Row, RowKey};
use shared::statement::Statement;
use shared::words::statement::file_name;

/// A frozen statement, as far as the actor may read it: its key and `csv`, `xlsx`, `pdf` or `json`.
/// One that was corrected is the same file as before, under a name that says so.
#[utoipa::path(get, path = "/statements/{file}", tag = "desk", params(("file" = String, Path)),
    responses((status = OK, body = String, content_type = "application/octet-stream"), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    signed.may(Right::Export)?;
    let (id, form, ending) = named(&file).ok_or(Problem::NotFound)?;
    let (actor, by, now) = (signed.actor.clone(), signed.actor.account, now_ms());
    let found = state
        .look(move |store| {
            let scope = scope_of(store, &actor, now)?;
            let row = store.load(&Read::Row(RowKey::of::<Statement>(&id)))?.pop();
            Ok(row.and_then(|row| scope.view(&row)))
        })
        .await?;
    let Some(Row::Statement(statement)) = found.filter(is_frozen) else {
        return Err(Problem::NotFound);
    };
    let file = (format!("{}.{ending}", file_name(&statement)), form.media_type());
    download::answer(&state, (by, now), file, move || export::file(&statement, form)).await
}

fn is_frozen(row: &Row) -> bool {
    matches!(row, Row::Statement(statement) if statement.is_frozen())
}

fn named(file: &str) -> Option<(StatementId, FileForm, String)> {
    let (id, ending) = file.split_once('.')?;
    Some((id.parse().ok()?, FileForm::named(ending)?, ending.to_owned()))
}
