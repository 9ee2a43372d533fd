//! A phone breaks before it could send: the desk hands in its file, once.

use crate::people::*;
use serde_json::json;
use std::fs;
use std::path::Path;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::files;
use tests::server::Server;

/// Records the file that the page offers as a download.
const CATCH: &str = "const make = URL.createObjectURL;
    URL.createObjectURL = (blob) => { globalThis.handed = blob; return make.call(URL, blob); };
    return true";

/// The file that «Exporter mes saisies non envoyées» gives.
async fn export(phone: &Browser, folder: &TempDir) -> String {
    phone.run(CATCH, json!([])).await;
    phone.click("button", "Exporter mes saisies non envoyées").await;
    phone.wait_for("the file", "return !!globalThis.handed", WAIT).await;
    let text = phone.run("return await globalThis.handed.text()", json!([])).await;
    let path = folder.path().join("tournee-saisies.json");
    fs::write(&path, text.as_str().expect("a text")).expect("the file");
    path.display().to_string()
}

async fn report_with_photo(tablet: &Browser, folder: &TempDir, sentence: &str) {
    tablet.click("link", "Signaler un incident").await;
    tablet.click("radio", "Imprimante").await;
    tablet.fill("textbox", "En une phrase", sentence).await;
    let photo = photo(folder.path()).display().to_string();
    tablet.give_file(".photo-picker input[capture]", &photo).await;
    tablet.wait_for("the photo", "return !!document.querySelector('.photos img')", WAIT).await;
    tablet.click("button", "Envoyer").await;
    tablet.wait_for_text("Enregistré sur cet appareil").await;
}

const SENTENCE: &str = "Le chariot ne se ferme plus";

#[tokio::test]
async fn what_a_dead_tablet_had_kept_is_handed_in_once() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 13);
    let name = office.view().sites[&site].name.clone();
    let code = office.make_code(site.as_str()).await.expect("a code");
    let profile = folder.path().join("tablet");
    let tablet = Browser::open(&profile, Look::TABLET).await;
    enrol(&tablet, &server, &code).await;
    tablet.wait_until_kept().await;
    let tablet = tablet.close_and_reopen().await;
    server.kill();
    tablet.go(&format!("{}/ecole", server.address())).await;
    tablet.wait_until_started().await;
    report_with_photo(&tablet, &folder, SENTENCE).await;
    tablet.go(&format!("{}/saisies", server.address())).await;
    tablet.wait_for_text(SENTENCE).await;
    tablet.wait_for_text("enregistrée sur cet appareil").await;
    let file = export(&tablet, &folder).await;
    let text = fs::read_to_string(&file).expect("the file");
    assert!(text.contains("\"format\": \"tournee-saisies\"") && text.contains("\"content\": \""));
    drop(tablet);

    server.start(&[]);
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    let address = server.address();
    hand_in(&desk, &address, &file, &name).await;
    let count = |office: &tests::device::Device| {
        office.view().tickets_of(&site).filter(|ticket| ticket.text == SENTENCE).count()
    };
    office.sync().await.expect("the office hears of it");
    assert_eq!(count(&office), 1);
    let ticket = office.view().tickets_of(&site).find(|ticket| ticket.text == SENTENCE);
    assert_eq!(ticket.expect("the ticket").history[0].by_name, name, "it stays the school's");
    assert_eq!(files::below(&server.data().join("files")).len(), 1, "with its photo");

    // The tablet comes back after all.
    let tablet = Browser::open(&profile, Look::TABLET).await;
    tablet.go(&format!("{address}/saisies")).await;
    tablet.wait_until_started().await;
    wait_until_sent(&tablet).await;
    tablet.wait_for_text("sur le serveur (").await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(count(&office), 1, "once");
    assert_eq!(files::below(&server.data().join("files")).len(), 1);
    is_accessible(&tablet, "receipts").await;
    // The desk looks at it, and the author is told so.
    let seen = "return document.body.innerText.includes('vue par la planification')
        && !document.body.innerText.includes('pas encore vue')";
    tablet.click("button", "Envoyer maintenant").await;
    tablet.wait_for("the desk to have seen it", seen, AGAIN).await;
}

