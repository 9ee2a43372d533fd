//! The fleet at the desk, and what a school and a technician say of their devices and teachers,
//! without network.

use crate::people::*;
use crate::reflow::picture;
use serde_json::json;
use shared::equipment::{Equipment, EquipmentState};
use shared::id::SiteId;
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// The devices of a site that serve, by label.
fn devices(office: &Device, site: &SiteId) -> Vec<Arc<Equipment>> {
    let serves = |one: &&Arc<Equipment>| one.serves();
    let mut all: Vec<_> = office.view().equipment_of(site).filter(serves).cloned().collect();
    all.sort_by_key(|one| one.label.clone());
    all
}

/// Finds a device by its label, corrects it, moves it, retires it and tells its end.
#[tokio::test]
async fn a_device_is_found_corrected_moved_labelled_and_retired() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let (from, to) = (a_school(office.view(), 30), a_school(office.view(), 31));
    let laptop = |one: &&Arc<Equipment>| one.kind == shared::equipment::EquipmentKind::Laptop;
    let one = devices(&office, &from).iter().find(laptop).cloned().expect("a laptop");
    let known = |office: &Device| Arc::clone(&office.view().equipment[&one.id]);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;

    desk.click("button", "Parc").await;
    desk.click("link", "Parc").await;
    desk.find("heading", "Parc").await;
    desk.wait_for_text("Afficher la suite").await;
    is_accessible(&desk, "the fleet").await;
    picture(&desk, "parc").await;
    let rows = "return document.querySelectorAll('table.data tbody tr').length";
    let drawn = desk.run(rows, json!([])).await;
    assert!(drawn.as_u64().is_some_and(|rows| rows <= 60), "draws a page of them: {drawn}");
    desk.fill("searchbox", "Chercher dans le parc", &one.label.to_lowercase()).await;
    let single = "return document.querySelectorAll('table.data tbody tr').length === 1";
    desk.wait_for("one device", single, WAIT).await;
    let open = "document.querySelector('table.data tbody a').click(); return true";
    desk.run(open, json!([])).await;
    desk.find("heading", &one.name).await;
    is_accessible(&desk, "a device").await;
    picture(&desk, "materiel").await;

    desk.click("button", "Modifier").await;
    desk.fill("textbox", "Lieu", "Salle des machines").await;
    is_accessible(&desk, "the sheet of a device").await;
    picture(&desk, "fiche").await;
    answer(&desk, "Enregistrer").await;
    until(&mut office, "the room", |office| known(office).room == "Salle des machines").await;
    desk.click("button", "Changer d’école").await;
    desk.fill("searchbox", "École ou unité d’enseignement", to.as_str()).await;
    let choose = "const one = document.querySelector('dialog[open] input[type=radio]');
        one?.click(); return !!one";
    desk.wait_for("the school", choose, WAIT).await;
    answer(&desk, "Changer d’école").await;
    until(&mut office, "the move", |office| known(office).site == to).await;
    let named = |id: &SiteId| office.view().sites[id].name.clone();
    desk.wait_for_text(&format!("De {} à {}", named(&from), named(&to))).await;

    desk.click("button", "Réformer").await;
    desk.fill("textbox", "Motif", "Trop lent").await;
    desk.click("radio", "Oui, il peut servir à d’autres").await;
    answer(&desk, "Réformer").await;
    let retired = |office: &Device| known(office).state == EquipmentState::Retired;
    until(&mut office, "the retirement", retired).await;
    end_of_life(&desk, &server, &format!("{} ({})", one.name, one.label)).await;
    let end = |office: &Device| known(office).retired.clone();
    let wiped = |office: &Device| end(office).is_some_and(|end| end.wiped_on.is_some());
    assert!(!wiped(&office), "not wiped yet");
}

