//! A training from its opening to a correction: the desk opens it, a school registers without a
//! network, it is moved, the attendance is taken without one on two phones, and corrected after a
//! delivery.

use crate::people::*;
use serde_json::json;
use shared::article::{self, Article};
use shared::campaign::{CampaignKind, CampaignState};
use shared::command::Command;
use shared::id::{SiteId, SupplyId, TeacherId, TrainingSessionId};
use shared::row::State;
use shared::supply::{self, Anomaly, Asked, HandOver};
use shared::teacher;
use shared::training::{Happened, SessionProgress, Standing};
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const TITLE: &str = "Tablettes pour les nouveaux";
const FIRST: &str = "Mme Aubert";
const SECOND: &str = "M. Zola";
const THIRD: &str = "Mme Pons";

fn session(state: &State) -> TrainingSessionId {
    let found = state.training_sessions.values().find(|row| row.terms.title == TITLE);
    found.expect("the session").id
}

fn person(n: u8) -> TeacherId {
    TeacherId(Uuid::from_bytes([n; 16]))
}

/// The desk prepares a session of tomorrow, for one person, and opens it: schools register until
/// it begins, whatever the hour of the test.
async fn open_session(desk: &Browser, server: &Server, office: &mut Device) {
    desk.go(&format!("{}/formations", server.address())).await;
    desk.wait_until_started().await;
    desk.find("heading", "Plan de formation").await;
    desk.find("heading", "À former avant livraison").await;
    is_accessible(desk, "the training plan").await;
    fits(desk, "the training plan").await;
    desk.click("button", "Proposer une session").await;
    desk.fill("textbox", "Titre", TITLE).await;
    desk.click("checkbox", "Prise en main des tablettes").await;
    let tomorrow = shared::day::paris_day(office.now()) + chrono::Duration::days(1);
    set(desk, "Jour", &tomorrow.to_string()).await;
    set(desk, "Début", "17:30").await;
    set(desk, "Fin", "14:00").await;
    desk.fill("textbox", "Places", "1").await;
    desk.fill("combobox", "Animateur", "Inès Collomb").await;
    answer(desk, "Préparer la session").await;
    desk.wait_for_text("n’est pas possible").await;
    is_accessible(desk, "a session that ends before it begins").await;
    set(desk, "Fin", "19:00").await;
    answer(desk, "Préparer la session").await;
    desk.wait_for_text("Session préparée").await;
    desk.click("link", TITLE).await;
    desk.click("button", "Ouvrir les inscriptions").await;
    desk.wait_for_text("Inscriptions ouvertes").await;
    is_accessible(desk, "a session").await;
    wait_until_sent(desk).await;
    office.sync().await.expect("the office hears of it");
}

/// The desk moves the session to the very beginning of today: from then on attendance may be taken.
async fn move_to_today(desk: &Browser, office: &mut Device, id: TrainingSessionId) {
    let today = shared::day::paris_day(office.now());
    desk.click("button", "Modifier ou déplacer").await;
    set(desk, "Jour", &today.to_string()).await;
    set(desk, "Début", "00:00").await;
    set(desk, "Fin", "01:30").await;
    answer(desk, "Enregistrer").await;
    desk.wait_for("no dialog", "return !document.querySelector('dialog[open]')", WAIT).await;
    wait_until_sent(desk).await;
    until(office, "the move", |office| {
        let row = &office.view().training_sessions[&id];
        row.terms.day == today && row.sequence == 1
    })
    .await;
}

/// Three taps for each: «Inscrire…», the person, «Inscrire».
async fn register(tablet: &Browser, who: &str) {
    let open = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         const found = card && [...card.querySelectorAll('button')]
             .find((it) => it.innerText.trim() === 'Inscrire…');
         found?.click();
         return !!found",
        json!(TITLE)
    );
    let mut taps = Taps::of("a teacher registered");
    tablet.wait_for("the session", &open, WAIT).await;
    taps.one();
    tablet.click("checkbox", who).await;
    taps.one();
    answer(tablet, "Inscrire").await;
    taps.one();
    taps.at_most(3);
    tablet.wait_for_text("demande enregistrée, à confirmer").await;
}

