//! Signing in, activating, being revoked, coming from elsewhere.

use crate::world::*;
use axum::body::Body;
use axum::http::{Request, StatusCode};
use serde_json::json;

#[tokio::test]
async fn a_person_signs_in_and_out() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let who = world.get("/api/v1/session", &cookie).await;
    assert_eq!(who.body["actor"]["role"], "technician");
    let out = Request::delete("/api/v1/session").header("cookie", &cookie).body(Body::empty());
    let out = world.send(out.expect("a request")).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    let set = out.headers["set-cookie"].to_str().expect("readable");
    for part in ["__Host-tournee=;", "Max-Age=0", "Secure", "Path=/"] {
        assert!(set.contains(part), "a browser takes no such end: {set} lacks {part}");
    }
    let who = world.get("/api/v1/session", &cookie).await;
    assert_eq!((who.status, who.error()), (StatusCode::UNAUTHORIZED, "signed_out"));
}

#[tokio::test]
async fn the_cookie_is_out_of_reach_of_scripts_and_of_other_sites() {
    let world = World::new();
    let body = json!({
        "mail": " 1@Authority.example ", "password": PASSWORD, "device": device(1),
    });
    let answer = world.post("/api/v1/session", "", body.to_string()).await;
    let set = answer.headers["set-cookie"].to_str().expect("readable");
    for part in ["__Host-", "HttpOnly", "Secure", "SameSite=Strict", "Path=/"] {
        assert!(set.contains(part), "{set} lacks {part}");
    }
    assert!(!set.contains("Domain"));
}

#[tokio::test]
async fn a_wrong_password_and_an_unknown_address_look_the_same() {
    let world = World::new();
    for (mail, password) in [("1@authority.example", "faux"), ("x@authority.example", PASSWORD)] {
        let body = json!({ "mail": mail, "password": password, "device": device(1) });
        let answer = world.post("/api/v1/session", "", body.to_string()).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::UNAUTHORIZED, "signed_out"));
    }
}

#[tokio::test]
async fn too_many_attempts_have_to_wait() {
    let world = World::new();
    let body = json!({ "mail": "9@authority.example", "password": "?", "device": device(9) });
    for _ in 0..10 {
        world.post("/api/v1/session", "", body.to_string()).await;
    }
    let answer = world.post("/api/v1/session", "", body.to_string()).await;
    assert_eq!(answer.status, StatusCode::TOO_MANY_REQUESTS);
    assert!(answer.headers.contains_key("retry-after"));
}

#[tokio::test]
async fn a_code_activates_one_device_once() {
    let world = World::new();
    let code = world.code(SCHOOL).await;
    let spelt = format!("{}-{}", &code[..4], code[4..].to_lowercase());
    let first = world.enrol(&spelt, 20).await;
    assert_eq!(first.status, StatusCode::OK, "{first:?}");
    assert_eq!(first.body["actor"]["role"], "teacher");
    assert_eq!(first.body["actor"]["site"], SCHOOL);
    let again = world.enrol(&code, 21).await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
    let wrong = world.enrol("AAAAAAAA", 21).await;
    assert_eq!(wrong.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn tablets_of_one_school_share_its_account() {
    let world = World::new();
    let (_, first) = world.tablet(SCHOOL, 20).await;
    let (_, second) = world.tablet(SCHOOL, 21).await;
    let (_, other) = world.tablet(OTHER_SCHOOL, 22).await;
    assert_eq!(first, second);
    assert_ne!(first, other);
}

#[tokio::test]
async fn a_revoked_device_ends_at_its_next_request() {
    let world = World::new();
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    world.sync(&tablet, &request(20, &[])).await;
    let desk = world.sign_in(DISPATCHER).await;
    let revoked = world.post(&format!("/api/v1/devices/{}/revoke", device(20)), &desk, "").await;
    assert_eq!(revoked.status, StatusCode::NO_CONTENT);
    for answer in
        [world.sync_raw(&tablet, &request(20, &[])).await, world.get("/api/v1/live", &tablet).await]
    {
        assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "revoked"));
    }
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    world.sync(&tablet, &request(20, &[])).await;
}

