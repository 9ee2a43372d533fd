//! Drafts: what is typed, chosen or drawn in a form is kept on the device, for the person and the
//! thing that it is about, until it is sent or thrown away on purpose.

use super::{App, Core, clock_ms};
use crate::store::{self, Drafts, KeptDraft, SettledDrafts, StoreError, TakenAlong};
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::id::Millis;
use shared::limits::DAY_MS;
use std::cell::{Cell, RefCell};
use std::mem;
use std::rc::Rc;
use std::time::Duration;

/// The shortest time between two writes into the database.
const REST: Duration = Duration::from_millis(200);

/// Drafts on their way into the database, of which only the newest text of each is written.
#[derive(Default)]
pub(super) struct Queue {
    waiting: RefCell<Drafts>,
    busy: Cell<bool>,
}

/// A field of a draft.
#[derive(Clone, Copy)]
struct Slot {
    name: &'static str,
    /// Sets the value: that of a draft, or the one that the form began with.
    set: Callback<Option<String>>,
    /// Takes the value as the one that the form begins with.
    begin: Callback<()>,
}

/// What a form holds.
#[derive(Default)]
struct Content {
    /// `None` for a form that keeps nothing.
    key: Option<String>,
    kept: KeptDraft,
    slots: Vec<Slot>,
    /// What was thrown away, as long as it can be brought back.
    erased: Option<KeptDraft>,
}

/// The draft of a form. It is a handle: copies share one state.
#[derive(Clone, Copy)]
pub struct FormDraft {
    app: App,
    content: StoredValue<Content>,
    found: RwSignal<bool>,
    holds: RwSignal<bool>,
    erased: RwSignal<bool>,
}

impl App {
    /// Opens the draft of a form, or begins one. `form` names the form and `about` what it is
    /// about; both are the same whenever the form is opened again.
    pub fn draft(self, form: &str, about: &str) -> FormDraft {
        let account = self.read_now(|replica| Some(replica.meta().actor.as_ref()?.account));
        let key = account.map(|account| format!("{account}/{form}/{about}"));
        let kept = key.as_deref().and_then(store::draft).unwrap_or_default();
        let holds = RwSignal::new(!kept.is_empty());
        let content = Content { key, kept, ..Content::default() };
        let (found, erased) = (RwSignal::new(false), RwSignal::new(false));
        FormDraft { app: self, content: StoredValue::new(content), found, holds, erased }
    }

    /// A form that keeps nothing.
    pub fn no_draft(self) -> FormDraft {
        let content = StoredValue::new(Content::default());
        let off = || RwSignal::new(false);
        FormDraft { app: self, content, found: off(), holds: off(), erased: off() }
    }

    /// Returns whether the person has drafts on this device.
    pub fn has_drafts(self) -> bool {
        let Some(prefix) = self.own_drafts() else { return false };
        store::drafts_at_hand().iter().any(|(key, d)| key.starts_with(&prefix) && !d.is_empty())
    }

    /// Throws away the drafts of the person who signs out, with their photos.
    pub(super) async fn drop_drafts(self) -> Result<(), StoreError> {
        let (core, now) = (self.core()?, clock_ms());
        let Some(prefix) = self.own_drafts() else { return Ok(()) };
        core.drafts.waiting.borrow_mut().retain(|key, _| !key.starts_with(&prefix));
        core.store.erase_drafts(&prefix, now).await?;
        core.store.drop_unnamed_photos(now).await
    }

    /// The beginning of the keys of the person's drafts.
    fn own_drafts(self) -> Option<String> {
        self.read_now(|replica| Some(format!("{}/", replica.meta().actor.as_ref()?.account)))
    }

    /// Notes what a command took along, once it is written.
    pub(super) fn took_along(self, core: &Core, along: TakenAlong, draft: Option<FormDraft>) {
        for (key, empty) in &along.drafts {
            // What was typed before must not be written after it.
            core.drafts.waiting.borrow_mut().remove(key);
            store::keep_draft(key, empty);
        }
        if let Some(draft) = draft.filter(|_| !along.drafts.is_empty()) {
            draft.begin_again();
        }
        if !along.files.is_empty() {
            core.broadcast_files();
            spawn_local(self.count_files());
        }
    }

    fn keep_draft(self, key: String, draft: KeptDraft) {
        // What only the database has is not kept before it says so.
        self.set_dirty(!store::keep_draft(&key, &draft));
        let Ok(core) = self.core() else { return };
        core.drafts.waiting.borrow_mut().insert(key, draft);
        self.write_drafts(core);
    }

    fn write_drafts(self, core: Rc<Core>) {
        if core.drafts.waiting.borrow().is_empty() || core.drafts.busy.replace(true) {
            return;
        }
        let drafts = mem::take(&mut *core.drafts.waiting.borrow_mut());
        spawn_local(async move {
            if core.store.keep_drafts(&drafts).await.is_ok() {
                self.set_dirty(false);
            }
            core.drafts.busy.set(false);
            set_timeout(move || self.write_drafts(core), REST);
        });
    }
}

