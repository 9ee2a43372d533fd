//! Rows of the mirror: in bulk as blocks, with an overlay of single changed rows.

use super::StoreError;
use super::error::broken;
use super::schema::{BLOCKS, ROWS};
use super::strict::Writing;
use js_sys::Uint8Array;
use shared::limits::BLOCK_ROWS;
use shared::order;
use shared::pack::{blocks, pack_rows, unpack_rows};
use shared::replica::Batch;
use shared::row::{Kind, Row, State};
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;

/// Batches of at least this many rows are written as blocks.
const BULK_ROWS: usize = 50;
/// Blocks of at least this many rows are packed; smaller ones are written as a list, which costs a
/// fifth.
const PACKED_ROWS: usize = 1_000;
/// The overlay is compacted beyond this many rows.
const OVERLAY_ROWS: usize = 2_000;
/// Blocks are compacted beyond this many lists among them, which are slow to read.
const LISTS: usize = 40;
/// The first number of the blocks that hold equipment alone. It is most of what a desk keeps; no
/// first screen shows it, so it is read later. Blocks of the first versions, with rows of all
/// kinds, have lower numbers.
pub(super) const FLEET_FROM: f64 = 1e9;

/// The mirror as it was read back.
pub(super) struct Stored {
    /// Blocks, oldest first.
    pub(super) blocks: Vec<JsValue>,
    /// Keys of the changed rows.
    pub(super) keys: Vec<JsValue>,
    /// The changed rows, in the order of their keys.
    pub(super) rows: Vec<JsValue>,
}

impl Stored {
    /// Returns whether the blocks should be compacted.
    pub(super) fn is_scattered(&self) -> bool {
        let lists = self.blocks.iter().filter(|block| block.is_string()).count();
        self.keys.len() > OVERLAY_ROWS || lists > LISTS
    }

    /// The size of the blocks, in bytes.
    pub(super) fn bytes(&self) -> usize {
        let size = |block: &JsValue| {
            block.dyn_ref::<Uint8Array>().map_or(0, |bytes| bytes.byte_length() as usize)
        };
        self.blocks.iter().map(size).sum()
    }

    /// The keys of the overlay, as texts.
    pub(super) fn overlay(&self) -> BTreeSet<String> {
        order::set(self.keys.iter().filter_map(JsValue::as_string))
    }

    /// Decodes the rows; `None` when one that is needed cannot be decoded, so that the mirror must
    /// be fetched again.
    pub(super) fn decode(&self) -> Option<State> {
        let mut state = State::default();
        // If several blocks hold a row, the last one counts.
        for block in &self.blocks {
            state.put_block(bytes_of(block)?).ok()?;
        }
        for (key, text) in self.keys.iter().zip(&self.rows) {
            let (key, text) = (key.as_string()?, text.as_string()?);
            match text.is_empty() {
                false => state.put(Row::from_json(&text).ok()?),
                // What this version does not know is not there either.
                true => key.parse().into_iter().for_each(|key| state.remove(&key)),
            }
        }
        Some(state)
    }

    /// As [`Stored::decode`], with every row decoded.
    pub(super) fn decode_all(&self) -> Option<State> {
        let mut state = self.decode()?;
        state.let_blocks_go().then_some(state)
    }
}

/// Decodes a block; `None` when it cannot be read.
pub(super) fn rows_of(block: &JsValue) -> Option<Vec<Row>> {
    unpack_rows(&bytes_of(block)?).ok()
}

/// A block: bytes, or a JSON text as the first versions wrote it.
fn bytes_of(block: &JsValue) -> Option<Vec<u8>> {
    match block.dyn_ref::<Uint8Array>() {
        Some(bytes) => Some(bytes.to_vec()),
        None => block.as_string().map(String::into_bytes),
    }
}

