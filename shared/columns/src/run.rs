//! Several blocks one after the other.

use crate::bytes::{Source, put_sized};
use serde_json::Error;

/// Appends a block to a run of blocks, with a name and its length before it.
pub fn put_named(run: &mut Vec<u8>, name: &str, block: &[u8]) {
    put_sized(run, name.as_bytes());
    put_sized(run, block);
}

/// Returns the blocks of a run with their names, as [`put_named`] appended them; none is opened.
///
/// # Errors
/// A run that was cut.
pub fn named(run: &[u8]) -> Result<Vec<(&str, &[u8])>, Error> {
    let mut source = Source::from(0, run);
    let mut blocks = Vec::new();
    while !source.is_empty() {
        blocks.push((source.sized_text(run)?, source.sized(run)?.bytes(run)?));
    }
    Ok(blocks)
}
