//! The commands of this device, from the tap until they are no longer needed.

use super::StoreError;
use super::mirror::encode;
use super::schema::{META, OUTBOX, SENT};
use super::strict::Writing;
use crate::rules;
use js_sys::Array;
use serde::Deserialize;
use shared::id::CommandId;
use shared::order;
use shared::replica::{Batch, OutboxItem, Standing};
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::prelude::*;

/// Runs of at least this many sent commands are stored as one record.
const BULK_SENT: usize = 30;

/// The key of the last used number, in the meta store.
pub(super) const SEQUENCE: &str = "sequence";

/// A command that was written.
pub struct Appended {
    /// With its number.
    pub item: OutboxItem,
    /// As it was written.
    pub text: String,
}

/// Writes a command with its number, if that is the next one of the device. The last used number is
/// read in the same round trip as the writes. No command is ever replaced: a number that is taken
/// aborts the transaction.
pub(super) async fn append_as_numbered(
    writing: &Writing,
    sequence: u64,
    text: &str,
) -> Result<(), StoreError> {
    let hoped = sequence as f64;
    let last = writing.request(META, &SEQUENCE.into())?;
    writing.add(OUTBOX, &hoped.into(), &text.into())?;
    writing.put(META, &SEQUENCE.into(), &hoped.into())?;
    // A device without commands has used no number.
    match last.await?.as_f64().unwrap_or(0.0) + 1.0 == hoped {
        true => Ok(()),
        false => Err(StoreError::Overtaken),
    }
}

/// Gives the next number of the device to a command and writes both. The number is read in the
/// transaction that writes it, so that two tabs never use the same one.
pub(super) async fn append(writing: &Writing, item: &OutboxItem) -> Result<Appended, StoreError> {
    let used = writing.get(META, &SEQUENCE.into()).await?.as_f64().unwrap_or(0.0);
    let kept = writing.last_key(OUTBOX, None).await?.unwrap_or(0.0);
    let next = used.max(kept) + 1.0;
    let mut item = item.clone();
    item.envelope.sequence = next as u64;
    let text = encode(&item)?;
    writing.put(META, &SEQUENCE.into(), &next.into())?;
    writing.put(OUTBOX, &next.into(), &text.as_str().into())?;
    Ok(Appended { item, text })
}

/// Writes the commands with which a new database starts, under their old numbers.
pub(super) fn begin(writing: &Writing, items: &[OutboxItem]) -> Result<(), StoreError> {
    for item in items {
        writing.put(OUTBOX, &(item.envelope.sequence as f64).into(), &encode(item)?.into())?;
    }
    let last = items.last().map_or(0, |item| item.envelope.sequence);
    writing.put(META, &SEQUENCE.into(), &(last as f64).into())
}

/// Puts a command away as it is stored: the disk may know that it is offered again, which this tab
/// does not. Returns the item as stored, or `None` if it needs no attention.
pub(super) async fn put_away(
    writing: &Writing,
    sequence: u64,
) -> Result<Option<OutboxItem>, StoreError> {
    let key = (sequence as f64).into();
    let alone = [writing.get(OUTBOX, &key).await?];
    let item = decode(&[], &alone).0.into_iter().next().map(OutboxItem::put_away);
    if let Some(item) = &item {
        writing.put(OUTBOX, &key, &encode(item)?.into())?;
    }
    Ok(item)
}

/// Writes the commands of a batch, and deletes those that it forgets.
pub(super) async fn write(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    for run in batch.outbox.chunk_by(goes_with) {
        if run.len() < BULK_SENT || !write_as_one(writing, run).await? {
            for item in run {
                let key = item.envelope.sequence as f64;
                writing.put(OUTBOX, &key.into(), &encode(item)?.into())?;
            }
        }
    }
    match batch.forget.is_empty() {
        true => Ok(()),
        false => forget(writing, &order::set(batch.forget.iter().copied())).await,
    }
}

/// Returns whether two successive commands were sent and need no attention.
fn goes_with(one: &OutboxItem, next: &OutboxItem) -> bool {
    let is_done = |item: &OutboxItem| matches!(item.standing, Standing::Sent { seen: true, .. });
    one.envelope.sequence + 1 == next.envelope.sequence && is_done(one) && is_done(next)
}

/// Writes a run of successive commands as one record, which costs as much as a single one. Returns
/// whether it did. No command is in two such records.
async fn write_as_one(writing: &Writing, run: &[OutboxItem]) -> Result<bool, StoreError> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(false) };
    let (first, last) = (first.envelope.sequence as f64, last.envelope.sequence as f64);
    let known = writing.keys(SENT).await?;
    if known.iter().any(|key| bounds(key).is_none_or(|(begin, end)| begin <= last && first <= end))
    {
        return Ok(false);
    }
    let lines: Result<Vec<_>, _> = run.iter().map(encode).collect();
    writing.delete_between(OUTBOX, first, last)?;
    let key = Array::of2(&last.into(), &first.into());
    writing.put(SENT, &key, &lines?.join("\n").into())?;
    Ok(true)
}

/// The first and the last number of a run.
fn bounds(key: &JsValue) -> Option<(f64, f64)> {
    let key: &Array = key.dyn_ref()?;
    Some((key.get(1).as_f64()?, key.get(0).as_f64()?))
}

async fn forget(writing: &Writing, forget: &BTreeSet<CommandId>) -> Result<(), StoreError> {
    let goes = |text: &str| id_of(text).is_some_and(|id| forget.contains(&id));
    for store in [OUTBOX, SENT] {
        let keys = writing.keys(store).await?;
        let values = writing.values(store).await?;
        for (key, value) in keys.iter().zip(&values) {
            let text = value.as_string().unwrap_or_default();
            let stays: Vec<_> = text.lines().filter(|line| !goes(line)).collect();
            if stays.is_empty() {
                writing.delete(store, key)?;
            } else if stays.len() < text.lines().count() {
                writing.put(store, key, &stays.join("\n").into())?;
            }
        }
    }
    Ok(())
}

/// Reads the stored commands as [`decode`] does, once the rules are here that can.
///
/// # Errors
/// [`StoreError::Incomplete`] when there are some and nothing here can read them yet.
pub(super) async fn read(
    sent: &[JsValue],
    alone: &[JsValue],
) -> Result<(Vec<OutboxItem>, Vec<String>), StoreError> {
    if !(sent.is_empty() && alone.is_empty()) {
        rules::fetch().await?;
    }
    Ok(decode(sent, alone))
}

/// Decodes the stored commands. Also returns the texts that this version cannot read: they are
/// kept, and exported with the unsent commands.
fn decode(sent: &[JsValue], alone: &[JsValue]) -> (Vec<OutboxItem>, Vec<String>) {
    let mut items = BTreeMap::new();
    let mut unreadable = Vec::new();
    for text in sent.iter().chain(alone).filter_map(JsValue::as_string) {
        for line in text.lines() {
            match OutboxItem::from_json(line) {
                Ok(item) => drop(items.insert(item.envelope.sequence, item)),
                Err(_) => unreadable.push(line.to_owned()),
            }
        }
    }
    (items.into_values().collect(), unreadable)
}

fn id_of(text: &str) -> Option<CommandId> {
    #[derive(Deserialize)]
    struct Item {
        envelope: Named,
    }
    #[derive(Deserialize)]
    struct Named {
        id: CommandId,
    }
    let item: Item = serde_json::from_str(text).ok()?;
    Some(item.envelope.id)
}
