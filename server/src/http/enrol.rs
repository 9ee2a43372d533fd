//! Activates a school's tablet by a one-use code.

use super::error::{Problem, read_json};
use super::limit::Client;
use super::openapi::{EnrolBody, SignedInBody};
use super::session::begin_school;
use crate::audit;
use crate::state::{AppState, now_ms};
use crate::store::{StoreResult, Writer};
use crate::{accounts, identity};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use shared::api::Enrol;
use shared::id::{AccountId, DeviceId, Millis};
use shared::role::Actor;

/// Activates the device of a school by a one-use code. 401 when it is wrong, used or too old.
#[utoipa::path(post, path = "/enrol", tag = "everybody", request_body = EnrolBody, security(()),
    responses((status = OK, body = SignedInBody), Problem))]
pub async fn enrol(
    State(state): State<AppState>,
    client: Client,
    body: Bytes,
) -> Result<Response, Problem> {
    let Enrol { code, device, label } = read_json(&body)?;
    state.limits.enrol(client.network())?;
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    let code_hash = identity::digest(&kept.collect::<String>().to_uppercase());
    let now = now_ms();
    let fresh = AccountId::from_parts(now, identity::random::<10>()?);
    let used = state.change(move |store| use_code(store, &code_hash, device, fresh, now));
    let actor = used.await?.ok_or(Problem::SignedOut)?;
    begin_school(&state, actor, device, label).await
}

fn use_code(
    store: &dyn Writer,
    code_hash: &str,
    device: DeviceId,
    fresh: AccountId,
    now: Millis,
) -> StoreResult<Option<Actor>> {
    let known = store.code(code_hash)?;
    let Some(mut code) = known.filter(|code| code.used_at.is_none() && code.expires_at > now)
    else {
        return Ok(None);
    };
    let Some(actor) = accounts::school(store, &code.site, fresh)? else {
        return Ok(None);
    };
    code.used_at = Some(now);
    store.put_code(&code)?;
    // A device that was revoked comes back by a new code.
    if let Some(mut record) = store.device(device)? {
        record.revoked_at = None;
        store.put_device(&record)?;
    }
    audit::append(store, actor.account, "enrolled", device.to_string(), now)?;
    Ok(Some(actor))
}
