//! Sessions: who sends a request; reads and ends one's own.

use super::error::{Problem, read_json};
use super::openapi::messages::{NewPasswordBody, OwnSessionBody, SignedInBody};
use super::refusals::Sender;
use crate::audit;
use crate::state::{AppState, now_ms};
use crate::store::{DeviceRecord, Opened, Session};
use crate::{accounts, identity, passwords};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{FromRequestParts, State};
use axum::http::request::Parts;
use axum::http::{HeaderName, StatusCode};
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite::Strict};
use shared::api::audit::AuditEvent;
use shared::api::{ErrorCode, NewPassword, OwnSession, SignedIn};
use shared::id::{DeviceId, Millis};
use shared::limits::{DAY_MS, DESK_IDLE_MS};
use shared::role::{Actor, Right, Role};
use std::time::Duration;

/// The name of the cookie; the prefix binds it to this host, over TLS (RFC 6265bis, 4.1.3.2).
pub(crate) const COOKIE: &str = "__Host-tournee";
/// Length of the session of a person.
pub(super) const STAFF_MS: Millis = 30 * DAY_MS;

/// The sender of a request, found by its cookie.
#[derive(Debug, Clone)]
pub struct Signed {
    /// The account.
    pub actor: Actor,
    /// The device.
    pub device: DeviceId,
    pub(super) token_hash: String,
    /// When the session was opened, for the staff.
    pub(super) began: Millis,
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

/// The sender of a request, who may still lack the second factor that the authority asks for: for
/// the routes by which one gets it, or goes. All others take [`Signed`].
#[derive(Debug, Clone)]
pub struct Entered(pub Signed);

impl FromRequestParts<AppState> for Signed {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let Entered(signed) = Entered::from_request_parts(parts, state).await?;
        match state.lacks_factor(&signed.actor).await? {
            true => Err(Problem::FactorRequired),
            false => Ok(signed),
        }
    }
}

impl FromRequestParts<AppState> for Entered {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Problem> {
        let jar = CookieJar::from_headers(&parts.headers);
        let token_hash = identity::digest(jar.get(COOKIE).ok_or(Problem::SignedOut)?.value());
        let opened = state.with_store(move |store| store.opened(&token_hash)).await?;
        if let (Some(sender), Some(opened)) = (parts.extensions.get::<Sender>(), &opened) {
            sender.is(opened.session.account, opened.session.device);
        }
        let signed = signed(opened, now_ms())?;
        state.limits.device(signed.device)?;
        Ok(Self(signed))
    }
}

/// Returns the sender of an opened session, unless the session is over or the device was revoked.
///
/// # Errors
/// [`Problem::SignedOut`], [`Problem::Revoked`].
pub fn signed(opened: Option<Opened>, now: Millis) -> Result<Signed, Problem> {
    let opened = opened.filter(|opened| opened.session.expires_at > now);
    let Opened { session, device, account } = opened.ok_or(Problem::SignedOut)?;
    if device.as_ref().is_some_and(|device| device.revoked_at.is_some()) {
        return Err(Problem::Revoked);
    }
    let actor =
        account.and_then(|account| accounts::as_actor(&account)).ok_or(Problem::SignedOut)?;
    if is_idle(&session, device.as_ref(), actor.role, now) {
        return Err(Problem::SignedOut);
    }
    let (device, began) = (session.device, began(&session));
    Ok(Signed { actor, device, token_hash: session.token_hash, began })
}

/// When a session of the staff was opened.
fn began(session: &Session) -> Millis {
    session.expires_at.saturating_sub(STAFF_MS)
}

/// Whether nobody has used a session for too long. Desks are often shared rooms; a technician may
/// be without a network for weeks, and a school's tablet lies in a cupboard all summer.
fn is_idle(session: &Session, device: Option<&DeviceRecord>, role: Role, now: Millis) -> bool {
    let began = began(session);
    let last = device.and_then(|device| device.seen_at).map_or(began, |seen| seen.max(began));
    let may_be_idle = !role.is_desk() && role != Role::Observer;
    !may_be_idle && now.saturating_sub(last) > DESK_IDLE_MS
}

/// A cookie of this server. Scripts cannot read it, pages of other sites cannot send it.
pub(super) fn cookie(name: &'static str, token: String, lasts: Millis) -> Cookie<'static> {
    let lasts = Duration::from_millis(lasts.unsigned_abs());
    Cookie::build((name, token))
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
pub async fn read(Entered(signed): Entered) -> Json<SignedIn> {
    Json(SignedIn { actor: signed.actor })
}

/// Signs out.
#[utoipa::path(delete, path = "/session", tag = "everybody",
    responses((status = NO_CONTENT), Problem))]
