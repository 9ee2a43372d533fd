//! What was given in this tab, as the store has it: what was written once for the disk is not
//! written again for the server.

use shared::id::CommandId;
use shared::limits::COMMANDS_PER_REQUEST;
use shared::replica::OutboxItem;
use shared::sync::SyncRequest;
use std::cell::RefCell;
use std::collections::BTreeMap;

/// The JSON of what was given last, by the commands' keys.
#[derive(Default)]
pub struct Given(RefCell<BTreeMap<CommandId, String>>);

impl Given {
    /// Keeps the JSON of an item; as many as one request takes, the newest.
    pub fn keep(&self, command: CommandId, text: String) {
        let mut kept = self.0.borrow_mut();
        kept.insert(command, text);
        if kept.len() > COMMANDS_PER_REQUEST {
            kept.pop_first();
        }
    }

    /// The JSON of a request.
    ///
    /// # Errors
    /// A value that JSON cannot say.
    pub fn request(&self, request: &mut SyncRequest) -> serde_json::Result<String> {
        let kept = self.0.borrow();
        request.to_json(|command| OutboxItem::command_in(kept.get(&command)?))
    }

    /// The server has answered.
    pub fn forget(&self, request: &SyncRequest) {
        let mut kept = self.0.borrow_mut();
        for command in &request.commands {
            kept.remove(&command.id);
        }
    }
}
