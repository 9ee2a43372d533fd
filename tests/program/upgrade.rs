//! Databases and messages of every past version, met by this one.

use cluster::{Database, database};
use reqwest::Client;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use server::identity;
use server::store::sqlite::VERSION;
use shared::command::{Command, Envelope};
use shared::id::TicketId;
use shared::row::Row;
use shared::sync::{Change, PROTOCOL, PROTOCOL_OLDEST, SyncAnswer, SyncRequest, Verdict};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use tests::server::Server;

/// The token of a session that the tablet of the fixtures opened before the upgrade.
pub(crate) const TOKEN: &str = "00112233445566778899aabbccddeeff";

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn fixture(protocol: u32, name: &str) -> Value {
    let path = folder("fixtures").join(format!("protocol-{protocol}/{name}.json"));
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path:?}: {error}"));
    serde_json::from_str(&text).expect("JSON")
}

/// The migrations of an engine in their order.
fn migrations(engine: &str) -> Vec<String> {
    let path = folder("../server/migrations").join(engine);
    let found = fs::read_dir(path).expect("the migrations");
    let mut paths: Vec<_> = found.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    assert_eq!(paths.len(), VERSION);
    paths.iter().map(|path| fs::read_to_string(path).expect("a migration")).collect()
}

/// A database as a server of that version left it in a file: begun by the first version, filled by
/// it, and upgraded since.
fn fill(file: &Path, version: usize) {
    let connection = rusqlite::Connection::open(file).expect("a file");
    let run = |sql: &str| connection.execute_batch(sql).expect("a past version");
    steps("sqlite", version).iter().for_each(|sql| run(sql));
    connection.pragma_update(None, "user_version", version as i64).expect("its version");
}

/// As [`fill`], in PostgreSQL, which has truths where SQLite has numbers.
fn fill_postgres(database: &Database, version: usize) {
    for sql in steps("postgres", version) {
        let sql = sql.replace(", 0, '{", ", false, '{").replace(", 1, '{", ", true, '{");
        database.run(&sql).expect("a past version");
    }
    let table = "CREATE TABLE schema_version (number BIGINT NOT NULL)";
    database.run(table).expect("where the version stands");
    database.run(&format!("INSERT INTO schema_version VALUES ({version})")).expect("its version");
}

/// What made a database of that version, one step after the other.
fn steps(engine: &str, version: usize) -> Vec<String> {
    let rows = fs::read_to_string(folder("fixtures/server-1.sql")).expect("the rows");
    let request = fixture(PROTOCOL_OLDEST, "sync_request");
    let text = |value: &Value| value.as_str().expect("a text").to_owned();
    let (account, device) = (text(&request["commands"][0]["actor"]), text(&request["device"]));
    let token = identity::digest(TOKEN);
    let session = format!(
        "INSERT INTO sessions (token_hash, account, device, expires_at) \
         VALUES ('{token}', '{account}', '{device}', 9999999999999)"
    );
    let mut steps = migrations(engine);
    steps.truncate(version);
    steps.splice(1..1, [rows, session]);
    steps
}

/// What the server answers to the very bytes that an old app sends.
async fn answer(server: &Server, request: &Value) -> SyncAnswer {
    let address = server.address();
    let sent = Client::new()
        .post(format!("{address}/api/v1/sync"))
        .header("cookie", format!("__Host-tournee={TOKEN}"))
        .header("origin", &address)
        .json(request)
        .send()
        .await
        .expect("an answer");
    let (status, body) = (sent.status(), sent.text().await.expect("a body"));
    assert!(status.is_success(), "{status} {body}");
    serde_json::from_str(&body).expect("an answer as the app reads it")
}

/// Invariant 8 «Old and new meet»: whatever version wrote the database, and whatever protocol a
/// device with waiting commands speaks, the session lasts, nothing is lost and nothing doubled.
#[tokio::test]
async fn every_past_database_serves_every_past_device() {
    for version in 1..=VERSION {
        for protocol in PROTOCOL_OLDEST..=PROTOCOL {
            let request = fixture(protocol, "sync_request");
            let server = Server::filled(|data| fill(&data.join("tournee.sqlite"), version));
            serves(&server, &request).await;
            let database = database().expect("a PostgreSQL for the tests");
            fill_postgres(&database, version);
            serves(&Server::over(&database.url(), &[]), &request).await;
        }
    }
}

