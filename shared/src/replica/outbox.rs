//! Commands of this device, from the tap until they need not be kept any more.

use crate::command::Envelope;
use crate::id::{Millis, Seq};
use crate::limits::SENT_KEPT_MS;
use crate::refusal::{Conflict, Refusal};
use crate::sync::Verdict;
use serde::{Deserialize, Serialize};

/// Where a command of this device stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// «À envoyer».
    Waiting,
    /// «Envoyée».
    Sent {
        /// The server's sequence number after it.
        seq: Seq,
        /// When, by the device's clock.
        at: Millis,
        /// What was merged.
        #[serde(default)]
        conflicts: Vec<Conflict>,
        /// The person has read what was merged, or there was nothing.
        seen: bool,
    },
    /// «À traiter»: the person has to look at it.
    Refused {
        /// Why.
        refusal: Refusal,
        /// When, by the device's clock.
        at: Millis,
        /// The person has dealt with it; what was typed stays readable.
        handled: bool,
    },
    /// The server does not know it yet: offered again with the next version.
    Held,
}

/// A command of this device, from the tap until it need not be kept any more.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OutboxItem {
    /// The command.
    pub envelope: Envelope,
    /// Where it stands.
    #[serde(flatten)]
    pub standing: Standing,
}

impl OutboxItem {
    /// Whether it asks for the person: a refusal not handled, a merge not read.
    pub fn asks(&self) -> bool {
        match &self.standing {
            Standing::Refused { handled, .. } => !handled,
            Standing::Sent { seen, .. } => !seen,
            Standing::Waiting | Standing::Held => false,
        }
    }

    /// Whether the server does not have it: to be sent, or not known to it yet.
    pub fn is_unsent(&self) -> bool {
        matches!(self.standing, Standing::Waiting | Standing::Held)
    }

    /// The JSON of the command in that of an item that waits, as the store and the server have it.
    pub fn command_in(text: &str) -> Option<&str> {
        text.strip_prefix(r#"{"envelope":"#)?.strip_suffix(r#","standing":"waiting"}"#)
    }

    /// The person has read what was merged, or dealt with a refusal. What is offered again
    /// meanwhile stays offered.
    #[must_use]
    pub fn put_away(mut self) -> Self {
        match &mut self.standing {
            Standing::Sent { seen, .. } => *seen = true,
            Standing::Refused { handled, .. } => *handled = true,
            Standing::Waiting | Standing::Held => {}
        }
        self
    }
}

/// Where a command stands once the server has judged it.
pub(super) fn settled(verdict: &Verdict, now: Millis) -> Standing {
    match verdict {
        Verdict::Applied { seq } => {
            Standing::Sent { seq: *seq, at: now, conflicts: Vec::new(), seen: true }
        }
        Verdict::Merged { seq, conflicts } => {
            Standing::Sent { seq: *seq, at: now, conflicts: conflicts.clone(), seen: false }
        }
        Verdict::Refused { refusal } => {
            Standing::Refused { refusal: refusal.clone(), at: now, handled: false }
        }
        Verdict::Held | Verdict::Unknown(_) => Standing::Held,
    }
}

/// Sent long ago and read: no restore needs it any more.
pub(super) fn outlived(item: &OutboxItem, now: Millis) -> bool {
    match &item.standing {
        Standing::Sent { at, seen, .. } => *seen && now - at > SENT_KEPT_MS,
        Standing::Refused { at, handled, .. } => *handled && now - at > SENT_KEPT_MS,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{AccountId, CommandId, DeviceId, TicketId};
    use crate::replica::{Meta, Replica};
    use crate::row::State;
    use uuid::Uuid;

    /// «Tout est envoyé» would not be true of a command that the server does not know yet.
    #[test]
    fn what_the_server_does_not_know_yet_is_not_sent() {
        let (one, device) = (Uuid::from_u128(1), DeviceId(Uuid::from_u128(2)));
        let envelope = Envelope {
            id: CommandId(one),
            device,
            sequence: 1,
            actor: AccountId(one),
            declared_at: 0,
            protocol: 1,
            seen: Vec::new(),
            intent: crate::ticket::Act::ConfirmResolution { ticket: TicketId(one) }.into(),
        };
        let held = vec![OutboxItem { envelope, standing: Standing::Held }];
        let replica = Replica::load(Meta::default(), State::default(), held, 0);
        assert_eq!((replica.waiting(), replica.unsent()), (0, 1));
        let request = |offer_held| replica.request(device, "", offer_held, 0);
        assert_eq!((request(false).commands.len(), request(false).unsent), (0, 1));
        assert_eq!(request(true).commands.len(), 1, "offered again after an update");
    }
}
