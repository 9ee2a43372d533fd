//! Cuts a text into records, and begins again on the next line after a damaged one.

use super::{FileTable, TableRecord};
use crate::import::limits;
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::text::Encoding;
use csv::StringRecord;
use std::collections::BTreeMap;

/// A text of which some records are cut.
pub(super) struct Records<'t> {
    cutter: Cutter<'t>,
    table: FileTable,
}

impl<'t> Records<'t> {
    /// Cuts the header.
    pub(super) fn begin(text: &'t str, encoding: Encoding) -> Result<Self, WholeFileProblem> {
        let (text, line) = skip_separator_line(text);
        let separator = separator_of(text);
        let mut cutter = Cutter::new(text, line, separator);
        let Some(first) = cutter.next() else {
            return Err(WholeFileProblem::Empty);
        };
        let header: Vec<String> = first.cells.iter().map(|c| c.trim().to_owned()).collect();
        if header.len() > limits::COLUMNS {
            return Err(WholeFileProblem::TooManyRows { max: limits::COLUMNS });
        }
        Ok(Self { cutter, table: FileTable::new(header, encoding, separator) })
    }

    /// Cuts one more record; returns whether there was none.
    pub(super) fn is_cut(&mut self) -> Result<bool, WholeFileProblem> {
        let Self { cutter, table } = self;
        let Some(piece) = cutter.next() else { return Ok(true) };
        if piece.cells.iter().all(|cell| cell.trim().is_empty()) {
            return Ok(false);
        }
        if table.records.len() + table.problems.len() >= limits::ROWS {
            return Err(WholeFileProblem::TooManyRows { max: limits::ROWS });
        }
        match damage(table, &piece) {
            None => table.records.push(TableRecord { line: piece.line, cells: piece.cells }),
            Some(problem) => {
                if piece.lines > 1 {
                    cutter.begin_again_after_line_of(&piece);
                }
                table.problems.push(problem);
            }
        }
        Ok(false)
    }

    /// The table of what was cut.
    pub(super) fn finish(mut self) -> FileTable {
        set_wide_records_apart(&mut self.table);
        self.table
    }
}

/// A record with empty values beyond the header is usual where most lines end with one more
/// separator. Where they do not, one separator too many has moved its values to the next columns.
fn set_wide_records_apart(table: &mut FileTable) {
    let expected = table.header.len();
    let total = table.records.len();
    let mut widths: BTreeMap<usize, usize> = BTreeMap::new();
    for record in &table.records {
        *widths.entry(record.cells.len()).or_default() += 1;
    }
    widths.retain(|width, count| *width <= expected || *count * 2 > total);
    let (kept, wide) = std::mem::take(&mut table.records)
        .into_iter()
        .partition(|record| widths.contains_key(&record.cells.len()));
    table.records = kept;
    let wide: Vec<TableRecord> = wide;
    table.problems.extend(wide.iter().map(|record| {
        let found = record.cells.len();
        let reason = ProblemReason::FieldCount { expected, found };
        LineProblem::new(record.line, "", &record.cells[0], reason)
    }));
    table.problems.sort_by_key(|problem| problem.line);
}

/// The problem of a record as a whole. A record that is too short may only have lost empty
/// values at its end, as spreadsheets do: each reader judges that.
fn damage(table: &FileTable, piece: &Piece) -> Option<LineProblem> {
    let (expected, found) = (table.header.len(), piece.cells.len());
    let first_line = piece.raw.lines().next().unwrap_or("");
    let whole = |reason| Some(LineProblem::new(piece.line, "", first_line, reason));
    let is_suspect = piece.lines > 1 || found < expected;
    if is_suspect && !quotes_are_sound(piece.raw, table.separator) {
        return whole(ProblemReason::UnclosedQuote);
    }
    if piece.lines > 1 && found != expected {
        return whole(ProblemReason::FieldCount { expected, found });
    }
    let max = limits::CELL_BYTES;
    if let Some(at) = piece.cells.iter().position(|cell| cell.len() > max) {
        let (label, value) = (table.label(at), &piece.cells[at]);
        let reason = ProblemReason::TooLong { max };
        return Some(LineProblem::new(piece.line, label, value, reason));
    }
    let mut beyond = piece.cells.iter().skip(expected);
    if beyond.any(|cell| !cell.trim().is_empty()) {
        return whole(ProblemReason::FieldCount { expected, found });
    }
    None
}

