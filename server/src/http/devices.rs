//! Devices, for desks: last contact, activation codes, revocation.

use super::error::{Problem, read_json};
use super::openapi::{ActivationCodeBody, CodeRequestBody, DeviceLineBody};
use super::session::Signed;
use crate::audit;
use crate::identity;
use crate::revocations::{self, Revocation};
use crate::state::{AppState, now_ms};
use crate::store::{DeviceRecord, Fault, Reader, SchoolCode, StoreResult};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode, header};
use shared::account::Account;
use shared::api::audit::AuditEvent;
use shared::api::{ActivationCode, CodeRequest, DeviceLine};
use shared::id::DeviceId;
use shared::limits::{CODE_CHARS, CODE_LIFE_MS};
use shared::role::Right;
use shared::row::{Kind, Read, Row, RowKey};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Every device: last contact, build, number of unsent commands.
#[utoipa::path(get, path = "/devices", tag = "desk",
    responses((status = OK, body = Vec<DeviceLineBody>), Problem))]
pub async fn list(
    State(state): State<AppState>,
    signed: Signed,
) -> Result<Json<Vec<DeviceLine>>, Problem> {
    signed.may(Right::ManageDevices)?;
    Ok(Json(state.look(|store| lines(store)).await?))
}

fn lines(store: &dyn Reader) -> StoreResult<Vec<DeviceLine>> {
    let accounts = store.load(&Read::All(Kind::Account))?.into_iter();
    let accounts: BTreeMap<_, _> = accounts
        .filter_map(|row| match row {
            Row::Account(account) => Some((account.id, account)),
            _ => None,
        })
        .collect();
    let line = |device: DeviceRecord| {
        let account: Option<&Arc<Account>> = accounts.get(&device.account);
        DeviceLine {
            id: device.id,
            label: device.label,
            account: device.account,
            account_name: account.map_or(String::new(), |account| account.name.clone()),
            role: account.map(|account| account.role),
            site: account.and_then(|account| account.site.clone()),
            seen_at: device.seen_at,
            unsent: device.unsent,
            build: device.build,
            revoked: device.revoked_at.is_some(),
        }
    };
    Ok(store.devices()?.into_iter().map(line).collect())
}

/// Revokes a device: its next request is refused.
#[utoipa::path(post, path = "/devices/{id}/revoke", tag = "desk",
    params(("id" = String, Path)), responses((status = NO_CONTENT), Problem))]
pub async fn revoke(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<DeviceId>,
) -> Result<StatusCode, Problem> {
    set_revoked(&state, &signed, id, true).await
}

/// Admits a revoked device again: what waits on it goes at its next request.
#[utoipa::path(post, path = "/devices/{id}/admit", tag = "desk",
    params(("id" = String, Path)), responses((status = NO_CONTENT), Problem))]
pub async fn admit(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<DeviceId>,
) -> Result<StatusCode, Problem> {
    set_revoked(&state, &signed, id, false).await
}

async fn set_revoked(
    state: &AppState,
    signed: &Signed,
    id: DeviceId,
    revoked: bool,
) -> Result<StatusCode, Problem> {
    signed.may(Right::ManageDevices)?;
    let (by, now) = (signed.actor.account, now_ms());
    let (at, said) = match revoked {
        true => (Some(now), AuditEvent::DeviceRevoked),
        false => (None, AuditEvent::DeviceAdmitted),
    };
    let data = state.data.clone();
    let done = state.change(move |store| {
        let Some(mut device) = store.device(id)? else {
            return Ok(false);
        };
        // Pressed twice, it is one revocation.
        if device.revoked_at.is_some() != revoked {
            device.revoked_at = at;
            store.put_device(&device)?;
            audit::append(store, by, said, id.to_string(), now)?;
            let line = Revocation { device: id, at: now, revoked };
            revocations::append(&data, &line)
                .map_err(|error| Fault::of("the list of revoked devices cannot be kept", error))?;
        }
        Ok(true)
    });
    match done.await? {
        true => Ok(StatusCode::NO_CONTENT),
        false => Err(Problem::NotFound),
    }
}

/// A one-use code for a school's tablet; 404 when there is no such site.
#[utoipa::path(post, path = "/codes", tag = "desk", request_body = CodeRequestBody,
    responses((status = OK, body = ActivationCodeBody), Problem))]
pub async fn make_code(
    State(state): State<AppState>,
    signed: Signed,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Json<ActivationCode>, Problem> {
    signed.may(Right::ManageDevices)?;
    let CodeRequest { site } = read_json(&body)?;
    let code = identity::new_code(CODE_CHARS)?;
    let (by, now) = (signed.actor.account, now_ms());
    let expires_at = now + CODE_LIFE_MS;
    let code_hash = identity::digest(&code);
    let kept = state.change(move |store| {
        if store.load(&Read::Row(RowKey::site(&site)))?.is_empty() {
            return Ok(false);
        }
        audit::append(store, by, AuditEvent::CodeMade, site.to_string(), now)?;
        let code = SchoolCode { code_hash, site, made_by: by, expires_at, used_at: None };
        store.put_code(&code)?;
        Ok(true)
    });
    if !kept.await? {
        return Err(Problem::NotFound);
    }
    let url = format!("{}/activer#{code}", origin(&headers));
    Ok(Json(ActivationCode { code, expires_at, url }))
}

/// Returns the origin under which the browser reached the server.
fn origin(headers: &HeaderMap) -> String {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    match text(header::ORIGIN) {
        Some(origin) => origin.to_owned(),
        None => format!("https://{}", text(header::HOST).unwrap_or("localhost")),
    }
}
