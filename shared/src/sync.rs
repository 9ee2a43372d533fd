//! The one request that goes both ways, and the machine that decides when to send it.

mod allowance;
mod machine;
mod pause;
mod watch;

use crate::command::Envelope;
use crate::id::{AccountId, CommandId, DeviceId, Epoch, Millis, Seq, SiteId};
use crate::refusal::{Conflict, Refusal};
use crate::role::Actor;
use crate::row::{Row, RowKey};
use columns::tagged_or_unknown;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

pub use allowance::{Allowance, Shrunk};
pub use machine::{Connection, Effect, Event, Failure, Machine};
pub use pause::Pause;
pub use watch::{Beat, LEADER_BEAT_MS, LeaderPulse, LeaderWatch};

/// The protocol that this code speaks; a server also speaks the one before.
pub const PROTOCOL: u32 = 1;
/// The oldest protocol that a server of this code still understands.
pub const PROTOCOL_OLDEST: u32 = 1;

pub use crate::command::VOCABULARY;

/// What a device sends. The server reads the commands one by one, so that one it cannot read
/// does not hide the others: there, `C` is raw JSON.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncRequest<C = Envelope> {
    /// Protocol of the app.
    pub protocol: u32,
    /// [`VOCABULARY`] of the app.
    #[serde(default)]
    pub vocabulary: u32,
    /// Which phone or tablet.
    pub device: DeviceId,
    /// The life of the database that the device knows.
    #[serde(default)]
    pub epoch: Option<Epoch>,
    /// For whom the rows of the device came: what somebody else may hold is nothing to go on from.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// The sequence number up to which it knows everything of its scope.
    pub cursor: Seq,
    /// The sites whose rows it holds whole.
    #[serde(default)]
    pub held: Vec<SiteId>,
    /// Clock of the device at sending: the server derives the offset.
    pub sent_at: Millis,
    /// How many commands wait, these included.
    #[serde(default)]
    pub unsent: u32,
    /// Build of the app.
    #[serde(default)]
    pub build: String,
    /// The app can begin an empty mirror from a snapshot in blocks of [`crate::pack`].
    #[serde(default)]
    pub takes_packs: bool,
    /// Somebody looks at the app at this moment: what a desk's cursor tells, was shown there.
    #[serde(default)]
    pub watched: bool,
    /// The device has no key yet with which its exports prove whose they are: see
    /// [`crate::handover`].
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub asks_proof_key: bool,
    /// In the order of the device.
    pub commands: Vec<C>,
}

impl<C> SyncRequest<C> {
    /// Whether all that it offered was judged. A server that lives another life judges nothing
    /// yet; and one that takes the device for somebody else was offered what another account gave,
    /// so that what this one had given before must still go first.
    pub fn was_judged_whole(&self, answer: &SyncAnswer) -> bool {
        let same_life = self.epoch.is_none_or(|epoch| epoch == answer.epoch);
        same_life && self.account == Some(answer.actor.account)
    }
}

/// To which server a device offered what is held: once to each that knows more words than the one
/// before, and anew after each start and sign-in.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct OfferedHeld {
    /// What the server that all was offered to knows.
    known: Option<u32>,
    /// Otherwise: the number up to which all was offered, when one request could not carry it.
    upto: u64,
}

impl OfferedHeld {
    /// What is held goes with the next request.
    pub fn is_due(self) -> bool {
        self.known.is_none()
    }

    /// What is held goes with the next request from the number after this one on; `None` when it
    /// does not go.
    pub fn beyond(self) -> Option<u64> {
        self.is_due().then_some(self.upto)
    }

    /// Only a part of what is held was offered: the next request is due at once.
    pub fn has_more(self) -> bool {
        self.is_due() && self.upto > 0
    }

    /// After the answer to a request that was made by [`OfferedHeld::is_due`].
    #[must_use]
    pub fn after<C>(self, request: &SyncRequest<C>, answer: &SyncAnswer) -> Self {
        let known = match self.known {
            _ if !request.was_judged_whole(answer) => None,
            None => Some(answer.vocabulary),
            Some(known) => Some(known).filter(|known| *known >= answer.vocabulary),
        };
        Self { known, upto: 0 }
    }

