//! A phone, a tablet or a desk of a history: its disk, its tabs, its cookie.

use super::mutation::Mutation;
use super::outbox::Outbox;
use shared::id::{AccountId, DeviceId, Millis};
use shared::pack::pack_rows;
use shared::replica::{Batch, Meta, OutboxItem, Replica, Standing};
use shared::row::{Kind, Row, RowKey, State};
use shared::sync::{Allowance, Machine, OfferedHeld, VOCABULARY};
use std::cell::OnceCell;
use std::collections::BTreeMap;

/// What one tab tells the others of its device.
#[derive(Debug, Clone)]
pub(crate) enum Word {
    Batch(Box<Batch>),
    SignedIn,
    /// More was written than is told: what the tab that sent before wrote, or much at once.
    Reread,
}

impl Word {
    /// For who reads a history.
    pub(crate) fn name(&self) -> String {
        match self {
            Word::Batch(batch) => {
                let Batch { clear_rows, put, outbox, meta, .. } = &**batch;
                let who = meta.as_ref().and_then(|meta| meta.actor.as_ref());
                let who = who.map(|actor| &actor.name);
                format!(
                    "batch (clears {clear_rows}, {} rows, {} commands, meta of {who:?})",
                    put.len(),
                    outbox.len()
                )
            }
            Word::SignedIn => "that somebody signed in".into(),
            Word::Reread => "that there is something to read".into(),
        }
    }
}

/// What is on the disk of a device: what comes back of the texts in which the app writes it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Disk {
    meta: Option<String>,
    pub(crate) outbox: Outbox,
    rows: BTreeMap<RowKey, Row>,
    /// The tickets of these rows in one block, from the first time that they are read back until
    /// they change.
    tickets: OnceCell<Vec<u8>>,
    sequence: u64,
}

fn text(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).expect("JSON")
}

impl Disk {
    /// Numbers a command and writes it.
    pub(crate) fn append(&mut self, item: &mut OutboxItem) {
        self.sequence += 1;
        item.envelope.sequence = self.sequence;
        self.outbox.put(item);
    }

    pub(crate) fn write_meta(&mut self, meta: &Meta) {
        self.meta = Some(text(meta));
    }

    pub(crate) fn write(&mut self, batch: &Batch) {
        if let Some(meta) = &batch.meta {
            self.write_meta(meta);
        }
        self.outbox.write(&batch.outbox);
        if !batch.forget.is_empty() {
            self.outbox.forget(&batch.forget);
        }
        let mut changed =
            batch.put.iter().map(Row::kind).chain(batch.remove.iter().map(|key| key.kind));
        if batch.clear_rows || changed.any(|kind| kind == Kind::Ticket) {
            self.tickets.take();
        }
        if batch.clear_rows {
            self.rows.clear();
        }
        for key in &batch.remove {
            self.rows.remove(key);
        }
        self.rows.extend(batch.put.iter().map(|row| (row.key(), row.clone())));
    }

    /// The app is replaced by that of the next version.
    pub(crate) fn upgrade(&mut self, mutation: Option<Mutation>) {
        let is_read_anew = mutation != Some(Mutation::MissesItsUpdate);
        if self.outbox.is_first_layout() && is_read_anew {
            let meta =
                self.meta.as_ref().map(|_| Meta { vocabulary: VOCABULARY - 1, ..self.meta() });
            self.meta = meta.map(|meta| text(&meta));
        }
        self.outbox.upgrade();
    }

    pub(crate) fn outbox(&self) -> Vec<OutboxItem> {
        self.outbox.after(0)
    }

    pub(crate) fn clear_outbox(&mut self) {
        self.outbox.clear();
    }

    pub(crate) fn meta(&self) -> Meta {
        let read = |text: &String| Meta::from_json(text).expect("a meta");
        self.meta.as_ref().map(read).unwrap_or_default()
    }

