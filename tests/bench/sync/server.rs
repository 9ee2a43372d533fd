//! The server of the product for the harness that measures offline-first libraries: the real
//! routes over a real SQLite file with the harness's rows, and what the harness controls by.
//!
//! Environment: `PORT`, `DIST` (a build of the front end with what a benchmark calls), `ROWS`
//! (the harness's rows as JSON), `PAGE` (the folder of the driver page).

mod dataset;

use axum::extract::{Query, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{Html, IntoResponse};
use axum::routing::{get, post};
use axum::{Json, Router};
use rusqlite::{Connection, params};
use serde_json::{Value, json};
use server::accounts;
use server::state::AppState;
use server::store::sqlite::Sqlite;
use server::store::{Credential, Store};
use shared::account::Account;
use shared::id::AccountId;
use shared::role::Role;
use shared::row::{Read, Row};
use shared::ticket::Ticket;
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;
use tests::people::{DISPATCHER, PASSWORD};
use tower_http::services::ServeDir;
use tower_http::set_header::SetResponseHeaderLayer;

/// The harness changes fewer rows than this between two of its requests.
const CHANGED_MOST: i64 = 2_000;
const TABLES: [&str; 4] = ["schools", "devices", "tickets", "visits"];

fn setting(name: &str) -> String {
    std::env::var(name).unwrap_or_else(|_| panic!("{name} is not set"))
}

#[tokio::main]
async fn main() {
    let folder = TempDir::new().expect("a folder");
    let file = folder.path().join("a.sqlite");
    let store: Arc<dyn Store> = Arc::new(Sqlite::open(&file).expect("a store"));
    let rows = std::fs::read_to_string(setting("ROWS")).expect("the harness's rows");
    let rows: Value = serde_json::from_str(&rows).expect("JSON");
    store.change(|writer| fill(writer, &rows)).expect("the rows fit");
    let state = AppState::new(store, folder.path().to_owned()).expect("a server");
    state.snapshots.refresh(&*state.store).expect("what desks begin from");
    let rows = Arc::new(rows);
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    println!("READY {}", listener.local_addr().expect("an address").port());
    let raw = Connection::open(&file).expect("the same file");
    let app = application(state, rows, Arc::new(Mutex::new(raw)));
    axum::serve(listener, app).await.expect("it serves until it is killed");
}

fn fill(writer: &dyn server::store::Writer, rows: &Value) -> server::store::StoreResult<()> {
    let random = server::identity::random().expect("random bytes");
    let id = AccountId::from_parts(1, random);
    let account = Account::blank(id, "Banc".into(), Role::Dispatcher, None);
    accounts::create(writer, account, DISPATCHER, PASSWORD, 1)?;
    // As if the person had chosen it.
    if let Some(own) = writer.credential(DISPATCHER)? {
        writer.put_credential(&Credential { given_at: None, ..own })?;
    }
    for table in TABLES {
        for row in rows[table].as_array().into_iter().flatten() {
            writer.put(dataset::row(table, row))?;
        }
    }
    Ok(())
}

fn application(state: AppState, rows: Arc<Value>, raw: Raw) -> Router {
    let dist = PathBuf::from(setting("DIST"));
    let with = |name: &'static str, value: &'static str| {
        let name = HeaderName::from_static(name);
        SetResponseHeaderLayer::overriding(name, HeaderValue::from_static(value))
    };
    let control = Router::new()
        .route("/__ctl/change", post(change))
        .route("/__ctl/rows", get(read))
        .route("/__ctl/wait", post(wait))
        .route("/__ctl/count", post(count))
        .route("/__ctl/person", get(person))
        .with_state((state.clone(), rows, raw));
    let page = std::fs::read_to_string(dist.join("index.html")).expect("a build");
    let script = script(&page);
    let page = driven(&page);
    // The browser may cache them like those of the product, which are named by their content.
    let assets = ServeDir::new(dist.join("assets")).precompressed_br();
    let assets = Router::new()
        .fallback_service(assets)
        .layer(with("cache-control", "public, max-age=31536000, immutable"));
    // This is the cache time that the harness gives the files of its own servers.
    let driver = Router::new()
        .route("/bench.html", get(move || std::future::ready(Html(page))))
        .route("/bench.js", get(move || std::future::ready(script)))
        .layer(with("cache-control", "max-age=3600"));
    Router::new()
        .merge(driver)
        .nest("/assets", assets)
        .merge(control)
        .fallback_service(server::router::router(state))
        .layer(with("cross-origin-opener-policy", "same-origin"))
        .layer(with("cross-origin-embedder-policy", "require-corp"))
}

/// The page of the app, whose script is the driver's.
fn driven(page: &str) -> String {
    let boot = page.find("<script type=\"module\"").expect("the page's script");
    let end = page[boot..].find("</script>").expect("its end") + boot;
    let driver = "<script type=\"module\" src=\"/bench.js\">";
    format!("{}{driver}{}", &page[..boot], &page[end..])
}

/// The driver's script, which names the program as the script of the app does.
fn script(page: &str) -> impl IntoResponse + Clone + use<> {
    let script = std::fs::read_to_string(Path::new(&setting("PAGE")).join("page.js"));
    let named = |script: String, file: &str| {
        let end = page.find(&format!("/{file}\"")).expect("a file of the program") + file.len() + 1;
        let start = page[..end].rfind('"').expect("its address") + 1;
        script.replace(&format!("{{{{{file}}}}}"), &page[start..end])
    };
    let script = ["app.js", "app.wasm"].into_iter().fold(script.expect("the driver's"), named);
    ([(header::CONTENT_TYPE, "text/javascript")], script)
}

/// A connection for the harness alone, so that its control requests are as cheap as with its own
/// servers.
type Raw = Arc<Mutex<Connection>>;
type Control = (AppState, Arc<Value>, Raw);

/// Applies a `serverChange` of the harness, which brings rows in its own form.
async fn change(State((state, rows, _)): State<Control>, Json(asked): Json<Value>) -> Json<Value> {
    let changed = server_change(&rows, asked["marker"].as_str().expect("a marker"));
    let by = dataset::account("tech-05");
    let done = state.change(move |writer| {
        for (table, id, patch) in changed {
            let key = dataset::key(table, &id).parse().expect("a key");
            let row = writer.load(&Read::Row(key))?.pop().expect("a known row");
            writer.put(patched(row, &patch, by))?;
        }
        Ok(())
    });
    done.await.expect("changed");
    Json(json!({}))
}

fn patched(row: Row, patch: &Value, by: uuid::Uuid) -> Row {
    match row {
        Row::Ticket(ticket) => {
            let mut ticket = Ticket::clone(&ticket);
            let entry = json!({
                "when": { "at_ms": 0 }, "by": by, "by_name": "tech-05",
                "what": { "what": "commented", "text": dataset::change(patch) },
            });
            ticket.history.push(serde_json::from_value(entry).expect("an entry"));
            ticket.into()
        }
        other => {
            let mut plain = dataset::back_of(&other);
            let patch = patch.as_object().cloned().unwrap_or_default();
            plain.as_object_mut().expect("an object").extend(patch);
            dataset::row("devices", &plain)
        }
    }
}

/// The 100 rows that `gen.mjs` changes on the server.
fn server_change(rows: &Value, marker: &str) -> Vec<(&'static str, String, Value)> {
    let ids = |table: &str| -> Vec<String> {
        let all = rows[table].as_array().expect("a table").iter();
        all.map(|row| row["id"].as_str().expect("a key").to_owned()).collect()
    };
    let (tickets, devices) = (ids("tickets"), ids("devices"));
    let edited: Vec<_> = (0..600).map(|i| &tickets[(i * 7 + 3) % tickets.len()]).collect();
    let free = (11..).step_by(13).map(|i: usize| &tickets[i % tickets.len()]);
    let patch = json!({ "status": "planned", "marker": marker, "assigned_to": "tech-05" });
    let changed = free.filter(|id| !edited.contains(id)).take(50);
    let mut all: Vec<_> = changed.map(|id| ("tickets", id.clone(), patch.clone())).collect();
    let patch = json!({ "status": "repair", "marker": marker, "room": "Z900" });
    let some = (5..).step_by(97).take(50).map(|i: usize| &devices[i % devices.len()]);
    all.extend(some.map(|id| ("devices", id.clone(), patch.clone())));
    all
}

async fn read(
    State((state, ..)): State<Control>,
    Query(asked): Query<HashMap<String, String>>,
) -> Json<Value> {
    let found = state.look(move |reader| {
        let mut rows = Vec::new();
        for id in asked["ids"].split(',') {
            let key = dataset::key(&asked["table"], id).parse().expect("a key");
            rows.extend(reader.load(&Read::Row(key))?.iter().map(dataset::back_of));
        }
        Ok(rows)
    });
    Json(Value::Array(found.await.expect("read")))
}

async fn wait(State((state, _, raw)): State<Control>, Json(asked): Json<Value>) -> Json<Value> {
    let mut heard = state.live.subscribe();
    let marker = asked["marker"].as_str().expect("a marker");
    let mut after = last_seq(&raw) - CHANGED_MOST;
    loop {
        let last = last_seq(&raw);
        let n = carrying(&raw, marker, after);
        if n >= asked["n"].as_u64().expect("a number") {
            return Json(json!({}));
        }
        // A row that gets the marker later has a greater number then.
        if n == 0 {
            after = last;
        }
        // The commit wakes this loop; a missed signal costs a moment.
        let _ = tokio::time::timeout(Duration::from_secs(1), heard.changed()).await;
    }
}

async fn count(State((_, _, raw)): State<Control>, Json(asked): Json<Value>) -> Json<Value> {
    let after = last_seq(&raw) - CHANGED_MOST;
    let n = carrying(&raw, asked["marker"].as_str().expect("a marker"), after);
    Json(json!({ "n": n }))
}

async fn person() -> Json<Value> {
    Json(json!({ "mail": DISPATCHER, "password": PASSWORD }))
}

fn last_seq(raw: &Raw) -> i64 {
    let raw = raw.lock().expect("no panic");
    let last = raw.query_row("SELECT MAX(seq) FROM rows", [], |line| line.get(0));
    last.expect("a table of rows")
}

/// How many tickets of the committed store that changed after a number carry a marker.
fn carrying(raw: &Raw, marker: &str, after: i64) -> u64 {
    let mark = format!("\\\"marker\\\":\\\"{marker}\\\"");
    let raw = raw.lock().expect("no panic");
    let sql = "SELECT COUNT(*) FROM rows WHERE seq > ?2 AND kind = 'ticket' \
               AND instr(body, ?1) > 0";
    let count = raw.query_row(sql, params![mark, after], |line| line.get::<_, i64>(0));
    count.expect("a table of rows").unsigned_abs()
}
