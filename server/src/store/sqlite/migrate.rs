//! Forward-only migrations: one file each, applied once, in order, in one transaction.

use super::super::{Fault, StoreResult};
use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use shared::sync::VOCABULARY;
use uuid::Uuid;

const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/sqlite/0001_start.sql"),
    include_str!("../../../migrations/sqlite/0002_rows_apart.sql"),
    include_str!("../../../migrations/sqlite/0003_proof_keys.sql"),
    include_str!("../../../migrations/sqlite/0004_identity.sql"),
    include_str!("../../../migrations/sqlite/0008_provider.sql"),
    include_str!("../../../migrations/sqlite/0009_letters.sql"),
    include_str!("../../../migrations/sqlite/0010_presence.sql"),
];

/// The version of the database that this program writes.
pub const VERSION: usize = MIGRATIONS.len();

/// Returns the version of an open database; 0 when it is empty.
pub fn version_of(connection: &Connection) -> StoreResult<usize> {
    let version: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    usize::try_from(version).map_err(|_| Fault::new("the database has no sensible version"))
}

/// Where the database says how many words a program must know to read all of it.
pub(in super::super) const VOCABULARY_KEY: &str = "vocabulary";

pub(super) fn migrate(connection: &mut Connection) -> StoreResult<()> {
    bring_to_version(connection)?;
    let sql = "SELECT value FROM meta WHERE key = ?1 AND CAST(value AS INTEGER) >= ?2";
    let known = connection.query_row(sql, params![VOCABULARY_KEY, VOCABULARY], |_| Ok(()));
    if known.optional()?.is_none() {
        // Another program may know more meanwhile.
        let sql = "INSERT INTO meta (key, value) VALUES (?1, ?2) ON CONFLICT (key) DO UPDATE \
                   SET value = MAX(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))";
        connection.execute(sql, params![VOCABULARY_KEY, VOCABULARY.to_string()])?;
    }
    Ok(())
}

fn bring_to_version(connection: &mut Connection) -> StoreResult<()> {
    if version_of(connection)? == VERSION {
        return Ok(());
    }
    // Immediate: a transaction that reads first and writes then does not wait for another
    // program that writes, it fails.
    let behaviour = TransactionBehavior::Immediate;
    let transaction = connection.transaction_with_behavior(behaviour)?;
    let version = version_of(&transaction)?;
    if version > VERSION {
        return Err(Fault::new(format!(
            "the database is of version {version}, this program knows {VERSION}: start the newer \
             program again; nothing was changed"
        )));
    }
    for migration in &MIGRATIONS[version..] {
        transaction.execute_batch(migration)?;
    }
    transaction.pragma_update(None, "user_version", VERSION as i64)?;
    let epoch = Uuid::now_v7().to_string();
    for (key, value) in [("epoch", epoch.as_str()), ("seq", "0")] {
        let sql = "INSERT OR IGNORE INTO meta (key, value) VALUES (?1, ?2)";
        transaction.execute(sql, [key, value])?;
    }
    transaction.commit()?;
    Ok(())
}
