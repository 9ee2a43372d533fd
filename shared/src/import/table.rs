//! A text file as a table: header, records, and the line that each record begins on.

mod json;
mod records;

use super::limits;
use super::problem::{ForeignFormat, LineProblem, WholeFileProblem};
use super::text::{self, Encoding};
use super::value::words;
use csv::StringRecord;
use records::Records;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// How many lines are read in one step.
pub(crate) const LINES_PER_STEP: usize = 50;

/// One record of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableRecord {
    /// Line where it begins, from 1; in a JSON file the rank of the object.
    pub line: u64,
    cells: StringRecord,
}

/// A file read as a table.
#[derive(Debug, Clone)]
pub struct FileTable {
    header: Vec<String>,
    columns: BTreeMap<String, usize>,
    records: Vec<TableRecord>,
    problems: Vec<LineProblem>,
    /// How the bytes were turned into text.
    pub encoding: Encoding,
    /// The separator of values; a comma for JSON, where it means nothing.
    pub separator: char,
}

/// Reads a table: UTF-8 with or without byte-order mark, UTF-16 with one, Windows-1252; `;`, `,`
/// or tab; CRLF, LF or CR; quoted values with separators, doubled quotes and line ends inside;
/// the JSON export (a list of objects) as well.
///
/// # Errors
/// A problem of the whole file. A damaged line is none: see
/// [`FileTable::problems`].
pub fn read(bytes: &[u8]) -> Result<FileTable, WholeFileProblem> {
    FileText::of(bytes)?.table()
}

/// The text of a file, to be cut in steps by who must not be held for long.
pub struct FileText<'b> {
    text: Cow<'b, str>,
    encoding: Encoding,
}

impl<'b> FileText<'b> {
    /// Decodes the bytes.
    ///
    /// # Errors
    /// As [`read`].
    pub fn of(bytes: &'b [u8]) -> Result<Self, WholeFileProblem> {
        if bytes.len() > limits::FILE_BYTES {
            return Err(WholeFileProblem::TooLarge { bytes: bytes.len(), max: limits::FILE_BYTES });
        }
        let (text, encoding) = text::decode(bytes).map_err(WholeFileProblem::NotText)?;
        Ok(Self { text, encoding })
    }

    /// Cuts it at once.
    ///
    /// # Errors
    /// As [`read`].
    pub fn table(&self) -> Result<FileTable, WholeFileProblem> {
        let mut cutting = self.cut()?;
        while !cutting.is_cut()? {}
        cutting.finish()
    }

    /// Begins to cut it.
    ///
    /// # Errors
    /// As [`read`].
    pub fn cut(&self) -> Result<Cutting<'_>, WholeFileProblem> {
        let text = self.text.trim_start_matches('\u{feff}');
        if text.trim().is_empty() {
            return Err(WholeFileProblem::Empty);
        }
        if text.trim_start().starts_with("[{") || is_json_list(text) {
            return json::read(text, self.encoding).map(|table| Cutting(Cut::Whole(table)));
        }
        Records::begin(text, self.encoding).map(|records| Cutting(Cut::Records(records)))
    }
}

/// A file that is being cut into records.
pub struct Cutting<'t>(Cut<'t>);

enum Cut<'t> {
    /// A JSON export, which is read at once.
    Whole(FileTable),
    Records(Records<'t>),
}

impl Cutting<'_> {
    /// Cuts some more records; returns whether that were all.
    ///
    /// # Errors
    /// As [`read`].
    pub fn is_cut(&mut self) -> Result<bool, WholeFileProblem> {
        let Cut::Records(records) = &mut self.0 else { return Ok(true) };
        for _ in 0..LINES_PER_STEP {
            if records.is_cut()? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The table of what was cut.
    ///
    /// # Errors
    /// As [`read`].
    pub fn finish(self) -> Result<FileTable, WholeFileProblem> {
        let table = match self.0 {
            Cut::Whole(table) => table,
            Cut::Records(records) => records.finish(),
        };
        if table.records.is_empty() && table.problems.is_empty() {
            return Err(WholeFileProblem::NoRows);
        }
        Ok(table)
    }
}

fn is_json_list(text: &str) -> bool {
    let inside = text.trim_start().strip_prefix('[');
    inside.is_some_and(|rest| rest.trim_start().starts_with(['{', ']']))
}

impl FileTable {
    fn new(header: Vec<String>, encoding: Encoding, separator: char) -> Self {
        let mut columns = BTreeMap::new();
        for (at, label) in header.iter().enumerate() {
            columns.entry(key(label)).or_insert(at);
        }
        columns.remove("");
        Self { header, columns, records: Vec::new(), problems: Vec::new(), encoding, separator }
    }

    /// The columns as written in the file, without the empty ones that a trailing separator makes.
    pub fn header(&self) -> Vec<String> {
        let named = self.header.iter().filter(|label| !label.is_empty());
        named.cloned().collect()
    }

    /// Where the column of that normalised name is (see [`key`]); the first when several are.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.get(key).copied()
    }

    /// Where the first column is that bears one of these normalised names.
    pub fn any_column(&self, keys: &[&str]) -> Option<usize> {
        keys.iter().find_map(|key| self.column(key))
    }

    /// The name of a column as written in the file.
    pub fn label(&self, column: usize) -> &str {
        self.header.get(column).map_or("", String::as_str)
    }

    /// The records, without the damaged ones.
    pub fn records(&self) -> &[TableRecord] {
        &self.records
    }

    /// The lines that could not be cut into values.
    pub fn problems(&self) -> &[LineProblem] {
        &self.problems
    }

    /// A value without the blanks around it; empty when the record is shorter.
    pub fn cell<'t>(&self, record: &'t TableRecord, column: usize) -> &'t str {
        record.cells.get(column).unwrap_or("").trim()
    }

    /// A value by the normalised name of its column; empty when there is no such column.
    pub fn value<'t>(&self, record: &'t TableRecord, key: &str) -> &'t str {
        self.column(key).map_or("", |at| self.cell(record, at))
    }

    /// How many columns the header has, and how many values this record.
    pub(super) fn widths(&self, record: &TableRecord) -> (usize, usize) {
        (self.header.len(), record.cells.len())
    }
}

/// The normalised name of a column: lower case, accents removed, and one underscore for whatever
/// is neither letter nor digit. `Numéro de l'école` gives `numero_de_l_ecole`.
pub fn key(label: &str) -> String {
    words(label).replace(' ', "_")
}

fn not_a_list() -> WholeFileProblem {
    WholeFileProblem::NotText(ForeignFormat::Json)
}
