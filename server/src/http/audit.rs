//! The audit of a day, for coordinators.

use super::error::Problem;
use super::openapi::AuditReadBody;
use super::session::Signed;
use crate::audit;
use crate::state::{AppState, now_ms};
use axum::Json;
use axum::extract::{Path, State};
use chrono::NaiveTime;
use shared::api::audit::{AuditEvent, AuditRead};
use shared::day::{Day, paris_day};
use shared::limits::DAY_MS;
use shared::role::Right;

/// How many lines an answer has at most; `tournee audit` gives them all.
const LINES_MAX: usize = 2_000;

/// What happened on a day in Paris, the newest first. Who read it is in the audit, too.
#[utoipa::path(get, path = "/audit/{day}", tag = "desk", params(("day" = String, Path)),
    responses((status = OK, body = AuditReadBody), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(day): Path<String>,
) -> Result<Json<AuditRead>, Problem> {
    signed.may(Right::ReadAudit)?;
    let day: Day = day.parse().map_err(|_| Problem::NotFound)?;
    // The hours of Paris are one or two before those of UTC.
    let midnight = day.and_time(NaiveTime::MIN).and_utc().timestamp_millis();
    let (from, to) = (midnight.saturating_sub(DAY_MS), midnight.saturating_add(DAY_MS));
    let mut lines = state.look(move |store| audit::read(store, from, to)).await?;
    lines.retain(|line| paris_day(line.at) == day);
    let (by, now) = (signed.actor.account, now_ms());
    state
        .change(move |store| audit::append(store, by, AuditEvent::AuditRead, day.to_string(), now))
        .await?;
    lines.reverse();
    let left_out = lines.len().saturating_sub(LINES_MAX);
    lines.truncate(LINES_MAX);
    Ok(Json(AuditRead { lines, left_out }))
}
