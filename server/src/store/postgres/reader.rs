//! Queries.

use super::super::behind::{filled, half_read, is_behind};
use super::super::sql::{Line, Sql, Value, narrow, parsed};
use super::super::{Heard, Ledger, Opened, Rows, StoreResult, identity, ledger};
use super::Tx;
use super::value::{Bound, Values, text};
use postgres::Row as SqlRow;
use postgres::types::ToSql;
use shared::entity::Facet;
use shared::id::{CommandId, Epoch, Millis, QuarterId, Seq};
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::collections::BTreeSet;

/// Finds the session of a token's hash with its device and account, by one query.
pub(super) const OPENED: &str = "\
    SELECT sessions.token_hash, sessions.account, sessions.device, sessions.expires_at, \
    devices.id, devices.account, devices.label, devices.enrolled_at, devices.seen_at, \
    devices.build, devices.unsent, devices.revoked_at, rows.body \
    FROM sessions LEFT JOIN devices ON devices.id = sessions.device \
    LEFT JOIN rows ON rows.kind = $2 AND rows.id = sessions.account \
    WHERE sessions.token_hash = $1";

/// Finds the rows of kinds, sites, owners and keys after a sequence number. Each part uses its own
/// index, so that the cost depends only on the number of changes.
const FOLLOWED: &str = "\
    WITH found AS (\
    SELECT f.seq, f.body FROM unnest($1::text[]) AS w (kind) CROSS JOIN LATERAL \
    (SELECT seq, body FROM rows WHERE kind = w.kind AND seq > $6 ORDER BY seq LIMIT $7) AS f \
    UNION ALL \
    SELECT f.seq, f.body FROM unnest($2::text[]) AS w (site) CROSS JOIN LATERAL \
    (SELECT seq, body FROM rows WHERE site = w.site AND seq > $6 ORDER BY seq LIMIT $7) AS f \
    UNION ALL \
    SELECT f.seq, f.body FROM unnest($3::text[]) AS w (owner) CROSS JOIN LATERAL \
    (SELECT seq, body FROM rows WHERE owner = w.owner AND seq > $6 ORDER BY seq LIMIT $7) AS f \
    UNION ALL \
    SELECT seq, body FROM unnest($4::text[], $5::text[]) AS w (kind, id) \
    JOIN rows USING (kind, id) WHERE seq > $6) \
    SELECT body FROM found ORDER BY seq LIMIT $7";

/// Reads a line of [`OPENED`].
pub(super) fn opened(line: &SqlRow) -> StoreResult<Opened> {
    let known: Option<&str> = line.try_get(4)?;
    let account = match line.try_get::<_, Option<&str>>(12)?.map(serde_json::from_str) {
        Some(Ok(Row::Account(account))) => Some(account),
        Some(Err(error)) => return Err(error.into()),
        _ => None,
    };
    let device = known.map(|_| identity::device(line, 4)).transpose()?;
    Ok(Opened { session: identity::session(line)?, device, account })
}

impl Sql for Tx<'_> {
    const AUDIT: &'static str = "SELECT at, account, what, detail FROM audit \
                                 WHERE at >= $1 AND at < $2 ORDER BY at, number";

    fn query<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Line) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        let bound: Vec<_> = values.iter().map(Bound::of).collect();
        let values: Vec<_> = bound.iter().map(Bound::as_sql).collect();
        self.lines(sql, &values)?.iter().map(|line| read(line)).collect()
    }

    fn execute(&self, sql: &'static str, values: &[Value<'_>]) -> StoreResult<u64> {
        let bound: Vec<_> = values.iter().map(Bound::of).collect();
        let values: Vec<_> = bound.iter().map(Bound::as_sql).collect();
        self.run(sql, &values)
    }
}

