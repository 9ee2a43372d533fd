//! A call for projects from its publication to a withdrawal that brings up the waiting list: the
//! school writes and a juror marks while the server is really stopped.

use crate::people::*;
use serde_json::json;
use shared::article::Pot;
use shared::ballot::{self, Mark, key};
use shared::campaign::CampaignKind;
use shared::id::{CampaignId, SiteId, SupplyId};
use shared::row::State;
use shared::supply::{Asked, Project, Supply, SupplyState};
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;
use uuid::Uuid;

const CALL: &str = "Appel à projets de printemps";
const TITLE: &str = "La radio de la cour";
const ROBOTS: &str = "Robots programmables, lot de 6";
/// Keys of WebDriver.
const TAB: &str = "\u{e004}";
pub(crate) const ENTER: &str = "\u{e006}";
const RIGHT: &str = "\u{e014}";

/// Clicks the button of the card that holds a text.
async fn click_in_card(browser: &Browser, text: &str, button: &str) {
    let script = format!(
        "const card = [...document.querySelectorAll('main li.card')]
             .find((card) => card.innerText.includes({}));
         const found = card && [...card.querySelectorAll('button, summary')]
             .find((it) => it.innerText.trim() === {});
         found?.click();
         return !!found",
        json!(text),
        json!(button),
    );
    browser.wait_for(&format!("{text}: {button}"), &script, WAIT).await;
}

/// Goes to what has that role and name by the keyboard alone.
pub(crate) async fn tab_to(browser: &Browser, role: &str, name: &str) {
    let mut seen = Vec::new();
    for _ in 0..120 {
        browser.press(TAB).await;
        let focused = browser.focused().await;
        if focused.0 == role && focused.1 == name {
            return;
        }
        seen.push(focused);
    }
    panic!("no {role} «{name}» by the keyboard: {seen:?}");
}

fn the_call(state: &State) -> CampaignId {
    let found = state.campaigns.values().find(|one| one.label == CALL);
    found.expect("the call").id
}

fn project<'a>(state: &'a State, title: &str) -> &'a Arc<Supply> {
    let is_it =
        |one: &&Arc<Supply>| one.project.as_ref().is_some_and(|project| project.title == title);
    state.supplies.values().find(is_it).unwrap_or_else(|| panic!("no project «{title}»"))
}

/// The coordinator prepares a call of three criteria for one lot of robots and no more; of 95
/// points it cannot be published.
async fn publish(chief: &Browser, server: &Server, office: &mut Device) {
    chief.go(&format!("{}/appels", server.address())).await;
    chief.wait_until_started().await;
    chief.find("heading", "Appels à projets").await;
    is_accessible(chief, "the calls").await;
    chief.click("button", "Préparer un appel").await;
    chief.fill("textbox", "Nom de l’appel", CALL).await;
    let today = shared::day::paris_day(office.now());
    chief.fill("textbox", "Année des crédits", "2026").await;
    set(chief, "Ouvre le", &today.to_string()).await;
    set(chief, "Dernier jour", &(today + chrono::Days::new(20)).to_string()).await;
    chief.fill("textbox", "Montant à attribuer, investissement", "1 200").await;
    chief.fill("textbox", "Montant à attribuer, fonctionnement", "500,00").await;
    let criteria = [("Pédagogie", "40"), ("Élèves", "35"), ("Partage", "20")];
    for (n, (label, points)) in (1..).zip(criteria) {
        chief.fill("textbox", &format!("Critère {n}"), label).await;
        chief.fill("textbox", &format!("Points {n}"), points).await;
    }
    chief.click("checkbox", "Farid Chaize").await;
    chief.click("checkbox", "Gaëlle Berne").await;
    is_accessible(chief, "a call that is written").await;
    answer(chief, "Enregistrer").await;
    chief.wait_for_text("Appel enregistré").await;
    chief.click("link", CALL).await;
    chief.click("button", "Publier l’appel").await;
    chief.wait_for_text("Les critères font 95\u{a0}points ensemble").await;
    chief.click("button", "Modifier…").await;
    chief.fill("textbox", "Points 3", "25").await;
    chief.wait_for_text("100\u{a0}points sur 100").await;
    answer(chief, "Enregistrer").await;
    chief.wait_for_text("Appel enregistré").await;
    chief.click("button", "Publier l’appel").await;
    chief.wait_for_text("Appel publié").await;
    wait_until_sent(chief).await;
    fits(chief, "a call").await;
    is_accessible(chief, "a call").await;
    office.sync().await.expect("the office hears of it");
}

