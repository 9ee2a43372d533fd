//! What a first visit downloads, and how long the app takes to be usable from a cold start with
//! the server stopped and the processor slowed four times.

use serde_json::json;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tempfile::TempDir;
use tests::browser::{Browser, Look};
use tests::files;
use tests::people::{PASSWORD, TECHNICIAN};
use tests::server::Server;

const RUNS: usize = 7;
const SLOWER: u32 = 4;
const LONGEST: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    let (program, all) = sizes();
    println!("first load: {all} kB compressed in all, of which the program {program} kB");
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

/// Kilobytes of the program and of the whole build, as they are sent.
fn sizes() -> (u64, u64) {
    let dist = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/dist");
    let files = files::below(&dist);
    assert!(!files.is_empty(), "run through `cargo xtask bench start`");
    let is_sibling = |path: &PathBuf| path.extension().is_some_and(|e| e == "br" || e == "gz");
    let sent = |path: &PathBuf| {
        let compressed = PathBuf::from(format!("{}.br", path.display()));
        let of = if compressed.exists() { &compressed } else { path };
        fs::metadata(of).map_or(0, |data| data.len())
    };
    let whole: Vec<&PathBuf> = files.iter().filter(|path| !is_sibling(path)).collect();
    let program = whole.iter().filter(|path| path.extension().is_some_and(|e| e == "wasm"));
    let sum = |bytes: u64| bytes.div_ceil(1_000);
    (sum(program.map(|path| sent(path)).sum()), sum(whole.iter().map(|path| sent(path)).sum()))
}

/// Milliseconds from the navigation to the day of the technician on the screen.
async fn cold_starts() -> Vec<f64> {
    let mut server = Server::demo();
    let folder = TempDir::new().expect("a folder");
    let mut phone = Browser::open(folder.path(), Look::PHONE).await;
    let address = server.address();
    phone.go(&format!("{address}/connexion")).await;
    phone.wait_until_started().await;
    phone.fill("textbox", "Adresse e-mail", TECHNICIAN).await;
    phone.fill("textbox", "Mot de passe", PASSWORD).await;
    phone.click("button", "Se connecter").await;
    phone.wait_for_text("Tout est envoyé").await;
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
