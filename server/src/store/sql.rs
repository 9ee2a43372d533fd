//! Statements that are written once for both engines.

use super::{Fault, StoreResult};
use std::borrow::Cow;
use std::str::FromStr;

/// A value of a statement.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// Text, or nothing in its place.
    Text(Option<Cow<'a, str>>),
    /// A number, or nothing in its place.
    Number(Option<i64>),
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(text: &'a str) -> Self {
        Value::Text(Some(text.into()))
    }
}

impl From<String> for Value<'_> {
    fn from(text: String) -> Self {
        Value::Text(Some(text.into()))
    }
}

impl From<Option<String>> for Value<'_> {
    fn from(text: Option<String>) -> Self {
        Value::Text(text.map(Cow::Owned))
    }
}

impl From<i64> for Value<'_> {
    fn from(number: i64) -> Self {
        Value::Number(Some(number))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(number: Option<i64>) -> Self {
        Value::Number(number)
    }
}

/// A line that a query found.
pub(super) trait Line {
    /// The text of a column, or `None` for NULL.
    fn maybe_text(&self, at: usize) -> StoreResult<Option<String>>;

    /// The number of a column, or `None` for NULL.
    fn maybe_number(&self, at: usize) -> StoreResult<Option<i64>>;

    /// The text of a column that is never NULL.
    fn text(&self, at: usize) -> StoreResult<String> {
        self.maybe_text(at)?.ok_or_else(|| Fault::new("a stored text is missing"))
    }

    /// The number of a column that is never NULL.
    fn number(&self, at: usize) -> StoreResult<i64> {
        self.maybe_number(at)?.ok_or_else(|| Fault::new("a stored number is missing"))
    }
}

/// Reads a key that this store wrote itself.
pub(super) fn parsed<T: FromStr>(line: &dyn Line, at: usize) -> StoreResult<T> {
    let text = line.text(at)?;
    text.parse().map_err(|_| Fault::new(format!("a stored key cannot be read: {text}")))
}

/// Reads a number of a narrower type, which this store wrote itself.
pub(super) fn narrow<T: TryFrom<i64>>(line: &dyn Line, at: usize) -> StoreResult<T> {
    let number = line.number(at)?;
    T::try_from(number).map_err(|_| Fault::new(format!("a stored number is too large: {number}")))
}

/// A transaction that runs statements of the SQL that both engines know. A statement names its
/// values `$1`, `$2` and so on, and names them for the first time in this order: one engine takes
/// the numbers for numbers, the other one for names.
pub(super) trait Sql {
    /// The lines of the audit from an instant to another one, those of the same instant in the
    /// order in which they were written. Each engine numbers lines in its own way.
    const AUDIT: &'static str;

    /// Runs a query, and reads each line that it finds.
    fn query<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Line) -> StoreResult<T>,
    ) -> StoreResult<Vec<T>>;

    /// Runs a statement that changes something; returns how many lines it changed.
    fn execute(&self, sql: &'static str, values: &[Value<'_>]) -> StoreResult<u64>;

    /// Runs a query that finds one line at most.
    fn query_one<T>(
        &self,
        sql: &'static str,
        values: &[Value<'_>],
        read: impl Fn(&dyn Line) -> StoreResult<T>,
    ) -> StoreResult<Option<T>> {
        Ok(self.query(sql, values, read)?.pop())
    }
}
