//! Profiles of past versions, opened by this version.

use crate::people::*;
use serde_json::json;
use shared::command::Envelope;
use shared::history::FileRef;
use shared::id::{AccountId, CommandId, FileHash, TicketId};
use shared::replica::{OutboxItem, Standing};
use shared::ticket;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::files;
use tests::server::Server;

/// The stores of each past layout of the database, by its version. An upgrade adds a line and never
/// changes one.
pub(crate) const LAYOUTS: [&[&str]; 4] = [
    &["meta", "outbox", "rows", "blocks", "files"],
    &["meta", "outbox", "rows", "blocks", "files", "sent"],
    &["meta", "outbox", "rows", "blocks", "files", "sent", "drafts"],
    &["meta", "outbox", "rows", "blocks", "files", "sent", "drafts", "carried"],
];

/// Commands that wait in the profile: enough that they are stored as one record once they are sent.
pub(crate) const WAITING: usize = 40;

/// Signs in and fetches everything as the app does, without the app. Returns the answers.
const SIGN_IN: &str = "
    const [mail, password, device] = arguments;
    const post = async (path, body) => {
        const headers = { 'Content-Type': 'application/json' };
        const answer = await fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
        return answer.json();
    };
    const { actor } = await post('/api/v1/session', { mail, password, device, label: 'Ancien' });
    const asks = { protocol: 1, device, cursor: 0, sent_at: Date.now(), commands: [] };
    return { actor, told: await post('/api/v1/sync', asks) };";

