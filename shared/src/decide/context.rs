//! What every rule works with: the state, the command, and the rows changed so far.

use crate::command::Envelope;
use crate::day::{Day, paris_day, paris_time};
use crate::history::{Declared, Entry, FileRef, HandedBy};
use crate::id::{Millis, SiteId};
use crate::limits;
use crate::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use crate::role::{Actor, Role};
use crate::row::{Row, RowKey, State, Tabled};
use chrono::NaiveDateTime;
use columns::to_value;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The instant of a decision, as the caller knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The clock of whoever decides: the server's, or the device's for its own copy.
    pub ms: Millis,
    /// Server's clock less the device's at reception; 0 on the device.
    pub offset_ms: Millis,
}

/// The changes that a command makes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// Rows in their new state, with the version they had; the server gives the new one.
    pub rows: Vec<Row>,
    /// Changes that two people made to the same thing.
    pub conflicts: Vec<Conflict>,
}

/// The state, the command, and the rows changed so far.
pub(crate) struct Context<'a> {
    pub(crate) state: &'a State,
    pub(crate) envelope: &'a Envelope,
    pub(crate) actor: &'a Actor,
    now: Now,
    handed: Option<&'a HandedBy>,
    changed: BTreeMap<RowKey, Row>,
    conflicts: Vec<Conflict>,
}

impl<'a> Context<'a> {
    pub(crate) fn new(
        state: &'a State,
        envelope: &'a Envelope,
        actor: &'a Actor,
        now: Now,
        handed: Option<&'a HandedBy>,
    ) -> Self {
        let (changed, conflicts) = (BTreeMap::new(), Vec::new());
        Self { state, envelope, actor, now, handed, changed, conflicts }
    }

    /// The changed rows; those that came out as they went in are no change.
    pub(crate) fn decision(self) -> Decision {
        let state = self.state;
        let rows = self
            .changed
            .into_iter()
            .filter(|(key, row)| state.get(key).as_ref() != Some(row))
            .map(|(_, row)| row)
            .collect();
        Decision { rows, conflicts: self.conflicts }
    }

    pub(crate) fn put(&mut self, row: impl Into<Row>) {
        let row = row.into();
        self.changed.insert(row.key(), row);
    }

    pub(crate) fn conflict(&mut self, conflict: Conflict) {
        self.conflicts.push(conflict);
    }

    /// Today in France, by the clock of whoever decides.
    pub(crate) fn today(&self) -> Day {
        paris_day(self.now.ms)
    }

    /// Now in France, by the clock of whoever decides.
    pub(crate) fn paris_now(&self) -> NaiveDateTime {
        paris_time(self.now.ms)
    }

    pub(crate) fn declared(&self) -> Declared {
        self.envelope.declared(self.now.offset_ms)
    }

    pub(crate) fn entry<W>(&self, what: W) -> Entry<W> {
        Entry {
            when: self.declared(),
            by: self.actor.account,
            by_name: self.actor.name.clone(),
            handed: self.handed.cloned(),
            what,
        }
    }

    /// The row as it stands after the changes that this command already made.
    pub(crate) fn find<T: Tabled>(&self, key: &T::Key) -> Option<Arc<T>> {
        let changed = self.changed.get(&RowKey::of::<T>(key)).and_then(T::of_row);
        changed.or_else(|| T::find(self.state, key)).cloned()
    }

    /// The same, when the command cannot do without it.
    pub(crate) fn known<T: Tabled>(&self, key: &T::Key) -> Result<Arc<T>, Refusal> {
        self.find(key).ok_or_else(|| Refusal::UnknownRow { row: RowKey::of::<T>(key) })
    }

    /// A command draws the key of a row that it creates: nothing may have it yet.
    pub(crate) fn must_be_new<T: Tabled>(&self, key: &T::Key) -> Result<(), Refusal> {
        match T::find(self.state, key) {
            Some(_) => Err(Refusal::RowExists { row: RowKey::of::<T>(key) }),
            None => Ok(()),
        }
    }

    /// A school's account touches its own site only.
    pub(crate) fn may_touch_site(&self, site: &SiteId) -> Result<(), Refusal> {
        let own = self.actor.role != Role::Teacher || self.actor.site.as_ref() == Some(site);
        if own { Ok(()) } else { Err(Refusal::NotAllowed) }
    }
}

/// Text that must be there and fit.
pub(crate) fn required(field: FieldName, text: &str, max: usize) -> Result<String, Refusal> {
    let trimmed = optional(field, text, max)?;
    if trimmed.is_empty() {
        return Err(bad(field, FieldProblem::Empty));
    }
    Ok(trimmed)
}

/// Text that may be absent, but must fit.
pub(crate) fn optional(field: FieldName, text: &str, max: usize) -> Result<String, Refusal> {
    let shown: String = text.chars().filter(|c| is_shown(*c)).collect();
    let trimmed = shown.trim();
    if trimmed.chars().count() > max {
        return Err(bad(field, FieldProblem::TooLong { max }));
    }
    Ok(trimmed.to_owned())
}

/// Whether a character belongs into a text: no control character but the end of a line and the
/// tab, which calendars and terminals would obey, and none that turns the direction of what
/// follows, so that it reads as something else.
fn is_shown(c: char) -> bool {
    let turns = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !turns && (!c.is_control() || matches!(c, '\n' | '\t'))
}

/// Photos that are few, named by a real hash and small enough.
pub(crate) fn photos(files: &[FileRef]) -> Result<Vec<FileRef>, Refusal> {
    if files.len() > limits::PHOTOS_PER_COMMAND {
        let max = limits::PHOTOS_PER_COMMAND;
        return Err(bad(FieldName::Photos, FieldProblem::TooLong { max }));
    }
    files.iter().map(file).collect()
}

pub(crate) fn file(file: &FileRef) -> Result<FileRef, Refusal> {
    let fits = file.bytes <= limits::PHOTO_BYTES as u64;
    if file.hash.is_valid() && fits {
        Ok(file.clone())
    } else {
        Err(bad(FieldName::Photo, FieldProblem::Invalid))
    }
}

/// A history that may take one more comment or note.
pub(crate) fn room_for_words<W>(history: &[Entry<W>]) -> Result<(), Refusal> {
    let max = limits::HISTORY_ENTRIES;
    if history.len() >= max {
        Err(bad(FieldName::Text, FieldProblem::TooLong { max }))
    } else {
        Ok(())
    }
}

/// A list of at most that many.
pub(crate) fn few<T>(field: FieldName, rows: &[T], max: usize) -> Result<(), Refusal> {
    if rows.len() > max { Err(bad(field, FieldProblem::TooLong { max })) } else { Ok(()) }
}

pub(crate) fn bad(field: FieldName, problem: FieldProblem) -> Refusal {
    Refusal::BadField { field, problem }
}

/// A value in the word that the wire uses: what a history can show again.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    match to_value(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Object(map)) => match map.get("state") {
            Some(serde_json::Value::String(text)) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_holds_what_is_shown_and_nothing_that_is_obeyed() {
        let text = "a\r\nb\tc\u{0}\u{1b}[31m\u{202e}d\u{2066}é\u{85} ";
        let kept = required(FieldName::Text, text, 100);
        assert_eq!(kept.as_deref(), Ok("a\nb\tc[31mdé"));
        assert!(required(FieldName::Text, "\u{202e}\r\u{0}", 100).is_err(), "nothing is left");
        assert_eq!(optional(FieldName::Text, &"\r".repeat(50), 3).as_deref(), Ok(""));
    }
}