/// Reads the share of reuse, and is told that a device goes nowhere before it is wiped.
async fn end_of_life(desk: &Browser, server: &Server, name: &str) {
    desk.go(&format!("{}/fin-de-vie", server.address())).await;
    desk.find("heading", "Fin de vie").await;
    desk.wait_for_text("objectif 50,0\u{a0}%").await;
    is_accessible(desk, "the end of life").await;
    picture(desk, "fin de vie").await;
    desk.click("button", &format!("Préciser la destination\u{a0}: {name}")).await;
    desk.click("radio", "don").await;
    let today = "return new Date().toLocaleDateString('sv', { timeZone: 'Europe/Paris' })";
    let today = desk.run(today, json!([])).await;
    let day = format!(
        "const field = [...document.querySelectorAll('dialog[open] input[type=date]')].at(-1);
         field.value = {today}; field.dispatchEvent(new Event('input', {{ bubbles: true }}));
         return true"
    );
    desk.run(&day, json!([])).await;
    answer(desk, "Enregistrer").await;
    desk.wait_for_text("peut encore contenir des données").await;
    is_accessible(desk, "a refused departure").await;
}

/// The list of renewal is cut by the money, and a sheet of labels has a code for each device.
#[tokio::test]
async fn the_renewal_is_cut_by_the_money_and_labels_are_printed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let site = a_school(office.view(), 30);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    let address = server.address();

    desk.go(&format!("{address}/renouvellement")).await;
    desk.find("heading", "Renouvellement").await;
    desk.fill("textbox", "Montant disponible TTC", "430 630,31").await;
    desk.fill("textbox", "Prix unitaire TTC", "700,00").await;
    desk.wait_for_text("Le budget s’arrête ici\u{a0}: 615\u{a0}appareils").await;
    desk.wait_for_text("Il reste 130,31\u{a0}€").await;
    desk.wait_for_text("il manque 569,69\u{a0}€").await;
    desk.wait_for_text("âge connu pour").await;
    is_accessible(&desk, "the renewal").await;
    // S5, acceptance 7: the same rows on the same day give the same order here and in the browser.
    let today = shared::day::paris_day(office.now());
    let list = shared::renewal::Renewal::of(office.view(), today, |_| true);
    let native: Vec<_> = list.ranked.iter().take(60).map(|one| one.device.id.to_string()).collect();
    let shown = "const all = document.querySelectorAll('table.data')[0].querySelectorAll('th a');
        return [...all].map((one) => one.getAttribute('href').split('/').pop())";
    assert_eq!(desk.run(shown, json!([])).await, json!(native));
    picture(&desk, "renouvellement").await;
    let rows = "return document.querySelectorAll('table.data tbody tr').length <= 130";
    desk.wait_for("a page of the list", rows, WAIT).await;

    desk.go(&format!("{address}/parc/etiquettes?ecole={site}")).await;
    desk.find("heading", "Étiquettes à imprimer").await;
    let many = devices(&office, &site).len();
    let codes = format!("return document.querySelectorAll('.labels svg').length === {many}");
    desk.wait_for("a code for each device", &codes, WAIT).await;
    is_accessible(&desk, "the labels").await;
    picture(&desk, "etiquettes").await;
}

/// What a coordinator attests and waives is seen by the school.
#[tokio::test]
async fn trainings_are_attested_and_waived_at_the_desk() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let site = a_school(office.view(), 30);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, COORDINATOR).await;
    desk.click("button", "Écoles").await;
    desk.click("link", "Enseignants et formations").await;
    desk.find("heading", "Enseignants et formations").await;
    is_accessible(&desk, "the teachers").await;
    picture(&desk, "enseignants").await;
    desk.click("button", "Ajouter un enseignant").await;
    desk.fill("searchbox", "École ou unité d’enseignement", site.as_str()).await;
    let choose = "const one = document.querySelector('dialog[open] input[type=radio]');
        one?.click(); return !!one";
    desk.wait_for("the school", choose, WAIT).await;
    answer(&desk, "Continuer").await;
    desk.fill("textbox", "Nom", "Mme Zéphyr").await;
    answer(&desk, "Enregistrer").await;
    let named = |office: &Device| {
        office.view().teachers.values().find(|one| one.name == "Mme Zéphyr").cloned()
    };
    until(&mut office, "the name", |office| named(office).is_some()).await;

    desk.fill("searchbox", "Chercher un enseignant", "zephyr").await;
    desk.wait_for_text("1\u{a0}enseignant").await;
    desk.click("button", "Attester une formation\u{a0}: Mme Zéphyr").await;
    desk.click("radio", "Prise en main des tablettes").await;
    let day = "const field = document.querySelector('dialog[open] input[type=date]');
        field.value = '2026-02-04'; field.dispatchEvent(new Event('input', { bubbles: true }));
        return true";
    desk.run(day, json!([])).await;
    desk.fill("textbox", "Justificatif", "Attestation 12").await;
    is_accessible(&desk, "an attestation").await;
    answer(&desk, "Attester une formation").await;
    let trained = |office: &Device| named(office).is_some_and(|one| one.trained.len() == 1);
    until(&mut office, "the training", trained).await;
    desk.wait_for_text("✓\u{a0}Prise en main des tablettes").await;
    desk.click("button", "Dispenser\u{a0}: Mme Zéphyr").await;
    is_accessible(&desk, "a waiver").await;
    answer(&desk, "Fermer").await;
}

