//! Answers one sync request from a store: commands in, outcomes and changed rows out. The caller
//! brings the clock and the network, so that a simulation can run this very code.

use crate::identity;
use crate::judge::{Judgement, Sender, judge};
use crate::pull::{Pulled, pull};
use crate::snapshot::SnapshotCache;
use crate::store::{Fault, Reader, Store, StoreResult, Writer, is_behind};
use serde_json::value::RawValue;
use shared::decide::Now;
use shared::id::{DeviceId, Millis, Seq};
use shared::limits::COMMANDS_PER_REQUEST;
use shared::role::Actor;
use shared::sync::{Outcome, PROTOCOL, PROTOCOL_OLDEST, SyncAnswer, SyncRequest, VOCABULARY};

/// The record of a device that reports nothing new is written again only after this long.
const SEEN_EVERY_MS: Millis = 60_000;
/// Maximum number of characters kept of the name of an app's build.
const BUILD_MAX: usize = 40;

/// The account and the device that send a request.
#[derive(Debug, Clone)]
pub struct Caller {
    /// Who is signed in.
    pub actor: Actor,
    /// On which device.
    pub device: DeviceId,
}

/// Why a request was not answered. Nothing was written then.
#[derive(Debug, thiserror::Error)]
pub enum Unanswered {
    /// The app speaks a protocol that this server no longer speaks.
    #[error("the app is too old")]
    TooOld,
    /// It comes from another device than the one that is signed in.
    #[error("the request is of another device than the session")]
    NotYours,
    /// More commands than a request may hold.
    #[error("more commands than a request may hold")]
    TooLarge,
    /// It is no request: where and why.
    #[error("the request cannot be read")]
    Unreadable(#[source] serde_json::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] Fault),
}

/// Reads the body of a request, judges its commands, and collects the rows that the device lacks.
/// Everything in the answer is on the disk. `wrote` gets the last sequence number as soon as the
/// commands are, so that other devices need not wait for this answer.
///
/// # Errors
/// [`Unanswered`].
pub fn exchange(
    store: &dyn Store,
    snapshots: &SnapshotCache,
    caller: &Caller,
    body: &[u8],
    now: Millis,
    wrote: impl FnOnce(Seq),
) -> Result<SyncAnswer, Unanswered> {
    let request: SyncRequest<Box<RawValue>> =
        serde_json::from_slice(body).map_err(Unanswered::Unreadable)?;
    if request.protocol < PROTOCOL_OLDEST {
        return Err(Unanswered::TooOld);
    }
    if request.device != caller.device {
        return Err(Unanswered::NotYours);
    }
    if request.commands.len() > COMMANDS_PER_REQUEST {
        return Err(Unanswered::TooLarge);
    }
    let quiet = request.commands.is_empty()
        && store.look(|store| is_noted(store, caller, &request, now))?;
    let outcomes = match quiet {
        true => Vec::new(),
        false => {
            let written = store.change(|store| {
                let judgement = take(store, caller, &request, now)?;
                Ok((judgement, store.last_seq()?))
            });
            let (judgement, last) = written?;
            wrote(last);
            judgement.outcomes
        }
    };
    // After the transaction, so that writers do not wait for readers. If this fails, the device
    // asks again and gets the stored verdicts.
    let mut answer =
        store.look(|store| answer(store, snapshots, caller, &request, outcomes, now))?;
    if request.asks_proof_key {
        answer.proof_key = Some(store.change(|store| proof_key(store, caller))?);
    }
    Ok(answer)
}

/// Returns whether the record of the device already says what this request would write.
fn is_noted(
    store: &dyn Reader,
    caller: &Caller,
    request: &SyncRequest<Box<RawValue>>,
    now: Millis,
) -> StoreResult<bool> {
    let noted = store.device(caller.device)?.is_some_and(|device| {
        device.unsent == request.unsent
            && device.build == request.build
            && device.seen_at.is_some_and(|seen| now - seen < SEEN_EVERY_MS)
    });
    Ok(noted && !shows_news(store, caller, request)?)
}

/// Returns the key of this device and account: made at the first question, the same ever after.
fn proof_key(store: &dyn Writer, caller: &Caller) -> StoreResult<String> {
    let (device, account) = (caller.device, caller.actor.account);
    if let Some(key) = store.proof_key(device, account)? {
        return Ok(key);
    }
    store.put_proof_key(device, account, &identity::new_token()?)?;
    // Another request of the device may have been first.
    let key = store.proof_key(device, account)?;
    key.ok_or_else(|| Fault::new("a key is gone as soon as it is made"))
}

/// Returns whether a desk shows rows on a screen in use that no desk had shown yet. Its cursor
/// covers only rows that are on its own disk, so this is never true too early.
fn shows_news<R: Reader + ?Sized>(
    store: &R,
    caller: &Caller,
    request: &SyncRequest<Box<RawValue>>,
) -> StoreResult<bool> {
    let looked_at = request.watched && caller.actor.role.is_desk();
    Ok(looked_at
        && request.epoch == Some(store.epoch()?)
        && request.cursor <= store.last_seq()?
        && request.cursor > store.desk_seen()?)
}

/// Judges the commands, and records the contact with the device.
fn take(
    store: &dyn Writer,
    caller: &Caller,
    request: &SyncRequest<Box<RawValue>>,
    now: Millis,
) -> StoreResult<Judgement> {
    let clock = Now { ms: now, offset_ms: now.saturating_sub(request.sent_at) };
    let (actor, device, vocabulary) = (&caller.actor, caller.device, request.vocabulary);
    let sender = Sender { actor, device, vocabulary, now: clock, handed: None };
    // A device that knows another epoch learns of this one first. It then offers again, in their
    // order, the commands that were lost with the old epoch and those that it has given since.
    let other_life = match request.epoch {
        Some(known) => known != store.epoch()?,
        None => false,
    };
    let commands = if other_life { &[][..] } else { &request.commands[..] };
    if shows_news(store, caller, request)? {
        store.set_desk_seen(request.cursor)?;
    }
    let judgement = judge(store, &sender, commands.iter().map(|body| &**body))?;
    let settled = |outcome: &&Outcome| outcome.verdict.is_final();
    let settled = judgement.outcomes.iter().filter(settled).count();
    let settled = u32::try_from(settled).unwrap_or(u32::MAX);
    let build: String = request.build.chars().take(BUILD_MAX).collect();
    store.touch_device(caller.device, now, request.unsent.saturating_sub(settled), &build)?;
    Ok(judgement)
}

fn answer<R: Reader + ?Sized>(
    store: &R,
    snapshots: &SnapshotCache,
    caller: &Caller,
    request: &SyncRequest<Box<RawValue>>,
    outcomes: Vec<Outcome>,
    now: Millis,
) -> StoreResult<SyncAnswer> {
    let epoch = store.epoch()?;
    // Sequence numbers of another epoch mean nothing here, nor do the sites of another account.
    let own = request.account.is_none_or(|account| account == caller.actor.account);
    let known = own && request.epoch == Some(epoch) && request.cursor <= store.last_seq()?;
    let (cursor, held) = match known {
        true => (request.cursor, request.held.iter().cloned().collect()),
        false => (0, Default::default()),
    };
    // A device that knows this life and asks from 0 wants everything again. Who begins is not told
    // which rows left the scope meanwhile, so that a mirror which holds some has to go.
    let reset = request.epoch.is_some() && cursor == 0;
    let begins = cursor == 0 && request.takes_packs && caller.actor.role.is_desk();
    let snapshot = if begins { snapshots.offer(store)? } else { None };
    let Pulled { changes, cursor, more, sites } = match snapshot {
        Some(_) => Pulled { changes: Vec::new(), cursor, more: true, sites: None },
        None => pull(store, &caller.actor, cursor, &held, now)?,
    };
    Ok(SyncAnswer {
        protocol: PROTOCOL,
        vocabulary: VOCABULARY,
        leaves_out: is_behind(store)?,
        epoch,
        cursor,
        more,
        reset,
        sites,
        actor: caller.actor.clone(),
        now,
        seen_by_desk: store.desk_seen()?,
        outcomes,
        changes,
        snapshot,
        proof_key: None,
        passed_over: false,
    })
}
