//! A pool of reading connections, each with little memory of its own.

use super::super::StoreResult;
use super::super::group_commit::locked;
use super::hold_statements;
use rusqlite::{Connection, OpenFlags};
use std::ops::{Deref, DerefMut};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, PoisonError};

/// Maximum number of readers at a time; more would wait for a processor anyway.
const READERS_MAX: usize = 8;
/// Page cache of a reader, in KiB: other pages are read through the system's cache.
const CACHE_KIB: i32 = 2 * 1_024;

/// The pool of reading connections.
pub(super) struct Readers {
    path: PathBuf,
    pool: Mutex<Pool>,
    given_back: Condvar,
}

#[derive(Default)]
struct Pool {
    free: Vec<Connection>,
    lent: usize,
}

/// A connection that goes back to the pool when it is dropped.
pub(super) struct Lent<'a> {
    readers: &'a Readers,
    connection: Option<Connection>,
}

impl Readers {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, pool: Mutex::default(), given_back: Condvar::new() }
    }

    /// Waits for a free connection.
    pub(super) fn lend(&self) -> StoreResult<Lent<'_>> {
        let full = |pool: &mut Pool| pool.free.is_empty() && pool.lent >= READERS_MAX;
        let waited = self.given_back.wait_while(locked(&self.pool), full);
        let mut pool = waited.unwrap_or_else(PoisonError::into_inner);
        pool.lent += 1;
        let free = pool.free.pop();
        drop(pool);
        let mut lent = Lent { readers: self, connection: free };
        if lent.connection.is_none() {
            lent.connection = Some(self.open()?);
        }
        Ok(lent)
    }

    fn open(&self) -> StoreResult<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(&self.path, flags)?;
        hold_statements(&connection)?;
        connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        Ok(connection)
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        let mut pool = locked(&self.readers.pool);
        pool.lent -= 1;
        pool.free.extend(self.connection.take());
        drop(pool);
        self.readers.given_back.notify_one();
    }
}

impl Deref for Lent<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection.as_ref().expect("a connection is lent until it is dropped")
    }
}

impl DerefMut for Lent<'_> {
    fn deref_mut(&mut self) -> &mut Connection {
        self.connection.as_mut().expect("a connection is lent until it is dropped")
    }
}