/// Writes the rows of a batch.
pub(super) async fn write(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    if batch.clear_rows {
        clear(writing)?;
    }
    for key in &batch.remove {
        writing.put(ROWS, &key.to_string().into(), &"".into())?;
    }
    if batch.put.len() < BULK_ROWS {
        for row in &batch.put {
            writing.put(ROWS, &row.key().to_string().into(), &encode(row)?.into())?;
        }
        return Ok(());
    }
    if !batch.clear_rows {
        uncover(writing, &batch.put).await?;
    }
    let are_many = batch.clear_rows || batch.put.len() >= PACKED_ROWS;
    put_blocks(writing, &batch.put, if are_many { packed } else { listed }).await
}

fn packed(rows: &[Row]) -> Result<JsValue, StoreError> {
    let block = pack_rows(rows).map_err(unpackable)?;
    Ok(Uint8Array::from(&block[..]).into())
}

fn listed(rows: &[Row]) -> Result<JsValue, StoreError> {
    let rows: Result<Vec<_>, _> = rows.iter().map(encode).collect();
    Ok(format!("[{}]", rows?.join(",")).into())
}

fn clear(writing: &Writing) -> Result<(), StoreError> {
    writing.clear(BLOCKS)?;
    writing.clear(ROWS)
}

/// Replaces all rows by the blocks of a snapshot, as they came.
pub(super) fn write_snapshot(writing: &Writing, packed: &[u8]) -> Result<(), StoreError> {
    clear(writing)?;
    for (number, (kind, block)) in (1..).zip(blocks(packed).map_err(unpackable)?) {
        put_block(writing, from(kind) + f64::from(number), Uint8Array::from(block).into())?;
    }
    Ok(())
}

/// Returns the first number of the blocks of a kind.
fn from(kind: Kind) -> f64 {
    if kind == Kind::Equipment { FLEET_FROM } else { 0.0 }
}

fn put_block(writing: &Writing, number: f64, block: JsValue) -> Result<(), StoreError> {
    writing.put(BLOCKS, &number.into(), &block)
}

/// Drops overlay rows that the new block supersedes.
async fn uncover(writing: &Writing, rows: &[Row]) -> Result<(), StoreError> {
    let fresh = order::set(rows.iter().map(|row| row.key().to_string()));
    for key in writing.keys(ROWS).await? {
        if key.as_string().is_some_and(|key| fresh.contains(&key)) {
            writing.delete(ROWS, &key)?;
        }
    }
    Ok(())
}

async fn put_blocks(
    writing: &Writing,
    rows: &[Row],
    written: fn(&[Row]) -> Result<JsValue, StoreError>,
) -> Result<(), StoreError> {
    let last = writing.last_key(BLOCKS, None).await?.unwrap_or(0.0) % FLEET_FROM;
    let mut number = writing.last_key(BLOCKS, Some(FLEET_FROM)).await?.unwrap_or(0.0).max(last);
    for kind in Kind::ALL {
        let of_kind: Vec<_> = rows.iter().filter(|row| row.kind() == *kind).cloned().collect();
        for block in of_kind.chunks(BLOCK_ROWS) {
            number += 1.0;
            put_block(writing, from(*kind) + number, written(block)?)?;
        }
    }
    Ok(())
}

/// Writes everything again as blocks, with an empty overlay.
pub(super) async fn compact(writing: &Writing) -> Result<(), StoreError> {
    let stored = Stored {
        blocks: writing.values(BLOCKS).await?,
        keys: writing.keys(ROWS).await?,
        rows: writing.values(ROWS).await?,
    };
    // Rows that cannot be read are left as they are: the next start fetches the mirror again.
    let Some(state) = stored.decode_all() else {
        return Ok(());
    };
    let rows: Vec<Row> = state.rows().collect();
    clear(writing)?;
    put_blocks(writing, &rows, packed).await
}

/// Encodes a value as JSON.
pub(super) fn encode(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(unpackable)
}

fn unpackable(error: serde_json::Error) -> StoreError {
    broken(error.to_string())
}