/// What a past version backed up is restored by this one, into each engine; devices offer again
/// what they kept, and it counts once.
#[tokio::test]
async fn the_backup_of_every_past_version_is_restored() {
    for version in 1..=VERSION {
        let databases = [None, Some(database().expect("a PostgreSQL for the tests"))];
        for database in &databases {
            let mut server = Server::stopped(database.as_ref().map(Database::url));
            let backup = server.beside("backup");
            fs::create_dir_all(backup.join("files")).expect("a folder");
            fill(&backup.join("tournee.sqlite"), version);
            let from = backup.to_str().expect("a path in UTF-8");
            let (good, text) = server.run(&["restore", "--from", from]);
            assert!(good, "{text}");
            server.start(&[]);
            let mut request = fixture(PROTOCOL_OLDEST, "sync_request");
            let told = answer(&server, &request).await;
            assert!(told.reset && told.outcomes.is_empty(), "another life: nothing is judged yet");
            request["epoch"] = json!(told.epoch);
            request["cursor"] = json!(told.cursor);
            serves(&server, &request).await;
        }
    }
}

async fn serves(server: &Server, request: &Value) {
    let first = answer(server, request).await;
    assert!(!first.reset, "the device need not begin anew");
    let verdicts: Vec<_> = first.outcomes.iter().map(|outcome| &outcome.verdict).collect();
    assert_eq!(*verdicts[0], Verdict::Applied { seq: 4 }, "judged before: the same verdict");
    let new = &verdicts[1..];
    assert!(new.iter().all(|verdict| matches!(verdict, Verdict::Applied { .. })), "{new:?}");
    let again = answer(server, request).await;
    assert_eq!(again.outcomes, first.outcomes, "once");

    let mut begins = request.clone();
    begins["commands"] = json!([]);
    begins["cursor"] = json!(0);
    let all = answer(server, &begins).await;
    let tickets: Vec<_> = all
        .changes
        .iter()
        .filter_map(|change| match change {
            Change::Put(Row::Ticket(ticket)) => Some(ticket.clone()),
            _ => None,
        })
        .collect();
    let keys: BTreeSet<TicketId> = tickets.iter().map(|ticket| ticket.id).collect();
    assert_eq!((tickets.len(), keys.len()), (2, 2));
    let said = tickets.iter().map(|ticket| format!("{:?}", ticket.history)).collect::<String>();
    assert_eq!(said.matches("Un mot en attente").count(), 1);
}

/// Reads a message as this version does, and gives what this version would write.
fn through<T: DeserializeOwned + Serialize>(message: &Value) -> Value {
    let read: T = serde_json::from_value(message.clone()).expect("what an old app wrote");
    serde_json::to_value(read).expect("JSON")
}

/// Whether everything of a message is still there after it was read and written: what is new
/// beside it may be added.
pub(crate) fn holds(new: &Value, old: &Value) -> bool {
    match (new, old) {
        (Value::Object(new), Value::Object(old)) => {
            old.iter().all(|(name, old)| new.get(name).map_or(old.is_null(), |new| holds(new, old)))
        }
        (Value::Array(new), Value::Array(old)) => {
            new.len() == old.len() && new.iter().zip(old).all(|(new, old)| holds(new, old))
        }
        _ => new == old,
    }
}

/// The commands of a protocol: those of its first version, and those of each service that came
/// later, in a file of its own.
fn commands(protocol: u32) -> Value {
    let mut all = fixture(protocol, "commands");
    let list = all.as_array_mut().expect("a list");
    let later = folder("fixtures").join(format!("protocol-{protocol}/commands"));
    let mut later: Vec<_> = fs::read_dir(later).into_iter().flatten().flatten().collect();
    later.sort_by_key(|file| file.file_name());
    for file in later {
        let text = fs::read_to_string(file.path()).expect("a fixture");
        list.extend(serde_json::from_str::<Vec<Value>>(&text).expect("a list of commands"));
    }
    all
}

#[test]
fn messages_of_every_past_protocol_are_read_and_written_as_they_were() {
    for protocol in PROTOCOL_OLDEST..=PROTOCOL {
        for (name, back) in [
            ("sync_request", through::<SyncRequest> as fn(&Value) -> Value),
            ("sync_answer", through::<SyncAnswer>),
            ("commands", through::<Vec<Envelope>>),
        ] {
            let old = if name == "commands" { commands(protocol) } else { fixture(protocol, name) };
            let new = back(&old);
            assert!(holds(&new, &old), "protocol {protocol}, {name}:\n{old}\n{new}");
        }
    }
}

#[test]
fn the_fixtures_of_this_protocol_hold_every_command() {
    let commands = commands(PROTOCOL);
    let commands = commands.as_array().expect("a list");
    let word = |command: &Value| command["intent"]["command"].as_str().map(str::to_owned);
    let held: BTreeSet<String> = commands.iter().filter_map(word).collect();
    assert_eq!(held, Command::words().map(str::to_owned).collect());
}
