//! What SQLite is asked.

use super::super::behind::{filled, half_read, is_behind};
use super::super::{AuditLine, Code, Credential, DeviceRecord, FileRecord, Kept, Reader, Session};
use super::Tx;
use super::migrate::VOCABULARY_KEY;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, Row as SqlRow, params};
use shared::entity::Facet;
use shared::id::{AccountId, CommandId, DeviceId, Epoch, FileHash, Millis, Seq, SiteId};
use shared::row::Read;
use shared::row::{Kind, Row, RowKey};
use shared::scope::Stream;
use shared::sync::Verdict;
use std::str::FromStr;

use crate::store::Fault;

impl Tx<'_> {
    fn rows(&self, sql: &str, values: &[&dyn ToSql]) -> Kept<Vec<Row>> {
        Ok(self.rows_of_lines(sql, values)?.0)
    }

    /// The rows of a question that can be read, and how many lines it has.
    fn rows_of_lines(&self, sql: &str, values: &[&dyn ToSql]) -> Kept<(Vec<Row>, usize)> {
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
    fn part(&self, kind: &str, facet: &Facet) -> Kept<Vec<Row>> {
        let open = "SELECT body FROM rows INDEXED BY rows_open WHERE kind = ?1 AND open = 1";
        let quarter =
            "SELECT body FROM rows INDEXED BY rows_quarter WHERE kind = ?1 AND quarter = ?2";
        match facet {
            Facet::Open => self.rows(open, &[&kind]),
            Facet::OpenAt(site) => {
                self.rows(&format!("{open} AND site = ?2"), &[&kind, &site.as_str()])
            }
            Facet::In(of) => self.rows(quarter, &[&kind, &of.as_str()]),
            Facet::OwnIn(owner, of) => {
                let sql = format!("{quarter} AND owner = ?3");
                self.rows(&sql, &[&kind, &of.as_str(), &owner.to_string()])
            }
        }
    }

    pub(super) fn row(&self, key: &RowKey) -> Kept<Option<Row>> {
        let sql = "SELECT body FROM rows WHERE kind = ?1 AND id = ?2";
        Ok(self.rows(sql, &[&key.kind.tag(), &key.id])?.pop())
    }

    pub(super) fn meta(&self, key: &str) -> Kept<String> {
        let sql = "SELECT value FROM meta WHERE key = ?1";
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([key], |line| line.get(0))?)
    }

    fn one<T>(
        &self,
        sql: &str,
        value: &str,
        of: fn(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Kept<Option<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.query_row([value], of).optional()?)
    }

    fn many<T>(
        &self,
        sql: &str,
        values: &[&dyn ToSql],
        of: fn(&SqlRow<'_>) -> rusqlite::Result<T>,
    ) -> Kept<Vec<T>> {
        let mut statement = self.connection.prepare_cached(sql)?;
        let lines = statement.query_map(values, of)?;
        Ok(lines.collect::<Result<_, _>>()?)
    }
}

/// A key that this store wrote itself.
fn parsed<T: FromStr>(line: &SqlRow<'_>, at: usize) -> rusqlite::Result<T> {
    let text: String = line.get(at)?;
    let bad = |_| rusqlite::Error::InvalidColumnType(at, text.clone(), rusqlite::types::Type::Text);
    text.parse().map_err(bad)
}

fn credential(line: &SqlRow<'_>) -> rusqlite::Result<Credential> {
    let (account, mail, password_hash) = (parsed(line, 0)?, line.get(1)?, line.get(2)?);
    Ok(Credential { account, mail, password_hash })
}

fn device(line: &SqlRow<'_>) -> rusqlite::Result<DeviceRecord> {
    Ok(DeviceRecord {
        id: parsed(line, 0)?,
        account: parsed(line, 1)?,
        label: line.get(2)?,
        enrolled_at: line.get(3)?,
        seen_at: line.get(4)?,
        build: line.get(5)?,
        unsent: line.get(6)?,
        revoked_at: line.get(7)?,
    })
}

fn session(line: &SqlRow<'_>) -> rusqlite::Result<Session> {
    Ok(Session {
        token_hash: line.get(0)?,
        account: parsed(line, 1)?,
        device: parsed(line, 2)?,
        expires_at: line.get(3)?,
    })
}

fn code(line: &SqlRow<'_>) -> rusqlite::Result<Code> {
    Ok(Code {
        code_hash: line.get(0)?,
        site: SiteId(line.get(1)?),
        made_by: parsed(line, 2)?,
        expires_at: line.get(3)?,
        used_at: line.get(4)?,
    })
}

fn file(line: &SqlRow<'_>) -> rusqlite::Result<FileRecord> {
    Ok(FileRecord {
        hash: FileHash(line.get(0)?),
        device: parsed(line, 1)?,
        account: parsed(line, 2)?,
        kept_at: line.get(3)?,
        bytes: line.get::<_, i64>(4)?.unsigned_abs(),
    })
}

fn audit_line(line: &SqlRow<'_>) -> rusqlite::Result<AuditLine> {
    let (at, account) = (line.get(0)?, parsed::<AccountId>(line, 1)?);
    Ok(AuditLine { at, account, what: line.get(2)?, detail: line.get(3)? })
}

/// Nothing for a row of a kind that this program does not know.
fn departure(line: &SqlRow<'_>) -> rusqlite::Result<Option<(RowKey, Seq)>> {
    let key = format!("{}:{}", line.get::<_, String>(0)?, line.get::<_, String>(1)?);
    Ok(key.parse().ok().zip(Some(line.get(2)?)))
}

