//! A list of values as one block of bytes, and one value as a column of its own.

use crate::bytes::{Source, put_number};
use crate::cell::Cell;
use crate::column::Column;
use crate::write;
use serde::Serialize;
use serde::de::{DeserializeOwned, Error as _};
use serde_json::{Error, Value};

/// The first byte of a block in this layout. The first programs wrote a JSON list instead.
pub(crate) const LAYOUT: u8 = 1;
/// The first byte of a JSON list.
const LIST: u8 = b'[';

/// Packs values into one block.
///
/// # Errors
/// A value that JSON cannot express.
pub fn pack<T: Serialize>(values: &[T]) -> Result<Vec<u8>, Error> {
    let values: Vec<_> = values.iter().map(to_value).collect::<Result<_, _>>()?;
    let mut block = vec![LAYOUT];
    put_number(&mut block, values.len() as u64);
    write::column(&values.iter().collect::<Vec<_>>(), &mut block);
    Ok(block)
}

/// Returns the values of a block in the order in which they were packed. A JSON list is read too.
///
/// # Errors
/// A damaged block, or a value that is not a `T`: then no value is returned.
pub fn unpack<T: DeserializeOwned>(block: &[u8]) -> Result<Vec<T>, Error> {
    match block.first() {
        Some(&LAYOUT) => {
            let (count, column) = open(block)?;
            next_values(column, count, block)
        }
        Some(&LIST) => from_json(std::str::from_utf8(block).map_err(Error::custom)?),
        _ => Err(Error::custom("a block of an unknown layout")),
    }
}

/// Adds the values of a block that are a `T` to `known`, and returns how many others it has. The
/// program that packed them may be newer, and know values that this one does not.
///
/// # Errors
/// A damaged block.
pub fn unpack_known<T: DeserializeOwned>(block: &[u8], known: &mut Vec<T>) -> Result<usize, Error> {
    if let Ok(all) = unpack(block) {
        known.extend(all);
        return Ok(0);
    }
    if block.first() != Some(&LAYOUT) {
        return Err(Error::custom("a block of an unknown layout"));
    }
    let (count, mut column) = open(block)?;
    let mut passed_over = 0;
    for _ in 0..count {
        // A value that fails leaves its column anywhere. A damaged block ends too early here.
        let mut next = column.clone();
        next.skip(1, block)?;
        match T::deserialize(Cell { column: &mut column, block }) {
            Ok(value) => known.push(value),
            Err(_) => passed_over += 1,
        }
        column = next;
    }
    Ok(passed_over)
}

/// Reads the next `count` values of a column.
pub(crate) fn next_values<T: DeserializeOwned>(
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

/// Returns the number of values of a block and their column.
pub(crate) fn open(block: &[u8]) -> Result<(usize, Column), Error> {
    // The byte before says the layout.
    let mut source = Source::from(1, block);
    let count = source.count(block)?;
    let column = Column::read(&mut source, count, 0, block)?;
    source.end()?;
    Ok((count, column))
}

/// Turns a value into JSON by way of its text, so that the code that writes a type is compiled
/// for one serializer only.
///
/// # Errors
/// A value that JSON cannot express.
pub fn to_value<T: Serialize>(value: &T) -> Result<Value, Error> {
    serde_json::from_str(&serde_json::to_string(value)?)
}

/// Reads a value from JSON by way of a column, so that the code that reads a type is compiled for
/// one deserializer only: a second one was a tenth of the front end's download.
///
/// # Errors
/// A text that is not JSON, or not a `T`.
pub fn from_json<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    from_value(&serde_json::from_str(text)?)
}

/// Reads a value as [`from_json`] does, from JSON that was parsed already.
///
/// # Errors
/// A value that is not a `T`.
pub fn from_value<T: DeserializeOwned>(value: &Value) -> Result<T, Error> {
    with_cell(value, |cell| T::deserialize(cell))
}

/// Lets `read` decode a value as it would stand in a block.
pub(crate) fn with_cell<T>(
    value: &Value,
    read: impl FnOnce(Cell<'_, '_>) -> Result<T, Error>,
) -> Result<T, Error> {
    let mut block = Vec::new();
    write::column(&[value], &mut block);
    let mut column = Column::read(&mut Source::from(0, &block), 1, 0, &block)?;
    read(Cell { column: &mut column, block: &block })
}
