//! The service worker keeps the whole build on the device, or nothing of it.

use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use crate::asleep::network_is_back;
use crate::people::{COORDINATOR, sign_in};
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;
use sha2::{Digest, Sha256};
use shared::command::Envelope;
use shared::id::{AccountId, CommandId, DeviceId, Epoch, SiteId};
use shared::replica::{Meta, OutboxItem, Standing};
use shared::role::{Actor, Role};
use shared::sync::{PROTOCOL, SyncRequest};
use tempfile::TempDir;
use tests::browser::{Browser, Engine, Look};
use tests::server::Server;
use uuid::Uuid;

const LONGEST: Duration = Duration::from_secs(30);
/// The build that the server below serves: this one, the next, or the next with a broken page.
const THIS: u8 = 0;
const NEXT: u8 = 1;
const BROKEN: u8 = 2;

/// A server of the front end alone, whose build can be replaced by another. It signs nobody in, and
/// keeps the bodies of the requests to `/sync`.
struct Front {
    mode: Arc<AtomicU8>,
    asked: Arc<Mutex<Vec<Bytes>>>,
    address: String,
}

impl Front {
    async fn start() -> Self {
        let mode = Arc::new(AtomicU8::new(THIS));
        let layer = from_fn_with_state(mode.clone(), replace_build);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let kept = Arc::clone(&asked);
        let keep = move |body: Bytes| {
            kept.lock().expect("a lock").push(body);
            std::future::ready(StatusCode::UNAUTHORIZED)
        };
        let routes: Router = server::assets::routes().layer(layer);
        let routes = routes.route("/api/v1/sync", post(keep));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let port = listener.local_addr().expect("an address").port();
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { mode, asked, address: format!("http://localhost:{port}/") }
    }

    fn give(&self, mode: u8) {
        self.mode.store(mode, Ordering::SeqCst);
    }
}

async fn file(path: &str) -> String {
    let uri = path.parse().expect("an address");
    let response = server::assets::serve(Method::GET, uri, HeaderMap::new()).await;
    assert_eq!(response.status(), StatusCode::OK, "{path}: run `cargo xtask build` first");
    let bytes = axum::body::to_bytes(response.into_body(), 1 << 20).await.expect("a body");
    String::from_utf8(bytes.to_vec()).expect("a text")
}

fn build_of(page: &str) -> &str {
    let after = page.split("name=\"build\" content=\"").nth(1).expect("the page has its build");
    after.split('"').next().expect("a text")
}

/// The build with another identifier in its page, and so with another worker.
async fn replace_build(State(mode): State<Arc<AtomicU8>>, ask: Request, next: Next) -> Response {
    let mode = mode.load(Ordering::SeqCst);
    if mode == THIS {
        return next.run(ask).await;
    }
    let page = file("/index.html").await;
    let new_page = page.replace(build_of(&page), "next");
    let (media, body) = match ask.uri().path() {
        "/sw.js" => {
            let digest = |text: &str| STANDARD.encode(Sha256::digest(text));
            let worker = file("/sw.js").await.replace(build_of(&page), "next");
            ("text/javascript", worker.replace(&digest(&page), &digest(&new_page)))
        }
        "/index.html" | "/" if mode == BROKEN => ("text/html", "<p>Half of it".to_owned()),
        "/index.html" | "/" => ("text/html", new_page),
        _ => return next.run(ask).await,
    };
    ([(header::CONTENT_TYPE, media)], Body::from(body)).into_response()
}

/// Asks for an update of the worker. Returns whether a new one waits afterwards.
async fn look_for_update(browser: &Browser) -> bool {
    let script = "const registration = await navigator.serviceWorker.getRegistration();
        await registration.update().catch(() => null);
        const coming = registration.installing;
        if (coming) {
            await new Promise((end) => coming.addEventListener('statechange', () => {
                if (coming.state !== 'installing') end();
            }));
        }
        return !!registration.waiting;";
    browser.run(script, json!([])).await == json!(true)
}

async fn caches(browser: &Browser) -> Vec<String> {
    let names = browser.run("return await caches.keys()", json!([])).await;
    serde_json::from_value(names).expect("names")
}

async fn opened(address: &str, profile: &TempDir, look: Look) -> Browser {
    opened_in(Engine::Chromium, address, profile, look).await
}

async fn opened_in(engine: Engine, address: &str, profile: &TempDir, look: Look) -> Browser {
    let browser = Browser::open_in(engine, profile.path(), look).await;
    browser.go(address).await;
    browser.wait_until_started().await;
    browser.wait_until_kept().await;
    browser
}

#[tokio::test]
async fn after_one_visit_the_app_opens_without_the_server() {
    let mut server = Server::empty();
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&server.address(), &profile, Look::PHONE).await;
    let address = server.address();
    server.kill();
    let browser = browser.crash_and_reopen().await;
    for path in ["/", "/journee", "/passage/0192/compte-rendu", "/index.html"] {
        browser.go(&format!("{address}{path}")).await;
        browser.wait_until_started().await;
    }
    let api = browser.try_run("return (await fetch('/api/v1/session')).status", json!([])).await;
    assert!(api.is_err(), "the worker answered for the server: {api:?}");
}

