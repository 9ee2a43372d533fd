//! «Exporter mes saisies non envoyées»: a file with which somebody else can hand them in.

use super::unreadable;
use crate::context::{App, clock_ms};
use crate::device;
use crate::device::{base64, digest};
use crate::settings;
use crate::store::{FileStanding, StoredFile};
use crate::text::enrol::device_label;
use serde_json::{Value, json};
use shared::handover::{
    Carried, FORMAT, HandedFile, Handover, ProofKey, VERSION, attach, text_to_prove,
};
use shared::id::FileHash;
use shared::limits::EXPORT_FILES_BYTES;
use shared::order;
use shared::replica::OutboxItem;
use shared::sync::VOCABULARY;
use std::collections::BTreeSet;

/// Returns the unsent commands of this device, with the photos that the server may lack.
pub(super) async fn unsent(app: App) -> Handover {
    let (items, meta) = app.read_now(|replica| {
        let items: Vec<OutboxItem> =
            replica.mine().filter(|item| item.is_unsent()).cloned().collect();
        (items, replica.meta().clone())
    });
    let carried = app.carried_now().into_iter().filter(Carried::waits);
    let carried: Vec<_> = carried.filter_map(|carried| carried.envelope()).collect();
    let own = items.iter().map(|item| &item.envelope);
    let named = own.chain(&carried).flat_map(|envelope| envelope.intent.files());
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
        commands: commands(app, &items).await,
        unreadable: unreadable(app),
        files: files(app, named).await,
    }
}

/// Returns the commands, with a proof that this device wrote them; then those that it carries for
/// others, with the proofs that came with them.
async fn commands(app: App, items: &[OutboxItem]) -> Vec<Value> {
    let mut commands = Vec::new();
    // A value that this version has read can also be written.
    for mut item in items.iter().filter_map(|item| item.to_value().ok()) {
        if let Some(body) = item.get_mut("envelope") {
            // Without a key or a hash, a dispatcher can still hand it in.
            let _ = prove(body).await;
        }
        commands.push(item);
    }
    let carried = app.carried_now().into_iter().filter(Carried::waits);
    commands.extend(carried.map(|carried| json!({ "envelope": carried.body })));
    commands
}

async fn prove(body: &mut Value) -> Option<()> {
    let author = body.get("actor")?.as_str()?.parse().ok()?;
    let key = ProofKey::from_hex(&settings::proof_key(author)?)?;
    let inner = digest::sha256(&key.inner(&text_to_prove(body))).await?;
    let proof = digest::sha256(&key.outer(&inner)).await?;
    attach(body, digest::hex(&proof));
    Some(())
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
        let content = if bytes <= room { base64::encode(&file.blob).await } else { None };
        room -= content.as_ref().map_or(0, |_| bytes);
        handed.push(HandedFile { hash: file.hash, bytes, kind: file.blob.type_(), content });
    }
    handed
}
