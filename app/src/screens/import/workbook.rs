//! Workbooks as tables. Their reader is a download of its own, for whoever brings one.

use crate::device;
use crate::text::import as words;
use wasm_split_helpers::{SplitLoaderError, wasm_split};
use workbook::UnreadWorkbook;

/// The message that has the worker keep the reader, so that it reads without a network from then.
const KEEP: &str = "KEEP_WORKBOOK";

type Reader = fn(&[u8]) -> Result<String, UnreadWorkbook>;

/// The only entry to the code that is sent apart.
#[wasm_split(workbook, fallible)]
fn reader() -> Result<Reader, SplitLoaderError> {
    Ok(workbook::read)
}

/// Returns the text of the table in a workbook; the error is a sentence.
pub(super) async fn table(bytes: &[u8]) -> Result<String, String> {
    let reader = reader().await.map_err(|_| words::NO_READER)?;
    device::worker::keep(KEEP);
    reader(bytes).map_err(|why| words::unread(why).to_owned())
}
