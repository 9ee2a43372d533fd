//! Sites on demand, for a technician who needs one outside their own visits.

use super::error::Problem;
use super::session::Signed;
use crate::audit;
use crate::pull::scope_with;
use crate::state::{AppState, now_ms};
use axum::Json;
use axum::extract::{Path, State};
use serde::Serialize;
use shared::api::audit::AuditEvent;
use shared::id::SiteId;
use shared::role::Role;
use shared::row::{Read, Row, RowKey};
use shared::scope::Stream;
use utoipa::ToSchema;

/// Maximum number of rows of a site in an answer.
const ROWS_MAX: usize = 5_000;

/// The rows of a site.
#[derive(Debug, Serialize, ToSchema)]
pub struct SiteRows {
    #[schema(value_type = Vec<Object>)]
    rows: Vec<Row>,
}

/// The rows of any site, for a technician who needs one outside their own visits, and for a desk.
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
    let (actor, site, now) = (signed.actor.clone(), id.clone(), now_ms());
    let read = state.look(move |store| {
        let mut rows = store.load(&Read::Row(RowKey::site(&site)))?;
        if !rows.is_empty() {
            rows.extend(store.follow(&Stream::Site(site.clone()), 0, ROWS_MAX)?);
        }
        // What a device holds of the sites of one's own visits, and no more.
        let (scope, is_own) = scope_with(store, &actor, &site, now)?;
        // Names of teachers are for those whose visits lead there.
        let may_see = |row: &Row| is_own || !matches!(row, Row::Teacher(_));
        let seen = rows.iter().filter(|row| may_see(row));
        let rows: Vec<_> = seen.filter_map(|row| scope.view(row)).collect();
        Ok((rows, is_own))
    });
    let (rows, is_own) = read.await?;
    if rows.is_empty() {
        return Err(Problem::NotFound);
    }
    if !is_own {
        let by = signed.actor.account;
        let noted = state.change(move |store| {
            audit::append(store, by, AuditEvent::SiteRead, id.to_string(), now)
        });
        noted.await?;
    }
    Ok(Json(SiteRows { rows }))
}
