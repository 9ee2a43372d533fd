//! Sites on demand, for a technician who needs one outside their own visits.

use super::error::Problem;
use super::session::Signed;
use crate::state::AppState;
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use shared::id::SiteId;
use shared::role::Role;
use shared::row::{Read, Row, RowKey};
use shared::scope::Stream;
use utoipa::ToSchema;

/// Maximum number of rows of a site in an answer.
const ROWS_MAX: usize = 5_000;

/// Every row of a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteRows {
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Row>,
}

/// Every row of any site, for a technician who needs one outside their own visits, and for a desk.
#[utoipa::path(get, path = "/sites/{id}", tag = "everybody", params(("id" = String, Path)),
    responses((status = OK, body = SiteRows), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<SiteId>,
) -> Result<Json<SiteRows>, Problem> {
    if signed.actor.role != Role::Technician && !signed.actor.role.is_desk() {
        return Err(Problem::Forbidden);
    }
    let rows = state.look(move |store| {
        let mut rows = store.load(&Read::Row(RowKey::site(&id)))?;
        if !rows.is_empty() {
            rows.extend(store.follow(&Stream::Site(id), 0, ROWS_MAX)?);
        }
        Ok(rows)
    });
    let rows = rows.await?;
    match rows.is_empty() {
        true => Err(Problem::NotFound),
        false => Ok(Json(SiteRows { rows })),
    }
}
