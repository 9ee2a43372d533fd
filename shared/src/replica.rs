//! A device's memory: the mirror of the server, what waits to be sent, and the view that people
//! see, which is the first with the second applied. No IO: it says what must be written, and
//! takes it over once the store has committed it.

mod attempt;
mod outbox;
mod settle;
mod view;

pub use attempt::{Attempt, Fate};
pub use outbox::{OutboxItem, Standing};

use crate::command::{Command, Envelope, Seen};
use crate::day::paris_day;
use crate::decide::{Decision, Now, decide};
use crate::id::{AccountId, CommandId, DeviceId, Epoch, Millis, Seq, SiteId};
use crate::limits::COMMANDS_PER_REQUEST;
use crate::order;
use crate::refusal::Refusal;
use crate::role::Actor;
use crate::row::{Row, RowKey, State};
use crate::sync::{PROTOCOL, SnapshotRef, SyncAnswer, SyncRequest, VOCABULARY};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use view::View;

/// What the device knows of itself and of where it stands with the server.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Meta {
    /// Who uses it, as the server said.
    #[serde(default)]
    pub actor: Option<Actor>,
    /// The life of the server's database.
    #[serde(default)]
    pub epoch: Option<Epoch>,
    /// Everything of the scope is known up to here.
    #[serde(default)]
    pub cursor: Seq,
    /// The sites that are held whole; `None` when the scope is not cut by site.
    #[serde(default)]
    pub sites: Option<BTreeSet<SiteId>>,
    /// Server's clock less the device's at the last answer.
    #[serde(default)]
    pub offset_ms: Millis,
    /// When the last answer came, by the device's clock.
    #[serde(default)]
    pub answered_at: Option<Millis>,
    /// The mirror is complete: no answer said `more` since it began.
    #[serde(default)]
    pub complete: bool,
    /// Up to which sequence number the desk has seen what was sent.
    #[serde(default)]
    pub seen_by_desk: Seq,
    /// [`VOCABULARY`] of the app that wrote the mirror.
    #[serde(default)]
    pub vocabulary: u32,
    /// Rows came that this version of the app cannot read: they are not in the mirror.
    #[serde(default)]
    pub passed_over: bool,
    /// A server answered that could not read all that a newer one had written: what it left out is
    /// not in the mirror.
    #[serde(default)]
    pub left_out: bool,
}

impl Meta {
    /// Returns the snapshot that an answer lets this device begin with, if any.
    pub fn begins_with<'a>(&self, answer: &'a SyncAnswer) -> Option<&'a SnapshotRef> {
        // A mirror that holds something already is not thrown away for it.
        answer.snapshot.as_ref().filter(|_| answer.reset || self.cursor == 0)
    }

    /// The meta that another version of the app wrote, for this one: after an update everything
    /// is asked for again, so that what was passed over comes. What waits is no part of it.
    pub(crate) fn updated(self) -> Self {
        if self.vocabulary >= VOCABULARY {
            return self;
        }
        let cursor = 0;
        Self { vocabulary: VOCABULARY, cursor, complete: false, passed_over: false, ..self }
    }

    /// The meta of a mirror that begins anew. The life of the database stays: without it a
    /// restore of the server would go unnoticed, and what was sent since the backup would never
    /// be offered again.
    pub fn emptied(&self, actor: Option<Actor>) -> Self {
        Self { actor, epoch: self.epoch, vocabulary: VOCABULARY, ..Self::default() }
    }
}

/// What must be written in one transaction, all or nothing.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Throw every row of the mirror away first.
    pub clear_rows: bool,
    /// Rows to put into the mirror.
    pub put: Vec<Row>,
    /// Rows to take out of the mirror.
    pub remove: Vec<RowKey>,
    /// Commands to write.
    pub outbox: Vec<OutboxItem>,
    /// Commands that need not be kept any more.
    pub forget: Vec<CommandId>,
    /// The new meta, if it changes.
    pub meta: Option<Meta>,
}

impl Batch {
    /// The JSON of a batch that brings one command, from the JSON of that command: writing it once
    /// is enough for the store and for the other tabs.
    pub fn text_of_command(item: &str) -> String {
        let before = r#"{"clear_rows":false,"put":[],"remove":[],"outbox":["#;
        let after = r#"],"forget":[],"meta":null}"#;
        [before, item, after].concat()
    }

    /// Whether an answer brings more parts than one tab tells the others: whoever reads back sees
    /// by the meta that there is something. What has none is told, however much it is.
    pub fn is_too_much_to_tell(&self, most: usize) -> bool {
        let parts = self.put.len() + self.remove.len() + self.outbox.len();
        self.meta.is_some() && parts > most
    }
}