/// Whether each quote that opens a value is closed at the end of one (RFC 4180, 2.5 to 2.7). The
/// `csv` reader is more lenient, and takes the opening quote of a later line for the closing one.
fn quotes_are_sound(raw: &str, separator: char) -> bool {
    let mut inside = false;
    let mut at_start = true;
    let mut chars = raw.chars().peekable();
    while let Some(c) = chars.next() {
        if inside && c == '"' {
            match chars.peek() {
                Some('"') => {
                    chars.next();
                }
                None | Some('\r' | '\n') => inside = false,
                Some(next) if *next == separator => inside = false,
                Some(_) => return false,
            }
            continue;
        }
        inside |= at_start && c == '"';
        at_start = c == separator;
    }
    !inside
}

/// Some spreadsheets write `sep=;` on a line of its own above the header.
fn skip_separator_line(text: &str) -> (&str, u64) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let is_separator = first.len() <= 7 && first.to_ascii_lowercase().starts_with("sep=");
    if is_separator { (rest, 2) } else { (text, 1) }
}

/// The separator that occurs most in the header, outside quotes; `;` when none does.
fn separator_of(text: &str) -> char {
    let mut inside = false;
    let mut counts = [(';', 0), ('\t', 0), (',', 0)];
    for c in text.trim_start().chars() {
        match c {
            '"' => inside = !inside,
            '\n' | '\r' if !inside => break,
            _ if inside => {}
            _ => counts.iter_mut().filter(|(s, _)| *s == c).for_each(|(_, n)| *n += 1),
        }
    }
    let most = counts.iter().rev().max_by_key(|(_, count)| *count);
    most.map_or(';', |(separator, _)| *separator)
}

struct Piece<'t> {
    line: u64,
    lines: u64,
    start: usize,
    raw: &'t str,
    cells: StringRecord,
}

/// Iterates over the records. The `csv` reader does the cutting; lines are counted here, because
/// its own count is late after CRLF and blank lines.
struct Cutter<'t> {
    text: &'t str,
    separator: char,
    reader: csv::Reader<&'t [u8]>,
    base: usize,
    counted: usize,
    line: u64,
}

impl<'t> Cutter<'t> {
    fn new(text: &'t str, line: u64, separator: char) -> Self {
        Self { text, separator, reader: reader(text, separator), base: 0, counted: 0, line }
    }

    fn position(&self) -> usize {
        let byte = self.reader.position().byte();
        self.base + usize::try_from(byte).unwrap_or(usize::MAX)
    }

    fn next(&mut self) -> Option<Piece<'t>> {
        let mut start = self.position();
        let mut cells = StringRecord::new();
        if !self.reader.read_record(&mut cells).unwrap_or(false) {
            return None;
        }
        let end = self.position().min(self.text.len());
        let bytes = self.text.as_bytes();
        while start < end && matches!(bytes[start], b'\r' | b'\n') {
            start += 1;
        }
        self.line += line_ends(&self.text[self.counted..start]);
        self.counted = start;
        let raw = self.text[start..end].trim_end_matches(['\r', '\n']);
        Some(Piece { line: self.line, lines: 1 + line_ends(raw), start, raw, cells })
    }

    fn begin_again_after_line_of(&mut self, piece: &Piece) {
        let length = piece.raw.find(['\r', '\n']).unwrap_or(piece.raw.len());
        self.base = piece.start + length;
        self.reader = reader(&self.text[self.base..], self.separator);
    }
}

fn reader(text: &str, separator: char) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .delimiter(u8::try_from(separator).unwrap_or(b';'))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// Line ends in a text that does not begin between CR and LF.
fn line_ends(text: &str) -> u64 {
    let bytes = text.as_bytes();
    let ends = bytes.iter().enumerate().filter(|(at, byte)| match byte {
        b'\n' => true,
        b'\r' => bytes.get(at + 1) != Some(&b'\n'),
        _ => false,
    });
    ends.count() as u64
}
