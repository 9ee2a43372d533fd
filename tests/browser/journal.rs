//! What a desk reads and prints: «Journal», who else is on the plan, the sheets of a week.

use crate::people::*;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// A coordinator sees who came in, who failed to, and what was entered, by name and in words.
#[tokio::test]
async fn a_coordinator_reads_who_did_what() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = office.view().tickets.values().find(|ticket| ticket.is_open());
    let ticket = ticket.expect("an open request").id;
    let comment = shared::ticket::Act::HoldTicket { ticket, reason: "une pièce manque".into() };
    office.give(comment.into()).expect("a request may wait");
    office.sync().await.expect("sent");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    browser.go(&format!("{}/connexion", server.address())).await;
    browser.wait_until_started().await;
    browser.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    browser.fill("textbox", "Mot de passe", "ce n’est pas le bon").await;
    browser.click("button", "Se connecter").await;
    browser.wait_for_text("ou le mot de passe n’est pas le bon").await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/journal", server.address())).await;
    browser.wait_for_text("Connexion refusée").await;
    browser.wait_for_text("depuis 127.0.0.1").await;
    browser.wait_for_text("Saisie").await;
    // That somebody read it is in it from the next reading on.
    browser.go(&format!("{}/journal?cherche=", server.address())).await;
    browser.wait_for_text("Journal lu").await;
    browser.fill("searchbox", "Chercher dans ce jour", "refusée").await;
    browser.wait_for_text("1\u{a0}ligne").await;
    browser.fill("searchbox", "Chercher dans ce jour", "rien de tel").await;
    browser.wait_for_text("Aucune ligne ne correspond").await;
    browser.go(&format!("{}/journal?jour=2020-01-01", server.address())).await;
    browser.wait_for_text("Rien n’est noté ce jour-là.").await;
}

/// Each technician of the week has a sheet of their own, one of them alone where that is asked.
#[tokio::test]
async fn the_week_of_each_technician_is_printed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 9);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    let slot = office.view().visits[&visit].slot;
    let name = office.view().sites[&site].name.clone();
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, DISPATCHER).await;
    browser.go(&format!("{}/planning/feuilles?semaine={}", server.address(), slot.day)).await;
    browser.wait_for_text("Amina Rey, semaine du").await;
    browser.wait_for_text(&name).await;
    let shown = "return [...document.querySelectorAll('.sheet')].length";
    let all = browser.run(shown, serde_json::json!([])).await.as_u64().expect("a number");
    assert!(all >= 1, "{all} sheets");
    let only = format!(
        "{}/planning/feuilles?semaine={}&technicien={technician}",
        server.address(),
        slot.day
    );
    browser.go(&only).await;
    browser.wait_for_text("Amina Rey, semaine du").await;
    let one = browser.run(shown, serde_json::json!([])).await;
    assert_eq!(one, 1, "one technician, one sheet");
    // Nobody works in a week that is long past.
    browser.go(&format!("{}/planning/feuilles?semaine=2020-01-06", server.address())).await;
    browser.wait_for_text("Aucun passage prévu cette semaine.").await;
}

/// Invariant 5 is for what collides; this is for two people not to collide: each sees on the plan
/// that the other is there, and no more once they have left.
#[tokio::test]
async fn two_dispatchers_see_each_other_on_the_plan() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let one = Browser::open(&folder.path().join("one"), Look::DESK).await;
    sign_in(&one, &server, DISPATCHER).await;
    let plan = format!("{}/planning", server.address());
    one.go(&plan).await;
    one.wait_for_text("Planning").await;
    let two = Browser::open(&folder.path().join("two"), Look::DESK).await;
    sign_in(&two, &server, COORDINATOR).await;
    two.go(&plan).await;
    two.wait_for_text("regarde aussi ce planning").await;
    let told = "return document.body.innerText.includes('regarde aussi ce planning')";
    one.wait_for("the colleague", told, AGAIN).await;
    two.click("link", "Couverture").await;
    let gone = "return !document.body.innerText.includes('regarde aussi ce planning')";
    one.wait_for("the colleague to have left", gone, AGAIN).await;
}
