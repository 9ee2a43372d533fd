//! A bounded number of connections, opened when needed, dropped when they break.

use super::super::{Fault, StoreResult};
use super::address::Address;
use postgres::error::SqlState;
use postgres::types::ToSql;
use postgres::{Client, Row, SimpleQueryMessage, Statement};
use std::collections::HashMap;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Maximum number of connections of one program; the listener has one more of its own.
const CONNECTIONS_MAX: usize = 10;
/// How long a request waits for a connection.
const WAIT: Duration = Duration::from_secs(30);

/// Settings of every connection. Acknowledged writes survive a power cut of the database's machine.
/// A program that hangs in a transaction does not hold up the others. Each query has its index,
/// whatever its values: it is planned once, and a plan made while a table was nearly empty must not
/// scan all of it once it is large.
const SETTINGS: &str = "\
    SET synchronous_commit = on; \
    SET lock_timeout = '10s'; \
    SET idle_in_transaction_session_timeout = '60s'; \
    SET client_encoding = 'UTF8'; \
    SET standard_conforming_strings = on; \
    SET plan_cache_mode = force_generic_plan; \
    SET enable_seqscan = off; \
    SET jit = off";

/// A connection with its prepared statements.
pub(super) struct Connection {
    pub(super) client: Client,
    statements: HashMap<&'static str, Statement>,
}

impl Connection {
    pub(super) fn open(address: &Address) -> StoreResult<Self> {
        let mut client = address.connect()?;
        client.batch_execute(SETTINGS)?;
        Ok(Self { client, statements: HashMap::new() })
    }

    /// Returns a statement, prepared once.
    pub(super) fn statement(&mut self, sql: &'static str) -> Result<Statement, postgres::Error> {
        if let Some(statement) = self.statements.get(sql) {
            return Ok(statement.clone());
        }
        let statement = self.client.prepare(sql)?;
        self.statements.insert(sql, statement.clone());
        Ok(statement)
    }
}

#[derive(Default)]
struct State {
    idle: Vec<Connection>,
    lent: usize,
}

/// The pool of connections of a store.
pub(super) struct Pool {
    address: Address,
    state: Mutex<State>,
    returned: Condvar,
}

impl Pool {
    pub(super) fn new(address: Address) -> Self {
        Self { address, state: Mutex::default(), returned: Condvar::new() }
    }

    pub(super) fn address(&self) -> &Address {
        &self.address
    }

    /// Locks the list. A panic of another holder left it intact: pushes and pops do not panic
    /// half-way.
    fn locked(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a transaction, and returns the result of its first statements.
    pub(super) fn begin(
        self: &Arc<Self>,
        sql: &str,
    ) -> StoreResult<(Lease, Vec<SimpleQueryMessage>)> {
        self.first(|connection| connection.client.simple_query(sql))
    }

    /// Runs one query that needs no transaction.
    pub(super) fn ask(
        self: &Arc<Self>,
        sql: &'static str,
        values: &[&(dyn ToSql + Sync)],
    ) -> StoreResult<Vec<Row>> {
        let (lease, found) = self.first(|connection| {
            let statement = connection.statement(sql)?;
            connection.client.query(&statement, values)
        })?;
        lease.give_back();
        Ok(found)
    }

    /// Runs the first statement on a connection. An idle connection may have died since its last
    /// use; as nothing was done on it yet, another one takes its place.
    fn first<T>(
        self: &Arc<Self>,
        ask: impl Fn(&mut Connection) -> Result<T, postgres::Error>,
    ) -> StoreResult<(Lease, T)> {
        let idle = self.lend()?;
        let mut lease = Lease { pool: Arc::clone(self), connection: idle };
        while let Some(connection) = &mut lease.connection {
            match ask(connection) {
                Ok(found) => return Ok((lease, found)),
                Err(error) if is_broken(&error) => lease.connection = self.locked().idle.pop(),
                Err(error) => return Err(lease.undo(error.into())),
            }
        }
        let connection = lease.connection.insert(Connection::open(&self.address)?);
        match ask(connection) {
            Ok(found) => Ok((lease, found)),
            Err(error) => Err(lease.undo(error.into())),
        }
    }

    /// Waits until a connection may be lent. Returns an idle one, if there is one.
    fn lend(&self) -> StoreResult<Option<Connection>> {
        let until = Instant::now() + WAIT;
        let mut state = self.locked();
        while state.lent >= CONNECTIONS_MAX {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return Err(Fault::new("postgresql: every connection is in use"));
            }
            let waited = self.returned.wait_timeout(state, left);
            state = waited.unwrap_or_else(PoisonError::into_inner).0;
        }
        state.lent += 1;
        Ok(state.idle.pop())
    }
}

impl Drop for Pool {
    /// Closing a connection waits for the network, which threads that answer requests must not do:
    /// another thread does it.
    fn drop(&mut self) {
        let idle = std::mem::take(&mut self.locked().idle);
        let _ = std::thread::spawn(move || drop(idle)).join();
    }
}

/// A connection in use. It goes back to the pool when its transaction ended well. Otherwise, also
/// after a panic, it is closed, and the database rolls back.
pub(super) struct Lease {
    pool: Arc<Pool>,
    connection: Option<Connection>,
}

impl Lease {
    /// Returns the connection.
    ///
    /// # Errors
    /// Never while a transaction is open.
    pub(super) fn connection(&mut self) -> StoreResult<&mut Connection> {
        self.connection.as_mut().ok_or_else(|| Fault::new("postgresql: no connection"))
    }

    /// Runs statements within the transaction.
    ///
    /// # Errors
    /// When one is refused, or the connection broke.
    pub(super) fn say(&mut self, sql: &str) -> StoreResult<()> {
        Ok(self.connection()?.client.batch_execute(sql)?)
    }

    /// Ends the transaction with these statements.
    ///
    /// # Errors
    /// When the connection broke; nobody knows then whether the last statement took effect.
    pub(super) fn end(mut self, sql: &str) -> StoreResult<()> {
        if let Err(error) = self.connection()?.client.batch_execute(sql) {
            return Err(self.undo(error.into()));
        }
        self.give_back();
        Ok(())
    }

    /// Rolls back, if the connection still works. Returns the fault that was the reason.
    pub(super) fn undo(mut self, fault: Fault) -> Fault {
        let undone = self.connection().map(|it| it.client.batch_execute("ROLLBACK").is_ok());
        if matches!(undone, Ok(true)) {
            self.give_back();
        }
        fault
    }

    fn give_back(mut self) {
        let connection = self.connection.take();
        self.pool.locked().idle.extend(connection);
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Closed before its place is free, so that the maximum is never exceeded.
        drop(self.connection.take());
        self.pool.locked().lent -= 1;
        self.pool.returned.notify_one();
    }
}

/// Returns whether the connection is at fault, rather than the statement.
fn is_broken(error: &postgres::Error) -> bool {
    let ended = [
        SqlState::ADMIN_SHUTDOWN,
        SqlState::CRASH_SHUTDOWN,
        SqlState::CANNOT_CONNECT_NOW,
        SqlState::IDLE_SESSION_TIMEOUT,
        SqlState::DATABASE_DROPPED,
    ];
    error.code().is_none_or(|code| ended.contains(code))
}
