//! Drafts of forms, each under its key, in two stores of the browser. The quick one holds a draft
//! as soon as it is typed, but the browser writes it to the disk some seconds later; the database
//! has it on the disk a moment later. The newer of the two counts, so that a draft outlives a page
//! that is killed as well as a browser that is killed, and one that was sent never comes back.

use super::draft::{Drafts, KeptDraft, drafts_at_hand, forget_draft, keep_draft};
use super::mirror::encode;
use super::photos::{FileStanding, StoredFile};
use super::schema::{DRAFTS, FILES, META, OUTBOX};
use super::strict::Writing;
use super::{DeviceStore, StoreError};
use futures_util::future::join;
use rexie::TransactionMode;
use shared::id::{FileHash, Millis};
use shared::limits::{DAY_MS, DRAFT_KEPT_MS};
use shared::order;
use std::collections::{BTreeMap, BTreeSet};

/// The key under which the meta store remembers whose drafts were erased.
const LEFT: &str = "left";
/// When people signed out, by the beginning of the keys of their drafts.
type Left = BTreeMap<String, Millis>;

/// The newer one of two copies.
fn newer(one: Option<&KeptDraft>, other: Option<&KeptDraft>) -> KeptDraft {
    let newest = one.into_iter().chain(other).max_by_key(|draft| draft.at);
    newest.cloned().unwrap_or_default()
}

/// How long a copy is kept. That a draft is gone must be remembered in the database for as long as
/// the quick store might still bring it back.
fn is_over(draft: &KeptDraft, empty_kept: Millis, now: Millis) -> bool {
    match draft.is_empty() {
        true => now - draft.at > empty_kept,
        false => now - draft.at > DRAFT_KEPT_MS && now > draft.until,
    }
}

/// What both stores must hold, from what each of them has: for the quick one and for the database.
fn agreed(quick: &Drafts, lasting: &Drafts, left: &Left, now: Millis) -> (Drafts, Drafts) {
    let is_erased = |key: &str, draft: &KeptDraft| {
        left.iter().any(|(whose, at)| key.starts_with(whose.as_str()) && draft.at <= *at)
    };
    let keys = order::set(quick.keys().chain(lasting.keys()));
    let newest = |key: &&String| ((*key).clone(), newer(quick.get(*key), lasting.get(*key)));
    let all: Drafts = order::map(keys.iter().map(newest));
    let held = |empty_kept| {
        let stays = |(key, draft): &(&String, &KeptDraft)| {
            !is_over(draft, empty_kept, now) && !is_erased(key, draft)
        };
        let held = all.iter().filter(stays);
        order::map(held.map(|(key, draft)| (key.clone(), draft.clone())))
    };
    (held(DAY_MS), held(DRAFT_KEPT_MS))
}

/// What a command takes along in the transaction that writes it: the photos that it names begin to
/// wait, and the draft that it was typed in is gone.
#[derive(Debug, Default)]
pub struct TakenAlong {
    /// The files that the command names.
    pub files: Vec<FileHash>,
    /// The drafts that end with it, each empty.
    pub drafts: Drafts,
}

