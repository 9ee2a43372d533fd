//! The end of a visit: it says what is open, is taken back, takes what comes later, and nobody
//! signs what they have not seen.

use crate::hands::visit_with_requests;
use crate::people::*;
use serde_json::json;
use shared::id::VisitId;
use shared::ticket::TicketState;
use shared::visit::VisitState;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// The states of the requests of a visit's site, in a stable order.
async fn states(office: &mut Device, visit: VisitId) -> Vec<TicketState> {
    office.sync().await.expect("the office hears of it");
    let site = office.view().visits[&visit].site.clone();
    let open = office.view().tickets_of(&site).filter(|ticket| ticket.is_open());
    open.map(|ticket| ticket.state.clone()).collect()
}

/// Signs before the visit has ended, once the dialog has said what is signed.
async fn sign(phone: &Browser) {
    phone.click("button", "Faire signer").await;
    phone.wait_for_text("0\u{a0}point vu sur 8").await;
    phone.wait_for_text("2\u{a0}encore ouvertes").await;
    phone.wait_for_text("Le passage n’est pas terminé").await;
    is_accessible(phone, "the dialog to sign").await;
    fits(phone, "the dialog to sign").await;
    // The report can be read first, and what was typed is still there.
    phone.fill("textbox", "Nom", "Claire Morel").await;
    phone.click("link", "Lire le compte rendu").await;
    phone.wait_for_text("Ce compte rendu n’est pas encore signé.").await;
    phone.click("button", "Faire signer").await;
    assert_eq!(phone.value("textbox", "Nom").await, "Claire Morel");
    phone.click("button", "Enregistrer la signature").await;
    phone.wait_for_text("Enregistré\u{a0}: le compte rendu est signé.").await;
    phone.click("link", "Passage").await;
}

#[tokio::test]
async fn the_end_of_a_visit_names_what_is_open_and_is_taken_back() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let visit = visit_with_requests(&mut office, 2).await;
    let site = office.view().sites[&visit.site].name.clone();
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.click("link", &site).await;
    phone.find("heading", &format!("Passage, {site}")).await;
    let title = phone.run("return document.title", json!([])).await;
    assert!(title.as_str().is_some_and(|title| title.contains(&site)), "{title}");
    phone.click("button", "Démarrer le passage").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage a démarré.").await;
    wait_until_sent(&phone).await;
    let before = states(&mut office, visit.id).await;
    sign(&phone).await;
    phone.click("button", "Tout le reste est fait").await;
    phone.wait_for_text("8\u{a0}points faits").await;

    phone.click("button", "Terminer le passage").await;
    phone.wait_for_text("2\u{a0}demandes non résolues").await;
    is_accessible(&phone, "the end of a visit").await;
    let named = end_with_what_is_left(&phone).await;
    assert_eq!(named, "Terminer\u{a0}: il reste 2\u{a0}demandes");
    phone.wait_for_text("Enregistré\u{a0}: le passage est terminé.").await;
    phone.wait_for_text("Ce qui porte la mention").await;
    let marked = "return document.querySelectorAll('.report .tag').length";
    let marked = phone.run(marked, json!([])).await;
    assert_eq!(marked, json!(10), "eight checks and two requests that were left");
    is_accessible(&phone, "a report that changed once it was signed").await;
    fits(&phone, "a report that changed once it was signed").await;
    wait_until_sent(&phone).await;
    assert_ne!(states(&mut office, visit.id).await, before);

    phone.click("button", "Annuler").await;
    phone.wait_for_text("Ce passage n’est pas terminé").await;
    wait_until_sent(&phone).await;
    assert_eq!(states(&mut office, visit.id).await, before);
    assert_eq!(office.view().visits[&visit.id].state, VisitState::OnSite);
    add_to_a_finished_visit(&phone, &server, visit.id).await;
    assert_eq!(states(&mut office, visit.id).await.len(), before.len() + 1);
    assert_eq!(office.view().visits[&visit.id].state, VisitState::OnSite);
}

/// Ends the visit again, adds a request to it, and goes on with it from its own screen.
async fn add_to_a_finished_visit(phone: &Browser, server: &Server, visit: VisitId) {
    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    phone.click("button", "Terminer le passage").await;
    end_with_what_is_left(phone).await;
    phone.wait_for_text("Enregistré\u{a0}: le passage est terminé.").await;
    phone.click("link", "Passage").await;
    phone.click("button", "Ajouter une demande").await;
    phone.wait_for_text("cette demande attendra le prochain").await;
    phone.click("radio", "Internet et réseau").await;
    phone.fill("textbox", "La demande en une phrase", "Borne arrachée").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Enregistré\u{a0}: la demande attend le prochain passage.").await;
    phone.click("button", "Reprendre le passage").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage reprend.").await;
    phone.find("button", "Terminer le passage").await;
    wait_until_sent(phone).await;
}
