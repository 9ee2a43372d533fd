//! Commands of this device, from the tap until they need not be kept any more.

use super::StoreError;
use super::mirror::encode;
use super::schema::{META, OUTBOX};
use super::strict::Writing;
use serde::Deserialize;
use shared::id::CommandId;
use shared::replica::{Batch, OutboxItem};
use std::collections::BTreeSet;
use wasm_bindgen::JsValue;

/// The key of the last number used, in the meta store.
pub(super) const SEQUENCE: &str = "sequence";

/// Writes a command with the number that it has, if that is the next one of the device. The last
/// one used is asked for and not waited for before the rest: one way to the disk in place of two.
/// No command is ever replaced: a number that is taken ends the transaction.
pub(super) async fn append_as_numbered(
    writing: &Writing,
    item: &OutboxItem,
) -> Result<(), StoreError> {
    let hoped = item.envelope.sequence as f64;
    let last = writing.ask(META, &SEQUENCE.into())?;
    writing.add(OUTBOX, &hoped.into(), &encode(item)?.into())?;
    writing.put(META, &SEQUENCE.into(), &hoped.into())?;
    match last.await?.as_f64() {
        Some(last) if last + 1.0 == hoped => Ok(()),
        _ => Err(StoreError::Overtaken),
    }
}

/// Gives the next number of the device to a command and writes both. The number is read where
/// it is written, so that two tabs never use the same.
pub(super) async fn append(writing: &Writing, item: &OutboxItem) -> Result<OutboxItem, StoreError> {
    let used = writing.get(META, &SEQUENCE.into()).await?.as_f64().unwrap_or(0.0);
    let kept = writing.last_key(OUTBOX, None).await?.unwrap_or(0.0);
    let next = used.max(kept) + 1.0;
    let mut item = item.clone();
    item.envelope.sequence = next as u64;
    writing.put(META, &SEQUENCE.into(), &next.into())?;
    writing.put(OUTBOX, &next.into(), &encode(&item)?.into())?;
    Ok(item)
}

/// Puts a command away as it stands on the disk, which may know more than this tab: that it is
/// offered again. What is there then.
pub(super) async fn put_away(
    writing: &Writing,
    sequence: u64,
) -> Result<Option<OutboxItem>, StoreError> {
    let key = (sequence as f64).into();
    let (items, _) = decode(&[writing.get(OUTBOX, &key).await?]);
    let Some(item) = items.into_iter().next().map(OutboxItem::put_away) else { return Ok(None) };
    writing.put(OUTBOX, &key, &encode(&item)?.into())?;
    Ok(Some(item))
}

/// Writes what a batch says of commands.
pub(super) async fn write(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    for item in &batch.outbox {
        let key = item.envelope.sequence as f64;
        writing.put(OUTBOX, &key.into(), &encode(item)?.into())?;
    }
    if batch.forget.is_empty() {
        return Ok(());
    }
    let forget: BTreeSet<_> = batch.forget.iter().copied().collect();
    let keys = writing.keys(OUTBOX).await?;
    let values = writing.values(OUTBOX).await?;
    for (key, value) in keys.iter().zip(&values) {
        if id_of(value).is_some_and(|id| forget.contains(&id)) {
            writing.delete(OUTBOX, key)?;
        }
    }
    Ok(())
}

/// Commands read back, and the texts of those that this version cannot read: they are kept, and
/// given out with what had not been sent.
pub(super) fn decode(values: &[JsValue]) -> (Vec<OutboxItem>, Vec<String>) {
    let mut items = Vec::new();
    let mut unreadable = Vec::new();
    for text in values.iter().filter_map(JsValue::as_string) {
        match OutboxItem::from_json(&text) {
            Ok(item) => items.push(item),
            Err(_) => unreadable.push(text),
        }
    }
    (items, unreadable)
}

fn id_of(value: &JsValue) -> Option<CommandId> {
    #[derive(Deserialize)]
    struct Item {
        envelope: Named,
    }
    #[derive(Deserialize)]
    struct Named {
        id: CommandId,
    }
    let item: Item = serde_json::from_str(&value.as_string()?).ok()?;
    Some(item.envelope.id)
}
