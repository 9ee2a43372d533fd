//! Drafts of forms, each under its key, in two stores of the browser. The quick one holds a draft
//! as soon as it is typed, but the browser writes it to the disk some seconds later; the database
//! has it on the disk a moment later. The newer of the two counts, so that a draft outlives a page
//! that is killed as well as a browser that is killed, and one that was sent never comes back.

use super::mirror::encode;
use super::photos::{FileStanding, StoredFile};
use super::schema::{DRAFTS, FILES, META, OUTBOX};
use super::second::{keys, storage};
use super::strict::Writing;
use super::{Store, StoreError};
use rexie::TransactionMode;
use serde::{Deserialize, Serialize};
use shared::history::FileRef;
use shared::id::{FileHash, Millis};
use shared::limits::{DAY_MS, DRAFT_KEPT_MS};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
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
    /// The values by field, each as JSON.
    #[serde(default)]
    pub fields: BTreeMap<String, String>,
}

/// Drafts by their key.
pub type Drafts = BTreeMap<String, KeptDraft>;

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

    fn photos(&self) -> Vec<FileRef> {
        let text = self.fields.get(PHOTOS);
        text.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_default()
    }
}

/// The newer one of two copies.
fn newer(one: Option<&KeptDraft>, other: Option<&KeptDraft>) -> KeptDraft {
    let newest = one.into_iter().chain(other).max_by_key(|draft| draft.at);
    newest.cloned().unwrap_or_default()
}

/// How long a copy is kept. That a draft is gone must be remembered in the database for as long as
/// the quick store might still bring it back.
fn is_over(draft: &KeptDraft, empty_kept: Millis, now: Millis) -> bool {
    now - draft.at > if draft.is_empty() { empty_kept } else { DRAFT_KEPT_MS }
}

/// What both stores must hold, from what each of them has: for the quick one and for the database.
fn agreed(quick: &Drafts, lasting: &Drafts, now: Millis) -> (Drafts, Drafts) {
    let keys: BTreeSet<_> = quick.keys().chain(lasting.keys()).collect();
    let newest = |key: &&String| ((*key).clone(), newer(quick.get(*key), lasting.get(*key)));
    let all: Drafts = keys.iter().map(newest).collect();
    let held = |empty_kept| {
        let stays = |(_, draft): &(&String, &KeptDraft)| !is_over(draft, empty_kept, now);
        all.iter().filter(stays).map(|(key, draft)| (key.clone(), draft.clone())).collect()
    };
    (held(DAY_MS), held(DRAFT_KEPT_MS))
}

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

/// What a command takes along in the transaction that writes it: the photos that it names begin to
/// wait, and the draft that it was typed in is gone.
#[derive(Debug, Default)]
pub struct TakenAlong {
    /// The files that the command names.
    pub files: Vec<FileHash>,
    /// The key of the draft, and that it is empty.
    pub draft: Option<(String, KeptDraft)>,
}

impl TakenAlong {
    /// The stores that the transaction needs.
    pub(super) fn stores(&self) -> &'static [&'static str] {
        match self.files.is_empty() && self.draft.is_none() {
            true => &[META, OUTBOX],
            false => &[META, OUTBOX, FILES, DRAFTS],
        }
    }

    pub(super) async fn write(&self, writing: &Writing) -> Result<(), StoreError> {
        if let Some((key, draft)) = &self.draft {
            writing.put(DRAFTS, &key.as_str().into(), &encode(draft)?.into())?;
        }
        for hash in &self.files {
            let key = hash.as_str().into();
            let record = writing.get(FILES, &key).await?;
            let file = StoredFile::read(&key, &record);
            if let Some(mut file) = file.filter(|file| file.standing == FileStanding::Draft) {
                file.standing = FileStanding::Waiting;
                file.put(writing)?;
            }
        }
        Ok(())
    }
}

impl Store {
    /// Makes both stores of drafts agree; drafts that are too old go. Returns what the database
    /// must still write, with [`Store::keep_drafts`].
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub async fn settle_drafts(&self, now: Millis) -> Result<SettledDrafts, StoreError> {
        let quick = drafts_at_hand();
        let lasting = self.drafts().await?;
        let (hold, last) = agreed(&quick, &lasting, now);
        for (key, draft) in hold.iter().filter(|(key, draft)| quick.get(*key) != Some(*draft)) {
            keep_draft(key, draft);
        }
        if let Some(storage) = storage() {
            for key in quick.keys().filter(|key| !hold.contains_key(*key)) {
                let _ = storage.remove_item(&format!("{PREFIX}{key}"));
            }
        }
        let gone = lasting.keys().filter(|key| !last.contains_key(*key)).cloned().collect();
        let put = last.into_iter().filter(|(key, draft)| lasting.get(key) != Some(draft));
        Ok(SettledDrafts { put: put.collect(), gone })
    }

