//! What a form holds, and the quick store of the browser, which holds it as soon as it is typed.

use super::mirror::encode;
use super::second::{keys, storage};
use serde::{Deserialize, Serialize};
use shared::history::FileRef;
use shared::id::Millis;
use std::cell::RefCell;
use std::collections::BTreeMap;
use web_sys::Storage;

/// The prefix of a key in the quick store.
const PREFIX: &str = "tournee.draft.";
/// The field of the photos.
pub const PHOTOS: &str = "photos";

thread_local! {
    /// The drafts for which the quick store has no room, or that a browser without such a store
    /// keeps as long as the page, and then in the database.
    static BESIDE: RefCell<Drafts> = const { RefCell::new(Drafts::new()) };
}

/// What a form holds and what differs from its beginning. An empty one says that the draft was
/// sent or thrown away.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct KeptDraft {
    /// When it was typed, by the device's clock.
    pub at: Millis,
    /// Until when it is kept in any case; 0 where only the day on which it was typed counts.
    #[serde(default, skip_serializing_if = "is_unset")]
    pub until: Millis,
    /// The values by field, each as JSON.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

fn is_unset(until: &Millis) -> bool {
    *until == 0
}

impl KeptDraft {
    /// Returns whether it was sent or thrown away.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Sets a field, or removes it. Returns whether that changed something.
    pub fn put(&mut self, name: &str, value: Option<String>) -> bool {
        if self.fields.get(name) == value.as_ref() {
            return false;
        }
        match value {
            Some(value) => self.fields.insert(name.to_owned(), value),
            None => self.fields.remove(name),
        };
        true
    }

    /// Marks it as changed now: after what is known of it, even when the clock went back.
    pub fn touch(&mut self, now: Millis) {
        self.at = now.max(self.at + 1);
    }

    /// Returns the photos that it names.
    pub fn photos(&self) -> Vec<FileRef> {
        let text = self.fields.get(PHOTOS);
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

/// Drafts by their key.
pub type Drafts = BTreeMap<String, KeptDraft>;

/// Returns the draft under a key.
pub fn draft(key: &str) -> Option<KeptDraft> {
    let beside = BESIDE.with_borrow(|drafts| drafts.get(key).cloned());
    beside.or_else(|| read(&storage()?, key))
}

fn read(storage: &Storage, key: &str) -> Option<KeptDraft> {
    let text = storage.get_item(&format!("{PREFIX}{key}")).ok().flatten()?;
    serde_json::from_str(&text).ok()
}

/// Writes a draft into the quick store. Returns whether it could; then a page that is killed
/// leaves it behind.
pub fn keep_draft(key: &str, draft: &KeptDraft) -> bool {
    let kept = write(key, draft).is_some();
    BESIDE.with_borrow_mut(|drafts| match kept {
        true => drafts.remove(key),
        false => drafts.insert(key.to_owned(), draft.clone()),
    });
    kept
}

fn write(key: &str, draft: &KeptDraft) -> Option<()> {
    let (storage, place) = (storage()?, format!("{PREFIX}{key}"));
    let written = storage.set_item(&place, &encode(draft).ok()?);
    if written.is_err() {
        // The store is full: an older text must not be taken for the newest one.
        let _ = storage.remove_item(&place);
    }
    written.ok()
}

/// Forgets a draft.
pub(super) fn forget_draft(key: &str) {
    BESIDE.with_borrow_mut(|drafts| drafts.remove(key));
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&format!("{PREFIX}{key}"));
    }
}

/// Returns the drafts that are at hand without the database.
pub fn drafts_at_hand() -> Drafts {
    let mut drafts = BESIDE.with_borrow(Clone::clone);
    if let Some(storage) = storage() {
        let found = keys(&storage);
        let known = found.iter().filter_map(|key| key.strip_prefix(PREFIX));
        drafts.extend(known.filter_map(|key| Some((key.to_owned(), read(&storage, key)?))));
    }
    drafts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_that_goes_back_does_not_bring_back_older_words() {
        let mut draft = KeptDraft { at: 1_000, ..KeptDraft::default() };
        draft.touch(500);
        assert_eq!(draft.at, 1_001);
    }

    #[test]
    fn only_a_change_is_written() {
        let mut draft = KeptDraft::default();
        assert!(draft.put("text", Some("a".into())));
        assert!(!draft.put("text", Some("a".into())));
        assert!(draft.put("text", None) && draft.is_empty());
        assert!(!draft.put("text", None));
    }

    #[test]
    fn a_draft_names_its_photos_and_is_read_by_other_versions() {
        let photos = r#"[{"hash":"ab","bytes":3}]"#;
        let mut draft = KeptDraft::default();
        draft.put(PHOTOS, Some(photos.into()));
        assert_eq!(draft.photos().len(), 1);
        let text = r#"{"at":4,"fields":{"text":"\"x\""},"newer":true}"#;
        let read: KeptDraft = serde_json::from_str(text).expect("a newer draft");
        assert_eq!(read.fields["text"], "\"x\"");
        assert!(read.photos().is_empty());
    }
}
