//! The commands on the disk of a device, in the two layouts of `app::store`: each alone, and since
//! the second one those that were sent many at once also as one text.

use super::versions::known;
use shared::id::CommandId;
use shared::replica::{OutboxItem, Standing};
use std::collections::BTreeMap;

/// From how many commands on those that were sent together are written as one: less than in the
/// app, so that both ways are gone often.
const BULK_SENT: usize = 3;

/// Commands by their number, as they come back of the texts in which the app writes them.
#[derive(Debug, Clone, Default)]
pub(crate) struct Outbox {
    alone: BTreeMap<u64, OutboxItem>,
    /// By the first and the last of their numbers; of one that is alone too, that text stands.
    /// The first layout does not have it.
    sent: Option<BTreeMap<(u64, u64), Vec<OutboxItem>>>,
}

/// A command as it comes back of its text, after something was done to that.
fn back(item: &OutboxItem, change: fn(&str) -> String) -> OutboxItem {
    let text = serde_json::to_string(item).expect("JSON");
    OutboxItem::from_json(&change(&text)).expect("a command")
}

impl Outbox {
    /// Brings the first layout to the second: another store, and the one that is there stays.
    pub(crate) fn upgrade(&mut self) {
        if self.is_first_layout() {
            self.alone.values_mut().for_each(|item| *item = back(item, known));
        }
        self.sent.get_or_insert_default();
    }

    pub(crate) fn is_first_layout(&self) -> bool {
        self.sent.is_none()
    }

    pub(crate) fn put(&mut self, item: &OutboxItem) {
        self.alone.insert(item.envelope.sequence, back(item, str::to_owned));
    }

    /// Puts a command away as it stands here; what is there then.
    pub(crate) fn put_away(&mut self, sequence: u64) -> Option<OutboxItem> {
        let put_away = self.alone.get(&sequence)?.clone().put_away();
        self.put(&put_away);
        Some(put_away)
    }

    /// Writes what a batch says of commands.
    pub(crate) fn write(&mut self, items: &[OutboxItem]) {
        for run in items.chunk_by(goes_with) {
            if run.len() < BULK_SENT || !self.write_as_one(run) {
                run.iter().for_each(|item| self.put(item));
            }
        }
    }

    /// Writes commands that follow one another as one text; whether it did. Two such texts never
    /// tell of the same command.
    fn write_as_one(&mut self, run: &[OutboxItem]) -> bool {
        let (Some(sent), [first, .., last]) = (&mut self.sent, run) else { return false };
        let (first, last) = (first.envelope.sequence, last.envelope.sequence);
        if sent.keys().any(|(begin, end)| *begin <= last && first <= *end) {
            return false;
        }
        self.alone.retain(|sequence, _| !(first..=last).contains(sequence));
        sent.insert((first, last), run.iter().map(|item| back(item, str::to_owned)).collect());
        true
    }

    pub(crate) fn forget(&mut self, forget: &[CommandId]) {
        let stays = |item: &OutboxItem| !forget.contains(&item.envelope.id);
        self.alone.retain(|_, item| stays(item));
        if let Some(sent) = &mut self.sent {
            sent.values_mut().for_each(|items| items.retain(stays));
            sent.retain(|_, items| !items.is_empty());
        }
    }

    /// Those after a number, in their order, and those of earlier ones that are in one text with
    /// them.
    pub(crate) fn after(&self, sequence: u64) -> Vec<OutboxItem> {
        let sent = self.sent.iter().flatten().filter(|((_, last), _)| *last > sequence);
        let alone = self.alone.range(sequence + 1..).map(|(_, item)| item);
        let items = sent.flat_map(|(_, items)| items).chain(alone);
        let items: BTreeMap<_, _> = items.map(|item| (item.envelope.sequence, item)).collect();
        items.into_values().cloned().collect()
    }

    pub(crate) fn clear(&mut self) {
        self.alone.clear();
        self.sent.iter_mut().for_each(BTreeMap::clear);
    }

    /// Throws away what is alone as if what is in one text with others told more.
    pub(crate) fn believe_sent(&mut self) {
        for item in self.sent.iter().flat_map(BTreeMap::values).flatten() {
            self.alone.remove(&item.envelope.sequence);
        }
    }
}

/// Whether two commands that follow one another were sent and ask for nobody.
fn goes_with(one: &OutboxItem, next: &OutboxItem) -> bool {
    let is_done = |item: &OutboxItem| matches!(item.standing, Standing::Sent { seen: true, .. });
    one.envelope.sequence + 1 == next.envelope.sequence && is_done(one) && is_done(next)
}
