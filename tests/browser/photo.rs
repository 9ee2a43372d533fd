//! Photos on the phone: on a bad line, without room, and after somebody else signed in.

use crate::people::*;
use serde_json::json;
use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::device::{Device, PART_BYTES};
use tests::relay::{Line, Relay};
use tests::server::Server;
use tests::{files, picture};

const CUTS: u64 = 5;
/// Bytes a second of a phone's line at the edge of a village.
const SLOW: u64 = 250_000;
const PICKER: &str = "dialog .photo-picker input[capture]";
const TAKEN: &str = "return !!document.querySelector('dialog .photos img')";

/// A photo as a phone's camera writes it, in a file.
fn large_photo(folder: &TempDir) -> String {
    let path = folder.path().join("IMG_0001.jpg");
    fs::write(&path, picture::from_a_phone(7)).expect("a photo");
    path.display().to_string()
}

/// Opens the comment of a ticket and puts a photo into it.
async fn take_photo(phone: &Browser, page: &str, photo: &str) {
    phone.go(page).await;
    phone.wait_until_started().await;
    phone.click("button", "Ajouter un commentaire").await;
    phone.give_file(PICKER, photo).await;
}

pub(crate) async fn comment_with_photo(phone: &Browser, page: &str, photo: &str, text: &str) {
    take_photo(phone, page, photo).await;
    phone.wait_for("the photo", TAKEN, WAIT).await;
    phone.fill("textbox", "Votre commentaire", text).await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text(text).await;
}

/// Waits until the server has `many` complete files.
pub(crate) async fn wait_for_files(server: &Server, many: usize) {
    let start = std::time::Instant::now();
    while files::below(&server.data().join("files")).len() < many {
        assert!(start.elapsed() < AGAIN, "the photo never arrives");
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

async fn with_ticket(server: &Server) -> (Device, String) {
    let mut office = desk(server, 1).await;
    let ticket = planned_ticket(&mut office).await;
    (office, format!("/demande/{}", ticket.id))
}

#[tokio::test]
async fn a_photo_taken_without_network_arrives_once_over_a_line_that_is_cut_five_times() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let (_office, path) = with_ticket(&server).await;
    let bad = Arc::new(AtomicBool::new(false));
    let is_bad = Arc::clone(&bad);
    let draw = move |cuts| {
        let is_bad = is_bad.load(Ordering::SeqCst);
        let cut = is_bad && cuts < CUTS;
        // One part passes, the next is cut in its middle.
        let cut_up = cut.then_some(PART_BYTES as u64 * 3 / 2);
        Line { cut_up, cut_down: None, bytes_per_second: is_bad.then_some(SLOW) }
    };
    let relay = Relay::with_lines(&server.address(), draw).await;
    let page = format!("{}{path}", relay.address());
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in_at(&phone, &relay.address(), TECHNICIAN).await;
    phone.wait_until_kept().await;
    let phone = phone.close_and_reopen().await;
    server.kill();
    comment_with_photo(&phone, &page, &large_photo(&folder), "Voici l’écran").await;
    let phone = phone.crash_and_reopen().await;

    bad.store(true, Ordering::SeqCst);
    let before = relay.bytes_up();
    server.start(&[]);
    phone.go(&page).await;
    wait_for_files(&server, 1).await;
    wait_until_sent(&phone).await;
    assert_eq!(relay.cuts(), CUTS);
    let kept = files::below(&server.data().join("files"));
    assert_eq!(kept.len(), 1, "once");
    let clean = fs::read(&kept[0]).expect("the photo");
    assert!(picture::holds_only_pixels(&clean));
    let database = rusqlite::Connection::open(server.data().join("tournee.sqlite"));
    let database = database.expect("the database");
    let count = |line: &rusqlite::Row<'_>| line.get::<_, i64>(0);
    let bytes = database.query_row("SELECT bytes FROM files", [], count).expect("one file") as u64;
    assert!(bytes > 4 * PART_BYTES as u64, "{bytes} bytes are no test of a long photo");
    let sent = relay.bytes_up() - before;
    let most = bytes + CUTS * PART_BYTES as u64 + 100_000;
    assert!(sent < most, "{sent} bytes for a photo of {bytes}: it began again from zero");
}

/// A phone that is nearly full says so before a photo is taken, and saves the text without the
/// photo.
#[tokio::test]
async fn a_phone_without_room_says_so_before_a_photo_and_keeps_the_words() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let (mut office, path) = with_ticket(&server).await;
    let page = format!("{}{path}", server.address());
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    // Headless Chromium reports the same quota whatever room there is. A page that is given a
    // smaller number stands for the browsers that report the real one.
    phone.devtools("Page.enable", json!({})).await;
    let leave = async |bytes: u64| {
        let source = format!(
            "StorageManager.prototype.estimate = async () => ({{ usage: 0, quota: {bytes} }})"
        );
        let source = json!({ "source": source });
        phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    };
    let photo = large_photo(&folder);
    leave(30_000_000).await;
    phone.go(&page).await;
    phone.wait_until_started().await;
    phone.click("button", "Ajouter un commentaire").await;
    phone.wait_for_text("Il reste peu de place sur cet appareil").await;
    leave(4_500_000).await;
    take_photo(&phone, &page, &photo).await;
    phone.wait_for_text("Il n’y a plus de place pour une photo sur cet appareil").await;
    phone.wait_for_text("Il n’y a plus de place pour cette photo sur cet appareil").await;
    is_accessible(&phone, "no room").await;
    phone.fill("textbox", "Votre commentaire", "Sans photo, faute de place").await;
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Sans photo, faute de place").await;
    wait_until_sent(&phone).await;
    office.sync().await.expect("the office hears of it");
    let ticket = path.rsplit('/').next().expect("a key").parse().expect("a key");
    assert_eq!(comments(office.view(), ticket), ["Sans photo, faute de place"]);
    assert!(files::below(&server.data().join("files")).is_empty());
}

