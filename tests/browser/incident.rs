//! From a teacher's tap to the technician's report. The server is really stopped and the browser is
//! really killed.

use crate::people::*;
use shared::history::Entry;
use shared::id::{SiteId, TicketId};
use shared::ticket;
use shared::ticket::{Category, Channel, TicketKind, TicketState, Urgency};
use shared::visit;
use shared::visit::VisitState;
use tempfile::TempDir;
use tests::browser::{Browser, Engine, Look};
use tests::device::Device;
use tests::files;
use tests::server::Server;

/// A teacher reports an incident in four taps and a sentence.
async fn report(tablet: &Browser, sentence: &str) {
    tablet.click("link", "Signaler un incident").await;
    tablet.click("radio", "Imprimante").await;
    tablet.fill("textbox", "En une phrase", sentence).await;
    tablet.click("button", "Envoyer").await;
}

/// Invariants 1 «Kept» and 2 «Once», journey 4: offline, with a photo, through a SIGKILL.
#[tokio::test]
async fn a_teacher_reports_without_network_and_nothing_is_lost() {
    report_without_network(Engine::Chromium).await;
}

/// The same, in a browser of any engine.
pub(crate) async fn report_without_network(engine: Engine) {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut desk = desk(&server, 1).await;
    let site = a_school(desk.view(), 3);
    let code = desk.make_code(site.as_str()).await.expect("a code");
    let before = desk.view().tickets_of(&site).count();

    let tablet = Browser::open_in(engine, &folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_until_kept().await;
    let tablet = tablet.close_and_reopen().await;
    server.kill();

    // The app opens and works without a server.
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    tablet.click("link", "Signaler un incident").await;
    tablet.click("radio", "Imprimante").await;
    tablet.fill("textbox", "En une phrase", "Le papier se bloque à chaque page").await;
    let photo = photo(folder.path());
    tablet.give_file(".photo-picker input[capture]", &photo.display().to_string()).await;
    tablet.wait_for("the photo", "return !!document.querySelector('.photos img')", WAIT).await;
    tablet.click("button", "Envoyer").await;
    tablet.wait_for_text("Enregistré sur cet appareil").await;

    // SIGKILL right after the word «Enregistré».
    let tablet = tablet.crash_and_reopen().await;
    tablet.go(&format!("{}/nos-demandes", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Le papier se bloque à chaque page").await;
    tablet.wait_for_text("enregistré, à envoyer").await;
    tablet.wait_for_text("1\u{a0}saisie à envoyer").await;

    server.start(&[]);
    wait_until_sent(&tablet).await;
    desk.sync().await.expect("the desk hears of it");
    let view = desk.view();
    let same: Vec<_> = view
        .tickets_of(&site)
        .filter(|ticket| ticket.text == "Le papier se bloque à chaque page")
        .collect();
    assert_eq!(same.len(), 1, "once");
    assert_eq!(view.tickets_of(&site).count(), before + 1);
    assert_eq!(same[0].photos.len(), 1);
    let kept = files::below(&server.data().join("files"));
    assert!(!kept.is_empty(), "the photo is on the server");
}

/// Journey 5: what a teacher reports shows up at the desk by itself, and one key sorts it.
#[tokio::test]
async fn a_dispatcher_sorts_an_incident_in_one_key() {
    sort_in_one_key(Engine::Chromium).await;
}

/// The same, in browsers of any engine.
pub(crate) async fn sort_in_one_key(engine: Engine) {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 5);
    let code = office.make_code(site.as_str()).await.expect("a code");
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;

    let desk = Browser::open_in(engine, &folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.click("link", "Demandes").await;
    desk.fill("searchbox", "Chercher", "bourrage du copieur").await;
    desk.wait_for_text("0\u{a0}demande").await;

    let tablet = Browser::open_in(engine, &folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_for_text("Prochain passage\u{a0}:").await;
    report(&tablet, "Bourrage du copieur").await;
    tablet.wait_for_text("envoyé").await;

    desk.wait_for_text("1\u{a0}demande").await;
    let focus = "const card = document.querySelector('.ticket-line');
        card.focus(); return document.activeElement === card";
    desk.wait_for("the card", focus, WAIT).await;
    desk.press("p").await;
    desk.wait_for_text("la demande part vers la proximité").await;
    desk.wait_for_text("Tout est envoyé").await;
    office.sync().await.expect("the office hears of it");
    let found = office.view().tickets_of(&site).find(|t| t.text == "Bourrage du copieur");
    let ticket = found.expect("the ticket");
    assert_eq!(ticket.channel, Some(Channel::Proximity));
    assert_eq!(ticket.state, TicketState::Planned { visit }, "it rides with the next visit");
    tablet.wait_for_text("Prévue au passage du").await;
}

/// Journeys 6 and 7: a whole visit without network, while the dispatcher moves it and the
/// teacher writes; then everything is on the server once, and both are told.
#[tokio::test]
async fn a_technician_makes_a_visit_without_network_while_others_change_it() {
    visit_without_network(Engine::Chromium).await;
}

/// The same, in a browser of any engine.
pub(crate) async fn visit_without_network(engine: Engine) {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 7);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    let code = office.make_code(site.as_str()).await.expect("a code");
    let mut school = Device::new(&server, 2);
    school.enrol(&code).await.expect("the tablet is activated");
    school.sync().await.expect("the tablet has everything");
    let ticket = ask(&mut school, &site, "Le son ne sort plus").await;

    let phone = Browser::open_in(engine, &folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    phone.wait_for_text("Ma journée").await;
    // The phone restarts, with no network.
    server.kill();
    let phone = phone.close_and_reopen().await;
    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    make_visit(&phone, folder.path()).await;
    phone.wait_for_text("Compte rendu de passage").await;
    phone.wait_for_text("Câble changé").await;
    phone.wait_for_text("Mme Durand").await;

    // Meanwhile the others act. The phone is offline, so that none of its commands arrives first.
    let address = server.address();
    let profile = folder.path().join("phone");
    phone.close().await;
    server.start(&[]);
    let moved = move_visit(&mut office, visit).await;
    let text = "Il a remarché un instant".to_owned();
    let comment = ticket::Act::CommentTicket { ticket, text, photos: Vec::new() };
    school.give(comment.into()).expect("the school comments");
    school.sync().await.expect("the comment is sent");
    let phone = Browser::open_in(engine, &profile, Look::PHONE).await;
    phone.go(&format!("{address}/saisies")).await;
    phone.wait_until_started().await;
    let sent = "return /demande(nt)? votre aide|Tout est envoyé/
        .test(document.querySelector('.status').innerText)";
    phone.wait_for("the answer of the server", sent, AGAIN).await;

    office.sync().await.expect("the office hears of it");
    let view = office.view();
    let made = &view.visits[&visit];
    assert!(matches!(made.state, VisitState::Done | VisitState::Reported), "{:?}", made.state);
    let overtaken = |entry: &Entry<visit::Happened>| {
        matches!(entry.what, visit::Happened::MoveOvertaken { .. })
    };
    assert!(made.history.iter().any(overtaken), "{moved:?}: {:?}", made.history);
    let asked = &view.tickets[&ticket];
    let texts = format!("{:?}", asked.history);
    assert!(texts.contains("Il a remarché un instant") && texts.contains("Câble changé"));
    let found = view.tickets_of(&site).filter(|t| t.text == "Borne arrachée").count();
    assert_eq!(found, 1, "what was found on the spot arrives once");
}

async fn ask(school: &mut Device, site: &SiteId, text: &str) -> TicketId {
    let ticket = school.new_ticket();
    school
        .give(
            ticket::Act::ReportIncident {
                ticket,
                site: site.clone(),
                kind: TicketKind::Incident,
                category: Category::Sound,
                text: text.into(),
                room: "Classe 2".into(),
                equipment: None,
                subscription: None,
                urgency: Urgency::Normal,
                photos: Vec::new(),
                found_on: None,
            }
            .into(),
        )
        .expect("the school reports");
    school.sync().await.expect("the report is sent");
    ticket
}

/// Everything that a technician does on the spot, by taps.
async fn make_visit(phone: &Browser, folder: &std::path::Path) {
    phone.click("button", "Démarrer le passage").await;
    phone.wait_for_text("le passage a démarré").await;
    phone.click("radio", "Fait").await;
    phone.wait_for_text("1\u{a0}point vu").await;

    phone.click("button", "Noter un travail").await;
    phone.click("radio", "15\u{a0}min").await;
    phone.fill("textbox", "Ce qui a été fait", "Câble changé").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("le travail est noté").await;

    phone.click("button", "Ajouter une demande").await;
    phone.click("radio", "Internet et réseau").await;
    phone.fill("textbox", "La demande en une phrase", "Borne arrachée").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("la demande est ajoutée").await;

    let photo = photo(folder);
    let picker = ".section .photo-picker input[capture]";
    phone.give_file(picker, &photo.display().to_string()).await;
    phone.wait_for_text("la photo est jointe").await;

    phone.click("button", "Faire signer").await;
    phone.fill("textbox", "Nom", "Mme Durand").await;
    phone.fill("textbox", "Fonction", "directrice").await;
    phone.click("button", "Enregistrer la signature").await;
    phone.wait_for_text("le compte rendu est signé").await;

    phone.click("button", "Terminer le passage").await;
    end_with_what_is_left(phone).await;
}
