//! Queries.

use super::super::behind::{filled, half_read, is_behind};
use super::super::sql::{Line, Sql, Value};
use super::super::{Fault, Heard, Ledger, Rows, StoreResult, ledger};
use super::Tx;
use super::migrate::VOCABULARY_KEY;
use rusqlite::types::{ToSql, ToSqlOutput, ValueRef};
use rusqlite::{OptionalExtension, Row as SqlRow, Statement, params_from_iter};
use shared::entity::Facet;
use shared::id::{CommandId, Epoch, Millis, QuarterId, Seq};
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::collections::BTreeSet;

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Value::Text(Some(text)) => ValueRef::Text(text.as_bytes()),
            Value::Number(Some(number)) => ValueRef::Integer(*number),
            Value::Text(None) | Value::Number(None) => ValueRef::Null,
        }))
    }
}

impl Line for SqlRow<'_> {
    fn maybe_text(&self, at: usize) -> StoreResult<Option<String>> {
        Ok(self.get(at)?)
    }

    fn maybe_number(&self, at: usize) -> StoreResult<Option<i64>> {
        Ok(self.get(at)?)
    }
}

impl Sql for Tx<'_> {
    // The index on `at` keeps lines of the same instant in the order of `rowid`.
    const AUDIT: &'static str = "SELECT at, account, what, detail FROM audit \
                                 WHERE at >= $1 AND at < $2 ORDER BY at, rowid";

    fn query<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Line) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        debug_assert!(names_in_order(&statement, values.len()), "{sql}");
        let mut found = statement.query(params_from_iter(values))?;
        let mut read_lines = Vec::new();
        while let Some(line) = found.next()? {
            read_lines.push(read(line)?);
        }
        Ok(read_lines)
    }

    fn execute(&self, sql: &'static str, values: &[Value<'_>]) -> StoreResult<u64> {
        let mut statement = self.connection.prepare_cached(sql)?;
        debug_assert!(names_in_order(&statement, values.len()), "{sql}");
        Ok(statement.execute(params_from_iter(values))? as u64)
    }
}

/// Returns whether the values are numbered as they are named. SQLite takes `$2` for a name, and
/// numbers names in the order in which they first appear.
fn names_in_order(statement: &Statement<'_>, count: usize) -> bool {
    (1..=count).all(|n| statement.parameter_name(n) == Some(&format!("${n}")))
}

