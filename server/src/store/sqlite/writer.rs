//! Statements that change something.

use super::super::{
    EVERYWHERE, Judged, Ledger, StoreResult, WriteLedger, WriteRows, ledger, owner_place,
    site_place,
};
use super::Tx;
use rusqlite::types::ToSql;
use rusqlite::{OptionalExtension, params};
use shared::entity::Facets;
use shared::id::{Epoch, Millis, QuarterId, Seq, SiteId};
use shared::row::{Row, RowKey};
use std::collections::BTreeSet;

impl Tx<'_> {
    fn run(&self, sql: &str, values: &[&dyn ToSql]) -> StoreResult<usize> {
        Ok(self.connection.prepare_cached(sql)?.execute(values)?)
    }

    /// Records that a row left the places that it was in, for the devices that follow them.
    fn depart(
        &self,
        key: &RowKey,
        before: &Place,
        after: Option<&Place>,
        seq: Seq,
    ) -> StoreResult<()> {
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

    /// Returns the `rowid` of a row, and the columns by which it is found now.
    fn place(&self, key: &RowKey) -> StoreResult<Option<(i64, Place)>> {
        let sql = "SELECT rowid, site, owner, quarter, open FROM rows WHERE kind = ?1 AND id = ?2";
        let mut statement = self.connection.prepare_cached(sql)?;
        let place = statement.query_row(params![key.kind.tag(), key.id], |line| {
            let (site, owner, quarter) = (line.get(1)?, line.get(2)?, line.get(3)?);
            Ok((line.get(0)?, Place { site, owner, quarter, open: line.get(4)? }))
        });
        Ok(place.optional()?)
    }

    fn add_row(&self, key: &RowKey, seq: Seq, now: &Place, body: &str) -> StoreResult<usize> {
        let sql = "INSERT INTO rows (kind, id, seq, site, owner, quarter, open, body) \
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)";
        let (kind, Place { site, owner, quarter, open }) = (key.kind.tag(), now);
        self.run(sql, params![kind, key.id, seq, site, owner, quarter, open, body])
    }

    fn move_row(&self, line: i64, seq: Seq, now: &Place, body: &str) -> StoreResult<usize> {
        let sql = "UPDATE rows SET seq = ?2, site = ?3, owner = ?4, quarter = ?5, open = ?6, \
                   body = ?7 WHERE rowid = ?1";
        let Place { site, owner, quarter, open } = now;
        self.run(sql, params![line, seq, site, owner, quarter, open, body])
    }

    /// Replaces the body of a row whose other columns stay: SQLite rewrites every index on a column
    /// that is set, even to the same value.
    fn rewrite_row(&self, line: i64, seq: Seq, body: &str) -> StoreResult<usize> {
        let sql = "UPDATE rows SET seq = ?2, body = ?3 WHERE rowid = ?1";
        self.run(sql, params![line, seq, body])
    }

    fn next_seq(&self) -> StoreResult<Seq> {
        let seq = self.last_seq()? + 1;
        self.seq.set(Some(seq));
        Ok(seq)
    }

    /// Writes the last sequence number, at the end of a transaction.
    pub(super) fn keep_seq(&self) -> StoreResult<()> {
        match self.seq.get() {
            Some(seq) => ledger::set_meta(self, "seq", &seq.to_string()),
            None => Ok(()),
        }
    }
}

/// The columns by which a row is found.
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
            // A kind has one or the other: one column and one index serve both.
            quarter: facets.quarter.map(|quarter| quarter.0).or(facets.group),
            open: facets.open,
        }
    }
}

impl WriteRows for Tx<'_> {
    fn insert_row(&self, row: Row) -> StoreResult<Row> {
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
        for hash in row.files().into_iter().map(|file| &file.hash) {
            let sql = "INSERT OR IGNORE INTO file_uses (hash, kind, id) VALUES (?1, ?2, ?3)";
            self.run(sql, params![hash.as_str(), key.kind.tag(), key.id])?;
        }
        Ok(row)
    }

    fn delete(&self, key: &RowKey) -> StoreResult<()> {
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
}

impl WriteLedger for Tx<'_> {
    fn record(&self, judged: &Judged) -> StoreResult<()> {
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

    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> StoreResult<u64> {
        ledger::forget_before(self, commands, audit, now)
    }

    fn set_desk_seen(&self, seq: Seq) -> StoreResult<()> {
        ledger::set_meta(self, "desk_seen", &seq.to_string())
    }

    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> StoreResult<()> {
        ledger::set_opened_quarters(self, quarters)
    }

    fn renew_epoch(&self, epoch: Epoch) -> StoreResult<()> {
        ledger::set_meta(self, "epoch", &epoch.to_string())?;
        // Sequence numbers of the epoch before mean nothing in this one.
        self.set_desk_seen(0)
    }
}
