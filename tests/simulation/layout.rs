//! The layout of the server's database before the upgrade: what the program of then would have
//! left on the disk, for the real migration to take over.

use rusqlite::Connection;
use std::path::Path;

/// The tables as the first program made them.
const FIRST: &str = include_str!("../../server/migrations/sqlite/0001_start.sql");

/// Writes all that a closed database holds into a new file of the first layout. Today's program
/// cannot work on such a file, since it looks for the number of a line: so the program of then is
/// today's on its own tables, and what it leaves is put into those of then.
pub(crate) fn leave_first(from: &Path, to: &Path) {
    let past = Connection::open(to).expect("room for a database");
    past.pragma_update(None, "synchronous", "OFF").expect("a file that needs not last");
    past.execute_batch(FIRST).expect("the first layout");
    past.execute("ATTACH ?1 AS today", [from.to_str().expect("a path")]).expect("a database");
    past.execute_batch("BEGIN").expect("a transaction");
    for table in tables(&past) {
        let columns = columns(&past, &table);
        let sql =
            format!("INSERT INTO main.{table} ({columns}) SELECT {columns} FROM today.{table}");
        past.execute(&sql, []).expect("a table that both layouts have");
    }
    past.execute_batch("COMMIT").expect("written");
    past.pragma_update(None, "user_version", 1).expect("its version");
}

fn tables(past: &Connection) -> Vec<String> {
    texts(past, "SELECT name FROM main.sqlite_master WHERE type = 'table'")
}

fn columns(past: &Connection, table: &str) -> String {
    texts(past, &format!("SELECT name FROM pragma_table_info('{table}', 'main')")).join(", ")
}

fn texts(connection: &Connection, sql: &str) -> Vec<String> {
    let mut statement = connection.prepare(sql).expect("a question");
    let found = statement.query_map([], |line| line.get(0)).expect("lines");
    found.collect::<Result<_, _>>().expect("texts")
}
