//! The first day of an authority: an empty database, a list of what is missing, and each step done
//! on the screen that it opens.

use crate::people::*;
use chrono::Datelike;
use serde_json::json;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// Where a step stands, by its words on the screen.
async fn until_step(desk: &Browser, step: &str, stands: &str) {
    let script = format!(
        "const cards = [...document.querySelectorAll('main ol.cards > li')];
         const one = cards.find((card) => card.querySelector('a')?.innerText.trim() === {});
         return !!one && one.querySelector('.badge').innerText.trim() === {}",
        json!(step),
        json!(stands)
    );
    desk.wait_for(&format!("«{step}»: {stands}"), &script, WAIT).await;
}

/// How long the planner may take on a slow machine.
const PLANNING: Duration = Duration::from_secs(180);
/// Whether a button of the page, or of its dialog, can be pressed; it is then pressed.
const PRESS: &str = "const all = [...document.querySelectorAll(SCOPE)];
    const one = all.find((button) => !button.disabled && button.innerText.trim() === NAME);
    one?.click(); return !!one";

async fn press_when_ready(desk: &Browser, scope: &str, name: &str, taps: &mut Taps) {
    let script =
        PRESS.replace("SCOPE", &json!(scope).to_string()).replace("NAME", &json!(name).to_string());
    desk.wait_for(&format!("«{name}»"), &script, PLANNING).await;
    taps.one();
}

/// The school year of today as the ministry publishes it, for three zones.
fn school_year() -> String {
    let today = shared::day::paris_day(chrono::Utc::now().timestamp_millis());
    let first = if today.month() < 8 { today.year() - 1 } else { today.year() };
    let next = first + 1;
    let mut text =
        "Description;Population;Date de début;Date de fin;Académies;Zones;annee_scolaire\n"
            .to_owned();
    let mut line = |what: &str, from: String, to: String, academy: &str, zone: &str| {
        text.push_str(&format!("{what};-;{from};{to};{academy};Zone {zone};{first}-{next}\n"));
    };
    for (academy, zone) in [("Lyon", "A"), ("Lille", "B"), ("Créteil", "C")] {
        let winter = ["07", "14", "21"][zone.as_bytes()[0] as usize - usize::from(b'A')];
        line(
            "Début des Vacances d'Été",
            format!("{first}-07-04"),
            format!("{first}-09-01"),
            academy,
            zone,
        );
        line(
            "Vacances de la Toussaint",
            format!("{first}-10-17"),
            format!("{first}-11-02"),
            academy,
            zone,
        );
        line("Vacances de Noël", format!("{first}-12-19"), format!("{next}-01-04"), academy, zone);
        line(
            "Vacances d'Hiver",
            format!("{next}-02-{winter}"),
            format!("{next}-03-01"),
            academy,
            zone,
        );
        line(
            "Vacances de Printemps",
            format!("{next}-04-10"),
            format!("{next}-04-26"),
            academy,
            zone,
        );
        line(
            "Début des Vacances d'Été",
            format!("{next}-07-03"),
            format!("{next}-09-01"),
            academy,
            zone,
        );
    }
    text
}

/// Opens a step of the list.
async fn open_step(desk: &Browser, step: &str, taps: &mut Taps) {
    let link = format!(
        "const one = [...document.querySelectorAll('main ol.cards a')]
            .find((one) => one.innerText.trim() === {});
         one?.click(); return !!one",
        json!(step)
    );
    desk.wait_for(step, &link, WAIT).await;
    taps.one();
}

/// Goes back to the list by the menu.
async fn back_to_list(desk: &Browser, server: &Server, taps: &mut Taps) {
    desk.go(&format!("{}/commencer", server.address())).await;
    desk.wait_until_started().await;
    taps.one();
}

async fn import(desk: &Browser, path: &Path, taps: &mut Taps) {
    desk.give_file("input[type=file]", &path.display().to_string()).await;
    taps.one();
    press_when_ready(desk, "button", "Importer", taps).await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
}

