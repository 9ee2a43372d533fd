//! What anybody on the network, one school's tablet or a stranger's page may not do.

use crate::world::*;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Request, StatusCode};
use http_body_util::BodyExt;
use serde_json::json;
use server::router;
use server::state::now_ms;
use shared::limits::{LIVE_PER_DEVICE, SMALL_BODY_BYTES};
use std::net::SocketAddr;
use std::time::Duration;
use tower::ServiceExt;

fn photo() -> (Vec<u8>, String) {
    let photo = include_bytes!("../../../public/icons/icon-192.png").to_vec();
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&photo);
    (photo, format!("/api/v1/files/{}", server::identity::hex(&digest)))
}

fn audited(world: &World, what: &str) -> usize {
    let lines = world.state.store.look(|reader| reader.audit(0, i64::MAX)).expect("the audit");
    lines.iter().filter(|line| line.what == what).count()
}

/// A request as it comes from a socket, through the limits by address.
async fn from(world: &World, peer: &str, named: &str, request: Request<Body>) -> (u16, bool) {
    let (mut parts, body) = request.into_parts();
    let peer: SocketAddr = peer.parse().expect("an address with a port");
    parts.extensions.insert(ConnectInfo(peer));
    if !named.is_empty() {
        parts.headers.insert("x-forwarded-for", named.parse().expect("a value"));
    }
    let app = router::outward(world.state.clone());
    let answer = app.oneshot(Request::from_parts(parts, body)).await.expect("an answer");
    (answer.status().as_u16(), answer.headers().contains_key("content-security-policy"))
}

fn get(path: &str) -> Request<Body> {
    Request::get(path).body(Body::empty()).expect("a request")
}

fn wrong(n: u32) -> Request<Body> {
    let mail = format!("{n}@authority.example");
    let body = json!({ "mail": mail, "password": "faux", "device": device(90) });
    Request::post("/api/v1/session").body(Body::from(body.to_string())).expect("a request")
}

#[tokio::test]
async fn nobody_makes_the_server_hold_megabytes() {
    let world = World::new();
    let long = "a".repeat(SMALL_BODY_BYTES);
    let body = json!({ "mail": long, "password": "?", "device": device(1) }).to_string();
    for path in ["/api/v1/session", "/api/v1/enrol"] {
        let answer = world.post(path, "", body.clone()).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
    }
    let cookie = world.sign_in(COORDINATOR).await;
    for path in ["/api/v1/session/password", "/api/v1/accounts", "/api/v1/codes"] {
        let answer = world.post(path, &cookie, body.clone()).await;
        assert_eq!(answer.status, StatusCode::PAYLOAD_TOO_LARGE, "{path}");
    }
    // Too long for an address, and so never kept as the key of a limit: no attempt is counted.
    let mail = format!("{}@b.fr", "a".repeat(300));
    for _ in 0..12 {
        let body = json!({ "mail": mail, "password": "?", "device": device(1) });
        let answer = world.post("/api/v1/session", "", body.to_string()).await;
        assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
    }
    let body = json!({
        "mail": "1@authority.example", "password": "p".repeat(2_000), "device": device(1),
    });
    let answer = world.post("/api/v1/session", "", body.to_string()).await;
    assert_eq!(answer.status, StatusCode::UNAUTHORIZED);
}

/// Tries to sign in until it is too often; returns how often it was not. A slow machine earns some
/// more attempts meanwhile.
async fn until_refused(world: &World, peer: impl Fn(u32) -> String, forwarded: &str) -> u32 {
    for n in 0..1_000 {
        let (status, guarded) = from(world, &peer(n), forwarded, wrong(n)).await;
        assert!(guarded, "a refusal has the security headers too");
        if status == 429 {
            return n;
        }
    }
    panic!("never refused")
}

#[tokio::test]
async fn a_client_behind_a_trusted_proxy_is_told_apart() {
    let mut world = World::new();
    world.state.proxies = std::sync::Arc::new("10.0.0.0/8".parse().expect("a network"));
    let tries = until_refused(&world, |_| "10.0.0.2:9".into(), "192.0.2.1").await;
    assert!(tries >= 60, "{tries}");
    assert_eq!(from(&world, "10.0.0.2:9", "192.0.2.2", wrong(200)).await.0, 401);
    // What the client claims about itself counts for nothing.
    let claims = "198.51.100.7, 192.0.2.1";
    assert!(until_refused(&world, |_| "10.0.0.2:9".into(), claims).await < 10);
    // One subscriber has many addresses.
    let tries = until_refused(&world, |n| format!("[2001:db8::{n:x}]:9"), "").await;
    assert!(tries >= 60, "{tries}");
    assert!(until_refused(&world, |_| "[2001:db8::ffff]:9".into(), "").await < 10);
    assert_eq!(from(&world, "[2001:db8:0:1::1]:9", "", wrong(203)).await.0, 401);
}

#[tokio::test]
async fn strangers_read_no_figures() {
    let world = World::new();
    assert_eq!(from(&world, "192.0.2.1:9", "", get("/metrics")).await.0, 404);
    assert_eq!(from(&world, "127.0.0.1:9", "", get("/metrics")).await.0, 404);
    assert_eq!(from(&world, "192.0.2.1:9", "", get("/health")).await.0, 200);
    let inward = router::inward(world.state.clone());
    let answer = inward.oneshot(get("/metrics")).await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK);
}

async fn put(world: &World, cookie: &str, path: &str, bytes: &[u8]) -> Answer {
    let request = Request::put(path).header("cookie", cookie).body(Body::from(bytes.to_vec()));
    world.send(request.expect("a request")).await
}

