//! Commands that the server refused or merged: the screen explains them, a person settles them, and
//! none is lost.

use crate::people::*;
use serde_json::{Value, json};
use shared::id::{SiteId, TicketId};
use shared::ticket;
use shared::ticket::Channel;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::people::report;
use tests::server::Server;

const MERGED: &str = "Ampoule du vidéoprojecteur";
const REFUSED: &str = "Souris sans fil";

async fn ask(office: &mut Device, site: &SiteId, text: &str) -> TicketId {
    let ticket = report(office, site, text);
    office.sync().await.expect("it is sent");
    ticket
}

/// Sorts a ticket with one key on the screen «Demandes», which then says so.
async fn sort(desk: &Browser, text: &str, said: &str) {
    desk.fill("searchbox", "Chercher", text).await;
    desk.wait_for_text("1\u{a0}demande").await;
    let focus = format!(
        "const card = document.querySelector('.ticket-line');
        card.focus();
        return document.activeElement === card && card.innerText.includes('{text}')"
    );
    desk.wait_for("the card", &focus, WAIT).await;
    desk.press("p").await;
    desk.wait_for_text(said).await;
}

/// Texts of the cards in one section of «Mes saisies».
async fn cards(desk: &Browser, part: &str) -> Vec<String> {
    let script = "const cards = `section[aria-labelledby=${arguments[0]}] li.card`;
        return [...document.querySelectorAll(cards)].map((card) => card.innerText)";
    let texts = desk.run(script, json!([part])).await;
    let text = |text: &Value| text.as_str().unwrap_or_default().to_owned();
    texts.as_array().expect("a list").iter().map(text).collect()
}

/// Sorts two tickets at a desk without network, while somebody else sorts the first and closes the
/// second. Returns the desk, which has not sent anything yet.
async fn sorted_meanwhile(
    server: &mut Server,
    office: &mut Device,
    profile: &Path,
) -> (Browser, TicketId) {
    let site = a_school(office.view(), 6);
    let merged = ask(office, &site, MERGED).await;
    let refused = ask(office, &site, REFUSED).await;
    let desk = Browser::open(profile, Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.click("link", "Demandes").await;
    desk.find("searchbox", "Chercher").await;
    server.kill();
    sort(&desk, MERGED, "la demande part vers la proximité").await;
    sort(&desk, REFUSED, "2\u{a0}demandes orientées").await;
    desk.wait_for_text("2\u{a0}saisies à envoyer").await;
    desk.close().await;

    server.start(&[]);
    let otherwise = ticket::Act::QualifyTicket { ticket: merged, channel: Channel::OutOfScope };
    office.give(otherwise.into()).expect("sorted otherwise");
    let ends = ticket::Act::CancelTicket { ticket: refused, reason: "En double".into() };
    office.give(ends.into()).expect("ended");
    office.sync().await.expect("the others were first");
    (Browser::open(profile, Look::DESK).await, merged)
}

/// Invariant 5 «Never dropped»: merged and refused commands stay in «À traiter» with the reason,
/// until a person restores the value or dismisses the card. A refused command is never shown as
/// sent.
#[tokio::test]
async fn what_was_merged_or_refused_is_told_and_dealt_with() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let profile = folder.path().join("desk");
    let (desk, merged) = sorted_meanwhile(&mut server, &mut office, &profile).await;
    desk.go(&format!("{}/saisies", server.address())).await;
    desk.wait_until_started().await;
    desk.wait_for_text("2\u{a0}saisies demandent votre aide").await;
    is_accessible(&desk, "«Mes saisies» with what asks for help").await;
    let asking = cards(&desk, "asking").await;
    assert_eq!(asking.len(), 2, "{asking:?}");
    let about = |text: &str| asking.iter().find(|card| card.contains(text)).expect("its card");
    assert!(about(REFUSED).contains("Cette demande est «\u{a0}annulée\u{a0}»"), "{asking:?}");
    assert!(about(MERGED).contains("hors périmètre"), "{asking:?}");

    assert_eq!(desk.all("link", "Ouvrir la demande").await.len(), 2);
    desk.click("button", "Remettre ma valeur").await;
    desk.wait_for_text("1\u{a0}saisie demande votre aide").await;
    desk.click("button", "J’ai vu, ranger").await;
    wait_until_sent(&desk).await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(office.view().tickets[&merged].channel, Some(Channel::Proximity), "brought back");

    // The same holds after the page was closed and opened again.
    desk.reload().await;
    desk.wait_until_started().await;
    desk.wait_for_text("Refusées et rangées").await;
    let (away, sent) = (cards(&desk, "put-away").await, cards(&desk, "sent").await);
    let is_refused = |card: &String| card.contains(REFUSED);
    assert!(away.len() == 1 && is_refused(&away[0]), "{away:?}");
    assert!(away[0].contains("annulée") && away[0].contains("refusée par le serveur"), "{away:?}");
    assert!(!sent.iter().any(is_refused) && !sent.is_empty(), "{sent:?}");
}
