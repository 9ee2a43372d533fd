//! Addresses and passwords of accounts; what everybody may know of them goes by commands.

use super::error::{Problem, read_json};
use super::session::{PASSWORD_MIN, Signed};
use crate::audit::note;
use crate::identity;
use crate::state::{AppState, now_ms};
use crate::store::{Credential, Fault};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Path, State};
use serde::{Deserialize, Serialize};
use shared::id::AccountId;
use shared::role::Right;
use utoipa::ToSchema;

/// An account's address.
#[derive(Debug, Serialize, ToSchema)]
pub struct AccountLine {
    #[schema(value_type = String, format = Uuid)]
    id: AccountId,
    mail: String,
}

/// Every account's address.
#[utoipa::path(get, path = "/accounts", tag = "desk",
    responses((status = OK, body = Vec<AccountLine>), Problem))]
pub async fn list(
    State(state): State<AppState>,
    signed: Signed,
) -> Result<Json<Vec<AccountLine>>, Problem> {
    signed.may(Right::ManageAccounts)?;
    let credentials = state.look(|store| store.credentials()).await?;
    let line = |c: Credential| AccountLine { id: c.account, mail: c.mail };
    Ok(Json(credentials.into_iter().map(line).collect()))
}

/// An address to sign in with; the server makes a password up when there is none.
#[derive(Deserialize, ToSchema)]
pub struct NewAccount {
    #[schema(value_type = String, format = Uuid)]
    id: AccountId,
    mail: String,
    #[serde(default)]
    password: Option<String>,
}

/// A password that the server made up, told once.
#[derive(Debug, Serialize, ToSchema)]
pub struct Password {
    #[serde(skip_serializing_if = "Option::is_none")]
    password: Option<String>,
}

/// An address to sign in with. 422: `mail_taken`, `bad_mail`, `password_too_short`.
#[utoipa::path(post, path = "/accounts", tag = "desk", request_body = NewAccount,
    responses((status = OK, body = Password), Problem))]
pub async fn make(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<Password>, Problem> {
    signed.may(Right::ManageAccounts)?;
    let NewAccount { id, mail, password } = read_json(&body)?;
    let mail = mail.trim().to_lowercase();
    if !mail.split_once('@').is_some_and(|(a, b)| !a.is_empty() && b.contains('.')) {
        return Err(Problem::Invalid("bad_mail", String::new()));
    }
    if password.as_ref().is_some_and(|p| p.chars().count() < PASSWORD_MIN) {
        return Err(Problem::Invalid("password_too_short", String::new()));
    }
    give(&state, &signed, id, Some(mail), password).await
}

/// A new password for an account, made up here and told once.
#[utoipa::path(post, path = "/accounts/{id}/password", tag = "desk",
    params(("id" = String, Path)), responses((status = OK, body = Password), Problem))]
pub async fn renew(
    State(state): State<AppState>,
    signed: Signed,
    Path(id): Path<AccountId>,
) -> Result<Json<Password>, Problem> {
    signed.may(Right::ManageAccounts)?;
    give(&state, &signed, id, None, None).await
}

async fn give(
    state: &AppState,
    signed: &Signed,
    id: AccountId,
    mail: Option<String>,
    password: Option<String>,
) -> Result<Json<Password>, Problem> {
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
            return Err(Problem::Invalid("mail_taken", String::new()));
        }
        store.put_credential(&Credential { account: id, mail, password_hash })?;
        store.end_sessions(None, Some(id))?;
        note(store, by, "password_given", id.to_string(), now)?;
        Ok(())
    });
    kept.await?;
    Ok(Json(Password { password: told }))
}
