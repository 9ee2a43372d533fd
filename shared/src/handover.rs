//! What a device had not sent, as a file that a person carries and that a desk hands in: for a
//! phone that is lost, broken or too old. The commands stay those of their author, with their own
//! keys, so that they count once even if the device comes back after all.

mod carried;
mod proof;

pub use carried::{Carried, CarriedStanding};
pub use proof::{ProofKey, attach, proof_of, text_to_prove};

use crate::command::Envelope;
use crate::id::{AccountId, CommandId, DeviceId, FileHash, Millis};
use crate::order;
use crate::sync::Outcome;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What such a file calls itself.
pub const FORMAT: &str = "tournee-saisies";
/// The layout that this code writes.
pub const VERSION: u32 = 1;

/// The file. Each command is the text that the device kept, with what this version may not know.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// [`FORMAT`].
    #[serde(default)]
    pub format: String,
    /// [`VERSION`].
    #[serde(default)]
    pub version: u32,
    /// The device.
    #[serde(default)]
    pub device: Option<DeviceId>,
    /// What it calls itself.
    #[serde(default)]
    pub device_label: String,
    /// Who used it.
    #[serde(default)]
    pub account: Option<AccountId>,
    /// Their name.
    #[serde(default)]
    pub account_name: String,
    /// When, by the device's clock.
    #[serde(default)]
    pub exported_at: Millis,
    /// Server's clock less the device's at its last answer.
    #[serde(default)]
    pub offset_ms: Millis,
    /// Build of the app.
    #[serde(default)]
    pub build: String,
    /// [`VOCABULARY`](crate::sync::VOCABULARY) of the app.
    #[serde(default)]
    pub vocabulary: u32,
    /// What waited, each as kept: an envelope, and where it stood.
    #[serde(default)]
    pub commands: Vec<Value>,
    /// What the app could not read itself, as it was written.
    #[serde(default)]
    pub unreadable: Vec<String>,
    /// The photos and signatures that the server may not have.
    #[serde(default)]
    pub files: Vec<HandedFile>,
}

/// A photo or a signature in a [`Handover`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedFile {
    /// Its name: SHA-256 of its bytes.
    pub hash: FileHash,
    /// How many bytes.
    pub bytes: u64,
    /// Its media type.
    #[serde(default)]
    pub kind: String,
    /// The bytes in base64; nothing when there was no room for them in the file.
    #[serde(default)]
    pub content: Option<String>,
}

/// What a desk hands in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandRequest {
    /// Only tell what is known of them already.
    #[serde(default)]
    pub preview: bool,
    /// Server's clock less the device's, as the file says.
    #[serde(default)]
    pub offset_ms: Millis,
    /// Vocabulary of the app that wrote the file.
    #[serde(default)]
    pub vocabulary: u32,
    /// Envelopes, in the order of their devices.
    pub commands: Vec<Value>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HandAnswer {
    /// Of each command; in a preview, of those that the server knows.
    pub outcomes: Vec<Outcome>,
}

/// A command of a file, as far as it can be read.
#[derive(Debug, Clone, PartialEq)]
pub struct Handed {
    /// Its key.
    pub id: CommandId,
    /// The envelope as it was kept: this is what goes to the server.
    pub body: Value,
    /// The envelope, when this version can read it.
    pub envelope: Option<Envelope>,
}

/// The file, if these bytes are one: also that of a version that did not say so.
pub fn read(bytes: &[u8]) -> Option<Handover> {
    let value: Value = serde_json::from_slice(bytes).ok()?;
    let first = value.pointer("/commands/0/envelope/id");
    let named = value.get("format").and_then(Value::as_str) == Some(FORMAT);
    let earlier = first.is_some() || value.get("unreadable").is_some_and(Value::is_array);
    (named || earlier).then(|| serde_json::from_value(value).ok()).flatten()
}

impl Handover {
    /// Its commands in the order of the device, each once.
    pub fn handed(&self) -> Vec<Handed> {
        let texts = self.unreadable.iter().filter_map(|text| serde_json::from_str(text).ok());
        let kept = self.commands.iter().cloned().chain(texts);
        let mut handed: Vec<Handed> = kept.filter_map(of_kept).collect();
        order::sort_by_key(&mut handed, |handed| {
            let sequence = handed.body.get("sequence").and_then(Value::as_u64);
            (handed.body.get("device").map(Value::to_string), sequence)
        });
        handed.dedup_by_key(|handed| handed.id);
        handed
    }

    /// How many of its commands cannot be handed in: they have no key that can be read.
    pub fn lost(&self) -> usize {
        (self.commands.len() + self.unreadable.len()).saturating_sub(self.handed().len())
    }

    /// The files without their bytes: the photos that are missing here.
    pub fn missing_files(&self) -> usize {
        self.files.iter().filter(|file| file.content.is_none()).count()
    }
}

/// The envelope in the text of an item as a device keeps it.
fn of_kept(mut item: Value) -> Option<Handed> {
    let body = item.get_mut("envelope").map(Value::take)?;
    let id = body.get("id")?.as_str()?.parse().ok()?;
    let envelope = serde_json::from_value(body.clone()).ok();
    Some(Handed { id, body, envelope })
}
