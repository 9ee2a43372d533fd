//! The requests of the last released app, answered by this server.

use crate::upgrade::{TOKEN, holds};
use reqwest::Client;
use rusqlite::Connection;
use serde_json::Value;
use server::identity;
use shared::command::Command;
use shared::sync::SyncAnswer;
use std::collections::BTreeSet;
use std::path::Path;
use tests::device::Device;
use tests::released;
use tests::server::Server;

/// Values that depend on the moment or on the number of earlier writes.
const FLEETING: [&str; 14] = [
    "at_ms",
    "cursor",
    "ended_on",
    "more",
    "now",
    "offset_ms",
    "protocol",
    "published_on",
    "reported_on",
    "resolved_on",
    "seen_by_desk",
    "seq",
    "version",
    "when",
];

/// The database of the released server, with an open session of the device that sends.
fn fill(data: &Path, request: &Value) {
    released::fill(data);
    let connection = Connection::open(data.join("tournee.sqlite")).expect("the database");
    let session = "INSERT INTO sessions (token_hash, account, device, expires_at) \
        VALUES (?1, ?2, ?3, 9999999999999)";
    let text = |name: &str| request[name].as_str().expect("a text").to_owned();
    let session =
        connection.execute(session, [identity::digest(TOKEN), text("account"), text("device")]);
    session.expect("a session");
}

async fn answer(server: &Server, request: &str) -> Value {
    let address = server.address();
    let sent = Client::new()
        .post(format!("{address}/api/v1/sync"))
        .header("cookie", format!("__Host-tournee={TOKEN}"))
        .header("origin", &address)
        .header("content-type", "application/json")
        .body(request.to_owned())
        .send()
        .await
        .expect("an answer");
    let (status, body) = (sent.status(), sent.text().await.expect("a body"));
    assert!(status.is_success(), "{status} {body}");
    SyncAnswer::from_json(&body).expect("an answer as the app reads it");
    serde_json::from_str(&body).expect("JSON")
}

/// The value without what depends on the moment.
fn lasting(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let lasts = |name: &&String| !FLEETING.contains(&name.as_str());
            let kept = fields.iter().filter(|(name, _)| lasts(name));
            kept.map(|(name, field)| (name.clone(), lasting(field))).collect()
        }
        Value::Array(all) => all.iter().map(lasting).collect(),
        other => other.clone(),
    }
}

fn requests() -> Vec<(String, Value)> {
    let read = |body: String| {
        let value = serde_json::from_str(&body).expect("JSON");
        (body, value)
    };
    released::requests().into_iter().map(read).collect()
}

#[test]
fn the_released_app_sent_every_command_that_a_person_can_give() {
    let requests = requests();
    let commands = requests.iter().flat_map(|(_, request)| request["commands"].as_array());
    let word = |command: &Value| command["intent"]["command"].as_str().map(str::to_owned);
    let sent: BTreeSet<String> = commands.flatten().filter_map(word).collect();
    let known: BTreeSet<String> = Command::words().map(str::to_owned).collect();
    let missing: Vec<_> = sent.difference(&known).collect();
    assert!(missing.is_empty(), "this version does not know them any more: {missing:?}");
    assert!(sent.len() >= 40, "{sent:?}");
}

/// What a newer server that shares the database wrote: a row of an unknown kind.
const NEWER: &str = r#"
    UPDATE meta SET value = value + 1 WHERE key = 'seq';
    INSERT INTO rows (kind, id, seq, site, open, body)
        SELECT 'loan', 'one', value, '0420009A', 1, '{"loan":{"id":"one","site":"0420009A"}}'
        FROM meta WHERE key = 'seq';
    INSERT OR REPLACE INTO meta VALUES ('vocabulary', '1000000');
"#;

/// Invariant 8 «Old and new meet»: over the database of the released server, each command of the
/// released app gets the verdict that it got there, and the rows come back with every field and
/// value that the released app reads. Asked again, the verdicts are the same. Rows that only a
/// newer server knows do not change this.
#[tokio::test]
async fn the_released_app_gets_the_answers_that_it_got() {
    let requests = requests();
    for newer in ["", NEWER] {
        let server = Server::filled(|data| {
            fill(data, &requests[0].1);
            let connection = Connection::open(data.join("tournee.sqlite")).expect("the database");
            connection.execute_batch(newer).expect("the rows of a newer server");
        });
        for ((body, _), old) in requests.iter().zip(released::answers()) {
            is_answered_alike(&server, body, &old).await;
        }
        let mut desk = Device::new(&server, 9);
        desk.sign_in(released::MAIL, released::PASSWORD).await.expect("signed in");
        desk.sync().await.expect("everything");
        let tickets = desk.view().tickets.len();
        assert_eq!(tickets, 14, "those of the record and the one that the outbox reports, once");
    }
}

async fn is_answered_alike(server: &Server, body: &str, old: &Value) {
    let new = answer(server, body).await;
    let (new_lasts, old_lasts) = (lasting(&new), lasting(old));
    for part in ["outcomes", "changes", "epoch", "reset", "actor", "sites"] {
        let (new, old) = (&new_lasts[part], &old_lasts[part]);
        assert!(holds(new, old), "{part}:\n{old:#}\n{new:#}");
    }
    let again = answer(server, body).await;
    assert_eq!(again["outcomes"], new["outcomes"], "once");
}
