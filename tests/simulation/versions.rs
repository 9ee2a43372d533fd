//! Programs of the version before and after: «newer» is whoever knows more than the code that is
//! tested, so that its words are unknown to the real device and the real server.
//!
//! - A device that is newer than the server says unknown commands, values, keys and fields.
//! - A device of the version before is told unknown rows, words, verdicts and refusals, until it is
//!   updated.
//! - A server of the version before works on a database that a newer one writes too: during an
//!   upgrade either of the two answers.

use super::mutation::Mutation;
use super::server::Server;
use super::world::World;
use serde_json::{Value, json};
use shared::command::Envelope;
use shared::limits::BLOCK_ROWS;
use shared::pack::{Unpacked, pack_all, unpack_all};
use shared::row::{Kind, Row};
use shared::sync::{SyncAnswer, SyncRequest, VOCABULARY};

/// Before each word that only a newer program knows.
const NEWER: &str = "newer_";
/// The word of a kind of rows that is not known; as long as that of a ticket.
const LOAN: &str = "loaned";

/// What is done with a ticket whose key ends so.
enum Fate {
    /// It is of an unknown kind.
    Unknown,
    /// A word that it needs is unknown.
    Unread,
    /// Words in it are unknown that hide no row.
    Half,
    Known,
}

fn fate(id: &str) -> Fate {
    match id.bytes().last() {
        Some(b'0'..=b'3') => Fate::Unknown,
        Some(b'4'..=b'7') => Fate::Unread,
        Some(b'8' | b'9' | b'a' | b'b') => Fate::Half,
        _ => Fate::Known,
    }
}

/// The words of a history that a newer version would say, by the kind of the row.
const HISTORIES: [(&str, &str); 2] = [("ticket", "commented"), ("visit", "noted")];

fn say_newer(word: &mut Value) {
    if let Some(known) = word.as_str() {
        *word = Value::from(format!("{NEWER}{known}"));
    }
}

/// How the row of a newer server comes to a device.
fn row_of_newer(kind: &str, mut row: Value) -> Value {
    let fate = row["id"].as_str().map_or(Fate::Known, fate);
    let known = HISTORIES.iter().find(|(of, _)| *of == kind).map(|(_, word)| *word);
    if !matches!(fate, Fate::Known) {
        for entry in row["history"].as_array_mut().into_iter().flatten() {
            if entry["what"]["what"].as_str() == known {
                say_newer(&mut entry["what"]["what"]);
            }
        }
    }
    match (kind, fate) {
        ("ticket", Fate::Unknown) => return json!({ LOAN: row }),
        ("ticket", Fate::Unread) => say_newer(&mut row["urgency"]),
        ("ticket", Fate::Half) => say_newer(&mut row["category"]),
        _ => {}
    }
    json!({ kind: row })
}

/// An answer in the words of a newer server.
fn answer_of_newer(answer: &mut Value) {
    let cursor = answer["cursor"].clone();
    let changes = answer["changes"].as_array_mut().expect("changes");
    for change in changes.iter_mut() {
        let Some(put) = change.get_mut("put") else { continue };
        let (kind, row) = put.as_object().and_then(|put| put.iter().next()).expect("a row");
        *put = row_of_newer(&kind.clone(), row.clone());
    }
    changes.push(json!({ "gone": { "row": format!("{LOAN}:7"), "seq": cursor } }));
    changes.push(json!({ "put": { LOAN: { "id": "8", "version": cursor } } }));
    for outcome in answer["outcomes"].as_array_mut().expect("outcomes") {
        let id = outcome["command"].as_str().unwrap_or_default().to_owned();
        match id.bytes().last() {
            Some(b'0'..=b'3') => say_newer(&mut outcome["verdict"]),
            Some(b'4'..=b'b') if outcome.get("refusal").is_some() => {
                say_newer(&mut outcome["refusal"]);
            }
            _ => {}
        }
    }
}

/// A command in the words of a newer device.
fn command_of_newer(command: &mut Value, known: &Envelope, breaks_keys: bool) {
    // The reason of a missed visit is a word; that of other commands is text.
    let reason = if command["intent"]["command"] == "mark_visit_missed" { "reason" } else { "" };
    let values = ["category", "channel", "check", reason, "urgency"];
    let value = values.iter().find(|name| command["intent"][**name].is_string());
    match (known.sequence / 3 % 4, value) {
        (0, Some(name)) => say_newer(&mut command["intent"][*name]),
        (1, _) => {
            let row = if breaks_keys { "no key".to_owned() } else { format!("{LOAN}:7") };
            let seen = json!({ "row": row, "version": 1 });
            command["seen"].as_array_mut().expect("what was seen").push(seen);
        }
        (2, _) => command["intent"]["newer"] = json!({ "deep": [1] }),
        _ => say_newer(&mut command["intent"]["command"]),
    }
}