#[tokio::test]
async fn photos_leave_room_on_the_disk() {
    let mut world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let (bytes, path) = photo();
    world.state.reserve = u64::MAX;
    world.renew();
    let answer = put(&world, &cookie, &path, &bytes).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::INSUFFICIENT_STORAGE, "fault"));
    world.state.reserve = 0;
    world.renew();
    assert_eq!(put(&world, &cookie, &path, &bytes).await.status, StatusCode::CREATED);
}

/// A picture of a few kilobytes that would need gigabytes.
#[tokio::test]
async fn a_picture_that_unpacks_to_too_much_is_refused() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let mut bytes = Vec::new();
    let encoder = image::codecs::png::PngEncoder::new(&mut bytes);
    let kind = image::ExtendedColorType::Rgba16;
    image::ImageEncoder::write_image(encoder, &[0; 8], 1, 1, kind).expect("a picture");
    // 45 Mpx, within the limit of pixels, but 8 bytes each.
    bytes[16..20].copy_from_slice(&9_000_u32.to_be_bytes());
    bytes[20..24].copy_from_slice(&5_000_u32.to_be_bytes());
    let sum = crc32(&bytes[12..29]).to_be_bytes();
    bytes[29..33].copy_from_slice(&sum);
    let digest = <sha2::Sha256 as sha2::Digest>::digest(&bytes);
    let path = format!("/api/v1/files/{}", server::identity::hex(&digest));
    let answer = put(&world, &cookie, &path, &bytes).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

/// The sum of a chunk of PNG (ISO 3309).
fn crc32(bytes: &[u8]) -> u32 {
    let bit = |sum: u32| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    let byte = |sum: u32, byte: &u8| (0..8).fold(sum ^ u32::from(*byte), |sum, _| bit(sum));
    !bytes.iter().fold(u32::MAX, byte)
}

#[tokio::test]
async fn a_device_has_a_few_live_channels() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let live = || {
        let request = Request::get("/api/v1/live").header("cookie", &cookie).body(Body::empty());
        router::router(world.state.clone()).oneshot(request.expect("a request"))
    };
    let mut open = Vec::new();
    for _ in 0..LIVE_PER_DEVICE {
        open.push(live().await.expect("an answer"));
        assert_eq!(open.last().expect("one").status(), StatusCode::OK);
    }
    assert_eq!(live().await.expect("an answer").status(), StatusCode::TOO_MANY_REQUESTS);
    drop(open.pop());
    assert_eq!(live().await.expect("an answer").status(), StatusCode::OK);
}

#[tokio::test]
async fn a_live_channel_ends_with_its_session() {
    let mut world = World::new();
    world.state.live_asks = Duration::from_millis(50);
    world.renew();
    let cookie = world.sign_in(TECHNICIAN).await;
    let request = Request::get("/api/v1/live").header("cookie", &cookie).body(Body::empty());
    let app = router::router(world.state.clone());
    let answer = app.oneshot(request.expect("a request")).await.expect("an answer");
    let mut body = answer.into_body();
    assert!(body.frame().await.is_some(), "the first number");
    let end = world.state.store.change(|w| w.end_sessions(None, Some(account(TECHNICIAN))));
    end.expect("ended");
    let next = tokio::time::timeout(Duration::from_secs(5), body.frame()).await;
    assert!(next.expect("it does not go on").is_none());
}

#[tokio::test]
async fn a_site_that_is_asked_for_shows_what_own_sites_show_and_leaves_a_trace() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    world.sync(&tablet, &request(20, &[report])).await;
    let path = format!("/api/v1/sites/{SCHOOL}");
    let answer = world.get(&path, &phone).await;
    assert_eq!(answer.body["rows"].as_array().map(Vec::len), Some(2), "{answer:?}");
    assert_eq!(audited(&world, "site_read"), 1);
    let desk = world.sign_in(DISPATCHER).await;
    assert_eq!(world.get(&path, &desk).await.status, StatusCode::OK);
    assert_eq!(audited(&world, "site_read"), 1, "a desk holds every site anyway");
    assert_eq!(world.get("/api/v1/export/tickets.csv", &desk).await.status, StatusCode::OK);
    assert_eq!(audited(&world, "exported"), 1);
}

/// A device may say that it is any time at all; the rows that all others read stay sound.
#[tokio::test]
async fn an_instant_that_no_calendar_knows_is_brought_back() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    let extremes = [i64::MIN, -1, 8_210_266_876_799_999, i64::MAX];
    for (at, sent) in extremes.iter().flat_map(|at| extremes.map(|sent| (*at, sent))) {
        let n = u8::try_from(extremes.iter().position(|x| *x == at).expect("one")).expect("few");
        let m = u8::try_from(extremes.iter().position(|x| *x == sent).expect("one")).expect("few");
        let n = 10 + n * 4 + m;
        let intent = incident(n, SCHOOL);
        let mut command = envelope(TECHNICIAN, account(TECHNICIAN), n.into(), now_ms(), intent);
        command.declared_at = at;
        let mut request = request(TECHNICIAN, &[command]);
        request.sent_at = sent;
        world.sync(&phone, &request).await;
    }
    let held = world.sync(&desk, &request(DISPATCHER, &[])).await;
    let text = serde_json::to_string(&held.changes).expect("JSON");
    for at in extremes {
        assert!(at == -1 || !text.contains(&at.to_string()), "{at} is kept");
    }
    let export = world.get("/api/v1/export/tickets.csv", &desk).await;
    assert_eq!(export.status, StatusCode::OK);
    assert!(held.changes.len() > extremes.len() * extremes.len());
}
