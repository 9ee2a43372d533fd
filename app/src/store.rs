//! The database of the device. Whatever people are told is kept has been written here, in one
//! transaction with strict durability, and the browser has said that it is complete.

mod error;
mod look;
mod mirror;
mod outbox;
mod photos;
mod schema;
mod second;
mod strict;

use crate::device;
use error::from_rexie;
use futures_util::future::join;
use js_sys::Array;
use look::{Part, read_all};
use rexie::{KeyRange, Rexie, TransactionMode};
use schema::{BLOCKS, META, OUTBOX, ROWS, SENT};
use shared::id::{DeviceId, Millis};
use shared::replica::{Batch, Meta, OutboxItem, Replica};
use shared::row::{Row, State};
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use strict::{StrictDatabase, Writing};
use uuid::Uuid;

pub use error::StoreError;
pub use outbox::Appended;
pub use photos::{FileStanding, StoredFile};

/// Keys of the meta store.
const DEVICE: &str = "device";
const STATUS: &str = "status";

/// How much larger rows are in memory than in a block.
const READ_FACTOR: usize = 6;

/// What the store held at the start.
pub struct Loaded {
    /// The key of this device.
    pub device: DeviceId,
    /// The database was empty: a first start, or everything was erased.
    pub is_new: bool,
    /// The device's memory.
    pub replica: Replica,
    /// Commands that this version cannot read, as they were written.
    pub unreadable: Vec<String>,
    /// How many commands the browser had lost with its database and were found elsewhere.
    pub found_again: usize,
    /// What was left for later.
    pub rest: Rest,
}

/// What [`Store::load_first`] left for later.
#[derive(Default)]
pub struct Rest {
    /// Keys of rows that were read already, or that are gone.
    known: BTreeSet<String>,
    /// So many changes lie over the blocks that they should be written anew.
    is_scattered: bool,
}

impl Rest {
    /// Not part of the work that waits for the browser: what goes round often is compiled alone.
    #[inline(never)]
    fn drop_known(&self, rows: &mut Vec<Row>) {
        if !self.known.is_empty() {
            rows.retain(|row| !self.known.contains(&row.key().to_string()));
        }
    }
}

struct Connections {
    rexie: Rexie,
    strict: StrictDatabase,
}

/// The database of the device, through two connections: `rexie` for upgrades and reads, and a
/// small binding for strict writes.
pub struct Store {
    connections: RefCell<Option<Rc<Connections>>>,
    replaced: Rc<dyn Fn()>,
}

impl Store {
    /// Opens the database. `replaced` is called when a newer version takes it over.
    ///
    /// # Errors
    /// [`StoreError`] when the browser gives no database.
    pub async fn open(replaced: impl Fn() + 'static) -> Result<Self, StoreError> {
        let store = Self { connections: RefCell::new(None), replaced: Rc::new(replaced) };
        store.connect().await?;
        Ok(store)
    }

    async fn connect(&self) -> Result<Rc<Connections>, StoreError> {
        let replaced = Rc::clone(&self.replaced);
        // Both are asked for at once; the browser serves them in this order, so that the second
        // one finds the layout that the first one brought it to.
        let (rexie, strict) = join(
            schema::builder().build(),
            StrictDatabase::open(schema::DATABASE, schema::version(), move || replaced()),
        )
        .await;
        let connections =
            Rc::new(Connections { rexie: rexie.map_err(from_rexie)?, strict: strict? });
        *self.connections.borrow_mut() = Some(Rc::clone(&connections));
        Ok(connections)
    }

    async fn connections(&self) -> Result<Rc<Connections>, StoreError> {
        let open = self.connections.borrow().clone();
        match open {
            Some(connections) => Ok(connections),
            None => self.connect().await,
        }
    }

    /// WebKit drops connections of pages in the background: they are opened again once.
    async fn reconnect(&self) -> Result<Rc<Connections>, StoreError> {
        if let Some(dead) = self.connections.borrow_mut().take() {
            dead.strict.close();
        }
        self.connect().await
    }

    /// One strict write transaction, tried again on a new connection when the old one is dead.
    async fn strictly<T>(
        &self,
        stores: &[&str],
        fill: impl AsyncFn(&Writing) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let connections = self.connections().await?;
        match connections.strict.write(stores, &fill).await {
            Err(StoreError::Disconnected) => {
                let connections = self.reconnect().await?;
                connections.strict.write(stores, &fill).await
            }
            other => other,
        }
    }

