//! What people see: the mirror with what waits applied in order. Only the rows that waiting
//! commands touch are made anew, so that a tap costs the same on a large mirror as on a small one.

use super::{Batch, OutboxItem, Replica};
use crate::decide::{Now, decide};
use crate::id::Millis;
use crate::role::Actor;
use crate::row::{Row, RowKey, State};
use std::collections::BTreeSet;

/// The mirror with what waits applied.
#[derive(Debug, Clone, Default)]
pub(super) struct View {
    state: State,
    /// Rows that are not as in the mirror.
    touched: BTreeSet<RowKey>,
}

impl View {
    /// The mirror with nothing applied.
    pub(super) fn of(mirror: &State) -> Self {
        Self { state: mirror.clone(), touched: BTreeSet::new() }
    }

    /// What people see.
    pub(super) fn state(&self) -> &State {
        &self.state
    }

    /// The mirror has no row any more.
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    /// The mirror has this row now.
    pub(super) fn put(&mut self, row: Row) {
        self.state.put(row);
    }

    /// The mirror has lost this row.
    pub(super) fn remove(&mut self, key: &RowKey) {
        self.state.remove(key);
    }

    /// Nothing is read when it is asked for any more.
    pub(super) fn let_blocks_go(&mut self) {
        self.state.let_blocks_go();
    }

    /// Takes back what was applied.
    pub(super) fn go_back_to(&mut self, mirror: &State) {
        for key in std::mem::take(&mut self.touched) {
            match mirror.get(&key) {
                Some(row) => self.state.put(row),
                None => self.state.remove(&key),
            }
        }
    }

    /// Applies a command. One that no longer applies is left to the server's answer.
    fn apply(&mut self, item: &OutboxItem, actor: &Actor, now: Millis) {
        let now = Now { ms: now, offset_ms: 0 };
        if let Ok(decision) = decide(&self.state, &item.envelope, actor, now) {
            for row in decision.rows {
                self.touched.insert(row.key());
                self.state.put(row);
            }
        }
    }
}

impl Replica {
    /// Whether a batch brings nothing but commands that come after all that wait: then the view
    /// goes on from where it is.
    pub(super) fn only_appends(&self, batch: &Batch) -> bool {
        let last = self.last_sequence();
        !batch.clear_rows
            && batch.put.is_empty()
            && batch.remove.is_empty()
            && batch.forget.is_empty()
            && batch.meta.is_none()
            && batch.outbox.iter().all(|item| item.envelope.sequence > last)
    }

    /// Applies the last commands, which are new.
    pub(super) fn apply_last(&mut self, count: usize, now: Millis) {
        let Some(actor) = &self.meta.actor else { return };
        // From the end: what waits before them may be much.
        let last = self.outbox.values().rev().take(count);
        let new: Vec<_> = last.filter(|item| applies(item, actor)).collect();
        for item in new.into_iter().rev() {
            self.view.apply(item, actor, now);
        }
    }

    /// Applies everything that waits.
    pub(super) fn apply_all(&mut self, now: Millis) {
        self.apply_last(self.outbox.len(), now);
    }
}

fn applies(item: &OutboxItem, actor: &Actor) -> bool {
    item.is_unsent() && item.envelope.actor == actor.account
}
