//! The app as it is built, before a server that is newer.

use crate::people::*;
use crate::upgrade::{LAYOUTS, WAITING, fill};
use serde_json::{Value, json};
use shared::id::TicketId;
use shared::sync::VOCABULARY;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::newer::Newer;
use tests::people::report;
use tests::server::Server;

/// What a line says whose word is not known.
const UNKNOWN_WORD: &str = "Mettez l’application à jour pour lire cette ligne";
/// A part of what the page says while something is not shown.
pub(crate) const PASSED_OVER: &str = "Mettez l’application à jour pour les recevoir";

/// The text of the request that a newer server says in words that hide it.
const HIDDEN: &str = "Une panne d’un genre nouveau";

/// As a newer server answers: rows of an unknown kind, a request that cannot be read, and histories
/// with words that are not known.
fn words(answer: &mut Value) {
    let cursor = answer["cursor"].clone();
    let changes = answer["changes"].as_array_mut().expect("changes");
    for ticket in changes.iter_mut().filter_map(|change| change.pointer_mut("/put/ticket")) {
        if ticket["text"] == json!(HIDDEN) {
            ticket["urgency"] = "dire".into();
        }
        for entry in ticket["history"].as_array_mut().into_iter().flatten() {
            if entry["what"]["what"] == json!("reported") {
                entry["what"] = json!({ "what": "beamed", "with": [{ "rays": 7 }] });
            }
        }
    }
    changes.insert(0, json!({ "put": { "loan": { "id": "7", "version": cursor } } }));
    changes.push(json!({ "gone": { "row": "loan:8", "seq": cursor } }));
}

/// Lowers the number of words that the version of before knew, as an update finds it.
const UPDATE: &str = "
    const opening = indexedDB.open('tournee');
    const database = await new Promise((end) => { opening.onsuccess = () => end(opening.result) });
    const writing = database.transaction(['meta'], 'readwrite', { durability: 'strict' });
    const meta = writing.objectStore('meta');
    const reading = meta.get('status');
    const status = await new Promise((end) => {
        reading.onsuccess = () => end(JSON.parse(reading.result));
    });
    const before = [status.vocabulary, status.passed_over];
    status.vocabulary -= 1;
    meta.put(JSON.stringify(status), 'status');
    await new Promise((end) => { writing.oncomplete = end });
    database.close();
    return before";

/// Invariant 8 «Old and new meet»: with a full outbox, before a server that has rows and words that
/// the app does not know, everything is sent, all that is known is shown, the person is told, and
/// after the update all of it is there.
#[tokio::test]
async fn an_app_of_before_sends_all_and_has_all_after_its_update() {
    let server = Server::demo();
    let newer = Newer::before(&server.address(), words).await;
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let technician = account(office.view(), "Amina Rey");

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    phone.go(&format!("{}/api/v1/openapi.json", newer.address())).await;
    fill(&phone, &server, LAYOUTS.len(), technician, ticket.id).await;
    let phone = phone.close_and_reopen().await;
    newer.set_newer(true);
    let hidden = report(&mut office, &ticket.site, HIDDEN);
    office.sync().await.expect("it is on the server");
    phone.go(&format!("{}/saisies", newer.address())).await;
    phone.wait_until_started().await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let said = comments(office.view(), ticket.id);
    assert_eq!(said.iter().filter(|text| text.starts_with("Ancien ")).count(), WAITING, "once");
    phone.wait_for_text(PASSED_OVER).await;

    let page = |id: TicketId| format!("{}/demande/{id}", newer.address());
    phone.go(&page(ticket.id)).await;
    phone.wait_for_text(&format!("Ancien {WAITING:02}")).await;
    phone.wait_for_text(UNKNOWN_WORD).await;
    phone.go(&page(hidden)).await;
    phone.wait_for_text(PASSED_OVER).await;
    let shown = format!("return document.body.innerText.includes({})", json!(HIDDEN));
    assert_eq!(phone.run(&shown, json!([])).await, json!(false), "it cannot be read yet");

    // The update: a version that knows these words.
    phone.go(&format!("{}/api/v1/openapi.json", newer.address())).await;
    assert_eq!(phone.run(UPDATE, json!([])).await, json!([VOCABULARY, true]));
    newer.set_newer(false);
    phone.go(&page(hidden)).await;
    phone.wait_until_started().await;
    phone.wait_for_text(HIDDEN).await;
    let gone = format!(
        "return ![{}, {}].some((text) => document.body.innerText.includes(text))",
        json!(PASSED_OVER),
        json!(UNKNOWN_WORD)
    );
    phone.wait_for("nothing to be left out", &gone, WAIT).await;
    phone.go(&page(ticket.id)).await;
    phone.wait_for_text("a signalé").await;
    phone.wait_for("all lines to be read", &gone, WAIT).await;
}
