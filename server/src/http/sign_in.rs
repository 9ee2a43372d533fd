//! Sign-in: opens sessions with a password, or with the code of a school.

use super::error::{Problem, read_json};
use super::factor;
use super::limit::Client;
use super::openapi::messages::{SignInBody, SignedInBody};
use super::refusals::Who;
use super::session::{COOKIE, STAFF_MS, cookie};
use crate::audit;
use crate::sessions::ShownDevice;
use crate::state::{AppState, now_ms};
use crate::store::{Credential, Session, Writer};
use crate::{accounts, identity, passwords, sessions};
use axum::body::Bytes;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use axum_extra::extract::cookie::CookieJar;
use shared::api::audit::AuditEvent;
use shared::api::{ErrorCode, SignIn, SignedIn};
use shared::id::{AccountId, DeviceId, Millis};
use shared::limits::{DAY_MS, MAIL_BYTES, PASSWORD_BYTES, PASSWORD_GIVEN_MS};
use shared::role::Actor;

/// The name of the cookie by which a device shows that it is the one of its key.
const DEVICE_COOKIE: &str = "__Host-tournee-device";
/// How long the device keeps that cookie: what browsers keep at most.
const DEVICE_MS: Millis = 400 * DAY_MS;
/// Length of the session of a school's tablet: a school year and the summer.
pub(super) const SCHOOL_MS: Millis = 400 * DAY_MS;

/// Signs in. 401 when the address or the password is wrong. 422: `password_given` when somebody
/// else made the password up and no new one comes along, then `password_too_short` and
/// `password_common`; `password_expired`;
/// `factor_needed` and `wrong_factor` where there is a second factor; `device_taken`.
#[utoipa::path(post, path = "/session", tag = "everybody", request_body = SignInBody, security(()),
    responses((status = OK, body = SignedInBody), Problem))]
pub async fn open(
    State(state): State<AppState>,
    client: Client,
    jar: CookieJar,
    body: Bytes,
) -> Result<Response, Problem> {
    let SignIn { mail, password, device, label, new, factor: code } = read_json(&body)?;
    let mail = mail.trim().to_lowercase();
    // Before anything is kept of it: nobody makes the server remember megabytes.
    if mail.len() > MAIL_BYTES || password.len() > PASSWORD_BYTES {
        return Err(Problem::SignedOut);
    }
    let beginning = Beginning::of(&jar, device, label)?;
    let credential = counted(&state, client, &beginning, mail).await?;
    let known = credential.as_ref().map(|known| known.account);
    let checked = check(&state, credential, password, new).await;
    if matches!(checked, Err(Problem::SignedOut)) {
        note_failure(&state, known, AuditEvent::SignInFailed, device, client).await?;
    }
    let credential = checked?;
    if code.is_some() {
        state.limits.factor(credential.account)?;
    }
    let begun = beginning.begin(&state, STAFF_MS, move |store| {
        factor::must_have(store, credential.account, code.as_deref(), now_ms())?;
        let actor = accounts::actor(store, credential.account)?.ok_or(Problem::SignedOut)?;
        if let Some(mut own) = credential.own {
            own.given_at = None;
            let (account, now) = (own.account, now_ms());
            store.put_credential(&own)?;
            store.end_sessions(None, Some(account))?;
            audit::append(store, account, AuditEvent::PasswordChanged, account.to_string(), now)?;
        }
        Ok(actor)
    });
    let begun = begun.await;
    if matches!(begun, Err(Problem::Invalid(ErrorCode::WrongFactor, _))) {
        note_failure(&state, known, AuditEvent::FactorFailed, device, client).await?;
    }
    begun
}

/// Notes an attempt at the account of a known address.
pub(super) async fn note_failure(
    state: &AppState,
    account: Option<AccountId>,
    what: AuditEvent,
    device: DeviceId,
    client: Client,
) -> Result<(), Problem> {
    let Some(account) = account else {
        return Ok(());
    };
    let (detail, now) = (format!("device={device} from={}", client.0), now_ms());
    let noted = state.change(move |store| audit::append(store, account, what, detail, now));
    Ok(noted.await?)
}

