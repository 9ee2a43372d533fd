//! Addresses and passwords of accounts. The other fields of accounts change by commands.

use super::error::{Problem, read_json};
use super::openapi::messages::OwnPasswordBody;
use super::openapi::{AccountLineBody, GivenPasswordBody, NewAccountBody};
use super::proof::must_be_there;
use super::session::Signed;
use crate::audit;
use crate::identity;
use crate::passwords;
use crate::state::{AppState, now_ms};
use crate::store::{Credential, Fault};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use shared::api::audit::AuditEvent;
use shared::api::{AccountLine, ErrorCode, GivenPassword, NewAccount, OwnPassword};
use shared::id::AccountId;
use shared::limits::MAIL_BYTES;
use shared::role::Right;

/// Every account's address.
#[utoipa::path(get, path = "/accounts", tag = "desk",
    responses((status = OK, body = Vec<AccountLineBody>), Problem))]
pub async fn list(
    State(state): State<AppState>,
    signed: Signed,
) -> Result<Json<Vec<AccountLine>>, Problem> {
    signed.may(Right::ManageAccounts)?;
    let credentials = state.look(|store| store.credentials()).await?;
    let line = |c: Credential| AccountLine { id: c.account, mail: c.mail };
    Ok(Json(credentials.into_iter().map(line).collect()))
}

/// An address to sign in with. 422: `wrong_password` and `sign_in_again` of who asks, `mail_taken`,
/// `bad_mail`, `password_too_short`, `password_common`.
#[utoipa::path(post, path = "/accounts", tag = "desk", request_body = NewAccountBody,
    responses((status = OK, body = GivenPasswordBody), Problem))]
pub async fn make(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<GivenPassword>, Problem> {
    signed.may(Right::ManageAccounts)?;
    let NewAccount { id, mail, password, own } = read_json(&body)?;
    must_be_there(&state, &signed, own).await?;
    let mail = mail.trim().to_lowercase();
    if !mail.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')) {
        return Err(Problem::Invalid(ErrorCode::BadMail, String::new()));
    }
    if mail.len() > MAIL_BYTES {
        return Err(Problem::Invalid(ErrorCode::BadMail, String::new()));
    }
    if let Some(password) = &password {
        passwords::check(password, &mail)?;
    }
    give(&state, &signed, id, Some(mail), password).await
}

/// Generates a new password for an account, and shows it once. Ends the second factor of somebody
/// else. 422: `wrong_password` and `sign_in_again` of who asks.
#[utoipa::path(post, path = "/accounts/{id}/password", tag = "desk",
    params(("id" = String, Path)), request_body = OwnPasswordBody,
    responses((status = OK, body = GivenPasswordBody), Problem))]
pub async fn renew(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<AccountId>,
    body: Bytes,
) -> Result<Json<GivenPassword>, Problem> {
    signed.may(Right::ManageAccounts)?;
    let OwnPassword { own } = read_json(&body)?;
    must_be_there(&state, &signed, own).await?;
    give(&state, &signed, id, None, None).await
}

async fn give(
    state: &AppState,
    signed: &Signed,
    id: AccountId,
    mail: Option<String>,
    password: Option<String>,
) -> Result<Json<GivenPassword>, Problem> {
    let told = match password {
        Some(_) => None,
        None => Some(identity::new_password()?),
    };
    let secret = password.or_else(|| told.clone()).unwrap_or_default();
    let hashed = state.slowly(move || Ok::<_, Fault>(identity::hash_password(&secret)?));
    let password_hash = hashed.await?;
    let (by, now) = (signed.actor.account, now_ms());
    let kept = state.try_change(move |store| {
        let own = store.credential_of(id)?.map(|known| known.mail);
        let mail = mail.or(own).ok_or(Problem::NotFound)?;
        if store.credential(&mail)?.is_some_and(|known| known.account != id) {
            return Err(Problem::Invalid(ErrorCode::MailTaken, String::new()));
        }
        let given_at = Some(now);
        store.put_credential(&Credential { account: id, mail, password_hash, given_at })?;
        store.end_sessions(None, Some(id))?;
        // Who lost a phone has lost the second factor too. One's own asks for a code.
        if id != by && store.factor(id)?.is_some() {
            store.end_factor(id)?;
            audit::append(store, by, AuditEvent::FactorEnded, id.to_string(), now)?;
        }
        audit::append(store, by, AuditEvent::PasswordGiven, id.to_string(), now)?;
        Ok(())
    });
    kept.await?;
    Ok(Json(GivenPassword { password: told }))
}
