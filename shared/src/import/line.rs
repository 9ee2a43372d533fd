//! Reads one record value by value and notes what is wrong with it.

use super::problem::{LineProblem, ProblemReason};
use super::table::{FileTable, TableRecord};
use super::value;

/// A record being read. `problems` mean that the line is left out, `warnings` that a value is.
pub(super) struct LineReader<'t> {
    table: &'t FileTable,
    record: &'t TableRecord,
    pub problems: Vec<LineProblem>,
    pub warnings: Vec<LineProblem>,
}

impl<'t> LineReader<'t> {
    pub(super) fn new(table: &'t FileTable, record: &'t TableRecord) -> Self {
        Self { table, record, problems: Vec::new(), warnings: Vec::new() }
    }

    /// Number of the line in the file.
    pub(super) fn number(&self) -> u64 {
        self.record.line
    }

    /// The value as written; empty without such a column.
    pub(super) fn raw(&self, column: Option<usize>) -> &'t str {
        column.map_or("", |at| self.table.cell(self.record, at))
    }

    /// Notes that the line is left out because of this value.
    pub(super) fn refuse(&mut self, column: Option<usize>, reason: ProblemReason) {
        self.problems.push(self.problem(column, reason));
    }

    /// Notes that this value is left out.
    pub(super) fn warn(&mut self, column: Option<usize>, reason: ProblemReason) {
        self.warnings.push(self.problem(column, reason));
    }

    fn problem(&self, column: Option<usize>, reason: ProblemReason) -> LineProblem {
        let label = column.map_or("", |at| self.table.label(at));
        LineProblem::new(self.record.line, label, self.raw(column), reason)
    }

    /// Whether every one of these columns is inside the record; notes the problem when not.
    pub(super) fn reaches(&mut self, columns: &[Option<usize>]) -> bool {
        let (expected, found) = self.table.widths(self.record);
        let last = columns.iter().flatten().max();
        let is_short = last.is_some_and(|last| *last >= found);
        if is_short {
            let first = self.table.cell(self.record, 0);
            let reason = ProblemReason::FieldCount { expected, found };
            let problem = LineProblem::new(self.record.line, "", first, reason);
            self.problems.push(problem);
        }
        !is_short
    }

    /// A value that the line cannot do without.
    pub(super) fn needed<T>(
        &mut self,
        column: Option<usize>,
        parse: impl Fn(&str) -> Result<T, ProblemReason>,
    ) -> Option<T> {
        let raw = self.raw(column);
        if raw.is_empty() {
            self.refuse(column, ProblemReason::Missing);
            return None;
        }
        parse(raw).map_err(|reason| self.refuse(column, reason)).ok()
    }

    /// A value that may be empty; a wrong one is left out with a warning.
    pub(super) fn wanted<T>(
        &mut self,
        column: Option<usize>,
        parse: impl Fn(&str) -> Result<T, ProblemReason>,
    ) -> Option<T> {
        let raw = self.raw(column);
        if raw.is_empty() {
            return None;
        }
        parse(raw).map_err(|reason| self.warn(column, reason)).ok()
    }

    /// Text with its spaces collapsed, kept even when some of its letters were lost.
    pub(super) fn text(&mut self, column: Option<usize>) -> String {
        let raw = self.raw(column);
        if raw.contains('\u{fffd}') {
            self.warn(column, ProblemReason::Unreadable);
        }
        value::collapse(raw)
    }

    /// A place from its two columns, or from the one that holds both.
    pub(super) fn place(
        &mut self,
        latitude: Option<usize>,
        longitude: Option<usize>,
        both: Option<usize>,
    ) -> Option<(f64, f64)> {
        if self.raw(latitude).is_empty() || self.raw(longitude).is_empty() {
            return self.wanted(both, value::position);
        }
        let (lat, lon) =
            (self.wanted(latitude, value::number)?, self.wanted(longitude, value::number)?);
        value::place(lat, lon).map_err(|reason| self.warn(latitude, reason)).ok()
    }
}
