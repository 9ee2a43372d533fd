//! The second factor: begun, asked for, lost, ended.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::state::{Strong, now_ms};
use shared::sync::Verdict;

fn sign_in_body(n: u8, password: &str, on: u8) -> String {
    let mail = format!("{n}@authority.example");
    json!({ "mail": mail, "password": password, "device": device(on) }).to_string()
}

fn audited(world: &World, what: &str) -> usize {
    let lines = world.state.store.look(|reader| reader.audit(0, i64::MAX)).expect("the audit");
    lines.iter().filter(|line| line.what == what).count()
}

async fn is_open(world: &World, cookie: &str) -> bool {
    world.get("/api/v1/session", cookie).await.status == StatusCode::OK
}

/// What a program for second factors shows at an instant, from the secret that a person types.
pub fn code_at(secret: &str, at: i64) -> String {
    use hmac::{KeyInit, Mac};
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let five = |c: char| format!("{:05b}", alphabet.find(c).expect("base 32"));
    let bits: String = secret.chars().map(five).collect();
    let byte = |eight: &[u8]| {
        let text = std::str::from_utf8(eight).expect("digits");
        u8::from_str_radix(text, 2).expect("bits")
    };
    let key: Vec<u8> = bits.as_bytes().chunks_exact(8).map(byte).collect();
    let mut mac = hmac::Hmac::<sha1::Sha1>::new_from_slice(&key).expect("a key");
    mac.update(&(at / 30_000).to_be_bytes());
    let hash = mac.finalize().into_bytes();
    let first = usize::from(hash[19] & 15);
    let four = [hash[first] & 127, hash[first + 1], hash[first + 2], hash[first + 3]];
    format!("{:06}", u32::from_be_bytes(four) % 1_000_000)
}

/// Turns the second factor on; its secret and the recovery codes.
async fn with_factor(world: &World, cookie: &str) -> (String, Vec<String>) {
    let path = "/api/v1/session/factor";
    let wrong = world.post(path, cookie, json!({ "password": "faux" }).to_string()).await;
    assert_eq!(wrong.error(), "wrong_password");
    let begun = world.post(path, cookie, json!({ "password": PASSWORD }).to_string()).await;
    let secret = begun.body["secret"].as_str().expect("a secret").to_owned();
    assert!(begun.body["uri"].as_str().expect("an address").contains(&secret));
    assert_eq!(world.get(path, cookie).await.body["on"], false, "not before a code was given");
    let confirm = |code: String| {
        let body = json!({ "code": code }).to_string();
        world.post("/api/v1/session/factor/confirm", cookie, body)
    };
    assert_eq!(confirm("000000x".into()).await.error(), "wrong_factor");
    let codes = confirm(code_at(&secret, now_ms())).await;
    let codes: Vec<String> = serde_json::from_value(codes.body["codes"].clone()).expect("codes");
    assert_eq!(world.get(path, cookie).await.body, json!({ "on": true, "codes_left": 8 }));
    (secret, codes)
}

#[tokio::test]
async fn a_second_factor_is_asked_for_and_each_code_is_good_once() {
    let world = World::new();
    let cookie = world.sign_in(COORDINATOR).await;
    let (secret, codes) = with_factor(&world, &cookie).await;
    let sign_in = |code: Option<String>| {
        let text = sign_in_body(COORDINATOR, PASSWORD, 3);
        let mut body: Value = serde_json::from_str(&text).expect("JSON");
        if let Some(code) = code {
            body["factor"] = code.into();
        }
        world.post("/api/v1/session", "", body.to_string())
    };
    assert_eq!(sign_in(None).await.error(), "factor_needed");
    assert_eq!(sign_in(Some("12345".into())).await.error(), "wrong_factor");
    assert_eq!(audited(&world, "factor_failed"), 1);
    let next = sign_in(Some(code_at(&secret, now_ms() + 30_000))).await;
    assert_eq!(next.status, StatusCode::OK, "{next:?}");
    let used = sign_in(Some(code_at(&secret, now_ms()))).await;
    assert_eq!(used.error(), "wrong_factor", "codes before it are not good any more");
    let recovery = codes[0].to_lowercase();
    assert_eq!(sign_in(Some(recovery.clone())).await.status, StatusCode::OK);
    assert_eq!(sign_in(Some(recovery)).await.error(), "wrong_factor", "once");
    assert_eq!(audited(&world, "recovery_code_used"), 1);
}