/// Makes a photo as the app does. Returns its hash and its size.
const PHOTO: &str = "
    const canvas = document.createElement('canvas');
    canvas.width = 640; canvas.height = 480;
    canvas.getContext('2d').fillRect(20, 20, 300, 200);
    const blob = await new Promise((end) => canvas.toBlob(end, 'image/jpeg', 0.85));
    const digest = await crypto.subtle.digest('SHA-256', await blob.arrayBuffer());
    const hex = [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0'));
    globalThis.photo = blob;
    return { hash: hex.join(''), bytes: blob.size };";

/// Creates the database with the layout and the content of that version.
const FILL: &str = "
    const [version, stores, device, status, outbox, blocks, rows, hash] = arguments;
    const opening = indexedDB.open('tournee', version);
    opening.onupgradeneeded = () => {
        for (const name of stores) opening.result.createObjectStore(name);
    };
    const database = await new Promise((end, fail) => {
        opening.onsuccess = () => end(opening.result);
        opening.onerror = () => fail(opening.error);
    });
    const writing = database.transaction(stores, 'readwrite', { durability: 'strict' });
    const put = (store, key, value) => writing.objectStore(store).put(value, key);
    put('meta', 'device', device);
    put('meta', 'sequence', outbox.length);
    put('meta', 'status', status);
    outbox.forEach((item, at) => put('outbox', at + 1, item));
    blocks.forEach((block, at) => put('blocks', at + 1, block));
    rows.forEach(([key, row]) => put('rows', key, row));
    const photo = { blob: globalThis.photo, bytes: globalThis.photo.size, state: 'waiting' };
    put('files', hash, { ...photo, at: Date.now() });
    await new Promise((end, fail) => {
        writing.oncomplete = end;
        writing.onabort = () => fail(writing.error);
    });
    database.close();
    return true";

/// The version and the stores of the database as it is now.
const NOW: &str = "
    const opening = indexedDB.open('tournee');
    const database = await new Promise((end) => { opening.onsuccess = () => end(opening.result) });
    const now = [database.version, [...database.objectStoreNames]];
    database.close();
    return now";

/// Numbers of records in the two stores of commands.
const TEXTS: &str = "
    const opening = indexedDB.open('tournee');
    const database = await new Promise((end) => { opening.onsuccess = () => end(opening.result) });
    const reading = database.transaction(['outbox', 'sent']);
    const count = (store) => new Promise((end) => {
        const counting = reading.objectStore(store).count();
        counting.onsuccess = () => end(counting.result);
    });
    const texts = [await count('outbox'), await count('sent')];
    database.close();
    return texts";

/// Whether the screen «Mes saisies» shows all commands that waited as sent.
const ALL_SENT: &str = "
    return document.querySelectorAll('section[aria-labelledby=sent] li.card').length === 40";

fn waiting(device: &Device, author: AccountId, ticket: TicketId, photo: &FileRef) -> Vec<String> {
    let comment = |at: usize| {
        let last = at == WAITING;
        let photos = if last { vec![photo.clone()] } else { Vec::new() };
        let intent = ticket::Act::CommentTicket { ticket, text: format!("Ancien {at:02}"), photos };
        let mut random = [7; 10];
        random[9] = at as u8;
        let envelope = Envelope {
            id: CommandId::from_parts(device.now(), random),
            device: device.id,
            sequence: at as u64,
            actor: author,
            declared_at: device.now(),
            protocol: 1,
            seen: Vec::new(),
            intent: intent.into(),
        };
        let item = OutboxItem { envelope, standing: Standing::Waiting };
        serde_json::to_string(&item).expect("JSON")
    };
    (1..=WAITING).map(comment).collect()
}

/// Invariant 8 «Old and new meet»: the waiting commands of a profile of any past layout are sent.
#[tokio::test]
async fn what_waits_in_a_profile_of_every_past_layout_is_sent() {
    for version in 1..=LAYOUTS.len() {
        let server = Server::demo();
        let folder = TempDir::new().expect("a folder");
        let mut office = desk(&server, 1).await;
        let ticket = a_ticket(office.view()).id;
        let technician = account(office.view(), "Amina Rey");
        let site = office.view().tickets[&ticket].site.clone();
        plan_visit(&mut office, &site, technician).await;
        let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
        // This page has the same origin and is not the app.
        phone.go(&format!("{}/api/v1/openapi.json", server.address())).await;
        fill(&phone, &server, version, technician, ticket).await;
        let phone = phone.close_and_reopen().await;

        phone.go(&format!("{}/saisies", server.address())).await;
        phone.wait_until_started().await;
        wait_until_sent(&phone).await;
        office.sync().await.expect("the office hears of it");
        let mut said = comments(office.view(), ticket);
        said.retain(|text| text.starts_with("Ancien "));
        let wanted: Vec<_> = (1..=WAITING).map(|at| format!("Ancien {at:02}")).collect();
        assert_eq!(said, wanted, "layout {version}: all of them, once, in order");
        let kept = files::below(&server.data().join("files"));
        assert_eq!(kept.len(), 1, "layout {version}: the photo");
        let mut stores: Vec<_> = LAYOUTS[LAYOUTS.len() - 1].to_vec();
        stores.sort_unstable();
        let now = phone.run(NOW, json!([])).await;
        assert_eq!(now, json!([LAYOUTS.len(), stores]), "a new layout needs a line above");
        assert_eq!(phone.run(TEXTS, json!([])).await, json!([0, 1]), "all in one text");
        let phone = phone.close_and_reopen().await;
        phone.go(&format!("{}/saisies", server.address())).await;
        phone.wait_until_started().await;
        let what = format!("layout {version}: all are still shown as sent");
        phone.wait_for(&what, ALL_SENT, WAIT).await;
    }
}

pub(crate) async fn fill(
    phone: &Browser,
    server: &Server,
    version: usize,
    author: AccountId,
    ticket: TicketId,
) {
    let device = Device::new(server, 9);
    let arguments = json!([TECHNICIAN, PASSWORD, device.id]);
    let read = phone.run(SIGN_IN, arguments).await;
    let photo = phone.run(PHOTO, json!([])).await;
    let hash = FileHash(photo["hash"].as_str().expect("a hash").to_owned());
    let photo = FileRef { hash: hash.clone(), bytes: photo["bytes"].as_u64().expect("bytes") };
    let outbox = waiting(&device, author, ticket, &photo);
    let told = &read["told"];
    let status = json!({
        "actor": read["actor"], "epoch": told["epoch"], "cursor": told["cursor"],
        "sites": told["sites"], "offset_ms": 0, "answered_at": device.now(), "complete": true,
    });
    let changes = told["changes"].as_array().expect("rows");
    let all: Vec<_> = changes.iter().filter_map(|change| change.get("put")).collect();
    // Most rows are in blocks and one is above them, as after a later change.
    let (over, block) = all.split_last().expect("some rows");
    let over: shared::row::Row = serde_json::from_value((*over).clone()).expect("a row");
    let rows = json!([[over.key().to_string(), serde_json::to_string(&over).expect("JSON")]]);
    let blocks = json!([serde_json::to_string(block).expect("JSON")]);
    let stores = LAYOUTS[version - 1];
    let arguments =
        json!([version, stores, device.id, status.to_string(), outbox, blocks, rows, hash]);
    phone.run(FILL, arguments).await;
}
