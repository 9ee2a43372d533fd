//! The description of the API is true to the routes.

use crate::world::*;
use axum::body::Body;
use axum::http::{Method, Request, StatusCode};
use serde::Serialize;
use serde_json::Value;
use shared::api;
use shared::sync::SyncRequest;
use std::collections::BTreeSet;

const DOCUMENT: &str = "/api/v1/openapi.json";

fn names(object: &Value) -> BTreeSet<&str> {
    let object = object.as_object().expect("an object");
    object.keys().map(String::as_str).collect()
}

#[tokio::test]
async fn every_route_of_the_document_is_served() {
    let world = World::new();
    let cookie = world.sign_in(COORDINATOR).await;
    let document = world.get(DOCUMENT, "").await.body;
    let paths = document["paths"].as_object().expect("paths");
    assert!(paths.len() >= 15, "{} paths", paths.len());
    for (path, methods) in paths {
        let address = path.replace("{id}", &device(77).to_string()).replace("{hash}", "0");
        for method in names(methods) {
            // Nothing is given, so nothing is done; the live channel never ends, and the session is
            // needed to the end.
            if ["/api/v1/live", "/api/v1/session/end"].contains(&path.as_str())
                || method == "delete"
            {
                continue;
            }
            let method: Method = method.to_uppercase().parse().expect("a method");
            let request = Request::builder().method(method.clone()).uri(&address);
            let request = request.header("cookie", &cookie).body(Body::empty());
            let answer = world.send(request.expect("a request")).await;
            assert_ne!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
            assert!(answer.body.is_object() || answer.status.is_success(), "{answer:?}");
        }
    }
}

#[tokio::test]
async fn a_method_that_is_not_in_the_document_is_not_served() {
    let world = World::new();
    let cookie = world.sign_in(COORDINATOR).await;
    let document = world.get(DOCUMENT, "").await.body;
    for (path, methods) in document["paths"].as_object().expect("paths") {
        let address = path.replace("{id}", &device(77).to_string()).replace("{hash}", "0");
        let told = names(methods);
        for method in ["get", "put", "post", "delete", "patch"] {
            if told.contains(method) {
                continue;
            }
            let upper: Method = method.to_uppercase().parse().expect("a method");
            let request = Request::builder().method(upper).uri(&address);
            let request = request.header("cookie", &cookie).body(Body::empty());
            let answer = world.send(request.expect("a request")).await;
            assert_eq!(answer.status, StatusCode::METHOD_NOT_ALLOWED, "{method} {path}");
        }
    }
}

#[tokio::test]
async fn the_messages_of_sync_are_described_as_they_are() {
    let world = World::new();
    let document = world.get(DOCUMENT, "").await.body;
    let described = |name: &str| &document["components"]["schemas"][name]["properties"];
    let sent: SyncRequest<Value> = request(TECHNICIAN, &[]);
    // Asked once, by a device that has none.
    let sent = SyncRequest { asks_proof_key: true, ..sent };
    let sent = serde_json::to_value(sent).expect("JSON");
    assert_eq!(names(described("SyncRequest")), names(&sent));
    let cookie = world.sign_in(TECHNICIAN).await;
    let answer = world.sync(&cookie, &request(TECHNICIAN, &[])).await;
    // Told only to a desk that begins.
    let begins = shared::sync::SnapshotRef { name: String::new(), seq: 0 };
    let proof_key = Some(String::new());
    let answer = shared::sync::SyncAnswer { snapshot: Some(begins), proof_key, ..answer };
    let answer = serde_json::to_value(answer).expect("JSON");
    assert_eq!(names(described("SyncAnswer")), names(&answer));
}

/// Checks that the document has the very fields of a message that is described apart from its type.
fn is_described<T: Serialize>(document: &Value, name: &str, message: &T) {
    let described = &document["components"]["schemas"][name]["properties"];
    let message = serde_json::to_value(message).expect("JSON");
    assert_eq!(names(described), names(&message), "{name}");
}

#[tokio::test]
async fn the_messages_of_the_other_routes_are_described_as_they_are() {
    let world = World::new();
    let document = world.get(DOCUMENT, "").await.body;
    let (actor, device) = (server::jobs::system(), device(1));
    let (id, text) = (actor.account, String::new);
    let some = Some(String::new());
    is_described(&document, "SignedIn", &api::SignedIn { actor });
    let sign_in = api::SignIn {
        mail: text(),
        password: text(),
        device,
        label: text(),
        new: some.clone(),
        factor: some.clone(),
    };
    is_described(&document, "Password", &api::Password { password: text() });
    is_described(&document, "FactorState", &api::FactorState { on: false, codes_left: 0 });
    is_described(&document, "NewFactor", &api::NewFactor { secret: text(), uri: text() });
    is_described(&document, "FactorCode", &api::FactorCode { code: text() });
    is_described(&document, "RecoveryCodes", &api::RecoveryCodes { codes: Vec::new() });
    let end = api::FactorEnd { password: text(), code: text() };
    is_described(&document, "FactorEnd", &end);
    let open =
        api::OwnSession { device, label: text(), seen_at: None, expires_at: 0, current: false };
    is_described(&document, "OwnSession", &open);
    is_described(&document, "SignIn", &sign_in);
    is_described(&document, "ProviderName", &api::ProviderName { name: some.clone() });
    is_described(&document, "ProviderUrl", &api::ProviderUrl { url: text() });
    let finish = api::ProviderFinish { device, label: text(), factor: some.clone() };
    is_described(&document, "ProviderFinish", &finish);
    is_described(&document, "Enrol", &api::Enrol { code: text(), device, label: text() });
    is_described(&document, "NewPassword", &api::NewPassword { old: text(), new: text() });
    let line = api::DeviceLine {
        id: device,
        label: text(),
        account: id,
        account_name: text(),
        role: None,
        site: None,
        seen_at: None,
        unsent: 0,
        build: text(),
        revoked: false,
    };
    is_described(&document, "DeviceLine", &line);
    let site = shared::id::SiteId::from("0420001A");
    is_described(&document, "CodeRequest", &api::CodeRequest { site });
    let code = api::ActivationCode { code: text(), expires_at: 0, url: text() };
    is_described(&document, "ActivationCode", &code);
    is_described(&document, "AccountLine", &api::AccountLine { id, mail: text() });
    let account = api::NewAccount { id, mail: text(), password: some.clone(), own: some.clone() };
    is_described(&document, "OwnPassword", &api::OwnPassword { own: some.clone() });
    is_described(&document, "NewAccount", &account);
    is_described(&document, "GivenPassword", &api::GivenPassword { password: some });
    let post = shared::tell::Post { relay: false, letters: Vec::new() };
    is_described(&document, "Post", &post);
    let act = shared::tell::PostAct::Retry { letters: Vec::new() };
    is_described(&document, "PostAct", &act);
    is_described(&document, "Received", &api::Received { received: 0 });
}