#[tokio::test]
async fn a_page_of_another_site_changes_nothing() {
    let world = World::new();
    let cookie = world.sign_in(DISPATCHER).await;
    for (name, value) in [("sec-fetch-site", "cross-site"), ("origin", "https://evil.example")] {
        let request = Request::post("/api/v1/codes")
            .header("cookie", &cookie)
            .header("host", "tournee.example")
            .header(name, value)
            .body(Body::from(json!({ "site": SCHOOL }).to_string()));
        let answer = world.send(request.expect("a request")).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "cross_origin"));
    }
}

/// A firewall may refuse `PUT` and `DELETE`: `POST` does the same.
#[tokio::test]
async fn what_put_and_delete_do_is_done_by_post_too() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let photo = include_bytes!("../../../public/icons/icon-192.png");
    let hash = hex(photo);
    let path = format!("/api/v1/files/{hash}");
    let half = photo.len() / 2;
    let part = |first: usize, last: usize| {
        Request::post(&path)
            .header("cookie", &cookie)
            .header("content-range", format!("bytes {first}-{last}/{}", photo.len()))
            .body(Body::from(photo[first..=last].to_vec()))
            .expect("a request")
    };
    let answer = world.send(part(0, half)).await;
    assert_eq!(answer.status, StatusCode::PERMANENT_REDIRECT, "{answer:?}");
    let answer = world.send(part(half + 1, photo.len() - 1)).await;
    assert_eq!(answer.status, StatusCode::CREATED, "{answer:?}");
    let status = world.get(&format!("{path}/status"), &cookie).await;
    assert_eq!(status.body["received"], photo.len());

    let ended = world.post("/api/v1/session/end", &cookie, "{}").await;
    assert_eq!(ended.status, StatusCode::NO_CONTENT);
    let after = world.get("/api/v1/session", &cookie).await;
    assert_eq!((after.status, after.error()), (StatusCode::UNAUTHORIZED, "signed_out"));
    let again = world.post("/api/v1/session/end", &cookie, "{}").await;
    assert_eq!(again.status, StatusCode::UNAUTHORIZED);
}

fn hex(bytes: &[u8]) -> String {
    let digest = <sha2::Sha256 as sha2::Digest>::digest(bytes);
    digest.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[tokio::test]
async fn a_password_is_changed_by_who_knows_the_old_one() {
    let world = World::new();
    let cookie = world.sign_in(OBSERVER).await;
    let path = "/api/v1/session/password";
    let change = |old: &str, new: &str| json!({ "old": old, "new": new }).to_string();
    let answer = world.post(path, &cookie, change("faux", "une autre phrase")).await;
    assert_eq!(answer.error(), "wrong_password");
    let answer = world.post(path, &cookie, change(PASSWORD, "court")).await;
    assert_eq!(answer.error(), "password_too_short");
    let answer = world.post(path, &cookie, change(PASSWORD, "une autre phrase")).await;
    assert_eq!(answer.status, StatusCode::NO_CONTENT);
    let body = json!({
        "mail": "4@authority.example", "password": "une autre phrase", "device": device(4),
    });
    let answer = world.post("/api/v1/session", "", body.to_string()).await;
    assert_eq!(answer.status, StatusCode::OK);
}

#[tokio::test]
async fn every_answer_carries_the_security_headers() {
    let world = World::new();
    for path in ["/health", "/api/v1/session", "/api/v1/nothing", "/metrics"] {
        let answer = world.get(path, "").await;
        let policy = answer.headers["content-security-policy"].to_str().expect("readable");
        assert!(policy.starts_with("default-src 'none'"), "{path}: {policy}");
        assert!(!policy.contains("unsafe-inline"));
        assert_eq!(answer.headers["x-content-type-options"], "nosniff");
        assert!(answer.headers.contains_key("strict-transport-security"));
    }
}

/// The name of a snapshot is a hash: what no folder could hold is not looked for in it.
#[tokio::test]
async fn a_name_that_no_snapshot_can_have_is_not_found() {
    let world = World::new();
    let desk = world.sign_in(DISPATCHER).await;
    for name in ["a".repeat(64), "a".repeat(5_000), "..%2F..%2Fetc".into()] {
        let answer = world.get(&format!("/api/v1/snapshots/{name}"), &desk).await;
        assert_eq!(answer.status, StatusCode::NOT_FOUND, "{answer:?}");
    }
}