/// Something that asks for the training is handed over to the person at the desk.
async fn deliver(office: &mut Device, site: &SiteId, to: TeacherId) -> SupplyId {
    let view = office.view();
    let campaigns = view.campaigns.values();
    let campaign = campaigns
        .filter(|one| one.kind == CampaignKind::SmallBudget)
        .find(|one| one.state == CampaignState::Published)
        .expect("a small budget")
        .clone();
    let articles = view.articles.values().filter(|one| one.offered && one.unit.0 < 10_000);
    let cheap = articles.min_by_key(|one| (one.unit, one.id)).expect("an article");
    let article = Article { requires: Some("tablettes".into()), ..Article::clone(cheap) };
    let asked = Asked { article: article.id, quantity: 1, unit: article.unit };
    let supply = SupplyId(Uuid::from_bytes([77; 16]));
    let wish = supply::Act::AskSupply {
        supply,
        site: site.clone(),
        campaign: campaign.id,
        lines: vec![asked],
        note: String::new(),
        teacher: Some(to),
        replaces: Vec::new(),
    };
    let done = HandOver { to: Some(to), ..HandOver::default() };
    let all: [Command; 5] = [
        article::Act::SetArticle { article: Box::new(article) }.into(),
        wish.into(),
        supply::Act::AcceptSupply { supply, visit: None }.into(),
        supply::Act::PrepareSupply { supply, visit: None }.into(),
        supply::Act::DoLeg { supply, leg: 1, done }.into(),
    ];
    for command in all {
        // Small orders are accepted at once: then there is nothing to accept.
        let _ = office.give(command);
    }
    office.sync().await.expect("handed over");
    assert!(office.view().supplies[&supply].legs[0].is_done());
    assert!(!office.view().supplies[&supply].has_anomaly(), "they were trained before");
    supply
}

/// Registers two people for one place on a tablet without a network; the server decides.
async fn school_registers(tablet: &Browser, server: &mut Server) {
    tablet.click("link", "Formations").await;
    tablet.wait_for_text(TITLE).await;
    is_accessible(tablet, "the trainings of a school").await;
    fits(tablet, "the trainings of a school").await;
    tablet.wait_until_kept().await;
    server.kill();
    register(tablet, &format!("{FIRST}, CM2")).await;
    register(tablet, &format!("{SECOND}, CM2")).await;
    server.start(&[]);
    wait_until_sent(tablet).await;
    tablet.wait_for_text("1er sur la liste d’attente").await;
}

/// The adviser's own phone, without a network: the one who has a place, one who just came, the end.
async fn take_attendance(phone: &Browser, server: &Server, id: TrainingSessionId, at: &SiteId) {
    phone.go(&format!("{}/sessions/{id}", server.address())).await;
    phone.wait_until_started().await;
    phone.wait_for_text(FIRST).await;
    phone.click("radio", "Présent").await;
    phone.wait_for_text("1\u{a0}personne\u{a0}: 1 présent").await;
    phone.click("button", "Ajouter quelqu’un").await;
    phone.fill("textbox", "Nom", SECOND).await;
    phone.fill("textbox", "Classe ou fonction", "CM2").await;
    phone.fill("searchbox", "Chercher son école", at.as_str()).await;
    answer(phone, "Ajouter, présent").await;
    phone.wait_for_text("2\u{a0}personnes\u{a0}: 2 présents").await;
    is_accessible(phone, "the roll call").await;
    fits(phone, "the roll call").await;
    phone.click("button", "Clore l’appel").await;
    phone.wait_for_text("Appel clos").await;
    phone.wait_for_text("Présences enregistrées sur cet appareil").await;
}

/// The phone of the other trainer, without a network either: the first person is said to be absent,
/// and somebody else came.
async fn take_it_too(phone: &Browser, server: &Server, id: TrainingSessionId, at: &SiteId) {
    phone.go(&format!("{}/sessions/{id}", server.address())).await;
    phone.wait_until_started().await;
    phone.wait_for_text(FIRST).await;
    phone.click("radio", "Absent").await;
    phone.wait_for_text("1\u{a0}personne\u{a0}: 0 présent").await;
    phone.click("button", "Ajouter quelqu’un").await;
    phone.fill("textbox", "Nom", THIRD).await;
    phone.fill("textbox", "Classe ou fonction", "CE1").await;
    phone.fill("searchbox", "Chercher son école", at.as_str()).await;
    answer(phone, "Ajouter, présent").await;
    phone.wait_for_text("2\u{a0}personnes\u{a0}: 1 présent").await;
    phone.wait_for_text("Présences enregistrées sur cet appareil").await;
}

/// Marks the first person.
async fn correct(phone: &Browser, mark: &str) {
    let chosen = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         const found = card && [...card.querySelectorAll('label')]
             .find((it) => it.innerText.trim() === {});
         found?.click();
         return !!found",
        json!(FIRST),
        json!(mark)
    );
    phone.wait_for("the choice", &chosen, WAIT).await;
    wait_until_sent(phone).await;
}

fn standing(office: &Device, n: u8) -> Standing {
    let id = session(office.view());
    office.view().training_sessions[&id].registrations[&person(n)].state
}

