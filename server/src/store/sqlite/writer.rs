//! What SQLite is told.

use super::super::{
    AuditLine, Code, Credential, DeviceRecord, EVERYWHERE, Fault, FileRecord, Judged, Kept, Reader,
    Session, Writer, files_of, owner_place, site_place,
};
use super::Tx;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, params};
use shared::id::{AccountId, DeviceId, Epoch, FileHash, Millis, QuarterId, Seq, SiteId};
use shared::row::{Facets, Row, RowKey};
use std::collections::BTreeSet;

impl Tx<'_> {
    fn run(&self, sql: &str, values: &[&dyn ToSql]) -> Kept<usize> {
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }

    fn set_meta(&self, key: &str, value: &str) -> Kept<()> {
        self.run("UPDATE meta SET value = ?2 WHERE key = ?1", params![key, value])?;
        Ok(())
    }

    /// Tells those who follow the place that the row was in that it went.
    fn depart(&self, key: &RowKey, before: &Place, after: Option<&Place>, seq: Seq) -> Kept<()> {
        let (site, owner) = after.map_or((&None, &None), |after| (&after.site, &after.owner));
        let mut places = Vec::new();
        if let Some(old) = before.site.as_ref().filter(|_| before.site != *site) {
            places.push(site_place(&SiteId(old.clone())));
        }
        if let Some(old) = before.owner.as_ref().filter(|_| before.owner != *owner) {
            places.push(owner_place(old));
        }
        if after.is_none() {
            places.push(EVERYWHERE.to_owned());
        }
        for place in places {
            let sql = "INSERT INTO departures (place, seq, kind, id) VALUES (?1, ?2, ?3, ?4)";
            self.run(sql, params![place, seq, key.kind.tag(), key.id])?;
        }
        Ok(())
    }

    /// In which line of the table a row is, and by what it is found now.
    fn place(&self, key: &RowKey) -> Kept<Option<(i64, Place)>> {
        let sql = "SELECT rowid, site, owner, quarter, open FROM rows WHERE kind = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let place = statement.query_row(params![key.kind.tag(), key.id], |line| {
            let (site, owner, quarter) = (line.get(1)?, line.get(2)?, line.get(3)?);
            Ok((line.get(0)?, Place { site, owner, quarter, open: line.get(4)? }))
        });
        Ok(place.optional()?)
    }

    fn add_row(&self, key: &RowKey, seq: Seq, now: &Place, body: &str) -> Kept<usize> {
        let sql = "INSERT INTO rows (kind, id, seq, site, owner, quarter, open, body) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (kind, Place { site, owner, quarter, open }) = (key.kind.tag(), now);
        self.run(sql, params![kind, key.id, seq, site, owner, quarter, open, body])
    }

    fn move_row(&self, line: i64, seq: Seq, now: &Place, body: &str) -> Kept<usize> {
        let sql = "UPDATE rows SET seq = ?2, site = ?3, owner = ?4, quarter = ?5, open = ?6, \
                   body = ?7 WHERE rowid = ?1";
        let Place { site, owner, quarter, open } = now;
        self.run(sql, params![line, seq, site, owner, quarter, open, body])
    }

    /// What is found by the same as before: SQLite writes each index anew that has a column which
    /// is set, also to what it was.
    fn rewrite_row(&self, line: i64, seq: Seq, body: &str) -> Kept<usize> {
        let sql = "UPDATE rows SET seq = ?2, body = ?3 WHERE rowid = ?1";
        self.run(sql, params![line, seq, body])
    }

    fn next_seq(&self) -> Kept<Seq> {
        let seq = self.last_seq()? + 1;
        self.seq.set(Some(seq));
        Ok(seq)
    }

    /// Writes the last sequence number given, at the end of a transaction.
    pub(super) fn keep_seq(&self) -> Kept<()> {
        match self.seq.get() {
            Some(seq) => self.set_meta("seq", &seq.to_string()),
            None => Ok(()),
        }
    }
}

/// By what a row is found, as the table has it.
#[derive(PartialEq)]
struct Place {
    site: Option<String>,
    owner: Option<String>,
    quarter: Option<String>,
    open: bool,
}

impl From<Facets> for Place {
    fn from(facets: Facets) -> Self {
        Self {
            site: facets.site.map(|site| site.0),
            owner: facets.owner.map(|owner| owner.to_string()),
            quarter: facets.quarter.map(|quarter| quarter.0),
            open: facets.open,
        }
    }
}