/// A device's memory.
#[derive(Debug, Clone, Default)]
pub struct Replica {
    /// What the server said.
    mirror: State,
    /// The mirror with what waits applied: what people see.
    view: View,
    /// Commands by their number on this device.
    outbox: BTreeMap<u64, OutboxItem>,
    meta: Meta,
    /// Commands that wait and are too large for the way to the server. Never written: the next
    /// start tries them again.
    aside: BTreeSet<CommandId>,
}

impl Replica {
    /// The memory as the store read it back.
    #[inline(never)]
    pub fn load(meta: Meta, mirror: State, outbox: Vec<OutboxItem>, now: Millis) -> Self {
        let items = outbox.into_iter().map(|item| (item.envelope.sequence, item));
        let (view, outbox) = (View::of(&mirror), order::map(items));
        let mut replica = Self { meta, mirror, view, outbox, aside: BTreeSet::new() };
        replica.apply_all(now);
        replica
    }

    /// Takes in rows that the store kept back when this was loaded: none takes the place of a
    /// newer one.
    ///
    /// Not part of who calls it, nor is [`Replica::load`]: the small loops would be optimised by
    /// a browser with all that waits around them.
    #[inline(never)]
    pub fn complete(&mut self, rows: Vec<Row>, now: Millis) {
        for row in rows {
            if self.mirror.known(&row).is_none_or(|known| known <= row.version()) {
                self.view.put(row.clone());
                self.mirror.put(row);
            }
        }
        self.mirror.let_blocks_go();
        self.view.let_blocks_go();
        self.view.go_back_to(&self.mirror);
        self.apply_all(now);
    }

    /// What people see.
    pub fn view(&self) -> &State {
        self.view.state()
    }

    /// What the server said, without what waits.
    pub fn mirror(&self) -> &State {
        &self.mirror
    }

    /// What the device knows of itself.
    pub fn meta(&self) -> &Meta {
        &self.meta
    }

    /// Every command that is kept, oldest first.
    pub fn outbox(&self) -> impl DoubleEndedIterator<Item = &OutboxItem> {
        self.outbox.values()
    }

    /// Commands of who uses the device now. Those of others stay for when they sign in again.
    pub fn mine(&self) -> impl DoubleEndedIterator<Item = &OutboxItem> {
        let account = self.meta.actor.as_ref().map(|actor| actor.account);
        let mine = move |item: &&OutboxItem| account.is_none_or(|a| a == item.envelope.actor);
        self.outbox.values().filter(mine)
    }

    /// How many commands are to be sent now.
    pub fn waiting(&self) -> usize {
        let goes = |item: &&OutboxItem| item.standing == Standing::Waiting && !self.is_aside(item);
        self.mine().filter(goes).count()
    }

    /// Keeps a command out of the requests, because it alone is too large for the way to the
    /// server: the others go on.
    pub fn set_aside(&mut self, command: CommandId) {
        self.aside.insert(command);
    }

    /// Whether a command waits and is kept out of the requests.
    pub fn is_aside(&self, item: &OutboxItem) -> bool {
        self.aside.contains(&item.envelope.id) && item.is_unsent()
    }

    /// The number of the last command that is held and goes with a request.
    pub fn last_held(&self) -> Option<u64> {
        let held = |item: &&OutboxItem| item.standing == Standing::Held && !self.is_aside(item);
        self.mine().rfind(held).map(|item| item.envelope.sequence)
    }

    /// Tries every command again.
    pub fn take_back_in(&mut self) {
        self.aside.clear();
    }

    /// This memory, read back from the store, with what only the one before knew.
    #[must_use]
    pub fn remembering(self, before: &Self) -> Self {
        Self { aside: before.aside.clone(), ..self }
    }

    /// How many commands are not on the server: to be sent, or not known to it yet.
    pub fn unsent(&self) -> usize {
        self.mine().filter(|item| item.is_unsent()).count()
    }

    /// Commands that wait and were given by accounts other than the one that uses the device: all
    /// that wait, while nobody is signed in.
    pub fn waiting_of_others(&self) -> impl Iterator<Item = &OutboxItem> {
        let account = self.meta.actor.as_ref().map(|actor| actor.account);
        let other = move |item: &&OutboxItem| account != Some(item.envelope.actor);
        self.outbox.values().filter(other).filter(|item| item.is_unsent())
    }

    /// What signing out, or a revocation, erases from the device: every row, the person, and their
    /// commands that are settled. A command that the server lacks, or that asks for its author,
    /// stays.
    pub fn signed_out(&self) -> Batch {
        let settled = self.mine().filter(|item| !item.is_unsent() && !item.asks());
        Batch {
            clear_rows: true,
            forget: settled.map(|item| item.envelope.id).collect(),
            meta: Some(self.meta.emptied(None)),
            ..Batch::default()
        }
    }

