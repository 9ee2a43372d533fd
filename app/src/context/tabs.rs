//! The channel between the tabs of one browser, which share a database and one sender.

use serde::{Deserialize, Serialize};
use shared::id::CommandId;
use shared::replica::Batch;
use shared::sync::Connection;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of the channel.
const CHANNEL: &str = "tournee";
/// A batch of more rows and commands than this is not broadcast; the other tabs read the store.
const BATCH_MAX: usize = 50;

/// A message from one tab to the others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum TabMessage {
    /// The store has committed this batch.
    /// As JSON: the code that reads a batch is in `shared`.
    Batch(String),
    /// Files were kept or sent.
    Files,
    /// Somebody signed in.
    SignedIn,
    /// The connection to the server as the tab that sends knows it.
    Connection(#[serde(with = "ConnectionName")] Connection),
    /// A tab asks the one that sends for the state of the connection, which is a sign of life too.
    Hello,
    /// This command alone is too large for the way to the server.
    Aside(CommandId),
    /// The store has changed by more than the messages say: read it again.
    Reread,
}

/// [`Connection`] as it is written in a message.
#[derive(Serialize, Deserialize)]
#[serde(remote = "Connection", rename_all = "snake_case")]
enum ConnectionName {
    Unknown,
    Online,
    Offline,
    Trouble,
    Barred,
    SignedOut,
    Revoked,
    TooOld,
}

/// The end of the channel in this tab. Without such a channel, a tab is alone.
pub(super) struct Tabs(Option<BroadcastChannel>);

impl Tabs {
    pub(super) fn open() -> Self {
        Self(BroadcastChannel::new(CHANNEL).ok())
    }

    pub(super) fn broadcast(&self, message: &TabMessage) {
        let Some(channel) = &self.0 else { return };
        if let Ok(text) = serde_json::to_string(message) {
            // Posting fails only on a closed channel, which has no listeners.
            let _ = channel.post_message(&text.into());
        }
    }

    /// Broadcasts a batch that the store has committed, or that there is one when it is too large.
    pub(super) fn broadcast_batch(&self, batch: &Batch) {
        let text = match batch.is_too_much_to_tell(BATCH_MAX) {
            true => None,
            false => serde_json::to_string(batch).ok(),
        };
        self.broadcast(&text.map_or(TabMessage::Reread, TabMessage::Batch));
    }

    /// Calls `handle` with each message of another tab; messages of other versions that this one
    /// cannot read are dropped.
    pub(super) fn on_message(&self, handle: impl Fn(TabMessage) + 'static) {
        let Some(channel) = &self.0 else { return };
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(message) = serde_json::from_str(&text) {
                handle(message);
            }
        });
        channel.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    }
}
