//! The values of a block, decoded only when one asks for them: the "late materialization" of a
//! column store (Abadi et al., *Materialization Strategies in a Column-Oriented DBMS*, ICDE 2007).

use crate::block::{LAYOUT, next_values, open};
use crate::cell::Cell;
use crate::column::Column;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Error;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Values between two marks. To reach one value alone, at most this many are skipped.
const STRIDE: usize = 64;
/// Cost of reading one value alone, relative to reading it in a sequential scan. Once more than
/// one in this many values was asked for, the whole block is read.
const ALONE_COST: usize = 4;
/// A scan of one field of all values counts as one request for every this many values.
const SCAN_COST: usize = 32;

/// An open block of which no value was decoded yet.
pub struct Block {
    bytes: Vec<u8>,
    count: usize,
    values: Column,
}

/// Returns the values inside an object of one field, if all values of the column are such objects
/// with the same field.
fn unwrapped(column: Column) -> Option<Column> {
    let Column::Objects(mut wrappers) = column else { return None };
    if wrappers.names.len() == 1 { wrappers.columns.pop() } else { None }
}

/// Returns the column of a field that every value has.
fn column_of<'a>(values: &'a Column, field: &str) -> Option<&'a Column> {
    let Column::Objects(values) = values else { return None };
    let place = values.names.iter().position(|name| name == field)?;
    let is_in_all = values.shapes.iter().all(|shape| shape.contains(&place));
    is_in_all.then(|| &values.columns[place])
}

impl Block {
    /// Whether the bytes are a block of columns. If not, [`crate::unpack`] may still read them.
    pub fn is_one(bytes: &[u8]) -> bool {
        bytes.first() == Some(&LAYOUT)
    }

    /// Opens a block of columns.
    ///
    /// # Errors
    /// Bytes that are no such block, or a block that was cut.
    pub fn open(bytes: Vec<u8>) -> Result<Self, Error> {
        if !Self::is_one(&bytes) {
            return Err(Error::custom("a block of an unknown layout"));
        }
        let (count, values) = open(&bytes)?;
        Ok(Self { bytes, count, values })
    }

    /// The name of the only field of every value, as serde writes a variant that holds a value:
    /// `{"word": …}`. `None` when the values have several words or are not written so.
    pub fn word(&self) -> Option<&str> {
        let Column::Objects(wrappers) = &self.values else { return None };
        let [word] = &wrappers.names[..] else { return None };
        Some(word)
    }

    /// Decodes all values.
    ///
    /// # Errors
    /// A value that is not a `T`: then no value is returned.
    pub fn read<T: DeserializeOwned>(self) -> Result<Vec<T>, Error> {
        next_values(self.values, self.count, &self.bytes)
    }

    /// Returns the keys of the values inside [`Block::word`], in the order of the block, and the
    /// values, which are decoded on demand. `key` is the name of the field that holds the key.
    ///
    /// # Errors
    /// A value without a key, or a key that is not a `K`.
    pub fn late<K, T>(self, key: &'static str) -> Result<(Vec<K>, Late<T>), Error>
    where
        K: DeserializeOwned,
    {
        let Self { bytes, count, values } = self;
        let no_key = || Error::missing_field(key);
        let first = unwrapped(values).ok_or_else(no_key)?;
        let keys = column_of(&first, key).ok_or_else(no_key)?;
        let keys = next_values(keys.clone(), count, &bytes)?;
        let values = (0..count).map(|_| OnceLock::new()).collect();
        let (marks, asked, all) = (OnceLock::new(), AtomicUsize::new(0), OnceLock::new());
        Ok((keys, Late { bytes, first, marks, values, asked, all }))
    }
}

/// The values of one block, each decoded when it is first asked for, and kept from then on.
pub struct Late<T> {
    bytes: Vec<u8>,
    /// The column of the values, at the first one.
    first: Column,
    /// The column at every [`STRIDE`]th value from the second on. Made for the first value that
    /// is asked for; empty when that one cannot be read.
    marks: OnceLock<Vec<Column>>,
    /// `None` for a value that cannot be read.
    values: Box<[OnceLock<Option<Arc<T>>>]>,
    /// How many values were asked for before they were decoded.
    asked: AtomicUsize,
    all: OnceLock<()>,
}

impl<T> fmt::Debug for Late<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = self.values.iter().filter(|value| value.get().is_some()).count();
        f.debug_struct("Late").field("values", &self.values.len()).field("read", &read).finish()
    }
}