/// «Importer» shows whose commands they are and which the server has, hands them in, and then knows
/// them all.
async fn hand_in(desk: &Browser, address: &str, file: &str, name: &str) {
    desk.go(&format!("{address}/importer")).await;
    desk.wait_until_started().await;
    desk.find("heading", "Importer").await;
    desk.give_file(".photo-picker input", file).await;
    desk.wait_for_text(&format!("1\u{a0}saisie de {name}")).await;
    desk.wait_for_text("1\u{a0}saisie à importer").await;
    desk.wait_for_text("1\u{a0}photo jointe").await;
    desk.wait_for_text(SENTENCE).await;
    is_accessible(desk, "what is handed in").await;
    fits(desk, "what is handed in").await;
    desk.click("button", "Importer").await;
    desk.wait_for_text("1\u{a0}saisie remise au serveur").await;
    desk.give_file(".photo-picker input", file).await;
    desk.wait_for_text("déjà sur le serveur").await;
    desk.wait_for_text("Les saisies de ce fichier sont déjà sur le serveur").await;
    desk.go(&format!("{address}/couverture")).await;
    desk.wait_for_text("Tout est envoyé").await;
}

/// Records the file that the page shares, as on a phone.
const SHARE: &str = "
    Object.defineProperty(navigator, 'canShare', { value: () => true, configurable: true });
    const share = async ({ files }) => { globalThis.given = files[0]; };
    Object.defineProperty(navigator, 'share', { value: share, configurable: true });
    return true";

const COLLEAGUE: &str = "technicien2@demo.example";
const WORDS: &str = "Carte graphique à changer";

/// Signs a technician in on a phone whose session is on the disk.
async fn phone(server: &Server, profile: &Path, look: Look, mail: &str) -> Browser {
    let phone = Browser::open(profile, look).await;
    sign_in(&phone, server, mail).await;
    phone.wait_until_kept().await;
    phone.close_and_reopen().await
}

/// «Confier mes saisies»: the file, as the phone shares it.
async fn give(author: &Browser, file: &Path) {
    author.run(SHARE, json!([])).await;
    author.click("button", "Confier mes saisies").await;
    author.wait_for("the file", "return !!globalThis.given", WAIT).await;
    author.wait_for_text("Vos saisies sont confiées").await;
    let text = author.run("return await globalThis.given.text()", json!([])).await;
    let text = text.as_str().expect("a text");
    assert!(text.contains("\"proof\":\""), "the device proves that it wrote it");
    fs::write(file, text).expect("the file");
}

/// The colleague's phone takes the file, without a network; then it is killed.
async fn receive(colleague: Browser, saisies: &str, file: &Path) -> Browser {
    colleague.go(saisies).await;
    colleague.wait_until_started().await;
    let wrong = photo(file.parent().expect("a folder")).display().to_string();
    colleague.give_file(".photo-picker input", &wrong).await;
    colleague.wait_for_text("Ce fichier ne vient pas de").await;
    colleague.give_file(".photo-picker input", &file.display().to_string()).await;
    colleague.wait_for_text("1\u{a0}saisie de Amina Rey").await;
    fits(&colleague, "what is received").await;
    is_accessible(&colleague, "what is received").await;
    colleague.click("button", "Les prendre en charge").await;
    colleague.wait_for_text("Gardées sur cet appareil").await;
    colleague.wait_for_text("1\u{a0}saisie à envoyer").await;
    let colleague = colleague.crash_and_reopen().await;
    colleague.go(saisies).await;
    colleague.wait_until_started().await;
    colleague.wait_for_text("confiée par Amina Rey").await;
    colleague
}

