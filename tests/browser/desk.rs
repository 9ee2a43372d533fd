//! The desk: import a published file, plan the quarter, move a visit.

use crate::people::*;
use serde_json::json;
use shared::visit::VisitState;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::Device;
use tests::server::Server;

/// The directory as the ministry published it, one département.
fn directory() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = tests.join("../shared/tests/data/directory_094_2026.csv");
    path.canonicalize().expect("the directory")
}

/// The planner may search for that long before the draft is kept.
const PLANNING: Duration = Duration::from_secs(120);

async fn choose(desk: &Browser, path: &Path) {
    desk.give_file("input[type=file]", &path.display().to_string()).await;
}

/// Journey 2: preview, import, the same again, a broken line, a wrong file.
#[tokio::test]
async fn a_dispatcher_imports_the_directory_as_published() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.click("link", "Importer").await;
    desk.fill("textbox", "Communes à garder (codes INSEE)", "94028").await;

    // A wrong file is refused whole, in a sentence.
    let wrong = folder.path().join("wrong.csv");
    std::fs::write(&wrong, "%PDF-1.7\n").expect("a file");
    choose(&desk, &wrong).await;
    desk.wait_for_text("Ce fichier est un PDF").await;

    choose(&desk, &directory()).await;
    desk.wait_for_text("à créer, 0\u{a0}à modifier").await;
    is_accessible(&desk, "the preview").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("Enregistré\u{a0}: l’import").await;
    desk.wait_for_text("Tout est envoyé").await;

    let mut office = crate::people::desk(&server, 1).await;
    office.sync().await.expect("the office has everything");
    let imported = office.view().sites.values().filter(|s| s.commune.as_str() == "94028").count();
    assert!(imported > 10, "{imported} schools");

    choose(&desk, &directory()).await;
    desk.wait_for_text("Tout ce que contient ce fichier est déjà connu").await;

    // A broken line is named with its number, its column and its value.
    let text = std::fs::read_to_string(directory()).expect("the directory");
    let line = text.lines().position(|line| line.contains(";94028;")).expect("a line") + 1;
    let broken: Vec<String> = text
        .lines()
        .enumerate()
        .map(|(at, of)| if at + 1 == line { of.replacen("094", "99X", 1) } else { of.to_owned() })
        .collect();
    let path = folder.path().join("broken.csv");
    std::fs::write(&path, broken.join("\n")).expect("a file");
    choose(&desk, &path).await;
    desk.wait_for_text("Lignes laissées de côté (1)").await;
    desk.wait_for_text("un code UAI a sept chiffres et une lettre").await;
    let shown = desk.find("rowheader", &line.to_string()).await;
    assert!(!shown.is_empty());
}

/// Journey 3: prepare, look, move by keyboard, publish; the coverage changes.
#[tokio::test]
async fn a_dispatcher_plans_the_quarter() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.wait_for_text("277 établissements affichés").await;
    desk.click("button", "Préparer le planning").await;
    let drafted = "const button = [...document.querySelectorAll('button')]
        .find((button) => button.innerText === 'Publier le planning');
        return button && !button.disabled";
    desk.wait_for("the draft", drafted, PLANNING).await;
    desk.wait_for_text("Tout est envoyé").await;

    let mut office = crate::people::desk(&server, 1).await;
    let drafts = || VisitState::Proposed;
    let view = office.view();
    let proposed: Vec<_> = view.visits.values().filter(|v| v.state == drafts()).cloned().collect();
    assert!(proposed.len() > 200, "{} visits", proposed.len());
    let visit = proposed.last().expect("a visit").clone();

    // By keyboard: the visit's menu, then another half-day of the list.
    desk.click("link", "Voir le planning").await;
    let site = view.sites[&visit.site].name.clone();
    let open = format!(
        "const name = {}; const all = [...document.querySelectorAll('.plan-visit')];
         const one = all.reverse().find((b) => b.ariaLabel.startsWith(name + ','));
         one?.focus(); return !!one",
        json!(site)
    );
    desk.wait_for("the visit", &open, WAIT).await;
    desk.press("\u{e007}").await;
    desk.find("button", "Épingler").await;
    desk.click("button", "Déplacer ici").await;
    desk.wait_for_text(&format!("{site} déplacé au")).await;

    // By drag, with the pointer: from where it is now to a free half-day in sight.
    let shown = format!(
        "[...document.querySelectorAll('.plan-visit')].reverse()
            .find((visit) => visit.ariaLabel.startsWith({} + ','))",
        json!(site)
    );
    let visit_in_sight = format!(
        "const one = {shown}; one?.scrollIntoView({{ block: 'center' }}); return one ?? null"
    );
    let before = desk.run(&format!("return {shown}.ariaLabel"), json!([])).await;
    let free_in_sight = "return [...document.querySelectorAll('td.plan-free')].find((cell) => {
        const box = cell.getBoundingClientRect();
        const at = document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2);
        return cell.contains(at);
    }) ?? null";
    desk.drag(&visit_in_sight, free_in_sight).await;
    let elsewhere = format!("const one = {shown}; return one && one.ariaLabel !== {before}");
    desk.wait_for("the second move", &elsewhere, WAIT).await;

    desk.click("link", "Couverture du trimestre").await;
    desk.click("button", "Publier le planning").await;
    desk.wait_for("the question", "return !!document.querySelector('dialog[open]')", WAIT).await;
    let yes = "const all = [...document.querySelectorAll('dialog[open] button')];
        all.find((button) => button.innerText === 'Publier le planning').click(); return true";
    desk.wait_for("the answer", yes, WAIT).await;
    let published = |office: &Device| {
        let visits = office.view().visits.values();
        visits.filter(|visit| visit.state == VisitState::Planned).count()
    };
    let start = Instant::now();
    while published(&office) < proposed.len() && start.elapsed() < WAIT {
        tokio::time::sleep(Duration::from_millis(100)).await;
        office.sync().await.expect("the office hears of it");
    }
    assert_eq!(published(&office), proposed.len());
    let moved = &office.view().visits[&visit.id];
    assert!(office.view().visits.values().any(|v| v.site == visit.site && v.id == moved.id));
}