    /// As [`OfferedHeld::after`], for a request that may have been too small for all that is held:
    /// `last_held` is the number of the last such command.
    #[must_use]
    pub fn after_part(
        self,
        request: &SyncRequest,
        answer: &SyncAnswer,
        last_held: Option<u64>,
    ) -> Self {
        let last = request.commands.last().map(|command| command.sequence);
        match (last, last_held) {
            (Some(upto), Some(held))
                if self.is_due() && upto < held && request.was_judged_whole(answer) =>
            {
                Self { known: None, upto }
            }
            _ => self.after(request, answer),
        }
    }
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SyncAnswer {
    /// Protocol of the server.
    pub protocol: u32,
    /// [`VOCABULARY`] of the server.
    #[serde(default)]
    pub vocabulary: u32,
    /// A newer server wrote what this one cannot read and leaves out: the next server that can
    /// gives everything again.
    #[serde(default)]
    pub leaves_out: bool,
    /// The life of the database.
    pub epoch: Epoch,
    /// The sequence number up to which the device now knows everything of its scope.
    pub cursor: Seq,
    /// Others follow: ask again at once.
    pub more: bool,
    /// Throw the mirror away before applying: the cursor meant nothing here.
    pub reset: bool,
    /// The sites whose rows the device holds whole after this answer; rows of other sites leave.
    /// `None` when the scope is not cut by site.
    #[serde(default)]
    pub sites: Option<Vec<SiteId>>,
    /// Who the server takes the device for.
    pub actor: Actor,
    /// The server's clock.
    pub now: Millis,
    /// Up to which sequence number a desk has everything, on a screen that somebody looked at.
    #[serde(default)]
    pub seen_by_desk: Seq,
    /// One for each command, in their order.
    pub outcomes: Vec<Outcome>,
    /// In the order of their sequence numbers.
    pub changes: Vec<Change>,
    /// Begin from this, in place of changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snapshot: Option<SnapshotRef>,
    /// The key that the device asked for: 64 hexadecimal digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof_key: Option<String>,
    /// Changes came that this version cannot read, and which are not in `changes`. Never sent.
    #[serde(skip)]
    pub passed_over: bool,
}

/// Everything that a desk holds as it stood at a sequence number, made ready once for all that
/// begin, in blocks of [`crate::pack`]. What changed since follows by the cursor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotRef {
    /// SHA-256 of its bytes, in hexadecimal: `GET /api/v1/snapshots/{name}`.
    pub name: String,
    /// It holds everything up to there.
    pub seq: Seq,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Which.
    pub command: CommandId,
    /// What became of it.
    #[serde(flatten)]
    pub verdict: Verdict,
}

/// What became of a command.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
pub enum Verdict {
    /// It took effect.
    Applied {
        /// The server's sequence number after it.
        seq: Seq,
    },
    /// It took effect, and something else had changed the same thing.
    Merged {
        /// The server's sequence number after it.
        seq: Seq,
        /// What collided.
        conflicts: Vec<Conflict>,
    },
    /// It did not take effect.
    Refused {
        /// Why.
        #[serde(flatten)]
        refusal: Refusal,
    },
    /// The server does not know it yet: the device keeps it and offers it again.
    Held,
    /// The words of a newer server, as they came: the device keeps the command and offers it again.
    #[serde(skip)]
    Unknown(Map<String, Value>),
}
tagged_or_unknown!(Verdict, "verdict");

impl Verdict {
    /// Whether it says that the command was judged: otherwise the device still has to send it.
    pub fn is_final(&self) -> bool {
        !matches!(self, Verdict::Held | Verdict::Unknown(_))
    }
}

/// A row that changed, or that the device no longer may hold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Change {
    /// The row as it stands now.
    Put(Row),
    /// It is gone, or out of the scope.
    Gone {
        /// Which.
        row: RowKey,
        /// The sequence number of its going.
        seq: Seq,
    },
}

impl Change {
    /// The word of [`Change::Gone`].
    pub(crate) const GONE: &'static str = "gone";

    /// Its sequence number.
    pub fn seq(&self) -> Seq {
        match self {
            Change::Put(row) => row.version(),
            Change::Gone { seq, .. } => *seq,
        }
    }
}