fn is_trained(office: &Device, n: u8) -> bool {
    office.view().teachers[&person(n)].trained.contains_key(&"tablettes".into())
}

/// A phone of the adviser with its session, and all that it needs without a network.
async fn phone_of_the_adviser(server: &Server, folder: &Path, id: TrainingSessionId) -> Browser {
    let phone = Browser::open(folder, Look::PHONE).await;
    sign_in(&phone, server, ADVISER).await;
    phone.find("heading", "Mes sessions").await;
    phone.wait_for_text(TITLE).await;
    is_accessible(&phone, "the sessions of an adviser").await;
    phone.go(&format!("{}/sessions/{id}", server.address())).await;
    phone.wait_until_started().await;
    phone.wait_for_text(FIRST).await;
    phone.wait_until_kept().await;
    phone
}

/// Two trainers call without a network: their phones merge by person. Of two marks the later one
/// stands, both are in the history, and its author reads one sentence.
async fn call_on_two_phones(
    server: &mut Server,
    folder: &TempDir,
    (id, site): (TrainingSessionId, &SiteId),
    office: &mut Device,
) -> Browser {
    let first = phone_of_the_adviser(server, &folder.path().join("phone"), id).await;
    let second = phone_of_the_adviser(server, &folder.path().join("other phone"), id).await;
    server.kill();
    take_attendance(&first, server, id, site).await;
    take_it_too(&second, server, id, site).await;
    // The first one is back in the network before the other one.
    second.go("about:blank").await;
    server.start(&[]);
    wait_until_sent(&first).await;
    until(office, "the first roll call", |office| {
        office.view().training_sessions[&id].state == SessionProgress::Closed
    })
    .await;
    second.go(&format!("{}/sessions/{id}", server.address())).await;
    second.wait_until_started().await;
    // Sent, and told at once that two marks differ.
    second.wait_for_text("1\u{a0}saisie demande votre aide").await;
    until(office, "the other roll call", |office| standing(office, 91) == Standing::Absent).await;
    second.go(&format!("{}/saisies", server.address())).await;
    second.wait_until_started().await;
    second.wait_for_text("un collègue avait noté «\u{a0}présent\u{a0}»").await;
    let row = office.view().training_sessions[&id].clone();
    let of_first = row.history.iter().filter(|entry| match &entry.what {
        Happened::Marked { teacher, .. } | Happened::Corrected { teacher, .. } => {
            *teacher == person(91)
        }
        _ => false,
    });
    assert_eq!(of_first.count(), 2, "both marks are in the history");
    assert_eq!(row.called().len(), 3, "people of both phones, each of them once");
    assert_eq!(standing(office, 92), Standing::Present, "the same person, though unannounced");
    assert!(!is_trained(office, 91) && is_trained(office, 92));
    second.close().await;
    first
}

#[tokio::test]
async fn a_training_is_opened_filled_called_offline_and_corrected_after_a_delivery() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 31);
    for (n, name) in [(91, FIRST), (92, SECOND)] {
        let (teacher, function) = (person(n), "CM2".to_owned());
        let site = site.clone();
        let named = teacher::Act::NameTeacher { teacher, site, name: name.into(), function };
        office.give(named.into()).expect("named");
    }
    office.sync().await.expect("named");
    let browser = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&browser, &server, DISPATCHER).await;
    open_session(&browser, &server, &mut office).await;
    let id = session(office.view());

    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    school_registers(&tablet, &mut server).await;
    office.sync().await.expect("the office hears of it");
    let two = [standing(&office, 91), standing(&office, 92)];
    assert_eq!(two, [Standing::Registered, Standing::Waiting]);
    wait_until_sent(&browser).await;
    move_to_today(&browser, &mut office, id).await;
    assert_eq!(standing(&office, 92), Standing::Waiting, "nobody moves up after the beginning");

    let phone = call_on_two_phones(&mut server, &folder, (id, &site), &mut office).await;
    correct(&phone, "Présent").await;
    until(&mut office, "the correction", |office| standing(office, 91) == Standing::Present).await;
    assert!(is_trained(&office, 91));

    // Handed over, then corrected: the fact stays, and is marked.
    let supply = deliver(&mut office, &site, person(91)).await;
    correct(&phone, "Absent").await;
    until(&mut office, "the correction", |office| standing(office, 91) == Standing::Absent).await;
    let leg = &office.view().supplies[&supply].legs[0];
    assert_eq!((leg.is_done(), leg.anomalies.as_slice()), (true, &[Anomaly::Untrained][..]));
    assert!(!is_trained(&office, 91));
}
