//! Statements that change something.

use super::super::{
    EVERYWHERE, Fault, Judged, StoreResult, WriteLedger, WriteRows, ledger, owner_place, site_place,
};
use super::Tx;
use super::value::{Values, text};
use postgres::Row as SqlRow;
use shared::entity::Facets;
use shared::id::{Epoch, Millis, QuarterId, Seq, SiteId};
use shared::row::{Row, RowKey};
use std::collections::BTreeSet;

/// Maximum number of rows that one statement writes.
const TOGETHER_MAX: usize = 200;

impl Tx<'_> {
    pub(super) fn run(&self, sql: &'static str, values: Values<'_>) -> StoreResult<u64> {
        self.flush()?;
        let mut connection = self.connection.borrow_mut();
        let statement = connection.statement(sql)?;
        Ok(connection.client.execute(&statement, values)?)
    }

    /// Returns the next sequence number. The counter is written when the transaction ends.
    fn next_seq(&self) -> Seq {
        let mut meta = self.meta.get();
        meta.seq += 1;
        self.meta.set(meta);
        meta.seq
    }

    /// Records that rows left places, for the devices that follow these.
    fn depart(&self, gone: &[(String, Seq, &RowKey)]) -> StoreResult<()> {
        if gone.is_empty() {
            return Ok(());
        }
        let places: Vec<_> = gone.iter().map(|(place, ..)| place).collect();
        let seqs: Vec<_> = gone.iter().map(|(_, seq, _)| *seq).collect();
        let kinds: Vec<_> = gone.iter().map(|(.., key)| key.kind.tag()).collect();
        let ids: Vec<_> = gone.iter().map(|(.., key)| text(&key.id)).collect();
        let sql = "INSERT INTO departures (place, seq, kind, id) \
                   SELECT * FROM unnest($1::text[], $2::bigint[], $3::text[], $4::text[])";
        self.run(sql, &[&places, &seqs, &kinds, &ids])?;
        Ok(())
    }

    /// Writes the waiting rows, all of them by one statement, as every statement is a round trip to
    /// another machine.
    pub(super) fn flush(&self) -> StoreResult<()> {
        let (keys, rows): (Vec<_>, Vec<_>) = self.waiting.take().into_iter().unzip();
        if rows.is_empty() {
            return Ok(());
        }
        let facets: Vec<_> = rows.iter().map(Row::facets).collect();
        let mut gone = Vec::new();
        for line in self.put_all(&rows, &keys, &facets)? {
            let number = usize::try_from(line.try_get::<_, i64>(0)?).unwrap_or_default();
            let (Some(row), Some(key), Some(now)) =
                (rows.get(number - 1), keys.get(number - 1), facets.get(number - 1))
            else {
                return Err(Fault::new("postgresql: a row that was not given"));
            };
            let places = left(line.try_get(1)?, line.try_get(2)?, now)?;
            gone.extend(places.into_iter().map(|place| (place, row.version(), key)));
        }
        self.depart(&gone)?;
        self.use_files(&rows, &keys)
    }

    /// Creates or replaces rows of different keys. Returns the former site and owner of those that
    /// existed, by the position of the row from 1.
    fn put_all(
        &self,
        rows: &[Row],
        keys: &[RowKey],
        facets: &[Facets],
    ) -> StoreResult<Vec<SqlRow>> {
        let sql = "WITH given AS (SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], \
                   $4::text[], $5::text[], $6::text[], $7::boolean[], $8::text[]) WITH ORDINALITY \
                   AS given (kind, id, seq, site, owner, quarter, open, body, number)), \
                   put AS (INSERT INTO rows (kind, id, seq, site, owner, quarter, open, body) \
                   SELECT kind, id, seq, site, owner, quarter, open, body FROM given \
                   ON CONFLICT (kind, id) DO UPDATE SET seq = EXCLUDED.seq, \
                   site = EXCLUDED.site, owner = EXCLUDED.owner, quarter = EXCLUDED.quarter, \
                   open = EXCLUDED.open, body = EXCLUDED.body) \
                   SELECT given.number, rows.site, rows.owner \
                   FROM given JOIN rows ON rows.kind = given.kind AND rows.id = given.id";
        let bodies: Result<Vec<_>, _> = rows.iter().map(serde_json::to_string).collect();
        let seqs: Vec<_> = rows.iter().map(Row::version).collect();
        let kinds: Vec<_> = keys.iter().map(|key| key.kind.tag()).collect();
        let ids: Vec<_> = keys.iter().map(|key| text(&key.id)).collect();
        let site = |of: &Facets| of.site.as_ref().map(|site| text(site.as_str()).into_owned());
        let sites: Vec<_> = facets.iter().map(site).collect();
        let owner = |of: &Facets| of.owner.map(|owner| owner.to_string());
        let owners: Vec<_> = facets.iter().map(owner).collect();
        // A kind has one or the other: one column and one index serve both.
        let quarter = |of: &Facets| {
            let quarter = of.quarter.as_ref().map(|quarter| quarter.as_str());
            quarter.or(of.group.as_deref()).map(|it| text(it).into_owned())
        };
        let quarters: Vec<_> = facets.iter().map(quarter).collect();
        let open: Vec<_> = facets.iter().map(|of| of.open).collect();
        self.ask(sql, &[&kinds, &ids, &seqs, &sites, &owners, &quarters, &open, &bodies?])
    }

    /// Records which rows name which files.
    fn use_files(&self, rows: &[Row], keys: &[RowKey]) -> StoreResult<()> {
        let (mut hashes, mut kinds, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for (row, key) in rows.iter().zip(keys) {
            for hash in row.files().into_iter().map(|file| file.hash.clone()) {
                hashes.push(text(hash.as_str()).into_owned());
                kinds.push(key.kind.tag());
                ids.push(text(&key.id));
            }
        }
        if !hashes.is_empty() {
            let sql = "INSERT INTO file_uses (hash, kind, id) \
                       SELECT * FROM unnest($1::text[], $2::text[], $3::text[]) \
                       ON CONFLICT DO NOTHING";
            self.run(sql, &[&hashes, &kinds, &ids])?;
        }
        Ok(())
    }
}