/// What a newer server leaves in the database, in words of both engines. What is undone by
/// [`TO_KNOWN`] must not have been touched meanwhile.
const TO_NEWER: &str = "\
    UPDATE rows SET body = REPLACE(body, '\"urgency\":\"', '\"urgency\":\"newer_') \
    WHERE kind = 'ticket' AND (id LIKE '%0' OR id LIKE '%1' OR id LIKE '%2' OR id LIKE '%3'); \
    UPDATE rows SET body = REPLACE(body, '\"what\":\"commented\"', '\"what\":\"newer_commented\"') \
    WHERE kind = 'ticket'; \
    UPDATE rows SET body = REPLACE(body, '\"what\":\"noted\"', '\"what\":\"newer_noted\"') \
    WHERE kind = 'visit'; \
    UPDATE rows SET body = REPLACE(body, '\"reporter\":', '\"newer\":[1],\"reporter\":') \
    WHERE kind = 'ticket' AND (id LIKE '%4' OR id LIKE '%5' OR id LIKE '%6' OR id LIKE '%7'); \
    INSERT INTO rows (kind, id, seq, open, body) SELECT 'loaned', '7', \
    CAST(value AS BIGINT) + 1000000, false, '{}' FROM meta WHERE key = 'seq'; \
    INSERT INTO departures (place, seq, kind, id) SELECT 'everywhere', \
    CAST(value AS BIGINT) + 1000000, 'loaned', '8' FROM meta WHERE key = 'seq';";

const TO_KNOWN: &str = "\
    DELETE FROM rows WHERE kind = 'loaned'; \
    DELETE FROM departures WHERE kind = 'loaned'; \
    UPDATE rows SET body = REPLACE(body, '\"urgency\":\"newer_', '\"urgency\":\"') \
    WHERE kind = 'ticket'; \
    UPDATE rows SET body = REPLACE(body, '\"what\":\"newer_', '\"what\":\"') \
    WHERE kind IN ('ticket', 'visit'); \
    UPDATE rows SET body = REPLACE(body, '\"newer\":[1],\"reporter\":', '\"reporter\":') \
    WHERE kind = 'ticket';";

impl Server {
    /// The database is as a newer server leaves it.
    pub(crate) fn make_newer(&self, mutation: Option<Mutation>) {
        // A server that does not look for it takes all for its own.
        let knows = mutation != Some(Mutation::WritesHalfRead);
        let vocabulary = VOCABULARY + u32::from(knows);
        self.run(&format!("{TO_NEWER}{}", set_vocabulary(vocabulary)));
    }

    /// The database is as this server knows it.
    pub(crate) fn make_known(&self) {
        self.run(&format!("{TO_KNOWN}{}", set_vocabulary(VOCABULARY)));
    }
}

fn set_vocabulary(vocabulary: u32) -> String {
    format!("UPDATE meta SET value = '{vocabulary}' WHERE key = 'vocabulary'")
}

impl World {
    /// Whether the device has the app of the version before.
    pub(super) fn is_before(&self, device: usize) -> bool {
        self.devices[device].disk.outbox.is_first_layout()
    }

    /// The body of a request, in the words of an app that is newer than the server.
    pub(super) fn say_in_newer_words(&mut self, body: &mut Value, request: &SyncRequest) {
        let breaks_keys = self.has(Mutation::RefusesUnknownKeys);
        body["newer"] = json!({ "wind": [1, 2] });
        if !breaks_keys {
            body["vocabulary"] = Value::from(VOCABULARY + 1);
        }
        let commands = body["commands"].as_array_mut().into_iter().flatten();
        for (command, known) in commands.zip(&request.commands) {
            if known.sequence.is_multiple_of(3) {
                command_of_newer(command, known, breaks_keys);
                self.model.held.insert(known.id);
            }
        }
    }

    /// The text of an answer as it goes to a device: of a newer server to an app of the version
    /// before, unless the server is of that version too.
    pub(super) fn text_for(&self, device: usize, answer: &SyncAnswer, by_older: bool) -> String {
        let mut value = serde_json::to_value(answer).expect("JSON");
        if by_older {
            value["vocabulary"] = Value::from(VOCABULARY - 1);
        } else if self.is_before(device) {
            answer_of_newer(&mut value);
        }
        value.to_string()
    }

    /// An answer as the device reads it.
    pub(super) fn read_answer(&self, text: &str) -> serde_json::Result<SyncAnswer> {
        let mut answer = SyncAnswer::from_json(text)?;
        match self.mutation {
            Some(Mutation::StopsAtUnknownRows) if answer.passed_over => {
                return serde_json::from_str("");
            }
            Some(Mutation::TrustsHalfAnswers) => answer.leaves_out = false,
            _ => {}
        }
        Ok(answer)
    }

    /// What a desk begins from, as it comes to that device.
    pub(super) fn snapshot_for(&self, device: usize, name: &str) -> Option<Unpacked> {
        let unpacked = self.server.snapshot(name)?;
        if self.server.is_old || !self.is_before(device) {
            return Some(unpacked);
        }
        let hides = |row: &Row| {
            let id = row.key().id;
            row.kind() == Kind::Ticket && matches!(fate(&id), Fate::Unknown | Fate::Unread)
        };
        let (hidden, others): (Vec<Row>, Vec<Row>) = unpacked.rows.into_iter().partition(hides);
        let mut all = Vec::new();
        for kind in Kind::ALL {
            let rows: Vec<_> = others.iter().filter(|row| row.kind() == *kind).cloned().collect();
            all.extend(pack_all(*kind, &rows, BLOCK_ROWS).expect("blocks"));
        }
        let mut newer = pack_all(Kind::Ticket, &hidden, BLOCK_ROWS).expect("blocks");
        if !newer.is_empty() {
            // The word of the kind stands behind its length.
            newer[1..=LOAN.len()].copy_from_slice(LOAN.as_bytes());
        }
        Some(unpack_all(&[all, newer].concat()).expect("sound blocks"))
    }
}

/// The text of a command as the app of the next version reads it: what was unknown is known now.
pub(crate) fn known(text: &str) -> String {
    text.replace(NEWER, "")
}
