//! What a desk opens for loans.

use crate::loan::{choose, click_in_card};
use crate::people::*;
use serde_json::json;
use shared::campaign::CampaignKind;
use shared::campaign::CampaignState;
use shared::day::paris_day;
use shared::loan::between::is_late;
use shared::supply::SupplyState;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
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

/// A school keeps a kit longer, then gives it back when it had to, and tells that a piece is
/// missing.
#[tokio::test]
async fn a_school_changes_the_end_of_its_loan_and_tells_what_is_missing() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let today = paris_day(office.now());
    let loans = office.view().supplies.values();
    let there = loans
        .filter(|one| one.kind == CampaignKind::Loan && one.state == SupplyState::Delivered)
        .min_by_key(|one| is_late(one, today));
    let loan = there.expect("a kit that a school has").clone();
    let label = office.view().articles[&loan.lines[0].article].label.clone();
    let code = office.make_code(loan.site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;

    let last = |office: &Device| office.view().supplies[&loan.id].period.expect("days").last;
    let before = last(&office);
    let later = before.max(today) + chrono::Duration::days(7);
    let days = office.view().calendar().school_days(later, later + chrono::Duration::days(21));
    let later = *days.first().expect("a school day");
    for end in [later, later - chrono::Duration::days(1)] {
        tablet.go(&format!("{}/emprunter", server.address())).await;
        click_in_card(&tablet, &label, "Prolonger ou rendre plus tôt").await;
        set(&tablet, "Dernier jour", &end.to_string()).await;
        is_accessible(&tablet, "the end of a loan").await;
        answer(&tablet, "Changer la fin du prêt").await;
        tablet.wait_for_text("Fin du prêt changée").await;
        until(&mut office, "the other end", |office| last(office) == end).await;
    }
    click_in_card(&tablet, &label, "Signaler un manque").await;
    set(&tablet, "Que manque-t-il", "le chargeur").await;
    is_accessible(&tablet, "a piece that is missing").await;
    answer(&tablet, "Signaler").await;
    tablet.wait_for_text("Rien n’est à payer").await;
    let is_told = |office: &Device| {
        office.view().tickets.values().any(|ticket| ticket.text.contains("le chargeur"))
    };
    until(&mut office, "the request", is_told).await;
}
