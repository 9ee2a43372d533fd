//! Takes in what a device had not sent, from a desk that hands in its file: judged as the
//! author's own, under the author's rights, each command once. The audit says who handed it in.

use crate::accounts;
use crate::audit::note;
use crate::envelope::{command_id, read_envelope};
use crate::judge::{Sender, judge};
use crate::store::{Kept, Reader, Writer};
use serde_json::value::{RawValue, to_raw_value};
use shared::decide::Now;
use shared::handover::HandRequest;
use shared::refusal::Refusal;
use shared::role::Actor;
use shared::sync::{Outcome, Verdict};
use std::collections::BTreeMap;

/// What the audit says of a command that was handed in.
const HANDED_IN: &str = "handed_in";

/// What is known already of these commands; nothing is written.
///
/// # Errors
/// A fault of the store.
pub fn preview<R: Reader + ?Sized>(store: &R, request: &HandRequest) -> Kept<Vec<Outcome>> {
    let mut ids = Vec::with_capacity(request.commands.len());
    for body in &request.commands {
        ids.extend(command_id(&to_raw_value(body)?));
    }
    let known: BTreeMap<_, _> = store.verdicts(&ids)?.into_iter().collect();
    let outcome = |command| Some(Outcome { command, verdict: known.get(&command)?.clone() });
    Ok(ids.into_iter().filter_map(outcome).collect())
}

/// Judges each command as its author's.
///
/// # Errors
/// A fault of the store: then nothing was written.
pub fn hand_in(
    store: &dyn Writer,
    by: &Actor,
    request: &HandRequest,
    now: Now,
) -> Kept<Vec<Outcome>> {
    let mut outcomes = Vec::with_capacity(request.commands.len());
    for body in &request.commands {
        let body = to_raw_value(body)?;
        let Some(command) = command_id(&body) else {
            continue;
        };
        let verdict = match store.verdict(command)? {
            Some(verdict) => verdict,
            None => hand_in_new(store, by, &body, request.vocabulary, now)?,
        };
        outcomes.push(Outcome { command, verdict });
    }
    Ok(outcomes)
}

/// A command that cannot be taken from this hand leaves no verdict: its own device may still
/// bring it, or somebody with more rights.
fn hand_in_new(
    store: &dyn Writer,
    by: &Actor,
    body: &RawValue,
    vocabulary: u32,
    now: Now,
) -> Kept<Verdict> {
    let envelope = match read_envelope(body, vocabulary) {
        Ok(envelope) => envelope,
        Err(verdict) => return Ok(verdict),
    };
    let refused = Verdict::Refused { refusal: Refusal::NotAllowed };
    let author = accounts::actor(store, envelope.actor)?;
    let known = store.device(envelope.device)?.is_some();
    let Some(author) = author.filter(|author| known && by.role.may_hand_in(author.role)) else {
        return Ok(refused);
    };
    let sender = Sender { actor: &author, device: envelope.device, vocabulary, now };
    let judgement = judge(store, &sender, [body])?;
    let verdict = judgement.outcomes.into_iter().next().map_or(refused, |outcome| outcome.verdict);
    if verdict.is_final() {
        let (id, device, account) = (envelope.id, envelope.device, envelope.actor);
        let detail = format!("command={id} device={device} author={account}");
        note(store, by.account, HANDED_IN, detail, now.ms)?;
    }
    Ok(verdict)
}