/// The first coordinator, who changes the password that somebody else has read.
async fn first_account(server: &Server, folder: &TempDir) -> Browser {
    let who = ["--mail", "premiere@val.example", "--name", "Nadia", "--role", "coordinator"];
    let (made, said) = server.run(&[&["create-account"][..], &who].concat());
    assert!(made, "{said}");
    let password = said.trim().rsplit(' ').next().expect("a password").to_owned();
    let desk = Browser::open(&folder.path().join("desk"), Look::OFFICE).await;
    desk.go(&format!("{}/connexion", server.address())).await;
    desk.wait_until_started().await;
    desk.fill("textbox", "Adresse e-mail", "premiere@val.example").await;
    desk.fill("textbox", "Mot de passe", &password).await;
    desk.click("button", "Se connecter").await;
    // A password that somebody else has read is changed at once.
    desk.fill("textbox", "Nouveau mot de passe", "quatre-chats-sur-un-banc").await;
    desk.click("button", "Se connecter").await;
    wait_until_sent(&desk).await;
    desk
}

/// Val-de-Marne, zone C: from nothing to a published quarter, by the list alone.
#[tokio::test]
async fn an_empty_database_leads_to_a_published_quarter() {
    let mut taps = Taps::of("from an empty database to a published quarter");
    let server = Server::empty();
    let folder = TempDir::new().expect("a folder");
    let desk = first_account(&server, &folder).await;
    desk.go(&format!("{}/couverture", server.address())).await;
    desk.click("link", "Pour commencer\u{a0}: 5\u{a0}étapes manquent").await;
    is_accessible(&desk, "«Pour commencer»").await;
    for (step, stands) in [
        ("Calendrier scolaire", "À faire"),
        ("Écoles", "À faire"),
        ("Techniciens", "À faire"),
        ("Planning du trimestre", "Plus tard"),
        ("Publication", "Plus tard"),
    ] {
        until_step(&desk, step, stands).await;
    }
    open_step(&desk, "Écoles", &mut taps).await;
    desk.fill("textbox", "Communes à garder (codes INSEE)", "94028").await;
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let directory = tests.join("../shared/tests/data/directory_094_2026.csv");
    let directory = directory.canonicalize().expect("the directory");
    import(&desk, &directory, &mut taps).await;
    back_to_list(&desk, &server, &mut taps).await;
    until_step(&desk, "Écoles", "Fait").await;
    until_step(&desk, "Demi-journées d’ouverture", "À faire").await;
    desk.wait_for_text("dites ouvertes le mercredi matin").await;

    open_step(&desk, "Calendrier scolaire", &mut taps).await;
    let calendar = folder.path().join("calendrier.csv");
    std::fs::write(&calendar, school_year()).expect("a file");
    import(&desk, &calendar, &mut taps).await;
    back_to_list(&desk, &server, &mut taps).await;
    until_step(&desk, "Calendrier scolaire", "Fait").await;

    open_step(&desk, "Techniciens", &mut taps).await;
    desk.click("button", "Créer un compte").await;
    desk.fill("textbox", "Nom", "Inès Faure").await;
    desk.fill("textbox", "Adresse e-mail", "ines@val.example").await;
    desk.click("radio", "technicien").await;
    desk.fill("textbox", "Votre mot de passe", "quatre-chats-sur-un-banc").await;
    answer(&desk, "Créer un compte").await;
    desk.wait_for_text("Mot de passe à transmettre").await;
    answer(&desk, "Terminé").await;
    (0..4).for_each(|_| taps.one());
    back_to_list(&desk, &server, &mut taps).await;
    until_step(&desk, "Techniciens", "Fait").await;

    open_step(&desk, "Planning du trimestre", &mut taps).await;
    press_when_ready(&desk, "button", "Préparer le planning", &mut taps).await;
    press_when_ready(&desk, "button", "Publier le planning", &mut taps).await;
    press_when_ready(&desk, "dialog[open] button", "Publier le planning", &mut taps).await;
    back_to_list(&desk, &server, &mut taps).await;
    until_step(&desk, "Publication", "Fait").await;
    desk.wait_for_text("le trimestre est publié").await;
    fits(&desk, "«Pour commencer»").await;
    taps.at_most(24);
}