impl Core {
    /// Writes what the start has found about drafts, and drops photos that nothing names. Those of
    /// today may be of a form in another tab, which is just about to name them.
    pub(super) async fn settle_drafts(
        &self,
        settled: Result<SettledDrafts, StoreError>,
    ) -> Result<(), StoreError> {
        self.store.write_settled(&settled?).await?;
        self.store.drop_unnamed_photos(clock_ms() - DAY_MS).await
    }
}

impl FormDraft {
    /// Returns the value of a field: the kept one, or `initial`. It is kept whenever it changes.
    pub fn field<T>(self, name: &'static str, initial: T) -> RwSignal<T>
    where
        T: Clone + PartialEq + Serialize + DeserializeOwned + Send + Sync + 'static,
    {
        let read = |text: &String| serde_json::from_str::<T>(text).ok();
        let kept = self.content.with_value(|content| content.kept.fields.get(name).and_then(read));
        let kept = kept.filter(|kept| *kept != initial);
        if kept.is_some() {
            self.found.set(true);
        }
        let value = RwSignal::new(kept.unwrap_or_else(|| initial.clone()));
        if self.content.with_value(|content| content.key.is_none()) {
            return value;
        }
        let first = StoredValue::new(initial);
        let set = move |text: Option<String>| {
            let kept = text.as_ref().and_then(read);
            value.set(kept.unwrap_or_else(|| first.get_value()));
        };
        let slot = Slot {
            name,
            set: Callback::new(set),
            begin: Callback::new(move |()| first.set_value(value.get_untracked())),
        };
        self.content.update_value(|content| {
            content.slots.retain(|other| other.name != name);
            content.slots.push(slot);
        });
        Effect::new(move |_| {
            let text = value.with(|value| {
                let changed = first.with_value(|first| first != value);
                changed.then(|| serde_json::to_string(value).ok()).flatten()
            });
            self.put(name, text);
        });
        value
    }

    /// Keeps what is typed at least until that instant, however long ago it was typed.
    pub fn keep_until(self, until: Millis) {
        let put = |content: &mut Content| {
            let key = content.key.clone()?;
            if content.kept.until == until {
                return None;
            }
            content.kept.until = until;
            content.kept.touch(clock_ms());
            Some((key, content.kept.clone())).filter(|(_, kept)| !kept.is_empty())
        };
        if let Some((key, kept)) = self.content.try_update_value(put).flatten() {
            self.app.keep_draft(key, kept);
        }
    }

    /// Returns whether something was found when the form was opened. Reactive.
    pub fn is_found(self) -> bool {
        self.found.get()
    }

    /// Returns whether something is kept. Reactive.
    pub fn holds_something(self) -> bool {
        self.holds.get()
    }

    /// Returns whether something was thrown away that can be brought back. Reactive.
    pub fn is_erased(self) -> bool {
        self.erased.get()
    }

    /// Throws the draft away. [`FormDraft::restore`] brings it back as long as nothing else is
    /// typed.
    pub fn erase(self) {
        let erased = self.content.with_value(|content| content.kept.clone());
        self.fill(&KeptDraft::default());
        self.content.update_value(|content| content.erased = Some(erased));
        self.found.set(false);
        self.erased.set(true);
    }

    /// Brings back what was thrown away.
    pub fn restore(self) {
        let erased = self.content.try_update_value(|content| content.erased.take()).flatten();
        self.fill(&erased.unwrap_or_default());
        self.found.set(true);
        self.erased.set(false);
    }

    /// Forgets the draft, which was sent otherwise than by a command.
    pub fn sent(self) {
        let now = clock_ms();
        if let Some((key, empty)) = self.end(now) {
            self.app.keep_draft(key, empty);
            self.begin_again();
        }
    }

    /// The key with the empty draft that ends it; `None` for a form that keeps nothing, or was left
    /// with its screen.
    pub(super) fn end(self, now: Millis) -> Option<(String, KeptDraft)> {
        self.content.try_with_value(|content| {
            let mut empty = KeptDraft { at: content.kept.at, ..KeptDraft::default() };
            empty.touch(now);
            Some((content.key.clone()?, empty))
        })?
    }

    /// What the form holds now is what it begins with: it was sent.
    fn begin_again(self) {
        let slots = self.content.try_update_value(|content| {
            content.kept.fields.clear();
            content.kept.touch(clock_ms());
            content.slots.clone()
        });
        for slot in slots.unwrap_or_default() {
            let _ = slot.begin.try_run(());
        }
        let _ = (self.found.try_set(false), self.holds.try_set(false));
    }

    fn fill(self, from: &KeptDraft) {
        let slots = self.content.with_value(|content| content.slots.clone());
        for slot in slots {
            let _ = slot.set.try_run(from.fields.get(slot.name).cloned());
        }
    }

    fn put(self, name: &str, value: Option<String>) {
        let is_typed = value.is_some();
        let put = |content: &mut Content| {
            let key = content.key.clone()?;
            if !content.kept.put(name, value) {
                return None;
            }
            content.kept.touch(clock_ms());
            Some((key, content.kept.clone()))
        };
        let Some((key, kept)) = self.content.try_update_value(put).flatten() else { return };
        self.holds.set(!kept.is_empty());
        if is_typed {
            self.erased.set(false);
        }
        self.app.keep_draft(key, kept);
    }
}
