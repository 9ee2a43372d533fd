//! Files of suppliers: a long price list with bad lines, and a calendar of sessions that is changed
//! and calls them off.

use crate::people::*;
use serde_json::json;
use shared::id::TeacherId;
use shared::teacher;
use shared::training::{self, SessionProgress};
use std::fmt::Write as _;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;
use uuid::Uuid;

/// 5,000 lines of a price list, of which every kind of bad one stands somewhere: 12 in all.
fn price_list() -> String {
    let head = "reference;designation;famille;prix_unitaire_ht;taux_tva;eco_participation;\
                disponibilite;reconditionne\n";
    let mut text = head.to_owned();
    for n in 1..=5_000_u32 {
        let (reference, price, rate) = match n {
            100 | 1_100 => (n, "", "20"),
            200 | 1_200 => (n, "gratuit", "20"),
            300 | 1_300 => (n, "12,50", "2000"),
            400 | 1_400 => (n - 1, "12,50", "20"),
            500 | 1_500 => (n, "-3,00", "20"),
            600 | 1_600 => (n, "1.395", "20"),
            _ => (n, "12,50", "20"),
        };
        let line = format!("R{reference:04};Article {n};Souris;{price};{rate};;;\n");
        let _ = write!(text, "{line}");
    }
    text
}

async fn give(desk: &Browser, folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::write(&path, text).expect("a file");
    desk.give_file("input[type=file]", &path.display().to_string()).await;
}

async fn desk_at_imports(server: &Server, folder: &Path) -> Browser {
    let desk = Browser::open(&folder.join("desk"), Look::DESK).await;
    sign_in(&desk, server, DISPATCHER).await;
    desk.go(&format!("{}/importer", server.address())).await;
    desk.wait_until_started().await;
    desk
}

/// S8, acceptance 6: a price list of 5,000 lines with 12 bad ones: 12 errors by line, 4,988
/// previewed; nothing is imported before «Importer», and then all of them.
#[tokio::test]
async fn a_price_list_of_5000_lines_names_its_12_bad_ones_and_brings_the_others() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let before = office.view().articles.len();
    let desk = desk_at_imports(&server, folder.path()).await;
    give(&desk, folder.path(), "tarif.csv", &price_list()).await;
    desk.wait_for_text("4988\u{a0}à créer, 0\u{a0}à modifier").await;
    desk.wait_for_text("Lignes laissées de côté (12)").await;
    let script = "const told = [...document.querySelectorAll('details')]
            .find((it) => it.innerText.includes('Lignes laissées de côté'));
        told.open = true;
        return [...told.querySelectorAll('li')].map((it) => it.innerText)";
    let told = desk.run(script, json!([])).await;
    let told: Vec<&str> =
        told.as_array().expect("lines").iter().filter_map(|l| l.as_str()).collect();
    assert_eq!(told.len(), 12, "{told:?}");
    for line in [101, 1_101, 201, 1_201, 301, 1_301, 401, 1_401, 501, 1_501, 601, 1_601] {
        let name = format!("{line}");
        assert!(told.iter().any(|said| said.contains(&name)), "line {line}: {told:?}");
    }
    is_accessible(&desk, "the preview of a long list").await;
    office.sync().await.expect("the office hears nothing");
    assert_eq!(office.view().articles.len(), before, "a preview imports nothing");
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    wait_until_sent(&desk).await;
    until(&mut office, "the articles", |office| office.view().articles.len() == before + 4_988)
        .await;
    give(&desk, folder.path(), "encore.csv", &price_list()).await;
    desk.wait_for_text("Tout ce que contient ce fichier est déjà connu").await;
}

/// The calendar of a supplier with one session.
fn calendar(day: &str, more: &str) -> String {
    let event = format!(
        "BEGIN:VEVENT\r\nUID:42@fournisseur.example\r\nDTSTAMP:20260101T080000Z\r\n\
         SUMMARY:Écrans du fournisseur\r\nDTSTART;TZID=Europe/Paris:{day}T140000\r\n\
         DTEND;TZID=Europe/Paris:{day}T163000\r\nLOCATION:Firminy\r\n{more}END:VEVENT\r\n"
    );
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//f//fr\r\n{event}END:VCALENDAR\r\n")
}

/// A supplier's sessions come from its calendar, schools register, and what it calls off is told to
/// them and to every calendar that has it.
#[tokio::test]
async fn sessions_of_a_supplier_come_from_its_calendar_and_are_called_off_by_it() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 31);
    let teacher = TeacherId(Uuid::from_bytes([61; 16]));
    let (name, function) = ("Mme Vial".to_owned(), "CM1".to_owned());
    let named = teacher::Act::NameTeacher { teacher, site: site.clone(), name, function };
    office.give(named.into()).expect("named");
    office.sync().await.expect("named");
    let day = shared::day::paris_day(office.now()) + chrono::Duration::days(6);
    let day = day.format("%Y%m%d").to_string();
    let desk = desk_at_imports(&server, folder.path()).await;
    give(&desk, folder.path(), "sessions.ics", &calendar(&day, "")).await;
    desk.wait_for_text("1\u{a0}à créer, 0\u{a0}à modifier").await;
    is_accessible(&desk, "the preview of a calendar of sessions").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    wait_until_sent(&desk).await;
    let brought = |office: &tests::device::Device| {
        let mut rows = office.view().training_sessions.values();
        rows.find(|row| row.terms.title == "Écrans du fournisseur").cloned()
    };
    until(&mut office, "the session", |office| brought(office).is_some()).await;
    let row = brought(&office).expect("the session");
    assert_eq!((row.state, row.terms.from, row.terms.to), (SessionProgress::Open, 840, 990));
    let act = training::Act::RegisterTeachers { session: row.id, teachers: vec![teacher] };
    office.give(act.into()).expect("registered");
    office.sync().await.expect("registered");

    let code = office.make_code(site.as_str()).await.expect("a code");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.click("link", "Formations").await;
    tablet.wait_for_text("Écrans du fournisseur").await;
    give(&desk, folder.path(), "annule.ics", &calendar(&day, "STATUS:CANCELLED\r\n")).await;
    desk.wait_for_text("0\u{a0}à créer, 1\u{a0}à modifier").await;
    desk.click("button", "Importer").await;
    wait_until_sent(&desk).await;
    tablet.wait_for_text("Annulée").await;
    is_accessible(&tablet, "a session that is called off").await;
    fits(&tablet, "a session that is called off").await;
    until(&mut office, "it is called off", |office| {
        brought(office)
            .is_some_and(|row| row.state == SessionProgress::Cancelled && row.sequence == 1)
    })
    .await;
}
