//! Several tabs of one device share one outbox and one order, and one of them sends.

use crate::people::*;
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

const TABS: usize = 3;
/// Comments that each tab gives at the same time as the others.
const COMMENTS: usize = 4;

/// Which tab holds the lock for sending, and how many wait for it.
const SENDERS: &str = "
    const { held, pending } = await navigator.locks.query();
    const of = (locks) => locks.filter(({ name }) => name === 'tournee-sync').length;
    return [of(held), of(pending)]";

/// Makes all tabs press «Enregistrer» at the same moment, by a message that all of them receive.
const PRESS_TOGETHER: &str = "
    const channel = new BroadcastChannel('test');
    channel.onmessage = () => document.querySelector('dialog button[type=submit]').click();
    globalThis.together = channel;
    return true";

async fn open_tab(phone: &Browser, page: &str) -> String {
    let tab = phone.call(Method::POST, "/window/new", json!({ "type": "tab" })).await;
    let handle = tab["handle"].as_str().expect("a tab").to_owned();
    show(phone, &handle).await;
    phone.go(page).await;
    phone.wait_until_started().await;
    handle
}

/// Goes on in a tab, which is the one that the person looks at.
async fn show(phone: &Browser, handle: &str) {
    phone.call(Method::POST, "/window", json!({ "handle": handle })).await;
    phone.devtools("Page.bringToFront", json!({})).await;
}

async fn this_tab(phone: &Browser) -> String {
    let handle = phone.call(Method::GET, "/window", Value::Null).await;
    handle.as_str().expect("a tab").to_owned()
}

async fn begin_comment(phone: &Browser, text: &str) {
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", text).await;
}

/// Invariants 9 «One writer» and 2 «Once»: tabs that give commands at the same moment number them
/// in one sequence, each tab shows the commands of the others, one tab sends, and another takes
/// over when it is closed.
#[tokio::test]
async fn several_tabs_share_one_outbox_and_one_sender() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let before = comments(office.view(), ticket.id).len();
    let phone = Browser::open(&folder.path().join("phone"), Look::DESK).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    let page = format!("{}/demande/{}", server.address(), ticket.id);
    phone.go(&page).await;
    phone.wait_until_started().await;
    let mut tabs = vec![this_tab(&phone).await];
    while tabs.len() < TABS {
        tabs.push(open_tab(&phone, &page).await);
    }
    let senders = || phone.run(SENDERS, json!([]));
    assert_eq!(senders().await, json!([1, TABS - 1]), "one sends, the others wait for it");
    server.kill();
    for tab in &tabs {
        show(&phone, tab).await;
        phone.run(PRESS_TOGETHER, json!([])).await;
    }
    let mut told = Vec::new();
    for round in 0..COMMENTS {
        for (number, tab) in tabs.iter().enumerate() {
            show(&phone, tab).await;
            let text = format!("Onglet {number}.{round}");
            begin_comment(&phone, &text).await;
            told.push(text);
        }
        let all = "new BroadcastChannel('test').postMessage(1); \
                   document.querySelector('dialog button[type=submit]').click(); return true";
        phone.run(all, json!([])).await;
        for tab in &tabs {
            show(&phone, tab).await;
            for text in &told {
                phone.wait_for_text(text).await;
            }
        }
    }
    let waiting = format!("{}\u{a0}saisies à envoyer", told.len());
    phone.wait_for_text(&waiting).await;

    // The tab that sends is closed: another one takes over.
    show(&phone, &tabs[0]).await;
    phone.call(Method::DELETE, "/window", Value::Null).await;
    show(&phone, &tabs[1]).await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    assert_eq!(senders().await, json!([1, TABS - 2]));
    show(&phone, &tabs[2]).await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let mut said = comments(office.view(), ticket.id).split_off(before);
    said.sort();
    told.sort();
    assert_eq!(said, told, "each once");
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    let sql = "SELECT COUNT(DISTINCT sequence), MAX(sequence) - MIN(sequence) + 1 FROM commands \
               WHERE body LIKE '%Onglet %'";
    let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?));
    let numbers: (i64, i64) = database.query_row(sql, [], read).expect("numbers");
    let wanted = told.len() as i64;
    assert_eq!(numbers, (wanted, wanted), "numbers without a gap");
}

/// Opens the database with a newer layout, as the next version will, and leaves it as it is.
const UPGRADE: &str = "
    const now = await indexedDB.databases();
    const { version } = now.find(({ name }) => name === 'tournee');
    const opening = indexedDB.open('tournee', version + 1);
    const held = await new Promise((end) => {
        opening.onblocked = () => end('blocked');
        opening.onupgradeneeded = () => { opening.transaction.abort(); end('free') };
    });
    return held";

/// Invariants 9 «One writer» and 2 «Once»: the tab that sends is frozen by the browser and keeps
/// its lock. The tab that is looked at takes over; the first one follows once it goes on. A tab
/// that brings a newer layout is not held up by the others, which say so.
#[tokio::test]
async fn a_frozen_tab_is_replaced_and_an_open_one_holds_up_no_upgrade() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let before = comments(office.view(), ticket.id).len();
    let phone = Browser::open(&folder.path().join("phone"), Look::DESK).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    let page = format!("{}/demande/{}", server.address(), ticket.id);
    phone.go(&page).await;
    phone.wait_until_started().await;
    wait_until_sent(&phone).await;
    let first = this_tab(&phone).await;
    let second = open_tab(&phone, &page).await;
    show(&phone, &first).await;
    // The tab does nothing for a while, and keeps its lock.
    let freeze = "setTimeout(() => { const end = Date.now() + 30000; while (Date.now() < end); })";
    phone.run(freeze, json!([])).await;
    show(&phone, &second).await;
    comment(&phone, "Donné à côté d’un onglet gelé").await;
    let start = std::time::Instant::now();
    wait_until_sent(&phone).await;
    assert!(start.elapsed() < std::time::Duration::from_secs(25), "{:?}", start.elapsed());

    show(&phone, &first).await;
    phone.wait_for_text("Donné à côté d’un onglet gelé").await;
    let one = "const { held, pending } = await navigator.locks.query();
        const of = (locks) => locks.filter(({ name }) => name === 'tournee-sync').length;
        return of(held) === 1 && of(pending) === 1";
    phone.wait_for("one to lead and one to follow", one, WAIT).await;
    comment(&phone, "Donné dans l’onglet dégelé").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let said = comments(office.view(), ticket.id).split_off(before);
    assert_eq!(said, ["Donné à côté d’un onglet gelé", "Donné dans l’onglet dégelé"], "once");

    let third = phone.call(Method::POST, "/window/new", json!({ "type": "tab" })).await;
    show(&phone, third["handle"].as_str().expect("a tab")).await;
    phone.go(&format!("{}/api/v1/openapi.json", server.address())).await;
    assert_eq!(phone.run(UPGRADE, json!([])).await, json!("free"));
    for tab in [&first, &second] {
        show(&phone, tab).await;
        phone.wait_for_text("Cette page a été mise à jour dans un autre onglet").await;
    }
}
