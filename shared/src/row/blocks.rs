//! Tables from the blocks that a device keeps.

use super::{Kind, Row, State};
use crate::pack::late::{Opened, Unread};
use crate::pack::unpack_rows;
use serde_json::Error;

impl State {
    /// Puts the rows of a block in the place of those with their keys. Those of the large tables,
    /// of which a desk keeps all and a first screen shows few, are read when they are asked for.
    ///
    /// # Errors
    /// What cannot be read: then nothing is put. Of rows that are read later, that is seen by
    /// [`State::read_late`].
    pub fn put_block(&mut self, block: Vec<u8>) -> Result<(), Error> {
        match Unread::open(block)? {
            Opened::Columns(rows) => match rows.kind() {
                Some(Kind::Site) => self.sites.put_block(rows.late()?),
                Some(Kind::Ticket) => self.tickets.put_block(rows.late()?),
                Some(Kind::Visit) => self.visits.put_block(rows.late()?),
                _ => self.put_all(rows.read()?),
            },
            Opened::Other(block) => self.put_all(unpack_rows(&block)?),
        }
        Ok(())
    }

    fn put_all(&mut self, rows: impl IntoIterator<Item = Row>) {
        rows.into_iter().for_each(|row| self.put(row));
    }

    /// Reads what was left of one block, by its place: whether each of its rows can be read.
    /// Nothing when there are not so many.
    pub fn read_late(&self, place: usize) -> Option<bool> {
        let mut blocks =
            self.sites.blocks().chain(self.tickets.blocks()).chain(self.visits.blocks());
        blocks.nth(place).map(|block| block.read_all())
    }

    /// Reads what was left of all blocks, and lets these go; whether each row could be read.
    pub fn let_blocks_go(&mut self) -> bool {
        // All of them, also after one that has what cannot be read.
        self.sites.let_blocks_go() & self.tickets.let_blocks_go() & self.visits.let_blocks_go()
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
        state.put_block(crate::pack::pack(&values).expect("a block")).expect("keys");
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
        state.put_block(crate::pack::pack(&values).expect("a block")).expect("keys");
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
        // Whoever looks through them often has them all read, and finds the same.
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