impl Reader for Tx<'_> {
    fn epoch(&self) -> Kept<Epoch> {
        self.meta("epoch")?.parse().map_err(|_| Fault("the epoch cannot be read".into()))
    }

    fn last_seq(&self) -> Kept<Seq> {
        if let Some(seq) = self.seq.get() {
            return Ok(seq);
        }
        let seq = self.meta("seq")?.parse();
        let seq = seq.map_err(|_| Fault("the sequence cannot be read".into()))?;
        self.seq.set(Some(seq));
        Ok(seq)
    }

    fn desk_seen(&self) -> Kept<Seq> {
        let sql = "SELECT value FROM meta WHERE key = ?1";
        let seen = self.one(sql, "desk_seen", |line| line.get::<_, String>(0))?;
        let unreadable = |_| Fault("what the desk has seen cannot be read".into());
        seen.map_or(Ok(0), |seen| seen.parse().map_err(unreadable))
    }

    fn vocabulary(&self) -> Kept<u32> {
        if let Some(vocabulary) = self.vocabulary.get() {
            return Ok(vocabulary);
        }
        let sql = "SELECT CAST(value AS INTEGER) FROM meta WHERE key = ?1";
        let vocabulary = self.one(sql, VOCABULARY_KEY, |line| line.get(0))?.unwrap_or(0);
        self.vocabulary.set(Some(vocabulary));
        Ok(vocabulary)
    }

    fn load_whole(&self, read: &Read) -> Kept<Option<Vec<Row>>> {
        self.is_half_read.set(false);
        let rows = self.load(read)?;
        Ok(Some(rows).filter(|_| !self.is_half_read.get()))
    }

    fn load(&self, read: &Read) -> Kept<Vec<Row>> {
        match read {
            Read::Row(key) => Ok(self.row(key)?.into_iter().collect()),
            Read::All(kind) => self.rows("SELECT body FROM rows WHERE kind = ?1", &[&kind.tag()]),
            Read::Where(kind, facet) => self.part(kind.tag(), facet),
        }
    }

    fn count(&self, kind: Kind) -> Kept<u64> {
        let sql = "SELECT COUNT(*) FROM rows WHERE kind = ?1";
        let count = self.one(sql, kind.tag(), |line| line.get::<_, i64>(0))?;
        Ok(count.unwrap_or(0).unsigned_abs())
    }

    fn follow(&self, stream: &Stream, after: Seq, limit: usize) -> Kept<Vec<Row>> {
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
        }
    }

    fn departed(&self, place: &str, after: Seq) -> Kept<Vec<(RowKey, Seq)>> {
        let sql = "SELECT kind, id, seq FROM departures WHERE place = ?1 AND seq > ?2";
        Ok(self.many(sql, &[&place, &after], departure)?.into_iter().flatten().collect())
    }

    fn verdict(&self, id: CommandId) -> Kept<Option<Verdict>> {
        let sql = "SELECT verdict FROM commands WHERE id = ?1";
        let found = self.one(sql, &id.to_string(), |line| line.get::<_, String>(0))?;
        Ok(found.map(|text| serde_json::from_str(&text)).transpose()?)
    }

    fn credential(&self, mail: &str) -> Kept<Option<Credential>> {
        let sql = "SELECT account, mail, password_hash FROM credentials WHERE mail = ?1";
        self.one(sql, mail, credential)
    }

    fn credentials(&self) -> Kept<Vec<Credential>> {
        self.many("SELECT account, mail, password_hash FROM credentials", &[], credential)
    }

    fn session(&self, token_hash: &str) -> Kept<Option<Session>> {
        let sql = "SELECT token_hash, account, device, expires_at FROM sessions \
                   WHERE token_hash = ?1";
        self.one(sql, token_hash, session)
    }

    fn device(&self, id: DeviceId) -> Kept<Option<DeviceRecord>> {
        let sql = "SELECT id, account, label, enrolled_at, seen_at, build, unsent, revoked_at \
                   FROM devices WHERE id = ?1";
        self.one(sql, &id.to_string(), device)
    }

    fn devices(&self) -> Kept<Vec<DeviceRecord>> {
        let sql = "SELECT id, account, label, enrolled_at, seen_at, build, unsent, revoked_at \
                   FROM devices ORDER BY seen_at DESC";
        self.many(sql, &[], device)
    }

    fn code(&self, code_hash: &str) -> Kept<Option<Code>> {
        let sql = "SELECT code_hash, site, made_by, expires_at, used_at FROM codes \
                   WHERE code_hash = ?1";
        self.one(sql, code_hash, code)
    }

    fn file(&self, hash: &FileHash) -> Kept<Option<FileRecord>> {
        let sql = "SELECT hash, device, account, kept_at, bytes FROM files WHERE hash = ?1";
        self.one(sql, hash.as_str(), file)
    }

    fn file_uses(&self, hash: &FileHash) -> Kept<Vec<Row>> {
        let sql = "SELECT rows.body FROM file_uses JOIN rows USING (kind, id) WHERE hash = ?1";
        self.rows(sql, &[&hash.as_str()])
    }

    fn file_hashes(&self) -> Kept<Vec<FileHash>> {
        self.many("SELECT hash FROM files", &[], |line| Ok(FileHash(line.get(0)?)))
    }

    fn audit(&self, from: Millis, to: Millis) -> Kept<Vec<AuditLine>> {
        let sql = "SELECT at, account, what, detail FROM audit WHERE at >= ?1 AND at < ?2 \
                   ORDER BY at";
        self.many(sql, params![from, to], audit_line)
    }
}
