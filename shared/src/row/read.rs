//! Which rows a rule needs: a question that every store answers.

use super::{Kind, Row, RowKey};
use crate::entity::Facet;

/// A set of rows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Read {
    /// One row, if it exists.
    Row(RowKey),
    /// All rows of a kind; for small tables only.
    All(Kind),
    /// A part of the rows of a kind.
    Where(Kind, Facet),
}

impl Read {
    /// Whether the row belongs to the set.
    pub fn holds(&self, row: &Row) -> bool {
        match self {
            Read::Row(key) => row.kind() == key.kind && &row.key() == key,
            Read::All(kind) => row.kind() == *kind,
            Read::Where(kind, facet) => row.kind() == *kind && facet.holds(&row.facets()),
        }
    }
}
