//! The first day of an authority: an empty database, a list of what is missing, and each step done
//! on the screen that it opens.

use crate::people::*;
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// Where a step stands, by its words on the screen.
async fn until_step(desk: &Browser, step: &str, stands: &str) {
    let script = format!(
        "const cards = [...document.querySelectorAll('main ol.cards > li')];
         const one = cards.find((card) => card.querySelector('a')?.innerText.trim() === {});
         return !!one && one.querySelector('.badge').innerText.trim() === {}",
        json!(step),
        json!(stands)
    );
    desk.wait_for(&format!("«{step}»: {stands}"), &script, WAIT).await;
}

/// Val-de-Marne, zone C: from nothing to schools that a plan can be made for, by the list alone.
#[tokio::test]
async fn an_empty_database_leads_whoever_opens_it() {
    let server = Server::empty();
    let who = ["--mail", "premiere@val.example", "--name", "Nadia", "--role", "coordinator"];
    let (made, said) = server.run(&[&["create-account"][..], &who].concat());
    assert!(made, "{said}");
    let password = said.trim().rsplit(' ').next().expect("a password").to_owned();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    desk.go(&format!("{}/connexion", server.address())).await;
    desk.wait_until_started().await;
    desk.fill("textbox", "Adresse e-mail", "premiere@val.example").await;
    desk.fill("textbox", "Mot de passe", &password).await;
    desk.click("button", "Se connecter").await;
    // A password that somebody else has read is changed at once.
    desk.fill("textbox", "Nouveau mot de passe", "quatre-chats-sur-un-banc").await;
    desk.click("button", "Se connecter").await;
    wait_until_sent(&desk).await;
    desk.go(&format!("{}/couverture", server.address())).await;
    desk.click("link", "Pour commencer\u{a0}: 5\u{a0}étapes manquent").await;
    is_accessible(&desk, "«Pour commencer»").await;
    for (step, stands) in [
        ("Calendrier scolaire", "À faire"),
        ("Écoles", "À faire"),
        ("Techniciens", "À faire"),
        ("Planning du trimestre", "Plus tard"),
        ("Publication", "Plus tard"),
    ] {
        until_step(&desk, step, stands).await;
    }
    let link = "[...document.querySelectorAll('main ol.cards a')]
                    .find((one) => one.innerText.trim() === 'Écoles').click(); return true";
    desk.run(link, json!([])).await;
    desk.fill("textbox", "Communes à garder (codes INSEE)", "94028").await;
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let directory = tests.join("../shared/tests/data/directory_094_2026.csv");
    let directory = directory.canonicalize().expect("the directory");
    desk.give_file("input[type=file]", &directory.display().to_string()).await;
    desk.wait_for_text("à créer, 0\u{a0}à modifier").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    desk.go(&format!("{}/commencer", server.address())).await;
    until_step(&desk, "Écoles", "Fait").await;
    until_step(&desk, "Demi-journées d’ouverture", "À faire").await;
    desk.wait_for_text("dites ouvertes le mercredi matin").await;
}
