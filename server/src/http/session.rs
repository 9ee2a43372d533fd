//! Sign-in: opens, reads and ends sessions.

use super::error::{Problem, read_json};
use super::limit::Client;
use super::openapi::messages::{NewPasswordBody, SignInBody, SignedInBody};
use crate::audit;
use crate::state::{AppState, now_ms};
use crate::store::{Opened, Session};
use crate::{accounts, identity, sessions};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite::Strict};
use shared::api::{ErrorCode, NewPassword, SignIn, SignedIn};
use shared::id::{DeviceId, Millis};
use shared::limits::{DAY_MS, MAIL_BYTES, PASSWORD_BYTES, PASSWORD_CHARS_MIN};
use shared::role::{Actor, Right};
use std::time::Duration;

/// The name of the cookie; the prefix binds it to this host, over TLS (RFC 6265bis, 4.1.3.2).
pub(crate) const COOKIE: &str = "__Host-tournee";
/// Length of the session of a person.
const STAFF_MS: Millis = 30 * DAY_MS;
/// Length of the session of a school's tablet: a school year and the summer.
const SCHOOL_MS: Millis = 400 * DAY_MS;

/// The sender of a request, found by its cookie.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The account.
    pub actor: Actor,
    /// The device.
    pub device: DeviceId,
    pub(super) token_hash: String,
}

impl Signed {
    /// Fails unless the role has the right.
    ///
    /// # Errors
    /// [`Problem::Forbidden`].
    pub fn may(&self, right: Right) -> Result<(), Problem> {
        match self.actor.role.may(right) {
            true => Ok(()),
            false => Err(Problem::Forbidden),
        }
    }
}

impl FromRequestParts<AppState> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token_hash = identity::digest(jar.get(COOKIE).ok_or(Problem::SignedOut)?.value());
        let now = now_ms();
        let signed = signed(state.with_store(move |store| store.opened(&token_hash)).await?, now)?;
        state.limits.device(signed.device)?;
        Ok(signed)
    }
}

/// Returns the sender of an opened session, unless the session is over or the device was revoked.
///
/// # Errors
/// [`Problem::SignedOut`], [`Problem::Revoked`].
pub fn signed(opened: Option<Opened>, now: Millis) -> Result<Signed, Problem> {
    let opened = opened.filter(|opened| opened.session.expires_at > now);
    let Opened { session, device, account } = opened.ok_or(Problem::SignedOut)?;
    if device.is_some_and(|device| device.revoked_at.is_some()) {
        return Err(Problem::Revoked);
    }
    let actor =
        account.and_then(|account| accounts::as_actor(&account)).ok_or(Problem::SignedOut)?;
    Ok(Signed { actor, device: session.device, token_hash: session.token_hash })
}

/// Signs in. 401 when the address or the password is wrong.
#[utoipa::path(post, path = "/session", tag = "everybody", request_body = SignInBody, security(()),
    responses((status = OK, body = SignedInBody), Problem))]
pub async fn open(
    State(state): State<AppState>,
    client: Client,
    body: Bytes,
) -> Result<Response, Problem> {
    let sign_in: SignIn = read_json(&body)?;
    let mail = sign_in.mail.trim().to_lowercase();
    // Before anything is kept of it: nobody makes the server remember megabytes.
    if mail.len() > MAIL_BYTES || sign_in.password.len() > PASSWORD_BYTES {
        return Err(Problem::SignedOut);
    }
    state.limits.sign_in(&mail, client.network())?;
    let credential = state.look(move |store| store.credential(&mail)).await?;
    let password = sign_in.password;
    // An unknown address costs the same time as a wrong password.
    let checked = state.slowly(move || match credential {
        Some(known) if identity::is_password(&password, &known.password_hash) => Ok(known.account),
        Some(_) => Err(Problem::SignedOut),
        None => {
            let _ = identity::hash_password(&password);
            Err(Problem::SignedOut)
        }
    });
    let account = checked.await?;
    let actor = state.look(move |store| accounts::actor(store, account)).await?;
    let actor = actor.ok_or(Problem::SignedOut)?;
    begin(&state, actor, sign_in.device, sign_in.label, STAFF_MS).await
}

