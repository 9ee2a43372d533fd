//! Activates a school's tablet by a one-use code.

use super::error::{Problem, read_json};
use super::limit::Client;
use super::openapi::{EnrolBody, SignedInBody};
use super::sign_in::{Beginning, SCHOOL_MS};
use crate::audit;
use crate::jobs::system;
use crate::state::{AppState, now_ms};
use crate::store::{StoreResult, Writer};
use crate::{accounts, identity};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::Response;
use axum_extra::extract::cookie::CookieJar;
use shared::api::Enrol;
use shared::api::audit::AuditEvent;
use shared::id::{AccountId, DeviceId, Millis};
use shared::role::{Actor, Role};
use shared::row::{Read, Row, RowKey};

/// Activates the device of a school by a one-use code. 401 when it is wrong, used or too old.
#[utoipa::path(post, path = "/enrol", tag = "everybody", request_body = EnrolBody, security(()),
    responses((status = OK, body = SignedInBody), Problem))]
pub async fn enrol(
    State(state): State<AppState>,
    client: Client,
    jar: CookieJar,
    body: Bytes,
) -> Result<Response, Problem> {
    let Enrol { code, device, label } = read_json(&body)?;
    state.limits.enrol(client.network())?;
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    let code_hash = identity::digest(&kept.collect::<String>().to_uppercase());
    let now = now_ms();
    let fresh = AccountId::from_parts(now, identity::random::<10>()?);
    let beginning = Beginning::of(&jar, device, label)?;
    // One transaction: a code that opens no session is not used, and admits no device.
    let begun = beginning.begin(&state, SCHOOL_MS, move |store| {
        let actor = use_code(store, &code_hash, device, fresh, now)?;
        actor.ok_or(Problem::SignedOut)
    });
    let answer = begun.await;
    if matches!(answer, Err(Problem::SignedOut)) {
        let detail = format!("device={device} from={}", client.0);
        let nobody = system().account;
        let note = move |store: &dyn Writer| {
            audit::append(store, nobody, AuditEvent::CodeFailed, detail, now)
        };
        state.change(note).await?;
    }
    answer
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
    // A tablet that was revoked comes back by a new code. What was a person's own does not: its
    // key is no secret, and a code is given to a school.
    if let Some(mut record) = store.device(device)?
        && record.revoked_at.is_some()
        && is_tablet(store, record.account)?
    {
        record.revoked_at = None;
        store.put_device(&record)?;
    }
    audit::append(store, actor.account, AuditEvent::Enrolled, device.to_string(), now)?;
    Ok(Some(actor))
}

/// Whether an account is the shared one of a school.
fn is_tablet(store: &dyn Writer, account: AccountId) -> StoreResult<bool> {
    let row = store.load(&Read::Row(RowKey::account(account)))?.pop();
    Ok(matches!(row, Some(Row::Account(account)) if account.role == Role::Teacher))
}
