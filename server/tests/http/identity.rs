//! Passwords that others know, sessions that others hold, devices that others name.

use crate::world::*;
use axum::body::Body;
use axum::http::{Request, StatusCode, header};
use serde_json::{Value, json};
use server::state::now_ms;
use server::store::Session;
use shared::history::FileRef;
use shared::id::{AccountId, FileHash};
use shared::limits::{DAY_MS, DESK_IDLE_MS, PASSWORD_GIVEN_MS};
use shared::sync::Verdict;
use shared::ticket;

fn sign_in_body(n: u8, password: &str, on: u8) -> String {
    let mail = format!("{n}@authority.example");
    json!({ "mail": mail, "password": password, "device": device(on) }).to_string()
}

/// Every cookie that an answer sets, as a browser sends them back.
fn cookies(answer: &Answer) -> String {
    let set = answer.headers.get_all(header::SET_COOKIE).iter();
    let first = |value: &axum::http::HeaderValue| {
        value.to_str().expect("readable").split(';').next().expect("a part").to_owned()
    };
    set.map(first).collect::<Vec<_>>().join("; ")
}

fn audited(world: &World, what: &str) -> Vec<(AccountId, String)> {
    let lines = world.state.store.look(|reader| reader.audit(0, i64::MAX)).expect("the audit");
    let lines = lines.into_iter().filter(|line| line.what == what);
    lines.map(|line| (line.account, line.detail)).collect()
}

async fn is_open(world: &World, cookie: &str) -> bool {
    world.get("/api/v1/session", cookie).await.status == StatusCode::OK
}

#[tokio::test]
async fn a_password_that_somebody_made_up_ends_after_days() {
    let world = World::new();
    let store = &world.state.store;
    let old = now_ms() - PASSWORD_GIVEN_MS - 1;
    let aged = store.change(|w| {
        let mut known = w.credential("1@authority.example")?.expect("a credential");
        known.given_at = Some(old);
        w.put_credential(&known)
    });
    aged.expect("aged");
    let mut body: Value = serde_json::from_str(&sign_in_body(1, PASSWORD, 1)).expect("JSON");
    body["new"] = "un vélo sur le toit".into();
    let answer = world.post("/api/v1/session", "", body.to_string()).await;
    assert_eq!(answer.error(), "password_expired", "{answer:?}");
}

#[tokio::test]
async fn a_new_password_ends_the_other_sessions() {
    let world = World::new();
    let mine = world.sign_in(OBSERVER).await;
    let answer = world.post("/api/v1/session", "", sign_in_body(OBSERVER, PASSWORD, 77)).await;
    let thief = answer.cookie();
    assert!(is_open(&world, &thief).await);
    let listed = world.get("/api/v1/session/all", &mine).await;
    let current = |line: &Value| line["current"] == true;
    let lines = listed.body.as_array().expect("a list");
    assert_eq!((lines.len(), lines.iter().filter(|line| current(line)).count()), (2, 1));
    let change = json!({ "old": PASSWORD, "new": "un vélo sur le toit" }).to_string();
    let changed = world.post("/api/v1/session/password", &mine, change).await;
    assert_eq!(changed.status, StatusCode::NO_CONTENT);
    assert!(is_open(&world, &mine).await && !is_open(&world, &thief).await);
    let change = json!({ "old": "un vélo sur le toit", "new": "motdepasse2026" }).to_string();
    let common = world.post("/api/v1/session/password", &mine, change).await;
    assert_eq!(common.error(), "password_common");
}

