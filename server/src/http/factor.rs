//! The second factor of one's own account: begun, confirmed by a first code, asked for at each
//! sign-in from then on, ended.

use super::error::{Problem, read_json};
use super::openapi::messages::{
    FactorCodeBody, FactorEndBody, FactorStateBody, NewFactorBody, PasswordBody, RecoveryCodesBody,
};
use super::proof::must_know;
use super::session::Entered;
use crate::state::{AppState, now_ms};
use crate::store::{SecondFactor, StoreResult, Writer};
use crate::{audit, identity, totp};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use shared::api::audit::AuditEvent;
use shared::api::{
    ErrorCode, FactorCode, FactorEnd, FactorState, NewFactor, Password, RecoveryCodes,
};
use shared::id::{AccountId, Millis};

/// Recovery codes that are given.
const CODES: usize = 8;
/// Characters of a recovery code: 80 bits.
const CODE_CHARS: usize = 16;

/// Whether the own account has a second factor, and how many recovery codes are left.
#[utoipa::path(get, path = "/session/factor", tag = "everybody",
    responses((status = OK, body = FactorStateBody), Problem))]
pub async fn read(
    State(state): State<AppState>,
    Entered(signed): Entered,
) -> Result<Json<FactorState>, Problem> {
    let account = signed.actor.account;
    let read = state.look(move |store| {
        let factor = store.factor(account)?;
        let on = factor.is_some_and(|factor| factor.confirmed_at.is_some());
        Ok(FactorState { on, codes_left: store.recovery_codes(account)? as u32 })
    });
    Ok(Json(read.await?))
}

/// Begins a second factor: its secret, told once. It is asked for once a code of it was given.
#[utoipa::path(post, path = "/session/factor", tag = "everybody", request_body = PasswordBody,
    responses((status = OK, body = NewFactorBody), Problem))]
pub async fn begin(
    State(state): State<AppState>,
    Entered(signed): Entered,
    body: Bytes,
) -> Result<Json<NewFactor>, Problem> {
    let Password { password } = read_json(&body)?;
    let mail = must_know(&state, &signed, password).await?;
    let account = signed.actor.account;
    let secret = identity::random::<{ totp::SECRET_BYTES }>()?;
    let told = NewFactor { secret: totp::base32(&secret), uri: totp::uri(&secret, &mail) };
    let factor =
        SecondFactor { account, secret: identity::hex(&secret), confirmed_at: None, last_step: 0 };
    let kept = state.try_change(move |store| {
        let known = store.factor(account)?;
        if known.is_some_and(|known| known.confirmed_at.is_some()) {
            return Err(Problem::Invalid(ErrorCode::FactorNeeded, "end the one that is on".into()));
        }
        Ok(store.put_factor(&factor)?)
    });
    kept.await?;
    Ok(Json(told))
}

/// Confirms it by a first code. Recovery codes, told once. 422: `wrong_factor`.
#[utoipa::path(post, path = "/session/factor/confirm", tag = "everybody",
    request_body = FactorCodeBody, responses((status = OK, body = RecoveryCodesBody), Problem))]
pub async fn confirm(
    State(state): State<AppState>,
    Entered(signed): Entered,
    body: Bytes,
) -> Result<Json<RecoveryCodes>, Problem> {
    let FactorCode { code } = read_json(&body)?;
    let (account, now) = (signed.actor.account, now_ms());
    state.limits.factor(account)?;
    let mut codes = Vec::new();
    for _ in 0..CODES {
        codes.push(identity::new_code(CODE_CHARS)?);
    }
    let hashes: Vec<_> = codes.iter().map(|code| identity::digest(code)).collect();
    let kept = state.try_change(move |store| {
        let known = store.factor(account)?.filter(|known| known.confirmed_at.is_none());
        let mut factor = known.ok_or(Problem::NotFound)?;
        let step = step(&factor, &code, now);
        factor.last_step = step.ok_or(Problem::Invalid(ErrorCode::WrongFactor, String::new()))?;
        factor.confirmed_at = Some(now);
        store.end_factor(account)?;
        store.put_factor(&factor)?;
        for hash in &hashes {
            store.put_recovery_code(account, hash)?;
        }
        audit::append(store, account, AuditEvent::FactorBegun, account.to_string(), now)?;
        Ok::<_, Problem>(())
    });
    kept.await?;
    Ok(Json(RecoveryCodes { codes }))
}

/// Ends it, by the password and a code. 422: `wrong_password`, `wrong_factor`.
#[utoipa::path(post, path = "/session/factor/end", tag = "everybody", request_body = FactorEndBody,
    responses((status = NO_CONTENT), Problem))]
pub async fn end(
    State(state): State<AppState>,
    Entered(signed): Entered,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let FactorEnd { password, code } = read_json(&body)?;
    must_know(&state, &signed, password).await?;
    let (account, now) = (signed.actor.account, now_ms());
    state.limits.factor(account)?;
    let ended = state.try_change(move |store| {
        must_have(store, account, Some(&code), now)?;
        store.end_factor(account)?;
        audit::append(store, account, AuditEvent::FactorEnded, account.to_string(), now)?;
        Ok::<_, Problem>(())
    });
    ended.await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Fails unless the account has no second factor, or this is a code of it: one of now, or one for
/// the day on which it is lost, which is then used up.
///
/// # Errors
/// `factor_needed`, `wrong_factor`.
pub(super) fn must_have(
    store: &dyn Writer,
    account: AccountId,
    code: Option<&str>,
    now: Millis,
) -> Result<(), Problem> {
    let known = store.factor(account)?.filter(|known| known.confirmed_at.is_some());
    let Some(mut factor) = known else {
        return Ok(());
    };
    let needed = || Problem::Invalid(ErrorCode::FactorNeeded, String::new());
    let code = code.ok_or_else(needed)?;
    if let Some(step) = step(&factor, code, now) {
        factor.last_step = step;
        store.put_factor(&factor)?;
        return Ok(());
    }
    match use_recovery_code(store, account, code)? {
        true => Ok(audit::append(
            store,
            account,
            AuditEvent::RecoveryCodeUsed,
            account.to_string(),
            now,
        )?),
        false => Err(Problem::Invalid(ErrorCode::WrongFactor, String::new())),
    }
}

fn use_recovery_code(store: &dyn Writer, account: AccountId, code: &str) -> StoreResult<bool> {
    let kept = code.chars().filter(char::is_ascii_alphanumeric);
    let hash = identity::digest(&kept.collect::<String>().to_uppercase());
    store.use_recovery_code(account, &hash)
}

fn step(factor: &SecondFactor, code: &str, now: Millis) -> Option<i64> {
    let secret = identity::unhex(&factor.secret)?;
    totp::step_of(&secret, code, factor.last_step, now)
}
