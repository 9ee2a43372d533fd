//! The app as screens use it: the device's memory as people see it, the clock, the state of the
//! connection, and the one way to change something, [`App::submit`]. A method marked «Reactive»
//! runs its caller again when its value changes; the others read once.

mod answer;
mod attempt;
mod carried;
mod core;
mod drafts;
mod files;
mod gate;
mod session;
mod submit;
mod tabs;
mod toast;

use crate::store::StoreError;
use leptos::prelude::*;
use shared::day::{Day, paris_day};
use shared::handover::Carried;
use shared::id::Millis;
use shared::refusal::Refusal;
use shared::replica::{Batch, Replica};
use shared::role::{Actor, Role};
use shared::sync::Connection;
use uuid::Uuid;

pub use self::core::{CommandSender, Core};
pub use self::drafts::FormDraft;
pub use self::files::{FileCount, FileError};
#[cfg(feature = "bench")]
pub(crate) use self::gate::Gate;
pub use self::session::SessionError;
pub use self::toast::{Counted, Toast};

/// Why a command was not kept.
#[derive(Debug, Clone, PartialEq)]
pub enum SubmitError {
    /// A rule says no; nothing was written.
    Refused(Refusal),
    /// The device could not write; nothing was written.
    Store(StoreError),
    /// It is decided with the server alone, which gave no answer; nothing was written.
    Offline,
    /// What the form gave before counts, although its answer was lost; this was not sent.
    CountedBefore,
}

/// The progress of the app's start.
#[derive(Debug, Clone, PartialEq)]
pub enum Phase {
    /// The store is being read.
    Loading,
    /// Screens can be shown.
    Ready,
    /// The store cannot be used.
    Failed(StoreError),
}

/// A notice to the whole page, under the header.
#[derive(Debug, Clone, PartialEq)]
pub enum HeaderNotice {
    /// The browser had erased this device's data. This many unsent commands were found again; the
    /// others are gone.
    Evicted(usize),
    /// Another tab runs a newer version: this one must be reloaded.
    Replaced,
    /// An answer of the server could not be written on the device.
    Unwritten(StoreError),
    /// The authority asks for a second factor first; what waits stays here until then.
    FactorRequired,
}

/// The app as screens use it. It is a handle: copies share one state.
#[derive(Clone, Copy)]
pub struct App {
    replica: RwSignal<Replica>,
    /// Who uses the device. A memo, so that its readers are not drawn again when other rows change.
    who: Memo<Option<Actor>>,
    connection: RwSignal<Connection>,
    clock: RwSignal<Millis>,
    today: Memo<Day>,
    phase: RwSignal<Phase>,
    notice: RwSignal<Option<HeaderNotice>>,
    files: RwSignal<FileCount>,
    files_barred: RwSignal<bool>,
    carried: RwSignal<Vec<Carried>>,
    toasts: RwSignal<Vec<Toast>>,
    /// The number of the last message: a timer ends its own and no other.
    next_toast: StoredValue<u64>,
    dirty: RwSignal<bool>,
    update: RwSignal<bool>,
    ruled: RwSignal<bool>,
    whole: RwSignal<bool>,
    core: StoredValue<Option<std::rc::Rc<Core>>, LocalStorage>,
}

/// Returns the app of the page.
pub fn use_app() -> App {
    expect_context::<App>()
}

impl App {
    /// Provides an app to the page; [`App::start`] starts it.
    pub fn provide() -> Self {
        let clock = RwSignal::new(clock_ms());
        let replica = RwSignal::new(Replica::default());
        let app = Self {
            replica,
            who: Memo::new(move |_| replica.with(|replica| replica.meta().actor.clone())),
            connection: RwSignal::new(Connection::Unknown),
            clock,
            today: Memo::new(move |_| paris_day(clock.get())),
            phase: RwSignal::new(Phase::Loading),
            notice: RwSignal::new(None),
            files: RwSignal::new(FileCount::default()),
            files_barred: RwSignal::new(false),
            carried: RwSignal::new(Vec::new()),
            toasts: RwSignal::new(Vec::new()),
            next_toast: StoredValue::new(0),
            dirty: RwSignal::new(false),
            update: RwSignal::new(false),
            ruled: RwSignal::new(false),
            whole: RwSignal::new(false),
            core: StoredValue::new_local(None),
        };
        provide_context(app);
        app
    }

    /// Reads the device's memory. Reactive.
    pub fn read<T>(self, reader: impl FnOnce(&Replica) -> T) -> T {
        self.replica.with(reader)
    }

    /// Reads the device's memory once, for event handlers.
    pub fn read_now<T>(self, reader: impl FnOnce(&Replica) -> T) -> T {
        self.replica.with_untracked(reader)
    }

    /// Returns whether the rules are here: until then nothing is possible. Reactive.
    pub fn has_rules(self) -> bool {
        self.ruled.get()
    }

    /// Who uses the device. Reactive.
    pub fn actor(self) -> Option<Actor> {
        self.who.get()
    }

    /// The role of who uses the device. Reactive.
    pub fn role(self) -> Option<Role> {
        self.who.with(|actor| actor.as_ref().map(|actor| actor.role))
    }

    /// Returns whether all rows of the person's scope have been received and read back, so that
    /// sums over them are complete. Reactive.
    pub fn has_everything(self) -> bool {
        self.whole.get() && self.read(|replica| replica.meta().complete)
    }

    /// The civil day of the device, which changes at midnight in Paris. Reactive.
    pub fn today(self) -> Day {
        self.today.get()
    }

