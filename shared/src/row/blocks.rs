//! Blocks of rows in the tables of a state.

use super::{Kind, Row, State};
use columns::{Block, LateMap, ReadRest};
use serde::de::DeserializeOwned;
use serde_json::Error;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The field that holds the key of a row.
const KEY: &str = "id";

/// A table, as the state handles it when it does not matter what the rows are.
pub(super) trait Blocks {
    /// Takes a block whose rows are decoded on demand. A table whose rows are all decoded gives
    /// the block back.
    ///
    /// # Errors
    /// A row without a key; then nothing was put.
    fn put_block(&mut self, block: Block) -> Result<Option<Block>, Error>;

    /// How many blocks it holds.
    fn len(&self) -> usize {
        0
    }

    /// Returns a block by its number.
    fn get(&self, _number: usize) -> Option<&dyn ReadRest> {
        None
    }

    /// Decodes all rows and drops the blocks. Returns whether every row could be read.
    fn let_go(&mut self) -> bool {
        true
    }
}

impl<K, T> Blocks for BTreeMap<K, Arc<T>> {
    fn put_block(&mut self, block: Block) -> Result<Option<Block>, Error> {
        Ok(Some(block))
    }
}

impl<K: Ord + DeserializeOwned, T: DeserializeOwned> Blocks for LateMap<K, T> {
    fn put_block(&mut self, block: Block) -> Result<Option<Block>, Error> {
        LateMap::put_block(self, block, KEY).map(|()| None)
    }

    fn len(&self) -> usize {
        self.blocks()
    }

    fn get(&self, number: usize) -> Option<&dyn ReadRest> {
        self.block(number)
    }

    fn let_go(&mut self) -> bool {
        self.let_blocks_go()
    }
}

impl State {
    /// Puts the rows of a block in the place of those with their keys. A desk keeps all rows of
    /// the large tables, and its first screen shows few of them: these are decoded on demand.
    ///
    /// # Errors
    /// A damaged block: then no row is put. A row that is decoded on demand and cannot be read is
    /// reported by [`State::read_late`].
    pub fn put_block(&mut self, block: Vec<u8>) -> Result<(), Error> {
        if !Block::is_one(&block) {
            self.put_all(columns::unpack(&block)?);
            return Ok(());
        }
        let block = Block::open(block)?;
        let kind = Kind::ALL.iter().find(|kind| block.word() == Some(kind.tag()));
        let left = match kind {
            Some(kind) => self.blocks_mut(*kind).put_block(block)?,
            None => Some(block),
        };
        if let Some(block) = left {
            self.put_all(block.read()?);
        }
        Ok(())
    }

    fn put_all(&mut self, rows: impl IntoIterator<Item = Row>) {
        rows.into_iter().for_each(|row| self.put(row));
    }

    /// Decodes the rest of one block; blocks are numbered through all tables. Returns whether
    /// every row of it can be read, or `None` when there is no block of that number.
    pub fn read_late(&self, number: usize) -> Option<bool> {
        let mut number = number;
        for kind in Kind::ALL {
            let blocks = self.blocks_of(*kind);
            if let Some(block) = blocks.get(number) {
                return Some(block.read_all());
            }
            number -= blocks.len();
        }
        None
    }

    /// Decodes the rest of all blocks and drops them. Returns whether every row could be read.
    pub fn let_blocks_go(&mut self) -> bool {
        // Every table, even after one that failed.
        Kind::ALL.iter().fold(true, |are_sound, kind| self.blocks_mut(*kind).let_go() & are_sound)
    }
}

