//! PostgreSQL, for an authority that outgrows one machine: several servers share one database.
//!
//! Sequence numbers must become visible in their order: a device that has seen 812 never asks for
//! 811 again. So a writing transaction locks the counter first, and the next one, of whichever
//! server, waits until it ends.

mod address;
mod migrate;
mod pool;
mod portable;
mod reader;
mod transaction;
mod value;
mod watch;
mod writer;

use super::group_commit::GroupCommit;
use super::sqlite::VOCABULARY_KEY;
use super::{Fault, Opened, Reader, Store, StoreResult, Writer};
use address::Address;
use pool::{Connection, Lease, Pool};
use postgres::SimpleQueryMessage;
use shared::id::{Epoch, Seq};
use shared::row::{Kind, Row, RowKey};
use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use transaction::Transactions;

/// Begins a look: one snapshot for all queries, taken by the first of them.
const LOOK: &str = "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SELECT key, value FROM meta";
/// Begins a change. The lock is held when the last statement begins, which therefore sees
/// everything that was committed.
const CHANGE: &str = "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE; \
                      SELECT value FROM meta WHERE key = 'seq' FOR UPDATE; \
                      SELECT key, value FROM meta";

impl From<postgres::Error> for Fault {
    /// Leaves out the detail of the database, which quotes the values that were written.
    fn from(error: postgres::Error) -> Self {
        match error.as_db_error() {
            Some(told) => {
                Fault::new(format!("postgresql: {} ({})", told.message(), told.code().code()))
            }
            None => Fault::of("postgresql", error),
        }
    }
}

/// A store in a PostgreSQL database.
pub struct Postgres {
    pool: Arc<Pool>,
    writing: GroupCommit<Transactions>,
    listener: watch::Listener,
}

impl Postgres {
    /// Connects, and migrates the database to this version.
    ///
    /// # Errors
    /// When the address cannot be read, nobody answers, or a newer version wrote the database. No
    /// error names the address, since it holds a password.
    pub fn open(url: &str) -> StoreResult<Self> {
        let address = Address::read(url)?;
        migrate::migrate(&mut Connection::open(&address)?)?;
        let (pool, listener) = (Arc::new(Pool::new(address)), watch::Listener::default());
        let writing = GroupCommit::new(Transactions::new(Arc::clone(&pool)));
        Ok(Self { pool, writing, listener })
    }
}

/// Begins a transaction, and reads its [`Meta`].
fn begin(pool: &Arc<Pool>, sql: &str) -> StoreResult<(Lease, Meta)> {
    let (lease, found) = pool.begin(sql)?;
    match Meta::read(&found) {
        Ok(meta) => Ok((lease, meta)),
        Err(fault) => Err(lease.undo(fault)),
    }
}

/// The values that every transaction knows from its beginning.
#[derive(Clone, Copy)]
struct Meta {
    epoch: Epoch,
    seq: Seq,
    desk_seen: Seq,
    vocabulary: u32,
}

impl Meta {
    fn read(found: &[SimpleQueryMessage]) -> StoreResult<Self> {
        let value = |wanted: &str| {
            let mut lines = found.iter().filter_map(|message| match message {
                SimpleQueryMessage::Row(line) if line.len() == 2 => Some(line),
                _ => None,
            });
            let line = lines.find(|line| line.get(0) == Some(wanted));
            line.and_then(|line| line.get(1)).unwrap_or_default()
        };
        let unread = |what: &str| Fault::new(format!("the {what} cannot be read"));
        let desk_seen = match value("desk_seen") {
            "" => 0,
            seen => seen.parse().map_err(|_| unread("number that the desk has seen"))?,
        };
        let vocabulary = match value(VOCABULARY_KEY) {
            "" => 0,
            vocabulary => vocabulary.parse().map_err(|_| unread("vocabulary"))?,
        };
        Ok(Self {
            desk_seen,
            vocabulary,
            epoch: value("epoch").parse().map_err(|_| unread("epoch"))?,
            seq: value("seq").parse().map_err(|_| unread("sequence"))?,
        })
    }
}

/// A transaction that implements the traits of the store.
struct Tx<'a> {
    connection: RefCell<&'a mut Connection>,
    meta: Cell<Meta>,
    /// Rows to write. They are written together, before any other statement runs.
    waiting: RefCell<BTreeMap<RowKey, Row>>,
    /// A row was not read wholly since this was last put back.
    is_half_read: Cell<bool>,
}

impl<'a> Tx<'a> {
    fn new(lease: &'a mut Lease, meta: Meta) -> StoreResult<Self> {
        let connection = RefCell::new(lease.connection()?);
        let (waiting, is_half_read) = (RefCell::default(), Cell::new(false));
        Ok(Self { connection, meta: Cell::new(meta), waiting, is_half_read })
    }
}

impl Store for Postgres {
    fn read(&self, work: &mut dyn FnMut(&dyn Reader) -> StoreResult<()>) -> StoreResult<()> {
        let (mut lease, meta) = begin(&self.pool, LOOK)?;
        match Tx::new(&mut lease, meta).and_then(|tx| work(&tx)) {
            Ok(()) => lease.end("COMMIT"),
            Err(fault) => Err(lease.undo(fault)),
        }
    }

    fn opened(&self, token_hash: &str) -> StoreResult<Option<Opened>> {
        let account = Kind::Account.tag();
        let found = self.pool.ask(reader::OPENED, &[&value::text(token_hash), &account])?;
        found.first().map(reader::opened).transpose()
    }

    fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()> {
        self.writing.write(work)
    }

    fn backup(&self, to: &Path) -> StoreResult<()> {
        let (mut lease, _) = begin(&self.pool, LOOK)?;
        match lease.connection().and_then(|connection| portable::write(connection, to)) {
            Ok(()) => lease.end("COMMIT"),
            Err(fault) => Err(lease.undo(fault)),
        }
    }

    fn restore(&self, from: &Path) -> StoreResult<()> {
        let (mut lease, meta) = begin(&self.pool, CHANGE)?;
        let restored = Tx::new(&mut lease, meta).and_then(|tx| {
            super::must_be_empty(&tx)?;
            portable::read(*tx.connection.borrow_mut(), from)
        });
        match restored {
            Ok(()) => lease.end("COMMIT"),
            Err(fault) => Err(lease.undo(fault)),
        }
    }

    fn watch(&self, heard: Box<dyn Fn(Seq) + Send>) -> StoreResult<()> {
        self.listener.begin(self.pool.address().clone(), heard)
    }
}
