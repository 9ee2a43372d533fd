//! The school's tablet: what to try first, the same problem again, who comes, what was done.

use crate::people::*;
use shared::ticket::{Category, Happened};
use shared::visit;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::people::activated;
use tests::server::Server;

const ADVICE: &str = "Vérifiez que le bac contient du papier.";

/// The coordinator writes what a school may try.
async fn advise(server: &Server, folder: &TempDir) {
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, server, COORDINATOR).await;
    desk.go(&format!("{}/reglages", server.address())).await;
    desk.wait_until_started().await;
    let open = "document.querySelector('details').open = true; return true";
    desk.find("heading", "Réglages").await;
    desk.run(open, serde_json::json!([])).await;
    desk.fill("textbox", "Imprimante", ADVICE).await;
    is_accessible(&desk, "the advice").await;
    desk.click("button", "Enregistrer").await;
    desk.wait_for_text("les réglages sont changés").await;
    wait_until_sent(&desk).await;
}

async fn choose_printer(tablet: &Browser) {
    tablet.click("link", "Signaler un incident").await;
    tablet.click("radio", "Imprimante").await;
    tablet.wait_for_text(ADVICE).await;
}

#[tokio::test]
async fn a_second_teacher_adds_a_voice_and_the_report_is_read_on_the_tablet() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 21);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    advise(&server, &folder).await;
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text(", avec Amina Rey").await;

    // The advice is not in the way: four taps and a sentence.
    choose_printer(&tablet).await;
    tablet.fill("textbox", "En une phrase", "Le papier se bloque").await;
    tablet.click("button", "Envoyer").await;
    tablet.wait_for_text("Le papier se bloque").await;
    tablet.go(&format!("{}/ecole", server.address())).await;
    choose_printer(&tablet).await;
    tablet.fill("textbox", "En une phrase", "Encore le papier").await;
    fits(&tablet, "what is known").await;
    is_accessible(&tablet, "what is known").await;
    tablet.click("button", "C’est le même problème").await;
    tablet.wait_for_text("Votre voix est ajoutée").await;
    wait_until_sent(&tablet).await;
    office.sync().await.expect("the office hears of it");
    let of_printer = |ticket: &&std::sync::Arc<shared::ticket::Ticket>| {
        ticket.category == Category::Printer && ticket.text.contains("papier")
    };
    let reported: Vec<_> = office.view().tickets_of(&site).filter(of_printer).collect();
    assert_eq!(reported.len(), 1, "no second request");
    assert_eq!(reported[0].voices.len(), 1);
    let last = &reported[0].history.last().expect("a voice").what;
    assert!(matches!(last, Happened::Voiced { text, .. } if text == "Encore le papier"));
    let id = reported[0].id;
    tablet.go(&format!("{}/demande/{id}", server.address())).await;
    tablet.wait_for_text("1\u{a0}autre signalement du même problème").await;
    tablet.wait_for_text("a le même problème\u{a0}: Encore le papier").await;

    // A question of the desk waits in its own place.
    let text = "Quelle est la marque\u{a0}?".to_owned();
    let question = shared::ticket::Act::CommentTicket { ticket: id, text, photos: Vec::new() };
    office.give(question.into()).expect("asked");
    office.sync().await.expect("asked");
    let mut phone = Device::new(&server, 7);
    phone.sign_in(TECHNICIAN, PASSWORD).await.expect("the technician signs in");
    phone.sync().await.expect("the phone has everything");
    phone.give(visit::Act::StartVisit { visit }.into()).expect("started");
    let finish = visit::Act::FinishVisit { visit, left_over: false };
    phone.give(finish.into()).expect("finished");
    phone.sync().await.expect("sent");
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.find("heading", "À vous de répondre").await;
    tablet.wait_for_text("Quelle est la marque").await;
    tablet.wait_for_text("Compte rendu du").await;
    let link = "return [...document.querySelectorAll('main a')]
        .find((link) => link.textContent.startsWith('Compte rendu du')).textContent";
    let link = tablet.run(link, serde_json::json!([])).await;
    tablet.click("link", link.as_str().expect("a link")).await;
    let name = &office.view().sites[&site].name;
    tablet.find("heading", &format!("Compte rendu de passage, {name}")).await;
    tablet.find("button", "Imprimer").await;
    tablet.wait_for_text("Amina Rey").await;
    fits(&tablet, "the report").await;
    is_accessible(&tablet, "the report").await;
    tablet.click("link", "Mon école").await;
    tablet.find("heading", "Dernier passage").await;
}

/// Invariant 6 «In scope»: a school has its own visits, and no other school's.
#[tokio::test]
async fn a_tablet_holds_the_reports_of_its_own_school_alone() {
    let server = Server::demo();
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 22);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    let own = activated(&server, &mut office, 5, &site).await;
    let other = a_school(office.view(), 23);
    let other = activated(&server, &mut office, 6, &other).await;
    assert!(own.view().visits.contains_key(&visit));
    assert!(!other.view().visits.contains_key(&visit));
    let name = &own.view().accounts[&technician].name;
    assert_eq!(name, "Amina Rey");
    assert!(own.view().accounts.values().all(|account| account.depot.is_none()));
}
