//! What PostgreSQL is told.

use super::super::{
    AuditLine, Code, Credential, DeviceRecord, EVERYWHERE, Fault, FileRecord, Judged, Kept,
    Session, Writer, files_of, owner_place, site_place,
};
use super::Tx;
use super::reader::Values;
use postgres::Row as SqlRow;
use shared::id::{AccountId, DeviceId, Epoch, FileHash, Millis, QuarterId, Seq, SiteId};
use shared::row::{Facets, Row, RowKey};
use std::borrow::Cow;
use std::collections::BTreeSet;

/// Rows that one statement writes, at most.
const TOGETHER_MAX: usize = 200;

/// Text as PostgreSQL takes it. It knows no character 0; nobody types one, and what is sent with
/// one must not fail for ever.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}").into(),
        false => text.into(),
    }
}

impl Tx<'_> {
    fn run(&self, sql: &'static str, values: Values<'_>) -> Kept<u64> {
        self.flush()?;
        let mut connection = self.connection.borrow_mut();
        let statement = connection.statement(sql)?;
        Ok(connection.client.execute(&statement, values)?)
    }

    /// The next number. The counter itself is written when the transaction ends.
    fn next_seq(&self) -> Seq {
        let mut meta = self.meta.get();
        meta.seq += 1;
        self.meta.set(meta);
        meta.seq
    }

    /// Tells those who follow a place that the row went from it.
    fn depart(&self, gone: &[(String, Seq, &RowKey)]) -> Kept<()> {
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

    /// Writes the rows that were put: all of them by one statement, as every question is a way to
    /// another machine and back.
    pub(super) fn flush(&self) -> Kept<()> {
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

    /// Puts rows of different keys; where those of them that were there stood before, by the
    /// number of the row from 1.
    fn put_all(&self, rows: &[Row], keys: &[RowKey], facets: &[Facets]) -> Kept<Vec<SqlRow>> {
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
        let quarter = |of: &Facets| of.quarter.as_ref().map(|it| text(it.as_str()).into_owned());
        let quarters: Vec<_> = facets.iter().map(quarter).collect();
        let open: Vec<_> = facets.iter().map(|of| of.open).collect();
        self.ask(sql, &[&kinds, &ids, &seqs, &sites, &owners, &quarters, &open, &bodies?])
    }

    /// Remembers which rows name which files.
    fn use_files(&self, rows: &[Row], keys: &[RowKey]) -> Kept<()> {
        let (mut hashes, mut kinds, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for (row, key) in rows.iter().zip(keys) {
            for hash in files_of(row) {
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

/// The places that a row was in and is no longer.
fn left(site: Option<String>, owner: Option<String>, now: &Facets) -> Kept<Vec<String>> {
    let mut places = Vec::new();
    let site = site.filter(|old| now.site.as_ref().is_none_or(|site| text(&site.0) != *old));
    places.extend(site.map(|site| site_place(&SiteId(site))));
    if let Some(owner) = owner {
        let owner = owner.parse().map_err(|_| Fault::new("a stored owner cannot be read"))?;
        places.extend((now.owner != Some(owner)).then(|| owner_place(owner)));
    }
    Ok(places)
}

impl Writer for Tx<'_> {
    fn enter(&self, row: Row) -> Kept<Row> {
        if self.waiting.borrow().len() >= TOGETHER_MAX {
            self.flush()?;
        }
        let row = row.stamped(self.next_seq());
        // Put twice before it is written, it is written once: nobody sees what was between.
        self.waiting.borrow_mut().insert(row.key(), row.clone());
        Ok(row)
    }

    fn delete(&self, key: &RowKey) -> Kept<()> {
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

    fn record(&self, judged: &Judged) -> Kept<()> {
        self.record_all(std::slice::from_ref(judged))
    }

    fn record_all(&self, judged: &[Judged]) -> Kept<()> {
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

    fn put_credential(&self, credential: &Credential) -> Kept<()> {
        let account = credential.account.to_string();
        let mail = text(&credential.mail);
        let sql = "DELETE FROM credentials WHERE mail = $1 AND account <> $2";
        self.run(sql, &[&mail, &account])?;
        let sql = "INSERT INTO credentials (account, mail, password_hash) VALUES ($1, $2, $3) \
                   ON CONFLICT (account) DO UPDATE SET mail = EXCLUDED.mail, \
                   password_hash = EXCLUDED.password_hash";
        self.run(sql, &[&account, &mail, &text(&credential.password_hash)])?;
        Ok(())
    }

    fn put_session(&self, session: &Session) -> Kept<()> {
        let sql = "INSERT INTO sessions (token_hash, account, device, expires_at) \
                   VALUES ($1, $2, $3, $4) ON CONFLICT (token_hash) DO UPDATE SET \
                   account = EXCLUDED.account, device = EXCLUDED.device, \
                   expires_at = EXCLUDED.expires_at";
        let (account, device) = (session.account.to_string(), session.device.to_string());
        self.run(sql, &[&text(&session.token_hash), &account, &device, &session.expires_at])?;
        Ok(())
    }

    fn end_session(&self, token_hash: &str) -> Kept<()> {
        self.run("DELETE FROM sessions WHERE token_hash = $1", &[&text(token_hash)])?;
        Ok(())
    }

    fn end_sessions(&self, device: Option<DeviceId>, account: Option<AccountId>) -> Kept<()> {
        let sql = "DELETE FROM sessions WHERE device = $1 OR account = $2";
        let device = device.map(|id| id.to_string());
        self.run(sql, &[&device, &account.map(|id| id.to_string())])?;
        Ok(())
    }

    fn see_device(&self, id: DeviceId, at: Millis, unsent: u32, build: &str) -> Kept<()> {
        let sql = "UPDATE devices SET seen_at = $2, unsent = $3, build = $4 WHERE id = $1";
        self.run(sql, &[&id.to_string(), &at, &i64::from(unsent), &text(build)])?;
        Ok(())
    }

    fn put_device(&self, device: &DeviceRecord) -> Kept<()> {
        let sql = "INSERT INTO devices (id, account, label, enrolled_at, seen_at, build, unsent, \
                   revoked_at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) \
                   ON CONFLICT (id) DO UPDATE SET account = EXCLUDED.account, \
                   label = EXCLUDED.label, enrolled_at = EXCLUDED.enrolled_at, \
                   seen_at = EXCLUDED.seen_at, build = EXCLUDED.build, \
                   unsent = EXCLUDED.unsent, revoked_at = EXCLUDED.revoked_at";
        let values: Values<'_> = &[
            &device.id.to_string(),
            &device.account.to_string(),
            &text(&device.label),
            &device.enrolled_at,
            &device.seen_at,
            &text(&device.build),
            &i64::from(device.unsent),
            &device.revoked_at,
        ];
        self.run(sql, values)?;
        Ok(())
    }

    fn put_code(&self, code: &Code) -> Kept<()> {
        let sql = "INSERT INTO codes (code_hash, site, made_by, expires_at, used_at) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT (code_hash) DO UPDATE SET \
                   site = EXCLUDED.site, made_by = EXCLUDED.made_by, \
                   expires_at = EXCLUDED.expires_at, used_at = EXCLUDED.used_at";
        let (hash, site) = (text(&code.code_hash), text(code.site.as_str()));
        let made_by = code.made_by.to_string();
        self.run(sql, &[&hash, &site, &made_by, &code.expires_at, &code.used_at])?;
        Ok(())
    }

    fn put_file(&self, file: &FileRecord) -> Kept<()> {
        let sql = "INSERT INTO files (hash, device, account, kept_at, bytes) \
                   VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING";
        let (device, account) = (file.device.to_string(), file.account.to_string());
        let bytes = i64::try_from(file.bytes).map_err(|_| Fault::new("a file is too large"))?;
        self.run(sql, &[&text(file.hash.as_str()), &device, &account, &file.kept_at, &bytes])?;
        Ok(())
    }

    fn delete_file(&self, hash: &FileHash) -> Kept<()> {
        self.run("DELETE FROM files WHERE hash = $1", &[&text(hash.as_str())])?;
        Ok(())
    }

    fn note(&self, line: &AuditLine) -> Kept<()> {
        let sql = "INSERT INTO audit (at, account, what, detail) VALUES ($1, $2, $3, $4)";
        let account = line.account.to_string();
        self.run(sql, &[&line.at, &account, &text(&line.what), &text(&line.detail)])?;
        Ok(())
    }

    fn forget_before(&self, commands: Millis, audit: Millis, now: Millis) -> Kept<u64> {
        // The identity of a command stays for «once»; what a person wrote in it goes.
        let sql = "UPDATE commands SET body = '{}' WHERE received_at < $1 AND body <> '{}'";
        let forgotten = self.run(sql, &[&commands])?;
        self.run("DELETE FROM audit WHERE at < $1", &[&audit])?;
        self.run("DELETE FROM sessions WHERE expires_at < $1", &[&now])?;
        self.run("DELETE FROM codes WHERE expires_at < $1", &[&now])?;
        Ok(forgotten)
    }

    fn set_desk_seen(&self, seq: Seq) -> Kept<()> {
        let mut meta = self.meta.get();
        meta.desk_seen = seq;
        self.meta.set(meta);
        let sql = "INSERT INTO meta (key, value) VALUES ('desk_seen', $1) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.run(sql, &[&seq.to_string()])?;
        Ok(())
    }

    fn set_opened_quarters(&self, quarters: &BTreeSet<QuarterId>) -> Kept<()> {
        let sql = "INSERT INTO meta (key, value) VALUES ('opened_quarters', $1) \
                   ON CONFLICT (key) DO UPDATE SET value = excluded.value";
        self.run(sql, &[&serde_json::to_string(quarters)?])?;
        Ok(())
    }

    fn renew_epoch(&self, epoch: Epoch) -> Kept<()> {
        let mut meta = self.meta.get();
        meta.epoch = epoch;
        self.meta.set(meta);
        let sql = "UPDATE meta SET value = $1 WHERE key = 'epoch'";
        self.run(sql, &[&epoch.to_string()])?;
        // Numbers of the life before mean nothing in this one.
        self.set_desk_seen(0)
    }
}