impl Writer for Tx<'_> {
    fn enter(&self, row: Row) -> Kept<Row> {
        let seq = self.next_seq()?;
        let row = row.stamped(seq);
        let (key, now, body) = (row.key(), row.facets().into(), serde_json::to_string(&row)?);
        match self.place(&key)? {
            None => self.add_row(&key, seq, &now, &body)?,
            Some((line, before)) if before == now => self.rewrite_row(line, seq, &body)?,
            Some((line, before)) => {
                self.depart(&key, &before, Some(&now), seq)?;
                self.move_row(line, seq, &now, &body)?
            }
        };
        for hash in files_of(&row) {
            let sql = "INSERT OR IGNORE INTO file_uses (hash, kind, id) VALUES (?1, ?2, ?3)";
            self.run(sql, params![hash.as_str(), key.kind.tag(), key.id])?;
        }
        Ok(row)
    }

    fn delete(&self, key: &RowKey) -> Kept<()> {
        let Some((_, before)) = self.place(key)? else {
            return Ok(());
        };
        let seq = self.next_seq()?;
        self.depart(key, &before, None, seq)?;
        let values = params![key.kind.tag(), key.id];
        self.run("DELETE FROM rows WHERE kind = ?1 AND id = ?2", values)?;
        self.run("DELETE FROM file_uses WHERE kind = ?1 AND id = ?2", values)?;
        Ok(())
    }

    fn record(&self, judged: &Judged) -> Kept<()> {
        let sql = "INSERT INTO commands (id, device, sequence, account, received_at, verdict, \
                   body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
        self.run(
            sql,
            params![
                judged.id.to_string(),
                judged.device.to_string(),
                judged.sequence as i64,
                judged.account.to_string(),
                judged.received_at,
                serde_json::to_string(&judged.verdict)?,
                judged.body,
            ],
        )?;
        Ok(())
    }

    fn put_credential(&self, credential: &Credential) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO credentials (account, mail, password_hash) \
                   VALUES (?1, ?2, ?3)";
        let account = credential.account.to_string();
        self.run(sql, params![account, credential.mail, credential.password_hash])?;
        Ok(())
    }

    fn put_session(&self, session: &Session) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO sessions (token_hash, account, device, expires_at) \
                   VALUES (?1, ?2, ?3, ?4)";
        let (account, device) = (session.account.to_string(), session.device.to_string());
        self.run(sql, params![session.token_hash, account, device, session.expires_at])?;
        Ok(())
    }

    fn end_session(&self, token_hash: &str) -> Kept<()> {
        self.run("DELETE FROM sessions WHERE token_hash = ?1", params![token_hash])?;
        Ok(())
    }

    fn end_sessions(&self, device: Option<DeviceId>, account: Option<AccountId>) -> Kept<()> {
        let sql = "DELETE FROM sessions WHERE device = ?1 OR account = ?2";
        let device = device.map(|id| id.to_string());
        self.run(sql, params![device, account.map(|id| id.to_string())])?;
        Ok(())
    }

    fn see_device(&self, id: DeviceId, at: Millis, unsent: u32, build: &str) -> Kept<()> {
        let sql = "UPDATE devices SET seen_at = ?2, unsent = ?3, build = ?4 WHERE id = ?1";
        self.run(sql, params![id.to_string(), at, unsent, build])?;
        Ok(())
    }

    fn put_device(&self, device: &DeviceRecord) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO devices (id, account, label, enrolled_at, seen_at, \
                   build, unsent, revoked_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        self.run(
            sql,
            params![
                device.id.to_string(),
                device.account.to_string(),
                device.label,
                device.enrolled_at,
                device.seen_at,
                device.build,
                device.unsent,
                device.revoked_at,
            ],
        )?;
        Ok(())
    }

    fn put_code(&self, code: &Code) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO codes (code_hash, site, made_by, expires_at, used_at) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let made_by = code.made_by.to_string();
        let site = code.site.as_str();
        self.run(sql, params![code.code_hash, site, made_by, code.expires_at, code.used_at])?;
        Ok(())
    }

    fn put_file(&self, file: &FileRecord) -> Kept<()> {
        let sql = "INSERT OR IGNORE INTO files (hash, device, account, kept_at, bytes) \
                   VALUES (?1, ?2, ?3, ?4, ?5)";
        let (device, account) = (file.device.to_string(), file.account.to_string());
        let bytes = i64::try_from(file.bytes).map_err(|_| Fault::new("a file is too large"))?;
        self.run(sql, params![file.hash.as_str(), device, account, file.kept_at, bytes])?;
        Ok(())
    }

    fn delete_file(&self, hash: &FileHash) -> Kept<()> {
        self.run("DELETE FROM files WHERE hash = ?1", params![hash.as_str()])?;
        Ok(())
    }

    fn note(&self, line: &AuditLine) -> Kept<()> {
        let sql = "INSERT INTO audit (at, account, what, detail) VALUES (?1, ?2, ?3, ?4)";
        self.run(sql, params![line.at, line.account.to_string(), line.what, line.detail])?;
        Ok(())
    }

    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> Kept<u64> {
        // The identity of a command stays for «once»; what a person wrote in it goes.
        let sql = "UPDATE commands SET body = '{}' WHERE received_at < ?1 AND body <> '{}'";
        let forgotten = self.run(sql, params![commands])?;
        self.run("DELETE FROM audit WHERE at < ?1", params![audit])?;
        self.run("DELETE FROM sessions WHERE expires_at < ?1", params![now])?;
        self.run("DELETE FROM codes WHERE expires_at < ?1", params![now])?;
        Ok(forgotten as u64)
    }

    fn set_desk_seen(&self, seq: Seq) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('desk_seen', ?1)";
        self.run(sql, params![seq.to_string()])?;
        Ok(())
    }

    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> Kept<()> {
        let sql = "INSERT OR REPLACE INTO meta (key, value) VALUES ('opened_quarters', ?1)";
        self.run(sql, params![serde_json::to_string(quarters)?])?;
        Ok(())
    }

    fn renew_epoch(&self, epoch: Epoch) -> Kept<()> {
        self.set_meta("epoch", &epoch.to_string())?;
        // Numbers of the life before mean nothing in this one.
        self.set_desk_seen(0)
    }
}
