//! How much one request may carry: what is between a device and the server may take less at once
//! than the server does.

use super::SyncRequest;
use crate::id::CommandId;
use crate::limits::{COMMANDS_PER_REQUEST, REQUEST_BYTES};

/// How much one request may carry, learned from what was refused as too large (413).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Allowance {
    bytes: usize,
    commands: usize,
}

/// What to do after a request was refused as too large.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shrunk {
    /// Send a smaller one at once.
    Smaller,
    /// This command alone is too large: set it aside, and send the others at once.
    Alone(CommandId),
    /// It carried no command, so that nothing smaller can be sent.
    Nothing,
}

impl Default for Allowance {
    fn default() -> Self {
        Self { bytes: REQUEST_BYTES, commands: COMMANDS_PER_REQUEST }
    }
}

impl Allowance {
    /// Bytes of a request. One command goes in any case.
    pub fn bytes(self) -> usize {
        self.bytes
    }

    /// Leaves the commands to the next request that are more than one may carry.
    pub fn limit<C>(self, request: &mut SyncRequest<C>) {
        request.commands.truncate(self.commands.max(1));
    }

    /// After a request of that many bytes was refused as too large.
    pub fn refused(&mut self, request: &SyncRequest, bytes: usize) -> Shrunk {
        match &request.commands[..] {
            [] => Shrunk::Nothing,
            [alone] => Shrunk::Alone(alone.id),
            several => {
                self.commands = several.len() / 2;
                self.bytes = self.bytes.min(bytes / 2);
                Shrunk::Smaller
            }
        }
    }

    /// After a request was let through: the count may grow again, the size that went through stays.
    pub fn passed(&mut self) {
        self.commands = (self.commands * 2).min(COMMANDS_PER_REQUEST);
    }
}
