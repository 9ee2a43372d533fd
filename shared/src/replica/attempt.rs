//! Commands that are decided with the server alone. They never wait on the device: each is sent at
//! once, and kept only once the server has said that it counts. Of one whose answer was lost nobody
//! knows whether it counts, so that its key is not let go before an answer says so.

use super::outbox::settled;
use super::{OutboxItem, Replica};
use crate::command::{Command, Envelope};
use crate::id::{DeviceId, Millis};
use crate::limits::COMMANDS_PER_REQUEST;
use crate::refusal::Refusal;
use crate::sync::{SyncAnswer, SyncRequest, Verdict};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// A command that goes to the server at once, until an answer says what became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Attempt {
    /// The command.
    pub envelope: Envelope,
    /// The person meant something else after it: it shall not count any more, unless it does.
    #[serde(default)]
    pub given_up: bool,
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq)]
pub enum Fate {
    /// It counts: what the device keeps of it.
    Counts(Box<OutboxItem>),
    /// It does not count, and never will.
    Refused(Refusal),
    /// The server has not judged it. It may come to count as long as it is not given up.
    Open,
}

impl Attempt {
    /// An attempt that was not sent yet.
    pub fn new(envelope: Envelope) -> Self {
        Self { envelope, given_up: false }
    }

    /// This attempt when its form is submitted again with that intent: the same once more, under
    /// the same key; anything else gives it up. What was given up once is not taken up again,
    /// because the server may have closed its key.
    #[must_use]
    pub fn again(self, intent: &Command) -> Self {
        let given_up = self.given_up || !intent.repeats(&self.envelope.intent);
        Self { given_up, ..self }
    }

    /// What goes to the server. One that is given up goes as of no device, which a server refuses
    /// whatever it says: that closes its key, also for a request that is still on its way. If the
    /// key was judged before, the answer is the verdict of then.
    pub fn to_send(&self) -> Envelope {
        let mut envelope = self.envelope.clone();
        if self.given_up {
            envelope.device = DeviceId(Uuid::nil());
        }
        envelope
    }

    /// What an answer says of it.
    pub fn fate(&self, answer: &SyncAnswer, now: Millis) -> Fate {
        let id = self.envelope.id;
        let outcome = answer.outcomes.iter().find(|outcome| outcome.command == id);
        let Some(verdict) = outcome.map(|outcome| &outcome.verdict) else { return Fate::Open };
        match verdict {
            Verdict::Applied { .. } | Verdict::Merged { .. } => {
                let (envelope, standing) = (self.envelope.clone(), settled(verdict, now));
                Fate::Counts(Box::new(OutboxItem { envelope, standing }))
            }
            Verdict::Refused { refusal } => Fate::Refused(refusal.clone()),
            Verdict::Held | Verdict::Unknown(_) => Fate::Open,
        }
    }
}

impl Replica {
    /// The request that brings an attempt, after all that waits: it was given after that.
    pub fn request_of(
        &self,
        attempt: &Attempt,
        device: DeviceId,
        build: &str,
        now: Millis,
    ) -> SyncRequest {
        let mut request = self.request(device, build, false, now);
        request.commands.truncate(COMMANDS_PER_REQUEST - 1);
        request.commands.push(attempt.to_send());
        request.unsent += 1;
        request
    }
}
