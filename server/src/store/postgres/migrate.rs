//! Forward-only migrations, numbered like those of SQLite and applied in one transaction.

use super::super::sqlite::VOCABULARY_KEY;
use super::super::{Fault, StoreResult, sqlite};
use super::pool::Connection;
use postgres::{Client, GenericClient, IsolationLevel};
use shared::sync::VOCABULARY;
use uuid::Uuid;

const MIGRATIONS: &[&str] = &[
    include_str!("../../../migrations/postgres/0001_start.sql"),
    include_str!("../../../migrations/postgres/0002_rows_apart.sql"),
    include_str!("../../../migrations/postgres/0003_proof_keys.sql"),
    include_str!("../../../migrations/postgres/0004_identity.sql"),
    include_str!("../../../migrations/postgres/0008_provider.sql"),
    include_str!("../../../migrations/postgres/0009_letters.sql"),
    include_str!("../../../migrations/postgres/0010_presence.sql"),
];

/// The version of the database that this program writes.
const VERSION: usize = MIGRATIONS.len();

// A backup is a SQLite file, so both engines have the same tables at the same number.
const _: () = assert!(VERSION == sqlite::VERSION);

/// Number of the lock that a migration takes. Any number does.
const LOCK: i64 = 7_236_830;

/// Migrates the database. Programs that start together see it as it was or as it will be.
pub(super) fn migrate(connection: &mut Connection) -> StoreResult<()> {
    let client = &mut connection.client;
    must_be_utf8(client)?;
    bring_to_version(client)?;
    let sql = "SELECT value FROM meta WHERE key = $1";
    let known = client.query_opt(sql, &[&VOCABULARY_KEY])?;
    let known = known.map(|line| line.try_get::<_, String>(0)).transpose()?;
    if known.and_then(|known| known.parse().ok()).is_none_or(|known: u32| known < VOCABULARY) {
        // Another program may know more meanwhile.
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) \
                   DO UPDATE SET value = GREATEST(meta.value::bigint, $2::bigint)::text";
        client.execute(sql, &[&VOCABULARY_KEY, &VOCABULARY.to_string()])?;
    }
    Ok(())
}

fn bring_to_version(client: &mut Client) -> StoreResult<()> {
    if version_of(client)? == VERSION {
        return Ok(());
    }
    let begin = client.build_transaction().isolation_level(IsolationLevel::ReadCommitted);
    let mut transaction = begin.read_only(false).start()?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK])?;
    // Made before it is looked for: a connection that looked in vain before another program made
    // the table remembers that it is not there, until it names the table in a statement.
    let table = "CREATE TABLE IF NOT EXISTS schema_version (number BIGINT NOT NULL)";
    transaction.batch_execute(table)?;
    let version = number_in(&mut transaction)?;
    if version > VERSION {
        return Err(Fault::new(format!(
            "the database is of version {version}, this program knows {VERSION}: start the newer \
             program again; nothing was changed"
        )));
    }
    for migration in &MIGRATIONS[version..] {
        transaction.batch_execute(migration)?;
    }
    transaction.batch_execute(&format!(
        "DELETE FROM schema_version; INSERT INTO schema_version VALUES ({VERSION})"
    ))?;
    let epoch = Uuid::now_v7().to_string();
    for (key, value) in [("epoch", epoch.as_str()), ("seq", "0")] {
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING";
        transaction.execute(sql, &[&key, &value])?;
    }
    transaction.commit()?;
    Ok(())
}

/// Returns the version of a database; 0 when it is empty.
fn version_of(client: &mut impl GenericClient) -> StoreResult<usize> {
    let there = client.query_one("SELECT to_regclass('schema_version') IS NOT NULL", &[])?;
    if there.try_get(0)? { number_in(client) } else { Ok(0) }
}

fn number_in(client: &mut impl GenericClient) -> StoreResult<usize> {
    let found = client.query_opt("SELECT number FROM schema_version", &[])?;
    let number: i64 = found.map_or(Ok(0), |line| line.try_get(0))?;
    usize::try_from(number).map_err(|_| Fault::new("the database has no sensible version"))
}

/// Fails unless the database is in UTF-8: other encodings refuse or mix up names with accents.
fn must_be_utf8(client: &mut impl GenericClient) -> StoreResult<()> {
    let found = client.query_one("SHOW server_encoding", &[])?;
    match found.try_get(0)? {
        "UTF8" => Ok(()),
        other => Err(Fault::new(format!(
            "the database has the encoding {other}: create it with ENCODING 'UTF8'"
        ))),
    }
}
