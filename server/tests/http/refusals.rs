//! What the log says of requests that are refused.

use crate::world::*;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;
use serde_json::{Value, json};
use server::router;
use std::io::{self, Write};
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, Once};
use tower::ServiceExt;

/// The lines of the log.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("no panic").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// A log of this thread, until the guard is dropped.
    fn begin() -> (Self, tracing::subscriber::DefaultGuard) {
        // Somebody always listens: else what another test logs first, where nobody does, is never
        // asked for again.
        static LISTENS: Once = Once::new();
        LISTENS.call_once(|| {
            let lines = tracing_subscriber::fmt().with_writer(io::sink).finish();
            tracing::subscriber::set_global_default(lines).expect("the first");
        });
        let log = Self::default();
        let writer = log.clone();
        let lines = tracing_subscriber::fmt().json().with_writer(move || writer.clone()).finish();
        (log, tracing::subscriber::set_default(lines))
    }

    /// What was noted under this message since the last look.
    fn noted(&self, message: &str) -> Vec<Value> {
        let bytes = std::mem::take(&mut *self.0.lock().expect("no panic"));
        let text = String::from_utf8(bytes).expect("text");
        let lines = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
        let fields = lines.map(|line| line["fields"].clone());
        fields.filter(|fields| fields["message"] == message).collect()
    }
}

async fn send(world: &World, request: Request<Body>) -> u16 {
    let (mut parts, body) = request.into_parts();
    let peer: SocketAddr = "192.0.2.7:999".parse().expect("an address with a port");
    parts.extensions.insert(ConnectInfo(peer));
    let app = router::outward(world.state.clone());
    app.oneshot(Request::from_parts(parts, body)).await.expect("an answer").status().as_u16()
}

/// Who tries doors is in the log: the account, the device, the address, the door, and why not.
#[tokio::test]
async fn a_refused_request_is_in_the_log_with_who_and_from_where() {
    let (log, _guard) = Log::begin();
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    log.noted("");
    let get = |path: &str, cookie: &str| {
        let request = Request::get(format!("/api/v1/{path}")).header("cookie", cookie);
        request.body(Body::empty()).expect("a request")
    };
    // A right that the role lacks, a thing out of the scope, nobody, another site's page, nonsense.
    assert_eq!(send(&world, get("accounts", &phone)).await, 403);
    assert_eq!(send(&world, get(&format!("files/{}", "0".repeat(64)), &phone)).await, 404);
    assert_eq!(send(&world, get("session", "__Host-tournee=guessed")).await, 401);
    let post = |origin: &str, body: String| {
        let request = Request::post("/api/v1/sync").header("cookie", &phone);
        request.header("origin", origin).header("host", "a.example").body(Body::from(body))
    };
    let other = post("https://b.example", "{}".into()).expect("a request");
    assert_eq!(send(&world, other).await, 403);
    let nonsense = post("https://a.example", json!({ "secret": "word" }).to_string());
    assert_eq!(send(&world, nonsense.expect("a request")).await, 400);
    // What is well, and what a device asks before it sends a photo, is not noted.
    assert_eq!(send(&world, get("session", &phone)).await, 200);
    assert_eq!(send(&world, get(&format!("files/{}/status", "0".repeat(64)), &phone)).await, 404);

    let noted = log.noted("request refused");
    let whys: Vec<_> = noted.iter().map(|line| line["why"].as_str().unwrap_or("")).collect();
    assert_eq!(whys, ["not_allowed", "not_found", "signed_out", "cross_origin", "malformed"]);
    assert!(noted.iter().all(|line| line["from"] == "192.0.2.7"), "{noted:?}");
    let (by, on) = (account(TECHNICIAN).to_string(), device(TECHNICIAN).to_string());
    for line in [0, 1, 4].map(|at| &noted[at]) {
        assert_eq!((line["account"].as_str(), line["device"].as_str()), (Some(&*by), Some(&*on)));
    }
    assert_eq!(
        (&noted[0]["route"], &noted[0]["status"]),
        (&json!("/api/v1/accounts"), &json!(403))
    );
    assert!(!json!(noted).to_string().contains("word"), "nothing of what was sent");
}

/// Each entry says who did what, when, on which device and from where.
#[tokio::test]
async fn what_changes_rights_is_in_the_log_with_who_and_from_where() {
    let (log, _guard) = Log::begin();
    let world = World::new();
    let body = json!({
        "mail": "3@authority.example", "password": PASSWORD, "device": device(COORDINATOR),
    });
    let sign_in = Request::post("/api/v1/session").body(Body::from(body.to_string()));
    assert_eq!(send(&world, sign_in.expect("a request")).await, 200);
    let desk = world.sign_in(COORDINATOR).await;
    log.noted("");
    let post = |path: String, body: &str| {
        let request = Request::post(format!("/api/v1/{path}")).header("cookie", &desk);
        request.body(Body::from(body.to_owned())).expect("a request")
    };
    let own = json!({ "own": PASSWORD }).to_string();
    let given = post(format!("accounts/{}/password", account(DISPATCHER)), &own);
    assert_eq!(send(&world, given).await, 200);
    let code = post("codes".into(), &json!({ "site": SCHOOL }).to_string());
    assert_eq!(send(&world, code).await, 200);
    let export = Request::get("/api/v1/export/tickets.csv").header("cookie", &desk);
    assert_eq!(send(&world, export.body(Body::empty()).expect("a request")).await, 200);
    let out = post("session/end".into(), "{}");
    assert_eq!(send(&world, out).await, 204);
    let sign_in = Request::post("/api/v1/session").body(Body::from(body.to_string()));
    assert_eq!(send(&world, sign_in.expect("a request")).await, 200);

    let noted = log.noted("request done");
    let (by, on) = (account(COORDINATOR).to_string(), device(COORDINATOR).to_string());
    for line in &noted {
        assert_eq!((line["account"].as_str(), line["device"].as_str()), (Some(&*by), Some(&*on)));
        assert_eq!(line["from"], "192.0.2.7");
    }
    let routes: Vec<_> = noted.iter().map(|line| line["route"].as_str().unwrap_or("")).collect();
    let wanted = ["accounts/{id}/password", "codes", "export/{file}", "session/end", "session"];
    assert_eq!(routes, wanted.map(|path| format!("/api/v1/{path}")));
    assert!(!json!(noted).to_string().contains(PASSWORD), "nothing of what was sent");
}
