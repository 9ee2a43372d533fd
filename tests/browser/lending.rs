//! What becomes of a loan once a school has it: longer, given back early, a piece missing that goes
//! with the unit; and what a desk opens and keeps for it.

use crate::loan::{KIT, LABEL, choose, click_in_card, microscopes, tablet_of, two_schools};
use crate::people::*;
use serde_json::json;
use shared::article;
use shared::campaign::{CampaignKind, CampaignState};
use shared::day::{Day, Half, HalfDay, days, paris_day};
use shared::id::{SiteId, SupplyId};
use shared::loan::{Act, LoanDays};
use shared::slot;
use shared::supply::{self, HandOver, SupplyState};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const LOAN: SupplyId = SupplyId(Uuid::from_u128(0x1e4d));

/// A school has the unit, on the first days on which the rules lend it.
async fn lent(office: &mut Device, site: &SiteId) -> LoanDays {
    let campaigns = office.view().campaigns.values();
    let campaign = campaigns.filter(|one| one.kind == CampaignKind::Loan).map(|one| one.id).next();
    let today = paris_day(office.now());
    let tried = (1..60).map(|ahead| {
        let first = today + chrono::Duration::days(ahead);
        LoanDays::new(first, first + chrono::Duration::days(1))
    });
    let days = tried.into_iter().find(|days| {
        let ask = Act::AskLoan {
            supply: LOAN,
            site: site.clone(),
            campaign: campaign.expect("a campaign of loans"),
            article: KIT,
            days: *days,
            note: String::new(),
            teacher: None,
        };
        office.give(ask.into()).is_ok()
    });
    for act in [
        supply::Act::AcceptSupply { supply: LOAN, visit: None }.into(),
        Act::ChooseUnit { supply: LOAN, unit: "MI-01".into() }.into(),
        supply::Act::DoLeg { supply: LOAN, leg: 1, done: HandOver::default() }.into(),
    ] {
        // What the campaign confirms by itself is confirmed already.
        let _ = office.give(act);
    }
    office.sync().await.expect("it is lent");
    assert_eq!(office.view().supplies[&LOAN].state, SupplyState::Delivered);
    days.expect("days on which it is lent")
}

/// The next day after this one on which somebody is at the school.
fn open_after(office: &Device, site: &SiteId, after: Day) -> Day {
    let state = office.view();
    let site = &state.sites[site];
    let is_open = |day: &Day| {
        let open = |half| slot::closed(state, site, HalfDay { day: *day, half }).is_none();
        Half::BOTH.into_iter().any(open)
    };
    let first = after + chrono::Duration::days(1);
    days(first, first + chrono::Duration::days(30)).find(is_open).expect("a day of school")
}

/// Another last day, from the tablet; the server confirms it.
async fn end_on(tablet: &Browser, office: &mut Device, last: Day) {
    click_in_card(tablet, LABEL, "Prolonger ou rendre plus tôt").await;
    set(tablet, "Dernier jour", &last.to_string()).await;
    is_accessible(tablet, "another end of a loan").await;
    fits(tablet, "another end of a loan").await;
    answer(tablet, "Changer la fin du prêt").await;
    tablet.wait_for_text("Fin du prêt changée").await;
    wait_until_sent(tablet).await;
    until(office, "the other end", |office| {
        office.view().supplies[&LOAN].period.is_some_and(|days| days.last == last)
    })
    .await;
}

/// «Prolonger», «Rendre plus tôt», «Signaler un manque»: a school does it on its tablet, what is
/// not possible is said at its place, and what lacks stands in the history of the unit.
#[tokio::test]
async fn a_loan_is_extended_given_back_early_and_the_unit_keeps_what_it_lacks() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let act = article::Act::SetArticle { article: Box::new(microscopes()) };
    office.give(act.into()).expect("an article");
    office.sync().await.expect("the article is there");
    let [site, _] = two_schools(office.view());
    let before = lent(&mut office, &site).await;
    let tablet = tablet_of(&mut office, &server, &folder, &site).await;
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    tablet.click("link", "Emprunter").await;
    let longer = open_after(&office, &site, before.last);
    end_on(&tablet, &mut office, longer).await;
    end_on(&tablet, &mut office, before.last).await;

    // Longer than a kit may be lent: refused at once, and what was typed stays.
    click_in_card(&tablet, LABEL, "Prolonger ou rendre plus tôt").await;
    let year = before.first + chrono::Duration::days(400);
    set(&tablet, "Dernier jour", &year.to_string()).await;
    answer(&tablet, "Changer la fin du prêt").await;
    tablet.wait_for_text("42\u{a0}jours").await;
    assert_eq!(office.view().supplies[&LOAN].period, Some(before));
    tablet.press("\u{e00c}").await; // Escape

    click_in_card(&tablet, LABEL, "Signaler un manque").await;
    tablet.fill("textbox", "Que manque-t-il", "une lame").await;
    answer(&tablet, "Signaler").await;
    tablet.wait_for_text("Signalé").await;
    wait_until_sent(&tablet).await;
    until(&mut office, "the ticket of the unit", |office| {
        let mut tickets = office.view().tickets.values();
        tickets.any(|one| one.unit.as_ref().is_some_and(|unit| unit.label == "MI-01"))
    })
    .await;
    stock_tells(&server, &folder).await;
}

/// «Stock» at the desk: the unit with what was told of it, and said to be broken.
async fn stock_tells(server: &Server, folder: &TempDir) {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.go(&format!("{}/prets", server.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Stock").await;
    desk.click("button", "Modifier MI-01").await;
    desk.wait_for_text("Ce qui a été signalé sur cette unité").await;
    desk.wait_for_text("il manque une lame").await;
    is_accessible(&desk, "a unit of the stock").await;
    choose(&desk, "En panne").await;
    answer(&desk, "Enregistrer").await;
    desk.wait_for_text("Unité enregistrée").await;
    desk.wait_for_text("En panne").await;
    is_accessible(&desk, "the stock").await;
    wait_until_sent(&desk).await;
}

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
