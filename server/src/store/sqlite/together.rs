//! Transactions that wait for each other end together: one commit, so one wait for the disk, for
//! all that came meanwhile. Each is still all or nothing, and done only once it is on the disk.

use super::super::ending::{Ending, JOINED_MAX, locked};
use super::super::{Fault, Kept, Writer};
use super::{Tx, say};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

/// The connection that writes.
pub(super) struct WriterConnection {
    inner: Mutex<Inner>,
    /// Threads that are about to take the connection: the last of them ends what is open.
    coming: AtomicUsize,
}

struct Inner {
    connection: Connection,
    open: Option<Arc<Ending>>,
    joined: usize,
}

impl WriterConnection {
    pub(super) fn new(connection: Connection) -> Self {
        let inner = Inner { connection, open: None, joined: 0 };
        Self { inner: Mutex::new(inner), coming: AtomicUsize::new(0) }
    }

    /// Work on the connection itself, outside any transaction.
    pub(super) fn alone<T>(&self, work: impl FnOnce(&mut Connection) -> Kept<T>) -> Kept<T> {
        let mut inner = locked(&self.inner);
        if let Some(open) = inner.open.clone() {
            inner.end(&open);
        }
        work(&mut inner.connection)
    }

    /// One transaction; on the disk when it gives `Ok`.
    pub(super) fn write(&self, work: &mut dyn FnMut(&dyn Writer) -> Kept<()>) -> Kept<()> {
        self.coming.fetch_add(1, Ordering::SeqCst);
        let mut inner = locked(&self.inner);
        self.coming.fetch_sub(1, Ordering::SeqCst);
        let ending = inner.join()?;
        let worked = catch_unwind(AssertUnwindSafe(|| inner.part(work)));
        let is_last = self.coming.load(Ordering::SeqCst) == 0
            || inner.joined >= JOINED_MAX
            || inner.is_lost();
        if is_last {
            inner.end(&ending);
        }
        drop(inner);
        match worked {
            Ok(Ok(())) => ending.wait(),
            // Nothing of it was written, however the others end.
            Ok(Err(fault)) => Err(fault),
            Err(panic) => resume_unwind(panic),
        }
    }
}

impl Inner {
    fn join(&mut self) -> Kept<Arc<Ending>> {
        self.joined += 1;
        if let Some(open) = &self.open {
            return Ok(Arc::clone(open));
        }
        self.joined = 1;
        say(&self.connection, "BEGIN IMMEDIATE")?;
        let ending = Arc::new(Ending::default());
        self.open = Some(Arc::clone(&ending));
        Ok(ending)
    }

    /// Work whose failure undoes what it wrote and nothing else. The first part is all that the
    /// transaction has until then: it needs no savepoint, for which SQLite would copy each page
    /// before its first change.
    fn part(&mut self, work: &mut dyn FnMut(&dyn Writer) -> Kept<()>) -> Kept<()> {
        let is_first = self.joined == 1;
        if !is_first {
            say(&self.connection, "SAVEPOINT part")?;
        }
        let guard = Undo { connection: &self.connection, is_first, is_done: false };
        let tx = Tx::new(&self.connection);
        work(&tx)?;
        tx.keep_seq()?;
        guard.done()
    }

    /// Some failures (a full disk) make SQLite undo the whole transaction by itself, and a first
    /// part that fails is undone with it.
    fn is_lost(&self) -> bool {
        self.connection.is_autocommit()
    }

    fn end(&mut self, ending: &Ending) {
        let lost = || Err(Fault::new("sqlite: the transaction was undone"));
        let ended = match self.is_lost() {
            true => lost(),
            false => say(&self.connection, "COMMIT"),
        };
        if ended.is_err() && !self.is_lost() {
            // If this fails too, the next «BEGIN» says so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
        self.open = None;
        self.joined = 0;
        ending.tell(&ended);
    }
}

/// Undoes a part that did not come to its end, by failure or by panic.
struct Undo<'a> {
    connection: &'a Connection,
    is_first: bool,
    is_done: bool,
}

impl Undo<'_> {
    fn done(mut self) -> Kept<()> {
        if !self.is_first {
            say(self.connection, "RELEASE part")?;
        }
        self.is_done = true;
        Ok(())
    }
}

impl Drop for Undo<'_> {
    fn drop(&mut self) {
        if self.is_done || self.connection.is_autocommit() {
            return;
        }
        let undone = !self.is_first
            && self.connection.execute_batch("ROLLBACK TO part; RELEASE part").is_ok();
        if !undone {
            // Half of a part must not be kept: then nothing is.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}
