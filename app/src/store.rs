//! The database of the device. Before the app says that something is kept, it was written here in
//! one transaction with strict durability, and the browser has reported it complete.

mod batch;
mod carried;
mod draft;
mod drafts;
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

pub use draft::{Drafts, KeptDraft, PHOTOS, draft, drafts_at_hand, keep_draft};
pub use drafts::{SettledDrafts, TakenAlong};
pub use error::StoreError;
pub use outbox::Appended;
pub use photos::{FileStanding, StoredFile};

/// Keys of the meta store.
const DEVICE: &str = "device";
const STATUS: &str = "status";

/// The size of rows in memory, relative to their size in a block.
const READ_FACTOR: usize = 6;

/// The content of the store at the start.
pub struct Loaded {
    /// The key of this device.
    pub device: DeviceId,
    /// The database was empty: this is a first start, or the browser erased everything.
    pub is_new: bool,
    /// The device's memory.
    pub replica: Replica,
    /// Commands that this version cannot read, as they were written.
    pub unreadable: Vec<String>,
    /// How many commands were lost with the database and found in their second copy.
    pub found_again: usize,
    /// The rows that are read later.
    pub rest: Rest,
}

/// The rows that [`DeviceStore::load_first`] left for later.
#[derive(Default)]
pub struct Rest {
    /// Keys of rows that were read already, or that are deleted.
    known: BTreeSet<String>,
    /// The overlay has grown enough to compact.
    is_scattered: bool,
}

impl Rest {
    /// Drops the rows that were read already. Not inlined, so that the hot loop is compiled apart
    /// from the async code around it.
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
pub struct DeviceStore {
    connections: RefCell<Option<Rc<Connections>>>,
    replaced: Rc<dyn Fn()>,
}

impl DeviceStore {
    /// Opens the database. `replaced` is called when a newer version takes it over.
    ///
    /// # Errors
    /// [`StoreError`] when the browser gives no database.
    pub async fn open(replaced: impl Fn() + 'static) -> Result<Self, StoreError> {
        let store = Self { connections: RefCell::new(None), replaced: Rc::new(replaced) };
        store.connect().await?;
        Ok(store)
    }

    /// Connects; once more if the browser lost its database server in between.
    async fn connect(&self) -> Result<Rc<Connections>, StoreError> {
        match self.connect_once().await {
            Err(StoreError::Disconnected) => self.connect_once().await,
            other => other,
        }
    }

    async fn connect_once(&self) -> Result<Rc<Connections>, StoreError> {
        let replaced = Rc::clone(&self.replaced);
        // Both are opened at once. The browser serves the requests in order, so that the second
        // finds the layout to which the first has upgraded.
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

    /// Opens the connections again: WebKit drops those of pages in the background.
    async fn reconnect(&self) -> Result<Rc<Connections>, StoreError> {
        if let Some(dead) = self.connections.borrow_mut().take() {
            dead.strict.close();
        }
        self.connect().await
    }

    /// Runs a strict write transaction, and runs it again on a new connection if the old one is
    /// dead.
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

    /// Runs a read, and runs it again on a new connection if the old one is dead.
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

    /// Reads back, in one transaction, what the first screens need: all but most of the equipment,
    /// which [`DeviceStore::load_rest`] reads. Sites, tickets and visits are decoded on first use.
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
        let (mut items, unreadable) = outbox::read(&read.sent, &read.outbox).await?;
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

    /// Reads back the rows that [`DeviceStore::load_first`] left; `None` when one of them cannot be
    /// decoded, so that everything must be read again.
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
            // Lets the page react to taps in between.
            device::next_task().await;
        }
        Ok(Some(rows))
    }

    /// Compacts the blocks if many changes overlay them.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was changed.
    pub async fn compact(&self, rest: &Rest) -> Result<(), StoreError> {
        match rest.is_scattered {
            true => self.strictly(&[BLOCKS, ROWS], mirror::compact).await,
            false => Ok(()),
        }
    }

    /// Returns the commands with a greater number, which another tab may have written.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub async fn outbox_after(&self, sequence: u64) -> Result<Vec<OutboxItem>, StoreError> {
        let (sent, alone) = self
            .reading(async |rexie| {
                let after = KeyRange::lower_bound(&(sequence as f64).into(), Some(true))?;
                let transaction = rexie.transaction(&[OUTBOX, SENT], TransactionMode::ReadOnly)?;
                let alone = transaction.store(OUTBOX)?.get_all(Some(after), None).await?;
                // The runs whose last number is greater.
                let after = Array::of1(&(sequence as f64 + 1.0).into());
                let after = KeyRange::lower_bound(&after, None)?;
                Ok((transaction.store(SENT)?.get_all(Some(after), None).await?, alone))
            })
            .await?;
        Ok(outbox::read(&sent, &alone).await?.0)
    }

    /// Returns whether another tab has written something that this memory does not know.
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

    /// Empties a mirror that cannot be read, so that it is fetched again; the commands that wait
    /// stay.
    async fn begin_mirror_again(&self, meta: Meta) -> Result<(Meta, State), StoreError> {
        let meta = meta.emptied(meta.actor.clone());
        self.write(&Batch { clear_rows: true, meta: Some(meta.clone()), ..Batch::default() })
            .await?;
        Ok((meta, State::default()))
    }

    /// Draws the key of this device, unless another tab just did. If the browser lost its database,
    /// the commands that waited are restored from their second copy, with the device key that they
    /// carry.
    async fn begin(&self) -> Result<(DeviceId, Vec<OutboxItem>), StoreError> {
        let again = second::copies().await?;
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

    /// Writes a command with its number, or with the next free one if another tab has used that.
    /// Once this returns `Ok`, it is on the disk with what it takes along. When the device is full,
    /// files that the server has are dropped first.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn append(
        &self,
        item: OutboxItem,
        along: &TakenAlong,
    ) -> Result<Appended, StoreError> {
        let appended = self.write_numbered(item, along).await?;
        if appended.item.is_unsent() {
            second::keep(appended.item.envelope.sequence, &appended.text);
        }
        Ok(appended)
    }

    async fn write_numbered(
        &self,
        item: OutboxItem,
        along: &TakenAlong,
    ) -> Result<Appended, StoreError> {
        let (sequence, text) = (item.envelope.sequence, mirror::encode(&item)?);
        let stores = along.stores();
        let hoped = async |writing: &Writing| {
            outbox::append_as_numbered(writing, sequence, &text).await?;
            along.write(writing).await
        };
        match self.strictly(stores, &hoped).await {
            Ok(()) => return Ok(Appended { item, text }),
            Err(StoreError::Overtaken) => {}
            Err(StoreError::Full) => self.drop_sent_files().await?,
            Err(error) => return Err(error),
        }
        let append = async |writing: &Writing| {
            let appended = outbox::append(writing, &item).await?;
            along.write(writing).await?;
            Ok(appended)
        };
        match self.strictly(stores, &append).await {
            Err(StoreError::Full) => {
                self.drop_sent_files().await?;
                self.strictly(stores, &append).await
            }
            other => other,
        }
    }

    /// Puts a command away, as read or dealt with. Returns the item as stored, if it is kept.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn put_away(&self, sequence: u64) -> Result<Option<OutboxItem>, StoreError> {
        let put_away = async |writing: &Writing| outbox::put_away(writing, sequence).await;
        self.strictly(&[OUTBOX], put_away).await
    }
}