#[tokio::test]
async fn one_ends_the_other_sessions_of_ones_own() {
    let world = World::new();
    let mine = world.sign_in(TECHNICIAN).await;
    let other = world.post("/api/v1/session", "", sign_in_body(TECHNICIAN, PASSWORD, 77)).await;
    let colleague = world.sign_in(DISPATCHER).await;
    let ended = world.post("/api/v1/session/others/end", &mine, "{}").await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    assert!(is_open(&world, &mine).await && !is_open(&world, &other.cookie()).await);
    assert!(is_open(&world, &colleague).await);
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let (second, _) = world.tablet(SCHOOL, 21).await;
    let ended = world.post("/api/v1/session/others/end", &tablet, "{}").await;
    assert_eq!(ended.status, StatusCode::FORBIDDEN);
    assert!(is_open(&world, &second).await, "tablets of a school share an account");
}

#[tokio::test]
async fn a_desk_that_nobody_uses_is_signed_out_and_a_phone_is_not() {
    let world = World::new();
    for (n, stays) in [(DISPATCHER, false), (OBSERVER, false), (TECHNICIAN, true)] {
        let cookie = world.sign_in(n).await;
        // As it would be after eight days without a contact.
        let store = &world.state.store;
        let aged = store.change(|w| {
            let session = w.sessions(Some(device(n)), None)?.remove(0);
            let expires_at = session.expires_at - DESK_IDLE_MS - DAY_MS;
            w.put_session(&Session { expires_at, ..session })
        });
        aged.expect("aged");
        assert_eq!(is_open(&world, &cookie).await, stays, "{n}");
        let (at, id) = (now_ms() - DAY_MS, device(n));
        store.change(|w| w.touch_device(id, at, 0, "test")).expect("seen");
        assert!(is_open(&world, &cookie).await, "it was used yesterday: {n}");
    }
}

/// Keys of devices travel in rows: whoever knows one must not end the session of its owner.
#[tokio::test]
async fn nobody_takes_a_device_over_by_its_key() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let taken = world.post("/api/v1/session", "", sign_in_body(OBSERVER, PASSWORD, 1)).await;
    assert_eq!(taken.error(), "device_taken", "{taken:?}");
    let code = world.code(SCHOOL).await;
    let taken = world.enrol(&code, TECHNICIAN).await;
    assert_eq!(taken.error(), "device_taken", "{taken:?}");
    assert!(is_open(&world, &phone).await);
    assert_eq!(world.enrol(&code, 20).await.status, StatusCode::OK, "the code is not used up");
    // On the device itself another person signs in, with its cookie.
    let next = world.post("/api/v1/session", &phone, sign_in_body(OBSERVER, PASSWORD, 1)).await;
    assert_eq!(next.status, StatusCode::OK, "{next:?}");
    assert!(!is_open(&world, &phone).await);
}

#[tokio::test]
async fn a_code_brings_back_a_tablet_and_no_phone() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    let revoke = format!("/api/v1/devices/{}/revoke", device(TECHNICIAN));
    assert_eq!(world.post(&revoke, &desk, "").await.status, StatusCode::NO_CONTENT);
    let code = world.code(SCHOOL).await;
    let answer = world.enrol(&code, TECHNICIAN).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "revoked"));
    assert_eq!(world.get("/api/v1/session", &phone).await.error(), "revoked");
    let list = server::revocations::read(&world.state.data.join("revocations")).expect("a list");
    assert_eq!((list.len(), list[0].device, list[0].revoked), (1, device(TECHNICIAN), true));
}

/// Wrong passwords of others do not count on a device that has been this person's.
#[tokio::test]
async fn a_known_device_is_not_locked_out() {
    let world = World::new();
    let first = world.post("/api/v1/session", "", sign_in_body(COORDINATOR, PASSWORD, 3)).await;
    let known = cookies(&first);
    assert!(known.contains("__Host-tournee-device="), "{known}");
    while world.post("/api/v1/session", "", sign_in_body(COORDINATOR, "faux", 66)).await.status
        != StatusCode::TOO_MANY_REQUESTS
    {}
    let stranger = world.post("/api/v1/session", "", sign_in_body(COORDINATOR, PASSWORD, 3)).await;
    assert_eq!(stranger.status, StatusCode::TOO_MANY_REQUESTS, "the key alone shows nothing");
    let own = world.post("/api/v1/session", &known, sign_in_body(COORDINATOR, PASSWORD, 3)).await;
    assert_eq!(own.status, StatusCode::OK, "{own:?}");
    assert!(!cookies(&own).contains("tournee-device"), "it keeps the secret that it has");
}