impl Tx<'_> {
    fn rows(&self, sql: &str, values: &[&dyn ToSql]) -> StoreResult<Vec<Row>> {
        Ok(self.rows_of_lines(sql, values)?.0)
    }

    /// The rows of a question that can be read, and how many lines it has.
    fn rows_of_lines(&self, sql: &str, values: &[&dyn ToSql]) -> StoreResult<(Vec<Row>, usize)> {
        let is_behind = is_behind(self)?;
        let mut statement = self.connection.prepare_cached(sql)?;
        let mut found = statement.query(values)?;
        let (mut rows, mut lines) = (Vec::new(), 0);
        while let Some(line) = found.next()? {
            lines += 1;
            let body = line.get_ref(0)?.as_bytes().map_err(rusqlite::Error::from)?;
            if is_behind {
                let (row, is_whole) = half_read(body);
                self.is_half_read.set(self.is_half_read.get() || !is_whole);
                rows.extend(row);
            } else {
                rows.push(serde_json::from_slice(body)?);
            }
        }
        Ok((rows, lines))
    }

    /// Indexes are named: without statistics SQLite reads the whole kind by its primary key, and
    /// that grows with the past.
    fn part(&self, kind: &str, facet: &Facet) -> StoreResult<Vec<Row>> {
        let open = "SELECT body FROM rows INDEXED BY rows_open WHERE kind = ?1 AND open = 1";
        let quarter =
            "SELECT body FROM rows INDEXED BY rows_quarter WHERE kind = ?1 AND quarter = ?2";
        match facet {
            Facet::Open => self.rows(open, &[&kind]),
            Facet::OpenAt(site) => {
                self.rows(&format!("{open} AND site = ?2"), &[&kind, &site.as_str()])
            }
            Facet::OpenOf(owner) => {
                self.rows(&format!("{open} AND owner = ?2"), &[&kind, &owner.to_string()])
            }
            Facet::In(of) => self.rows(quarter, &[&kind, &of.as_str()]),
            Facet::Group(of) => self.rows(quarter, &[&kind, of]),
            Facet::OwnIn(owner, of) => {
                let sql = format!("{quarter} AND owner = ?3");
                self.rows(&sql, &[&kind, &of.as_str(), &owner.to_string()])
            }
        }
    }

    pub(super) fn row(&self, key: &RowKey) -> StoreResult<Option<Row>> {
        let sql = "SELECT body FROM rows WHERE kind = ?1 AND id = ?2";
        Ok(self.rows(sql, &[&key.kind.tag(), &key.id])?.pop())
    }

    fn meta(&self, key: &str) -> StoreResult<String> {
        let missing = || Fault::new(format!("the database has no {key}"));
        ledger::meta(self, key)?.ok_or_else(missing)
    }

    fn one<T>(
        &self,
        sql: &str,
        value: &str,
        of: fn(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> StoreResult<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([value], of).optional()?)
    }

    fn many<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        of: fn(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> StoreResult<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map(values, of)?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// Nothing for a row of a kind that this program does not know.
fn departure(line: &SqlRow<'_>) -> rusqlite::Result<Option<(RowKey, Seq)>> {
    let key = format!("{}:{}", line.get::<_, String>(0)?, line.get::<_, String>(1)?);
    Ok(key.parse().ok().zip(Some(line.get(2)?)))
}

impl Rows for Tx<'_> {
    fn load_whole(&self, read: &Read) -> StoreResult<Option<Vec<Row>>> {
        self.is_half_read.set(false);
        let rows = self.load(read)?;
        Ok(Some(rows).filter(|_| !self.is_half_read.get()))
    }

    fn load(&self, read: &Read) -> StoreResult<Vec<Row>> {
        match read {
            Read::Row(key) => Ok(self.row(key)?.into_iter().collect()),
            Read::All(kind) => self.rows("SELECT body FROM rows WHERE kind = ?1", &[&kind.tag()]),
            Read::Where(kind, facet) => self.part(kind.tag(), facet),
        }
    }

    fn count(&self, kind: Kind) -> StoreResult<u64> {
        let sql = "SELECT COUNT(*) FROM rows WHERE kind = ?1";
        let count = self.one(sql, kind.tag(), |line| line.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    fn follow(&self, stream: &Stream, after: Seq, limit: usize) -> StoreResult<Vec<Row>> {
        let sql = |place: &str| {
            format!("SELECT body FROM rows WHERE {place} AND seq > ?2 ORDER BY seq LIMIT ?3")
        };
        let follow = |place: &str, value: &dyn ToSql| {
            filled(limit, |lines| {
                self.rows_of_lines(&sql(place), &[value, &after, &(lines as i64)])
            })
        };
        match stream {
            Stream::All => follow("?1 = ?1", &0),
            Stream::Kind(kind) => follow("kind = ?1", &kind.tag()),
            Stream::Row(kind, id) => {
                let key = RowKey { kind: *kind, id: id.clone() };
                let row = self.row(&key)?.filter(|row| row.version() > after);
                Ok(row.into_iter().collect())
            }
            Stream::Site(site) => follow("site = ?1", &site.as_str()),
            Stream::Owner(owner) => follow("owner = ?1", &owner.to_string()),
            Stream::Group(kind, group) => filled(limit, |lines| {
                let sql = "SELECT body FROM rows INDEXED BY rows_quarter WHERE kind = ?1 \
                           AND quarter = ?2 AND seq > ?3 ORDER BY seq LIMIT ?4";
                self.rows_of_lines(sql, &[&kind.tag(), group, &after, &(lines as i64)])
            }),
        }
    }

    fn departed(&self, place: &str, after: Seq) -> StoreResult<Vec<(RowKey, Seq)>> {
        let sql = "SELECT kind, id, seq FROM departures WHERE place = ?1 AND seq > ?2";
        Ok(self.many(sql, &[&place, &after], departure)?.into_iter().flatten().collect())
    }
}

impl Ledger for Tx<'_> {
    fn epoch(&self) -> StoreResult<Epoch> {
        self.meta("epoch")?.parse().map_err(|error| Fault::of("the epoch cannot be read", error))
    }

    fn last_seq(&self) -> StoreResult<Seq> {
        if let Some(seq) = self.seq.get() {
            return Ok(seq);
        }
        let seq = self.meta("seq")?.parse();
        let seq = seq.map_err(|error| Fault::of("the sequence cannot be read", error))?;
        self.seq.set(Some(seq));
        Ok(seq)
    }

    fn desk_seen(&self) -> StoreResult<Seq> {
        let unreadable = |error| Fault::of("the number that the desk has seen is none", error);
        let seen = ledger::meta(self, "desk_seen")?;
        seen.map_or(Ok(0), |seen| seen.parse().map_err(unreadable))
    }

    fn vocabulary(&self) -> StoreResult<u32> {
        if let Some(vocabulary) = self.vocabulary.get() {
            return Ok(vocabulary);
        }
        let unreadable = |error| Fault::of("the vocabulary cannot be read", error);
        let vocabulary = ledger::meta(self, VOCABULARY_KEY)?;
        let vocabulary = vocabulary.map_or(Ok(0), |text| text.parse().map_err(unreadable))?;
        self.vocabulary.set(Some(vocabulary));
        Ok(vocabulary)
    }

    fn opened_quarters(&self) -> StoreResult<BTreeSet<QuarterId>> {
        ledger::opened_quarters(self)
    }

    fn heard(&self, from: Millis, to: Millis) -> StoreResult<Vec<Heard>> {
        ledger::heard(self, from, to)
    }

    fn verdict(&self, id: CommandId) -> StoreResult<Option<Verdict>> {
        let sql = "SELECT verdict FROM commands WHERE id = ?1";
        let found = self.one(sql, &id.to_string(), |line| line.get::<_, String>(0))?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
    }
}
