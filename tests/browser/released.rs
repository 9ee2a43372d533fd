//! The stores of the last released app, opened by this version.

use crate::newer::PASSED_OVER;
use crate::people::*;
use rusqlite::Connection;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::newer::Newer;
use tests::server::Server;
use tests::{files, released};

/// Opens a session on that device, without the app.
const SIGN_IN: &str = "
    const [mail, password, device] = arguments;
    const headers = { 'Content-Type': 'application/json' };
    const body = JSON.stringify({ mail, password, device, label: 'Ancien' });
    const answer = await fetch('/api/v1/session', { method: 'POST', headers, body });
    return answer.status";

/// Numbers of cards in the sections of «Mes saisies».
const CARDS: &str = "
    const count = (part) =>
        document.querySelectorAll(`section[aria-labelledby=${part}] li.card`).length;
    return [count('asking'), count('waiting'), count('sent')]";

/// A browser with that content, on a page of the server that is not the app.
async fn filled(address: &str, folder: &TempDir, content: &Value) -> Browser {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    desk.go(&format!("{address}/api/v1/openapi.json")).await;
    desk.put_in(content).await;
    desk
}

/// Opens «Mes saisies» in the app of this version.
async fn open(desk: &Browser, address: &str) {
    desk.go(&format!("{address}/saisies")).await;
    desk.wait_until_started().await;
    desk.wait_for_text("2\u{a0}saisies demandent votre aide").await;
    // The screen comes behind the line that says so.
    desk.find("heading", "À traiter").await;
}

/// The key of the device that the record is of.
fn device() -> String {
    let request: Value = serde_json::from_str(&released::requests()[0]).expect("JSON");
    request["device"].as_str().expect("the key of the device").to_owned()
}

/// The verdicts that the released server gave, by the keys of the commands.
fn old_verdicts() -> BTreeMap<String, String> {
    let answers = released::answers();
    let outcomes = answers.iter().flat_map(|answer| answer["outcomes"].as_array()).flatten();
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    outcomes.map(|outcome| (text(&outcome["command"]), text(&outcome["verdict"]))).collect()
}

/// The verdicts that this server gave the device.
fn new_verdicts(server: &Server, device: &str) -> BTreeMap<String, String> {
    let database = Connection::open(server.data().join("tournee.sqlite")).expect("the database");
    let sql = "SELECT id, verdict ->> 'verdict' FROM commands WHERE device = ?1";
    let mut found = database.prepare(sql).expect("a question");
    let found = found.query_map([device], |row| Ok((row.get(0)?, row.get(1)?)));
    found.expect("an answer").map(|row| row.expect("a row")).collect()
}

