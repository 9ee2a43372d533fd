//! What a device reads and writes as JSON, each type by one way: what reads and writes a type is
//! compiled for each way, and a phone downloads it.

use crate::id::CommandId;
use crate::json::value_of;
use crate::pack::from_json;
use crate::replica::{Batch, Meta, OutboxItem};
use crate::row::Row;
use crate::sync::{SyncAnswer, SyncRequest};

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

impl SyncRequest {
    /// The request as JSON. A command whose JSON is at hand, as `written` says, is not written
    /// anew. The commands are taken out of the request meanwhile.
    ///
    /// # Errors
    /// A value that JSON cannot say.
    pub fn to_json<'t>(
        &mut self,
        written: impl Fn(CommandId) -> Option<&'t str>,
    ) -> serde_json::Result<String> {
        let commands = std::mem::take(&mut self.commands);
        let frame = serde_json::to_string(self);
        self.commands = commands;
        let mut text = frame?;
        // They are what it ends with.
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