    /// One read, tried again on a new connection when the old one is dead.
    async fn reading<T>(
        &self,
        read: impl AsyncFn(&Rexie) -> Result<T, rexie::Error>,
    ) -> Result<T, StoreError> {
        let connections = self.connections().await?;
        if let Ok(value) = read(&connections.rexie).await {
            return Ok(value);
        }
        let connections = self.reconnect().await?;
        read(&connections.rexie).await.map_err(from_rexie)
    }

    /// Reads everything back, in one transaction.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn load(&self, now: Millis) -> Result<Loaded, StoreError> {
        self.load_part(Part::Everything, now).await
    }

    /// Reads back, in one transaction, what the first screens need: all but the bulk of the
    /// equipment, which [`Store::load_rest`] gives. Sites, tickets and visits are read when they
    /// are asked for.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn load_first(&self, now: Millis) -> Result<Loaded, StoreError> {
        self.load_part(Part::First, now).await
    }

    async fn load_part(&self, part: Part, now: Millis) -> Result<Loaded, StoreError> {
        let read = self.reading(async |rexie| read_all(rexie, part).await).await?;
        let known = read.device.as_deref().and_then(|text| text.parse().ok());
        let is_new = known.is_none();
        let (device, again) = match known {
            Some(device) => (device, Vec::new()),
            None => self.begin().await?,
        };
        device::make_room(read.mirror.bytes() * READ_FACTOR);
        let (mut items, unreadable) = outbox::decode(&read.sent, &read.outbox);
        let found_again = again.len();
        items.extend(again);
        let status = read.status.as_deref();
        let meta = status.and_then(|text| Meta::from_json(text).ok());
        let mirror = match part {
            Part::First => read.mirror.decode(),
            Part::Everything => read.mirror.decode_all(),
        };
        let (meta, mirror) = match (meta, mirror) {
            (Some(meta), Some(mirror)) => (meta, mirror),
            (meta, _) => self.begin_mirror_again(meta.unwrap_or_default()).await?,
        };
        let rest = Rest { known: read.mirror.overlay(), is_scattered: read.mirror.is_scattered() };
        let replica = Replica::load(meta, mirror, items, now);
        Ok(Loaded { device, is_new, replica, unreadable, found_again, rest })
    }

    /// Reads back what [`Store::load_first`] left; nothing when it cannot be read, so that all of
    /// it must be read anew.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn load_rest(&self, rest: &Rest) -> Result<Option<Vec<Row>>, StoreError> {
        let blocks = self
            .reading(async |rexie| {
                let fleet = KeyRange::lower_bound(&mirror::FLEET_FROM.into(), None)?;
                let transaction = rexie.transaction(&[BLOCKS], TransactionMode::ReadOnly)?;
                transaction.store(BLOCKS)?.get_all(Some(fleet), None).await
            })
            .await?;
        let mut rows = Vec::new();
        for block in blocks {
            let Some(mut found) = mirror::rows_of(&block) else { return Ok(None) };
            rest.drop_known(&mut found);
            rows.append(&mut found);
            // Whoever taps meanwhile is not kept waiting.
            device::next_task().await;
        }
        Ok(Some(rows))
    }

    /// Writes the blocks anew when many changes lie over them.
    ///
    /// # Errors
    /// [`StoreError`]; then everything is as it was.
    pub async fn compact(&self, rest: &Rest) -> Result<(), StoreError> {
        match rest.is_scattered {
            true => self.strictly(&[BLOCKS, ROWS], mirror::compact).await,
            false => Ok(()),
        }
    }

    /// Commands with a number greater than that, which another tab may have written.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn outbox_after(&self, sequence: u64) -> Result<Vec<OutboxItem>, StoreError> {
        let (sent, alone) = self
            .reading(async |rexie| {
                let after = KeyRange::lower_bound(&(sequence as f64).into(), Some(true))?;
                let transaction = rexie.transaction(&[OUTBOX, SENT], TransactionMode::ReadOnly)?;
                let alone = transaction.store(OUTBOX)?.get_all(Some(after), None).await?;
                // Those whose last number is greater.
                let after = Array::of1(&(sequence as f64 + 1.0).into());
                let after = KeyRange::lower_bound(&after, None)?;
                Ok((transaction.store(SENT)?.get_all(Some(after), None).await?, alone))
            })
            .await?;
        Ok(outbox::decode(&sent, &alone).0)
    }

    /// Whether another tab has written something that this memory does not know.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn is_ahead_of(&self, meta: &Meta, sequence: u64) -> Result<bool, StoreError> {
        let status = self
            .reading(async |rexie| {
                let transaction = rexie.transaction(&[META], TransactionMode::ReadOnly)?;
                transaction.store(META)?.get(STATUS.into()).await
            })
            .await?;
        let status = status.and_then(|value| value.as_string());
        let known = status.and_then(|text| Meta::from_json(&text).ok());
        let same = known.unwrap_or_else(Meta::default) == *meta;
        Ok(!same || !self.outbox_after(sequence).await?.is_empty())
    }

    /// The mirror cannot be read: it is fetched anew, and what waits stays.
    async fn begin_mirror_again(&self, meta: Meta) -> Result<(Meta, State), StoreError> {
        let meta = meta.emptied(meta.actor.clone());
        self.write(&Batch { clear_rows: true, meta: Some(meta.clone()), ..Batch::default() })
            .await?;
        Ok((meta, State::default()))
    }

    /// Draws the key of this device, unless another tab just did. What had waited when the browser
    /// lost its database waits again, under the key that it was given with.
    async fn begin(&self) -> Result<(DeviceId, Vec<OutboxItem>), StoreError> {
        let again = second::copies();
        let given_with = again.first().map(|item| item.envelope.device);
        let drawn = given_with.unwrap_or_else(|| DeviceId(Uuid::now_v7()));
        let known = self.strictly(&[META, OUTBOX], async |writing| {
            let known = writing.get(META, &DEVICE.into()).await?.as_string();
            if let Some(device) = known.and_then(|text| text.parse().ok()) {
                return Ok(Some(device));
            }
            writing.put(META, &DEVICE.into(), &drawn.to_string().into())?;
            outbox::begin(writing, &again)?;
            Ok(None)
        });
        Ok(known.await?.map_or((drawn, again), |device| (device, Vec::new())))
    }

    /// Numbers a command and writes it: with the number that it has, or with the next one when
    /// another tab has used that. Once it gives `Ok`, the command is on the disk. When the device
    /// is full, files that the server has make room first.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn append(&self, item: OutboxItem) -> Result<Appended, StoreError> {
        let appended = self.write_numbered(item).await?;
        second::keep(appended.item.envelope.sequence, &appended.text);
        Ok(appended)
    }

    /// Makes sure that what waits is kept twice, and nothing else.
    pub fn keep_twice(&self, replica: &Replica) {
        let unsent = replica.outbox().filter(|item| item.is_unsent());
        second::follow(unsent, replica.last_sequence());
    }

    async fn write_numbered(&self, item: OutboxItem) -> Result<Appended, StoreError> {
        let (sequence, text) = (item.envelope.sequence, mirror::encode(&item)?);
        let hoped =
            async |writing: &Writing| outbox::append_as_numbered(writing, sequence, &text).await;
        match self.strictly(&[META, OUTBOX], &hoped).await {
            Ok(()) => return Ok(Appended { item, text }),
            Err(StoreError::Overtaken) => {}
            Err(StoreError::Full) => self.drop_sent_files().await?,
            Err(error) => return Err(error),
        }
        let append = async |writing: &Writing| outbox::append(writing, &item).await;
        match self.strictly(&[META, OUTBOX], &append).await {
            Err(StoreError::Full) => {
                self.drop_sent_files().await?;
                self.strictly(&[META, OUTBOX], &append).await
            }
            other => other,
        }
    }

    /// Puts a command away: read, or dealt with. What is kept of it then, if anything is.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn put_away(&self, sequence: u64) -> Result<Option<OutboxItem>, StoreError> {
        let put_away = async |writing: &Writing| outbox::put_away(writing, sequence).await;
        self.strictly(&[OUTBOX], put_away).await
    }

    /// Writes what begins from a snapshot: its blocks as they came, and the rest of the batch; all
    /// of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write_snapshot(&self, packed: &[u8], batch: &Batch) -> Result<(), StoreError> {
        self.strictly(&[META, OUTBOX, SENT, ROWS, BLOCKS], async |writing| {
            mirror::write_snapshot(writing, packed)?;
            write_meta(writing, batch)?;
            outbox::write(writing, batch).await
        })
        .await?;
        second::drop_settled(&batch.outbox);
        Ok(())
    }

    /// Writes a batch: all of it or nothing.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write(&self, batch: &Batch) -> Result<(), StoreError> {
        self.strictly(&[META, OUTBOX, SENT, ROWS, BLOCKS], async |writing| {
            write_meta(writing, batch)?;
            outbox::write(writing, batch).await?;
            mirror::write(writing, batch).await
        })
        .await?;
        second::drop_settled(&batch.outbox);
        Ok(())
    }
}

fn write_meta(writing: &strict::Writing, batch: &Batch) -> Result<(), StoreError> {
    let Some(meta) = &batch.meta else { return Ok(()) };
    writing.put(META, &STATUS.into(), &mirror::encode(meta)?.into())
}
