//! Sign-in by the authority's identity provider. The browser goes there and comes back with a code;
//! the session is opened by a request of the app's own page, as after a password.

use super::error::{Problem, read_json};
use super::factor;
use super::limit::Client;
use super::openapi::messages::{
    ProviderFinishBody, ProviderNameBody, ProviderUrlBody, SignedInBody,
};
use super::session::STAFF_MS;
use super::sign_in::{Beginning, note_failure};
use crate::causes::chain;
use crate::jobs::system;
use crate::named::{Unknown, account_of};
use crate::provider::{NamedPerson, Provider, Unproven};
use crate::state::{AppState, now_ms};
use crate::store::{Fault, Sojourn};
use crate::{accounts, identity};
use axum::Json;
use axum::body::Bytes;
use axum::extract::{Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite::Lax};
use serde::Deserialize;
use shared::api::audit::AuditEvent;
use shared::api::{ErrorCode, ProviderFinish, ProviderName, ProviderUrl};
use shared::id::{AccountId, Millis};
use std::sync::Arc;
use std::time::Duration;

/// The name of the cookie by which the browser that comes back is known to be the one that left.
const COOKIE: &str = "__Host-tournee-provider";
/// How long a person may take at the provider, and then to give a code of a second factor.
const SOJOURN_MS: Millis = 10 * 60 * 1_000;
/// The screen that goes on, and how it is told.
const DONE: &str = "/connexion?annuaire=ok";
const GIVEN_UP: &str = "/connexion?annuaire=annule";
const FAILED: &str = "/connexion?annuaire=echec";

impl From<Unknown> for Problem {
    fn from(why: Unknown) -> Self {
        match why {
            Unknown::NoAccount => Problem::Invalid(ErrorCode::NoAccount, String::new()),
            Unknown::Store(fault) => fault.into(),
        }
    }
}

fn provider(state: &AppState) -> Result<Arc<Provider>, Problem> {
    state.provider.clone().ok_or(Problem::NotFound)
}

/// The provider's answer is not for who asks: it goes to the log of the program.
fn silent(why: &Unproven) -> Problem {
    tracing::warn!(why = chain(why), "the identity provider");
    Problem::Invalid(ErrorCode::ProviderSilent, String::new())
}

/// The cookie comes back with a page that another site has sent the browser to, so it is not as
/// strict as the others. It opens nothing by itself.
fn cookie(secret: String, lasts: Millis) -> Cookie<'static> {
    let lasts = Duration::from_millis(lasts.unsigned_abs());
    Cookie::build((COOKIE, secret))
        .path("/")
        .max_age(lasts.try_into().unwrap_or_default())
        .secure(true)
        .http_only(true)
        .same_site(Lax)
        .build()
}

/// The name of the identity provider; none when there is none.
#[utoipa::path(get, path = "/session/provider", tag = "everybody", security(()),
    responses((status = OK, body = ProviderNameBody), Problem))]
pub async fn read(State(state): State<AppState>) -> Json<ProviderName> {
    Json(ProviderName { name: state.provider.map(|provider| provider.name().to_owned()) })
}

/// Begins a sign-in at the identity provider: where the browser goes. 404 when there is none, 422:
/// `provider_silent`.
#[utoipa::path(post, path = "/session/provider", tag = "everybody", security(()),
    responses((status = OK, body = ProviderUrlBody), Problem))]
pub async fn begin(State(state): State<AppState>, jar: CookieJar) -> Result<Response, Problem> {
    let begun = provider(&state)?.begin().await.map_err(|why| silent(&why))?;
    let (secret, now) = (identity::new_token()?, now_ms());
    let sojourn = Sojourn {
        secret_hash: identity::digest(&secret),
        state_hash: identity::digest(&begun.state),
        nonce: begun.nonce,
        verifier: begun.verifier,
        person: None,
        expires_at: now + SOJOURN_MS,
    };
    let kept = state.change(move |store| {
        store.end_sojourns(now)?;
        store.put_sojourn(&sojourn)
    });
    kept.await?;
    let jar = jar.add(cookie(secret, SOJOURN_MS));
    Ok((jar, Json(ProviderUrl { url: begun.url })).into_response())
}

/// What the provider sends back with the browser (RFC 6749, 4.1.2; RFC 9207).
#[derive(Deserialize)]
pub struct Returned {
    code: Option<String>,
    state: Option<String>,
    error: Option<String>,
    iss: Option<String>,
}

/// Where the identity provider sends the browser back to. Goes on to the page, which says how it
/// ended.
#[utoipa::path(get, path = "/session/provider/return", tag = "everybody", security(()),
    params(("code" = Option<String>, Query), ("state" = Option<String>, Query),
        ("error" = Option<String>, Query), ("iss" = Option<String>, Query)),
    responses((status = SEE_OTHER, description = "To the page"), Problem))]
