//! Leaving a device: revoked with work on it, signed out without a network.

use crate::people::*;
use serde_json::{Value, json};
use shared::id::DeviceId;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// What the browser keeps: rows of the mirror, commands, files.
const KEPT: &str = "
    const done = (request) => new Promise((resolve) => {
        request.onsuccess = () => resolve(request.result);
    });
    const database = await done(indexedDB.open('tournee'));
    const names = [...database.objectStoreNames].filter((name) => name !== 'meta');
    const read = database.transaction(names);
    const counts = {};
    for (const name of names) counts[name] = await done(read.objectStore(name).count());
    database.close();
    return counts;
";

async fn kept(browser: &Browser) -> Value {
    browser.run(&format!("return (async () => {{ {KEPT} }})()"), json!([])).await
}

/// Comments on a ticket at its own screen.
async fn comment(browser: &Browser, text: &str) {
    browser.click("button", "Ajouter un commentaire").await;
    browser.fill("textbox", "Votre commentaire", text).await;
    browser.click("button", "Enregistrer").await;
    browser.wait_for_text("Enregistré\u{a0}: le commentaire est ajouté.").await;
}

/// The device of the technician, as the desk's list has it.
async fn device_of(office: &Device, name: &str) -> DeviceId {
    let (_, lines) = office.get("/api/v1/devices").await.expect("the devices");
    let lines: Vec<shared::api::DeviceLine> = serde_json::from_str(&lines).expect("a list");
    lines.iter().find(|line| line.account_name == name).expect("the phone").id
}

/// A revoked phone says why it cannot send, shows what waits, and sends it once after a desk has
/// admitted it again.
#[tokio::test]
async fn a_revoked_phone_shows_what_waits_and_sends_it_once_admitted() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let device = device_of(&office, "Amina Rey").await;
    phone.wait_until_kept().await;
    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    server.kill();
    comment(&phone, "Écrit sans réseau").await;

    server.start(&[]);
    let revoke = format!("/api/v1/devices/{device}/revoke");
    office.post(&revoke, &json!({})).await.expect("revoked");
    phone.go(&server.address()).await;
    phone.wait_until_started().await;
    phone.wait_for_text("Cet appareil a été révoqué").await;
    phone.wait_for_text("1\u{a0}saisie attend sur cet appareil").await;
    phone.click("link", "Mes saisies").await;
    phone.wait_for_text("Écrit sans réseau").await;
    phone.find("button", "Exporter mes saisies non envoyées").await;
    is_accessible(&phone, "what waits on a revoked phone").await;
    fits(&phone, "what waits on a revoked phone").await;

    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/appareils", server.address())).await;
    desk.click("button", "Admettre de nouveau").await;
    desk.wait_for_text("L’appareil est admis de nouveau").await;
    desk.close().await;
    phone.reload().await;
    phone.wait_until_started().await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let told = comments(office.view(), ticket.id);
    assert_eq!(told.iter().filter(|text| *text == "Écrit sans réseau").count(), 1, "{told:?}");
}

/// Signing out works without a network, erases what is settled, and ends the session at the
/// server once there is a network again.
#[tokio::test]
async fn signing_out_without_a_network_erases_at_once_and_ends_the_session_later() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    comment(&phone, "Déjà envoyé").await;
    wait_until_sent(&phone).await;
    phone.wait_until_kept().await;

    server.kill();
    phone.go(&format!("{}/compte", server.address())).await;
    phone.click("button", "Se déconnecter").await;
    phone.find("button", "Se connecter").await;
    let left = kept(&phone).await;
    for (store, count) in left.as_object().expect("counts") {
        assert_eq!(count, &json!(0), "{store}: {left}");
    }
    server.start(&[]);
    let ended = "return fetch('/api/v1/session').then((answer) => answer.status === 401)";
    phone.wait_for("the session to end", ended, AGAIN).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_for_text("Ma journée").await;
}
