//! A session ends while commands wait.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// Invariant 10: after a 401 the waiting commands are kept, the screen says so, and they are sent
/// after the next sign-in.
#[tokio::test]
async fn what_waits_goes_after_signing_in_again() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let technician = account(office.view(), "Amina Rey");
    let ticket = office.view().tickets.values().find(|ticket| ticket.is_open());
    let ticket = ticket.expect("a ticket of the demonstration").clone();
    plan_visit(&mut office, &ticket.site, technician).await;

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    // A new password ends every session of the account.
    let mut coordinator = Device::new(&server, 2);
    coordinator.sign_in(COORDINATOR, PASSWORD).await.expect("the coordinator signs in");
    let renew = format!("/api/v1/accounts/{technician}/password");
    let answer =
        coordinator.post(&renew, &json!({ "own": PASSWORD })).await.expect("a new password");
    let password = answer["password"].as_str().expect("a password").to_owned();

    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", "Pièce commandée").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Enregistré\u{a0}: le commentaire est ajouté.").await;
    phone.wait_for_text("Votre session est terminée").await;
    phone.wait_for_text("1\u{a0}saisie à envoyer").await;
    office.sync().await.expect("the office is up to date");
    let heard = |office: &Device| {
        let history = format!("{:?}", office.view().tickets[&ticket.id].history);
        history.matches("Pièce commandée").count()
    };
    assert_eq!(heard(&office), 0);

    phone.go(&format!("{}/connexion", server.address())).await;
    phone.wait_until_started().await;
    phone.fill("textbox", "Adresse e-mail", TECHNICIAN).await;
    phone.fill("textbox", "Mot de passe", &password).await;
    phone.click("button", "Se connecter").await;
    // A password that somebody else has read is changed at once.
    phone.fill("textbox", "Nouveau mot de passe", "quatre-chats-sur-un-banc").await;
    phone.click("button", "Se connecter").await;
    wait_until_sent(&phone).await;
    // One is where one was.
    let back = format!("return location.pathname === '/demande/{}'", ticket.id);
    phone.wait_for("the request that was open", &back, WAIT).await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(heard(&office), 1, "once");
}
