//! «Comptes»: who changes how somebody else signs in shows that it is them.

use crate::people::*;
use serde_json::json;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// An open session alone makes no account and no password: the coordinator gives their own one.
#[tokio::test]
async fn a_coordinator_gives_passwords_with_their_own() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.go(&format!("{}/comptes", server.address())).await;
    desk.click("button", "Créer un compte").await;
    desk.fill("textbox", "Nom", "Léa Morin").await;
    desk.fill("textbox", "Adresse e-mail", "lea@demo.example").await;
    desk.click("radio", "technicien").await;
    desk.fill("textbox", "Votre mot de passe", "pas le mien du tout").await;
    is_accessible(&desk, "an account to create").await;
    answer(&desk, "Créer un compte").await;
    desk.wait_for_text("Le mot de passe actuel n’est pas le bon.").await;
    let at_field = "return document.activeElement?.type === 'password'
        && document.activeElement.getAttribute('aria-invalid') === 'true'";
    desk.wait_for("the focus at the wrong password", at_field, WAIT).await;
    desk.fill("textbox", "Votre mot de passe", PASSWORD).await;
    answer(&desk, "Créer un compte").await;
    desk.wait_for_text("Mot de passe à transmettre").await;
    answer(&desk, "Terminé").await;
    desk.wait_for_text("lea@demo.example").await;

    desk.click("button", "Nouveau mot de passe\u{a0}: Léa Morin").await;
    desk.wait_for_text("sera déconnectée de tous ses appareils").await;
    is_accessible(&desk, "the question before a new password").await;
    fits(&desk, "the question before a new password").await;
    answer(&desk, "Garder le mot de passe").await;
    desk.click("button", "Nouveau mot de passe\u{a0}: Léa Morin").await;
    desk.fill("textbox", "Votre mot de passe", PASSWORD).await;
    answer(&desk, "Remplacer le mot de passe").await;
    desk.wait_for_text("Mot de passe à transmettre").await;
    let kept = desk.run("return JSON.stringify(localStorage)", json!([])).await;
    assert!(!kept.to_string().contains(PASSWORD), "no draft is kept of a password");
}
