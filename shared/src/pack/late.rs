//! Rows of a block that are read when they are asked for: "late materialization" of a column
//! store (Abadi et al., *Materialization Strategies in a Column-Oriented DBMS*, ICDE 2007).

use super::LAYOUT;
use super::cell::Cell;
use super::column::Column;
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
        f.debug_struct("LateRows").field("rows", &self.rows.len()).finish()
    }
}

/// The rows without the word of their kind around each; nothing when they are not of it alone.
fn bare(column: Column, kind: Kind) -> Option<Column> {
    let Column::Objects(mut words) = column else { return None };
    match &words.names[..] {
        [word] if *word == kind.tag() => words.columns.pop(),
        _ => None,
    }
}

/// The column of the keys of rows.
fn key_column(rows: &Column) -> Option<Column> {
    let Column::Objects(rows) = rows else { return None };
    let place = rows.names.iter().position(|name| name == KEY)?;
    let is_in_all = rows.shapes.iter().all(|shape| shape.contains(&place));
    is_in_all.then(|| rows.columns[place].clone())
}

/// What was made of a block.
pub(crate) enum Opened<K, T> {
    /// The keys of its rows, as they stand in it, and the rows, which are read later.
    Late(Vec<K>, LateRows<T>),
    /// It is not of the layout of today, or not of this kind alone.
    Other(Vec<u8>),
}

impl<T: DeserializeOwned> LateRows<T> {
    /// Opens a block of rows of a kind, without reading more than their keys.
    ///
    /// # Errors
    /// A block that is cut, a row without a key.
    pub(crate) fn open<K>(block: Vec<u8>, kind: Kind) -> Result<Opened<K, T>, Error>
    where
        K: DeserializeOwned,
    {
        if block.first() != Some(&LAYOUT) {
            return Ok(Opened::Other(block));
        }
        let (count, column) = super::open(&block)?;
        let Some(first) = bare(column, kind) else { return Ok(Opened::Other(block)) };
        let mut keys = key_column(&first).ok_or_else(|| Error::missing_field(KEY))?;
        let key = |_| K::deserialize(Cell { column: &mut keys, block: &block });
        let keys = (0..count).map(key).collect::<Result<_, _>>()?;
        let rows = (0..count).map(|_| OnceLock::new()).collect();
        let (marks, asked, all) = (OnceLock::new(), AtomicUsize::new(0), OnceLock::new());
        Ok(Opened::Late(keys, Self { block, first, marks, rows, asked, all }))
    }

    /// The row at that place; nothing when it cannot be read.
    pub(crate) fn get(&self, at: usize) -> Option<&Arc<T>> {
        let row = self.rows.get(at)?;
        if row.get().is_none() {
            let asked = self.asked.fetch_add(1, Ordering::Relaxed);
            if asked * ALONE_COST > self.rows.len() {
                self.read_all();
            }
        }
        row.get_or_init(|| self.read_alone(at).ok().map(Arc::new)).as_ref()
    }

    /// Reads all that was not read; whether each row could be.
    pub(crate) fn read_all(&self) -> bool {
        // What could not be read is seen by what is missing.
        self.all.get_or_init(|| drop(self.read_in_turn()));
        self.rows.iter().all(|row| matches!(row.get(), Some(Some(_))))
    }

    fn read_in_turn(&self) -> Result<(), Error> {
        let mut column = self.first.clone();
        self.rows.iter().try_for_each(|row| {
            let read = self.read(&mut column)?;
            row.get_or_init(|| Some(Arc::new(read)));
            Ok(())
        })
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
