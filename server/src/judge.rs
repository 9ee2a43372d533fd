//! Judges commands, in their order, each once.

use crate::envelope::{command_id, read_envelope};
use crate::identity;
use crate::mail;
use crate::pull::scope_of;
use crate::statement;
use crate::store::{Judged, Reader, StoreResult, Writer, is_behind};
use serde_json::value::{RawValue, to_raw_value};
use shared::account::Account;
use shared::command::{Command, Envelope};
use shared::decide::{Decision, Now, decide_handed, reads};
use shared::history::HandedBy;
use shared::id::{CommandId, DeviceId, FileHash, Millis};
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::role::Actor;
use shared::row::{Read, Row, RowKey, State};
use shared::sync::{Outcome, PROTOCOL, VOCABULARY, Verdict};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Maximum number of rounds in which a command can ask for rows; none needs more than three.
const LOADS_MAX: usize = 4;

/// The sender of commands, and the time.
pub struct Sender<'a> {
    /// Who is signed in.
    pub actor: &'a Actor,
    /// On which device.
    pub device: DeviceId,
    /// How many words the app knows: [`shared::sync::VOCABULARY`] of it.
    pub vocabulary: u32,
    /// The server's clock, and the device's offset.
    pub now: Now,
    /// Who handed the commands in, when they came by a file.
    pub handed: Option<&'a HandedBy>,
}

/// The outcomes of the commands of a request.
pub struct Judgement {
    /// In the order of the commands.
    pub outcomes: Vec<Outcome>,
    /// Memory used on the way. Freed after the transaction, for whose end others wait.
    _rest: Rest,
}

/// The rows at the end, by key, and the commands that were recorded.
type Rest = (BTreeMap<RowKey, Option<Row>>, Vec<Judged>);

/// Judges each command and writes the rows that it changes. A refused command leaves no trace but
/// its verdict, and does not hold up the others.
///
/// # Errors
/// A fault of the store: then nothing of the request was written.
pub fn judge<'b>(
    store: &dyn Writer,
    sender: &Sender<'_>,
    commands: impl IntoIterator<Item = &'b RawValue>,
) -> StoreResult<Judgement> {
    // Without a readable key no outcome can be reported; the app always writes one.
    let named = |body: &'b RawValue| command_id(body).map(|command| (command, body));
    let commands: Vec<_> = commands.into_iter().filter_map(named).collect();
    let ids: Vec<_> = commands.iter().map(|(command, _)| *command).collect();
    let mut known: BTreeMap<_, _> = store.verdicts(&ids)?.into_iter().collect();
    let mut batch = Batch { store, sender, rows: BTreeMap::new(), judged: Vec::new() };
    let read = |(command, body): (CommandId, &'b RawValue)| {
        let unknown = !known.contains_key(&command);
        let envelope = unknown.then(|| read_envelope(body, sender.vocabulary));
        (command, body, envelope)
    };
    let commands: Vec<_> = commands.into_iter().map(read).collect();
    // Rows that a newer program wrote are loaded one by one, to see whether each can be read
    // completely.
    if !is_behind(store)? {
        let envelopes =
            commands.iter().filter_map(|(.., envelope)| envelope.as_ref()?.as_ref().ok());
        batch.look_at(envelopes)?;
    }
    let mut outcomes = Vec::with_capacity(commands.len());
    for (command, body, envelope) in commands {
        let verdict = match known.get(&command) {
            Some(verdict) => verdict.clone(),
            None => {
                let envelope = envelope.unwrap_or_else(|| read_envelope(body, sender.vocabulary));
                batch.judge(command, envelope, body)?
            }
        };
        known.insert(command, verdict.clone());
        outcomes.push(Outcome { command, verdict });
    }
    store.record_all(&batch.judged)?;
    Ok(Judgement { outcomes, _rest: (batch.rows, batch.judged) })
}

