//! What a phone carries for a colleague: each command of their file, until the server has it and
//! then as long as a restore of the server could need it.

use super::{HandRequest, Handover};
use crate::command::Envelope;
use crate::id::{CommandId, Epoch, Millis};
use crate::limits::{COMMANDS_PER_REQUEST, REQUEST_BYTES, SENT_KEPT_MS};
use crate::refusal::Refusal;
use crate::sync::{Outcome, Verdict};
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// How far a carried command is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum CarriedStanding {
    /// To be handed in.
    Waiting,
    /// The server has it.
    Handed {
        /// Since when, by the clock of the phone that carries it.
        at: Millis,
        /// In which life of the server's database: another one may have lost it.
        #[serde(default)]
        epoch: Option<Epoch>,
    },
    /// The server does not want it.
    Refused {
        /// Why.
        refusal: Refusal,
    },
}

/// A command that is carried for somebody else.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Carried {
    /// The envelope as it stands in the file.
    pub body: Value,
    /// Name of who gave it.
    #[serde(default)]
    pub from: String,
    /// Server's clock less the clock of the device that wrote it.
    #[serde(default)]
    pub offset_ms: Millis,
    /// [`VOCABULARY`](crate::sync::VOCABULARY) of the app that wrote it.
    #[serde(default)]
    pub vocabulary: u32,
    /// When the file was taken, by the clock of the phone that carries it.
    pub taken_at: Millis,
    /// How far it is.
    #[serde(flatten)]
    pub standing: CarriedStanding,
}

impl Carried {
    /// The commands of a file. Whoever uses the phone next can hand them in.
    pub fn of(file: &Handover, now: Millis) -> Vec<Self> {
        let carried = file.handed().into_iter().map(|handed| Self {
            body: handed.body,
            from: file.account_name.clone(),
            offset_ms: file.offset_ms,
            vocabulary: file.vocabulary,
            taken_at: now,
            standing: CarriedStanding::Waiting,
        });
        carried.collect()
    }

    /// Its key.
    pub fn id(&self) -> Option<CommandId> {
        self.body.get("id")?.as_str()?.parse().ok()
    }

    /// Its place among those of the device that wrote it.
    pub fn place(&self) -> (String, Option<u64>) {
        let device = self.body.get("device").map(Value::to_string).unwrap_or_default();
        (device, self.body.get("sequence").and_then(Value::as_u64))
    }

    /// The envelope, when this version can read it.
    pub fn envelope(&self) -> Option<Envelope> {
        serde_json::from_value(self.body.clone()).ok()
    }

    /// It is to be handed in to a server in that life.
    pub fn goes(&self, epoch: Option<Epoch>) -> bool {
        match &self.standing {
            CarriedStanding::Waiting => true,
            CarriedStanding::Handed { epoch: known, .. } => *known != epoch,
            CarriedStanding::Refused { .. } => false,
        }
    }

    /// It is neither on the server nor refused by it.
    pub fn waits(&self) -> bool {
        self.standing == CarriedStanding::Waiting
    }

    /// The server has it, and so long that nothing needs it here any more.
    pub fn is_over(&self, now: Millis) -> bool {
        matches!(self.standing, CarriedStanding::Handed { at, .. } if now - at > SENT_KEPT_MS)
    }

    /// The next request, of commands that came by files alike and that proxies let through
    /// together; `None` when none goes.
    pub fn request(goes: &[Self]) -> Option<HandRequest> {
        let first = goes.first()?;
        let alike = |other: &&Self| {
            (other.offset_ms, other.vocabulary) == (first.offset_ms, first.vocabulary)
        };
        let (mut commands, mut bytes) = (Vec::new(), 0);
        for carried in goes.iter().filter(alike).take(COMMANDS_PER_REQUEST) {
            bytes += carried.body.to_string().len();
            if bytes > REQUEST_BYTES && !commands.is_empty() {
                break;
            }
            commands.push(carried.body.clone());
        }
        let (offset_ms, vocabulary) = (first.offset_ms, first.vocabulary);
        Some(HandRequest { preview: false, offset_ms, vocabulary, commands })
    }

