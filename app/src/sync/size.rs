//! What is done when a request is too large for the way to the server.

use super::Courier;
use shared::sync::{Event, Failure, Shrunk, SyncRequest};

/// Learns that a request was too large for the way to the server.
pub(super) fn too_large(sender: &Courier, request: &SyncRequest, bytes: usize) -> Event {
    let mut allowance = sender.allowance.get();
    let shrunk = allowance.refused(request, bytes);
    sender.allowance.set(allowance);
    match shrunk {
        Shrunk::Smaller => Event::Smaller,
        Shrunk::Alone(command) => {
            sender.app.set_aside(command);
            sender.core.broadcast_aside(command);
            Event::Smaller
        }
        Shrunk::Nothing => Event::Failed(Failure::TooLarge),
    }
}
