//! Letters to schools: the queue of what they are told.

use super::ledger::{meta, set_meta};
use super::sql::{Line, Sql, parsed};
use super::{Fault, StoreResult};
use serde_json::Value as Json;
use shared::id::{Millis, SiteId};
use shared::tell::{Letter, LetterState};
use uuid::Uuid;

/// A letter to a school.
#[derive(Debug, Clone, PartialEq)]
pub struct LetterRecord {
    /// Its key, of which its Message-ID is made.
    pub id: Uuid,
    /// To whom.
    pub site: SiteId,
    /// What it says.
    pub letter: Letter,
    /// Where it stands.
    pub state: LetterState,
    /// When it was begun.
    pub begun_at: Millis,
    /// When its last news were added.
    pub changed_at: Millis,
    /// Since when it stands where it does.
    pub at: Millis,
    /// From when on it may be taken; while it is being sent, the end of the lease.
    pub next_at: Millis,
    /// How often it was given to the relay.
    pub attempts: i64,
    /// The address that it was given to the relay for.
    pub address: Option<String>,
    /// What the relay said last, when it did not take it.
    pub why: Option<String>,
}

impl LetterRecord {
    /// The same where it stands from now on.
    #[must_use]
    pub fn standing(self, state: LetterState, at: Millis) -> Self {
        Self { state, at, next_at: at, ..self }
    }
}

/// Reads letters.
pub trait Letters {
    /// A letter.
    fn letter(&self, id: Uuid) -> StoreResult<Option<LetterRecord>>;
    /// The letters that stand there.
    fn letters_in(&self, state: LetterState) -> StoreResult<Vec<LetterRecord>>;
    /// The letter to a site that is still open.
    fn open_letter(&self, site: &SiteId) -> StoreResult<Option<LetterRecord>>;
    /// The latest letters, latest first, up to that number.
    fn latest_letters(&self, limit: usize) -> StoreResult<Vec<LetterRecord>>;
    /// The next letter to give to the relay, by whoever is to give it.
    fn next_letter(&self, now: Millis) -> StoreResult<Option<LetterRecord>>;
    /// Commands declared before this instant may have been told of before a restore.
    fn told_before(&self) -> StoreResult<Option<Millis>>;
}

/// Writes letters.
pub trait WriteLetters {
    /// Creates or replaces a letter.
    fn put_letter(&self, letter: &LetterRecord) -> StoreResult<()>;
    /// Takes a letter away.
    fn end_letter(&self, id: Uuid) -> StoreResult<()>;
    /// Takes away the letters whose news are older. Returns how many.
    fn end_letters_before(&self, before: Millis) -> StoreResult<u64>;
    /// Holds what waits, and what commands declared before now say: it may have been sent.
    fn hold_letters(&self, now: Millis) -> StoreResult<()>;
}

/// The key of `meta` with the instant of the last restore.
const TOLD_BEFORE: &str = "told_before";

impl<S: Sql> Letters for S {
    fn letter(&self, id: Uuid) -> StoreResult<Option<LetterRecord>> {
        let sql = "SELECT id, site, body, state, begun_at, changed_at, at, next_at, attempts, \
                   address, why FROM letters WHERE id = $1";
        self.query_one(sql, &[id.to_string().into()], record)
    }

    fn letters_in(&self, state: LetterState) -> StoreResult<Vec<LetterRecord>> {
        let sql = "SELECT id, site, body, state, begun_at, changed_at, at, next_at, attempts, \
                   address, why FROM letters WHERE state = $1 ORDER BY id";
        self.query(sql, &[word(state)?.into()], record)
    }

    fn open_letter(&self, site: &SiteId) -> StoreResult<Option<LetterRecord>> {
        let sql = "SELECT id, site, body, state, begun_at, changed_at, at, next_at, attempts, \
                   address, why FROM letters WHERE state = 'open' AND site = $1 \
                   ORDER BY id LIMIT 1";
        self.query_one(sql, &[site.to_string().into()], record)
    }

    fn latest_letters(&self, limit: usize) -> StoreResult<Vec<LetterRecord>> {
        let sql = "SELECT id, site, body, state, begun_at, changed_at, at, next_at, attempts, \
                   address, why FROM letters ORDER BY changed_at DESC, id LIMIT $1";
        let limit = i64::try_from(limit).unwrap_or(i64::MAX);
        self.query(sql, &[limit.into()], record)
    }

    fn next_letter(&self, now: Millis) -> StoreResult<Option<LetterRecord>> {
        let sql = "SELECT id, site, body, state, begun_at, changed_at, at, next_at, attempts, \
                   address, why FROM letters WHERE state IN ('ready', 'sending') \
                   AND next_at <= $1 ORDER BY changed_at, id LIMIT 1";
        self.query_one(sql, &[now.into()], record)
    }

    fn told_before(&self) -> StoreResult<Option<Millis>> {
        let known = meta(self, TOLD_BEFORE)?;
        let unread = |_| Fault::new("the instant of the last restore cannot be read");
        known.map(|text| text.parse().map_err(unread)).transpose()
    }
}

impl<S: Sql> WriteLetters for S {
    fn put_letter(&self, letter: &LetterRecord) -> StoreResult<()> {
        let sql = "INSERT INTO letters (id, site, body, state, begun_at, changed_at, at, next_at, \
                   attempts, address, why) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) \
                   ON CONFLICT (id) DO UPDATE SET body = excluded.body, state = excluded.state, \
                   changed_at = excluded.changed_at, at = excluded.at, \
                   next_at = excluded.next_at, attempts = excluded.attempts, \
                   address = excluded.address, why = excluded.why";
        let values = [
            letter.id.to_string().into(),
            letter.site.to_string().into(),
            serde_json::to_string(&letter.letter)?.into(),
            word(letter.state)?.into(),
            letter.begun_at.into(),
            letter.changed_at.into(),
            letter.at.into(),
            letter.next_at.into(),
            letter.attempts.into(),
            letter.address.clone().into(),
            letter.why.clone().into(),
        ];
        self.execute(sql, &values)?;
        Ok(())
    }

    fn end_letter(&self, id: Uuid) -> StoreResult<()> {
        self.execute("DELETE FROM letters WHERE id = $1", &[id.to_string().into()])?;
        Ok(())
    }

    fn end_letters_before(&self, before: Millis) -> StoreResult<u64> {
        self.execute("DELETE FROM letters WHERE changed_at < $1", &[before.into()])
    }

    fn hold_letters(&self, now: Millis) -> StoreResult<()> {
        let sql = "UPDATE letters SET state = 'held', at = $1 \
                   WHERE state IN ('open', 'ready', 'sending')";
        self.execute(sql, &[now.into()])?;
        set_meta(self, TOLD_BEFORE, &now.to_string())
    }
}

fn word(state: LetterState) -> StoreResult<String> {
    match serde_json::to_value(state)? {
        Json::String(word) => Ok(word),
        _ => Err(Fault::new("the state of a letter is no word")),
    }
}

fn record(line: &dyn Line) -> StoreResult<LetterRecord> {
    Ok(LetterRecord {
        id: parsed(line, 0)?,
        site: line.text(1)?.as_str().into(),
        letter: serde_json::from_str(&line.text(2)?)?,
        state: serde_json::from_value(Json::String(line.text(3)?))?,
        begun_at: line.number(4)?,
        changed_at: line.number(5)?,
        at: line.number(6)?,
        next_at: line.number(7)?,
        attempts: line.number(8)?,
        address: line.maybe_text(9)?,
        why: line.maybe_text(10)?,
    })
}
