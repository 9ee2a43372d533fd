//! Rows as blocks of columns: how a desk receives all rows at its start, and how a device keeps
//! them. See the crate [`columns`] for the format.

use crate::row::{Kind, Row};
use serde::de::Error as _;
use serde_json::Error;

/// Packs rows into one block.
///
/// # Errors
/// A value that JSON cannot express.
pub fn pack_rows(rows: &[Row]) -> Result<Vec<u8>, Error> {
    columns::pack(rows)
}

/// Returns the rows of a block in the order in which they were packed.
///
/// # Errors
/// A damaged block, or a row that cannot be read: then no row is returned.
pub fn unpack_rows(block: &[u8]) -> Result<Vec<Row>, Error> {
    columns::unpack(block)
}

/// Packs rows of one kind into a run of blocks, each named by the kind.
///
/// # Errors
/// A value that JSON cannot express.
pub fn pack_all(kind: Kind, rows: &[Row], block_rows: usize) -> Result<Vec<u8>, Error> {
    let mut all = Vec::new();
    for rows in rows.chunks(block_rows) {
        columns::put_named(&mut all, kind.tag(), &columns::pack(rows)?);
    }
    Ok(all)
}

/// Returns the blocks of [`pack_all`], unopened.
///
/// # Errors
/// A run that was cut, or a block of an unknown kind.
pub fn blocks(all: &[u8]) -> Result<Vec<(Kind, &[u8])>, Error> {
    let known = |(tag, block)| {
        let kind = Kind::ALL.iter().find(|kind| kind.tag() == tag);
        let kind = kind.ok_or_else(|| Error::custom("rows of an unknown kind"))?;
        Ok((*kind, block))
    };
    columns::named(all)?.into_iter().map(known).collect()
}

/// The rows of a run of blocks that this version can read.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Unpacked {
    /// The rows.
    pub rows: Vec<Row>,
    /// The run has other rows, of an unknown kind or with something that cannot be read.
    pub passed_over: bool,
}

/// Returns the rows of [`pack_all`], which a newer version may have packed.
///
/// # Errors
/// A run that was cut, or a damaged block: then no row is returned.
pub fn unpack_all(all: &[u8]) -> Result<Unpacked, Error> {
    let mut unpacked = Unpacked::default();
    for (tag, block) in columns::named(all)? {
        unpacked.passed_over |= match Kind::ALL.iter().any(|kind| kind.tag() == tag) {
            true => columns::unpack_known(block, &mut unpacked.rows)? > 0,
            false => true,
        };
    }
    Ok(unpacked)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn noise_is_refused_and_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
            let _ = blocks(&bytes);
            let _ = unpack_all(&bytes);
        }
    }
}
