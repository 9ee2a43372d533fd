//! `POST /api/v1/sync`: commands in, outcomes and changed rows out.

use super::error::{Problem, read_json};
use super::openapi::{SyncAnswerBody, SyncRequestBody};
use super::session::Signed;
use crate::judge::{Sender, judge};
use crate::pull::{Pulled, pull};
use crate::state::{AppState, now_ms};
use crate::store::{Kept, Reader, Writer};
use axum::Json;
use axum::body::Bytes;
use axum::extract::State;
use serde_json::Value;
use shared::decide::Now;
use shared::id::Millis;
use shared::limits::COMMANDS_PER_REQUEST;
use shared::sync::{Outcome, PROTOCOL, PROTOCOL_OLDEST, SyncAnswer, SyncRequest};

/// A device that says nothing new is written down again only after that long.
const SEEN_EVERY_MS: Millis = 60_000;

/// Commands in, their outcomes and the changed rows of the scope out.
#[utoipa::path(post, path = "/sync", tag = "everybody", request_body = SyncRequestBody,
    responses((status = OK, body = SyncAnswerBody), Problem))]
pub async fn sync(
    State(state): State<AppState>,
    signed: Signed,
    body: Bytes,
) -> Result<Json<SyncAnswer>, Problem> {
    let request: SyncRequest<Value> = read_json(&body)?;
    if request.protocol < PROTOCOL_OLDEST {
        return Err(Problem::TooOld);
    }
    if request.device != signed.device {
        return Err(Problem::SignedOut);
    }
    if request.commands.len() > COMMANDS_PER_REQUEST {
        return Err(Problem::TooLarge);
    }
    let now = now_ms();
    let reader = (signed.clone(), request.clone());
    let quiet = request.commands.is_empty()
        && state.look(move |store| is_noted(store, &reader.0, &reader.1, now)).await?;
    let answer = match quiet {
        true => state.look(move |s| answer(s, &signed, &request, Vec::new(), now)).await?,
        false => state.change(move |s| exchange(s, &signed, &request, now)).await?,
    };
    for outcome in &answer.outcomes {
        state.metrics.command(&outcome.verdict);
    }
    Ok(Json(answer))
}

/// Whether the record of the device already says what this request would write.
fn is_noted(
    store: &dyn Reader,
    signed: &Signed,
    request: &SyncRequest<Value>,
    now: Millis,
) -> Kept<bool> {
    Ok(store.device(signed.device)?.is_some_and(|device| {
        device.unsent == request.unsent
            && device.build == request.build
            && device.seen_at.is_some_and(|seen| now - seen < SEEN_EVERY_MS)
    }))
}

fn exchange(
    store: &dyn Writer,
    signed: &Signed,
    request: &SyncRequest<Value>,
    now: Millis,
) -> Kept<SyncAnswer> {
    let clock = Now { ms: now, offset_ms: now - request.sent_at };
    let sender = Sender { actor: &signed.actor, device: signed.device, now: clock };
    let outcomes = judge(store, &sender, &request.commands)?;
    if let Some(mut device) = store.device(signed.device)? {
        let sent = u32::try_from(request.commands.len()).unwrap_or(u32::MAX);
        device.seen_at = Some(now);
        device.unsent = request.unsent.saturating_sub(sent);
        device.build = request.build.chars().take(40).collect();
        store.put_device(&device)?;
    }
    answer(store, signed, request, outcomes, now)
}

fn answer<R: Reader + ?Sized>(
    store: &R,
    signed: &Signed,
    request: &SyncRequest<Value>,
    outcomes: Vec<Outcome>,
    now: Millis,
) -> Kept<SyncAnswer> {
    let epoch = store.epoch()?;
    // Numbers of another life of the database mean nothing here.
    let known = request.epoch == Some(epoch) && request.cursor <= store.last_seq()?;
    let (cursor, held) = match known {
        true => (request.cursor, request.held.iter().cloned().collect()),
        false => (0, Default::default()),
    };
    let Pulled { changes, cursor, more, sites } = pull(store, &signed.actor, cursor, &held, now)?;
    Ok(SyncAnswer {
        protocol: PROTOCOL,
        epoch,
        cursor,
        more,
        reset: !known && request.epoch.is_some(),
        sites,
        actor: signed.actor.clone(),
        now,
        outcomes,
        changes,
    })
}