#[tokio::test]
async fn wrong_passwords_and_codes_leave_a_trace() {
    let world = World::new();
    world.post("/api/v1/session", "", sign_in_body(TECHNICIAN, "faux", 9)).await;
    world.post("/api/v1/session", "", sign_in_body(99, "faux", 9)).await;
    let failed = audited(&world, "sign_in_failed");
    assert_eq!(failed.len(), 1, "no line for addresses that nobody has: {failed:?}");
    assert_eq!(failed[0].0, account(TECHNICIAN));
    assert!(failed[0].1.contains(&device(9).to_string()) && failed[0].1.contains("from="));
    world.enrol("AAAAAAAA", 9).await;
    assert_eq!(audited(&world, "code_failed").len(), 1);
}

async fn put(world: &World, cookie: &str, bytes: &[u8]) -> (FileHash, Answer) {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(bytes);
    let hash = FileHash(server::identity::hex(&digest));
    let path = format!("/api/v1/files/{hash}");
    let request = Request::put(path).header("cookie", cookie).body(Body::from(bytes.to_vec()));
    (hash.clone(), world.send(request.expect("a request")).await)
}

/// To name a photo is to see it: only who has it may.
#[tokio::test]
async fn nobody_sees_a_photo_by_naming_it() {
    let world = World::new();
    let (one, school) = world.tablet(SCHOOL, 20).await;
    let (other, _) = world.tablet(OTHER_SCHOOL, 21).await;
    let bytes = include_bytes!("../../../public/icons/icon-192.png");
    let (hash, kept) = put(&world, &other, bytes).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{kept:?}");
    let path = format!("/api/v1/files/{hash}");
    let status = world.get(&format!("{path}/status"), &one).await;
    assert_eq!(status.status, StatusCode::NOT_FOUND, "nobody is told that it is there");
    let names = |sequence| {
        let photos = vec![FileRef { hash: hash.clone(), bytes: bytes.len() as u64 }];
        let text = "Voilà".into();
        let intent = ticket::Act::CommentTicket { ticket: ticket(1), text, photos };
        envelope(20, school, sequence, now_ms(), intent.into())
    };
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let answer = world.sync(&one, &request(20, &[report, names(2)])).await;
    assert!(matches!(answer.outcomes[1].verdict, Verdict::Refused { .. }), "{answer:?}");
    assert_eq!(world.get(&path, &one).await.status, StatusCode::NOT_FOUND);
    // Who has the same picture sends it, and may name it.
    let (_, kept) = put(&world, &one, bytes).await;
    assert_eq!(kept.status, StatusCode::CREATED, "{kept:?}");
    let answer = world.sync(&one, &request(20, &[names(3)])).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Applied { .. }), "{answer:?}");
    let read = world.get(&path, &one).await;
    assert_eq!(read.status, StatusCode::OK);
    // A browser asks each time, so that it shows nothing after the session: what it has already is
    // not sent again.
    assert_eq!(read.headers["cache-control"], "private, no-cache");
    let again = async |cookie: &str| {
        let request = Request::get(&path).header("cookie", cookie);
        let request = request.header("if-none-match", &read.headers["etag"]).body(Body::empty());
        world.send(request.expect("a request")).await.status
    };
    assert_eq!(again(&one).await, StatusCode::NOT_MODIFIED);
    assert_eq!(again("").await, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn signing_out_clears_what_the_browser_kept() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let out = world.post("/api/v1/session/end", &cookie, "{}").await;
    assert_eq!(out.headers["clear-site-data"], "\"cache\"");
}
