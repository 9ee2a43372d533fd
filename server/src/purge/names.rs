//! The names of teachers in the words of commands: they go when the name of the person goes, a year
//! after they left, and what was done stays.

use crate::store::{StoreResult, Writer};
use serde_json::{Map, Value};
use shared::row::{Kind, Read, Row};
use shared::search;
use shared::supply::Supply;
use shared::teacher::Teacher;
use std::collections::BTreeSet;
use std::sync::Arc;

/// The commands whose words name teachers, or those who received something.
const NAMING: [&str; 6] = [
    "name_teacher",
    "correct_teacher",
    "import_trainings",
    "add_attendee",
    "import_attendance",
    "do_leg",
];

/// Forgets these people, as they were called, in what schools received and in the words of
/// commands.
///
/// # Errors
/// A fault of the store.
pub(super) fn forget(store: &dyn Writer, gone: &[Arc<Teacher>]) -> StoreResult<()> {
    if gone.is_empty() {
        return Ok(());
    }
    let mut supplies = Vec::new();
    for row in store.load(&Read::All(Kind::Supply))? {
        let Row::Supply(supply) = row else { continue };
        supplies.push(supply);
    }
    let people: Vec<Gone> = gone.iter().map(|one| Gone::new(one, &supplies)).collect();
    for supply in supplies {
        forget_in_order(store, &supply, gone)?;
    }
    for word in NAMING {
        for (command, body) in store.commands_with_word(word)? {
            let Ok(mut words) = serde_json::from_str::<Value>(&body) else { continue };
            let mut is_changed = false;
            for one in &people {
                is_changed |= one.forget_in(&mut words, false);
            }
            if is_changed {
                store.replace_words(&command, &words.to_string())?;
            }
        }
    }
    Ok(())
}

/// What a teacher received stays; their name goes from it.
fn forget_in_order(store: &dyn Writer, supply: &Supply, gone: &[Arc<Teacher>]) -> StoreResult<()> {
    let mut rest = None::<Supply>;
    for one in gone.iter().filter(|one| one.site == supply.site) {
        rest = rest.as_ref().unwrap_or(supply).without_receiver(&one.name).or(rest);
    }
    if let Some(rest) = rest {
        store.put(rest.into())?;
    }
    Ok(())
}

/// Somebody whose time is over.
struct Gone {
    key: String,
    site: String,
    name: String,
    called: (String, String),
    /// What their school received.
    supplies: BTreeSet<String>,
}

impl Gone {
    fn new(one: &Teacher, supplies: &[Arc<Supply>]) -> Self {
        let of_site = supplies.iter().filter(|supply| supply.site == one.site);
        Self {
            key: one.id.to_string(),
            site: one.site.to_string(),
            name: one.name.clone(),
            called: (search::words(&one.name), search::words(&one.function)),
            supplies: of_site.map(|supply| supply.id.to_string()).collect(),
        }
    }

    /// Whether an object of a command speaks of them: by their key, or by their name at their site.
    fn is_in(&self, words: &Map<String, Value>) -> bool {
        let text = |field: &str| words.get(field).and_then(Value::as_str).unwrap_or_default();
        let called = (search::words(text("name")), search::words(text("function")));
        text("teacher") == self.key || (text("site") == self.site && called == self.called)
    }

    /// Empties their name wherever it stands, and says whether it stood anywhere. `received` tells
    /// whether the words are those of what their school received.
    fn forget_in(&self, words: &mut Value, received: bool) -> bool {
        let mut is_changed = false;
        match words {
            Value::Object(fields) => {
                let supply = fields.get("supply").and_then(Value::as_str);
                let received = received || supply.is_some_and(|id| self.supplies.contains(id));
                if self.is_in(fields) {
                    is_changed |= empty(fields, "name") | empty(fields, "function");
                }
                let receiver = fields.get("received_by").and_then(Value::as_str);
                if received && receiver.is_some_and(|name| name == self.name) {
                    is_changed |= empty(fields, "received_by");
                }
                for value in fields.values_mut() {
                    is_changed |= self.forget_in(value, received);
                }
            }
            Value::Array(values) => {
                for value in values {
                    is_changed |= self.forget_in(value, received);
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
        is_changed
    }
}

fn empty(fields: &mut Map<String, Value>, field: &str) -> bool {
    match fields.get_mut(field) {
        Some(Value::String(text)) if !text.is_empty() => {
            text.clear();
            true
        }
        Some(_) | None => false,
    }
}
