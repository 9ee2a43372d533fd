//! What a device reads and writes as JSON, each type by one way: what reads and writes a type is
//! compiled for each way, and a phone downloads it.

use crate::json::value_of;
use crate::pack::from_json;
use crate::replica::{Batch, Meta, OutboxItem};
use crate::row::Row;
use crate::sync::SyncAnswer;

macro_rules! from_json {
    ($($type:ident),*) => {$(
        impl $type {
            /// Read from its JSON.
            ///
            /// # Errors
            /// What cannot be read.
            pub fn from_json(text: &str) -> serde_json::Result<Self> {
                from_json(text)
            }
        }
    )*};
}

from_json!(Row, SyncAnswer, Batch, Meta, OutboxItem);

impl OutboxItem {
    /// The item as JSON, for a file that others read.
    ///
    /// # Errors
    /// A value that JSON cannot say.
    pub fn to_value(&self) -> serde_json::Result<serde_json::Value> {
        value_of(self)
    }
}