impl Tx<'_> {
    pub(super) fn lines(&self, sql: &'static str, values: Values<'_>) -> StoreResult<Vec<SqlRow>> {
        self.flush()?;
        self.ask(sql, values)
    }

    /// Runs a query whose result does not depend on the rows to be written.
    pub(super) fn ask(&self, sql: &'static str, values: Values<'_>) -> StoreResult<Vec<SqlRow>> {
        let mut connection = self.connection.borrow_mut();
        let statement = connection.statement(sql)?;
        Ok(connection.client.query(&statement, values)?)
    }

    fn rows(&self, sql: &'static str, values: Values<'_>) -> StoreResult<Vec<Row>> {
        Ok(self.rows_of_lines(sql, values)?.0)
    }

    /// The rows of a question that can be read, and how many lines it has.
    fn rows_of_lines(
        &self,
        sql: &'static str,
        values: Values<'_>,
    ) -> StoreResult<(Vec<Row>, usize)> {
        let is_behind = is_behind(self)?;
        let lines = self.lines(sql, values)?;
        let mut rows = Vec::with_capacity(lines.len());
        for line in &lines {
            let body: &str = line.try_get(0)?;
            if is_behind {
                let (row, is_whole) = half_read(body.as_bytes());
                self.is_half_read.set(self.is_half_read.get() || !is_whole);
                rows.extend(row);
            } else {
                rows.push(serde_json::from_str(body)?);
            }
        }
        Ok((rows, lines.len()))
    }

    fn part(&self, kind: &str, facet: &Facet) -> StoreResult<Vec<Row>> {
        match facet {
            Facet::Open => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND open ORDER BY id";
                self.rows(sql, &[&kind])
            }
            Facet::OpenAt(site) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND open AND site = $2 \
                           ORDER BY id";
                self.rows(sql, &[&kind, &text(site.as_str())])
            }
            Facet::OpenOf(owner) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND open AND owner = $2 \
                           ORDER BY id";
                self.rows(sql, &[&kind, &owner.to_string()])
            }
            Facet::In(quarter) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND quarter = $2 ORDER BY id";
                self.rows(sql, &[&kind, &text(quarter.as_str())])
            }
            Facet::Group(group) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND quarter = $2 ORDER BY id";
                self.rows(sql, &[&kind, &text(group)])
            }
            Facet::OwnIn(owner, quarter) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND quarter = $2 AND owner = $3 \
                           ORDER BY id";
                self.rows(sql, &[&kind, &text(quarter.as_str()), &owner.to_string()])
            }
        }
    }

    fn row(&self, key: &RowKey) -> StoreResult<Option<Row>> {
        let sql = "SELECT body FROM rows WHERE kind = $1 AND id = $2";
        Ok(self.rows(sql, &[&key.kind.tag(), &text(&key.id)])?.pop())
    }

    fn many<T>(
        &self,
        sql: &'static str,
        values: Values<'_>,
        of: fn(&SqlRow) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>> {
        self.lines(sql, values)?.iter().map(of).collect()
    }

    fn one<T>(
        &self,
        sql: &'static str,
        value: &str,
        of: fn(&SqlRow) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        Ok(self.many(sql, &[&text(value)], of)?.pop())
    }
}

/// Nothing for a row of a kind that this program does not know.
fn departure(line: &SqlRow) -> StoreResult<Option<(RowKey, Seq)>> {
    let (tag, id): (&str, &str) = (line.try_get(0)?, line.try_get(1)?);
    Ok(format!("{tag}:{id}").parse().ok().zip(Some(line.try_get(2)?)))
}

