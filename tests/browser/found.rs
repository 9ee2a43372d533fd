//! What people look for is found: a school by words as they are typed, a device by its label, also
//! where the browser reads no codes, and without a network.

use crate::people::*;
use serde_json::json;
use shared::equipment::Equipment;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;
use tests::browser::{Browser, Engine, Look};
use tests::picture;
use tests::server::Server;

#[tokio::test]
async fn schools_are_found_as_their_names_are_typed() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let desk = Browser::open(&folder.path().join("desk"), Look::DESK).await;
    sign_in(&desk, &server, DISPATCHER).await;
    let field = "Rechercher un établissement ou une commune";
    let rows = "return document.querySelectorAll('table.data tbody tr').length";
    let mut counts = Vec::new();
    for pair in [
        ["chamboeuf", "CHAMBŒUF\u{a0}"],
        ["l’étrat", "  l'etrat "],
        ["daudet ecole", "École Daudet"],
        ["st etienne", "SAINT-ÉTIENNE"],
        ["bourg chagnon", "Chagnon\u{202f}bourg"],
    ] {
        let mut found = Vec::new();
        for typed in pair {
            desk.fill("searchbox", field, typed).await;
            // The list follows each letter.
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            found.push(desk.run(rows, json!([])).await.as_u64().expect("a number"));
        }
        assert!(found[0] > 0 && found[0] == found[1], "{pair:?}: {found:?}");
        counts.push(found[0]);
    }
    assert_eq!(counts[0], 1, "one school at Chambœuf");
    assert!(counts[3] > 50, "a city has many");
    desk.go(&format!("{}/planning", server.address())).await;
    desk.wait_until_started().await;
    let open = "const all = document.querySelectorAll('details');
                all.forEach((one) => one.open = true);
                return all.length > 0";
    desk.wait_for("the forms below the board", open, WAIT).await;
    desk.fill("searchbox", "Chercher un établissement", "chamboeuf ").await;
    let only = "const of = [...document.querySelectorAll('select')].map((one) => one.options);
                return of.some((all) => all.length === 1 && /chamb/i.test(all[0].textContent))";
    desk.wait_for("one school to close", only, WAIT).await;
}

/// A page without the browser's own reader of codes, as on an iPhone.
async fn without_detector(phone: &Browser) {
    phone.devtools("Page.enable", json!({})).await;
    let source = json!({ "source": "delete globalThis.BarcodeDetector" });
    phone.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
}

fn label(folder: &Path, name: &str, text: &str, degrees: f32) -> String {
    let path = folder.join(name);
    fs::write(&path, picture::label(text, degrees)).expect("a photo");
    path.display().to_string()
}

/// A camera that sees that photo, in the place of the device's own.
fn camera(photo: &str) -> serde_json::Value {
    use base64::Engine as _;
    let photo = base64::engine::general_purpose::STANDARD.encode(fs::read(photo).expect("a photo"));
    json!([format!("data:image/png;base64,{photo}")])
}

const CAMERA: &str = "const picture = new Image();
    picture.src = arguments[0];
    await picture.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [picture.naturalWidth, picture.naturalHeight];
    const draw = () => canvas.getContext('2d').drawImage(picture, 0, 0);
    draw();
    setInterval(draw, 100);
    window.tracks = [];
    navigator.mediaDevices.getUserMedia = async () => {
        const stream = canvas.captureStream(10);
        window.tracks = stream.getTracks();
        return stream;
    };";

#[tokio::test]
async fn a_label_is_read_where_the_browser_reads_no_codes_also_without_a_network() {
    read_labels(Engine::Chromium).await;
}

/// The same, in a browser of any engine.
pub(crate) async fn read_labels(engine: Engine) {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut office = desk(&server, 1).await;
    let site = a_school(office.view(), 9);
    let technician = account(office.view(), "Amina Rey");
    let visit = plan_visit(&mut office, &site, technician).await;
    let here: Vec<Arc<Equipment>> = office.view().equipment_of(&site).cloned().collect();
    let (first, second) = (&here[0], &here[1]);
    let phone = Browser::open_in(engine, &folder.path().join("phone"), Look::PHONE).await;
    match engine {
        Engine::Chromium => without_detector(&phone).await,
        // They read no codes.
        Engine::Firefox | Engine::WebKit => {}
    }
    sign_in(&phone, &server, TECHNICIAN).await;
    let is_kept = "return !!(await caches.match('/uses-scanner'))";
    phone.wait_for("the reader of labels to be kept", is_kept, AGAIN).await;
    server.kill();

    phone.go(&format!("{}/passage/{visit}", server.address())).await;
    phone.wait_until_started().await;
    phone.click("button", "Scanner une étiquette").await;
    let address = format!("https://parc.example/ht/{}?vu=12", first.label);
    let photo = label(folder.path(), "label.png", &address, 27.0);
    phone.give_file("dialog input[capture]", &photo).await;
    phone.wait_for_text(&first.serial).await;
    phone.wait_for_text(&first.name).await;
    is_accessible(&phone, "a label").await;
    fits(&phone, "a label").await;

    let digits = second.label.trim_start_matches("SEM-").trim_start_matches('0');
    phone.fill("textbox", "Numéro de l’étiquette", digits).await;
    phone.click("button", "Chercher").await;
    phone.wait_for_text(&second.serial).await;

    let photo = label(folder.path(), "serial.png", &format!("S{}", first.serial), -8.0);
    phone.run(CAMERA, camera(&photo)).await;
    phone.click("button", "Lire avec la caméra").await;
    phone.wait_for_text(&first.serial).await;
    let is_off = "return window.tracks.length === 1 && window.tracks[0].readyState === 'ended'
        && !document.querySelector('video')";
    phone.wait_for("the camera to go off", is_off, WAIT).await;
}

/// An iPad calls itself a Macintosh.
#[tokio::test]
async fn an_ipad_is_told_to_install_before_its_code_is_spent() {
    let server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let tablet = Browser::open(&folder.path().join("tablet"), Look::TABLET).await;
    // As the browser of an iPad says it; nothing else of it can be had here.
    let says =
        "const agent = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/17.4 Safari';
        const say = (name, value) => Object.defineProperty(navigator, name, { get: () => value });
        say('userAgent', agent);
        say('maxTouchPoints', 5);";
    tablet.devtools("Page.enable", json!({})).await;
    let source = json!({ "source": says });
    tablet.devtools("Page.addScriptToEvaluateOnNewDocument", source).await;
    tablet.go(&format!("{}/activer#ABCD2345", server.address())).await;
    tablet.wait_until_started().await;
    tablet.wait_for_text("Sur iPad et iPhone, installez d’abord l’application").await;
}