/// Judges commands that the server gives by itself. They follow the same rules and are recorded
/// like all others. Returns one verdict for each, in their order.
///
/// # Errors
/// When the store fails or the machine has no random bytes; nothing was written then.
pub fn judge_own(
    store: &dyn Writer,
    actor: &Actor,
    commands: impl IntoIterator<Item = Command>,
    now: Millis,
) -> StoreResult<Vec<Verdict>> {
    let device = DeviceId(Uuid::nil());
    let clock = Now { ms: now, offset_ms: 0 };
    let vocabulary = VOCABULARY;
    let sender = Sender { actor, device, vocabulary, now: clock, handed: None };
    let mut envelopes = Vec::new();
    for intent in commands {
        envelopes.push(Envelope {
            id: CommandId::from_parts(now, identity::random()?),
            device,
            sequence: 0,
            actor: actor.account,
            declared_at: now,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent,
        });
    }
    let mut batch = Batch { store, sender: &sender, rows: BTreeMap::new(), judged: Vec::new() };
    if !is_behind(store)? {
        batch.look_at(envelopes.iter())?;
    }
    let mut verdicts = Vec::with_capacity(envelopes.len());
    for envelope in envelopes {
        let body = to_raw_value(&envelope)?;
        verdicts.push(batch.judge(envelope.id, Ok(envelope), &body)?);
    }
    store.record_all(&batch.judged)?;
    Ok(verdicts)
}

/// The commands that are judged together, in one transaction.
struct Batch<'a> {
    store: &'a dyn Writer,
    sender: &'a Sender<'a>,
    /// Rows read so far, `None` for missing ones. Only this transaction changes rows meanwhile.
    rows: BTreeMap<RowKey, Option<Row>>,
    /// Commands to record at the end.
    judged: Vec<Judged>,
}

