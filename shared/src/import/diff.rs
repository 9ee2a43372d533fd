//! Compares what is known with what a file brings. Nothing is ever deleted: what the file does not
//! hold any more is proposed for closing.

use std::collections::{BTreeMap, BTreeSet};

/// A row that can say its fields, in a fixed order, as text. Two rows with equal fields are equal
/// for an import.
pub trait Fields {
    /// Name and value of each field; the key and the line of the file are no fields.
    fn fields(&self) -> Vec<(&'static str, String)>;
}

/// One field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// Name of the field, as [`Fields::fields`] gives it.
    pub field: &'static str,
    /// The value that is known.
    pub before: String,
    /// The value that the file brings.
    pub after: String,
}

/// What an import would do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diff<K, T> {
    /// In the file only.
    pub created: Vec<(K, T)>,
    /// In both, with what changes.
    pub changed: Vec<(K, T, Vec<FieldChange>)>,
    /// In both, the same.
    pub unchanged: Vec<K>,
    /// Known, and not in the file: to be closed when a person agrees.
    pub missing: Vec<K>,
}

impl<K, T> Diff<K, T> {
    /// Whether importing would change nothing.
    pub fn is_empty(&self) -> bool {
        self.created.is_empty() && self.changed.is_empty() && self.missing.is_empty()
    }
}

/// Compares by key. `known` holds only what the file is expected to hold (one commune imported
/// alone must not close the others). `absent` names the fields that the file has no column for:
/// they are not compared, so that a file without phones erases none.
pub fn diff<K, T>(
    known: &BTreeMap<K, T>,
    incoming: &BTreeMap<K, T>,
    absent: &BTreeSet<&str>,
) -> Diff<K, T>
where
    K: Ord + Clone,
    T: Fields + Clone,
{
    let mut result = Diff {
        created: Vec::new(),
        changed: Vec::new(),
        unchanged: Vec::new(),
        missing: Vec::new(),
    };
    for (key, row) in incoming {
        let Some(old) = known.get(key) else {
            result.created.push((key.clone(), row.clone()));
            continue;
        };
        let changes = changes(old, row, absent);
        if changes.is_empty() {
            result.unchanged.push(key.clone());
        } else {
            result.changed.push((key.clone(), row.clone(), changes));
        }
    }
    let gone = known.keys().filter(|key| !incoming.contains_key(*key));
    result.missing = gone.cloned().collect();
    result
}

/// The fields that differ between two rows.
pub fn changes<T: Fields>(before: &T, after: &T, absent: &BTreeSet<&str>) -> Vec<FieldChange> {
    let pairs = before.fields().into_iter().zip(after.fields());
    pairs
        .filter(|((field, old), (_, new))| old != new && !absent.contains(field))
        .map(|((field, before), (_, after))| FieldChange { field, before, after })
        .collect()
}