#[tokio::test]
async fn a_second_factor_is_ended_by_a_code_or_by_a_coordinator() {
    let world = World::new();
    let cookie = world.sign_in(COORDINATOR).await;
    let (_, codes) = with_factor(&world, &cookie).await;
    let end = |password: &str, code: &str| {
        let body = json!({ "password": password, "code": code }).to_string();
        world.post("/api/v1/session/factor/end", &cookie, body)
    };
    assert_eq!(end("faux", &codes[1]).await.error(), "wrong_password");
    assert_eq!(end(PASSWORD, "AAAA").await.error(), "wrong_factor");
    assert_eq!(end(PASSWORD, &codes[1]).await.status, StatusCode::NO_CONTENT);
    let state = world.get("/api/v1/session/factor", &cookie).await;
    assert_eq!(state.body, json!({ "on": false, "codes_left": 0 }));

    let colleague = world.sign_in(DISPATCHER).await;
    with_factor(&world, &colleague).await;
    let lost = format!("/api/v1/accounts/{}/password", account(DISPATCHER));
    let given =
        world.post(&lost, &cookie, json!({ "own": PASSWORD }).to_string()).await.body["password"]
            .clone();
    assert!(!is_open(&world, &colleague).await);
    let mut body: Value = serde_json::from_str(&sign_in_body(2, "", 2)).expect("JSON");
    (body["password"], body["new"]) = (given, PASSWORD.into());
    let again = world.post("/api/v1/session", "", body.to_string()).await;
    assert_eq!(again.status, StatusCode::OK, "no code is asked for: {again:?}");
    assert_eq!(audited(&world, "factor_ended"), 2);
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let body = json!({ "password": "?" }).to_string();
    let school = world.post("/api/v1/session/factor", &tablet, body).await;
    assert_eq!(school.status, StatusCode::FORBIDDEN);
}

/// Until the factor is there, every route but those by which one gets it or goes says so, with a
/// status that no device takes for a verdict: what waits goes afterwards, once.
#[tokio::test]
async fn who_must_have_a_second_factor_can_do_nothing_before() {
    let mut world = World::new();
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    world.state.strong = Strong::Desk;
    world.renew();
    let cookie = world.sign_in(DISPATCHER).await;
    for path in ["devices", "live", "export/tickets.csv", "accounts", "sites/S1", "files/00/status"]
    {
        let answer = world.get(&format!("/api/v1/{path}"), &cookie).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "factor_required"));
    }
    let by = account(DISPATCHER);
    let report = envelope(DISPATCHER, by, 1, now_ms(), incident(1, SCHOOL));
    let report = request(DISPATCHER, &[report]);
    let refused = world.sync_raw(&cookie, &report).await;
    assert_eq!((refused.status, refused.error()), (StatusCode::FORBIDDEN, "factor_required"));
    for path in ["session", "session/all", "session/factor"] {
        let answer = world.get(&format!("/api/v1/{path}"), &cookie).await;
        assert_eq!(answer.status, StatusCode::OK, "{path}");
    }
    with_factor(&world, &cookie).await;
    let answer = world.sync(&cookie, &report).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Applied { .. }), "{answer:?}");
    // A tablet has no password, a technician sees their own rounds only.
    for cookie in [tablet, world.sign_in(TECHNICIAN).await] {
        let answer = world.get("/api/v1/files/00/status", &cookie).await;
        assert_ne!(answer.error(), "factor_required");
    }
    let other = world.sign_in(COORDINATOR).await;
    assert_eq!(world.get("/api/v1/accounts", &other).await.error(), "factor_required");
    let out = world.post("/api/v1/session/end", &other, "{}").await;
    assert_eq!(out.status, StatusCode::NO_CONTENT, "and may go");
}
