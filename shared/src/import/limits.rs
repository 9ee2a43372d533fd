//! Maximums of the files to import.

pub use crate::limits::IMPORT_FILE_BYTES as FILE_BYTES;

/// Lines of a file, header apart.
pub const ROWS: usize = 200_000;
/// Columns of a file: the widest one known has 71.
pub const COLUMNS: usize = 400;
/// Bytes of one value: a longer one is a quote that was never closed.
pub const CELL_BYTES: usize = 20_000;
/// Characters of a value that a problem repeats.
pub const SHOWN_CHARS: usize = 200;
