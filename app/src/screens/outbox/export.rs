//! «Exporter mes saisies non envoyées»: a file with which somebody else can hand them in.

use super::unreadable;
use crate::context::{App, clock_ms};
use crate::device;
use crate::store::{FileStanding, StoredFile};
use crate::text::enrol::device_label;
use js_sys::{ArrayBuffer, Uint8Array};
use shared::handover::{FORMAT, HandedFile, Handover, VERSION};
use shared::id::FileHash;
use shared::limits::EXPORT_FILES_BYTES;
use shared::order;
use shared::replica::OutboxItem;
use shared::sync::VOCABULARY;
use std::collections::BTreeSet;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

/// Returns the unsent commands of this device, with the photos that the server may lack.
pub(super) async fn unsent(app: App) -> Handover {
    let (items, meta) = app.read_now(|replica| {
        let items: Vec<OutboxItem> =
            replica.mine().filter(|item| item.is_unsent()).cloned().collect();
        (items, replica.meta().clone())
    });
    let named = items.iter().flat_map(|item| item.envelope.intent.files());
    let named = order::set(named.map(|file| file.hash.clone()));
    let actor = meta.actor.as_ref();
    Handover {
        format: FORMAT.into(),
        version: VERSION,
        device: app.core().ok().map(|core| core.device),
        device_label: device_label(),
        account: actor.map(|actor| actor.account),
        account_name: actor.map_or(String::new(), |actor| actor.name.clone()),
        exported_at: clock_ms(),
        offset_ms: meta.offset_ms,
        build: device::build(),
        vocabulary: VOCABULARY,
        // A value that this version has read can also be written.
        commands: items.iter().filter_map(|item| item.to_value().ok()).collect(),
        unreadable: unreadable(app),
        files: files(app, named).await,
    }
}

/// Returns the files that wait and those that unsent commands name, with their bytes while there is
/// room.
async fn files(app: App, named: BTreeSet<FileHash>) -> Vec<HandedFile> {
    let kept = match app.core() {
        Ok(core) => core.store.files().await.unwrap_or_default(),
        Err(_) => Vec::new(),
    };
    let goes =
        |file: &StoredFile| file.standing == FileStanding::Waiting || named.contains(&file.hash);
    let mut room = EXPORT_FILES_BYTES;
    let mut handed = Vec::new();
    for file in kept.into_iter().filter(goes) {
        let bytes = file.blob.size() as u64;
        let content = if bytes <= room { base64(&file.blob).await } else { None };
        room -= content.as_ref().map_or(0, |_| bytes);
        handed.push(HandedFile { hash: file.hash, bytes, kind: file.blob.type_(), content });
    }
    handed
}

/// Returns the bytes in base64, by the browser's encoder, which takes a character for a byte.
async fn base64(blob: &Blob) -> Option<String> {
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    let bytes = Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec();
    let text: String = bytes.into_iter().map(char::from).collect();
    web_sys::window()?.btoa(&text).ok()
}
