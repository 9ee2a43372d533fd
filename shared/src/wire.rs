//! The JSON that a device reads and writes, each type by one deserializer and one serializer:
//! code is compiled for each of them, and a phone downloads it.

use crate::id::CommandId;
use crate::replica::{Batch, Meta, OutboxItem};
use crate::row::Row;
use crate::sync::{SyncAnswer, SyncRequest};

macro_rules! from_json {
    ($($type:ident),*) => {$(
        impl $type {
            /// Reads it from JSON.
            ///
            /// # Errors
            /// A text that is not JSON, or not of this type.
            pub fn from_json(text: &str) -> serde_json::Result<Self> {
                columns::from_json(text)
            }
        }
    )*};
}

from_json!(Row, SyncAnswer, Batch, Meta, OutboxItem);

impl OutboxItem {
    /// The item as JSON, for a file that others read.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn to_value(&self) -> serde_json::Result<serde_json::Value> {
        columns::to_value(self)
    }
}

impl SyncRequest {
    /// Returns the request as JSON. `written` gives the JSON of commands that were encoded before,
    /// so that they are not encoded again.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn to_json<'t>(
        &mut self,
        written: impl Fn(CommandId) -> Option<&'t str>,
    ) -> serde_json::Result<String> {
        let commands = std::mem::take(&mut self.commands);
        let frame = serde_json::to_string(self);
        self.commands = commands;
        let mut text = frame?;
        // The (empty) list of commands is the last field of the frame.
        let end = text.split_off(text.len() - "]}".len());
        for (at, command) in self.commands.iter().enumerate() {
            if at > 0 {
                text.push(',');
            }
            match written(command.id) {
                Some(known) => text.push_str(known),
                None => text.push_str(&serde_json::to_string(command)?),
            }
        }
        Ok(text + &end)
    }
}
