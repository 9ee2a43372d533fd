//! What waits to be sent, kept a second time, by another store of the browser. A browser that finds
//! its databases damaged begins an empty one in their place: Chromium does when a process was
//! killed between two pieces of one record of their log and another one wrote behind it.

use super::mirror::encode;
use shared::replica::OutboxItem;
use std::collections::BTreeSet;
use web_sys::Storage;

/// Before the number of each command.
const PREFIX: &str = "tournee.waiting.";

/// Nothing where the browser keeps no settings: then there is one copy of all.
fn storage() -> Option<Storage> {
    web_sys::window()?.local_storage().ok().flatten()
}

fn key(sequence: u64) -> String {
    format!("{PREFIX}{sequence}")
}

/// Keeps a copy of a command that is on the disk. It is written by itself some moments later.
pub(super) fn keep(sequence: u64, text: &str) {
    if let Some(storage) = storage() {
        // One that has no room for it leaves one copy.
        let _ = storage.set_item(&key(sequence), text);
    }
}

/// Drops the copies of commands that need not be sent any more.
pub(super) fn drop_settled(items: &[OutboxItem]) {
    let mut settled = items.iter().filter(|item| !item.is_unsent()).peekable();
    let Some(storage) = settled.peek().and_then(|_| storage()) else { return };
    for item in settled {
        // What stays is sent once more in the worst case, and counts once.
        let _ = storage.remove_item(&key(item.envelope.sequence));
    }
}

/// The numbers of the commands of which there is a copy.
fn numbers(storage: &Storage) -> BTreeSet<u64> {
    let keys = (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
    keys.filter_map(|key| key.strip_prefix(PREFIX)?.parse().ok()).collect()
}

/// The commands of which there is a copy that this version can read, in their order.
pub(super) fn copies() -> Vec<OutboxItem> {
    let Some(storage) = storage() else { return Vec::new() };
    let text = |sequence| storage.get_item(&key(sequence)).ok().flatten();
    let numbers = numbers(&storage).into_iter();
    numbers.filter_map(|sequence| OutboxItem::from_json(&text(sequence)?).ok()).collect()
}

/// Makes copies of what waits and has none, and drops those of what does not wait. `last` is the
/// last number that is known here: what another tab gave meanwhile is its own concern.
pub(super) fn follow<'a>(unsent: impl Iterator<Item = &'a OutboxItem>, last: u64) {
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
