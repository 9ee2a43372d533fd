//! The desk imports a published file, and reads the whole fleet back after a restart.

use crate::people::*;
use std::path::{Path, PathBuf};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::server::Server;

/// The directory as the ministry published it, one département.
fn directory() -> PathBuf {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = tests.join("../shared/tests/data/directory_094_2026.csv");
    path.canonicalize().expect("the directory")
}

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
    desk.click("button", "Administration").await;
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

/// How many devices «Tableau de bord» says are followed, once it says a number.
async fn followed(desk: &Browser) -> String {
    let figure = "const all = [...document.querySelectorAll('.figure')]; \
                  const named = (one) => one.querySelector('dt').textContent; \
                  const of = all.find((one) => named(one) === 'Matériels suivis'); \
                  const value = of && of.querySelector('.figure-value').textContent; \
                  return /^[0-9]+$/.test(value) && value";
    let longest = std::time::Duration::from_secs(20);
    let found = desk.wait_for("the number of devices", figure, longest).await;
    found.as_str().expect("a number").to_owned()
}

/// Equipment has blocks of its own and is read after the first screen. All of it comes back, also
/// without the server and after a crash.
#[tokio::test]
async fn the_whole_fleet_is_there_again_without_the_server() {
    let mut server = Server::demo();
    let office = crate::people::desk(&server, 1).await;
    let in_use = |state| state != shared::equipment::EquipmentState::Retired;
    let fleet = office.view().equipment.values().filter(|row| in_use(row.state)).count();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.wait_until_kept().await;
    let page = format!("{}/tableau-de-bord", server.address());
    desk.go(&page).await;
    assert_eq!(followed(&desk).await, fleet.to_string());
    let desk = desk.close_and_reopen().await;
    server.kill();
    desk.go(&page).await;
    assert_eq!(followed(&desk).await, fleet.to_string());
    let desk = desk.crash_and_reopen().await;
    desk.go(&page).await;
    assert_eq!(followed(&desk).await, fleet.to_string());
    desk.close().await;
}

/// Replaces one name by another in the blocks of rows, as a damaged disk would. Returns how many
/// blocks had the first name, and how many have the second.
const RENAME: &str = "
    const [from, to] = [...arguments].map((name) => new TextEncoder().encode(name));
    const asked = (request) => new Promise((end, fail) => {
        request.onsuccess = () => end(request.result);
        request.onerror = () => fail(request.error);
    });
    const place = (block, name) =>
        block.findIndex((_, at) => name.every((byte, along) => block[at + along] === byte));
    const database = await asked(indexedDB.open('tournee'));
    const store = database.transaction('blocks', 'readwrite').objectStore('blocks');
    const found = [0, 0];
    const [blocks, keys] = [await asked(store.getAll()), await asked(store.getAllKeys())];
    for (const [at, block] of blocks.entries()) {
        if (place(block, to) >= 0) found[1] += 1;
        const start = place(block, from);
        if (start < 0) continue;
        found[0] += 1;
        block.set(to, start);
        await asked(store.put(block, keys[at]));
    }
    database.close();
    return found";

/// A field name that only the rows of one kind have, and an unknown name of the same length.
const FIELDS: [[&str; 2]; 3] = [["reporter", "reporteu"], ["slot", "slut"], ["sector", "sectur"]];

/// Rows of large tables are decoded on first use. A block that cannot be decoded is still noticed
/// before any command is judged, and the mirror is fetched again.
#[tokio::test]
async fn rows_that_cannot_be_read_are_fetched_anew() {
    let server = Server::demo();
    let office = crate::people::desk(&server, 1).await;
    let ticket = office.view().tickets.values().find(|ticket| ticket.is_open());
    let ticket = ticket.expect("a ticket of the demonstration");
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    for [field, unknown] in FIELDS {
        desk.wait_until_kept().await;
        let damaged = desk.run(RENAME, serde_json::json!([field, unknown])).await;
        assert_eq!((damaged[0] != 0, &damaged[1]), (true, &0.into()), "{field} becomes {unknown}");
        desk.go(&format!("{}/demande/{}", server.address(), ticket.id)).await;
        desk.wait_for_text(&ticket.text).await;
        let count = async |name| desk.run(RENAME, serde_json::json!([name, name])).await;
        let is_sound = format!(
            "const count = async function () {{ {RENAME} }};
            return (await count('{field}', '{field}'))[0] === {}",
            damaged[0]
        );
        desk.wait_for("sound rows", &is_sound, WAIT).await;
        assert_eq!(count(unknown).await[0], 0, "{unknown} is gone");
    }
    desk.close().await;
}

/// A fleet of 20,000 lines is read turn by turn: the page goes on drawing and hearing its user. The
/// longest time that it did not is printed.
#[tokio::test]
async fn a_fleet_of_twenty_thousand_lines_leaves_the_page_alive() {
    const LINES: usize = 20_000;
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let office = crate::people::desk(&server, 1).await;
    let schools: Vec<_> = (0..50).map(|rank| a_school(office.view(), rank)).collect();
    let mut text =
        "ID;Nom;Type;Fabricant;Modèle;Numéro de série;Numéro d'inventaire;Lieu\n".to_owned();
    for at in 0..LINES {
        let school = &schools[at % schools.len()];
        let device = format!("{at};PC-{at};Ordinateur;Dell;Latitude 5440;SN{at:06};INV-{at:06}");
        text.push_str(&format!("{device};{school} > Salle {}\n", at % 30));
    }
    let path = folder.path().join("parc.csv");
    std::fs::write(&path, text).expect("a file");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    desk.go(&format!("{}/importer", server.address())).await;
    desk.wait_until_started().await;
    let watch = "globalThis.turns = 0; globalThis.longest = 0;
        let last = performance.now();
        setInterval(() => {
            const now = performance.now();
            globalThis.turns += 1;
            globalThis.longest = Math.max(globalThis.longest, now - last);
            last = now;
        }, 5);
        return true";
    desk.run(watch, serde_json::json!([])).await;
    choose(&desk, &path).await;
    let shown = format!("return document.body.innerText.includes('{LINES}\u{a0}à créer')");
    desk.wait_for("the preview", &shown, std::time::Duration::from_secs(120)).await;
    let seen = "return [globalThis.turns, Math.round(globalThis.longest)]";
    let seen = desk.run(seen, serde_json::json!([])).await;
    println!("20,000 lines: {} turns of the page, the longest wait {} ms", seen[0], seen[1]);
    assert!(seen[0].as_u64() > Some(20), "the page was held: {seen}");
}