#[tokio::test]
async fn nothing_breaks_the_content_security_policy() {
    let server = Server::empty();
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&server.address(), &profile, Look::DESK).await;
    browser.reload().await;
    browser.wait_until_started().await;
    let said = browser.console().await;
    let refused: Vec<_> = said.iter().filter(|line| line.contains("Security Policy")).collect();
    assert!(refused.is_empty(), "{refused:?}");
}

#[tokio::test]
async fn an_update_waits_until_it_is_wanted() {
    update_when_wanted(Engine::Chromium).await;
}

/// The same, in a browser of any engine.
pub(crate) async fn update_when_wanted(engine: Engine) {
    let front = Front::start().await;
    let profile = TempDir::new().expect("a folder");
    let browser = opened_in(engine, &front.address, &profile, Look::TABLET).await;
    let before = browser.build().await;
    front.give(NEXT);
    assert!(look_for_update(&browser).await, "no update was found");
    browser.reload().await;
    browser.wait_until_started().await;
    assert_eq!(browser.build().await, before, "the update did not wait");

    let accept = "const registration = await navigator.serviceWorker.getRegistration();
        registration.waiting.postMessage({ type: 'SKIP_WAITING' });";
    browser.run(accept, json!([])).await;
    let active = "const registration = await navigator.serviceWorker.getRegistration();
        return !registration.waiting && registration.active.state === 'activated'";
    browser.wait_for("the new worker", active, LONGEST).await;
    browser.reload().await;
    browser.wait_until_started().await;
    assert_eq!(browser.build().await, "next");
    assert_eq!(caches(&browser).await, ["build-next"]);
}

/// Names of the files that the worker keeps.
async fn kept(browser: &Browser) -> Vec<String> {
    let script = "const names = [];
        for (const key of await caches.keys()) {
            const requests = await (await caches.open(key)).keys();
            names.push(...requests.map((request) => new URL(request.url).pathname));
        }
        return names.map((name) => name.split('/').pop());";
    serde_json::from_value(browser.run(script, json!([])).await).expect("names")
}

const DESK: &str = "split_desk.wasm";
const DESK_IS_KEPT: &str = "return !!(await caches.match('/uses-later'))";

#[tokio::test]
async fn what_only_the_desk_needs_is_kept_once_asked_for_and_with_every_update() {
    let front = Front::start().await;
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&front.address, &profile, Look::DESK).await;
    assert!(!kept(&browser).await.contains(&DESK.to_owned()), "a phone downloaded the desk");
    let ask = "const app = document.querySelector('link[rel=modulepreload]').href;
        const answer = await fetch(new URL(arguments[0], app));
        return (await answer.arrayBuffer()).byteLength";
    let size = browser.run(ask, json!([DESK])).await;
    assert!(size.as_u64().expect("a size") > 0);
    assert!(kept(&browser).await.contains(&DESK.to_owned()));
    let say = "navigator.serviceWorker.controller.postMessage({ type: 'KEEP_LATER' })";
    browser.run(say, json!([])).await;
    browser.wait_for("the desk to be kept", DESK_IS_KEPT, LONGEST).await;

    front.give(NEXT);
    assert!(look_for_update(&browser).await, "no update was found");
    let both = kept(&browser).await.into_iter().filter(|name| name == DESK).count();
    assert_eq!(both, 2, "the update came without the desk");
}

/// Whoever used a build that had no parts for some roles may be on the way to a school.
#[tokio::test]
async fn an_update_of_a_build_that_noted_no_part_keeps_them_all() {
    let front = Front::start().await;
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&front.address, &profile, Look::PHONE).await;
    front.give(NEXT);
    assert!(look_for_update(&browser).await, "no update was found");
    let kept = kept(&browser).await;
    for part in ["split_technician.wasm", "split_teacher.wasm", DESK] {
        assert!(kept.contains(&part.to_owned()), "{part} is missing of {kept:?}");
    }
}

#[tokio::test]
async fn the_desk_opens_without_the_server_after_one_visit() {
    let mut server = Server::demo();
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&server.address(), &profile, Look::DESK).await;
    sign_in(&browser, &server, COORDINATOR).await;
    browser.find("heading", "Couverture du trimestre").await;
    browser.wait_until_kept().await;
    // What comes after the screens of the role had not come when the page was closed.
    let forget = "for (const name of await caches.keys()) {
            const kept = await caches.open(name);
            const aside = (await kept.keys()).filter((one) => one.url.includes('split_aside'));
            await Promise.all([kept.delete('/uses-aside'), ...aside.map((it) => kept.delete(it))]);
        }";
    browser.run(forget, json!([])).await;
    browser.reload().await;
    browser.wait_until_started().await;
    browser.wait_until_kept().await;
    let address = server.address();
    server.kill();
    let browser = browser.crash_and_reopen().await;
    for (path, title) in [
        ("couverture", "Couverture du trimestre"),
        ("planning", "Planning"),
        ("demandes", "Demandes"),
        ("importer", "Importer"),
        ("appareils", "Appareils"),
        ("tableau-de-bord", "Tableau de bord"),
        ("comptes", "Comptes"),
        ("reglages", "Réglages"),
        ("compte", "Mon compte"),
    ] {
        browser.go(&format!("{address}/{path}")).await;
        browser.find("heading", title).await;
    }
}

