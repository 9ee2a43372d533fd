//! Reads a workbook (`.xlsx`) as the text of a table, which the readers of text files take. Pure,
//! so that the same code is tested on files and runs in the browser.

mod cell;

use calamine::{Data, Range, Reader, SheetType, SheetVisible, Xlsx};
use std::io::Cursor;
use zip::ZipArchive;

/// Bytes that a workbook may have once it is unpacked: some hundred bytes pack a thousand times
/// more, and the page holds all of it at once.
pub const UNPACKED_BYTES: u64 = 256 * 1024 * 1024;

/// Why a workbook cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnreadWorkbook {
    /// It is damaged, or no workbook of this format.
    Damaged,
    /// More than [`UNPACKED_BYTES`].
    TooLarge,
    /// No sheet that people see has a value.
    Empty,
}

/// Returns the first sheet that has values as a table: a line for each of its rows, values quoted
/// and separated by `;`. A line has the number of its row, so that problems name rows as the
/// spreadsheet does. Titles above the header are left out: rows of one value.
///
/// Numbers are written with a comma and without separators, days as `2026-03-12`, times as `09:30`.
///
/// # Errors
/// [`UnreadWorkbook`], for the whole file.
pub fn read(bytes: &[u8]) -> Result<String, UnreadWorkbook> {
    if unpacked(bytes)? > UNPACKED_BYTES {
        return Err(UnreadWorkbook::TooLarge);
    }
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(|_| UnreadWorkbook::Damaged)?;
    let seen = book.sheets_metadata().iter().filter(|sheet| {
        sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible
    });
    let names: Vec<String> = seen.map(|sheet| sheet.name.clone()).collect();
    for name in names {
        let sheet = book.worksheet_range(&name).map_err(|_| UnreadWorkbook::Damaged)?;
        if sheet.used_cells().next().is_some() {
            return Ok(table(&sheet));
        }
    }
    Err(UnreadWorkbook::Empty)
}

/// The bytes of all files of the archive, as it says.
fn unpacked(bytes: &[u8]) -> Result<u64, UnreadWorkbook> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| UnreadWorkbook::Damaged)?;
    let mut all = 0_u64;
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|_| UnreadWorkbook::Damaged)?;
        all = all.saturating_add(file.size());
    }
    Ok(all)
}

fn table(sheet: &Range<Data>) -> String {
    let above = sheet.start().map_or(0, |(row, _)| row);
    let mut text: String = (0..above).map(|_| '\n').collect();
    let mut is_above = true;
    for row in sheet.rows() {
        let mut values: Vec<String> = row.iter().map(cell::text).collect();
        let last = values.iter().rposition(|value| !value.is_empty());
        values.truncate(last.map_or(0, |last| last + 1));
        // A header names at least two columns.
        is_above &= values.iter().filter(|value| !value.is_empty()).count() < 2;
        if !is_above {
            let quoted = values.iter().map(|value| format!("\"{}\"", value.replace('"', "\"\"")));
            text.push_str(&quoted.collect::<Vec<_>>().join(";"));
        }
        text.push('\n');
    }
    text
}
