//! What people do in the demonstration, by the rules that hold for everybody.

use shared::command::{Command, Envelope};
use shared::decide::{Now, decide};
use shared::id::{CommandId, DeviceId, Millis};
use shared::role::Actor;
use shared::row::State;
use shared::sync::PROTOCOL;
use uuid::Uuid;

/// The year as the rules let it happen.
#[derive(Default)]
pub(super) struct Year {
    pub(super) state: State,
    acts: u128,
}

impl Year {
    /// Somebody does something; what the rules refuse does not happen.
    pub(super) fn give(&mut self, actor: &Actor, at: Millis, intent: impl Into<Command>) -> bool {
        self.acts += 1;
        let envelope = Envelope {
            id: CommandId(Uuid::from_u128(self.acts)),
            device: DeviceId(Uuid::nil()),
            sequence: 1,
            actor: actor.account,
            declared_at: at,
            protocol: PROTOCOL,
            seen: Vec::new(),
            intent: intent.into(),
        };
        let decided = decide(&self.state, &envelope, actor, Now { ms: at, offset_ms: 0 });
        let is_done = decided.is_ok();
        for row in decided.map(|decision| decision.rows).unwrap_or_default() {
            self.state.put(row);
        }
        is_done
    }
}