/// Opens the session of a school's tablet after its activation.
///
/// # Errors
/// A fault of the store.
pub async fn begin_school(
    state: &AppState,
    actor: Actor,
    device: DeviceId,
    label: String,
) -> Result<Response, Problem> {
    begin(state, actor, device, label, SCHOOL_MS).await
}

async fn begin(
    state: &AppState,
    actor: Actor,
    device: DeviceId,
    label: String,
    lasts: Millis,
) -> Result<Response, Problem> {
    let token = identity::new_token()?;
    let (account, now) = (actor.account, now_ms());
    let session =
        Session { token_hash: identity::digest(&token), account, device, expires_at: now + lasts };
    state.try_change(move |store| sessions::open(store, &session, &label, now)).await?;
    let jar = CookieJar::new().add(cookie(token, lasts));
    Ok((jar, Json(SignedIn { actor })).into_response())
}

/// The cookie of a session. Scripts cannot read it, pages of other sites cannot send it.
fn cookie(token: String, lasts: Millis) -> Cookie<'static> {
    let lasts = Duration::from_millis(lasts.unsigned_abs());
    Cookie::build((COOKIE, token))
        .path("/")
        .max_age(lasts.try_into().unwrap_or_default())
        .secure(true)
        .http_only(true)
        .same_site(Strict)
        .build()
}

/// Who is signed in.
#[utoipa::path(get, path = "/session", tag = "everybody",
    responses((status = OK, body = SignedInBody), Problem))]
pub async fn read(signed: Signed) -> Json<SignedIn> {
    Json(SignedIn { actor: signed.actor })
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "everybody",
    responses((status = NO_CONTENT), Problem))]
pub async fn end(
    State(state): State<AppState>,
    signed: Signed,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let (hash, account, now) = (signed.token_hash, signed.actor.account, now_ms());
    let device = signed.device.to_string();
    let ended = state.change(move |store| {
        store.end_session(&hash)?;
        audit::append(store, account, "signed_out", device, now)
    });
    ended.await?;
    Ok((jar.remove(cookie(String::new(), 0)), StatusCode::NO_CONTENT).into_response())
}

/// The same as `DELETE`, for firewalls that let only `GET` and `POST` through.
#[utoipa::path(post, path = "/session/end", tag = "everybody",
    responses((status = NO_CONTENT), Problem))]
pub async fn end_by_post(
    state: State<AppState>,
    signed: Signed,
    jar: CookieJar,
) -> Result<Response, Problem> {
    end(state, signed, jar).await
}

/// Changes the own password. 422: `wrong_password`, `password_too_short`.
#[utoipa::path(post, path = "/session/password", tag = "everybody", request_body = NewPasswordBody,
    responses((status = NO_CONTENT), Problem))]
pub async fn change_password(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let NewPassword { old, new } = read_json(&body)?;
    if new.chars().count() < PASSWORD_CHARS_MIN {
        return Err(Problem::Invalid(ErrorCode::PasswordTooShort, String::new()));
    }
    let account = signed.actor.account;
    state.limits.sign_in_known(account, signed.device)?;
    let known = state.look(move |store| store.credential_of(account)).await?;
    let mut credential = known.ok_or(Problem::NotFound)?;
    let hashed = state.slowly(move || {
        let right = identity::is_password(&old, &credential.password_hash);
        if !right {
            return Err(Problem::Invalid(ErrorCode::WrongPassword, String::new()));
        }
        credential.password_hash = identity::hash_password(&new)?;
        Ok(credential)
    });
    let credential = hashed.await?;
    let now = now_ms();
    let kept = state.change(move |store| {
        store.put_credential(&credential)?;
        audit::append(store, account, "password_changed", account.to_string(), now)
    });
    kept.await?;
    Ok(StatusCode::NO_CONTENT)
}
