//! Bytes of a first visit, and the time of a cold start until the app is usable, with the server
//! stopped and the processor slowed down four times.

use serde_json::json;
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::people::{self, DISPATCHER, PASSWORD, TECHNICIAN};
use tests::relay::Relay;
use tests::server::Server;

const RUNS: usize = 7;
const SLOWER: u32 = 4;
const LONGEST: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    first_loads().await;
    let mut times = cold_starts().await;
    times.sort_unstable_by(f64::total_cmp);
    let (least, most) = (times[0], times[RUNS - 1]);
    let median = times[RUNS / 2];
    println!(
        "cold start without the server, {SLOWER}x slower: median {median:.0} ms of {RUNS} \
         ({least:.0} to {most:.0} ms, noise {:.0} %)",
        (most - least) / median * 100.0
    );
}

/// A person of a role, the screen that they begin with, and the kB at most until then: app, part of
/// the role and first rows.
struct First {
    who: &'static str,
    look: Look,
    shown: &'static str,
    most: u64,
}

const FIRST: [First; 4] = [
    First { who: "technician", look: Look::PHONE, shown: "Ma journée", most: 720 },
    First { who: "school", look: Look::TABLET, shown: "Signaler un incident", most: 650 },
    First { who: "adviser", look: Look::PHONE, shown: "Mes sessions", most: 650 },
    First { who: "desk", look: Look::DESK, shown: "Couverture du trimestre", most: 1_220 },
];

/// Bytes that the browser downloads, counted by a relay: the app first, then what comes with the
/// first sign-in, which is the part of the role and its rows.
async fn first_loads() {
    let server = Server::demo();
    let mut desk = people::desk(&server, 1).await;
    let site = desk.view().sites.keys().next().expect("a school").clone();
    let mut heavy = Vec::new();
    for First { who, look, shown, most } in FIRST {
        let relay = Relay::before(&server.address()).await;
        let folder = TempDir::new().expect("a folder");
        let browser = Browser::open(folder.path(), look).await;
        browser.go(&format!("{}/connexion", relay.address())).await;
        browser.wait_until_started().await;
        browser.wait_until_kept().await;
        let app = relay.bytes_down();
        match who {
            "technician" => sign_in(&browser, TECHNICIAN).await,
            "desk" => sign_in(&browser, DISPATCHER).await,
            "adviser" => sign_in(&browser, "formateur@demo.example").await,
            _ => {
                let code = desk.make_code(site.as_str()).await.expect("a code");
                browser.go(&format!("{}/activer", relay.address())).await;
                browser.wait_until_started().await;
                browser.fill("textbox", "Code d’activation", &code).await;
                browser.click("button", "Activer").await;
                browser.wait_for_text("Tout est envoyé").await;
            }
        }
        browser.wait_for_text(shown).await;
        browser.wait_until_role_kept().await;
        let all = relay.bytes_down();
        browser.wait_until_kept().await;
        println!(
            "first load, {who}: {} kB, {} kB of them before the sign-in; {} kB come later",
            kb(all),
            kb(app),
            kb(relay.bytes_down() - all)
        );
        if kb(all) > most {
            heavy.push(format!("{who}: {} kB, more than {most}", kb(all)));
        }
        browser.close().await;
    }
    assert!(heavy.is_empty(), "too heavy: {heavy:?}");
}

fn kb(bytes: u64) -> u64 {
    bytes.div_ceil(1_000)
}

async fn sign_in(browser: &Browser, account: &str) {
    browser.fill("textbox", "Adresse e-mail", account).await;
    browser.fill("textbox", "Mot de passe", PASSWORD).await;
    browser.click("button", "Se connecter").await;
    browser.wait_for_text("Tout est envoyé").await;
}

/// Milliseconds from the navigation to the day of the technician on the screen.
async fn cold_starts() -> Vec<f64> {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut phone = Browser::open(folder.path(), Look::PHONE).await;
    let address = server.address();
    phone.go(&format!("{address}/connexion")).await;
    phone.wait_until_started().await;
    sign_in(&phone, TECHNICIAN).await;
    phone.wait_until_kept().await;
    phone = phone.close_and_reopen().await;
    server.kill();
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let watch = "new MutationObserver(() => {
            if (!window.usable && document.querySelector('main h1')) {
                window.usable = performance.now();
            }
        }).observe(document, { childList: true, subtree: true })";
        phone.devtools("Page.enable", json!({})).await;
        phone.devtools("Page.addScriptToEvaluateOnNewDocument", json!({ "source": watch })).await;
        phone.devtools("Emulation.setCPUThrottlingRate", json!({ "rate": SLOWER })).await;
        phone.go(&format!("{address}/journee")).await;
        let usable = phone.wait_for("the day", "return window.usable", LONGEST).await;
        times.push(usable.as_f64().expect("milliseconds"));
        phone = phone.close_and_reopen().await;
    }
    times
}