impl TakenAlong {
    /// The stores that the transaction needs.
    pub(super) fn stores(&self) -> &'static [&'static str] {
        match self.files.is_empty() && self.drafts.is_empty() {
            true => &[META, OUTBOX],
            false => &[META, OUTBOX, FILES, DRAFTS],
        }
    }

    pub(super) async fn write(&self, writing: &Writing) -> Result<(), StoreError> {
        put_all(writing, &self.drafts)?;
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

impl DeviceStore {
    /// Makes both stores of drafts agree; drafts that are too old go. Returns what the database
    /// must still write, with [`DeviceStore::keep_drafts`].
    ///
    /// # Errors
    /// [`StoreError`] when the database cannot be read.
    pub async fn settle_drafts(&self, now: Millis) -> Result<SettledDrafts, StoreError> {
        let quick = drafts_at_hand();
        let (lasting, left) = join(self.drafts(), self.left()).await;
        let (lasting, left) = (lasting?, left?);
        let (hold, last) = agreed(&quick, &lasting, &left, now);
        for (key, draft) in hold.iter().filter(|(key, draft)| quick.get(*key) != Some(*draft)) {
            keep_draft(key, draft);
        }
        quick.keys().filter(|key| !hold.contains_key(*key)).for_each(|key| forget_draft(key));
        let gone = lasting.keys().filter(|key| !last.contains_key(*key)).cloned().collect();
        let put = last.into_iter().filter(|(key, draft)| lasting.get(key) != Some(draft));
        Ok(SettledDrafts { put: put.collect(), gone })
    }

    /// Writes what [`DeviceStore::settle_drafts`] has found.
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

    /// Erases the drafts whose keys begin like that, and remembers it: the quick store may bring
    /// them back when the browser is killed before it has written.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was erased.
    pub async fn erase_drafts(&self, whose: &str, now: Millis) -> Result<(), StoreError> {
        let mut left = self.left().await?;
        left.retain(|_, at| now - *at <= DRAFT_KEPT_MS);
        left.insert(whose.to_owned(), now);
        self.strictly(&[META, DRAFTS], async |writing| {
            writing.put(META, &LEFT.into(), &encode(&left)?.into())?;
            for key in writing.keys(DRAFTS).await? {
                if key.as_string().is_some_and(|key| key.starts_with(whose)) {
                    writing.delete(DRAFTS, &key)?;
                }
            }
            Ok(())
        })
        .await?;
        let quick = drafts_at_hand();
        quick.keys().filter(|key| key.starts_with(whose)).for_each(|key| forget_draft(key));
        Ok(())
    }

    async fn left(&self) -> Result<Left, StoreError> {
        let text = self
            .reading(async |rexie| {
                let transaction = rexie.transaction(&[META], TransactionMode::ReadOnly)?;
                transaction.store(META)?.get(LEFT.into()).await
            })
            .await?;
        let text = text.and_then(|text| text.as_string());
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default())
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
            Ok(order::map(read))
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
        let photos = drafts.values().chain(lasting.values()).flat_map(KeptDraft::photos);
        let named: BTreeSet<FileHash> = order::set(photos.map(|photo| photo.hash));
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
            let (hold, last) = agreed(&one(quick), &one(lasting), &Left::new(), now);
            assert_eq!(hold, one(typed(now, "new")));
            assert_eq!(last, one(typed(now, "new")));
        }
        let lost = agreed(&Drafts::new(), &one(typed(now, "kept")), &Left::new(), now);
        assert_eq!(lost.0, one(typed(now, "kept")), "the browser was killed before it wrote");
    }

    /// The browser is killed after the command was written, and its quick store is older than
    /// that.
    #[test]
    fn what_was_sent_never_comes_back() {
        let now = 100 * DAY_MS;
        let sent = typed(now - 20 * DAY_MS, "");
        let (hold, last) =
            agreed(&one(typed(now - 21 * DAY_MS, "sent")), &one(sent.clone()), &Left::new(), now);
        assert!(hold.is_empty());
        assert_eq!(last, one(sent), "the database remembers");
    }

    #[test]
    fn a_draft_goes_after_its_time() {
        let now = 100 * DAY_MS;
        let kept = typed(now - DRAFT_KEPT_MS, "kept");
        assert_eq!(agreed(&one(kept.clone()), &Drafts::new(), &Left::new(), now).1, one(kept));
        let old = typed(now - DRAFT_KEPT_MS - 1, "old");
        assert_eq!(
            agreed(&one(old), &Drafts::new(), &Left::new(), now),
            (Drafts::new(), Drafts::new())
        );
    }

    /// S7 §2, «school writes for weeks without network»: a call runs for 46 days, and what was
    /// typed on its first one is there on its last.
    #[test]
    fn a_project_is_kept_until_its_call_has_closed() {
        let (typed_at, closes) = (100 * DAY_MS, 146 * DAY_MS);
        let kept = KeptDraft { until: closes + DRAFT_KEPT_MS, ..typed(typed_at, "project") };
        let at = |now| agreed(&Drafts::new(), &one(kept.clone()), &Left::new(), now).0;
        assert_eq!(at(closes), one(kept.clone()));
        assert_eq!(at(closes + DRAFT_KEPT_MS), one(kept.clone()));
        assert!(at(closes + DRAFT_KEPT_MS + 1).is_empty());
        let sent = KeptDraft { until: closes, ..typed(typed_at, "") };
        assert!(agreed(&Drafts::new(), &one(sent), &Left::new(), closes).1.is_empty());
    }

    #[test]
    fn what_was_erased_at_the_end_of_a_session_never_comes_back() {
        let left = Left::from([("no".to_owned(), 50)]);
        let none = (Drafts::new(), Drafts::new());
        assert_eq!(agreed(&one(typed(50, "old")), &Drafts::new(), &left, 60), none);
        let later = one(typed(51, "new"));
        assert_eq!(agreed(&later, &Drafts::new(), &left, 60).0, later);
        let others = Left::from([("yes".to_owned(), 50)]);
        assert_eq!(agreed(&one(typed(50, "old")), &Drafts::new(), &others, 60).0.len(), 1);
    }
}
