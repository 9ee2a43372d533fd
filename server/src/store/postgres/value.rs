//! Values of statements, and columns of results.

use super::super::StoreResult;
use super::super::sql::{Line, Value};
use postgres::types::ToSql;
use std::borrow::Cow;

/// The values of a statement.
pub(super) type Values<'a> = &'a [&'a (dyn ToSql + Sync)];

/// Returns text in a form that PostgreSQL accepts. It has no character 0; nobody types one, and a
/// command that holds one must not fail for ever.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    match text.contains('\0') {
        true => text.replace('\0', "\u{fffd}").into(),
        false => text.into(),
    }
}

/// A [`Value`], in a type that the driver accepts.
pub(super) enum Bound<'a> {
    Text(Option<Cow<'a, str>>),
    Number(Option<i64>),
}

impl<'a> Bound<'a> {
    pub(super) fn of(value: &'a Value<'_>) -> Self {
        match value {
            Value::Text(value) => Bound::Text(value.as_deref().map(text)),
            Value::Number(number) => Bound::Number(*number),
        }
    }

    pub(super) fn as_sql(&self) -> &(dyn ToSql + Sync) {
        match self {
            Bound::Text(text) => text,
            Bound::Number(number) => number,
        }
    }
}

impl Line for postgres::Row {
    fn maybe_text(&self, at: usize) -> StoreResult<Option<String>> {
        Ok(self.try_get(at)?)
    }

    fn maybe_number(&self, at: usize) -> StoreResult<Option<i64>> {
        Ok(self.try_get(at)?)
    }
}
