//! Downloads of exports.

use super::download;
use super::error::Problem;
use super::session::Signed;
use crate::export;
use crate::state::{AppState, now_ms};
use axum::extract::{Path, Query, State};
use axum::response::Response;
use serde::Deserialize;
use shared::id::QuarterId;
use shared::role::Right;
use utoipa::IntoParams;

/// What is asked of a table.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct TableQuery {
    /// The quarter of the coverage, of the visits and of the course.
    #[param(value_type = Option<String>)]
    quarter: Option<QuarterId>,
}

/// A table of the actor's scope: `coverage`, `visits`, `tickets`, `equipment`, `abonnements`,
/// `prets`, `evolution`, `evolution-annee`, `sobriete`, `achats-agec`, `facteurs`, `sessions`,
/// `presences`, `heures`, `budget` or `budget-2026`, as `csv`, `xlsx` or `pdf`.
#[utoipa::path(get, path = "/export/{file}", tag = "desk",
    params(("file" = String, Path), TableQuery),
    responses((status = OK, body = String, content_type = "application/octet-stream"), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(file): Path<String>,
    Query(asked): Query<TableQuery>,
) -> Result<Response, Problem> {
    signed.may(Right::Export)?;
    let (subject, form) = export::named(&file).ok_or(Problem::NotFound)?;
    if !subject.is_open_to(signed.actor.role) {
        return Err(Problem::Forbidden);
    }
    let (actor, by) = (signed.actor.clone(), signed.actor.account);
    let now = now_ms();
    let table = state
        .look(move |store| {
            export::table(store, &actor, (subject, form), asked.quarter.as_ref(), now)
        })
        .await?;
    let file = (file, form.media_type());
    download::answer(&state, (by, now), file, move || export::write(&table, form)).await
}
