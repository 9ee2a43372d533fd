//! The app is closed: where the browser supports it, the service worker sends the waiting commands.

use crate::people::*;
use serde_json::json;
use shared::id::TicketId;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// Records the tags of the background syncs that the page registers, once the browser accepted
/// them.
const FOLLOW_WAKES: &str = "
    globalThis.wakes = [];
    const register = SyncManager.prototype.register;
    SyncManager.prototype.register = async function (tag) {
        await register.call(this, tag);
        globalThis.wakes.push(tag);
    };
    return true";

/// Makes the browser send the sync event of a restored network to the worker, as Chromium does by
/// itself. Registrations are numbered from 0 in a new profile.
pub(crate) async fn network_is_back(phone: &Browser, address: &str) {
    phone.devtools("ServiceWorker.enable", json!({})).await;
    for number in 0..4 {
        let event = json!({
            "origin": format!("{}/", address.trim_end_matches('/')),
            "registrationId": number.to_string(),
            "tag": "outbox", "lastChance": false,
        });
        phone.devtools("ServiceWorker.dispatchSyncEvent", event).await;
    }
}

/// Waits until a ticket has `many` comments, or gives up, and returns the comments.
async fn heard(office: &mut Device, ticket: TicketId, many: usize) -> Vec<String> {
    for _ in 0..50 {
        office.sync().await.expect("the office is up to date");
        if comments(office.view(), ticket).len() >= many {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    }
    comments(office.view(), ticket)
}

/// Adds a command of another user of this device to the outbox, as the app stores it.
const OF_SOMEBODY_ELSE: &str = "
    const done = (request) => new Promise((end, fail) => {
        request.onsuccess = () => end(request.result);
        request.onerror = () => fail(request.error);
    });
    const database = await done(indexedDB.open('tournee'));
    const store = database.transaction('outbox', 'readwrite').objectStore('outbox');
    const last = (await done(store.getAllKeys())).pop();
    const item = JSON.parse(await done(store.get(last)));
    item.envelope.id = '01890000-0000-7000-8000-00000000abcd';
    item.envelope.actor = '01890000-0000-7000-8000-00000000dcba';
    item.envelope.sequence = last + 1;
    await done(store.put(JSON.stringify(item), last + 1));
    database.close();
    return item.standing";

#[tokio::test]
async fn the_worker_sends_what_waits_with_the_app_closed() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let before = comments(office.view(), ticket.id).len();
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();
    let page = format!("{}/demande/{}", server.address(), ticket.id);
    phone.go(&page).await;
    phone.wait_until_started().await;
    phone.run(FOLLOW_WAKES, json!([])).await;
    comment(&phone, "Premier mot").await;
    comment(&phone, "Second mot").await;
    assert_eq!(phone.run(OF_SOMEBODY_ELSE, json!([])).await, json!("waiting"));
    let asked = "return globalThis.wakes.includes('outbox')";
    phone.wait_for("the wish to be woken when a network is back", asked, WAIT).await;

    // The app is closed. The network is still away, then it comes back.
    phone.go("about:blank").await;
    network_is_back(&phone, &server.address()).await;
    server.start(&[]);
    network_is_back(&phone, &server.address()).await;
    let said = heard(&mut office, ticket.id, before + 2).await;
    assert_eq!(said[before..], ["Premier mot", "Second mot"], "in their order");
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    let sql = "SELECT COUNT(*) FROM commands WHERE id LIKE '%00000000abcd'";
    let of_others: i64 = database.query_row(sql, [], |line| line.get(0)).expect("a count");
    assert_eq!(of_others, 0, "what another account gave stays on the device");

    // The app opens again: it sends the same commands and receives the same verdicts.
    phone.go(&page).await;
    phone.wait_until_started().await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office is up to date");
    assert_eq!(comments(office.view(), ticket.id).len(), before + 2, "once");
    let sql = "SELECT COUNT(*) FROM devices WHERE build = ?1";
    let build = phone.build().await;
    let with_it: i64 = database.query_row(sql, [build], |line| line.get(0)).expect("a count");
    assert_eq!(with_it, 1, "the desk knows which build the phone runs");
}

/// Records the badge that the page sets on the icon of the installed app, which tests cannot see.
const BADGE: &str = "globalThis.badge = null;
    Object.assign(Navigator.prototype, {
        setAppBadge: async (count) => { globalThis.badge = count; },
        clearAppBadge: async () => { globalThis.badge = 0; },
    });";

#[tokio::test]
async fn the_icon_shows_how_much_is_not_sent() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    let source = json!({ "source": BADGE });
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    server.kill();
    comment(&phone, "Premier mot").await;
    phone.wait_for("a badge", "return globalThis.badge === 1", WAIT).await;
    comment(&phone, "Second mot").await;
    phone.wait_for("a badge", "return globalThis.badge === 2", WAIT).await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    phone.wait_for("no badge", "return globalThis.badge === 0", WAIT).await;
}