/// Waits until the server has the one photo of the outbox. It is sent after the commands.
async fn wait_for_photo(server: &Server) {
    let start = Instant::now();
    while files::below(&server.data().join("files")).is_empty() {
        assert!(start.elapsed() < WAIT, "the photo never arrives");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// As a newer server answers: with rows of a kind that no version knows.
fn lend(answer: &mut Value) {
    let cursor = answer["cursor"].clone();
    let changes = answer["changes"].as_array_mut().expect("changes");
    changes.insert(0, json!({ "put": { "loan": { "id": "7", "version": cursor } } }));
}

/// Invariant 8 «Old and new meet»: the outbox of the released app holds every command that a person
/// can give. This version sends it from the database to a server that has rows of an unknown kind,
/// and also from the second copies when the browser lost the database. Each command gets the
/// verdict that the released server gave it.
#[tokio::test]
async fn the_outbox_of_the_released_app_is_sent() {
    for is_lost in [false, true] {
        let mut content = released::device();
        let device = device();
        if is_lost {
            content.as_object_mut().expect("the stores").remove("stores");
        }
        let server = Server::filled(released::fill);
        let newer = Newer::before(&server.address(), lend).await;
        newer.set_newer(!is_lost);
        let folder = TempDir::new().expect("a folder");
        let desk = filled(&newer.address(), &folder, &content).await;
        let who = json!([released::MAIL, released::PASSWORD, device]);
        assert_eq!(desk.run(SIGN_IN, who).await, json!(200));
        let desk = desk.close_and_reopen().await;
        open(&desk, &newer.address()).await;
        assert_eq!(new_verdicts(&server, &device), old_verdicts(), "lost: {is_lost}");
        if !is_lost {
            desk.wait_for_text(PASSED_OVER).await;
            wait_for_photo(&server).await;
        }
        // An app without its database did not know its user and left the screen.
        open(&desk, &newer.address()).await;
        let shown = desk.run(CARDS, json!([])).await;
        assert_eq!(shown, json!([2, 0, old_verdicts().len() - 2]), "lost: {is_lost}");
    }
}

/// A request of the record, on which the draft is written.
const REQUEST: &str = "41414141-4141-4141-4141-414141414141";

/// The app of before, as it was delivered, has a full outbox and what is being typed.
async fn app_of_before(newer: &Newer, folder: &TempDir) -> Browser {
    newer.serve_released_app(true);
    let desk = filled(&newer.address(), folder, &released::device()).await;
    let who = json!([released::MAIL, released::PASSWORD, device()]);
    assert_eq!(desk.run(SIGN_IN, who).await, json!(200));
    let desk = desk.close_and_reopen().await;
    open(&desk, &newer.address()).await;
    desk
}

/// Asks for the update, and has it as a person does.
async fn update(desk: &Browser, newer: &Newer) {
    newer.serve_released_app(false);
    let look = "await (await navigator.serviceWorker.getRegistration()).update(); return true";
    desk.run(look, json!([])).await;
    desk.wait_for_text("Une mise à jour est prête").await;
    desk.click("button", "Mettre à jour").await;
}

/// Invariant 8 «Old and new meet»: the app that was delivered last, itself, with one command of
/// each kind in its outbox, before a server of this version that has rows of a kind which nobody
/// knows. All of it is sent and judged as by its own server, what cannot be read is told, the
/// update is taken when the person wants it, and what was being typed before it is there after it.
#[tokio::test]
async fn the_released_app_itself_sends_all_to_a_newer_server_and_keeps_drafts_when_updated() {
    let server = Server::filled(released::fill);
    let newer = Newer::before(&server.address(), lend).await;
    newer.set_newer(true);
    let folder = TempDir::new().expect("a folder");
    let desk = app_of_before(&newer, &folder).await;
    assert_eq!(new_verdicts(&server, &device()), old_verdicts());
    desk.wait_for_text(PASSED_OVER).await;
    wait_for_photo(&server).await;

    let before = desk.build().await;
    desk.wait_until_role_kept().await;
    desk.go(&format!("{}/demande/{REQUEST}", newer.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Ajouter un commentaire").await;
    desk.fill("textbox", "Votre commentaire", "Avant la mise à jour").await;
    desk.press("\u{e00c}").await;
    update(&desk, &newer).await;
    newer.set_newer(false);
    desk.wait_until_started().await;
    let of_this =
        format!("return document.querySelector('meta[name=build]').content !== {}", json!(before));
    desk.wait_for("this version of the app", &of_this, WAIT).await;
    desk.click("button", "Ajouter un commentaire").await;
    desk.wait_for_text("Brouillon retrouvé").await;
    assert_eq!(desk.value("textbox", "Votre commentaire").await, "Avant la mise à jour");
    desk.click("button", "Enregistrer").await;
    desk.wait_for_text("le commentaire est ajouté").await;
    open(&desk, &newer.address()).await;
    // One more than the outbox had: nothing is lost or sent twice.
    let all = json!([2, 0, old_verdicts().len() - 1]);
    let sent =
        format!("const shown = (() => {{ {CARDS} }})(); return `${{shown}}` === `${{{all}}}`");
    desk.wait_for("everything to be sent once", &sent, WAIT).await;
    let gone = format!("return !document.body.innerText.includes({})", json!(PASSED_OVER));
    desk.wait_for("everything to be read", &gone, WAIT).await;
}

/// Invariant 5 «Never dropped»: this version shows the verdicts that the released app stored. The
/// refused and the merged command still ask for help, and all others are sent.
#[tokio::test]
async fn the_verdicts_that_the_released_app_stored_are_shown() {
    let server = Server::filled(released::fill);
    let folder = TempDir::new().expect("a folder");
    let desk = filled(&server.address(), &folder, &released::device_after()).await;
    open(&desk, &server.address()).await;
    let shown = desk.run(CARDS, json!([])).await;
    assert_eq!(shown, json!([2, 0, old_verdicts().len() - 2]));
    desk.wait_for_text("Votre session est terminée").await;
}
