//! The audit: lines of what is done outside commands, as sign-ins, codes, revocations and purges;
//! read together with the commands themselves.

use crate::store::{AuditLine, Heard, Reader, StoreResult, Writer};
use serde::Deserialize;
use serde_json::Value;
use shared::api::audit::{AuditEntry, AuditEvent};
use shared::id::{AccountId, Millis};
use shared::sync::Verdict;

/// Adds a line to the audit. `detail` holds keys and counts: no personal data.
///
/// # Errors
/// When the store fails.
pub fn append(
    store: &dyn Writer,
    account: AccountId,
    what: AuditEvent,
    detail: String,
    at: Millis,
) -> StoreResult<()> {
    store.append_audit(&AuditLine { at, account, what: what.word().to_owned(), detail })
}

/// Returns what happened from an instant to another one, commands included, the oldest first.
///
/// # Errors
/// When the store fails.
pub fn read(store: &dyn Reader, from: Millis, to: Millis) -> StoreResult<Vec<AuditEntry>> {
    let line = |line: AuditLine| {
        let AuditLine { at, account, what, detail } = line;
        AuditEntry { at, account, what, detail, command: None }
    };
    let mut read: Vec<_> = store.audit(from, to)?.into_iter().map(line).collect();
    read.extend(store.heard(from, to)?.into_iter().map(heard));
    // Stable: lines of the same instant stay in the order in which they were written.
    read.sort_by_key(|entry| entry.at);
    Ok(read)
}

/// The part of an envelope that says what was done.
#[derive(Deserialize)]
struct Said {
    intent: Value,
}

fn heard(heard: Heard) -> AuditEntry {
    let Heard { id, account, received_at, verdict, body } = heard;
    // The words of a forgotten command are gone, those of a long one were not read.
    let said = serde_json::from_str::<Said>(&body).ok().map(|said| said.intent);
    let detail = format!("{} {id}", outcome(&verdict));
    AuditEntry {
        at: received_at,
        account,
        what: AuditEvent::Command.word().into(),
        detail,
        command: said,
    }
}

fn outcome(verdict: &Verdict) -> &'static str {
    match verdict {
        Verdict::Applied { .. } => "applied",
        Verdict::Merged { .. } => "merged",
        Verdict::Refused { .. } => "refused",
        Verdict::Held => "held",
        Verdict::Unknown(_) => "unknown",
    }
}
