//! A visit by hand: how many taps and how much scrolling it takes, and what a person finds when
//! they come back.

use crate::people::*;
use serde_json::json;
use shared::id::TicketId;
use shared::ticket::{self, Category, Channel, TicketKind, Urgency};
use shared::visit::Visit;
use std::cell::Cell;
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// The requests of a visit with eight checks, the most taps of the whole of it, typed texts apart,
/// and the most screens of a phone that are scrolled from its head to its foot.
const MOST: [(usize, u32, f64); 2] = [(2, 15, 2.0), (4, 22, 2.5)];

/// A browser whose taps are counted.
struct Counted<'a> {
    browser: &'a Browser,
    taps: Cell<u32>,
}

impl Counted<'_> {
    async fn tap(&self, role: &str, name: &str) {
        self.browser.click(role, name).await;
        self.taps.set(self.taps.get() + 1);
    }
}

/// Reports a request for the visit of that site, in the school's stead.
async fn add_request(office: &mut Device, like: &ticket::Ticket, text: &str) -> TicketId {
    let ticket = office.new_ticket();
    let report = ticket::Act::ReportIncident {
        ticket,
        site: like.site.clone(),
        kind: TicketKind::Incident,
        category: Category::Computer,
        text: text.into(),
        room: "Salle 3".into(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    };
    office.give(report.into()).expect("reported");
    let qualify = ticket::Act::QualifyTicket { ticket, channel: Channel::Proximity };
    office.give(qualify.into()).expect("sorted");
    office.sync().await.expect("sent");
    ticket
}

/// A visit of the technician at a school that has so many open requests, four at most.
pub(crate) async fn visit_with_requests(office: &mut Device, many: usize) -> Arc<Visit> {
    let first = planned_ticket(office).await;
    let open: Vec<_> = office.view().tickets_of(&first.site).cloned().collect();
    for other in open.iter().filter(|ticket| ticket.is_open()) {
        let cancel = ticket::Act::CancelTicket { ticket: other.id, reason: "Essai".into() };
        office.give(cancel.into()).expect("cancelled");
    }
    let texts = [
        "L’écran du poste 2 reste noir",
        "Le vidéoprojecteur ne s’allume plus",
        "Deux tablettes de la classe mobile ne se chargent plus",
        "L’imprimante de la salle des maîtres perd le réseau",
    ];
    for text in texts.into_iter().take(many) {
        add_request(office, &first, text).await;
    }
    let visit = office.view().visits_of(&first.site).find(|visit| visit.is_ahead()).cloned();
    visit.expect("the visit")
}

/// Looks at a visit that has just begun; returns how many screens are scrolled to its foot.
async fn look_at_visit(phone: &Browser) -> f64 {
    let toast_is_apart = "
        const button = document.querySelector('.main-action .button').getBoundingClientRect();
        const toasts = [...document.querySelectorAll('.toast')];
        return toasts.length > 0 && toasts.every((toast) => {
            const { top, bottom } = toast.getBoundingClientRect();
            return bottom <= button.top || top >= button.bottom;
        })";
    phone.wait_for("the message beside the main button", toast_is_apart, WAIT).await;
    let height = "return (document.documentElement.scrollHeight - innerHeight) / innerHeight";
    let screens = phone.run(height, json!([])).await.as_f64().expect("a number");
    fits(phone, "a visit that goes on").await;
    is_accessible(phone, "a visit that goes on").await;

    // A request is opened and left: the visit is where it was.
    let down = "scrollTo(0, 400); return scrollY";
    let place = phone.run(down, json!([])).await;
    phone.run("document.querySelector('.cards a[href^=\"/demande/\"]').click()", json!([])).await;
    phone.wait_for_text("Autres actions").await;
    phone.run("history.back()", json!([])).await;
    phone.wait_for_text("Tout le reste est fait").await;
    let back = format!("return Math.abs(scrollY - {place}) < 2");
    phone.wait_for("the place where the visit was left", &back, WAIT).await;
    screens
}

/// A visit with two requests, or four, and eight checks takes few taps and few screens; a message
/// never lies on the main button; a request that is left again shows the visit where it was.
#[tokio::test]
async fn a_whole_visit_takes_few_taps_and_few_screens() {
    for (requests, most_taps, most_screens) in MOST {
        let (taps, screens) = whole_visit(requests).await;
        println!("{requests} requests: {taps} taps and 1 text, {screens:.2} screens of scroll");
        assert!(taps <= most_taps, "{taps} taps for {requests} requests");
        assert!(screens <= most_screens, "{screens:.2} screens for {requests} requests");
    }
}

/// Makes a visit with so many requests; returns its taps, and how many screens are scrolled.
async fn whole_visit(requests: usize) -> (u32, f64) {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let visit = visit_with_requests(&mut office, requests).await;
    let site = office.view().sites[&visit.site].name.clone();
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let hands = Counted { browser: &phone, taps: Cell::new(0) };
    hands.tap("link", &site).await;
    hands.tap("button", "Démarrer le passage").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage a démarré.").await;
    let screens = look_at_visit(&phone).await;
    for _ in 0..requests {
        hands.tap("button", "Marquer comme résolue").await;
        hands.tap("button", "Marquer comme résolue").await;
        phone.wait_for_text("Enregistré\u{a0}: la demande est résolue.").await;
        phone
            .wait_for("the dialog to close", "return !document.querySelector('dialog')", WAIT)
            .await;
    }
    hands.tap("button", "Tout le reste est fait").await;
    phone.wait_for_text("8\u{a0}points faits").await;
    hands.tap("button", "Faire signer").await;
    hands.tap("textbox", "Nom").await;
    phone.fill("textbox", "Nom", "Claire Morel").await;
    hands.tap("button", "Enregistrer la signature").await;
    phone.wait_for_text("Enregistré\u{a0}: le compte rendu est signé.").await;
    hands.tap("button", "Terminer le passage").await;
    hands.tap("button", "Tout est fait").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage est terminé.").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let made = &office.view().visits[&visit.id];
    assert!(made.is_done() && made.signature.is_some(), "{:?}", made.state);
    (hands.taps.get(), screens)
}

/// A work of a free duration, with its words, ends the request in the same dialog, and counts once.
#[tokio::test]
async fn a_work_of_any_duration_resolves_in_one_dialog() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
    phone.wait_until_started().await;
    phone.click("button", "Marquer comme résolue").await;
    phone.fill("spinbutton", "Autre durée, en minutes", "95").await;
    phone.click("button", "Marquer comme résolue").await;
    phone.wait_for_text("Dites en quelques mots ce qui a été fait.").await;
    phone.fill("textbox", "Comment\u{a0}? (facultatif)", "Carte mère changée").await;
    is_accessible(&phone, "the end of a request").await;
    phone.click("button", "Marquer comme résolue").await;
    phone.wait_for_text("Enregistré\u{a0}: la demande est résolue.").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let told = &office.view().tickets[&ticket.id];
    assert_eq!(told.minutes(), ticket.minutes() + 95);
    assert_eq!(told.state, ticket::TicketState::Resolved);
}
