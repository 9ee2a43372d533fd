//! Comparison of JSON values.

use serde_json::Value;

/// Whether one value holds all that another one says. It may have other fields, and may lack a
/// field that is null or an empty list.
pub fn holds(all: &Value, said: &Value) -> bool {
    match (all, said) {
        (Value::Object(all), Value::Object(said)) => said.iter().all(|(name, said)| {
            all.get(name).map_or_else(|| says_nothing(said), |all| holds(all, said))
        }),
        (Value::Array(all), Value::Array(said)) => {
            all.len() == said.len() && all.iter().zip(said).all(|(all, said)| holds(all, said))
        }
        _ => all == said,
    }
}

fn says_nothing(value: &Value) -> bool {
    value.is_null() || value.as_array().is_some_and(Vec::is_empty)
}