/// Promise «Once»: two phones, no network, one file.
#[tokio::test]
async fn what_a_phone_cannot_send_goes_through_a_colleagues_phone_once() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await.id;
    let profile = folder.path().join("author");
    let author = phone(&server, &profile, Look::PHONE, TECHNICIAN).await;
    let other = folder.path().join("colleague");
    let colleague = phone(&server, &other, Look::NARROW, COLLEAGUE).await;
    server.kill();
    let saisies = format!("{}/saisies", server.address());
    author.go(&format!("{}/demande/{ticket}", server.address())).await;
    author.wait_until_started().await;
    comment(&author, WORDS).await;
    author.go(&saisies).await;
    author.wait_for_text("1\u{a0}saisie à envoyer").await;
    let file = folder.path().join("saisies.txt");
    give(&author, &file).await;
    author.close().await;

    let colleague = receive(colleague, &saisies, &file).await;
    server.start(&[]);
    let handed = "return document.body.innerText.includes('1\u{a0}saisie de collègue remise')";
    colleague.click("button", "Envoyer maintenant").await;
    colleague.wait_for("it to be handed in", handed, AGAIN).await;
    wait_until_sent(&colleague).await;
    let given = |office: &tests::device::Device| {
        comments(office.view(), ticket).iter().filter(|text| *text == WORDS).count()
    };
    office.sync().await.expect("the office hears of it");
    assert_eq!(given(&office), 1);
    let history = &office.view().tickets[&ticket].history;
    let entry = history.last().expect("the comment");
    assert_eq!(entry.by_name, "Amina Rey", "it stays its author's");
    let by = entry.handed.as_ref().expect("who handed it in");
    assert!(by.account != entry.by && by.proven);
    let bearer = format!("(remis par {})", by.name);

    // The author's phone comes back.
    let author = Browser::open(&profile, Look::PHONE).await;
    author.go(&saisies).await;
    author.wait_until_started().await;
    wait_until_sent(&author).await;
    author.wait_for_text("sur le serveur (").await;
    author.go(&format!("{}/demande/{ticket}", server.address())).await;
    author.wait_for_text(&bearer).await;
    office.sync().await.expect("the office hears of it");
    assert_eq!(given(&office), 1, "once");
}

/// What a phone carries for a colleague, and nothing of its own, is not hidden when its person has
/// signed out: the notice leads to it, and it can be exported.
#[tokio::test]
async fn what_is_carried_for_a_colleague_is_shown_where_nobody_is_signed_in() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let ticket = planned_ticket(&mut office).await.id;
    let author = phone(&server, &folder.path().join("author"), Look::PHONE, TECHNICIAN).await;
    let other = folder.path().join("colleague");
    let colleague = phone(&server, &other, Look::NARROW, COLLEAGUE).await;
    server.kill();
    let saisies = format!("{}/saisies", server.address());
    author.go(&format!("{}/demande/{ticket}", server.address())).await;
    author.wait_until_started().await;
    comment(&author, WORDS).await;
    author.go(&saisies).await;
    author.wait_for_text("1\u{a0}saisie à envoyer").await;
    let file = folder.path().join("saisies.txt");
    give(&author, &file).await;
    author.close().await;

    let colleague = receive(colleague, &saisies, &file).await;
    colleague.go(&format!("{}/compte", server.address())).await;
    colleague.click("button", "Se déconnecter").await;
    answer(&colleague, "Se déconnecter").await;
    colleague.wait_for_text("1\u{a0}saisie attend sur cet appareil").await;
    fits(&colleague, "what waits where nobody is signed in").await;
    colleague.click("link", "Mes saisies").await;
    colleague.wait_for_text("confiée par Amina Rey").await;
    colleague.find("button", "Exporter mes saisies non envoyées").await;
    is_accessible(&colleague, "what is carried where nobody is signed in").await;
}
