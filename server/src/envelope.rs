//! Reads a command in two steps: first the frame, which every version writes alike, then the words,
//! of which a newer app may know more.

use serde::Deserialize;
use serde_json::value::RawValue;
use shared::command::{Command, Envelope, Glimpse};
use shared::id::{AccountId, CommandId, DeviceId, Millis};
use shared::refusal::Refusal;
use shared::sync::{PROTOCOL, VOCABULARY, Verdict};
use shared::unread::Unread;

/// An [`Envelope`] whose words are not read yet.
#[derive(Deserialize)]
struct Frame<'a> {
    id: CommandId,
    device: DeviceId,
    sequence: u64,
    actor: AccountId,
    declared_at: Millis,
    protocol: u32,
    #[serde(default)]
    seen: Vec<Glimpse>,
    #[serde(borrow)]
    intent: &'a RawValue,
}

/// Returns the key of a command, if it can be read.
pub(crate) fn command_id(body: &RawValue) -> Option<CommandId> {
    #[derive(Deserialize)]
    struct Named {
        id: CommandId,
    }
    serde_json::from_str(body.get()).ok().map(|named: Named| named.id)
}

/// Reads an envelope, or returns the verdict on one that this server cannot read: it is held if it
/// contains words that only a newer version knows, and refused if it is broken. `vocabulary` is the
/// one of the sender.
pub(crate) fn read_envelope(body: &RawValue, vocabulary: u32) -> Result<Envelope, Verdict> {
    let is_newer = vocabulary > VOCABULARY || protocol(body) > PROTOCOL;
    read(body, is_newer).map_err(|unread| match unread {
        Unread::Shape(detail) if !is_newer => {
            Verdict::Refused { refusal: Refusal::Malformed { detail } }
        }
        Unread::Shape(_) | Unread::Word(_) => Verdict::Held,
    })
}

/// Returns the protocol of an envelope, or the one of this server if it names none.
fn protocol(body: &RawValue) -> u32 {
    #[derive(Deserialize)]
    struct Spoken {
        protocol: u32,
    }
    serde_json::from_str(body.get()).map_or(PROTOCOL, |spoken: Spoken| spoken.protocol)
}

fn read(body: &RawValue, is_newer: bool) -> Result<Envelope, Unread> {
    let frame: serde_json::Result<Frame<'_>> = serde_json::from_str(body.get());
    let frame = frame.map_err(|error| Unread::Shape(error.to_string()))?;
    let intent = match is_newer {
        true => Command::read_of_newer(frame.intent.get())?,
        false => Command::read(frame.intent.get())?,
    };
    // A command that is based on a row of an unknown kind follows rules that are unknown here too.
    let seen = frame.seen.into_iter().map(Glimpse::read).collect::<Result<_, _>>()?;
    Ok(Envelope {
        id: frame.id,
        device: frame.device,
        sequence: frame.sequence,
        actor: frame.actor,
        declared_at: frame.declared_at,
        protocol: frame.protocol,
        seen,
        intent,
    })
}