/// A school writes without a network, leaves, comes back to its draft, and sends it.
async fn write_offline(tablet: &Browser, server: &mut Server) {
    tablet.click("link", "Appels à projets").await;
    tablet.wait_for_text(CALL).await;
    is_accessible(tablet, "the calls of a school").await;
    tablet.wait_until_kept().await;
    server.kill();
    tablet.click("link", &format!("Candidater\u{a0}: {CALL}")).await;
    tablet.fill("textbox", "Titre du projet", TITLE).await;
    let purpose = "Les élèves enregistrent une émission chaque mois.";
    tablet.fill("textbox", "Le projet en quelques phrases", purpose).await;
    let price = "940,00\u{a0}€";
    tablet.click("button", &format!("Ajouter\u{a0}: {ROBOTS}, {price}")).await;
    tablet.wait_for_text(&format!("Total demandé\u{a0}: {price}")).await;
    tablet.click("button", "Déposer la candidature").await;
    tablet.wait_for_text("Complétez «\u{a0}Nombre de classes\u{a0}»").await;
    is_accessible(tablet, "an application").await;
    fits(tablet, "an application").await;
    tablet.reload().await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Brouillon retrouvé").await;
    assert_eq!(tablet.value("textbox", "Titre du projet").await, TITLE);
    tablet.fill("textbox", "Nombre de classes", "2").await;
    tablet.fill("textbox", "Nombre d’élèves", "48").await;
    tablet.click("button", "Déposer la candidature").await;
    tablet.wait_for_text("Voici ce que vous demandez").await;
    answer(tablet, "Oui, déposer").await;
    tablet.wait_for_text("à confirmer par le serveur").await;
    server.start(&[]);
    wait_until_sent(tablet).await;
    tablet.wait_for_text("Déposé. Le jury l’examinera après le").await;
}

/// Two other schools apply.
async fn others_apply(office: &mut Device, but: &SiteId) {
    let view = office.view();
    let campaign = the_call(view);
    let article = view.articles.values().find(|one| one.label == ROBOTS).expect("robots").clone();
    let sites = (40..).map(|rank| a_school(view, rank)).filter(|site| site != but);
    let sites: Vec<SiteId> = sites.take(2).collect();
    for (n, site) in (61_u8..).zip(sites) {
        let asked = Asked { article: article.id, quantity: 1, unit: article.unit };
        let act = ballot::Act::SubmitProject {
            supply: SupplyId(Uuid::from_bytes([n; 16])),
            site,
            campaign,
            lines: vec![asked],
            teacher: None,
            project: Project {
                title: format!("Projet {n}"),
                purpose: "Apprendre à programmer.".into(),
                classes: 2,
                pupils: 40,
                ..Project::default()
            },
        };
        office.give(act.into()).expect("another school applies");
    }
    office.sync().await.expect("sent");
}

/// Marks one project by the keyboard alone: that mark for each criterion.
async fn mark_by_keyboard(juror: &Browser, mark: usize) {
    for _ in 0..3 {
        tab_to(juror, "radio", "0").await;
        juror.press(&RIGHT.repeat(mark)).await;
    }
    tab_to(juror, "button", "Projet suivant").await;
}

/// A juror marks three projects without a network, by the keyboard alone.
async fn mark_offline(juror: &Browser, server: &mut Server, campaign: CampaignId) {
    juror.go(&format!("{}/appels/{campaign}", server.address())).await;
    juror.wait_until_started().await;
    juror.wait_for_text("Les notes des autres se lisent après avoir remis").await;
    juror.wait_until_kept().await;
    server.kill();
    juror.click("link", "Noter les projets").await;
    juror.find("heading", "Projets à noter").await;
    juror.wait_for_text("Projet 1 sur 3").await;
    is_accessible(juror, "a project to mark").await;
    fits(juror, "a project to mark").await;
    for n in 1..=3 {
        juror.wait_for_text(&format!("Projet {n} sur 3")).await;
        let ours = juror.run("return document.querySelector('main h2').innerText", json!([])).await;
        let mark = if ours.as_str().unwrap_or_default().contains(TITLE) { 5 } else { n };
        mark_by_keyboard(juror, mark).await;
        if n == 2 {
            juror.press(ENTER).await;
            juror.reload().await;
            juror.wait_until_started().await;
        } else if n < 3 {
            juror.press(ENTER).await;
        }
    }
    tab_to(juror, "button", "Remettre mes notes").await;
    juror.press(ENTER).await;
    juror.wait_for_text("vos notes ne changent plus").await;
    answer(juror, "Oui, remettre").await;
    juror.wait_for_text("vos notes sont remises").await;
    server.start(&[]);
    wait_until_sent(juror).await;
}

/// The other juror marks at another desk.
async fn second_juror(chief: &mut Device, campaign: CampaignId) {
    let of_call = chief.view().supplies.values().filter(|one| one.campaign == campaign);
    let mark = |supply: &Arc<Supply>| {
        let title = supply.project.as_ref().map(|project| project.title.clone());
        let score = if title.as_deref() == Some(TITLE) { 5 } else { 3 };
        let (scores, note) = (vec![Some(score); 3], "REMARQUE DU SECOND".to_owned());
        Mark { supply: supply.id, scores, note, abstained: None }
    };
    let marks = of_call.map(mark).collect();
    chief.give(ballot::Act::SubmitMarks { campaign, marks }.into()).expect("marked");
    chief.sync().await.expect("sent");
}

