//! The rows of the domain.

use super::StoreResult;
use shared::id::Seq;
use shared::row::{Kind, Read, Row, RowKey};
use shared::scope::Stream;

/// Reads rows.
pub trait Rows {
    /// The rows of one question. When a newer program has opened this database, those that this
    /// one cannot read are passed over, here and wherever else rows are read.
    fn load(&self, read: &Read) -> StoreResult<Vec<Row>>;
    /// The rows that a decision asks for; `None` when there is one that this program cannot read
    /// wholly, and would damage by writing it.
    fn load_whole(&self, read: &Read) -> StoreResult<Option<Vec<Row>>>;
    /// Whether what is here was made up for the demonstration: some of its sites were.
    fn is_made_up(&self) -> StoreResult<bool> {
        let sites = self.load(&Read::All(Kind::Site))?;
        Ok(sites.iter().any(|row| matches!(row, Row::Site(site) if site.fictitious)))
    }
    /// How many rows of a kind there are.
    fn count(&self, kind: Kind) -> StoreResult<u64>;
    /// The rows of a stream after a sequence number, in order, at most `limit`.
    fn follow(&self, stream: &Stream, after: Seq, limit: usize) -> StoreResult<Vec<Row>>;
    /// The rows that left a place after a sequence number.
    fn departed(&self, place: &str, after: Seq) -> StoreResult<Vec<(RowKey, Seq)>>;
    /// The rows of these keys that are there.
    fn load_rows(&self, keys: &[RowKey]) -> StoreResult<Vec<Row>> {
        let mut rows = Vec::new();
        for key in keys {
            rows.extend(self.load(&Read::Row(key.clone()))?);
        }
        Ok(rows)
    }
    /// Rows of streams after a sequence number. In each part, those of one or of several streams:
    /// in the order of their numbers, at most `limit`.
    fn follow_all(
        &self,
        streams: &[Stream],
        after: Seq,
        limit: usize,
    ) -> StoreResult<Vec<Vec<Row>>> {
        streams.iter().map(|stream| self.follow(stream, after, limit)).collect()
    }
    /// The rows that left these places after a sequence number.
    fn departed_all(&self, places: &[String], after: Seq) -> StoreResult<Vec<(RowKey, Seq)>> {
        let mut departed = Vec::new();
        for place in places {
            departed.extend(self.departed(place, after)?);
        }
        Ok(departed)
    }
}

/// Writes rows.
pub trait WriteRows {
    /// Creates or replaces a row with the next sequence number, and returns it with that number.
    fn insert_row(&self, row: Row) -> StoreResult<Row>;
    /// Creates or replaces a row with the next sequence number, and returns the number.
    fn put(&self, row: Row) -> StoreResult<Seq> {
        Ok(self.insert_row(row)?.version())
    }
    /// Deletes a row for good: only the purge does so.
    fn delete(&self, key: &RowKey) -> StoreResult<()>;
}