/// A waiting photo stays on the phone when somebody else signs in and after a SIGKILL, and is sent
/// once the line is good.
#[tokio::test]
async fn an_unsent_photo_survives_that_somebody_else_signs_in() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let (mut office, path) = with_ticket(&server).await;
    let bad = Arc::new(AtomicBool::new(true));
    let is_bad = Arc::clone(&bad);
    // Large requests are cut, small ones pass.
    let draw = move |_| {
        let cut_up = is_bad.load(Ordering::SeqCst).then_some(60_000);
        Line { cut_up, ..Line::default() }
    };
    let relay = Relay::with_lines(&server.address(), draw).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in_at(&phone, &relay.address(), TECHNICIAN).await;
    let page = format!("{}{path}", relay.address());
    comment_with_photo(&phone, &page, &large_photo(&folder), "Avec l’écran").await;
    let ticket = path.rsplit('/').next().expect("a key").parse().expect("a key");
    while comments(office.view(), ticket).is_empty() {
        office.sync().await.expect("the office is up to date");
    }
    let out = "return (await fetch('/api/v1/session', { method: 'DELETE' })).status";
    assert_eq!(phone.run(out, json!([])).await, json!(204));
    let phone = phone.crash_and_reopen().await;
    sign_in_somebody_else(&phone, &relay).await;
    assert!(files::below(&server.data().join("files")).is_empty(), "it waits");
    bad.store(false, Ordering::SeqCst);
    phone.reload().await;
    wait_for_files(&server, 1).await;
    let kept = files::below(&server.data().join("files"));
    assert!(picture::holds_only_pixels(&fs::read(&kept[0]).expect("the photo")));
}

async fn sign_in_somebody_else(phone: &Browser, relay: &Relay) {
    phone.go(&format!("{}/connexion", relay.address())).await;
    phone.wait_until_started().await;
    phone.fill("textbox", "Adresse e-mail", DISPATCHER).await;
    phone.fill("textbox", "Mot de passe", PASSWORD).await;
    phone.click("button", "Se connecter").await;
    phone.find("heading", "Couverture du trimestre").await;
}

/// The server is restored from a backup that is older than the photo: the phone offers it again.
#[tokio::test]
async fn a_photo_that_the_backup_lacks_goes_again() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let (_office, path) = with_ticket(&server).await;
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    let backup = server.beside("backup").display().to_string();
    let (good, told) = server.run(&["backup", "--to", &backup]);
    assert!(good, "{told}");
    let page = format!("{}{path}", server.address());
    comment_with_photo(&phone, &page, &large_photo(&folder), "Sur le chariot").await;
    wait_for_files(&server, 1).await;
    let before = files::below(&server.data().join("files"));
    server.kill();
    fs::remove_dir_all(server.data()).expect("the disk is lost");
    let (good, told) = server.run(&["restore", "--from", &backup]);
    assert!(good, "{told}");
    assert!(files::below(&server.data().join("files")).is_empty());
    server.start(&[]);
    phone.reload().await;
    // A restore ends the sessions of people: some were ended since the backup.
    sign_in(&phone, &server, TECHNICIAN).await;
    wait_for_files(&server, 1).await;
    assert_eq!(files::below(&server.data().join("files")), before, "the same photo");
}

/// What the page shows of the photos in a form.
async fn shown(phone: &Browser) -> Vec<String> {
    let names = "return [...document.querySelectorAll('dialog .photos img')].map((one) => one.alt)";
    let names = phone.run(names, json!([])).await;
    let names = names.as_array().expect("a list").iter();
    names.map(|name| name.as_str().expect("a name").to_owned()).collect()
}

