//! Judges the commands that a device could not send, from a file that a desk hands in: as the
//! author's own, with the author's rights, each command once. The audit says who handed it in.

use crate::accounts;
use crate::audit;
use crate::envelope::{command_id, read_envelope};
use crate::identity::{hex, sha256};
use crate::judge::{Sender, judge};
use crate::store::{Fault, Reader, StoreResult, Writer};
use serde_json::Value;
use serde_json::value::{RawValue, to_raw_value};
use shared::api::audit::AuditEvent;
use shared::decide::Now;
use shared::handover::{HandRequest, ProofKey, proof_of, text_to_prove};
use shared::history::HandedBy;
use shared::refusal::Refusal;
use shared::role::{Actor, Proof};
use shared::sync::{Outcome, Verdict};
use std::collections::BTreeMap;

/// Returns the known verdicts on these commands; writes nothing.
///
/// # Errors
/// A fault of the store.
pub fn preview<R: Reader + ?Sized>(store: &R, request: &HandRequest) -> StoreResult<Vec<Outcome>> {
    let mut ids = Vec::with_capacity(request.commands.len());
    for body in &request.commands {
        ids.extend(command_id(&to_raw_value(body)?));
    }
    let known: BTreeMap<_, _> = store.verdicts(&ids)?.into_iter().collect();
    let outcome = |command| Some(Outcome { command, verdict: known.get(&command)?.clone() });
    Ok(ids.into_iter().filter_map(outcome).collect())
}

/// Judges each command as its author's own.
///
/// # Errors
/// When the store fails; nothing was written then.
pub fn hand_in(
    store: &dyn Writer,
    by: &Actor,
    request: &HandRequest,
    now: Now,
) -> StoreResult<Vec<Outcome>> {
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

/// Judges a command that has no verdict yet. A command that this person may not hand in leaves
/// none: its own device may still send it, or somebody with more rights may hand it in.
fn hand_in_new(
    store: &dyn Writer,
    by: &Actor,
    body: &RawValue,
    vocabulary: u32,
    now: Now,
) -> StoreResult<Verdict> {
    let envelope = match read_envelope(body, vocabulary) {
        Ok(envelope) => envelope,
        Err(verdict) => return Ok(verdict),
    };
    let refused = Verdict::Refused { refusal: Refusal::NotAllowed };
    let (device, account) = (envelope.device, envelope.actor);
    let proof = proof(store.proof_key(device, account)?, body)?;
    let author = accounts::actor(store, account)?;
    let known = store.device(device)?.is_some();
    let may = |author: &Actor| known && by.role.may_hand_in(author.role, proof);
    let Some(author) = author.filter(may) else {
        return Ok(refused);
    };
    let (name, proven) = (by.name.clone(), proof == Proof::Given);
    let handed = HandedBy { account: by.account, name, proven };
    // What a person hands in of their own needs no bearer in the history.
    let handed = Some(&handed).filter(|handed| handed.account != account);
    let sender = Sender { actor: &author, device, vocabulary, now, handed };
    let judgement = judge(store, &sender, [body])?;
    let verdict = judgement.outcomes.into_iter().next().map_or(refused, |outcome| outcome.verdict);
    if verdict.is_final() {
        let id = envelope.id;
        let detail = format!("command={id} device={device} author={account} proven={proven}");
        audit::append(store, by.account, AuditEvent::HandedIn, detail, now.ms)?;
    }
    Ok(verdict)
}

/// Returns what a command proves. `key` is that of the device and the account that it names.
fn proof(key: Option<String>, body: &RawValue) -> StoreResult<Proof> {
    let Some(key) = key else {
        return Ok(Proof::Impossible);
    };
    let key = ProofKey::from_hex(&key).ok_or_else(|| Fault::new("a key cannot be read"))?;
    let body: Value = serde_json::from_str(body.get())?;
    let right = sha256(&key.outer(&sha256(&key.inner(&text_to_prove(&body)))));
    let given = proof_of(&body).unwrap_or_default();
    Ok(if is_same(given, &hex(&right)) { Proof::Given } else { Proof::Missing })
}

/// Compares without telling by its time how much is the same.
fn is_same(one: &str, other: &str) -> bool {
    let differs = one.bytes().zip(other.bytes()).fold(0, |all, (one, other)| all | (one ^ other));
    one.len() == other.len() && differs == 0
}
