//! Rows of a block that are read when they are asked for: "late materialization" of a column
//! store (Abadi et al., *Materialization Strategies in a Column-Oriented DBMS*, ICDE 2007).

use super::cell::Cell;
use super::column::Column;
use super::{LAYOUT, next_values};
use crate::row::Kind;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::Error;
use std::fmt;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

/// Rows from one mark to the next: whoever asks for a row goes through fewer of them to find it.
const STRIDE: usize = 64;
/// One row costs so many times what it costs when all are read in turn: whoever has asked for
/// more than that part of a block is given all of it.
const ALONE_COST: usize = 4;
/// A look through one field of all rows counts as asking for one row in so many.
const LOOK_COST: usize = 32;
/// The field that has the key of a row.
const KEY: &str = "id";

/// A block of rows of one kind, with those that were read.
pub(crate) struct LateRows<T> {
    block: Vec<u8>,
    /// The column of the rows at the first one.
    first: Column,
    /// The column at every [`STRIDE`]th row from the second on; made for the first row that is
    /// asked for, and empty when that cannot be read.
    marks: OnceLock<Vec<Column>>,
    /// `None` of one that cannot be read.
    rows: Box<[OnceLock<Option<Arc<T>>>]>,
    /// How many were asked for while they were not read.
    asked: AtomicUsize,
    all: OnceLock<()>,
}

impl<T> fmt::Debug for LateRows<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let read = self.rows.iter().filter(|row| row.get().is_some()).count();
        f.debug_struct("LateRows").field("rows", &self.rows.len()).field("read", &read).finish()
    }
}

/// The rows without the word of their kind around each; nothing when they are not of one kind.
fn bare(column: Column) -> Option<Column> {
    let Column::Objects(mut words) = column else { return None };
    if words.names.len() == 1 { words.columns.pop() } else { None }
}

/// The column of a field that each of the rows has.
fn column_of<'a>(rows: &'a Column, field: &str) -> Option<&'a Column> {
    let Column::Objects(rows) = rows else { return None };
    let place = rows.names.iter().position(|name| name == field)?;
    let is_in_all = rows.shapes.iter().all(|shape| shape.contains(&place));
    is_in_all.then(|| &rows.columns[place])
}

/// A block of which no row was read.
pub(crate) struct Unread {
    block: Vec<u8>,
    count: usize,
    rows: Column,
}

/// What stands in a block.
pub(crate) enum Opened {
    /// Rows in columns, as the layout of today has them.
    Columns(Unread),
    /// It is of another layout.
    Other(Vec<u8>),
}

impl Unread {
    /// Opens a block.
    ///
    /// # Errors
    /// A block that is cut.
    pub(crate) fn open(block: Vec<u8>) -> Result<Opened, Error> {
        if block.first() != Some(&LAYOUT) {
            return Ok(Opened::Other(block));
        }
        let (count, rows) = super::open(&block)?;
        Ok(Opened::Columns(Self { block, count, rows }))
    }

    /// The kind of its rows, when all are of one.
    pub(crate) fn kind(&self) -> Option<Kind> {
        let Column::Objects(words) = &self.rows else { return None };
        let [word] = &words.names[..] else { return None };
        Kind::ALL.iter().copied().find(|kind| word == kind.tag())
    }

    /// Its rows, each with the word of its kind.
    ///
    /// # Errors
    /// What cannot be read: then nothing of the block is used.
    pub(crate) fn read<T: DeserializeOwned>(self) -> Result<Vec<T>, Error> {
        next_values(self.rows, self.count, &self.block)
    }

    /// The keys of rows of one kind, as they stand in it, and the rows, which are read when they
    /// are asked for.
    ///
    /// # Errors
    /// A row without a key.
    pub(crate) fn late<K, T>(self) -> Result<(Vec<K>, LateRows<T>), Error>
    where
        K: DeserializeOwned,
    {
        let Self { block, count, rows } = self;
        let no_key = || Error::missing_field(KEY);
        let first = bare(rows).ok_or_else(no_key)?;
        let keys = column_of(&first, KEY).ok_or_else(no_key)?;
        let keys = next_values(keys.clone(), count, &block)?;
        let rows = (0..count).map(|_| OnceLock::new()).collect();
        let (marks, asked, all) = (OnceLock::new(), AtomicUsize::new(0), OnceLock::new());
        Ok((keys, LateRows { block, first, marks, rows, asked, all }))
    }
}

impl<T: DeserializeOwned> LateRows<T> {
    /// The row at that place; nothing when it cannot be read.
    pub(crate) fn get(&self, at: usize) -> Option<&Arc<T>> {
        let row = self.rows.get(at)?;
        if row.get().is_none() {
            self.note(1);
        }
        row.get_or_init(|| self.read_alone(at).ok().map(Arc::new)).as_ref()
    }

    /// Notes that so many rows were asked for, and reads all once these are many.
    fn note(&self, count: usize) {
        let asked = self.asked.fetch_add(count, Ordering::Relaxed);
        if asked * ALONE_COST > self.rows.len() {
            self.read_all();
        }
    }

    /// Reads the rows that have that value in a field, in one pass, without reading the others;
    /// where they stand. Nothing when not each row has the field, and when all rows were read in
    /// any case.
    pub(crate) fn read_having<F>(&self, name: &str, value: &F) -> Option<Vec<bool>>
    where
        F: DeserializeOwned + PartialEq,
    {
        self.note(self.rows.len().div_ceil(LOOK_COST));
        if self.all.get().is_some() {
            return None;
        }
        let column = column_of(&self.first, name)?.clone();
        let values: Vec<F> = next_values(column, self.rows.len(), &self.block).ok()?;
        let has: Vec<bool> = values.iter().map(|found| found == value).collect();
        // What could not be read is tried again alone.
        let _ = self.read_some(|at| has[at]);
        Some(has)
    }

    /// Reads those that are wanted and not read, in one pass.
    fn read_some(&self, wanted: impl Fn(usize) -> bool) -> Result<(), Error> {
        let mut column = self.first.clone();
        let mut next = 0;
        let unread = |at: &usize| wanted(*at) && self.rows[*at].get().is_none();
        for at in (0..self.rows.len()).filter(unread) {
            column.skip(at - next, &self.block)?;
            let read = self.read(&mut column)?;
            self.rows[at].get_or_init(|| Some(Arc::new(read)));
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
        let mut column = mark.ok_or_else(|| Error::custom("rows that cannot be read"))?.clone();
        column.skip(after_first % STRIDE, &self.block)?;
        self.read(&mut column)
    }

    fn marks(&self) -> Result<Vec<Column>, Error> {
        let mut column = self.first.clone();
        // Where the fields of a row are among the columns is found once, with the first row.
        self.read(&mut column)?;
        let mut marks = Vec::new();
        for at in (1..self.rows.len()).step_by(STRIDE) {
            marks.push(column.clone());
            column.skip(STRIDE.min(self.rows.len() - at), &self.block)?;
        }
        Ok(marks)
    }

    fn read(&self, column: &mut Column) -> Result<T, Error> {
        T::deserialize(Cell { column, block: &self.block })
    }
}

/// Rows of any kind that are read later.
pub(crate) trait Late {
    /// Reads all that was not read; whether each row could be.
    fn read_all(&self) -> bool;
}

impl<T: DeserializeOwned> Late for LateRows<T> {
    fn read_all(&self) -> bool {
        // What could not be read is seen by what is missing.
        self.all.get_or_init(|| drop(self.read_some(|_| true)));
        self.rows.iter().all(|row| matches!(row.get(), Some(Some(_))))
    }
}