    /// How many items ask for the person: refusals not handled, merges not read, commands that are
    /// too large for the way.
    pub fn asking(&self) -> usize {
        self.mine().filter(|item| self.asks(item)).count()
    }

    /// Whether an item asks for the person.
    pub fn asks(&self, item: &OutboxItem) -> bool {
        item.asks() || self.is_aside(item)
    }

    /// The highest number used by a command of this device.
    pub fn last_sequence(&self) -> u64 {
        self.outbox.keys().next_back().copied().unwrap_or(0)
    }

    /// Whether commands of before one of these are missing here: another tab wrote them, and has
    /// not told yet. They go first, so they must be read from the store before anything is sent.
    pub fn lacks_before_any(&self, items: &[OutboxItem]) -> bool {
        let last = self.last_sequence();
        let mut new: Vec<_> = items.iter().map(|item| item.envelope.sequence).collect();
        new.retain(|sequence| *sequence > last);
        order::sort(&mut new);
        new.iter().zip(last + 1..).any(|(sequence, next)| *sequence != next)
    }

    /// Whether a request was answered without a word on one of its commands. A server that says
    /// nothing must not be asked without end.
    pub fn left_without_verdict(&self, request: &SyncRequest) -> bool {
        let sent = order::set(request.commands.iter().map(|command| command.id));
        let new_life = request.epoch.is_some() && request.epoch != self.meta.epoch;
        let waits = |item: &OutboxItem| item.standing == Standing::Waiting;
        !new_life
            && self.outbox.values().any(|item| waits(item) && sent.contains(&item.envelope.id))
    }

    /// Judges a command on what people see. Nothing is kept yet: the caller numbers the
    /// envelope, writes it strictly, and then hands the batch to [`Replica::commit`].
    ///
    /// # Errors
    /// The refusal that the server would give too: nothing is written then.
    pub fn judge(&self, envelope: &Envelope, now: Millis) -> Result<Decision, Refusal> {
        let actor = self.meta.actor.as_ref().ok_or(Refusal::NotAllowed)?;
        decide(self.view(), envelope, actor, Now { ms: now, offset_ms: 0 })
    }

    /// An envelope for an intent, with the versions of the rows it speaks of as people see them.
    pub fn envelope(
        &self,
        id: CommandId,
        device: DeviceId,
        sequence: u64,
        intent: Command,
        now: Millis,
    ) -> Envelope {
        let actor = self.meta.actor.as_ref().map_or(AccountId(uuid::Uuid::nil()), |a| a.account);
        let mut envelope = Envelope {
            id,
            device,
            sequence,
            actor,
            declared_at: now,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent,
        };
        envelope.seen = crate::decide::reads(&envelope, &State::default())
            .into_iter()
            .filter_map(|read| match read {
                crate::row::Read::Row(row) => {
                    let version = self.view().get(&row)?.version();
                    Some(Seen { row, version })
                }
                _ => None,
            })
            .collect();
        envelope
    }

    /// The next request. Held commands go again when `offer_held` (after an update of either
    /// side).
    pub fn request(
        &self,
        device: DeviceId,
        build: &str,
        offer_held: bool,
        now: Millis,
    ) -> SyncRequest {
        self.request_with_held(device, build, offer_held.then_some(0), now)
    }

    /// The next request, with held commands of a number beyond `beyond`.
    pub fn request_with_held(
        &self,
        device: DeviceId,
        build: &str,
        beyond: Option<u64>,
        now: Millis,
    ) -> SyncRequest {
        let goes = |item: &&OutboxItem| match item.standing {
            Standing::Waiting => !self.is_aside(item),
            Standing::Held => {
                !self.is_aside(item) && beyond.is_some_and(|upto| item.envelope.sequence > upto)
            }
            _ => false,
        };
        let commands = self.mine().filter(goes).map(|item| item.envelope.clone());
        SyncRequest {
            protocol: PROTOCOL,
            vocabulary: VOCABULARY,
            device,
            epoch: self.meta.epoch,
            account: self.meta.actor.as_ref().map(|actor| actor.account),
            cursor: self.meta.cursor,
            held: self.meta.sites.iter().flatten().cloned().collect(),
            sent_at: now,
            unsent: self.unsent() as u32,
            build: build.to_owned(),
            takes_packs: true,
            watched: false,
            asks_proof_key: false,
            commands: commands.take(COMMANDS_PER_REQUEST).collect(),
        }
    }

    /// The civil day of the device.
    pub fn today(&self, now: Millis) -> crate::day::Day {
        paris_day(now)
    }
}