pub async fn end(
    State(state): State<AppState>,
    Entered(signed): Entered,
    jar: CookieJar,
) -> Result<Response, Problem> {
    let (hash, account, now) = (signed.token_hash, signed.actor.account, now_ms());
    let device = signed.device.to_string();
    let ended = state.change(move |store| {
        store.end_session(&hash)?;
        audit::append(store, account, AuditEvent::SignedOut, device, now)
    });
    ended.await?;
    // What the browser kept of photos and answers goes too.
    let clear = [(HeaderName::from_static("clear-site-data"), "\"cache\"")];
    let jar = jar.remove(cookie(COOKIE, String::new(), 0));
    Ok((jar, clear, StatusCode::NO_CONTENT).into_response())
}

/// The same as `DELETE`, for firewalls that let only `GET` and `POST` through.
#[utoipa::path(post, path = "/session/end", tag = "everybody",
    responses((status = NO_CONTENT), Problem))]
pub async fn end_by_post(
    state: State<AppState>,
    signed: Entered,
    jar: CookieJar,
) -> Result<Response, Problem> {
    end(state, signed, jar).await
}

/// One's own open sessions, the one that lasts longest first.
#[utoipa::path(get, path = "/session/all", tag = "everybody",
    responses((status = OK, body = Vec<OwnSessionBody>), Problem))]
pub async fn list(
    State(state): State<AppState>,
    Entered(signed): Entered,
) -> Result<Json<Vec<OwnSession>>, Problem> {
    let now = now_ms();
    let listed = state.look(move |store| {
        let mut lines = Vec::new();
        for session in store.sessions(None, Some(signed.actor.account))? {
            let device = store.device(session.device)?;
            if session.expires_at <= now
                || is_idle(&session, device.as_ref(), signed.actor.role, now)
            {
                continue;
            }
            lines.push(OwnSession {
                device: session.device,
                label: device.as_ref().map_or(String::new(), |device| device.label.clone()),
                seen_at: device.and_then(|device| device.seen_at),
                expires_at: session.expires_at,
                current: session.token_hash == signed.token_hash,
            });
        }
        Ok(lines)
    });
    Ok(Json(listed.await?))
}

/// Ends every session of one's own but this one.
#[utoipa::path(post, path = "/session/others/end", tag = "everybody",
    responses((status = NO_CONTENT), Problem))]
pub async fn end_others(
    State(state): State<AppState>,
    Entered(signed): Entered,
) -> Result<StatusCode, Problem> {
    // A school's tablets share an account: none of them ends the others.
    if signed.actor.role == Role::Teacher {
        return Err(Problem::Forbidden);
    }
    let (account, now) = (signed.actor.account, now_ms());
    let ended = state.change(move |store| {
        store.end_other_sessions(account, &signed.token_hash)?;
        audit::append(
            store,
            account,
            AuditEvent::OtherSessionsEnded,
            signed.device.to_string(),
            now,
        )
    });
    ended.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Changes the own password, and ends the other sessions. 422: `wrong_password`,
/// `password_too_short`, `password_common`.
#[utoipa::path(post, path = "/session/password", tag = "everybody", request_body = NewPasswordBody,
    responses((status = NO_CONTENT), Problem))]
pub async fn change_password(
    State(state): State<AppState>,
    Entered(signed): Entered,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let NewPassword { old, new } = read_json(&body)?;
    let account = signed.actor.account;
    state.limits.sign_in_known(account, signed.device)?;
    let known = state.look(move |store| store.credential_of(account)).await?;
    let mut credential = known.ok_or(Problem::NotFound)?;
    passwords::check(&new, &credential.mail)?;
    let hashed = state.slowly(move || {
        let right = identity::is_password(&old, &credential.password_hash);
        if !right {
            return Err(Problem::Invalid(ErrorCode::WrongPassword, String::new()));
        }
        credential.password_hash = identity::hash_password(&new)?;
        credential.given_at = None;
        Ok(credential)
    });
    let credential = hashed.await?;
    let now = now_ms();
    let kept = state.change(move |store| {
        store.put_credential(&credential)?;
        // Whoever has found the old one out is not in any more.
        store.end_other_sessions(account, &signed.token_hash)?;
        audit::append(store, account, AuditEvent::PasswordChanged, account.to_string(), now)
    });
    kept.await?;
    Ok(StatusCode::NO_CONTENT)
}