impl<T: DeserializeOwned> Late<T> {
    /// Returns the value at that place, or `None` when it cannot be read.
    pub fn get(&self, at: usize) -> Option<&Arc<T>> {
        let value = self.values.get(at)?;
        if value.get().is_none() {
            self.count_requests(1);
        }
        value.get_or_init(|| self.read_alone(at).ok().map(Arc::new)).as_ref()
    }

    /// Counts requests for values, and decodes all values once there were many.
    fn count_requests(&self, count: usize) {
        let asked = self.asked.fetch_add(count, Ordering::Relaxed);
        if asked * ALONE_COST > self.values.len() {
            self.read_all();
        }
    }

    /// Decodes in one pass the values that have `value` in the field `name`, and no others.
    /// Returns for each place whether its value has it, or `None` when all values are decoded
    /// already or some value lacks the field: then the caller must look at each.
    pub fn read_having<F>(&self, name: &str, value: &F) -> Option<Vec<bool>>
    where
        F: DeserializeOwned + PartialEq,
    {
        self.count_requests(self.values.len().div_ceil(SCAN_COST));
        if self.all.get().is_some() {
            return None;
        }
        let column = column_of(&self.first, name)?.clone();
        let values: Vec<F> = next_values(column, self.values.len(), &self.bytes).ok()?;
        let has: Vec<bool> = values.iter().map(|found| found == value).collect();
        // A value that cannot be read ends the pass; the others are read one by one later.
        let _ = self.read_some(|at| has[at]);
        Some(has)
    }

    /// Decodes in one pass the wanted values that were not decoded yet.
    fn read_some(&self, wanted: impl Fn(usize) -> bool) -> Result<(), Error> {
        let mut column = self.first.clone();
        let mut next = 0;
        let unread = |at: &usize| wanted(*at) && self.values[*at].get().is_none();
        for at in (0..self.values.len()).filter(unread) {
            column.skip(at - next, &self.bytes)?;
            let read = self.read(&mut column)?;
            self.values[at].get_or_init(|| Some(Arc::new(read)));
            next = at + 1;
        }
        Ok(())
    }

    fn read_alone(&self, at: usize) -> Result<T, Error> {
        let Some(after_first) = at.checked_sub(1) else {
            return self.read(&mut self.first.clone());
        };
        let marks = self.marks.get_or_init(|| self.marks().unwrap_or_default());
        let mark = marks.get(after_first / STRIDE);
        let mut column = mark.ok_or_else(|| Error::custom("values that cannot be read"))?.clone();
        column.skip(after_first % STRIDE, &self.bytes)?;
        self.read(&mut column)
    }

    fn marks(&self) -> Result<Vec<Column>, Error> {
        let mut column = self.first.clone();
        // Reading one value matches the fields of its type to the columns; every mark is a copy
        // that has this match already.
        self.read(&mut column)?;
        let mut marks = Vec::new();
        for at in (1..self.values.len()).step_by(STRIDE) {
            marks.push(column.clone());
            column.skip(STRIDE.min(self.values.len() - at), &self.bytes)?;
        }
        Ok(marks)
    }

    fn read(&self, column: &mut Column) -> Result<T, Error> {
        T::deserialize(Cell { column, block: &self.bytes })
    }
}

/// [`Late`] values of any type, for callers that only want them decoded.
pub trait ReadRest {
    /// Decodes every value that was not decoded yet. Returns whether all values could be read.
    fn read_all(&self) -> bool;
}

impl<T: DeserializeOwned> ReadRest for Late<T> {
    fn read_all(&self) -> bool {
        // A failure shows in the values that are missing afterwards.
        self.all.get_or_init(|| drop(self.read_some(|_| true)));
        self.values.iter().all(|value| matches!(value.get(), Some(Some(_))))
    }
}
