//! A command that the screen shows as saved survives a kill of the browser at any moment.

use crate::people::*;
use serde_json::json;
use shared::ticket::Ticket;
use tempfile::TempDir;
use tests::browser::{Browser, Engine, Look};
use tests::device::Device;
use tests::server::Server;

/// Kills of the whole browser.
const KILLS: usize = 5;
/// How often the test starts again when the browser itself lost its database.
const TIMES: usize = 3;
/// Saves that the screen shows before each kill.
const SAVES: usize = 4;

/// Records how each transaction that writes one command ends, and every transaction that the
/// browser may report as complete before it is on the disk.
const FOLLOW_WRITES: &str = r#"
    window.writes = [];
    window.lax = [];
    const begin = IDBDatabase.prototype.transaction;
    IDBDatabase.prototype.transaction = function (stores, ...rest) {
      const transaction = begin.call(this, stores, ...rest);
      if (transaction.mode === "readwrite" && transaction.durability !== "strict") {
        window.lax.push(String(stores));
      }
      if (transaction.mode === "readwrite" && /^meta,outbox(,files,drafts)?$/.test(stores)) {
        for (const end of ["complete", "abort"]) {
          transaction.addEventListener(end, () => window.writes.push(end));
        }
      }
      return transaction;
    };
    return true"#;

/// A technician's phone that works without network, a ticket on it, and the address of its page.
async fn phone(
    engine: Engine,
    server: &Server,
    office: &mut Device,
    folder: &TempDir,
) -> (Browser, Ticket, String) {
    let ticket = planned_ticket(office).await;
    let phone = Browser::open_in(engine, &folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    let page = format!("{}/demande/{}", server.address(), ticket.id);
    (phone, ticket, page)
}

async fn open(phone: &Browser, page: &str) {
    phone.go(page).await;
    phone.wait_until_started().await;
}

/// Comments of a ticket after the first `before`, as the office receives them.
async fn said_since(office: &mut Device, ticket: &Ticket, before: usize) -> Vec<String> {
    office.sync().await.expect("the office hears of it");
    comments(office.view(), ticket.id).split_off(before)
}

/// Types a comment and presses the button that saves it, without waiting for the result.
async fn begin_to_save(phone: &Browser, text: &str) {
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", text).await;
    let press = "document.querySelector('dialog button[type=submit]').click(); return true";
    phone.run(press, json!([])).await;
}

/// Whether the browser found its own database damaged and began an empty one: see
/// [`what_waits_survives_a_database_that_the_browser_lost`].
async fn lost_its_database(phone: &Browser) -> bool {
    let told = "return document.body.innerText.includes('avait effacé les données')";
    phone.run(told, json!([])).await == json!(true)
}

/// Invariant 1 «Kept»: SIGKILL of every process of the browser while it writes; 20 of 20. Chromium
/// itself rarely loses a whole database that way; then the test starts again, up to [`TIMES`]
/// times.
#[tokio::test]
async fn twenty_of_twenty_saves_survive_kills_during_writes() {
    for time in 1..=TIMES {
        match saves_survive_kills(Engine::Chromium, KILLS).await {
            true => return,
            false => println!("the browser lost its database, for the {time}. time"),
        }
    }
    panic!("the browser lost its database {TIMES} times");
}

/// Kills a browser of that engine so often. Returns false when it lost its database.
pub(crate) async fn saves_survive_kills(engine: Engine, kills: usize) -> bool {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (phone, ticket, page) = phone(engine, &server, &mut office, &folder).await;
    let mut phone = phone.close_and_reopen().await;
    // Nothing can be sent: only the device has these commands.
    server.kill();
    let mut shown = Vec::new();
    for kill in 0..kills {
        open(&phone, &page).await;
        if lost_its_database(&phone).await {
            return false;
        }
        for save in 0..SAVES {
            let text = format!("Gardé {kill}.{save}");
            comment(&phone, &text).await;
            shown.push(text);
        }
        begin_to_save(&phone, &format!("Peut-être {kill}")).await;
        phone = phone.crash_and_reopen().await;
    }
    assert_eq!(shown.len(), kills * SAVES);
    open(&phone, &page).await;
    if lost_its_database(&phone).await {
        return false;
    }
    for text in &shown {
        phone.wait_for_text(text).await;
    }
    server.start(&[]);
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let said = comments(office.view(), ticket.id);
    let of = |word: &str| said.iter().filter(|text| text.starts_with(word)).collect::<Vec<_>>();
    assert_eq!(of("Gardé "), shown.iter().collect::<Vec<_>>(), "each once, in their order");
    // The command that was being written when the browser died is there whole or not at all.
    let (halfway, mut once) = (of("Peut-être "), of("Peut-être "));
    once.dedup();
    assert_eq!(halfway, once);
    true
}

/// Begins to write in every store, goes on for ever, and leaves for another page meanwhile.
const LEAVE_WRITING: &str = "
    const opening = indexedDB.open('tournee');
    const database = await new Promise((end) => { opening.onsuccess = () => end(opening.result) });
    const writing = database.transaction([...database.objectStoreNames], 'readwrite');
    const goOn = () => { writing.objectStore('meta').get('device').onsuccess = goOn };
    goOn();
    const [page] = arguments;
    setTimeout(() => { location.href = page }, 200);
    return true";

/// A page that is left while it writes holds up none of those that come.
#[tokio::test]
async fn a_page_that_is_left_while_it_writes_holds_up_no_other() {
    leave_while_writing(Engine::Chromium).await;
}

/// The same, in a browser of any engine.
pub(crate) async fn leave_while_writing(engine: Engine) {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (phone, ticket, page) = phone(engine, &server, &mut office, &folder).await;
    let before = comments(office.view(), ticket.id).len();
    let path = page.trim_start_matches(&server.address()).to_owned();
    phone.run(LEAVE_WRITING, json!([path])).await;
    phone.find("button", "Ajouter un commentaire").await;
    comment(&phone, "Écrit sur la page suivante").await;
    wait_until_sent(&phone).await;
    let said = said_since(&mut office, &ticket, before).await;
    assert_eq!(said, ["Écrit sur la page suivante"]);
}

/// Invariant 1 «Kept»: every write has strict durability, and each command is one transaction, also
/// the first one of a device.
#[tokio::test]
async fn each_command_is_one_strict_transaction() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (phone, _, page) = phone(Engine::Chromium, &server, &mut office, &folder).await;
    open(&phone, &page).await;
    phone.run(FOLLOW_WRITES, json!([])).await;
    comment(&phone, "Le premier").await;
    comment(&phone, "Le deuxième").await;
    let ends = phone.run("return window.writes", json!([])).await;
    assert_eq!(ends, json!(["complete", "complete"]));
    // The answer of the server is written by then, too.
    wait_until_sent(&phone).await;
    assert_eq!(phone.run("return window.lax", json!([])).await, json!([]));
}

