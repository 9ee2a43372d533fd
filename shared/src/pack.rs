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
    let named = columns::named(all)?.into_iter().map(|(tag, block)| {
        let kind = Kind::ALL.iter().find(|kind| kind.tag() == tag);
        let kind = kind.ok_or_else(|| Error::custom("rows of an unknown kind"))?;
        Ok((*kind, block))
    });
    named.collect()
}

/// Returns the rows of [`pack_all`].
///
/// # Errors
/// Those of [`blocks`] and of [`unpack_rows`]: then no row is returned.
pub fn unpack_all(all: &[u8]) -> Result<Vec<Row>, Error> {
    let mut rows = Vec::new();
    for (_, block) in blocks(all)? {
        rows.extend(unpack_rows(block)?);
    }
    Ok(rows)
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
