//! Downloads of calls for projects.

use super::download;
use super::error::Problem;
use super::session::Signed;
use crate::call;
use crate::export::Form;
use crate::pull::scope_of;
use crate::state::{AppState, now_ms};
use axum::extract::{Path, State};
use axum::response::Response;
use shared::campaign::Campaign;
use shared::entity::Facet;
use shared::id::CampaignId;
use shared::role::{Right, Role};
use shared::row::{self, Kind, Read, RowKey};

/// A call for projects, as far as the actor may read it: its key and `csv`, `xlsx` or `pdf`. For an
/// observer what was decided for their communes.
#[utoipa::path(get, path = "/calls/{file}", tag = "desk", params(("file" = String, Path)),
    responses((status = OK, body = String, content_type = "application/octet-stream"), Problem))]
pub async fn read(
    State(state): State<AppState>,
    signed: Signed,
    Path(file): Path<String>,
) -> Result<Response, Problem> {
    signed.may(Right::Export)?;
    let make = match signed.actor.role {
        Role::Dispatcher | Role::Coordinator => call::file,
        Role::Observer => call::communes_file,
        Role::Technician | Role::Teacher | Role::Adviser | Role::System => {
            return Err(Problem::Forbidden);
        }
    };
    let (id, form) = named(&file).ok_or(Problem::NotFound)?;
    let (actor, by, now) = (signed.actor.clone(), signed.actor.account, now_ms());
    let (known, made_up) = state
        .look(move |store| {
            let scope = scope_of(store, &actor, now)?;
            let mut known = row::State::default();
            for read in of_call(id) {
                let rows = store.load(&read)?;
                // Sealed ballots are cut here as they are on the wire.
                rows.iter().filter_map(|row| scope.view(row)).for_each(|row| known.put(row));
            }
            Ok((known, store.is_made_up()?))
        })
        .await?;
    let campaign = known.campaigns.get(&id).filter(|one| one.call.is_some()).cloned();
    let campaign = campaign.ok_or(Problem::NotFound)?;
    let file = (format!("appel-{file}"), form.media_type());
    download::answer(&state, (by, now), file, move || make(&known, &campaign, (form, made_up)))
        .await
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
    Some((id.parse().ok()?, Form::named(ending)?))
}
