//! Second copies of the unsent commands, in another store of the browser. A browser that finds its
//! databases damaged replaces them by empty ones: Chromium does so after a process was killed
//! between two parts of a log record and another process wrote behind it.

use super::mirror::encode;
use super::{DeviceStore, StoreError};
use crate::rules;
use shared::order;
use shared::replica::{OutboxItem, Replica};
use std::collections::BTreeSet;
use web_sys::Storage;

/// The prefix of a key, before the number of the command.
const PREFIX: &str = "tournee.waiting.";

/// `None` where the browser has no such store: then there is one copy of each command.
pub(super) fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn key(sequence: u64) -> String {
    format!("{PREFIX}{sequence}")
}

/// Keeps a copy of a command that is on the disk. The browser writes it some moments later.
pub(super) fn keep(sequence: u64, text: &str) {
    if let Some(storage) = storage() {
        // Without room for the copy, there is one copy.
        let _ = storage.set_item(&key(sequence), text);
    }
}

/// Drops the copies of commands that are settled.
pub(super) fn drop_settled(items: &[OutboxItem]) {
    let mut settled = items.iter().filter(|item| !item.is_unsent()).peekable();
    let Some(storage) = settled.peek().and_then(|_| storage()) else { return };
    for item in settled {
        // A copy that stays is sent again in the worst case, and counts once.
        let _ = storage.remove_item(&key(item.envelope.sequence));
    }
}

/// Every key of the store.
pub(super) fn keys(storage: &Storage) -> Vec<String> {
    let places = 0..storage.length().unwrap_or(0);
    places.filter_map(|at| storage.key(at).ok().flatten()).collect()
}

/// The numbers of the copies.
fn numbers(storage: &Storage) -> BTreeSet<u64> {
    let keys = keys(storage).into_iter();
    order::set(keys.filter_map(|key| key.strip_prefix(PREFIX)?.parse().ok()))
}

/// The copies that this version can read, in order.
///
/// # Errors
/// [`StoreError::Incomplete`] when there are some and nothing here can read them yet.
pub(super) async fn copies() -> Result<Vec<OutboxItem>, StoreError> {
    let Some(storage) = storage() else { return Ok(Vec::new()) };
    let text = |sequence| storage.get_item(&key(sequence)).ok().flatten();
    let texts: Vec<_> = numbers(&storage).into_iter().filter_map(text).collect();
    if !texts.is_empty() {
        rules::fetch().await?;
    }
    Ok(texts.iter().filter_map(|text| OutboxItem::from_json(text).ok()).collect())
}

impl DeviceStore {
    /// Makes the second copies agree with the commands that wait.
    pub fn keep_twice(&self, replica: &Replica) {
        let unsent = replica.outbox().filter(|item| item.is_unsent());
        follow(unsent, replica.last_sequence());
    }
}

/// Copies the unsent commands that have no copy, and drops the other copies. `last` is the last
/// number known here: commands that another tab has added since are left to it.
fn follow<'a>(unsent: impl Iterator<Item = &'a OutboxItem>, last: u64) {
    let Some(storage) = storage() else { return };
    let mut settled = numbers(&storage);
    for item in unsent {
        let sequence = item.envelope.sequence;
        if !settled.remove(&sequence)
            && let Ok(text) = encode(item)
        {
            keep(sequence, &text);
        }
    }
    for sequence in settled.range(..=last) {
        let _ = storage.remove_item(&key(*sequence));
    }
}