/// Returns the places that a row was in and is no longer in.
fn left(site: Option<String>, owner: Option<String>, now: &Facets) -> StoreResult<Vec<String>> {
    let mut places = Vec::new();
    let site = site.filter(|old| now.site.as_ref().is_none_or(|site| text(&site.0) != *old));
    places.extend(site.map(|site| site_place(&SiteId(site))));
    if let Some(owner) = owner {
        let owner = owner.parse().map_err(|_| Fault::new("a stored owner cannot be read"))?;
        places.extend((now.owner != Some(owner)).then(|| owner_place(owner)));
    }
    Ok(places)
}

impl WriteRows for Tx<'_> {
    fn insert_row(&self, row: Row) -> StoreResult<Row> {
        if self.waiting.borrow().len() >= TOGETHER_MAX {
            self.flush()?;
        }
        let row = row.stamped(self.next_seq());
        // A row that is put twice is written once: nobody can see the state between.
        self.waiting.borrow_mut().insert(row.key(), row.clone());
        Ok(row)
    }

    fn delete(&self, key: &RowKey) -> StoreResult<()> {
        let (kind, id) = (key.kind.tag(), text(&key.id));
        let sql = "DELETE FROM rows WHERE kind = $1 AND id = $2 RETURNING site, owner";
        let Some(before) = self.lines(sql, &[&kind, &id])?.pop() else {
            return Ok(());
        };
        let mut places = left(before.try_get(0)?, before.try_get(1)?, &Facets::default())?;
        places.push(EVERYWHERE.to_owned());
        let seq = self.next_seq();
        let gone: Vec<_> = places.into_iter().map(|place| (place, seq, key)).collect();
        self.depart(&gone)?;
        self.run("DELETE FROM file_uses WHERE kind = $1 AND id = $2", &[&kind, &id])?;
        Ok(())
    }
}

impl WriteLedger for Tx<'_> {
    fn record(&self, judged: &Judged) -> StoreResult<()> {
        self.record_all(std::slice::from_ref(judged))
    }

    fn record_all(&self, judged: &[Judged]) -> StoreResult<()> {
        if judged.is_empty() {
            return Ok(());
        }
        let texts = |of: fn(&Judged) -> String| judged.iter().map(of).collect::<Vec<_>>();
        let numbers = |of: fn(&Judged) -> i64| judged.iter().map(of).collect::<Vec<_>>();
        let verdicts = judged.iter().map(|judged| serde_json::to_string(&judged.verdict));
        let sql = "INSERT INTO commands (id, device, sequence, account, received_at, verdict, \
                   body) SELECT * FROM unnest($1::text[], $2::text[], $3::bigint[], $4::text[], \
                   $5::bigint[], $6::text[], $7::text[])";
        self.run(
            sql,
            &[
                &texts(|judged| judged.id.to_string()),
                &texts(|judged| judged.device.to_string()),
                &numbers(|judged| judged.sequence as i64),
                &texts(|judged| judged.account.to_string()),
                &numbers(|judged| judged.received_at),
                &verdicts.collect::<Result<Vec<_>, _>>()?,
                &texts(|judged| judged.body.clone()),
            ],
        )?;
        Ok(())
    }

    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> StoreResult<u64> {
        ledger::forget_before(self, commands, audit, now)
    }

    fn set_desk_seen(&self, seq: Seq) -> StoreResult<()> {
        let mut meta = self.meta.get();
        meta.desk_seen = seq;
        self.meta.set(meta);
        ledger::set_meta(self, "desk_seen", &seq.to_string())
    }

    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> StoreResult<()> {
        ledger::set_opened_quarters(self, quarters)
    }

    fn renew_epoch(&self, epoch: Epoch) -> StoreResult<()> {
        let mut meta = self.meta.get();
        meta.epoch = epoch;
        self.meta.set(meta);
        ledger::set_meta(self, "epoch", &epoch.to_string())?;
        // Sequence numbers of the epoch before mean nothing in this one.
        self.set_desk_seen(0)
    }
}