pub async fn come_back(
    State(state): State<AppState>,
    jar: CookieJar,
    Query(returned): Query<Returned>,
) -> Result<Redirect, Problem> {
    let provider = provider(&state)?;
    let Some(secret) = jar.get(COOKIE) else {
        return Ok(Redirect::to(FAILED));
    };
    let (hash, now) = (identity::digest(secret.value()), now_ms());
    // Taken, not looked at: the same answer comes back once.
    let taken = state.change(move |store| {
        let sojourn = store.sojourn(&hash)?;
        store.end_sojourn(&hash)?;
        Ok(sojourn)
    });
    let is_its = |sojourn: &Sojourn| {
        let hash = returned.state.as_deref().map(identity::digest);
        sojourn.expires_at > now
            && sojourn.person.is_none()
            && hash.is_some_and(|hash| hash == sojourn.state_hash)
            && returned.iss.as_deref().is_none_or(|issuer| issuer == provider.issuer())
    };
    let Some(sojourn) = taken.await?.filter(is_its) else {
        return Ok(Redirect::to(FAILED));
    };
    let Some(code) = returned.code else {
        let given_up = returned.error.as_deref() == Some("access_denied");
        return Ok(Redirect::to(if given_up { GIVEN_UP } else { FAILED }));
    };
    let person = provider.person(code, sojourn.nonce.clone(), sojourn.verifier.clone());
    let person = match person.await {
        Ok(person) => person,
        Err(why) => {
            silent(&why);
            return Ok(Redirect::to(FAILED));
        }
    };
    let named = serde_json::to_string(&person);
    let person = Some(named.map_err(|error| Fault::of("whom the provider named", error))?);
    let expires_at = now_ms() + SOJOURN_MS;
    let named = Sojourn {
        state_hash: String::new(),
        nonce: String::new(),
        verifier: String::new(),
        person,
        expires_at,
        ..sojourn
    };
    state.change(move |store| store.put_sojourn(&named)).await?;
    Ok(Redirect::to(DONE))
}

/// Signs in whom the identity provider has named. 401 when it named nobody, or too long ago; 422:
/// `no_account`, `factor_needed` and `wrong_factor` where there is a second factor and the provider
/// asked for none; `device_taken`.
#[utoipa::path(post, path = "/session/provider/finish", tag = "everybody", security(()),
    request_body = ProviderFinishBody, responses((status = OK, body = SignedInBody), Problem))]
pub async fn finish(
    State(state): State<AppState>,
    client: Client,
    jar: CookieJar,
    body: Bytes,
) -> Result<Response, Problem> {
    let ProviderFinish { device, label, factor: code } = read_json(&body)?;
    let hash = identity::digest(jar.get(COOKIE).ok_or(Problem::SignedOut)?.value());
    let person = named(&state, hash.clone()).await?;
    let two_factors = person.two_factors;
    let account = match known(&state, person).await {
        Err(Problem::Invalid(ErrorCode::NoAccount, detail)) => {
            let nobody = Some(system().account);
            note_failure(&state, nobody, AuditEvent::ProviderRefused, device, client).await?;
            return Err(Problem::Invalid(ErrorCode::NoAccount, detail));
        }
        other => other?,
    };
    if code.is_some() {
        state.limits.factor(account)?;
    }
    let begun = Beginning::of(&jar, device, label)?.begin(&state, STAFF_MS, move |store| {
        if !two_factors {
            factor::must_have(store, account, code.as_deref(), now_ms())?;
        }
        match store.end_sojourn(&hash)? {
            true => accounts::actor(store, account)?.ok_or(Problem::SignedOut),
            false => Err(Problem::SignedOut),
        }
    });
    let begun = begun.await;
    if matches!(begun, Err(Problem::Invalid(ErrorCode::WrongFactor, _))) {
        note_failure(&state, Some(account), AuditEvent::FactorFailed, device, client).await?;
    }
    let ended = jar.remove(cookie(String::new(), 0));
    Ok((ended, begun?).into_response())
}

/// Whom the provider has named to the browser with that secret.
async fn named(state: &AppState, hash: String) -> Result<NamedPerson, Problem> {
    let (sojourn, now) = (state.look(move |store| store.sojourn(&hash)).await?, now_ms());
    let person = sojourn.filter(|sojourn| sojourn.expires_at > now);
    let person = person.and_then(|sojourn| sojourn.person).ok_or(Problem::SignedOut)?;
    let read = serde_json::from_str(&person);
    Ok(read.map_err(|error| Fault::of("whom the provider named", error))?)
}

/// The account of whom the provider has named.
async fn known(state: &AppState, person: NamedPerson) -> Result<AccountId, Problem> {
    let (provider, now) = (provider(state)?, now_ms());
    let fresh = AccountId::from_parts(now, identity::random()?);
    let found = state.try_change(move |store| {
        let actor = account_of(store, &provider, &person, fresh, now)?;
        Ok::<_, Problem>(actor.account)
    });
    found.await
}

/// Where a browser ends its session at the identity provider, after it has signed out here.
#[utoipa::path(get, path = "/session/provider/end", tag = "everybody", security(()),
    responses((status = SEE_OTHER, description = "To the provider"), Problem))]
pub async fn leave(State(state): State<AppState>) -> Result<Response, Problem> {
    let end = provider(&state)?.leave().await.map_err(|why| silent(&why))?;
    Ok(match end {
        Some(url) => Redirect::to(&url).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    })
}
