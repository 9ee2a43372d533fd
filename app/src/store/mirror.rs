//! Rows of the mirror: in bulk as blocks, changes one by one over them.

use super::StoreError;
use super::schema::{BLOCKS, ROWS};
use super::strict::Writing;
use shared::replica::Batch;
use shared::row::Row;
use std::collections::{BTreeMap, BTreeSet};
use wasm_bindgen::JsValue;

/// Rows of one block.
const BLOCK_ROWS: usize = 512;
/// From how many rows on a batch is written as blocks.
const BULK_ROWS: usize = 200;
/// How many changed rows may lie over the blocks before they are written anew.
pub(super) const OVERLAY_ROWS: usize = 2_000;

/// What was read back of the mirror.
pub(super) struct Stored {
    /// Blocks, oldest first.
    pub(super) blocks: Vec<JsValue>,
    /// Keys of the changed rows.
    pub(super) keys: Vec<JsValue>,
    /// The changed rows, in the order of their keys.
    pub(super) rows: Vec<JsValue>,
}

impl Stored {
    /// The rows as they stand; `None` when one cannot be read: the mirror must be fetched anew.
    pub(super) fn decode(&self) -> Option<Vec<Row>> {
        let mut rows: BTreeMap<String, Row> = BTreeMap::new();
        for block in &self.blocks {
            let block: Vec<Row> = serde_json::from_str(&block.as_string()?).ok()?;
            rows.extend(block.into_iter().map(|row| (row.key().to_string(), row)));
        }
        for (key, text) in self.keys.iter().zip(&self.rows) {
            let (key, text) = (key.as_string()?, text.as_string()?);
            if text.is_empty() {
                rows.remove(&key);
            } else {
                rows.insert(key, serde_json::from_str(&text).ok()?);
            }
        }
        Some(rows.into_values().collect())
    }
}

/// Writes the rows of a batch.
pub(super) async fn write(writing: &Writing, batch: &Batch) -> Result<(), StoreError> {
    if batch.clear_rows {
        writing.clear(BLOCKS)?;
        writing.clear(ROWS)?;
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
    put_blocks(writing, &batch.put).await
}

/// Takes away what lies over rows that a new block brings.
async fn uncover(writing: &Writing, rows: &[Row]) -> Result<(), StoreError> {
    let fresh: BTreeSet<_> = rows.iter().map(|row| row.key().to_string()).collect();
    for key in writing.keys(ROWS).await? {
        if key.as_string().is_some_and(|key| fresh.contains(&key)) {
            writing.delete(ROWS, &key)?;
        }
    }
    Ok(())
}

async fn put_blocks(writing: &Writing, rows: &[Row]) -> Result<(), StoreError> {
    let last = writing.keys(BLOCKS).await?.last().and_then(JsValue::as_f64);
    let mut number = last.unwrap_or(0.0);
    for block in rows.chunks(BLOCK_ROWS) {
        number += 1.0;
        writing.put(BLOCKS, &number.into(), &encode(&block)?.into())?;
    }
    Ok(())
}

/// Writes everything anew as blocks.
pub(super) async fn compact(writing: &Writing) -> Result<(), StoreError> {
    let stored = Stored {
        blocks: writing.values(BLOCKS).await?,
        keys: writing.keys(ROWS).await?,
        rows: writing.values(ROWS).await?,
    };
    // What cannot be read is left as it is: the next start fetches the mirror anew.
    let Some(rows) = stored.decode() else {
        return Ok(());
    };
    writing.clear(BLOCKS)?;
    writing.clear(ROWS)?;
    put_blocks(writing, &rows).await
}

/// A value as JSON text.
pub(super) fn encode(value: &impl serde::Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|error| StoreError::Broken { detail: error.to_string() })
}
