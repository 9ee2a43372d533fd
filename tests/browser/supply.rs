//! From a school's basket to «Tout est là»: the small budget, with the server really stopped.

use crate::people::*;
use serde_json::json;
use shared::id::{SiteId, SupplyId};
use shared::row::State;
use shared::supply::{Supply, SupplyState};
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

const MOUSE: &str = "Souris adaptée aux petites mains";

/// A school of the demonstration that has ordered nothing.
pub(crate) fn a_school_without_orders(state: &State) -> SiteId {
    let ordered = |site: &SiteId| state.supplies.values().any(|supply| supply.site == *site);
    (0..).map(|rank| a_school(state, rank)).find(|site| !ordered(site)).expect("a school")
}

fn orders<'a>(state: &'a State, site: &'a SiteId) -> Vec<&'a Arc<Supply>> {
    state.supplies.values().filter(|supply| supply.site == *site).collect()
}

/// Chooses a number of pieces in the open dialog.
async fn choose_pieces(browser: &Browser, pieces: u32) {
    let script = "const list = document.querySelector('dialog select');
        if (!list) return false;
        list.value = String(arguments[0]);
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    let list = "return !!document.querySelector('dialog select')";
    browser.wait_for("the list of numbers", list, WAIT).await;
    assert_eq!(browser.run(script, json!([pieces])).await, json!(true));
}

fn add() -> String {
    format!("Ajouter\u{a0}: {MOUSE}, 18,00\u{a0}€")
}

/// Orders six mice without a server; the basket outlives a reload, the order a SIGKILL.
async fn order_offline(tablet: Browser, server: &Server) -> Browser {
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Il reste 402,67\u{a0}€ sur 402,67\u{a0}€").await;
    tablet.click("link", "Voir le budget et le catalogue").await;
    tablet.click("button", &add()).await;
    for _ in 0..5 {
        tablet.click("button", &format!("Un de plus\u{a0}: {MOUSE}")).await;
    }
    tablet.wait_for_text("Total\u{a0}: 108,00\u{a0}€").await;
    tablet.wait_until_kept().await;
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Total\u{a0}: 108,00\u{a0}€").await;
    fits(&tablet, "the budget").await;
    is_accessible(&tablet, "the budget").await;
    tablet.click("button", "Commander").await;
    tablet.wait_for_text("à confirmer par le serveur").await;
    let tablet = tablet.crash_and_reopen().await;
    tablet.go(&format!("{}/notre-budget", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Il reste 294,67\u{a0}€ sur 402,67\u{a0}€").await;
    tablet.go(&format!("{}/saisies", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text(&format!("6\u{a0}×\u{a0}{MOUSE}")).await;
    tablet.wait_for_text("à confirmer par le serveur").await;
    is_accessible(&tablet, "what is to be confirmed").await;
    tablet
}

/// The desk accepts and prepares the order of that school.
async fn decide_at_the_desk(server: &Server, folder: &TempDir, site: &str) {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.click("button", "Parc").await;
    desk.click("link", "Commandes").await;
    desk.wait_for_text(site).await;
    is_accessible(&desk, "the orders at the desk").await;
    click_in_card(&desk, site, "Accepter").await;
    desk.wait_for_text("Commande acceptée").await;
    desk.go(&format!("{}/commandes?liste=preparer", server.address())).await;
    desk.wait_until_started().await;
    click_in_card(&desk, site, "C’est prêt").await;
    desk.wait_for_text("Commande prête").await;
    wait_until_sent(&desk).await;
}

/// The technician hands over four of six without a server.
async fn hand_over_offline(phone: &Browser, server: &mut Server, visit: &str) {
    phone.wait_until_kept().await;
    phone.wait_for_text(&format!("À emporter\u{a0}: 6\u{a0}×\u{a0}{MOUSE}")).await;
    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    phone.find("heading", "À remettre").await;
    server.kill();
    phone.click("button", "Démarrer le passage").await;
    phone.click("button", "Remettre…").await;
    choose_pieces(phone, 4).await;
    phone.fill("textbox", "Remis à", "Mme Roux").await;
    is_accessible(phone, "the hand-over").await;
    fits(phone, "the hand-over").await;
    phone.click("button", "C’est remis").await;
    phone.wait_for_text("Remis, enregistré sur cet appareil").await;
    phone.find("heading", "Déjà fait pendant ce passage").await;
    phone.wait_for_text(&format!("4\u{a0}×\u{a0}{MOUSE}, remis à Mme Roux")).await;
}

/// Invariants 1 «Kept» and 2 «Once», through order, hand-over in parts, and the school's answer.
#[tokio::test]
async fn a_school_orders_offline_and_gets_all_of_it_in_two_parts() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school_without_orders(office.view());
    let name = office.view().sites[&site].name.clone();
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await.to_string();
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_until_kept().await;
    // Closed once, so that the browser has written its session down before the SIGKILL.
    let tablet = tablet.close_and_reopen().await;
    server.kill();
    let tablet = order_offline(tablet, &server).await;
    server.start(&[]);
    wait_until_sent(&tablet).await;
    office.sync().await.expect("the office hears of it");
    let asked = orders(office.view(), &site);
    assert_eq!(asked.len(), 1, "once");
    let id: SupplyId = asked[0].id;
    assert_eq!((asked[0].state, asked[0].price().0), (SupplyState::Asked, 10_800));

    decide_at_the_desk(&server, &folder, &name).await;
    tablet.go(&format!("{}/nos-commandes", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Sera remis au passage du").await;

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    hand_over_offline(&phone, &mut server, &visit).await;
    server.start(&[]);
    wait_until_sent(&phone).await;

    // «4 sur 6», and the school says so too: nothing is brought twice.
    tablet.wait_for_text("4 sur 6 remis").await;
    tablet.click("button", "Il manque…").await;
    is_accessible(&tablet, "what is missing").await;
    tablet.click("button", "Signaler ce qui manque").await;
    tablet.wait_for_text("ce qui manque sera apporté").await;
    wait_until_sent(&tablet).await;
    phone.click("button", "Remettre…").await;
    phone.click("button", "C’est remis").await;
    phone.wait_for_text(&format!("2\u{a0}×\u{a0}{MOUSE}, remis")).await;
    wait_until_sent(&phone).await;
    tablet.click("button", "Tout est là").await;
    tablet.wait_for_text("tout est reçu").await;
    wait_until_sent(&tablet).await;
    office.sync().await.expect("the office hears of it");
    let supply = &office.view().supplies[&id];
    assert_eq!((supply.state, supply.delivered(0)), (SupplyState::Closed, 6));
    assert_eq!(orders(office.view(), &site).len(), 1);
    assert!(!supply.has_anomaly());
}
