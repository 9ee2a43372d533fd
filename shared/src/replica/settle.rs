//! What an answer changes on the device, and taking it over once the store has committed it.

use super::outbox::{outlived, settled};
use super::{Batch, Meta, OutboxItem, Replica, Standing};
use crate::id::{Millis, Seq};
use crate::pack::Unpacked;
use crate::role::Actor;
use crate::row::{Row, RowKey, State};
use crate::scope::{Scope, calls_of, quarters_of};
use crate::sync::{Change, SyncAnswer, VOCABULARY};
use std::collections::BTreeMap;
use std::mem::discriminant;

impl Replica {
    /// What an answer changes, to be written in one transaction and then committed here.
    pub fn settle(&self, answer: &SyncAnswer, now: Millis) -> Batch {
        let mut batch = Batch { clear_rows: answer.reset, ..Batch::default() };
        let new_life = self.meta.epoch.is_some_and(|epoch| epoch != answer.epoch);
        self.settle_outbox(answer, new_life, now, &mut batch);
        if !answer.reset && self.came_for_another(answer) {
            let anew = self.settled_meta(answer, 0, now);
            batch.clear_rows = true;
            batch.meta = Some(Meta { sites: None, complete: false, passed_over: false, ..anew });
            return batch;
        }
        let meta = self.settled_meta(answer, answer.cursor, now);
        self.settle_rows(answer, &meta, &mut batch);
        // What another server had left out lies before this cursor.
        let comes_again = self.meta.left_out && !meta.left_out && self.meta.cursor > 0;
        batch.meta = Some(match comes_again && !answer.reset {
            true => Meta { cursor: 0, complete: false, ..meta },
            false => meta,
        });
        batch
    }

    /// What an answer changes that offers a snapshot, once the rows of it are there: the mirror
    /// begins with them, and follows from their number on.
    pub fn settle_snapshot(
        &self,
        answer: &SyncAnswer,
        found: Unpacked,
        seq: Seq,
        now: Millis,
    ) -> Batch {
        let Unpacked { rows, passed_over } = found;
        let mut batch = Batch { clear_rows: true, put: rows, ..Batch::default() };
        let new_life = self.meta.epoch.is_some_and(|epoch| epoch != answer.epoch);
        self.settle_outbox(answer, new_life, now, &mut batch);
        let meta = self.settled_meta(answer, seq, now);
        batch.meta = Some(Meta { complete: false, passed_over, ..meta });
        batch
    }

    /// Whether the rows came for another role or site than those that are answered: the device
    /// ended after it had signed in and before it wrote that. What it lacks now may be older than
    /// its cursor, so it begins anew.
    fn came_for_another(&self, answer: &SyncAnswer) -> bool {
        let reach = |actor: &Actor| (actor.role, actor.site.clone());
        self.meta.actor.as_ref().is_some_and(|known| reach(known) != reach(&answer.actor))
    }

    fn settled_meta(&self, answer: &SyncAnswer, cursor: Seq, now: Millis) -> Meta {
        Meta {
            actor: Some(answer.actor.clone()),
            epoch: Some(answer.epoch),
            cursor,
            sites: answer.sites.clone().map(|sites| sites.into_iter().collect()),
            offset_ms: answer.now - now,
            answered_at: Some(now),
            complete: !answer.more || (self.meta.complete && !answer.reset),
            seen_by_desk: answer.seen_by_desk,
            vocabulary: VOCABULARY,
            passed_over: answer.passed_over || (self.meta.passed_over && !answer.reset),
            left_out: answer.leaves_out,
        }
    }

    fn settle_outbox(&self, answer: &SyncAnswer, new_life: bool, now: Millis, out: &mut Batch) {
        let verdicts: BTreeMap<_, _> =
            answer.outcomes.iter().map(|outcome| (outcome.command, &outcome.verdict)).collect();
        for item in self.outbox.values() {
            let standing = match verdicts.get(&item.envelope.id) {
                Some(verdict) => settled(verdict, now),
                // The server was restored from an older backup: offer again what it may lack. What
                // waits is written too: the disk may say that it was sent in the life before.
                None if new_life
                    && matches!(item.standing, Standing::Sent { .. } | Standing::Waiting) =>
                {
                    Standing::Waiting
                }
                None => {
                    if outlived(item, now) {
                        out.forget.push(item.envelope.id);
                    }
                    continue;
                }
            };
            out.outbox.push(OutboxItem { envelope: item.envelope.clone(), standing });
        }
    }

