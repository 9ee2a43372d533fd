//! The journey of step A: what a school orders without a network is refused before its user was
//! trained, delivered after, and closed by the school; and an order by the keyboard alone.

use crate::call::{ENTER, tab_to};
use crate::people::*;
use crate::supply::a_school_without_orders;
use serde_json::json;
use shared::equipment::Equipment;
use shared::id::{EquipmentId, SiteId, SupplyId, TeacherId, VisitId};
use shared::money::Cents;
use shared::row::State;
use shared::supply::{FailReason, LegKind, Supply, SupplyState};
use shared::teacher;
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

/// An article of the demonstration that asks for a training.
const TABLET: &str = "Tablette reconditionnée";
const WHO: &str = "Mme Zyskind";
const NEW_LABEL: &str = "NEUF-0001";
const MOUSE: &str = "Souris adaptée aux petites mains";

fn person() -> TeacherId {
    TeacherId(Uuid::from_bytes([61; 16]))
}

/// Somebody of the school who has had no training.
async fn name_somebody(office: &mut Device, site: &SiteId) {
    let (site, name) = (site.clone(), WHO.to_owned());
    let named = teacher::Act::NameTeacher { teacher: person(), site, name, function: "CE1".into() };
    office.give(named.into()).expect("named");
    office.sync().await.expect("sent");
}

fn order_of(state: &State, site: &SiteId) -> Option<Arc<Supply>> {
    let is_it =
        |one: &&Arc<Supply>| one.site == *site && one.lines.iter().any(|it| it.label == TABLET);
    state.supplies.values().find(is_it).cloned()
}

/// Chooses what is replaced in the basket.
async fn choose_old(tablet: &Browser, old: EquipmentId) {
    let script = format!(
        "const list = [...document.querySelectorAll('main select')]
             .find((one) => [...one.options].some((it) => it.value === {id}));
         if (!list) return false;
         list.value = {id};
         list.dispatchEvent(new Event('change', {{ bubbles: true }}));
         return true",
        id = json!(old.to_string())
    );
    tablet.wait_for("the old device", &script, WAIT).await;
}