/// Makes the database fail to open, as in some private windows.
const NO_DATABASE: &str = "IDBFactory.prototype.open = () => {
    throw new DOMException('not here', 'InvalidStateError');
};";

#[tokio::test]
async fn a_browser_that_keeps_nothing_is_told_at_once() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    let source = json!({ "source": NO_DATABASE });
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    phone.go(&server.address()).await;
    phone.wait_for_text("Tournée n’a pas pu s’ouvrir").await;
    phone.wait_until_started().await;
    let words =
        phone.run("return document.querySelector('main [role=alert]').innerText", json!([])).await;
    assert!(!words.as_str().unwrap_or_default().is_empty(), "why, and what to do");
    phone.close().await;
}

/// Invariant 10 «Full disk», on the device: the browser gives no more room. The screen says that
/// the command is not saved and keeps the typed text. Saved commands are sent, and the text can be
/// saved once there is room again.
#[tokio::test]
async fn a_device_without_room_says_so_and_keeps_what_it_had() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (phone, ticket, page) = phone(Engine::Chromium, &server, &mut office, &folder).await;
    let before = comments(office.view(), ticket.id).len();
    server.kill();
    open(&phone, &page).await;
    comment(&phone, "Tant qu’il y a de la place").await;
    // A running browser caches its quota for a while.
    let phone = phone.close_and_reopen().await;
    let origin = server.address();
    let no_room = json!({ "origin": origin, "quotaSize": 1 });
    phone.devtools("Storage.overrideQuotaForOrigin", no_room).await;
    open(&phone, &page).await;
    begin_to_save(&phone, "Plus de place").await;
    phone.wait_for_text("Il n’y a plus de place").await;
    let typed =
        phone.run("return document.querySelector('dialog textarea').value", json!([])).await;
    assert_eq!(typed, json!("Plus de place"));
    phone.devtools("Storage.overrideQuotaForOrigin", json!({ "origin": origin })).await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("2\u{a0}saisies à envoyer").await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    let said = said_since(&mut office, &ticket, before).await;
    assert_eq!(said, ["Tant qu’il y a de la place", "Plus de place"]);
}

/// A browser that finds its database damaged begins an empty one, as Chromium did in one of sixty
/// kills in the middle of writes. Waiting commands have a second copy: the app finds it, says so,
/// and sends them once.
#[tokio::test]
async fn what_waits_survives_a_database_that_the_browser_lost() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let (phone, ticket, page) = phone(Engine::Chromium, &server, &mut office, &folder).await;
    let before = comments(office.view(), ticket.id).len();
    open(&phone, &page).await;
    comment(&phone, "Envoyé").await;
    wait_until_sent(&phone).await;
    server.kill();
    comment(&phone, "Le premier").await;
    comment(&phone, "Le deuxième").await;
    phone.close().await;
    let profile = folder.path().join("phone");
    std::fs::remove_dir_all(profile.join("Default/IndexedDB")).expect("the databases");

    let phone = Browser::open(&profile, Look::PHONE).await;
    open(&phone, &page).await;
    phone.wait_for_text("Les 2\u{a0}saisies qui n’avaient pas été envoyées sont retrouvées").await;
    // They are in the new database now, without their second copies.
    phone.run("localStorage.clear(); return true", json!([])).await;
    let phone = phone.close_and_reopen().await;
    server.start(&[]);
    open(&phone, &page).await;
    wait_until_sent(&phone).await;
    let said = said_since(&mut office, &ticket, before).await;
    assert_eq!(said, ["Envoyé", "Le premier", "Le deuxième"], "each once, in their order");
    let copies = "return Object.keys(localStorage).filter((key) => key.includes('waiting'))";
    assert_eq!(phone.run(copies, json!([])).await, json!([]), "what was sent is kept once");
}
