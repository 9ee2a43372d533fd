//! «À prévenir», without a relay of mail; and a school that refuses mails.

use crate::people::*;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

#[tokio::test]
async fn a_desk_prints_what_no_relay_sends() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (_, site, _) = planned_for_amina(&mut office).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/prevenir", server.address())).await;
    desk.wait_for_text("Aucun relais de courrier").await;
    desk.wait_for_text("Passage du technicien\u{a0}: ").await;
    desk.find("link", "Imprimer les lettres").await;
    is_accessible(&desk, "«À prévenir»").await;
    desk.click("button", "Marquer comme imprimées").await;
    desk.wait_for_text("imprimée, ").await;
    desk.go(&format!("{}/ecoles/{site}", server.address())).await;
    desk.wait_for_text("les dates de passage et les réponses\u{a0}: oui").await;
    desk.click("button", "Ne plus recevoir de courriels").await;
    desk.wait_for_text("les dates de passage et les réponses\u{a0}: non.").await;
}
