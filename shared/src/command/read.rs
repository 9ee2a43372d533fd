//! Reads a command so that a word of a newer version is told apart from a broken message.

use super::{Command, Seen};
use crate::id::Seq;
use crate::json::holds;
use crate::row::{BadRowKey, RowKey};
use crate::unread::{Told, Unread};
use columns::tagged::{Worded, read_parted};
use serde::Deserialize;
use serde_json::Value;

/// A [`Seen`] whose key may be of a kind that this version does not know.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Glimpse {
    /// The key of the row, as text.
    pub row: String,
    /// The version of the row.
    pub version: Seq,
}

impl Glimpse {
    /// The same with its key read.
    ///
    /// # Errors
    /// [`Unread::Word`] for a kind that is not known, [`Unread::Shape`] for what is no key at all.
    pub fn read(self) -> Result<Seen, Unread> {
        let row: Result<RowKey, _> = self.row.parse();
        let row = row.map_err(|bad| match bad {
            BadRowKey::Kind => Unread::Word(format!("the kind of `{}` is not known", self.row)),
            BadRowKey::Shape => Unread::Shape(bad.to_string()),
        })?;
        Ok(Seen { row, version: self.version })
    }
}

impl Command {
    /// Reads a command from its JSON.
    ///
    /// # Errors
    /// [`Unread::Word`] when the command, or a value in it at any depth, is a word that this
    /// version does not know; [`Unread::Shape`] when a field is missing or of another type.
    pub fn read(text: &str) -> Result<Self, Unread> {
        // Most commands can be read, and are read without a copy.
        serde_json::from_str(text).or_else(|_| told(text))
    }

    /// Reads a command of a device that may know more words than this version.
    ///
    /// # Errors
    /// As [`Command::read`]; also [`Unread::Word`] for a field that this version would pass over.
    pub fn read_of_newer(text: &str) -> Result<Self, Unread> {
        let command = Self::read(text)?;
        let shape = |error: serde_json::Error| Unread::Shape(error.to_string());
        let (said, understood) = (serde_json::from_str(text), columns::to_value(&command));
        match holds(&understood.map_err(shape)?, &said.map_err(shape)?) {
            true => Ok(command),
            false => Err(Unread::Word("a field is not known".into())),
        }
    }
}

/// Reads once more what cannot be read, for the reason.
fn told(text: &str) -> Result<Command, Unread> {
    let said: Value =
        serde_json::from_str(text).map_err(|error| Unread::Shape(error.to_string()))?;
    let word = said.get(Command::NAME).and_then(Value::as_str);
    let word = word.ok_or_else(|| Unread::Shape(format!("`{}` is no word", Command::NAME)))?;
    read_parted(word, Told(&said))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    const KEY: &str = "01900000-0000-7000-8000-000000000001";

    fn report() -> Value {
        json!({
            "command": "report_incident", "ticket": KEY, "site": "0420001A", "kind": "incident",
            "category": "sound", "text": "Muet", "urgency": "low",
        })
    }

    fn read(value: &Value) -> Result<Command, Unread> {
        Command::read(&value.to_string())
    }

    /// Invariant 8 «Old and new meet»: whatever a newer app says in words that are not known is
    /// waited for, wherever the word stands; and what is broken is not.
    #[test]
    fn an_unknown_word_is_told_from_a_wrong_shape_at_any_depth() {
        let mut site = json!({
            "id": "0420001A", "kind": "school", "name": "A", "sector": "public",
            "commune": "42218", "commune_name": "B", "week": ["monday_morning"],
        });
        site["sector"] = json!("floating");
        let on = "2026-01-05";
        let sites = |site: &Value| json!({ "command": "import_sites", "sites": [site], "on": on });
        let mut words = vec![
            json!({ "command": "paint_wall", "colour": "blue" }),
            json!({ "command": "share_calendar", "owner": { "planet": "x" }, "feed": null }),
            json!({ "command": "edit_ticket", "ticket": KEY, "category": "hologram" }),
            sites(&site),
        ];
        for (field, word) in [("category", "hologram"), ("urgency", "dire"), ("kind", "wish")] {
            let mut said = report();
            said[field] = word.into();
            words.push(said);
        }
        for said in words {
            assert!(matches!(read(&said), Err(Unread::Word(_))), "{said}: {:?}", read(&said));
        }
        let mut shapes = vec![
            json!([]),
            json!({ "no": "command" }),
            json!({ "command": 7 }),
            json!({ "command": "share_calendar", "owner": { "site": 7 }, "feed": null }),
            json!({ "command": "edit_ticket", "ticket": KEY, "text": 7 }),
            sites(&json!(7)),
        ];
        for (field, value) in [("category", json!(7)), ("ticket", json!("7")), ("text", json!({}))]
        {
            let mut said = report();
            said[field] = value;
            shapes.push(said);
        }
        let mut lacks = report();
        lacks.as_object_mut().expect("fields").remove("site");
        shapes.push(lacks);
        for said in shapes {
            assert!(matches!(read(&said), Err(Unread::Shape(_))), "{said}: {:?}", read(&said));
        }
        assert!(matches!(Command::read("{"), Err(Unread::Shape(_))));
    }

    #[test]
    fn a_field_that_is_not_known_counts_only_of_a_newer_app() {
        let known = report();
        let text = known.to_string();
        assert_eq!(Command::read_of_newer(&text), Command::read(&text));
        for (at, more) in [("/floor", json!(3)), ("/photos/0/place", json!("left"))] {
            let mut said = known.clone();
            said["photos"] = json!([{ "hash": "ab", "bytes": 7 }]);
            match at.rsplit_once('/') {
                Some(("", name)) => said[name] = more,
                Some((parent, name)) => said.pointer_mut(parent).expect("a photo")[name] = more,
                None => unreachable!("a pointer begins with a slash"),
            }
            let text = said.to_string();
            assert!(Command::read(&text).is_ok(), "{text}");
            assert!(matches!(Command::read_of_newer(&text), Err(Unread::Word(_))), "{text}");
        }
        let edit = json!({ "command": "edit_ticket", "ticket": KEY, "text": "A", "mood": "good" });
        assert!(Command::read(&edit.to_string()).is_ok());
        assert!(matches!(Command::read_of_newer(&edit.to_string()), Err(Unread::Word(_))));
    }

    #[test]
    fn a_key_of_an_unknown_kind_is_a_word_and_no_key_is_a_shape() {
        let glimpse = |row: &str| Glimpse { row: row.into(), version: 3 }.read();
        let known = Seen { row: RowKey::site(&"0420001A".into()), version: 3 };
        assert_eq!(glimpse("site:0420001A"), Ok(known));
        assert!(matches!(glimpse("loan:7"), Err(Unread::Word(_))));
        assert!(matches!(glimpse("nothing"), Err(Unread::Shape(_))));
    }
}
