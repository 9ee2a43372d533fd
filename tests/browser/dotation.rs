//! Renewal and improvement, each from the opening of its campaign to the school's «Tout est là».

use crate::people::*;
use serde_json::json;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::equipment::EquipmentKind;
use shared::id::ArticleId;
use shared::money::Cents;
use shared::supply::{Supply, SupplyState};
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const BOARD: &str = "Écran interactif de classe";

/// Sets a field of the open dialog by the beginning of its label: a date, an amount, a word.
async fn set(desk: &Browser, label: &str, value: &str) {
    let script = format!(
        "const labels = [...document.querySelectorAll('dialog[open] label')];
         const label = labels.find((one) => one.innerText.trim().startsWith({}));
         const field = label && document.getElementById(label.htmlFor);
         if (!field) return false;
         field.value = {};
         for (const told of ['input', 'change'])
             field.dispatchEvent(new Event(told, {{ bubbles: true }}));
         return field.value === {}",
        json!(label),
        json!(value),
        json!(value),
    );
    desk.wait_for(label, &script, WAIT).await;
}

/// Chooses a radio button of the open dialog by its words.
async fn choose(desk: &Browser, words: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('dialog[open] label.choice')];
         const one = all.find((label) => label.innerText.trim().startsWith({}));
         one?.querySelector('input').click(); return !!one",
        json!(words)
    );
    desk.wait_for(words, &script, WAIT).await;
}

/// A campaign is prepared with the money of a line of the annex, and opened.
async fn open_campaign(desk: &Browser, server: &Server, kind: &str, label: &str, line: &str) {
    desk.go(&format!("{}/commandes/campagnes", server.address())).await;
    desk.wait_until_started().await;
    desk.click("button", "Préparer une campagne").await;
    set(desk, "Nom de la campagne", label).await;
    choose(desk, kind).await;
    let year = chrono::Datelike::year(&chrono::Utc::now());
    set(desk, "Année des crédits", &year.to_string()).await;
    set(desk, "Ouvre le", &format!("{year}-01-05")).await;
    set(desk, "Ferme le", &format!("{year}-12-31")).await;
    set(desk, "Ligne budgétaire", line).await;
    set(desk, "Total de la ligne", "1 500,00").await;
    is_accessible(desk, "a campaign").await;
    answer(desk, "Enregistrer").await;
    click_in_card(desk, label, "Ouvrir la campagne").await;
    desk.wait_for_text("Campagne ouverte").await;
    wait_until_sent(desk).await;
}

/// Adds an article that no other order names, as a dispatcher does.
async fn sell(office: &mut Device, label: &str, kind: EquipmentKind, cents: i64) {
    let article = Article {
        kind: ArticleKind::Device(kind),
        pot: Pot::Investment,
        ..Article::blank(ArticleId(Uuid::now_v7()), label.into(), Cents(cents))
    };
    let act = article::Act::SetArticle { article: Box::new(article) };
    office.give(act.into()).expect("an article");
    office.sync().await.expect("the article is sent");
}

/// The one order that holds this article.
fn order_of(office: &Device, label: &str) -> Option<Arc<Supply>> {
    let all = office.view().supplies.values();
    let mut found = all.filter(|one| one.lines.iter().any(|line| line.label == label));
    let one = found.next().cloned();
    assert!(found.next().is_none(), "once");
    one
}

/// The order is accepted, and made ready.
async fn give(desk: &Browser, server: &Server, label: &str) {
    desk.go(&format!("{}/commandes", server.address())).await;
    desk.wait_until_started().await;
    click_in_card(desk, label, "Accepter").await;
    desk.wait_for_text("Commande acceptée").await;
    desk.go(&format!("{}/commandes?liste=preparer", server.address())).await;
    desk.wait_until_started().await;
    click_in_card(desk, label, "C’est prêt").await;
    desk.wait_for_text("Commande prête").await;
    wait_until_sent(desk).await;
}

/// Opens the visit on the technician's phone, takes the server away, and starts.
async fn arrive(phone: &Browser, server: &mut Server, visit: &str) {
    sign_in(phone, server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    phone.find("heading", "À remettre").await;
    server.kill();
    phone.click("button", "Démarrer le passage").await;
}

async fn hand_over(phone: &Browser, to: &str) {
    phone.click("button", "Remettre…").await;
    phone.fill("textbox", "Remis à", to).await;
    phone.click("button", "C’est remis").await;
    phone.wait_for_text("Remis, enregistré sur cet appareil").await;
}

/// Line 2.4 of the annex: a school asks, and changes its mind before anybody decides; the authority
/// accepts; the technician brings it without a server.
#[tokio::test]
async fn an_improvement_is_asked_for_changed_given_and_closed() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    sell(&mut office, BOARD, EquipmentKind::Other, 50_000).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    let campaign = "Améliorations du printemps";
    open_campaign(&desk, &server, "Amélioration", campaign, "2.4").await;
    let site = a_school(office.view(), 12);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await.to_string();
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.go(&format!("{}/notre-budget", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text(campaign).await;
    server.kill();
    order(&tablet, campaign).await;
    tablet.wait_for_text("à confirmer par le serveur").await;
    click_in_card(&tablet, BOARD, "Modifier…").await;
    is_accessible(&tablet, "an order that is changed").await;
    let pieces = "const list = document.querySelector('dialog[open] select');
        list.value = '1';
        list.dispatchEvent(new Event('change', { bubbles: true }));
        return true";
    tablet.run(pieces, json!([])).await;
    answer(&tablet, "Enregistrer").await;
    tablet.wait_for_text("Commande modifiée").await;
    server.start(&[]);
    wait_until_sent(&tablet).await;
    until(&mut office, "the wish", |office| {
        order_of(office, BOARD).is_some_and(|order| order.lines[0].quantity == 1)
    })
    .await;
    let id = order_of(&office, BOARD).expect("an order").id;

    give(&desk, &server, BOARD).await;
    tablet.wait_for_text("Sera installé au passage du").await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    arrive(&phone, &mut server, &visit).await;
    hand_over(&phone, "M. Petit").await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    click_in_card(&tablet, BOARD, "Tout est là").await;
    tablet.wait_for_text("tout est reçu").await;
    wait_until_sent(&tablet).await;
    let closed = |office: &Device| office.view().supplies[&id].state == SupplyState::Closed;
    until(&mut office, "the end", closed).await;
    assert_eq!(office.view().supplies[&id].delivered(0), 1);
}

/// Orders two of the boards from the section of that campaign.
async fn order(tablet: &Browser, campaign: &str) {
    let script = format!(
        "const all = [...document.querySelectorAll('section.section')];
         const open = all.find((one) => one.querySelector('h2')?.innerText === {});
         const buttons = [...open?.querySelectorAll('button') ?? []];
         const name = (one) => one.getAttribute('aria-label') ?? one.innerText;
         const one = buttons.find((button) => name(button).startsWith(arguments[0]));
         one?.click(); return !!one",
        json!(campaign)
    );
    for button in [format!("Ajouter\u{a0}: {BOARD}"), "Un de plus".into(), "Commander".into()] {
        for attempt in 0.. {
            if tablet.run(&script, json!([button])).await == json!(true) {
                break;
            }
            assert!(attempt < 100, "no button «{button}»");
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
    }
}
