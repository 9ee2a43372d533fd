//! Writes a table as a document, in landscape.

use super::Table;
use crate::document::{self, DocumentBlock, NotDrawn, Paper};

/// Returns the table as a document.
pub(super) fn write(table: &Table) -> Result<Vec<u8>, NotDrawn> {
    let columns = table.columns.clone();
    let lines = table.lines.clone();
    let blocks = [DocumentBlock::title(&table.title), DocumentBlock::Table { columns, lines }];
    document::write(&table.title, Paper::Landscape, &blocks)
}