/// The coordinator ends the marking, reads the places, decides, and keeps what was decided.
async fn decide(chief: &Browser, server: &Server, campaign: CampaignId) {
    chief.go(&format!("{}/appels/{campaign}", server.address())).await;
    chief.wait_until_started().await;
    chief.click("button", "Clore la notation").await;
    chief.wait_for_text("Toutes les notes remises").await;
    answer(chief, "Clore la notation").await;
    wait_until_sent(chief).await;
    chief.click("link", "Enregistrer la décision…").await;
    chief.find("heading", "Enregistrer la décision").await;
    chief.wait_for_text("Investissement\u{a0}: reste 260,00\u{a0}€").await;
    is_accessible(chief, "a decision that is written").await;
    fits(chief, "a decision that is written").await;
    chief.fill("textbox", "Référence", "Délibération 2026-112").await;
    chief.click("button", "Enregistrer la décision").await;
    answer(chief, "Oui, enregistrer").await;
    chief.wait_for_text("Délibération 2026-112").await;
    wait_until_sent(chief).await;
    chief.wait_for_text("100,00").await;
    is_accessible(chief, "a call that was decided").await;
    fits(chief, "a call that was decided").await;
}

/// The school gives up; the next of the waiting list is proposed and given, at its place.
async fn withdraw(tablet: &Browser, chief: &Browser, office: &mut Device) {
    tablet.wait_for_text("Votre projet est retenu").await;
    click_in_card(tablet, TITLE, "Retirer le projet…").await;
    let why = "L’enseignante a changé d’école.";
    tablet.fill("textbox", "Pourquoi retirez-vous ce projet\u{a0}?", why).await;
    answer(tablet, "Retirer le projet").await;
    tablet.wait_for_text("Le projet est retiré").await;
    wait_until_sent(tablet).await;
    chief.find("heading", "Suivant de la liste d’attente").await;
    chief.wait_for_text("2e du classement").await;
    chief.click("button", "L’attribuer").await;
    wait_until_sent(chief).await;
    until(office, "the waiting list", |office| {
        let of_call = office.view().supplies.values();
        let mut given = of_call.filter(|one| one.campaign == the_call(office.view()));
        given.any(|one| one.state == SupplyState::Accepted)
    })
    .await;
}

#[tokio::test]
async fn a_call_is_published_answered_marked_decided_and_its_waiting_list_comes_up() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let chief = Browser::open(&folder.path().join("chief"), Look::DESK).await;
    sign_in(&chief, &server, COORDINATOR).await;
    publish(&chief, &server, &mut office).await;
    let campaign = the_call(office.view());
    assert_eq!(office.view().campaigns[&campaign].kind, CampaignKind::Call);

    let site = a_school(office.view(), 33);
    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    write_offline(&tablet, &mut server).await;
    others_apply(&mut office, &site).await;
    assert_eq!(project(office.view(), TITLE).price_in(Pot::Investment).0, 94_000);

    chief.click("button", "Clore le dépôt").await;
    answer(&chief, "Clore le dépôt").await;
    wait_until_sent(&chief).await;
    let mut second = Device::new(&server, 2);
    second.sign_in(COORDINATOR, PASSWORD).await.expect("signed in");
    second.sync().await.expect("everything");
    second_juror(&mut second, campaign).await;

    // Before their own, a juror's device holds no mark of the other one.
    let juror = Browser::open(&folder.path().join("juror"), Look::DESK).await;
    sign_in(&juror, &server, DISPATCHER).await;
    office.sync().await.expect("everything");
    let other = key(campaign, second.account());
    assert!(!office.view().ballots.contains_key(&other), "sealed on the wire");
    mark_offline(&juror, &mut server, campaign).await;
    until(&mut office, "the other ballot", |office| office.view().ballots.contains_key(&other))
        .await;
    juror.go(&format!("{}/appels/{campaign}", server.address())).await;
    juror.wait_until_started().await;
    click_in_card(&juror, TITLE, "Notes").await;
    juror.wait_for_text("REMARQUE DU SECOND").await;

    decide(&chief, &server, campaign).await;
    office.sync().await.expect("decided");
    let state = project(office.view(), TITLE).state;
    assert_eq!(state, SupplyState::Accepted, "the award is the order");
    let (_, csv) = office.get(&format!("/api/v1/calls/{campaign}.csv")).await.expect("a file");
    assert!(csv.contains(TITLE) && csv.contains("100,00") && csv.contains("Pédagogie"), "{csv}");
    let (_, pdf) = office.read(&format!("/api/v1/calls/{campaign}.pdf")).await.expect("a file");
    assert!(pdf.starts_with(b"%PDF-"));
    withdraw(&tablet, &chief, &mut office).await;
    let ranks = |title| project(office.view(), title).project.as_ref().and_then(|one| one.rank);
    assert_eq!(ranks(TITLE), Some(1), "no place changes");
}
