//! Rows by the hundred, small and quick to read: what a desk begins from, and the bulk of what a
//! device keeps.
//!
//! The values of one field of all rows stand together, as in a column store (the "shredding" of
//! Melnik et al., *Dremel: Interactive Analysis of Web-Scale Datasets*, VLDB 2010). That leaves
//! the names out of each row, lets a compressor see like beside like, and reads without looking
//! at each character. Fields go by their names, so that a version reads what another one wrote,
//! as with JSON: what it does not know is passed over, what it lacks takes its default.

mod bytes;
mod cell;
mod column;
pub(crate) mod late;
mod parts;
mod skip;
mod write;

use crate::json::value_of;
use crate::row::{Kind, Row};
use bytes::Source;
use cell::Cell;
use column::Column;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

/// The first byte of a block of this layout. A block of the first versions was a JSON list.
const LAYOUT: u8 = 1;
/// The first byte of a JSON list.
const LIST: u8 = b'[';

/// Rows as one block.
///
/// # Errors
/// A value that JSON cannot say.
pub fn pack_rows(rows: &[Row]) -> Result<Vec<u8>, Error> {
    pack(rows)
}

/// The rows of a block, in the order in which they were packed.
///
/// # Errors
/// What cannot be read: then nothing of the block is used.
pub fn unpack_rows(block: &[u8]) -> Result<Vec<Row>, Error> {
    unpack(block)
}

pub(crate) fn pack<T: serde::Serialize>(values: &[T]) -> Result<Vec<u8>, Error> {
    let values: Vec<_> = values.iter().map(value_of).collect::<Result<_, _>>()?;
    let mut block = vec![LAYOUT];
    bytes::put_number(&mut block, values.len() as u64);
    write::column(&values.iter().collect::<Vec<_>>(), &mut block);
    Ok(block)
}

fn unpack<T: DeserializeOwned>(block: &[u8]) -> Result<Vec<T>, Error> {
    match block.first() {
        Some(&LAYOUT) => read(block),
        Some(&LIST) => from_json(std::str::from_utf8(block).map_err(Error::custom)?),
        _ => Err(Error::custom("a block of an unknown layout")),
    }
}

fn read<T: DeserializeOwned>(block: &[u8]) -> Result<Vec<T>, Error> {
    let (count, column) = open(block)?;
    next_values(column, count, block)
}

/// The next values of a column, so many.
fn next_values<T: DeserializeOwned>(
    mut column: Column,
    count: usize,
    block: &[u8],
) -> Result<Vec<T>, Error> {
    let mut values = Vec::with_capacity(count);
    for _ in 0..count {
        values.push(T::deserialize(Cell { column: &mut column, block })?);
    }
    Ok(values)
}

/// How many values a block has, and their column.
fn open(block: &[u8]) -> Result<(usize, Column), Error> {
    // After the byte that says the layout.
    let mut source = Source::from(1, block);
    let count = source.count(block)?;
    let column = Column::read(&mut source, count, 0, block)?;
    source.end()?;
    Ok((count, column))
}

/// Rows of one kind as blocks one after the other, each with its kind and its length before it.
///
/// # Errors
/// A value that JSON cannot say.
pub fn pack_all(kind: Kind, rows: &[Row], block_rows: usize) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    for rows in rows.chunks(block_rows) {
        bytes::put_sized(&mut all, kind.tag().as_bytes());
        bytes::put_sized(&mut all, &pack(rows)?);
    }
    Ok(all)
}

/// The blocks of [`pack_all`], as they are.
///
/// # Errors
/// When one is cut, or of an unknown kind.
pub fn blocks(all: &[u8]) -> Result<Vec<(Kind, &[u8])>, Error> {
    let mut source = Source::from(0, all);
    let mut blocks = Vec::new();
    while !source.is_empty() {
        let tag = source.sized_text(all)?;
        let kind = Kind::ALL.iter().find(|kind| kind.tag() == tag);
        let kind = kind.ok_or_else(|| Error::custom("rows of an unknown kind"))?;
        blocks.push((*kind, source.sized(all)?.bytes(all)?));
    }
    Ok(blocks)
}

/// The rows of [`pack_all`].
///
/// # Errors
/// What cannot be read: then nothing of it is used.
pub fn unpack_all(all: &[u8]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (_, block) in blocks(all)? {
        rows.extend(unpack_rows(block)?);
    }
    Ok(rows)
}

/// A value from JSON, by the same way as from a block: what reads each type is compiled once for
/// both, which on a phone is a tenth of the whole download.
pub(crate) fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    with_cell(&serde_json::from_str(text)?, |cell| T::deserialize(cell))
}

/// A value as it would stand in a block.
///
/// # Errors
/// Those of the reading.
pub(crate) fn with_cell<T>(
    value: &Value,
    read: impl FnOnce(Cell<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut block = Vec::new();
    write::column(&[value], &mut block);
    let mut column = Column::read(&mut Source::from(0, &block), 1, 0, &block)?;
    read(Cell { column: &mut column, block: &block })
}

#[cfg(test)]
mod tests;