/// Several photos are chosen at once, upright and readable; one is removed; what is no photo is
/// called by its name, and the form is intact.
#[tokio::test]
async fn photos_are_chosen_at_once_numbered_removed_and_readable() {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let (_office, path) = with_ticket(&server).await;
    let page = format!("{}{path}", server.address());
    let file = |name: &str, bytes: Vec<u8>| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("a file");
        path.display().to_string()
    };
    let upright = file("upright.jpg", picture::from_a_phone(3));
    let wide = file("wide.jpg", picture::jpeg(10_000, 1_500, 4));
    let icon = crate::people::photo(folder.path()).display().to_string();
    let phone = Browser::open(&folder.path().join("phone"), Look::PHONE).await;
    sign_in(&phone, &server, TECHNICIAN).await;
    phone.wait_until_kept().await;
    server.kill();
    phone.go(&page).await;
    phone.wait_until_started().await;
    phone.click("button", "Ajouter un commentaire").await;
    phone.fill("textbox", "Votre commentaire", "Trois photos").await;
    let gallery = "dialog input[multiple]:not([capture])";
    phone.give_file(gallery, &[upright, wide, icon].join("\n")).await;
    let all = "return [...document.querySelectorAll('dialog .photos img')]
        .filter((one) => one.naturalWidth).length === 3";
    phone.wait_for("three photos", all, WAIT).await;
    let numbers = ["1", "2", "3"].map(|at| format!("Photo\u{a0}{at} sur\u{a0}3"));
    assert_eq!(shown(&phone).await, numbers);
    let sizes = "return [...document.querySelectorAll('dialog .photos img')]
        .map((one) => [one.naturalWidth, one.naturalHeight])";
    let sizes = phone.run(sizes, json!([])).await;
    assert_eq!(sizes, json!([[1536, 2048], [6000, 900], [192, 192]]), "upright, readable");
    is_accessible(&phone, "photos in a form").await;
    fits(&phone, "photos in a form").await;

    phone.click("button", "Retirer la photo\u{a0}2").await;
    let two = "return document.querySelectorAll('dialog .photos img').length === 2
        && document.activeElement.textContent === 'Retirer'";
    phone.wait_for("one less, and the focus on the next", two, WAIT).await;
    assert_eq!(shown(&phone).await[1], "Photo\u{a0}2 sur\u{a0}2");

    for (name, bytes, said) in [
        ("iphone.heic", b"\0\0\0\x18ftypheic\0\0\0\0".to_vec(), "au format HEIC"),
        ("vide.jpg", Vec::new(), "Ce fichier est vide"),
        ("page.jpg", b"%PDF-1.7\n".to_vec(), "Ce fichier est un PDF"),
    ] {
        phone.give_file(PICKER, &file(name, bytes)).await;
        phone.wait_for_text(said).await;
    }
    assert_eq!(shown(&phone).await.len(), 2);
    phone.click("button", "Enregistrer").await;
    phone.wait_for_text("Trois photos").await;
    let named = "return [...document.querySelectorAll('.history .photos img')].map((i) => i.alt)";
    let named = phone.run(named, json!([])).await;
    assert!(named[1].as_str().is_some_and(|name| name.contains("Trois photos")), "{named}");

    export_is_kept(&phone, &server).await;
    photo_is_lost(&phone, &mut server).await;
}

/// The file of what waits can be read after the click: some browsers do so only then.
async fn export_is_kept(phone: &Browser, server: &Server) {
    phone.go(&format!("{}/saisies", server.address())).await;
    phone.wait_until_started().await;
    let watched = "globalThis.taken = 0;
        const before = URL.revokeObjectURL;
        URL.revokeObjectURL = (address) => { globalThis.taken += 1; before.call(URL, address) };
        const click = HTMLAnchorElement.prototype.click;
        HTMLAnchorElement.prototype.click = function () {
            globalThis.saved = this.download;
            setTimeout(() => { globalThis.after = globalThis.taken }, 500);
        }";
    phone.run(watched, json!([])).await;
    phone.click("button", "Exporter mes saisies non envoyées").await;
    let kept = "return !!globalThis.saved && globalThis.after === 0";
    phone.wait_for("the file to be offered and kept", kept, WAIT).await;
}

/// A browser that can no longer read a photo says so, and sends the next one.
async fn photo_is_lost(phone: &Browser, server: &mut Server) {
    let unreadable = "const read = Blob.prototype.arrayBuffer;
        Blob.prototype.arrayBuffer = function () {
            const lost = this.size > 100_000;
            const gone = new DOMException('gone', 'NotReadableError');
            return lost ? Promise.reject(gone) : read.call(this);
        }";
    phone.devtools("Page.enable", json!({})).await;
    let source = json!({ "source": unreadable });
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    server.start(&[]);
    phone.reload().await;
    wait_for_files(server, 1).await;
    phone.wait_for_text("Des photos n’ont pas pu partir").await;
}