/// Who is behind is seen by the build: the page, its worker and the list of devices say the same.
#[tokio::test]
async fn the_list_of_devices_shows_the_build_that_the_worker_keeps() {
    let server = Server::demo();
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&server.address(), &profile, Look::DESK).await;
    let build = browser.build().await;
    assert_eq!(caches(&browser).await, [format!("build-{build}")]);
    sign_in(&browser, &server, COORDINATOR).await;
    browser.go(&format!("{}/appareils", server.address())).await;
    browser.wait_for_text(&build).await;
}

#[tokio::test]
async fn half_an_update_is_never_kept() {
    let front = Front::start().await;
    let profile = TempDir::new().expect("a folder");
    let browser = opened(&front.address, &profile, Look::PHONE).await;
    let before = browser.build().await;
    front.give(BROKEN);
    assert!(!look_for_update(&browser).await, "a broken build was kept");
    assert_eq!(caches(&browser).await, [format!("build-{before}")]);
    browser.reload().await;
    browser.wait_until_started().await;
    assert_eq!(browser.build().await, before);
}

/// Writes what the app keeps on the device, as the app writes it.
const KEEP: &str = "
    const [device, status, items] = arguments;
    const opening = indexedDB.open('tournee');
    const database = await new Promise((end, fail) => {
        opening.onsuccess = () => end(opening.result);
        opening.onerror = () => fail(opening.error);
    });
    const writing = database.transaction(['meta', 'outbox'], 'readwrite');
    writing.objectStore('meta').put(device, 'device');
    writing.objectStore('meta').put(status, 'status');
    items.forEach((item, at) => writing.objectStore('outbox').put(item, at + 1));
    await new Promise((end, fail) => {
        writing.oncomplete = end;
        writing.onabort = () => fail(writing.error);
    });
    database.close();
    return true";

fn waiting(device: DeviceId, actor: AccountId, sequence: u64) -> OutboxItem {
    let intent = json!({ "command": "confirm_resolution", "ticket": Uuid::from_u128(7) });
    let envelope = Envelope {
        id: CommandId(Uuid::from_u128(sequence.into())),
        device,
        sequence,
        actor,
        declared_at: 1_790_000_000_000,
        protocol: PROTOCOL,
        seen: Vec::new(),
        intent: serde_json::from_value(intent).expect("a command"),
    };
    OutboxItem { envelope, standing: Standing::Waiting }
}

/// The worker is no Rust: it writes a request of the protocol by hand.
#[tokio::test]
async fn the_worker_sends_a_request_of_the_protocol() {
    let front = Front::start().await;
    let profile = TempDir::new().expect("a folder");
    let phone = opened(&front.address, &profile, Look::PHONE).await;
    let (device, account) = (DeviceId(Uuid::from_u128(8)), AccountId(Uuid::from_u128(9)));
    let site = SiteId::from("0420001A");
    let (name, role) = ("Camille".to_owned(), Role::Technician);
    let actor = Actor { account, name, role, site: None, communes: Vec::new() };
    let status = Meta {
        actor: Some(actor),
        epoch: Some(Epoch(Uuid::from_u128(10))),
        cursor: 31,
        sites: Some([site.clone()].into()),
        ..Meta::default()
    };
    let items = [1, 2].map(|sequence| waiting(device, account, sequence));
    let text = |item: &OutboxItem| serde_json::to_string(item).expect("JSON");
    let kept = json!([
        device.to_string(),
        serde_json::to_string(&status).expect("JSON"),
        items.iter().map(text).collect::<Vec<_>>(),
    ]);
    assert_eq!(phone.run(KEEP, kept).await, json!(true));
    let build = phone.build().await;

    // Nobody has the app open: what comes now is the worker's.
    phone.go("about:blank").await;
    front.asked.lock().expect("a lock").clear();
    network_is_back(&phone, &front.address).await;
    let body = loop_until_some(|| front.asked.lock().expect("a lock").pop()).await;
    let request: SyncRequest = serde_json::from_slice(&body).expect("a request of the protocol");
    let commands: Vec<_> = items.into_iter().map(|item| item.envelope).collect();
    assert!(request.sent_at > 1_700_000_000_000, "{request:?}");
    let meant = SyncRequest {
        protocol: PROTOCOL,
        vocabulary: status.vocabulary,
        device,
        epoch: status.epoch,
        account: None,
        cursor: 31,
        held: vec![site],
        sent_at: request.sent_at,
        unsent: 2,
        build,
        takes_packs: false,
        watched: false,
        asks_proof_key: false,
        commands,
    };
    assert_eq!(request, meant);
}

async fn loop_until_some<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let start = std::time::Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(start.elapsed() < LONGEST, "nothing came");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
}
