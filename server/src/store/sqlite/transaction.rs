//! The connection that writes, and the transaction that is open on it.

use super::super::group_commit::Engine;
use super::super::{Fault, StoreResult, Writer};
use super::{Tx, say};
use rusqlite::Connection;

/// The connection that writes.
pub(super) struct WriterConnection {
    pub(super) connection: Connection,
    /// The first part is all that the transaction has until then: it needs no savepoint, for which
    /// SQLite would copy each page before its first change.
    is_first: bool,
}

impl WriterConnection {
    pub(super) fn new(connection: Connection) -> Self {
        Self { connection, is_first: true }
    }

    /// Undoes everything, if there is something left to undo.
    fn undo(&self) {
        if !self.is_lost() {
            // If this fails too, the next «BEGIN» says so.
            let _ = self.connection.execute_batch("ROLLBACK");
        }
    }
}

impl Engine for WriterConnection {
    fn begin(&mut self) -> StoreResult<()> {
        self.is_first = true;
        say(&self.connection, "BEGIN IMMEDIATE")
    }

    fn join(&mut self) -> StoreResult<()> {
        self.is_first = false;
        say(&self.connection, "SAVEPOINT part")
    }

    fn part(&mut self, work: &mut dyn FnMut(&dyn Writer) -> StoreResult<()>) -> StoreResult<()> {
        let tx = Tx::new(&self.connection);
        work(&tx)?;
        tx.keep_seq()?;
        if self.is_first { Ok(()) } else { say(&self.connection, "RELEASE part") }
    }

    fn undo_part(&mut self) {
        let undo = "ROLLBACK TO part; RELEASE part";
        let undone = !self.is_first && self.connection.execute_batch(undo).is_ok();
        if !undone {
            // Half of a part must not be kept: then nothing is.
            self.undo();
        }
    }

    /// Some failures (a full disk) make SQLite undo the whole transaction by itself, and a first
    /// part that fails is undone with it.
    fn is_lost(&self) -> bool {
        self.connection.is_autocommit()
    }

    fn end(&mut self) -> StoreResult<()> {
        if self.is_lost() {
            return Err(Fault::new("sqlite: the transaction was undone"));
        }
        let ended = say(&self.connection, "COMMIT");
        if ended.is_err() {
            self.undo();
        }
        ended
    }
}
