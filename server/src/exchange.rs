//! One sync request against a store: commands in, outcomes and changed rows out. No clock and no
//! network: both are the caller's, so that a simulation runs this very code.

use crate::judge::{Judgement, Sender, judge};
use crate::pull::{Pulled, pull};
use crate::snapshot::Shelf;
use crate::store::{Fault, Kept, Reader, Store, Writer, is_behind};
use serde_json::value::RawValue;
use shared::decide::Now;
use shared::id::{DeviceId, Millis, Seq};
use shared::limits::COMMANDS_PER_REQUEST;
use shared::role::Actor;
use shared::sync::{Outcome, PROTOCOL, PROTOCOL_OLDEST, SyncAnswer, SyncRequest, VOCABULARY};

/// A device that says nothing new is written down again only after that long.
const SEEN_EVERY_MS: Millis = 60_000;
/// Characters that are kept of what an app calls its build.
const BUILD_MAX: usize = 40;

/// Who asks.
#[derive(Debug, Clone)]
pub struct Party {
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

/// Reads the body of a request, judges its commands, and gathers what the device lacks. What it
/// answers is on the disk. `wrote` hears the last sequence number as soon as something is there:
/// others need not wait for this answer.
///
/// # Errors
/// [`Unanswered`].
pub fn exchange(
    store: &dyn Store,
    shelf: &Shelf,
    party: &Party,
    body: &[u8],
    now: Millis,
    wrote: impl FnOnce(Seq),
) -> Result<SyncAnswer, Unanswered> {
    let request: SyncRequest<Box<RawValue>> =
        serde_json::from_slice(body).map_err(Unanswered::Unreadable)?;
    if request.protocol < PROTOCOL_OLDEST {
        return Err(Unanswered::TooOld);
    }
    if request.device != party.device {
        return Err(Unanswered::NotYours);
    }
    if request.commands.len() > COMMANDS_PER_REQUEST {
        return Err(Unanswered::TooLarge);
    }
    let quiet =
        request.commands.is_empty() && store.look(|store| is_noted(store, party, &request, now))?;
    let outcomes = match quiet {
        true => Vec::new(),
        false => {
            let written = store.change(|store| {
                let judgement = take(store, party, &request, now)?;
                Ok((judgement, store.last_seq()?))
            });
            let (judgement, last) = written?;
            wrote(last);
            judgement.outcomes
        }
    };
    // After the transaction, so that those who write do not wait for those who read. A failure
    // here is asked again, and finds the verdicts.
    Ok(store.look(|store| answer(store, shelf, party, &request, outcomes, now))?)
}

/// Whether the record of the device already says what this request would write.
fn is_noted(
    store: &dyn Reader,
    party: &Party,
    request: &SyncRequest<Box<RawValue>>,
    now: Millis,
) -> Kept<bool> {
    let noted = store.device(party.device)?.is_some_and(|device| {
        device.unsent == request.unsent
            && device.build == request.build
            && device.seen_at.is_some_and(|seen| now - seen < SEEN_EVERY_MS)
    });
    Ok(noted && !shows_news(store, party, request)?)
}

/// Whether a desk says that somebody has before their eyes what no desk had seen yet. Its cursor
/// tells what it has written on its own disk, so this is never said too early.
fn shows_news<R: Reader + ?Sized>(
    store: &R,
    party: &Party,
    request: &SyncRequest<Box<RawValue>>,
) -> Kept<bool> {
    let looked_at = request.watched && party.actor.role.is_desk();
    Ok(looked_at
        && request.epoch == Some(store.epoch()?)
        && request.cursor <= store.last_seq()?
        && request.cursor > store.desk_seen()?)
}

/// Judges the commands, and notes that the device was here.
fn take(
    store: &dyn Writer,
    party: &Party,
    request: &SyncRequest<Box<RawValue>>,
    now: Millis,
) -> Kept<Judgement> {
    let clock = Now { ms: now, offset_ms: now - request.sent_at };
    let (actor, device, vocabulary) = (&party.actor, party.device, request.vocabulary);
    let sender = Sender { actor, device, vocabulary, now: clock };
    // A device that knows another life of the database learns of this one first: then it offers
    // again, in their order, what was lost with the old one and what it did since.
    let other_life = match request.epoch {
        Some(known) => known != store.epoch()?,
        None => false,
    };
    let commands = if other_life { &[][..] } else { &request.commands[..] };
    if shows_news(store, party, request)? {
        store.set_desk_seen(request.cursor)?;
    }
    let judgement = judge(store, &sender, commands.iter().map(|body| &**body))?;
    let settled = |outcome: &&Outcome| outcome.verdict.is_final();
    let settled = judgement.outcomes.iter().filter(settled).count();
    let settled = u32::try_from(settled).unwrap_or(u32::MAX);
    let build: String = request.build.chars().take(BUILD_MAX).collect();
    store.see_device(party.device, now, request.unsent.saturating_sub(settled), &build)?;
    Ok(judgement)
}

fn answer<R: Reader + ?Sized>(
    store: &R,
    shelf: &Shelf,
    party: &Party,
    request: &SyncRequest<Box<RawValue>>,
    outcomes: Vec<Outcome>,
    now: Millis,
) -> Kept<SyncAnswer> {
    let epoch = store.epoch()?;
    // Numbers of another life of the database mean nothing here, nor what somebody else held.
    let own = request.account.is_none_or(|account| account == party.actor.account);
    let known = own && request.epoch == Some(epoch) && request.cursor <= store.last_seq()?;
    let (cursor, held) = match known {
        true => (request.cursor, request.held.iter().cloned().collect()),
        false => (0, Default::default()),
    };
    // A device that knows this life and asks from 0 wants everything again. Who begins is not told
    // which rows left the scope meanwhile, so that a mirror which holds some has to go.
    let reset = request.epoch.is_some() && cursor == 0;
    let begins = cursor == 0 && request.takes_packs && party.actor.role.is_desk();
    let snapshot = if begins { shelf.offer(store)? } else { None };
    let Pulled { changes, cursor, more, sites } = match snapshot {
        Some(_) => Pulled { changes: Vec::new(), cursor, more: true, sites: None },
        None => pull(store, &party.actor, cursor, &held, now)?,
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
        actor: party.actor.clone(),
        now,
        seen_by_desk: store.desk_seen()?,
        outcomes,
        changes,
        snapshot,
        passed_over: false,
    })
}
