//! Judges the commands of a request, in their order, each once.

use crate::store::{Judged, Kept, Reader, Writer};
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;
use shared::command::Envelope;
use shared::decide::{Decision, Now, Read, decide, reads};
use shared::id::{CommandId, DeviceId};
use shared::plan::Account;
use shared::refusal::Refusal;
use shared::role::Actor;
use shared::row::{Row, RowKey, State};
use shared::sync::{Outcome, PROTOCOL, Verdict};
use std::collections::BTreeSet;

/// Rounds of loading that a command can ask for; none asks for more than three.
const LOADS_MAX: usize = 4;

/// Who sends, and when.
pub struct Sender<'a> {
    /// Who is signed in.
    pub actor: &'a Actor,
    /// On which device.
    pub device: DeviceId,
    /// The server's clock, and the device's offset.
    pub now: Now,
}

/// Judges each command and writes what it changes. One that fails leaves no trace but its
/// verdict, and does not hold up the others.
///
/// # Errors
/// A fault of the store: then nothing of the request was written.
pub fn judge<'b>(
    store: &dyn Writer,
    sender: &Sender<'_>,
    commands: impl IntoIterator<Item = &'b RawValue>,
) -> Kept<Vec<Outcome>> {
    let mut outcomes = Vec::new();
    for body in commands {
        // Without a readable key there is nothing to answer to; the app always writes one.
        let Some(command) = command_id(body) else {
            continue;
        };
        let verdict = match store.verdict(command)? {
            Some(verdict) => verdict,
            None => judge_new(store, sender, command, body)?,
        };
        outcomes.push(Outcome { command, verdict });
    }
    Ok(outcomes)
}

/// The key of a command, if it can be read.
pub(crate) fn command_id(body: &RawValue) -> Option<CommandId> {
    #[derive(Deserialize)]
    struct Named {
        id: CommandId,
    }
    serde_json::from_str(body.get()).ok().map(|named: Named| named.id)
}

fn judge_new(
    store: &dyn Writer,
    sender: &Sender<'_>,
    id: CommandId,
    body: &RawValue,
) -> Kept<Verdict> {
    let envelope = match read_envelope(body) {
        Ok(envelope) => envelope,
        Err(Verdict::Held) => return Ok(Verdict::Held),
        Err(verdict) => {
            remember(store, sender, id, 0, &verdict, body)?;
            return Ok(verdict);
        }
    };
    if envelope.device != sender.device {
        let verdict = Verdict::Refused { refusal: Refusal::NotAllowed };
        remember(store, sender, id, envelope.sequence, &verdict, body)?;
        return Ok(verdict);
    }
    // Given by somebody else who used this device before: kept until they sign in again.
    if envelope.actor != sender.actor.account {
        return Ok(Verdict::Held);
    }
    let verdict = apply(store, sender, &envelope)?;
    remember(store, sender, id, envelope.sequence, &verdict, body)?;
    Ok(verdict)
}

/// The envelope, or what becomes of one that this server cannot read.
pub(crate) fn read_envelope(body: &RawValue) -> Result<Envelope, Verdict> {
    serde_json::from_str(body.get()).map_err(|error: serde_json::Error| {
        let body: Value = serde_json::from_str(body.get()).unwrap_or_default();
        let protocol = body.get("protocol").and_then(Value::as_u64).unwrap_or(0);
        let newer = protocol > u64::from(PROTOCOL);
        let unknown = error.to_string().starts_with("unknown variant")
            && body.pointer("/intent/command").is_some_and(Value::is_string);
        if newer || unknown {
            return Verdict::Held;
        }
        Verdict::Refused { refusal: Refusal::Malformed { detail: error.to_string() } }
    })
}

fn apply(store: &dyn Writer, sender: &Sender<'_>, envelope: &Envelope) -> Kept<Verdict> {
    let state = load(store, envelope)?;
    let decision = match decide(&state, envelope, sender.actor, sender.now) {
        Ok(decision) => decision,
        Err(refusal) => return Ok(Verdict::Refused { refusal }),
    };
    let Decision { rows, conflicts } = decision;
    for row in rows {
        if let Row::Account(account) = &row {
            end_what_changed(store, account)?;
        }
        store.put(row)?;
    }
    let seq = store.last_seq()?;
    Ok(match conflicts.is_empty() {
        true => Verdict::Applied { seq },
        false => Verdict::Merged { seq, conflicts },
    })
}

/// Whose role, site or standing changes signs in again: then the device begins anew with what it
/// may hold.
fn end_what_changed(store: &dyn Writer, account: &Account) -> Kept<()> {
    let known = store.load(&Read::Row(RowKey::account(account.id)))?.pop();
    if let Some(Row::Account(known)) = known {
        let rights = |account: &Account| (account.role, account.site.clone(), account.active);
        if rights(&known) != rights(account) {
            store.end_sessions(None, Some(account.id))?;
        }
    }
    Ok(())
}

/// The rows that a decision looks at.
///
/// # Errors
/// A fault of the store.
pub fn load<R: Reader + ?Sized>(store: &R, envelope: &Envelope) -> Kept<State> {
    let mut state = State::default();
    let mut loaded = BTreeSet::new();
    for _ in 0..LOADS_MAX {
        let missing: Vec<_> = reads(envelope, &state)
            .into_iter()
            .filter(|read| loaded.insert(read.clone()))
            .collect();
        if missing.is_empty() {
            break;
        }
        for read in missing {
            for row in store.load(&read)? {
                state.put(row);
            }
        }
    }
    Ok(state)
}

fn remember(
    store: &dyn Writer,
    sender: &Sender<'_>,
    id: CommandId,
    sequence: u64,
    verdict: &Verdict,
    body: &RawValue,
) -> Kept<()> {
    store.record(&Judged {
        id,
        device: sender.device,
        sequence,
        account: sender.actor.account,
        received_at: sender.now.ms,
        verdict: verdict.clone(),
        body: body.get().to_owned(),
    })
}
