//! Converts rows of the harness into rows of the product, and back. Values without a field in the
//! product go into a text of the same row, so that the same amount is stored and sent.

use base32_id::uuid;
use serde_json::{Map, Value, json};
use shared::row::Row;
use uuid::Uuid;

/// Separates the values that share one text.
const SEPARATOR: &str = "|";
/// Prefix of a comment that stands for a change of a ticket.
const CHANGE: &str = "change|";

/// Fields without a counterpart in the product, in their order in the text.
const SCHOOL: [&str; 4] = ["code", "level", "updated_at", "marker"];
const DEVICE: [&str; 6] = ["os", "os_version", "status", "purchased_at", "updated_at", "marker"];
const TICKET: [&str; 10] = [
    "number",
    "status",
    "priority",
    "created_by",
    "assigned_to",
    "created_at",
    "due_at",
    "resolution",
    "updated_at",
    "marker",
];
const VISIT: [&str; 6] = ["duration_min", "status", "ticket_ids", "notes", "updated_at", "marker"];

/// Kinds and categories that both sides have.
const KINDS: [(&str, &str); 5] = [
    ("tablet", "tablet"),
    ("laptop", "laptop"),
    ("desktop", "computer"),
    ("projector", "projector"),
    ("printer", "printer"),
];
const CATEGORIES: [(&str, &str); 5] = [
    ("hardware", "computer"),
    ("network", "network"),
    ("account", "other"),
    ("software", "software"),
    ("supply", "printer"),
];

mod base32_id {
    use uuid::Uuid;

    const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
    /// 22 characters of 5 bits, in the upper bits: both sort alike.
    const CHARS: u32 = 22;
    const SPARE_BITS: u32 = 128 - 5 * CHARS;

    /// A key such as `tk_…` without its prefix.
    pub(super) fn uuid(id: &str) -> Uuid {
        let digit = |byte| ALPHABET.iter().position(|b| *b == byte).expect("a digit") as u128;
        let number = id[3..].bytes().fold(0, |number, byte| number << 5 | digit(byte));
        Uuid::from_u128(number << SPARE_BITS)
    }

    /// The key of the harness for a UUID.
    pub(super) fn id(prefix: &str, uuid: Uuid) -> String {
        let number = uuid.as_u128() >> SPARE_BITS;
        let digit = |at: u32| char::from(ALPHABET[(number >> (5 * at) & 31) as usize]);
        let digits: String = (0..CHARS).rev().map(digit).collect();
        format!("{prefix}_{digits}")
    }
}

fn text<'a>(row: &'a Value, field: &str) -> &'a str {
    row[field].as_str().unwrap_or_default()
}

fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

fn joined(row: &Value, fields: &[&str]) -> String {
    fields.iter().map(|field| plain(&row[*field])).collect::<Vec<_>>().join(SEPARATOR)
}

fn split(text: &str, fields: &[&str], into: &mut Map<String, Value>) {
    for (field, part) in fields.iter().zip(text.split(SEPARATOR)) {
        let value = match *field {
            "number" | "priority" | "duration_min" => json!(part.parse::<i64>().expect("a number")),
            "ticket_ids" => json!(part.split(',').collect::<Vec<_>>()),
            _ => json!(part),
        };
        into.insert((*field).to_owned(), value);
    }
}

fn there(words: &[(&'static str, &'static str)], word: &str) -> &'static str {
    words.iter().find(|(here, _)| *here == word).expect("a known word").1
}

fn back(words: &[(&'static str, &'static str)], word: &str) -> &'static str {
    words.iter().find(|(_, there)| *there == word).expect("a known word").0
}

/// The account of a person of the harness.
pub(crate) fn account(name: &str) -> Uuid {
    Uuid::new_v5(&Uuid::NAMESPACE_OID, name.as_bytes())
}

fn entry(by: &str, what: Value) -> Value {
    let mut entry = json!({
        "when": { "at_ms": 1_767_600_000_000_i64, "offset_ms": 0 }, "by": account(by),
        "by_name": by,
    });
    entry["what"] = what;
    entry
}

fn ticket(row: &Value) -> Value {
    let by = text(row, "created_by");
    json!({ "ticket": {
        "id": uuid(text(row, "id")), "site": row["school_id"], "kind": "incident",
        "category": there(&CATEGORIES, text(row, "category")),
        "text": format!("{}{SEPARATOR}{}", text(row, "title"), text(row, "description")),
        "equipment": uuid(text(row, "device_id")), "urgency": "normal", "channel": "proximity",
        "state": "qualified", "reporter": account(by),
        "reported_on": &text(row, "created_at")[..10],
        "history": [
            entry(by, json!({ "what": "reported" })),
            entry(by, json!({ "what": "commented", "text": joined(row, &TICKET) })),
        ],
    } })
}

