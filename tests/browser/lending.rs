//! What a desk opens for loans.

use crate::loan::{choose, click_in_card};
use crate::people::*;
use serde_json::json;
use shared::campaign::CampaignState;
use shared::day::paris_day;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// A campaign of loans from its preparation to its opening, by a coordinator.
#[tokio::test]
async fn a_campaign_of_loans_is_opened_at_the_desk() {
    const NAME: &str = "Prêts de l’été";
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let today = paris_day(office.now());
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.go(&format!("{}/commandes/campagnes", server.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Préparer une campagne").await;
    choose(&desk, "Prêt").await;
    desk.fill("textbox", "Nom de la campagne", NAME).await;
    desk.fill("textbox", "Année des crédits", &today.format("%Y").to_string()).await;
    desk.fill("textbox", "Prêts en cours à la fois par école", "1").await;
    set(&desk, "Ouvre le", &today.to_string()).await;
    set(&desk, "Ferme le", &(today + chrono::Duration::days(90)).to_string()).await;
    is_accessible(&desk, "a campaign of loans").await;
    answer(&desk, "Enregistrer").await;
    desk.wait_for_text(NAME).await;
    click_in_card(&desk, NAME, "Ouvrir").await;
    desk.run("document.querySelector('dialog[open] button.primary')?.click()", json!([])).await;
    wait_until_sent(&desk).await;
    until(&mut office, "the campaign is open", |office| {
        let mut campaigns = office.view().campaigns.values();
        campaigns.any(|one| one.label == NAME && one.state == CampaignState::Published)
    })
    .await;
}
