//! Downloads of calls for projects.

use super::error::Problem;
use super::session::Signed;
use crate::audit;
use crate::call;
use crate::causes::chain;
use crate::export::{Form, Unwritten};
use crate::pull::scope_of;
use crate::state::{AppState, now_ms};
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{IntoResponse, Response};
use shared::api::ErrorCode;
use shared::campaign::Campaign;
use shared::entity::Facet;
use shared::id::CampaignId;
use shared::role::Right;
use shared::row::{self, Kind, Read, RowKey};

/// A call for projects, as far as the actor may read it: its key and `csv`, `xlsx` or `pdf`.
#[utoipa::path(get, path = "/calls/{file}", tag = "desk", params(("file" = String, Path)),
    responses((status = OK, body = String, content_type = "application/octet-stream"), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    signed.may(Right::Export)?;
    if !signed.actor.role.is_desk() {
        return Err(Problem::Forbidden);
    }
    let (id, form) = named(&file).ok_or(Problem::NotFound)?;
    let (actor, by, now) = (signed.actor.clone(), signed.actor.account, now_ms());
    let known = state
        .look(move |store| {
            let scope = scope_of(store, &actor, now)?;
            let mut known = row::State::default();
            for read in of_call(id) {
                let rows = store.load(&read)?;
                // Sealed ballots are cut here as they are on the wire.
                rows.iter().filter_map(|row| scope.view(row)).for_each(|row| known.put(row));
            }
            Ok(known)
        })
        .await?;
    let campaign = known.campaigns.get(&id).filter(|one| one.call.is_some()).cloned();
    let campaign = campaign.ok_or(Problem::NotFound)?;
    let unwritten = |error: Unwritten| Problem::Invalid(ErrorCode::NotWritten, chain(&error));
    let write = move || call::file(&known, &campaign, form).map_err(unwritten);
    let bytes = state.slowly(write).await?;
    let what = format!("appel-{file}");
    let named = format!("attachment; filename=\"{what}\"");
    state.change(move |store| audit::append(store, by, "exported", what, now)).await?;
    let headers = [
        (header::CONTENT_TYPE, form.media_type().to_owned()),
        (header::CONTENT_DISPOSITION, named),
    ];
    Ok((headers, bytes).into_response())
}

/// What its file is made from.
fn of_call(id: CampaignId) -> Vec<Read> {
    let of = || Facet::Group(id.to_string());
    vec![
        // Who was served by an earlier call tells equals apart.
        Read::All(Kind::Supply),
        Read::Row(RowKey::of::<Campaign>(&id)),
        Read::Where(Kind::Ballot, of()),
        Read::All(Kind::Site),
        Read::All(Kind::Account),
    ]
}

fn named(file: &str) -> Option<(CampaignId, Form)> {
    let (id, ending) = file.split_once('.')?;
    let form = match ending {
        "csv" => Form::Csv,
        "xlsx" => Form::Xlsx,
        "pdf" => Form::Pdf,
        _ => return None,
    };
    Some((id.parse().ok()?, form))
}