/// Counts the attempt, and returns the credential of the address. On a device that was signed in as
/// this account, what others try elsewhere does not count.
async fn counted(
    state: &AppState,
    client: Client,
    beginning: &Beginning,
    mail: String,
) -> Result<Option<Credential>, Problem> {
    let (device, shown) = (beginning.device, beginning.shown.proof.clone());
    let of = mail.clone();
    let looked = state.look(move |store| {
        let credential = store.credential(&of)?;
        let was_theirs = match (&credential, store.device(device)?) {
            (Some(known), Some(record)) => {
                record.account == known.account
                    && record.revoked_at.is_none()
                    && shown.is_some()
                    && store.device_proof(device)? == shown
            }
            _ => false,
        };
        Ok((credential, was_theirs))
    });
    let (credential, was_theirs) = looked.await?;
    match &credential {
        Some(known) if was_theirs => state.limits.sign_in_known(known.account, device)?,
        _ => state.limits.sign_in(&mail, client.network())?,
    }
    Ok(credential)
}

/// A password that was right.
struct Right {
    account: AccountId,
    /// The credential with the password that the person chose in the place of a made-up one.
    own: Option<Credential>,
}

/// Checks a password. One that somebody else made up is replaced by the person's own.
async fn check(
    state: &AppState,
    credential: Option<Credential>,
    password: String,
    new: Option<String>,
) -> Result<Right, Problem> {
    let now = now_ms();
    let checked = state.slowly(move || {
        let Some(mut known) = credential else {
            // An unknown address costs the same time as a wrong password.
            let _ = identity::hash_password(&password);
            return Err(Problem::SignedOut);
        };
        if !identity::is_password(&password, &known.password_hash) {
            return Err(Problem::SignedOut);
        }
        let Some(given_at) = known.given_at else {
            return Ok(Right { account: known.account, own: None });
        };
        if now.saturating_sub(given_at) > PASSWORD_GIVEN_MS {
            return Err(Problem::Invalid(ErrorCode::PasswordExpired, String::new()));
        }
        let given = || Problem::Invalid(ErrorCode::PasswordGiven, String::new());
        let new = new.filter(|new| *new != password).ok_or_else(given)?;
        passwords::check(&new, &known.mail)?;
        known.password_hash = identity::hash_password(&new)?;
        Ok(Right { account: known.account, own: Some(known) })
    });
    checked.await
}

/// The session that a request asks for.
pub(super) struct Beginning {
    pub(super) device: DeviceId,
    label: String,
    shown: ShownDevice,
    secret: String,
}

impl Beginning {
    /// A session on a device, with what the cookies of the request show.
    pub(super) fn of(jar: &CookieJar, device: DeviceId, label: String) -> Result<Self, Problem> {
        let hash = |name| jar.get(name).map(|cookie| identity::digest(cookie.value()));
        let secret = identity::new_token()?;
        let shown = ShownDevice {
            token_hash: hash(COOKIE),
            proof: hash(DEVICE_COOKIE),
            fresh: Some(identity::digest(&secret)),
        };
        Ok(Self { device, label, shown, secret })
    }

    /// Opens the session of whom `who` finds, all in one transaction.
    pub(super) async fn begin(
        self,
        state: &AppState,
        lasts: Millis,
        who: impl FnOnce(&dyn Writer) -> Result<Actor, Problem> + Send + 'static,
    ) -> Result<Response, Problem> {
        let Self { device, label, shown, secret } = self;
        let token = identity::new_token()?;
        let (token_hash, now) = (identity::digest(&token), now_ms());
        let begun = state.try_change(move |store| {
            let actor = who(store)?;
            let account = actor.account;
            let session = Session { token_hash, account, device, expires_at: now + lasts };
            let is_new = sessions::open(store, &session, &label, &shown, now)?;
            Ok::<_, Problem>((actor, is_new))
        });
        let (actor, is_new) = begun.await?;
        let who = Who(actor.account, device);
        let mut jar = CookieJar::new().add(cookie(COOKIE, token, lasts));
        if is_new {
            jar = jar.add(cookie(DEVICE_COOKIE, secret, DEVICE_MS));
        }
        Ok((Extension(who), jar, Json(SignedIn { actor })).into_response())
    }
}