fn to_limit(lines: usize) -> i64 {
    i64::try_from(lines).unwrap_or(i64::MAX)
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
            Read::All(kind) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 ORDER BY id";
                self.rows(sql, &[&kind.tag()])
            }
            Read::Where(kind, facet) => self.part(kind.tag(), facet),
        }
    }

    fn count(&self, kind: Kind) -> StoreResult<u64> {
        let sql = "SELECT COUNT(*) FROM rows WHERE kind = $1";
        Ok(self.one(sql, kind.tag(), |line| narrow(line, 0))?.unwrap_or(0))
    }

    fn follow(&self, stream: &Stream, after: Seq, limit: usize) -> StoreResult<Vec<Row>> {
        let follow = |sql: &'static str, place: &(dyn ToSql + Sync)| {
            filled(limit, |lines| self.rows_of_lines(sql, &[place, &after, &to_limit(lines)]))
        };
        match stream {
            Stream::All => filled(limit, |lines| {
                let sql = "SELECT body FROM rows WHERE seq > $1 ORDER BY seq LIMIT $2";
                self.rows_of_lines(sql, &[&after, &to_limit(lines)])
            }),
            Stream::Kind(kind) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND seq > $2 \
                           ORDER BY seq LIMIT $3";
                follow(sql, &kind.tag())
            }
            Stream::Row(kind, id) => {
                let key = RowKey { kind: *kind, id: id.clone() };
                let row = self.row(&key)?.filter(|row| row.version() > after);
                Ok(row.into_iter().collect())
            }
            Stream::Site(site) => {
                let sql = "SELECT body FROM rows WHERE site = $1 AND seq > $2 \
                           ORDER BY seq LIMIT $3";
                follow(sql, &text(site.as_str()))
            }
            Stream::Owner(owner) => {
                let sql = "SELECT body FROM rows WHERE owner = $1 AND seq > $2 \
                           ORDER BY seq LIMIT $3";
                follow(sql, &owner.to_string())
            }
            Stream::Group(kind, group) => {
                let sql = "SELECT body FROM rows WHERE kind = $1 AND quarter = $2 AND seq > $3 \
                           ORDER BY seq LIMIT $4";
                let (tag, group) = (kind.tag(), text(group));
                filled(limit, |lines| {
                    self.rows_of_lines(sql, &[&tag, &group, &after, &to_limit(lines)])
                })
            }
        }
    }

    fn load_rows(&self, keys: &[RowKey]) -> StoreResult<Vec<Row>> {
        let kinds: Vec<_> = keys.iter().map(|key| key.kind.tag()).collect();
        let ids: Vec<_> = keys.iter().map(|key| text(&key.id)).collect();
        let sql = "SELECT body FROM unnest($1::text[], $2::text[]) AS wanted (kind, id) \
                   JOIN rows USING (kind, id)";
        if keys.is_empty() { Ok(Vec::new()) } else { self.rows(sql, &[&kinds, &ids]) }
    }

    /// One query for all streams but that of a desk and those of a jury, of which there are few: a
    /// technician follows dozens of sites.
    fn follow_all(
        &self,
        streams: &[Stream],
        after: Seq,
        limit: usize,
    ) -> StoreResult<Vec<Vec<Row>>> {
        let (mut kinds, mut sites, mut owners) = (Vec::new(), Vec::new(), Vec::new());
        let (mut row_kinds, mut row_ids, mut parts) = (Vec::new(), Vec::new(), Vec::new());
        for stream in streams {
            match stream {
                Stream::All | Stream::Group(..) => parts.push(self.follow(stream, after, limit)?),
                Stream::Kind(kind) => kinds.push(kind.tag()),
                Stream::Site(site) => sites.push(text(site.as_str())),
                Stream::Owner(owner) => owners.push(owner.to_string()),
                Stream::Row(kind, id) => {
                    row_kinds.push(kind.tag());
                    row_ids.push(text(id));
                }
            }
        }
        if parts.len() < streams.len() {
            parts.push(filled(limit, |lines| {
                let limit = to_limit(lines);
                let values: Values<'_> =
                    &[&kinds, &sites, &owners, &row_kinds, &row_ids, &after, &limit];
                self.rows_of_lines(FOLLOWED, values)
            })?);
        }
        Ok(parts)
    }

    fn departed_all(&self, places: &[String], after: Seq) -> StoreResult<Vec<(RowKey, Seq)>> {
        let places: Vec<_> = places.iter().map(|place| text(place)).collect();
        let sql = "SELECT kind, id, seq FROM departures WHERE place = ANY($1) AND seq > $2 \
                   ORDER BY seq, kind, id";
        Ok(self.many(sql, &[&places, &after], departure)?.into_iter().flatten().collect())
    }

    fn departed(&self, place: &str, after: Seq) -> StoreResult<Vec<(RowKey, Seq)>> {
        let sql = "SELECT kind, id, seq FROM departures WHERE place = $1 AND seq > $2 \
                   ORDER BY seq, kind, id";
        Ok(self.many(sql, &[&text(place), &after], departure)?.into_iter().flatten().collect())
    }
}

impl Ledger for Tx<'_> {
    fn epoch(&self) -> StoreResult<Epoch> {
        Ok(self.meta.get().epoch)
    }

    fn last_seq(&self) -> StoreResult<Seq> {
        Ok(self.meta.get().seq)
    }

    fn desk_seen(&self) -> StoreResult<Seq> {
        Ok(self.meta.get().desk_seen)
    }

    fn vocabulary(&self) -> StoreResult<u32> {
        Ok(self.meta.get().vocabulary)
    }

    fn opened_quarters(&self) -> StoreResult<BTreeSet<QuarterId>> {
        ledger::opened_quarters(self)
    }

    fn heard(&self, from: Millis, to: Millis) -> StoreResult<Vec<Heard>> {
        ledger::heard(self, from, to)
    }

    fn verdict(&self, id: CommandId) -> StoreResult<Option<Verdict>> {
        let sql = "SELECT verdict FROM commands WHERE id = $1";
        self.one(sql, &id.to_string(), |line| Ok(serde_json::from_str(line.try_get(0)?)?))
    }

    fn verdicts(&self, ids: &[CommandId]) -> StoreResult<Vec<(CommandId, Verdict)>> {
        let ids: Vec<String> = ids.iter().map(CommandId::to_string).collect();
        let sql = "SELECT id, verdict FROM commands WHERE id = ANY($1)";
        self.many(sql, &[&ids], |line| {
            Ok((parsed(line, 0)?, serde_json::from_str(line.try_get(1)?)?))
        })
    }
}