/// A school keeps a device and names a teacher, with the server stopped; both arrive once it is
/// back.
#[tokio::test]
async fn a_school_keeps_a_device_and_names_a_teacher_without_network() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let site = a_school(office.view(), 32);
    let one = devices(&office, &site).first().cloned().expect("a device");
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.find("heading", "Mon école").await;
    tablet.wait_until_kept().await;
    server.kill();

    tablet.click("link", "Notre matériel").await;
    tablet.find("heading", "Notre matériel").await;
    fits(&tablet, "our equipment").await;
    is_accessible(&tablet, "our equipment").await;
    picture(&tablet, "notre materiel").await;
    let keep = format!(
        "const cards = [...document.querySelectorAll('.card')];
         const card = cards.find((card) => card.innerText.includes({}));
         card?.querySelector('button')?.click(); return !!card",
        json!(one.name)
    );
    tablet.wait_for("the device", &keep, WAIT).await;
    tablet.wait_for_text("À garder, dit par l’école").await;
    tablet.go(&format!("{}/nos-enseignants", server.address())).await;
    tablet.click("button", "Ajouter un enseignant").await;
    tablet.fill("textbox", "Nom", "M. Alizé").await;
    tablet.fill("textbox", "Classe ou fonction", "CE2").await;
    is_accessible(&tablet, "a new teacher").await;
    answer(&tablet, "Enregistrer").await;
    tablet.wait_for_text("M. Alizé, CE2").await;
    fits(&tablet, "our teachers").await;
    is_accessible(&tablet, "our teachers").await;
    picture(&tablet, "nos enseignants").await;

    server.start(&[]);
    let arrived = |office: &Device| {
        let kept = office.view().equipment_of(&site).filter(|one| one.kept.is_some()).count();
        kept == 1 && office.view().teachers.values().any(|one| one.name == "M. Alizé")
    };
    until(&mut office, "what the school said", arrived).await;
}

/// A technician proposes a device for retirement in the school, without network: scan, tap, reason.
#[tokio::test]
async fn a_technician_proposes_a_device_for_retirement_without_network() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = crate::people::desk(&server, 1).await;
    let technician = account(office.view(), "Amina Rey");
    let site = a_school(office.view(), 9);
    let visit = plan_visit(&mut office, &site, technician).await;
    let one = devices(&office, &site).first().cloned().expect("a device");
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();

    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.click("button", "Démarrer le passage").await;
    phone.click("button", "Scanner une étiquette").await;
    phone.fill("textbox", "Numéro de l’étiquette", &one.label).await;
    answer(&phone, "Chercher").await;
    phone.click("button", "Proposer à la réforme").await;
    phone.fill("textbox", "Motif", "Écran fendu").await;
    is_accessible(&phone, "a proposal").await;
    answer(&phone, "Proposer à la réforme").await;
    phone.wait_for_text("proposé à la réforme").await;
    server.start(&[]);
    let proposed = |office: &Device| {
        let said = &office.view().equipment[&one.id].proposal;
        said.as_ref().is_some_and(|said| said.reason == "Écran fendu")
    };
    until(&mut office, "the proposal", proposed).await;
}
