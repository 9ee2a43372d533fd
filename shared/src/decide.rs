//! `decide`: every rule, once. The app runs it at once on its own copy, the server with authority.

pub(crate) mod context;
mod judge;

use crate::command::Envelope;
use crate::history::HandedBy;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::row::{Read, State};
use context::Context;

pub use context::{Decision, Now};
pub use judge::Judge;

/// Judges a command on a state: new rows, or why not. Pure, the same on both sides.
///
/// Each rule is kept a function of its own in the program too: a browser compiles, and later
/// optimises, those that are used and not all of them.
///
/// # Errors
/// A [`Refusal`] that says what is wrong; then nothing changes.
pub fn decide(
    state: &State,
    envelope: &Envelope,
    actor: &Actor,
    now: Now,
) -> Result<Decision, Refusal> {
    decide_handed(state, envelope, actor, now, None)
}

/// The same for a command that somebody else handed in, which the history then says.
///
/// # Errors
/// As [`decide`].
pub fn decide_handed(
    state: &State,
    envelope: &Envelope,
    actor: &Actor,
    now: Now,
    handed: Option<&HandedBy>,
) -> Result<Decision, Refusal> {
    if !envelope.intent.is_allowed(actor.role) {
        return Err(Refusal::NotAllowed);
    }
    let mut context = Context::new(state, envelope, actor, now, handed);
    Judge::here().apply(&envelope.intent, &mut context)?;
    Ok(context.decision())
}

/// The rows that [`decide`] looks at for a command, as far as the loaded ones tell: a server loads
/// them before it judges, and asks again until nothing new comes (three times at most).
pub fn reads(envelope: &Envelope, state: &State) -> Vec<Read> {
    Judge::here().reads(&envelope.intent, state)
}
