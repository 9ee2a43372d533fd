//! Renewal and improvement, each from the opening of its campaign to the school's «Tout est là».

use crate::people::*;
use serde_json::json;
use shared::article::{self, Article, ArticleKind, Pot};
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::{ArticleId, EquipmentId, SiteId, SupplyId};
use shared::money::Cents;
use shared::supply::{LegKind, Supply, SupplyState};
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const LAPTOP: &str = "Portable de classe";
const BOARD: &str = "Écran interactif de classe";

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

/// Types a label in the dialog of what is taken away.
async fn take(phone: &Browser, label: &str) {
    phone.fill("textbox", "Étiquette ou numéro de série", label).await;
    answer(phone, "Vérifier l’étiquette").await;
}

/// Hands over what was ordered; the site may wait for something else as well.
async fn hand_over(phone: &Browser, label: &str, to: &str) {
    click_in_card(phone, label, "Remettre…").await;
    phone.fill("textbox", "Remis à", to).await;
    phone.click("button", "C’est remis").await;
    phone.wait_for_text("Remis, enregistré sur cet appareil").await;
}

/// The school says on its tablet that all is there.
async fn confirm(office: &mut Device, server: &Server, folder: &TempDir, site: &SiteId) {
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, server, &code).await;
    tablet.go(&format!("{}/nos-commandes", server.address())).await;
    tablet.wait_until_started().await;
    click_in_card(&tablet, LAPTOP, "Tout est là").await;
    tablet.wait_for_text("tout est reçu").await;
    wait_until_sent(&tablet).await;
}

/// The desk tells the end of an old device: wiped, promised, gone, proved.
async fn dispose(desk: &Browser, server: &Server, office: &mut Device, old: EquipmentId) {
    let device = office.view().equipment[&old].clone();
    desk.go(&format!("{}/parc/{old}", server.address())).await;
    desk.find("heading", &device.name).await;
    if device.kind.has_storage() {
        desk.click("button", "Données effacées").await;
        desk.wait_for_text("données effacées").await;
    }
    let today = shared::day::paris_day(office.now()).to_string();
    desk.click("button", "Préciser la destination").await;
    choose(desk, "don").await;
    set(desk, "Bénéficiaire", "Ateliers du réemploi").await;
    set(desk, "Engagement du bénéficiaire le", &today).await;
    set(desk, "Parti le", &today).await;
    is_accessible(desk, "a destination").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("la destination est notée").await;
    desk.click("button", "Joindre l’attestation").await;
    desk.fill("textbox", "Attestation", "Reçu 2026-7").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("l’attestation est notée").await;
    wait_until_sent(desk).await;
    until(office, "the proof", |office| {
        let end = office.view().equipment[&old].retired.clone();
        end.is_some_and(|end| end.is_proved() && end.gone_on.is_some())
    })
    .await;
    desk.go(&format!("{}/fin-de-vie", server.address())).await;
    desk.wait_for_text("attestation\u{a0}: Reçu 2026-7").await;
}

/// The list is cut by the money, and one of its devices is proposed to its school.
async fn propose(desk: &Browser, server: &Server) {
    let campaign = "Renouvellement des portables";
    open_campaign(desk, server, "Renouvellement", campaign, "1.2").await;
    let list = "renouvellement?montant=830,31&prix=700,00";
    desk.go(&format!("{}/{list}", server.address())).await;
    desk.wait_for_text("Le budget s’arrête ici\u{a0}: 1\u{a0}appareil").await;
    desk.click("button", "Composer la campagne…").await;
    choose(desk, campaign).await;
    choose(desk, LAPTOP).await;
    desk.wait_for_text("la campagne a encore 1\u{202f}500,00\u{a0}€").await;
    is_accessible(desk, "what is proposed").await;
    set(desk, "Nombre d’appareils", "3").await;
    answer(desk, "Proposer aux écoles").await;
    desk.wait_for_text("il manque 600,00\u{a0}€").await;
    set(desk, "Nombre d’appareils", "1").await;
    answer(desk, "Proposer aux écoles").await;
    desk.wait_for_text("Proposé aux écoles").await;
}

/// S5: the list is cut by the money and becomes a campaign in three actions; the new one goes in
/// and the old one out in one trip, without a server; the school closes it, and the desk tells
/// where the old one went.
#[tokio::test]
async fn a_renewal_goes_from_the_list_to_the_end_of_the_old_device() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    sell(&mut office, LAPTOP, EquipmentKind::Laptop, 70_000).await;
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    propose(&desk, &server).await;
    wait_until_sent(&desk).await;
    until(&mut office, "the proposal", |office| order_of(office, LAPTOP).is_some()).await;
    let order = order_of(&office, LAPTOP).expect("an order");
    let (id, site, old): (SupplyId, _, _) = (order.id, order.site.clone(), order.replaces[0]);
    assert_eq!((order.replaces.len(), order.price()), (1, Cents(70_000)));
    desk.wait_for_text("Remplacement déjà proposé ou en cours").await;

    let label = office.view().equipment[&old].label.clone();
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await.to_string();
    // A school of the same round, whose devices the phone knows too.
    let mut devices = office.view().equipment.values();
    let is_theirs = |one: &&Arc<Equipment>| one.site != site && !one.label.is_empty();
    let other = devices.find(|one| is_theirs(one) && one.serves()).expect("a device").clone();
    plan_visit(&mut office, &other.site, technician).await;
    give(&desk, &server, LAPTOP).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    arrive(&phone, &mut server, &visit).await;
    hand_over(&phone, LAPTOP, "Mme Roux").await;
    phone.find("heading", "À reprendre").await;
    is_accessible(&phone, "what is taken away").await;
    fits(&phone, "what is taken away").await;
    // A device of another school is refused before it is in the van, with the school's name.
    let theirs = office.view().sites[&other.site].name.clone();
    click_in_card(&phone, &label, "Reprendre par l’étiquette…").await;
    take(&phone, &other.label).await;
    // S5, acceptance 6: refused on the phone with the device's school named.
    phone.wait_for_text(&format!("est à {theirs}")).await;
    phone.wait_for_text("Rien n’est repris").await;
    is_accessible(&phone, "a device that stays").await;
    take(&phone, &label).await;
    phone.wait_for_text("Repris, enregistré sur cet appareil").await;
    server.start(&[]);
    wait_until_sent(&phone).await;

    confirm(&mut office, &server, &folder, &site).await;
    let closed = |office: &Device| office.view().supplies[&id].state == SupplyState::Closed;
    until(&mut office, "the end", closed).await;
    let ended = &office.view().supplies[&id];
    assert_eq!(ended.delivered(0), 1);
    let away = ended.legs.iter().find(|leg| leg.kind == LegKind::TakeAway).expect("a leg");
    assert!(away.is_done() && away.equipment == [old]);
    let device: &Equipment = &office.view().equipment[&old];
    let pending = device.retired.as_ref().is_some_and(|end| end.destination.is_none());
    assert!(!device.serves() && pending);
    dispose(&desk, &server, &mut office, old).await;
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
    hand_over(&phone, BOARD, "M. Petit").await;
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