fn visit(row: &Value) -> Value {
    let half = if text(row, "slot") == "am" { "morning" } else { "afternoon" };
    let by = text(row, "technician");
    json!({ "visit": {
        "id": uuid(text(row, "id")), "site": row["school_id"], "quarter": "2025-2026-3",
        "technician": account(by), "slot": { "day": row["date"], "half": half },
        "state": match text(row, "status") {
            "done" => "done",
            "cancelled" => "cancelled",
            _ => "planned",
        },
        "history": [entry(by, json!({ "what": "noted", "text": joined(row, &VISIT) }))],
    } })
}

fn school(row: &Value) -> Value {
    let nobody = json!({ "day": "2026-01-05", "half": "morning" });
    json!({ "site": {
        "id": row["id"], "kind": "school", "name": row["name"], "level": "primary",
        "sector": "public", "commune": "42218", "commune_name": row["city"],
        "address": row["address"], "postcode": row["postcode"], "phone": row["phone"],
        "mail": row["email"],
        "position": { "lat": row["lat"], "lon": row["lon"], "exact": true },
        "week": vec![true; 10],
        "closures": [{ "first": nobody, "last": nobody, "reason": joined(row, &SCHOOL) }],
    } })
}

fn device(row: &Value) -> Value {
    json!({ "equipment": {
        "id": uuid(text(row, "id")), "site": row["school_id"],
        "kind": there(&KINDS, text(row, "kind")), "name": joined(row, &DEVICE),
        "label": row["asset_tag"], "serial": row["serial"], "model": row["model"],
        "room": row["room"], "state": "in_service",
    } })
}

/// A row of the harness as a row of the product.
pub(crate) fn row(table: &str, row: &Value) -> Row {
    let made = match table {
        "schools" => school(row),
        "devices" => device(row),
        "tickets" => ticket(row),
        _ => visit(row),
    };
    serde_json::from_value(made).expect("a row of the product")
}

/// The text of a comment that changes a ticket.
pub(crate) fn change(patch: &Value) -> String {
    format!("{CHANGE}{patch}")
}

/// The key of a row of the harness.
pub(crate) fn key(table: &str, id: &str) -> String {
    match table {
        "schools" => format!("site:{id}"),
        "devices" => format!("equipment:{}", uuid(id)),
        "tickets" => format!("ticket:{}", uuid(id)),
        _ => format!("visit:{}", uuid(id)),
    }
}

/// A ticket or a device of the product as the harness knows it.
pub(crate) fn back_of(row: &Row) -> Value {
    let mut found = Map::new();
    match row {
        Row::Equipment(row) => {
            let row = serde_json::to_value(&**row).expect("JSON");
            split(text(&row, "name"), &DEVICE, &mut found);
            found.insert("id".into(), base32_id::id("dv", id_in(&row["id"])).into());
            found.insert("kind".into(), back(&KINDS, text(&row, "kind")).into());
            let same = [("school_id", "site"), ("asset_tag", "label"), ("serial", "serial")];
            for (to, from) in same.into_iter().chain([("model", "model"), ("room", "room")]) {
                found.insert(to.into(), row[from].clone());
            }
        }
        Row::Ticket(row) => {
            let row = serde_json::to_value(&**row).expect("JSON");
            ticket_back(&row, &mut found);
        }
        _ => panic!("the harness asks for tickets and devices"),
    }
    Value::Object(found)
}

fn id_in(value: &Value) -> Uuid {
    value.as_str().and_then(|text| text.parse().ok()).expect("a key")
}

fn ticket_back(row: &Value, found: &mut Map<String, Value>) {
    let (title, description) = text(row, "text").split_once(SEPARATOR).expect("both");
    found.insert("title".into(), title.into());
    found.insert("description".into(), description.into());
    found.insert("id".into(), base32_id::id("tk", id_in(&row["id"])).into());
    found.insert("device_id".into(), base32_id::id("dv", id_in(&row["equipment"])).into());
    found.insert("school_id".into(), row["site"].clone());
    found.insert("category".into(), back(&CATEGORIES, text(row, "category")).into());
    for entry in row["history"].as_array().into_iter().flatten() {
        let said = text(&entry["what"], "text");
        match said.strip_prefix(CHANGE) {
            Some(patch) => {
                let patch: Map<String, Value> = serde_json::from_str(patch).expect("a change");
                found.extend(patch);
            }
            None if !said.is_empty() => split(said, &TICKET, found),
            None => {}
        }
    }
}
