//! Reads the files that people bring: bytes in, rows and problems out. No IO.
//!
//! The order is always the same: [`table::read`] turns bytes into a [`FileTable`] or says why
//! the whole file cannot be used; a reader ([`directory::read`], [`units::read`], …) turns the
//! table into rows, **problems** (the line is left out) and **warnings** (the line is kept, the
//! value is not). [`crate::intake`] turns rows into commands and shows their effect. Columns are
//! found by their normalised name, never by their position.
//!
//! Nothing is dropped in silence: each line of a file ends as a row, as a problem, or in a count
//! of lines that were left out for a stated reason.

pub mod allowances;
pub mod annex;
pub mod applications;
pub mod attendance;
pub mod calendar;
pub mod closed;
pub mod communes;
pub mod demo_sites;
pub mod directory;
pub mod ends;
mod file_kind;
pub mod finance;
pub mod glpi;
pub mod holidays;
pub mod kind;
pub mod limits;
mod line;
pub mod lines;
pub mod loans;
pub mod names;
pub mod outlines;
pub mod prices;
pub mod problem;
pub mod school_years;
pub mod sessions;
pub mod statements;
pub mod stock;
pub mod table;
mod text;
pub mod trainings;
pub mod uai;
pub mod units;
mod value;
pub mod yearly;

pub use file_kind::FileKind;
pub use problem::{ForeignFormat, LineProblem, ProblemReason, WholeFileProblem};
pub use table::FileTable;
pub use text::{Encoding, is_workbook};
pub use value::words;
