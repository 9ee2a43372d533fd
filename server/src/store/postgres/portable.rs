//! The portable backup: a SQLite file, whatever the engine. It can be restored into either engine.

use super::super::sqlite::{Sqlite, VERSION, version_of};
use super::super::{Fault, StoreResult};
use super::pool::Connection;
use super::value::text;
use postgres::fallible_iterator::FallibleIterator;
use postgres::types::Type;
use rusqlite::OpenFlags;
use rusqlite::types::{Value, ValueRef};
use std::io::{BufWriter, Write};
use std::path::Path;

/// A table, with the columns that both engines have.
struct Table {
    name: String,
    columns: Vec<String>,
}

impl From<std::io::Error> for Fault {
    /// Errors of the database during a copy come wrapped in one of the disk.
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<postgres::Error>() {
            Ok(error) => error.into(),
            Err(error) => Fault::of("the copy cannot be written", error),
        }
    }
}

/// Returns the tables of a SQLite file. The other engine has the same ones: its migrations have the
/// same numbers, and the contract tests compare them.
fn tables(file: &rusqlite::Connection) -> StoreResult<Vec<Table>> {
    let sql = "SELECT t.name, c.name FROM sqlite_schema AS t, pragma_table_info(t.name) AS c \
               WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\' \
               ORDER BY t.name, c.cid";
    let mut statement = file.prepare(sql)?;
    let mut found = statement.query([])?;
    let mut tables: Vec<Table> = Vec::new();
    while let Some(line) = found.next()? {
        let (name, column): (String, String) = (line.get(0)?, line.get(1)?);
        match tables.last_mut().filter(|table| table.name == name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Table { name, columns: vec![column] }),
        }
    }
    Ok(tables)
}

/// Writes every table, as in the transaction's snapshot, into a new SQLite file.
pub(super) fn write(connection: &mut Connection, to: &Path) -> StoreResult<()> {
    drop(Sqlite::open(to)?);
    let mut file = rusqlite::Connection::open(to)?;
    let transaction = file.transaction()?;
    for table in tables(&transaction)? {
        transaction.execute(&format!("DELETE FROM {}", table.name), [])?;
        let columns = table.columns.join(", ");
        let places = vec!["?"; table.columns.len()].join(", ");
        let sql = format!("INSERT INTO {} ({columns}) VALUES ({places})", table.name);
        let mut insert = transaction.prepare(&sql)?;
        let sql = format!("SELECT {columns} FROM {}", table.name);
        let none: [&str; 0] = [];
        let mut lines = connection.client.query_raw(&sql, none)?;
        while let Some(line) = lines.next()? {
            let values: StoreResult<Vec<Value>> =
                (0..line.len()).map(|at| value(&line, at)).collect();
            insert.execute(rusqlite::params_from_iter(values?))?;
        }
    }
    transaction.commit()?;
    Ok(())
}

fn value(line: &postgres::Row, at: usize) -> StoreResult<Value> {
    let of = line.columns()[at].type_();
    Ok(match *of {
        Type::BOOL => line.try_get::<_, bool>(at)?.into(),
        Type::INT8 => line.try_get::<_, Option<i64>>(at)?.into(),
        _ => line.try_get::<_, Option<String>>(at)?.into(),
    })
}

/// Fills the empty tables from a SQLite file of this version.
pub(super) fn read(connection: &mut Connection, from: &Path) -> StoreResult<()> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let file = rusqlite::Connection::open_with_flags(from, flags)?;
    let version = version_of(&file)?;
    if version != VERSION {
        return Err(Fault::new(format!("the backup is of version {version}, not of {VERSION}")));
    }
    // Replaced in place: other writers wait for a lock on the rows of this table.
    let mut select = file.prepare("SELECT key, value FROM meta")?;
    let mut lines = select.query([])?;
    while let Some(line) = lines.next()? {
        let (key, value): (String, String) = (line.get(0)?, line.get(1)?);
        let sql = "INSERT INTO meta (key, value) VALUES ($1, $2) \
                   ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value";
        connection.client.execute(sql, &[&key, &value])?;
    }
    for table in tables(&file)?.iter().filter(|table| table.name != "meta") {
        let columns = table.columns.join(", ");
        let mut select = file.prepare(&format!("SELECT {columns} FROM {}", table.name))?;
        let sql = format!("COPY {} ({columns}) FROM STDIN", table.name);
        let mut copy = BufWriter::with_capacity(1 << 16, connection.client.copy_in(&sql)?);
        let mut lines = select.query([])?;
        while let Some(line) = lines.next()? {
            for at in 0..table.columns.len() {
                if at > 0 {
                    copy.write_all(b"\t")?;
                }
                field(&mut copy, line.get_ref(at)?)?;
            }
            copy.write_all(b"\n")?;
        }
        copy.into_inner().map_err(|error| error.into_error())?.finish()?;
    }
    Ok(())
}

/// Writes a value in the text format of `COPY`.
fn field(copy: &mut impl Write, value: ValueRef<'_>) -> StoreResult<()> {
    match value {
        ValueRef::Null => copy.write_all(b"\\N")?,
        ValueRef::Integer(number) => write!(copy, "{number}")?,
        ValueRef::Text(bytes) => {
            let utf8 = std::str::from_utf8(bytes);
            let utf8 = utf8.map_err(|_| Fault::new("the backup holds text that is none"))?;
            for part in text(utf8).split_inclusive(['\\', '\t', '\n', '\r']) {
                let escape = match part.as_bytes().last() {
                    Some(b'\\') => "\\\\",
                    Some(b'\t') => "\\t",
                    Some(b'\n') => "\\n",
                    Some(b'\r') => "\\r",
                    _ => {
                        copy.write_all(part.as_bytes())?;
                        continue;
                    }
                };
                copy.write_all(&part.as_bytes()[..part.len() - 1])?;
                copy.write_all(escape.as_bytes())?;
            }
        }
        ValueRef::Real(_) | ValueRef::Blob(_) => {
            return Err(Fault::new("the backup holds a value of an unknown type"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_escaped_as_copy_reads_it() {
        let mut out = Vec::new();
        field(&mut out, ValueRef::Text("a\\b\tc\nd\re\0é".as_bytes())).expect("written");
        field(&mut out, ValueRef::Null).expect("written");
        field(&mut out, ValueRef::Integer(-7)).expect("written");
        assert_eq!(String::from_utf8_lossy(&out), "a\\\\b\\tc\\nd\\re\u{fffd}é\\N-7");
    }
}