    /// Writes what [`Store::settle_drafts`] has found.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn write_settled(&self, settled: &SettledDrafts) -> Result<(), StoreError> {
        if settled.put.is_empty() && settled.gone.is_empty() {
            return Ok(());
        }
        self.strictly(&[DRAFTS], async |writing| {
            put_all(writing, &settled.put)?;
            settled.gone.iter().try_for_each(|key| writing.delete(DRAFTS, &key.as_str().into()))
        })
        .await
    }

    /// Writes drafts into the database.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn keep_drafts(&self, drafts: &Drafts) -> Result<(), StoreError> {
        self.strictly(&[DRAFTS], async |writing| put_all(writing, drafts)).await
    }

    /// Returns the drafts of the database.
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub async fn drafts(&self) -> Result<Drafts, StoreError> {
        self.reading(async |rexie| {
            let transaction = rexie.transaction(&[DRAFTS], TransactionMode::ReadOnly)?;
            let store = transaction.store(DRAFTS)?;
            let keys = store.get_all_keys(None, None).await?;
            let values = store.get_all(None, None).await?;
            let read = keys.iter().zip(&values).filter_map(|(key, value)| {
                Some((key.as_string()?, serde_json::from_str(&value.as_string()?).ok()?))
            });
            Ok(read.collect())
        })
        .await
    }

    /// Drops the photos that no command names, if no draft names them and they were taken before
    /// that moment.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn drop_unnamed_photos(&self, before: Millis) -> Result<(), StoreError> {
        let drafts = drafts_at_hand();
        let lasting = self.drafts().await?;
        let named: BTreeSet<FileHash> = drafts
            .values()
            .chain(lasting.values())
            .flat_map(KeptDraft::photos)
            .map(|photo| photo.hash)
            .collect();
        self.drop_files(|file| {
            let is_draft = file.standing == FileStanding::Draft;
            is_draft && file.at <= before && !named.contains(&file.hash)
        })
        .await
    }
}

/// What the database must still write so that both stores of drafts agree.
#[derive(Debug, Default)]
pub struct SettledDrafts {
    put: Drafts,
    gone: Vec<String>,
}

fn put_all(writing: &Writing, drafts: &Drafts) -> Result<(), StoreError> {
    drafts.iter().try_for_each(|(key, draft)| {
        writing.put(DRAFTS, &key.as_str().into(), &encode(draft)?.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(at: Millis, text: &str) -> KeptDraft {
        let mut draft = KeptDraft { at, ..KeptDraft::default() };
        draft.put("text", (!text.is_empty()).then(|| text.to_owned()));
        draft
    }

    fn one(draft: KeptDraft) -> Drafts {
        Drafts::from([("note".to_owned(), draft)])
    }

    #[test]
    fn the_newer_copy_counts_whichever_store_has_it() {
        let now = 10 * DAY_MS;
        for (quick, lasting) in [(now, now - 5), (now - 5, now)] {
            let word = |at| if at == now { "new" } else { "old" };
            let (quick, lasting) = (typed(quick, word(quick)), typed(lasting, word(lasting)));
            let (hold, last) = agreed(&one(quick), &one(lasting), now);
            assert_eq!(hold, one(typed(now, "new")));
            assert_eq!(last, one(typed(now, "new")));
        }
        let lost = agreed(&Drafts::new(), &one(typed(now, "kept")), now);
        assert_eq!(lost.0, one(typed(now, "kept")), "the browser was killed before it wrote");
    }

    /// The browser is killed after the command was written, and its quick store is older than
    /// that.
    #[test]
    fn what_was_sent_never_comes_back() {
        let now = 100 * DAY_MS;
        let sent = typed(now - 20 * DAY_MS, "");
        let (hold, last) = agreed(&one(typed(now - 21 * DAY_MS, "sent")), &one(sent.clone()), now);
        assert!(hold.is_empty());
        assert_eq!(last, one(sent), "the database remembers");
    }

    #[test]
    fn a_draft_goes_after_its_time() {
        let now = 100 * DAY_MS;
        let kept = typed(now - DRAFT_KEPT_MS, "kept");
        assert_eq!(agreed(&one(kept.clone()), &Drafts::new(), now).1, one(kept));
        let old = typed(now - DRAFT_KEPT_MS - 1, "old");
        assert_eq!(agreed(&one(old), &Drafts::new(), now), (Drafts::new(), Drafts::new()));
    }

    #[test]
    fn a_clock_that_goes_back_does_not_bring_back_older_words() {
        let mut draft = typed(1_000, "a");
        draft.touch(500);
        assert_eq!(draft.at, 1_001);
    }

    #[test]
    fn only_a_change_is_written() {
        let mut draft = typed(1, "a");
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