impl Batch<'_> {
    /// Loads the rows that these commands name, by one query.
    fn look_at<'e>(&mut self, envelopes: impl Iterator<Item = &'e Envelope>) -> StoreResult<()> {
        let nothing = State::default();
        let row = |read| if let Read::Row(key) = read { Some(key) } else { None };
        let keys: BTreeSet<_> =
            envelopes.flat_map(|envelope| reads(envelope, &nothing)).filter_map(row).collect();
        let keys: Vec<_> = keys.into_iter().collect();
        let found = self.store.load_rows(&keys)?;
        self.rows.extend(keys.into_iter().map(|key| (key, None)));
        self.rows.extend(found.into_iter().map(|row| (row.key(), Some(row))));
        Ok(())
    }

    /// Judges a command that has no verdict yet.
    fn judge(
        &mut self,
        id: CommandId,
        envelope: Result<Envelope, Verdict>,
        body: &RawValue,
    ) -> StoreResult<Verdict> {
        let envelope = match envelope {
            Ok(envelope) => envelope,
            Err(Verdict::Held) => return Ok(Verdict::Held),
            Err(verdict) => return Ok(self.remember(id, 0, verdict, body)),
        };
        if envelope.device != self.sender.device {
            let verdict = Verdict::Refused { refusal: Refusal::NotAllowed };
            return Ok(self.remember(id, envelope.sequence, verdict, body));
        }
        // Given by somebody else who used this device before: held until they sign in again.
        if envelope.actor != self.sender.actor.account {
            return Ok(Verdict::Held);
        }
        match self.apply(&envelope)? {
            Verdict::Held => Ok(Verdict::Held),
            verdict => Ok(self.remember(id, envelope.sequence, verdict, body)),
        }
    }

    fn apply(&mut self, envelope: &Envelope) -> StoreResult<Verdict> {
        // A row that a newer program wrote is neither judged on half of it nor overwritten.
        let Some(state) = load(envelope, |read| self.load(read))? else {
            return Ok(Verdict::Held);
        };
        for file in envelope.intent.files() {
            if !self.may_name(&file.hash)? {
                let (field, problem) = (FieldName::Photo, FieldProblem::Invalid);
                let refusal = Refusal::BadField { field, problem };
                return Ok(Verdict::Refused { refusal });
            }
        }
        let Sender { actor, now, handed, .. } = *self.sender;
        let decision = match decide_handed(&state, envelope, actor, now, handed) {
            Ok(decision) => decision,
            Err(refusal) => return Ok(Verdict::Refused { refusal }),
        };
        let Decision { rows, conflicts } = decision;
        let Some(rows) = statement::filled(self.store, rows)? else {
            return Ok(Verdict::Held);
        };
        let said = mail::Said {
            command: envelope.id,
            by: actor.role,
            declared_at: envelope.declared_at.saturating_add(now.offset_ms),
            before: &state,
            after: &rows,
        };
        mail::note(self.store, &said, now.ms)?;
        for row in rows {
            if let Row::Account(account) = &row {
                end_what_changed(self.store, account)?;
            }
            let row = self.store.insert_row(row)?;
            self.rows.insert(row.key(), Some(row));
        }
        let seq = self.store.last_seq()?;
        Ok(match conflicts.is_empty() {
            true => Verdict::Applied { seq },
            false => Verdict::Merged { seq, conflicts },
        })
    }

    /// Whether the sender may name a file. To name one is to read it from then on, so it must be
    /// one that they sent or can read already, or one that has not come yet.
    fn may_name(&self, hash: &FileHash) -> StoreResult<bool> {
        let (store, sender) = (self.store, self.sender);
        if store.file(hash)?.is_none() || store.is_giver(hash, sender.actor.account)? {
            return Ok(true);
        }
        // Whoever brings the commands of somebody else brings the photos too.
        if let Some(handed) = sender.handed
            && store.is_giver(hash, handed.account)?
        {
            return Ok(true);
        }
        can_see(store, sender.actor, hash, sender.now.ms)
    }

    fn load(&mut self, read: &Read) -> StoreResult<Option<Vec<Row>>> {
        let Read::Row(key) = read else {
            return self.store.load_whole(read);
        };
        if let Some(known) = self.rows.get(key) {
            return Ok(Some(known.iter().cloned().collect()));
        }
        let found = self.store.load_whole(read)?;
        if let Some(found) = &found {
            self.rows.insert(key.clone(), found.first().cloned());
        }
        Ok(found)
    }

    fn remember(
        &mut self,
        id: CommandId,
        sequence: u64,
        verdict: Verdict,
        body: &RawValue,
    ) -> Verdict {
        self.judged.push(Judged {
            id,
            device: self.sender.device,
            sequence,
            account: self.sender.actor.account,
            received_at: self.sender.now.ms,
            verdict: verdict.clone(),
            body: body.get().to_owned(),
        });
        verdict
    }
}

/// Returns whether a row that an actor may hold names a file.
///
/// # Errors
/// A fault of the store.
pub fn can_see<R: Reader + ?Sized>(
    store: &R,
    actor: &Actor,
    hash: &FileHash,
    now: Millis,
) -> StoreResult<bool> {
    let uses = store.file_uses(hash)?;
    if uses.is_empty() {
        return Ok(false);
    }
    let scope = scope_of(store, actor, now)?;
    Ok(uses.iter().any(|row| scope.view(row).is_some()))
}

/// Ends an account's sessions when its role, site or activity changes, so that its devices refetch
/// their scope.
fn end_what_changed(store: &dyn Writer, account: &Account) -> StoreResult<()> {
    let known = store.load(&Read::Row(RowKey::account(account.id)))?.pop();
    if let Some(Row::Account(known)) = known {
        let rights = |account: &Account| (account.role, account.site.clone(), account.active);
        if rights(&known) != rights(account) {
            store.end_sessions(None, Some(account.id))?;
        }
    }
    Ok(())
}

/// Loads the rows that a decision reads, by the given function. Returns `None` as soon as the
/// function does.
///
/// # Errors
/// Those of the function.
pub fn load(
    envelope: &Envelope,
    mut read: impl FnMut(&Read) -> StoreResult<Option<Vec<Row>>>,
) -> StoreResult<Option<State>> {
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
        for missing in missing {
            let Some(rows) = read(&missing)? else {
                return Ok(None);
            };
            rows.into_iter().for_each(|row| state.put(row));
        }
    }
    Ok(Some(state))
}