    /// As the app reads its mirror back: tickets from a block, each when it is asked for.
    fn mirror(&self) -> State {
        let others = self.rows.values().filter(|row| row.kind() != Kind::Ticket).cloned();
        let mut mirror: State = others.collect();
        let block = self.tickets.get_or_init(|| {
            let tickets = self.rows.values().filter(|row| row.kind() == Kind::Ticket).cloned();
            pack_rows(&tickets.collect::<Vec<_>>()).expect("a block")
        });
        mirror.put_block(block.clone()).expect("a sound block");
        mirror
    }

    /// How many commands wait: what a device would show after a start.
    pub(crate) fn waiting(&self) -> usize {
        let waits = |item: &&OutboxItem| item.standing == Standing::Waiting;
        self.outbox().iter().filter(waits).count()
    }

    pub(crate) fn load(&self, now: Millis) -> Replica {
        Replica::load(self.meta(), self.mirror(), self.outbox(), now)
    }
}

/// A tab of the app.
pub(crate) struct Tab {
    pub(crate) id: u64,
    pub(crate) replica: Replica,
    pub(crate) machine: Machine,
    pub(crate) leads: bool,
    pub(crate) generation: u32,
    pub(crate) offered_held: OfferedHeld,
    pub(crate) allowance: Allowance,
    /// When the last word of another tab arrives.
    pub(crate) hears_until: Millis,
    /// Which timer is set.
    pub(crate) timer: u64,
}

impl Tab {
    /// As `Sender::interrupt`.
    pub(crate) fn interrupt(&mut self) {
        self.generation += 1;
        self.offered_held = OfferedHeld::default();
    }
}

/// A phone, a tablet or a desk.
pub(crate) struct Device {
    pub(crate) id: DeviceId,
    /// Who may use it, the usual person first.
    pub(crate) accounts: Vec<AccountId>,
    /// Its clock less the true time.
    pub(crate) skew: Millis,
    pub(crate) token: Option<String>,
    pub(crate) disk: Disk,
    /// What a loss of power leaves, when that is not the disk.
    pub(crate) durable: Option<Disk>,
    pub(crate) tabs: Vec<Tab>,
    pub(crate) is_full: bool,
    pub(crate) is_connected: bool,
    pub(crate) is_revoked: bool,
    /// Its app says things that the server does not know yet.
    pub(crate) is_newer: bool,
    /// Its app speaks a protocol that is gone.
    pub(crate) is_outdated: bool,
    /// A tab of it still ends between the disk and its memory, although all is calm.
    pub(crate) ends_once: bool,
}

impl Device {
    pub(crate) fn new(id: DeviceId, accounts: Vec<AccountId>) -> Self {
        Self {
            id,
            accounts,
            skew: 0,
            token: None,
            disk: Disk::default(),
            durable: None,
            tabs: Vec::new(),
            is_full: false,
            is_connected: true,
            is_revoked: false,
            is_newer: false,
            is_outdated: false,
            ends_once: false,
        }
    }

    /// Writes on the disk with strict durability; not at all when it is full.
    pub(crate) fn write(
        &mut self,
        mutation: Option<Mutation>,
        work: impl FnOnce(&mut Disk),
    ) -> Result<(), ()> {
        if self.is_full {
            return if mutation == Some(Mutation::IgnoresFullDisk) { Ok(()) } else { Err(()) };
        }
        if mutation == Some(Mutation::RelaxedDurability) && self.durable.is_none() {
            self.durable = Some(self.disk.clone());
        }
        work(&mut self.disk);
        Ok(())
    }

    /// The power goes: what was not forced onto the disk is not there.
    pub(crate) fn lose_power(&mut self) {
        if let Some(durable) = self.durable.take() {
            self.disk = durable;
        }
    }

    pub(crate) fn tab(&mut self, id: u64) -> Option<&mut Tab> {
        self.tabs.iter_mut().find(|tab| tab.id == id)
    }
}