impl FromIterator<Row> for State {
    fn from_iter<I: IntoIterator<Item = Row>>(rows: I) -> Self {
        let mut state = Self::default();
        state.put_all(rows);
        state
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AccountId;
    use crate::pack::pack_rows;
    use crate::row::RowKey;
    use serde_json::json;
    use uuid::Uuid;

    fn ticket(n: u128, text: &str) -> Row {
        let (id, by) = (Uuid::from_u128(n), Uuid::from_u128(n % 7));
        let when = json!({ "at_ms": 1_767_600_000_000_i64 + n as i64, "offset_ms": 0 });
        let what = json!({ "what": "commented", "text": "x".repeat(n as usize % 9), "photos": [] });
        let entry = json!({ "when": when, "by": by, "by_name": "Léa", "what": what });
        let mut row = json!({
            "id": id, "site": "0420146F", "kind": "incident", "category": "network",
            "text": text, "urgency": "high", "state": "new", "reporter": by,
            "reported_on": "2026-01-05", "history": vec![entry; n as usize % 3],
        });
        if n.is_multiple_of(2) {
            row["channel"] = json!("proximity");
        }
        serde_json::from_value(json!({ "ticket": row })).expect("a ticket")
    }

    fn tickets(many: u128) -> Vec<Row> {
        (1..=many).map(|n| ticket(n, &format!("Panne n°{n}"))).collect()
    }

    fn late(rows: &[Row]) -> State {
        let mut state = State::default();
        state.put_block(pack_rows(rows).expect("a block")).expect("sound");
        state
    }

    #[test]
    fn a_row_that_is_asked_for_is_the_one_that_was_packed() {
        let rows = tickets(500);
        let state = late(&rows);
        // More than are read one by one, from the end.
        for row in rows.iter().rev().step_by(3) {
            assert_eq!(state.get(&row.key()), Some(row.clone()));
        }
        assert_eq!(state.get(&ticket(501, "").key()), None);
        assert_eq!(state.len(), rows.len());
    }

    #[test]
    fn all_rows_of_a_block_are_those_that_were_put() {
        let rows = tickets(90);
        let put: State = rows.iter().cloned().collect();
        assert_eq!(late(&rows), put);
        let mut state = late(&rows);
        let copy = state.clone();
        assert!(state.rows().eq(rows.iter().cloned()));
        state.let_blocks_go();
        assert_eq!((state.read_late(0), &state), (None, &put));
        assert_eq!((copy.read_late(0), &copy), (Some(true), &put));
    }

    #[test]
    fn the_last_one_put_stands() {
        let mut state = late(&tickets(3));
        state.put(ticket(2, "Autre chose"));
        state.remove(&ticket(3, "").key());
        let block = [ticket(1, "Un bloc plus tard"), ticket(4, "Neuve")];
        state.put_block(pack_rows(&block).expect("a block")).expect("sound");
        let words = [(1, "Un bloc plus tard"), (2, "Autre chose"), (4, "Neuve")];
        let expected: State = words.into_iter().map(|(n, text)| ticket(n, text)).collect();
        assert_eq!(state, expected);
        assert_eq!(state.known(&ticket(4, "")), Some(0));
    }

    /// As the first versions wrote them: a JSON list, or kinds in one block.
    #[test]
    fn other_blocks_are_read_at_once() {
        let mut rows = tickets(2);
        rows.push(Row::from(crate::settings::Settings::default()));
        let expected: State = rows.iter().cloned().collect();
        for block in [serde_json::to_vec(&rows), pack_rows(&rows)] {
            let mut state = State::default();
            state.put_block(block.expect("a block")).expect("sound");
            assert_eq!((state.read_late(0), &state), (None, &expected));
        }
    }

    #[test]
    fn a_row_that_cannot_be_read_is_told() {
        let rows = tickets(60);
        let word = ["\"urgency\":\"high\"", "\"urgency\":\"dire\""];
        let text = serde_json::to_string(&rows[9]).expect("JSON").replace(word[0], word[1]);
        let mut values: Vec<_> =
            rows.iter().map(|row| serde_json::to_value(row).expect("JSON")).collect();
        values[9] = serde_json::from_str(&text).expect("JSON");
        let mut state = State::default();
        state.put_block(columns::pack(&values).expect("a block")).expect("keys");
        assert_eq!(state.get(&rows[8].key()).as_ref(), Some(&rows[8]));
        assert_eq!(state.get(&rows[9].key()), None);
        assert_eq!(state.read_late(0), Some(false));
        assert_eq!(state.get(&rows[7].key()).as_ref(), Some(&rows[7]));
        assert!(!state.let_blocks_go());
    }

    fn visit(n: u128, technician: u128) -> Row {
        let slot = json!({ "day": "2026-01-05", "half": "morning" });
        let row = json!({
            "id": Uuid::from_u128(n), "site": "0420146F", "quarter": "2026-1", "slot": slot,
            "technician": Uuid::from_u128(technician), "state": "planned",
        });
        serde_json::from_value(json!({ "visit": row })).expect("a visit")
    }

    #[test]
    fn rows_are_found_by_a_field_without_reading_the_others() {
        let rows: Vec<_> = (1..=200).map(|n| visit(n, n % 20)).collect();
        let mut values: Vec<_> =
            rows.iter().map(|row| serde_json::to_value(row).expect("JSON")).collect();
        values[4]["visit"]["state"] = json!("dire");
        let mut state = State::default();
        state.put_block(columns::pack(&values).expect("a block")).expect("keys");
        // One of them changed hands since.
        state.put(visit(27, 9));
        let numbers = |state: &State, technician| {
            let technician = AccountId(Uuid::from_u128(technician));
            let found = state.visits_by(&technician).map(|visit| visit.id.0.as_u128());
            found.collect::<Vec<_>>()
        };
        let by_7 = [7, 47, 67, 87, 107, 127, 147, 167, 187];
        assert_eq!(numbers(&state, 7), by_7);
        assert!(format!("{:?}", state.visits).contains("read: 10"));
        assert_eq!(numbers(&state, 9)[..3], [9, 27, 29]);
        assert!(numbers(&state, 20).is_empty());
        // After several scans all rows are decoded; the result is the same.
        for _ in 0..20 {
            assert_eq!(numbers(&state, 7), by_7);
        }
        assert_eq!(numbers(&state, 5)[0], 25);
        state.let_blocks_go();
        assert_eq!(numbers(&state, 7), by_7);
    }

    #[test]
    fn a_block_that_is_cut_changes_nothing() {
        let rows = tickets(20);
        let block = pack_rows(&rows).expect("a block");
        let mut state = late(&rows[..1]);
        for length in 0..block.len() {
            assert!(state.put_block(block[..length].to_vec()).is_err(), "{length}");
        }
        assert_eq!(state, late(&rows[..1]));
        let key: RowKey = rows[0].key();
        assert_eq!(state.get(&key).as_ref(), Some(&rows[0]));
    }
}
