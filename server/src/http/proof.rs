//! What changes how somebody signs in asks who does it to show, once more, that it is them: an
//! open session may be one that was left open.

use super::error::Problem;
use super::session::Signed;
use crate::identity;
use crate::state::{AppState, now_ms};
use shared::api::ErrorCode;
use shared::id::Millis;
use shared::role::Role;

/// How long a sign-in through the identity provider is fresh.
const FRESH_MS: Millis = 10 * 60 * 1_000;

/// Fails unless this is the password of who asks. Returns their address. A school has none.
///
/// # Errors
/// `wrong_password`, `not_found` for an account without a password, too many attempts.
pub(super) async fn must_know(
    state: &AppState,
    signed: &Signed,
    password: String,
) -> Result<String, Problem> {
    if signed.actor.role == Role::Teacher {
        return Err(Problem::Forbidden);
    }
    let account = signed.actor.account;
    state.limits.sign_in_known(account, signed.device)?;
    let known = state.look(move |store| store.credential_of(account)).await?;
    let known = known.ok_or(Problem::NotFound)?;
    let checked =
        state.slowly(move || match identity::is_password(&password, &known.password_hash) {
            true => Ok(known.mail),
            false => Err(Problem::Invalid(ErrorCode::WrongPassword, String::new())),
        });
    checked.await
}

/// Fails unless this is the password of who asks; who has none, because a provider vouches for
/// them, has just signed in.
///
/// # Errors
/// `wrong_password`, `sign_in_again`, too many attempts.
pub(super) async fn must_be_there(
    state: &AppState,
    signed: &Signed,
    password: Option<String>,
) -> Result<(), Problem> {
    let account = signed.actor.account;
    if state.look(move |store| store.credential_of(account)).await?.is_some() {
        return must_know(state, signed, password.unwrap_or_default()).await.map(drop);
    }
    match now_ms().saturating_sub(signed.began) < FRESH_MS {
        true => Ok(()),
        false => Err(Problem::Invalid(ErrorCode::SignInAgain, String::new())),
    }
}