    /// The civil day of the device, read once.
    pub fn today_now(self) -> Day {
        self.today.get_untracked()
    }

    /// The state of the connection, known from the server's answers. Reactive.
    pub fn connection(self) -> Connection {
        self.connection.get()
    }

    /// Files that wait to be sent. Reactive.
    pub fn files(self) -> FileCount {
        self.files.get()
    }

    /// Returns whether something of this device is not on the server; read once.
    pub fn has_unsent(self) -> bool {
        let files = self.files.with_untracked(|files| files.waiting);
        files > 0 || self.has_carried() || self.read_now(Replica::unsent) > 0
    }

    /// How many commands of this person and of their colleagues are not on the server; read once.
    pub fn unsent_now(self) -> usize {
        self.read_now(Replica::unsent)
            + self
                .carried
                .with_untracked(|carried| carried.iter().filter(|one| one.waits()).count())
    }

    /// The progress of the app's start. Reactive.
    pub fn phase(self) -> Phase {
        self.phase.get()
    }

    /// The notice to the whole page. Reactive.
    pub fn notice(self) -> Option<HeaderNotice> {
        self.notice.get()
    }

    /// Shows a notice under the header, or removes it.
    pub fn set_notice(self, notice: Option<HeaderNotice>) {
        self.notice.set(notice);
    }

    /// Notes that a new build is on the device and waits to be chosen.
    pub fn set_update_ready(self) {
        self.update.set(true);
    }

    /// Returns whether a new build waits to be chosen. Reactive.
    pub fn update_is_ready(self) -> bool {
        self.update.get()
    }

    /// Notes whether a form holds something that is not kept yet: no update may reload the page
    /// meanwhile.
    pub fn set_dirty(self, dirty: bool) {
        if self.dirty.get_untracked() != dirty {
            self.dirty.set(dirty);
        }
    }

    /// Returns whether a form holds something that is not kept yet. Reactive.
    pub fn is_dirty(self) -> bool {
        self.dirty.get()
    }

    /// Puts a command away, once the person has read what was merged or has dealt with a refusal.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub async fn put_away(self, sequence: u64) -> Result<(), StoreError> {
        let outbox: Vec<_> = self.core()?.store.put_away(sequence).await?.into_iter().collect();
        let batch = Batch { outbox, ..Batch::default() };
        self.take_over(self.read_now(|replica| replica.news(batch)));
        Ok(())
    }

    /// Writes a batch in one strict transaction, then takes it over here and in other tabs.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub(crate) async fn write(self, batch: Batch) -> Result<(), StoreError> {
        self.core()?.store.write(&batch).await?;
        self.take_over(batch);
        Ok(())
    }

    /// Writes a snapshot as the new mirror in one strict transaction; the other tabs read it back
    /// themselves.
    ///
    /// # Errors
    /// [`StoreError`]; then nothing was written.
    pub(crate) async fn begin(self, packed: &[u8], batch: Batch) -> Result<(), StoreError> {
        let core = self.core()?;
        let known = self.read_now(|replica| replica.meta().clone());
        core.store.write_snapshot(&known, packed, &batch).await?;
        self.commit(batch);
        core.broadcast_reread();
        Ok(())
    }

    /// Takes over what the store has committed, and tells the other tabs.
    fn take_over(self, batch: Batch) {
        if let Ok(core) = self.core() {
            core.broadcast_batch(&batch);
        }
        self.commit(batch);
    }

    /// Takes over what the store has committed, in this tab or in another one.
    pub(crate) fn commit(self, batch: Batch) {
        if let Ok(core) = self.core() {
            core.commits.set(core.commits.get() + 1);
        }
        self.replica.update(|replica| replica.commit(batch, clock_ms()));
    }

    /// Takes over commands that other tabs wrote and did not broadcast.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub(crate) async fn read_outbox(self) -> Result<(), StoreError> {
        self.read_outbox_after(0).await
    }

    /// Takes over the commands with a greater number.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub(crate) async fn read_outbox_after(self, sequence: u64) -> Result<(), StoreError> {
        let outbox = self.core()?.store.outbox_after(sequence).await?;
        if !outbox.is_empty() {
            self.commit(Batch { outbox, ..Batch::default() });
        }
        Ok(())
    }

    /// Reads everything back if another tab wrote something that this one does not know. Returns
    /// whether it did.
    ///
    /// # Errors
    /// [`StoreError`] when the store cannot be read.
    pub(crate) async fn catch_up(self) -> Result<bool, StoreError> {
        let core = self.core()?;
        loop {
            let taken_over = core.commits.get();
            let (meta, last) =
                self.read_now(|replica| (replica.meta().clone(), replica.last_sequence()));
            if !core.store.is_ahead_of(&meta, last).await? {
                return Ok(false);
            }
            let loaded = core.store.load(clock_ms()).await?;
            // A batch that was taken over meanwhile may be newer than what was read.
            if core.commits.get() == taken_over {
                self.take_back(loaded.replica);
                return Ok(true);
            }
        }
    }

    /// A fresh key of a row.
    pub fn fresh<K: From<Uuid>>(self) -> K {
        Uuid::now_v7().into()
    }

    /// The part of the app that speaks with the browser.
    pub(crate) fn core(self) -> Result<std::rc::Rc<Core>, StoreError> {
        self.core.with_value(Option::clone).ok_or(StoreError::Unavailable)
    }
}

/// The device's clock.
pub fn clock_ms() -> Millis {
    js_sys::Date::now() as Millis
}
