//! The calendar of a supplier: it brings sessions, and calls them off.

use crate::people::*;
use shared::id::TeacherId;
use shared::teacher;
use shared::training::{self, SessionProgress};
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;
use uuid::Uuid;

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

/// The price list of a supplier, with 5,000 lines of which three are wrong: these are named by
/// their numbers and left out, all others come, and the same list again brings nothing.
#[tokio::test]
async fn a_price_list_of_five_thousand_lines_names_what_it_leaves_out() {
    const LINES: usize = 5_000;
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let mut text =
        "reference;designation;famille;prix_unitaire_ht;taux_tva;fournisseur\n".to_owned();
    for at in 0..LINES {
        let (reference, label, price) = match at {
            100 => ("R-100".to_owned(), "Câble".to_owned(), "deux euros".to_owned()),
            200 => ("R-200".to_owned(), String::new(), "2,00".to_owned()),
            300 => ("R-299".to_owned(), "Souris".to_owned(), "3,00".to_owned()),
            _ => (format!("R-{at}"), format!("Article {at}"), format!("{}", 5 + at % 90)),
        };
        text.push_str(&format!("{reference};{label};Accessoires;{price};20;Le fournisseur\n"));
    }
    let desk = desk_at_imports(&server, folder.path()).await;
    give(&desk, folder.path(), "prix.csv", &text).await;
    let shown = format!("return document.body.innerText.includes('{}\u{a0}à créer')", LINES - 3);
    desk.wait_for("the preview", &shown, std::time::Duration::from_secs(120)).await;
    let left = "return [...document.querySelectorAll(
        '[aria-label=\"Lignes laissées de côté\"] tbody th')].map((one) => one.innerText)";
    let left = desk.run(left, serde_json::json!([])).await;
    assert_eq!(left, serde_json::json!(["102", "202", "302"]));
    is_accessible(&desk, "the preview of a price list").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    let of_list = |office: &tests::device::Device| {
        let articles = office.view().articles.values();
        articles.filter(|one| one.supplier == "Le fournisseur").count()
    };
    until(&mut office, "the articles", |office| of_list(office) == LINES - 3).await;
    give(&desk, folder.path(), "encore.csv", &text).await;
    desk.wait_for_text("Tout ce que contient ce fichier est déjà connu").await;
}