    /// It after the server's word on it; `None` when that changes nothing.
    pub fn after(&self, outcome: &Outcome, epoch: Option<Epoch>, now: Millis) -> Option<Self> {
        let standing = match &outcome.verdict {
            Verdict::Applied { .. } | Verdict::Merged { .. } => {
                CarriedStanding::Handed { at: now, epoch }
            }
            Verdict::Refused { refusal } => CarriedStanding::Refused { refusal: refusal.clone() },
            Verdict::Held | Verdict::Unknown(_) => return None,
        };
        Some(Self { standing, ..self.clone() })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;
    use uuid::Uuid;

    fn epoch(n: u128) -> Option<Epoch> {
        Some(Epoch(Uuid::from_u128(n)))
    }

    fn file() -> Handover {
        let item = |n: u128| {
            let id = Uuid::from_u128(n).to_string();
            json!({ "envelope": { "id": id, "sequence": n, "device": "d" }, "standing": "waiting" })
        };
        Handover {
            account_name: "Amina".into(),
            offset_ms: 5,
            vocabulary: 3,
            commands: vec![item(2), item(1), item(2)],
            ..Handover::default()
        }
    }

    fn told(carried: &Carried, verdict: Verdict) -> Outcome {
        Outcome { command: carried.id().unwrap(), verdict }
    }

    #[test]
    fn a_file_is_carried_in_its_order_and_each_command_once() {
        let carried = Carried::of(&file(), 9);
        let ids: Vec<_> = carried.iter().filter_map(Carried::id).map(|id| id.0.as_u128()).collect();
        assert_eq!(ids, [1, 2]);
        let text = serde_json::to_string(&carried[0]).unwrap();
        assert_eq!(serde_json::from_str::<Carried>(&text).unwrap(), carried[0]);
        let request = Carried::request(&carried).unwrap();
        assert_eq!((request.offset_ms, request.vocabulary, request.commands.len()), (5, 3, 2));
        assert!(Carried::request(&[]).is_none());
    }

    #[test]
    fn files_of_two_clocks_go_in_two_requests() {
        let mut carried = Carried::of(&file(), 9);
        carried[1].offset_ms = 6;
        assert_eq!(Carried::request(&carried).unwrap().commands.len(), 1);
    }

    #[test]
    fn a_request_is_no_larger_than_proxies_take_but_never_empty() {
        let mut carried = Carried::of(&file(), 9);
        carried[1].body["text"] = "a".repeat(REQUEST_BYTES).into();
        assert_eq!(Carried::request(&carried).unwrap().commands.len(), 1);
        assert_eq!(Carried::request(&carried[1..]).unwrap().commands.len(), 1);
    }

    #[test]
    fn what_was_handed_in_goes_again_to_a_server_that_was_restored() {
        let carried = Carried::of(&file(), 9).remove(0);
        assert!(carried.goes(epoch(1)) && carried.waits());
        assert!(carried.after(&told(&carried, Verdict::Held), epoch(1), 20).is_none());
        let applied = told(&carried, Verdict::Applied { seq: 4 });
        let handed = carried.after(&applied, epoch(1), 20).unwrap();
        assert!(!handed.goes(epoch(1)) && !handed.waits());
        assert!(handed.goes(epoch(2)));
        assert!(!handed.is_over(20 + SENT_KEPT_MS) && handed.is_over(21 + SENT_KEPT_MS));
        let refusal = Refusal::NotAllowed;
        let refused = told(&carried, Verdict::Refused { refusal });
        let refused = carried.after(&refused, epoch(1), 20).unwrap();
        assert!(!refused.goes(epoch(2)) && !refused.waits() && !refused.is_over(i64::MAX));
        let text = serde_json::to_string(&refused).unwrap();
        assert_eq!(serde_json::from_str::<Carried>(&text).unwrap(), refused);
    }
}