/// The school orders without a server: the tablet, who will use it, and in whose place it comes.
async fn order_offline(tablet: &Browser, server: &mut Server, old: EquipmentId) {
    tablet.go(&format!("{}/notre-budget", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text(TABLET).await;
    tablet.wait_until_kept().await;
    server.kill();
    tablet.click("button", &format!("Ajouter\u{a0}: {TABLET}, 249,00\u{a0}€")).await;
    tablet.wait_for_text("Sera remis à une personne formée").await;
    let who = format!("{WHO}, CE1\u{a0}: à former avant la livraison");
    tablet.click("radio", &who).await;
    choose_old(tablet, old).await;
    is_accessible(tablet, "a basket that asks for a training").await;
    fits(tablet, "a basket that asks for a training").await;
    tablet.click("button", "Commander").await;
    tablet.wait_for_text("à confirmer par le serveur").await;
    tablet.wait_for_text(&format!("Formez {WHO}, CE1")).await;
    server.start(&[]);
    wait_until_sent(tablet).await;
}

/// The desk is told who is to be trained when it accepts, and when it chooses the visit.
async fn decide(server: &Server, folder: &TempDir) {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.go(&format!("{}/commandes", server.address())).await;
    desk.wait_until_started().await;
    let told = format!("1\u{a0}enseignant à former avant la livraison\u{a0}: {WHO}, CE1");
    desk.wait_for_text(&told).await;
    click_in_card(&desk, WHO, "Accepter").await;
    desk.wait_for_text("Commande acceptée").await;
    desk.go(&format!("{}/commandes?liste=preparer", server.address())).await;
    desk.wait_until_started().await;
    click_in_card(&desk, WHO, "Organiser…").await;
    let first = "const one = document.querySelector('dialog[open] label.choice input');
        one?.click(); return !!one";
    desk.wait_for("the first visit", first, WAIT).await;
    desk.wait_for_text("Sans formation d’ici là").await;
    desk.find("link", "Proposer une session").await;
    is_accessible(&desk, "a visit before the training").await;
    answer(&desk, "Enregistrer").await;
    desk.wait_for_text("La remise est organisée").await;
    click_in_card(&desk, WHO, "C’est prêt").await;
    desk.wait_for_text("Commande prête").await;
    wait_until_sent(&desk).await;
    desk.close().await;
}

async fn arrive(phone: &Browser, server: &mut Server, visit: VisitId) {
    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    phone.wait_for_text(TABLET).await;
    phone.wait_until_kept().await;
    server.kill();
    phone.click("button", "Démarrer le passage").await;
}

/// Taps the one of the list of users whose words begin so.
async fn choose_user(phone: &Browser) {
    let script = format!(
        "const all = [...document.querySelectorAll('dialog[open] label.choice')];
         const one = all.find((label) => label.innerText.includes({}));
         one?.querySelector('input').click(); return !!one",
        json!(WHO)
    );
    phone.wait_for(WHO, &script, WAIT).await;
}

/// S10, acceptance 1: refused in two taps without a server, with the moment until which the phone
/// knows; the next step is one more tap.
async fn is_refused(phone: &Browser) {
    let mut taps = Taps::of("a hand-over that is refused");
    click_in_card(phone, TABLET, "Remettre…").await;
    taps.one();
    choose_user(phone).await;
    taps.one();
    phone.wait_for_text("Livraison impossible").await;
    taps.at_most(2);
    phone.wait_for_text("Formation non connue de cet appareil (à jour au").await;
    is_accessible(phone, "a hand-over that is refused").await;
    fits(phone, "a hand-over that is refused").await;
    phone.click("button", "Reporter la livraison").await;
    phone.wait_for_text("gardé pour un prochain passage").await;
    phone.click("button", "Terminer le passage").await;
    end_with_what_is_left(phone).await;
    phone.wait_for_text("le passage est terminé").await;
}

/// The new one in by its label, the old one out by its own.
async fn is_delivered(phone: &Browser, old_label: &str) {
    click_in_card(phone, TABLET, "Remettre…").await;
    choose_user(phone).await;
    phone.fill("textbox", "Étiquette ou numéro de série", old_label).await;
    answer(phone, "Ajouter cette étiquette").await;
    // The old device is not the new one.
    phone.wait_for_text("est l’ancien appareil").await;
    is_accessible(phone, "the label of what is handed over").await;
    phone.fill("textbox", "Étiquette ou numéro de série", NEW_LABEL).await;
    answer(phone, "Ajouter cette étiquette").await;
    phone.wait_for_text(NEW_LABEL).await;
    answer(phone, "C’est remis").await;
    phone.wait_for_text("Remis, enregistré sur cet appareil").await;
    click_in_card(phone, "ancien matériel", "Reprendre par l’étiquette…").await;
    phone.fill("textbox", "Étiquette ou numéro de série", old_label).await;
    answer(phone, "Vérifier l’étiquette").await;
    phone.wait_for_text("Repris, enregistré sur cet appareil").await;
}

async fn attest(office: &mut Device) {
    let day = shared::day::paris_day(office.now());
    let (topic, body) = ("tablettes".into(), "Canopé".to_owned());
    let evidence = "attestation 61".to_owned();
    let act = teacher::Act::AttestTraining { teacher: person(), topic, day, body, evidence };
    office.give(act.into()).expect("attested");
    office.sync().await.expect("sent");
}

/// The main journey, with the server really stopped: order offline → accepted → prepared → refused
/// hand-over offline in two taps → training attested → delivered at the next visit with the old
/// device taken away → closed by the school.
#[tokio::test]
async fn an_order_waits_for_the_training_of_its_user_and_goes_with_the_old_device() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school_without_orders(office.view());
    name_somebody(&mut office, &site).await;
    let old = office.view().equipment_of(&site).find(|one| one.serves() && !one.label.is_empty());
    let (old, old_label) = old.map(|one| (one.id, one.label.clone())).expect("an old device");
    let technician = account(office.view(), "Amina Rey");
    let first = plan_visit(&mut office, &site, technician).await;
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    order_offline(&tablet, &mut server, old).await;
    until(&mut office, "the order", |office| order_of(office.view(), &site).is_some()).await;
    let asked = order_of(office.view(), &site).expect("the order");
    let id: SupplyId = asked.id;
    assert_eq!((asked.teacher, asked.replaces.as_slice()), (Some(person()), &[old][..]));
    decide(&server, &folder).await;

    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    arrive(&phone, &mut server, first).await;
    is_refused(&phone).await;
    server.start(&[]);
    wait_until_sent(&phone).await;
    until(&mut office, "the refusal", |office| {
        let leg = office.view().supplies[&id].leg(1).cloned();
        leg.is_some_and(|leg| leg.failed == Some(FailReason::Training) && leg.carrier.is_none())
    })
    .await;
    attest(&mut office).await;
    let next = plan_visit(&mut office, &site, technician).await;
    wait_until_sent(&phone).await;
    arrive(&phone, &mut server, next).await;
    is_delivered(&phone, &old_label).await;
    server.start(&[]);
    wait_until_sent(&phone).await;

    tablet.go(&format!("{}/nos-commandes", server.address())).await;
    tablet.wait_until_started().await;
    click_in_card(&tablet, TABLET, "Tout est là").await;
    tablet.wait_for_text("tout est reçu").await;
    wait_until_sent(&tablet).await;
    let closed = |office: &Device| office.view().supplies[&id].state == SupplyState::Closed;
    until(&mut office, "the end", closed).await;
    let supply = &office.view().supplies[&id];
    assert!(!supply.has_anomaly(), "{supply:?}");
    assert!(supply.legs.iter().any(|leg| leg.kind == LegKind::TakeAway && leg.is_done()));
    assert!(!office.view().equipment[&old].serves());
    let all = office.view().equipment_of(&site);
    let new: Vec<&Arc<Equipment>> = all.filter(|one| one.label == NEW_LABEL).collect();
    let today = shared::day::paris_day(office.now());
    assert_eq!(new.len(), 1, "in the inventory, once");
    assert_eq!((new[0].supply, new[0].age(today), new[0].life()), (Some(id), Some(0), 60));
}

/// S8, acceptance 8, and section 4: an article is ordered by the keyboard alone, in the three steps
/// that are three taps; the remaining amount stands in one live region, and a polite one.
#[tokio::test]
async fn an_article_is_ordered_by_the_keyboard_alone_in_three_steps() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school_without_orders(office.view());
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Il reste 402,67\u{a0}€ sur 402,67\u{a0}€").await;
    let mut taps = Taps::of("an article ordered");
    let add = format!("Ajouter\u{a0}: {MOUSE}, 18,00\u{a0}€");
    let steps = [
        ("link", "Voir le budget et le catalogue", "Catalogue"),
        ("button", add.as_str(), "Total\u{a0}: 18,00\u{a0}€"),
        ("button", "Commander", "à confirmer par le serveur"),
    ];
    for (role, name, then) in steps {
        tab_to(&tablet, role, name).await;
        tablet.press(ENTER).await;
        taps.one();
        tablet.wait_for_text(then).await;
        if name == "Commander" {
            break;
        }
        let told = "const all = [...document.querySelectorAll('[role=status], [role=alert],' +
                ' [aria-live]')].filter((one) => one.innerText.includes('Il reste'));
            return all.map((one) => one.getAttribute('role'))";
        assert_eq!(tablet.run(told, json!([])).await, json!(["status"]), "once, politely");
    }
    taps.at_most(3);
    wait_until_sent(&tablet).await;
    tab_to(&tablet, "link", "Notre budget").await;
    tablet.press(ENTER).await;
    tablet.wait_for_text("Il reste 384,67\u{a0}€ sur 402,67\u{a0}€").await;
    until(&mut office, "the order", |office| {
        office.view().supplies.values().any(|one| one.site == site && one.price() == Cents(1_800))
    })
    .await;
}