    fn settle_rows(&self, answer: &SyncAnswer, meta: &Meta, out: &mut Batch) {
        let scope = self.scope(meta, answer.now, answer);
        let mut next: BTreeMap<RowKey, Option<Row>> = BTreeMap::new();
        for change in &answer.changes {
            match change {
                Change::Put(row) => next.insert(row.key(), scope.view(row)),
                Change::Gone { row, .. } => next.insert(row.clone(), None),
            };
        }
        if !answer.reset && !scope.is_everything() {
            let outside = |row: &Row| scope.view(row).is_none() && !next.contains_key(&row.key());
            out.remove.extend(self.mirror.rows().filter(outside).map(|row| row.key()));
        }
        for (key, row) in next {
            match row {
                // A later answer may have come first: never step back.
                Some(row) => {
                    let known = self.mirror.get(&key).map_or(0, |known| known.version());
                    if answer.reset || known <= row.version() {
                        out.put.push(row);
                    }
                }
                None if !answer.reset => out.remove.push(key),
                None => {}
            }
        }
    }

    fn scope(&self, meta: &Meta, now: Millis, answer: &SyncAnswer) -> Scope {
        let mut state = State::default();
        let puts = answer.changes.iter().filter_map(|change| match change {
            Change::Put(row @ (Row::Calendar(_) | Row::Campaign(_))) => Some(row.clone()),
            _ => None,
        });
        let calendars = self.mirror.calendars.values().cloned().map(Row::Calendar);
        let campaigns = self.mirror.campaigns.values().cloned().map(Row::Campaign);
        for row in calendars.chain(campaigns).chain(puts) {
            state.put(row);
        }
        let sites = meta.sites.clone().unwrap_or_default();
        let calls = calls_of(&state, &answer.actor, now);
        Scope::new(&answer.actor, sites, quarters_of(&state, now), now).judging(calls)
    }

    /// What the word of another tab brings. It may come late: a command that is known by now stands
    /// where it stands, and only an answer, which has a meta, moves it. What a person has put away
    /// moves nothing. Rows of an answer that came before what this tab knows are known in a later
    /// version by now: a tab that was frozen reads the disk again, and then hears what was said
    /// meanwhile.
    pub fn news(&self, mut batch: Batch) -> Batch {
        if self.is_past(&batch) {
            batch.put.clear();
            batch.remove.clear();
            batch.meta = None;
            return batch;
        }
        if batch.meta.is_none() {
            batch.outbox.retain(|item| {
                let known = self.outbox.get(&item.envelope.sequence);
                known.is_none_or(|known| {
                    discriminant(&known.standing) == discriminant(&item.standing)
                })
            });
        }
        batch
    }

    /// Whether a batch is of an answer before the last one that this tab knows, in the same life of
    /// the server and for the same person. A mirror that begins anew is not complete meanwhile.
    fn is_past(&self, batch: &Batch) -> bool {
        let of =
            |meta: &Meta| (meta.epoch, meta.vocabulary, meta.actor.as_ref().map(|a| a.account));
        batch.meta.as_ref().is_some_and(|meta| {
            let goes_on = !batch.clear_rows && meta.complete && self.meta.complete;
            goes_on && of(meta) == of(&self.meta) && meta.cursor < self.meta.cursor
        })
    }

    /// Takes over what the store has committed.
    pub fn commit(&mut self, batch: Batch, now: Millis) {
        let goes_on = self.only_appends(&batch);
        let fresh = batch.outbox.len();
        if batch.clear_rows {
            self.mirror = State::default();
            self.view.clear();
        }
        for key in &batch.remove {
            self.mirror.remove(key);
            self.view.remove(key);
        }
        for row in batch.put {
            self.view.put(row.clone());
            self.mirror.put(row);
        }
        for item in batch.outbox {
            self.outbox.insert(item.envelope.sequence, item);
        }
        if !batch.forget.is_empty() {
            self.outbox.retain(|_, item| !batch.forget.contains(&item.envelope.id));
        }
        if let Some(meta) = batch.meta {
            self.meta = meta;
        }
        if goes_on {
            self.apply_last(fresh, now);
        } else {
            self.view.go_back_to(&self.mirror);
            self.apply_all(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::account::Account;
    use crate::id::AccountId;
    use crate::role::Role;
    use std::sync::Arc;
    use uuid::Uuid;

    fn told(cursor: Seq) -> Batch {
        let id = AccountId(Uuid::nil());
        let known = Account::blank(id, cursor.to_string(), Role::Technician, None);
        let known = Row::Account(Arc::new(Account { version: cursor, ..known }));
        let meta = Meta { complete: true, cursor, ..Meta::default() };
        Batch { put: vec![known], meta: Some(meta), ..Batch::default() }
    }

    /// A frozen tab reads the disk again when it thaws, and then hears what was said meanwhile.
    #[test]
    fn an_answer_that_comes_late_from_another_tab_takes_no_row_back() {
        let mut replica = Replica::default();
        let mut hear = |batch| {
            replica.commit(replica.news(batch), 0);
            (replica.meta().cursor, replica.view().accounts.values().next().map(|a| a.version))
        };
        assert_eq!(hear(told(22)), (22, Some(22)));
        assert_eq!(hear(told(20)), (22, Some(22)), "it is known in a later version");
        assert_eq!(hear(told(23)), (23, Some(23)));
        // What begins anew is no old word, whatever its number.
        assert_eq!(hear(Batch { clear_rows: true, ..told(7) }), (7, Some(7)));
    }
}
