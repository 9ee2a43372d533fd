//! SQLite: one file with a write-ahead log; every acknowledged write is on the disk.

mod migrate;
mod reader;
mod readers;
mod transaction;
mod writer;

use super::group_commit::GroupCommit;
use super::{Fault, Reader, Store, StoreResult, Writer};
use readers::Readers;
use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};
use shared::id::Seq;
use std::cell::Cell;
use std::path::Path;
use std::time::Duration;
use transaction::WriterConnection;

pub(super) use migrate::VOCABULARY_KEY;
pub use migrate::{VERSION, version_of};

/// Page cache of the writing connection, in KiB.
const WRITER_CACHE_KIB: i32 = 16 * 1_024;
/// Pages of the log, 4 KiB each, after which they are copied into the database: a device that
/// sends hundreds of commands must not wait for that.
const CHECKPOINT_PAGES: i32 = 4_000;
/// How long a connection waits for a lock of another one.
const BUSY: Duration = Duration::from_secs(10);

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        Fault::of("sqlite", error)
    }
}

impl From<serde_json::Error> for Fault {
    fn from(error: serde_json::Error) -> Self {
        Fault::of("a stored body cannot be read", error)
    }
}

/// A store in one SQLite file.
pub struct Sqlite {
    writer: GroupCommit<WriterConnection>,
    readers: Readers,
}

impl Sqlite {
    /// Opens the file, creates it if it does not exist, and migrates it to this version.
    ///
    /// # Errors
    /// When the file cannot be opened, is no database, or was written by a newer version.
    pub fn open(path: &Path) -> StoreResult<Self> {
        let mut writer = Connection::open(path)?;
        prepare(&writer)?;
        migrate::migrate(&mut writer)?;
        let writer = GroupCommit::new(WriterConnection::new(writer));
        Ok(Self { writer, readers: Readers::new(path.to_owned()) })
    }

    /// Reads the whole file and checks that it is sound.
    ///
    /// # Errors
    /// When something is damaged.
    pub fn check(&self) -> StoreResult<()> {
        let found: String =
            self.readers.lend()?.query_row("PRAGMA integrity_check", [], |row| row.get(0))?;
        match found.as_str() {
            "ok" => Ok(()),
            _ => Err(Fault::new(format!("the database is damaged: {found}"))),
        }
    }
}

fn hold_statements(connection: &Connection) -> StoreResult<()> {
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(128);
    // Without it SQLite compiles a cached statement again for each new value, to find a better
    // plan: a third of the time of a pull. The plans of these statements never depend on values.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(())
}

fn prepare(connection: &Connection) -> StoreResult<()> {
    hold_statements(connection)?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    // FULL: acknowledged writes survive a power cut, not only a crash of the program.
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "cache_size", -WRITER_CACHE_KIB)?;
    connection.pragma_update(None, "wal_autocheckpoint", CHECKPOINT_PAGES)?;
    // The journal of savepoints stays in memory, not in a file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    Ok(())
}

/// Runs a statement without values, compiled once.
fn say(connection: &Connection, sql: &'static str) -> StoreResult<()> {
    connection.prepare_cached(sql)?.execute([])?;
    Ok(())
}

/// A transaction that implements the traits of the store.
struct Tx<'a> {
    connection: &'a Connection,
    /// The last sequence number given, once it was read or raised here.
    seq: Cell<Option<Seq>>,
    /// The vocabulary of the database, once it was read.
    vocabulary: Cell<Option<u32>>,
    /// A row was not read wholly since this was last put back.
    is_half_read: Cell<bool>,
}

impl<'a> Tx<'a> {
    fn new(connection: &'a Connection) -> Self {
        let (seq, vocabulary) = (Cell::new(None), Cell::new(None));
        Self { connection, seq, vocabulary, is_half_read: Cell::new(false) }
    }
}

/// A read transaction, which ends when it is dropped.
struct Look<'a>(&'a Connection);

impl<'a> Look<'a> {
    fn begin(connection: &'a Connection) -> StoreResult<Self> {
        say(connection, "BEGIN")?;
        Ok(Self(connection))
    }
}

impl Drop for Look<'_> {
    fn drop(&mut self) {
        // Nothing was written. If this fails, the next «BEGIN» reports it.
        let _ = say(self.0, "ROLLBACK");
    }
}

impl Store for Sqlite {
    fn read(&self, work: &mut dyn FnMut(&dyn Reader) -> StoreResult<()>) -> StoreResult<()> {
        let connection = self.readers.lend()?;
        let look = Look::begin(&connection)?;
        work(&Tx::new(look.0))
    }

    fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()> {
        self.writer.write(work)
    }

    fn backup(&self, to: &Path) -> StoreResult<()> {
        let from = self.readers.lend()?;
        let mut copy = Connection::open(to)?;
        let backup = rusqlite::backup::Backup::new(&from, &mut copy)?;
        backup.run_to_completion(1_000, Duration::from_millis(5), None)?;
        Ok(())
    }

    fn restore(&self, from: &Path) -> StoreResult<()> {
        self.read(&mut |reader| super::must_be_empty(reader))?;
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let from = Connection::open_with_flags(from, flags)?;
        self.writer.alone(|writer| {
            // One transaction of the target: if it is interrupted, the target stays empty.
            let backup = rusqlite::backup::Backup::new(&from, &mut writer.connection)?;
            backup.run_to_completion(i32::MAX, Duration::ZERO, None)?;
            Ok(())
        })
    }

    fn watch(&self, _heard: Box<dyn Fn(Seq) + Send>) -> StoreResult<()> {
        Ok(())
    }
}
