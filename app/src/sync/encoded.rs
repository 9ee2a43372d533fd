//! The JSON of the commands of this tab as the store wrote it, so that the request to the server
//! does not encode them a second time.

use shared::id::CommandId;
use shared::limits::COMMANDS_PER_REQUEST;
use shared::replica::OutboxItem;
use shared::sync::SyncRequest;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The JSON of the latest commands, by their keys.
#[derive(Default)]
pub struct EncodedCommands(RefCell<BTreeMap<CommandId, String>>);

impl EncodedCommands {
    /// Keeps the JSON of an item. Only the newest are kept, as many as one request takes.
    pub fn keep(&self, command: CommandId, text: String) {
        let mut kept = self.0.borrow_mut();
        kept.insert(command, text);
        if kept.len() > COMMANDS_PER_REQUEST {
            kept.pop_first();
        }
    }

    /// Encodes a request in that many bytes at most, with the kept JSON of its commands.
    ///
    /// # Errors
    /// The request holds a value that JSON cannot express.
    pub fn request(&self, request: &mut SyncRequest, most: usize) -> serde_json::Result<String> {
        let kept = self.0.borrow();
        request.to_json(most, |command| OutboxItem::command_in(kept.get(&command)?))
    }

    /// Drops the commands of a request that the server has answered.
    pub fn forget(&self, request: &SyncRequest) {
        let mut kept = self.0.borrow_mut();
        for command in &request.commands {
            kept.remove(&command.id);
        }
    }
}
