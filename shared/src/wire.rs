//! The JSON that a device reads and writes, each type by one deserializer and one serializer:
//! code is compiled for each of them, and a phone downloads it.

use crate::id::CommandId;
use crate::replica::{Batch, Meta, OutboxItem};
use crate::row::Row;
use crate::sync::{Change, SyncAnswer, SyncRequest};
use columns::from_value;
use serde_json::{Result, Value};

macro_rules! from_json {
    ($($type:ident),*) => {$(
        impl $type {
            /// Reads it from JSON.
            ///
            /// # Errors
            /// A text that is not JSON, or not of this type.
            pub fn from_json(text: &str) -> Result<Self> {
                columns::from_json(text)
            }
        }
    )*};
}

from_json!(Row, Batch, OutboxItem);

impl Meta {
    /// Reads it from JSON, as this version of the app goes on from it: see [`Meta::updated`].
    ///
    /// # Errors
    /// A text that is not JSON, or not of this type.
    pub fn from_json(text: &str) -> Result<Self> {
        columns::from_json(text).map(Self::updated)
    }
}

impl SyncAnswer {
    /// Reads it from JSON. Changes that this version cannot read are left out, and the answer says
    /// so.
    ///
    /// # Errors
    /// A text that is not JSON, or in which something other than a change cannot be read.
    pub fn from_json(text: &str) -> Result<Self> {
        let mut said: Value = serde_json::from_str(text)?;
        if let Ok(answer) = from_value(&said) {
            return Ok(answer);
        }
        let changes = said.get_mut("changes").and_then(Value::as_array_mut);
        let changes = changes.map(std::mem::take).unwrap_or_default();
        let mut answer: Self = from_value(&said)?;
        for change in &changes {
            match from_value(change) {
                Ok(change) => answer.changes.push(change),
                Err(_) => answer.passed_over |= !is_gone(change),
            }
        }
        Ok(answer)
    }
}

/// Whether a change takes a row out: one that was never read is not there.
fn is_gone(change: &Value) -> bool {
    change.get(Change::GONE).is_some()
}

impl OutboxItem {
    /// The item as JSON, for a file that others read.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn to_value(&self) -> Result<Value> {
        columns::to_value(self)
    }
}

impl SyncRequest {
    /// Returns the request as JSON of that many bytes at most, or with one command; the request
    /// loses the others, which are for the next one. `written` gives the JSON of commands that were
    /// encoded before, so that they are not encoded again.
    ///
    /// # Errors
    /// A value that JSON cannot express.
    pub fn to_json<'t>(
        &mut self,
        most: usize,
        written: impl Fn(CommandId) -> Option<&'t str>,
    ) -> Result<String> {
        let commands = std::mem::take(&mut self.commands);
        let frame = serde_json::to_string(self);
        self.commands = commands;
        let mut text = frame?;
        // The (empty) list of commands is the last field of the frame.
        let end = text.split_off(text.len() - "]}".len());
        let mut goes = self.commands.len();
        for (at, command) in self.commands.iter().enumerate() {
            let before = text.len();
            if at > 0 {
                text.push(',');
            }
            match written(command.id) {
                Some(known) => text.push_str(known),
                None => text.push_str(&serde_json::to_string(command)?),
            }
            if at > 0 && text.len() + end.len() > most {
                text.truncate(before);
                goes = at;
                break;
            }
        }
        self.commands.truncate(goes);
        Ok(text + &end)
    }
}
