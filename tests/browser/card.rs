//! The card of a school: without network for the schools of one's quarter, with one for any other;
//! and a visit that nobody had planned.

use crate::people::*;
use serde_json::json;
use shared::site::Site;
use shared::ticket::{self, Category, TicketKind, Urgency};
use shared::visit::VisitState;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// Looks for a school on «Chercher une école», and opens its card.
async fn find_school(phone: &Browser, site: &Site) {
    phone.fill("searchbox", "École", site.id.as_str()).await;
    // Its code may stand in the name of another one as well.
    phone.wait_for_text("trouvée").await;
    phone.click("link", &site.name).await;
    phone.find("heading", &site.name).await;
}

/// Text at twice its size, as people set it in their browser.
async fn double_text(phone: &Browser, what: &str) {
    phone.run("document.documentElement.style.fontSize = '212.5%'", json!([])).await;
    fits(phone, what).await;
    phone.run("document.documentElement.style.fontSize = ''", json!([])).await;
}

/// Reads the card of a school of the quarter without network, keeps a note there, and opens the
/// last report.
async fn use_card(phone: &Browser) {
    phone.click("button", "Écrire une note d’accès").await;
    is_accessible(phone, "the note on the access").await;
    phone.fill("textbox", "Comment entrer", "La clé est à la mairie").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Enregistré\u{a0}: la note d’accès est à jour.").await;
    phone.wait_for_text("La clé est à la mairie").await;
    let opened = "document.querySelector('details').open = true;
        return document.querySelector('.fleet').innerText";
    let fleet = phone.run(opened, json!([])).await;
    let fleet = fleet.as_str().expect("a text");
    for known in ["Étiquette", "série", "Lieu"] {
        assert!(fleet.contains(known), "{known}: {fleet}");
    }
    is_accessible(phone, "the card of a school").await;
    fits(phone, "the card of a school").await;
    double_text(phone, "the card of a school").await;
    let open = "const report = document.querySelector('a[href*=\"/compte-rendu\"]');
        if (report) report.click();
        return !!report";
    phone.wait_for("a report", open, WAIT).await;
    phone.wait_for_text("Compte rendu de passage, ").await;
    phone.wait_for_text("Liste de contrôle").await;
    double_text(phone, "a report").await;
    phone.run("history.back()", json!([])).await;
    phone.wait_for_text("Derniers comptes rendus").await;
}

#[tokio::test]
async fn a_school_is_known_without_network_and_visited_without_a_plan() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let technician = account(office.view(), "Amina Rey");
    let (own, other) = (a_school(office.view(), 9), a_school(office.view(), 40));
    let planned = plan_visit(&mut office, &own, technician).await;
    let [own, other] = [own, other].map(|id| (*office.view().sites[&id]).clone());
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();

    phone.click("link", "Chercher une école").await;
    find_school(&phone, &own).await;
    use_card(&phone).await;
    // What is planned there is offered before anything else.
    phone.click("button", "Passage imprévu").await;
    phone.wait_for_text("Un passage est prévu ici pour vous").await;
    phone.click("link", "Ouvrir le passage prévu").await;
    phone.find("heading", &format!("Passage, {}", own.name)).await;
    phone.click("link", &format!("Fiche de {}", own.name)).await;

    // Another school is found, and says what it lacks.
    phone.click("link", "Ma journée").await;
    phone.find("heading", "Ma journée").await;
    phone.click("link", "Chercher une école").await;
    find_school(&phone, &other).await;
    phone.wait_for_text("demandent le réseau").await;
    is_accessible(&phone, "the card of another school").await;
    server.start(&[]);
    phone.click("button", "Réessayer").await;
    phone.wait_for_text("Derniers comptes rendus").await;
    server.kill();
    phone.click("button", "Passage imprévu").await;
    is_accessible(&phone, "an unplanned visit").await;
    phone.click("button", "Démarrer un passage imprévu").await;
    phone.wait_for_text("Enregistré\u{a0}: le passage imprévu a démarré.").await;
    phone.find("heading", &format!("Passage, {}", other.name)).await;
    phone.find("button", "Terminer le passage").await;

    server.start(&[]);
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(office.view().sites[&own.id].access_text(), "La clé est à la mairie");
    let made = office.view().visits_of(&other.id).find(|visit| visit.is_unplanned());
    let made = made.expect("the unplanned visit");
    assert_eq!((&made.state, made.technician), (&VisitState::OnSite, technician));
    assert_eq!(office.view().visits[&planned].state, VisitState::Planned);
}

/// The card of a visit, today or on a coming day, opens wherever a glove falls on it; a request
/// that the school has just told, and that rides with nothing yet, leads back to that visit.
#[tokio::test]
async fn a_card_opens_as_a_whole_and_a_new_request_leads_back_to_its_visit() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let technician = account(office.view(), "Amina Rey");
    let site = a_school(office.view(), 20);
    let visit = plan_visit(&mut office, &site, technician).await;
    let ticket = office.new_ticket();
    let report = ticket::Act::ReportIncident {
        ticket,
        site: site.clone(),
        kind: TicketKind::Incident,
        category: Category::Computer,
        text: "Le poste du fond ne démarre plus".into(),
        room: String::new(),
        equipment: None,
        subscription: None,
        urgency: Urgency::Normal,
        photos: Vec::new(),
        found_on: None,
    };
    office.give(report.into()).expect("reported");
    office.sync().await.expect("sent");
    let name = office.view().sites[&site].name.clone();
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let body = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         if (!card) return false;
         card.scrollIntoView({{ block: 'center' }});
         const {{ right, bottom }} = card.getBoundingClientRect();
         const hit = document.elementFromPoint(right - 12, bottom - 8);
         hit?.click();
         return hit?.tagName === 'A'",
        json!(name)
    );
    phone.wait_for("the corner of the card", &body, WAIT).await;
    let at = |path: String| format!("return location.pathname === {}", json!(path));
    phone.wait_for("the visit", &at(format!("/passage/{visit}")), WAIT).await;
    let open = format!(
        "const link = document.querySelector('a[href=\"/demande/{ticket}\"]');
        link?.click(); return !!link"
    );
    phone.wait_for("the request", &open, WAIT).await;
    phone.wait_for_text("Le poste du fond ne démarre plus").await;
    let back = format!(
        "const link = document.querySelector('.back a[href=\"/passage/{visit}\"], \
         a.back[href=\"/passage/{visit}\"]'); link?.click(); return !!link"
    );
    phone.wait_for("the way back", &back, WAIT).await;
    phone.wait_for("the visit again", &at(format!("/passage/{visit}")), WAIT).await;
}
