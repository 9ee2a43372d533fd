//! JSON of any value.

use serde::Serialize;
use serde_json::{Result, Value};

/// A value as JSON. By its text, as everywhere else: what writes each type is compiled once.
pub(crate) fn value_of<T: Serialize>(value: &T) -> Result<Value> {
    serde_json::from_str(&serde_json::to_string(value)?)
}
