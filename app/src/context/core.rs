//! The part of the app that speaks with the browser: the store, the other tabs, the sender.

use super::drafts::Queue;
use super::gate::Latch;
use super::tabs::{TabMessage, Tabs};
use super::{App, HeaderNotice, Phase, clock_ms};
use crate::device;
use crate::rules::{self, RulesMissing};
use crate::settings;
use crate::store::{Appended, DeviceStore, Loaded, Rest, StoreError};
use futures_util::future::join;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::{CommandId, DeviceId};
use shared::replica::{Batch, Replica, Standing};
use shared::row::Row;
use shared::sync::{Connection, Event};
use std::cell::{Cell, OnceCell};
use std::rc::Rc;
use std::time::Duration;

/// How often the clock of the screens ticks.
const TICK: Duration = Duration::from_secs(60);

/// Exchanges commands and rows with the server. The app starts it and tells it what happens,
/// without knowing how anything is sent; the sender knows the app.
pub trait CommandSender {
    /// Starts to listen to the browser, and asks to be the tab that sends.
    fn begin(self: Rc<Self>);
    /// Handles an event that may be worth a request.
    fn on_event(self: Rc<Self>, event: Event);
    /// Returns whether this tab is the one that sends.
    fn leads(&self) -> bool;
    /// Returns whether this tab is the one that sends, and works: a browser may freeze a part of
    /// it.
    fn gives_sign(&self) -> bool;
    /// The tab that sends gave a sign of life.
    fn hear_leader(&self);
    /// Tries again at once what was put off because of its size or of a firewall.
    fn try_all_again(&self);
    /// Drops the request under way: its answer is for somebody else.
    fn interrupt(&self);
    /// Takes the JSON of a command that the store has just written.
    fn keep(&self, command: CommandId, text: String);
}

/// The rows that were read back after the first screen.
enum LateRead {
    Rest(Vec<Row>),
    Everything(Box<Replica>),
}

/// The part of the app that speaks with the browser.
pub struct Core {
    /// The database.
    pub(crate) store: DeviceStore,
    /// The key of this device.
    pub(crate) device: DeviceId,
    /// Commands that this version cannot read, as they were written.
    pub(crate) unreadable: Vec<String>,
    /// The database was empty at the start.
    pub(crate) was_new: bool,
    /// Commands that were found again although the database was empty.
    pub(crate) found_again: usize,
    /// How many batches the memory has taken over.
    pub(crate) commits: Cell<u64>,
    /// Opens once the whole memory is read back. No command is judged or sent before.
    pub(crate) whole: Latch,
    /// Drafts on their way into the database.
    pub(super) drafts: Queue,
    tabs: Tabs,
    /// Set before anything happens; it needs a handle of this core, which is made first.
    sender: OnceCell<Rc<dyn CommandSender>>,
}

impl Core {
    /// Tells the sender that something happened.
    pub(crate) fn event(&self, event: Event) {
        if let Some(sender) = self.sender.get() {
            Rc::clone(sender).on_event(event);
        }
    }

    /// Drops the request under way: its answer is for somebody else.
    pub(crate) fn interrupt(&self) {
        if let Some(sender) = self.sender.get() {
            sender.interrupt();
        }
    }

    fn leads(&self) -> bool {
        self.sender.get().is_some_and(|sender| sender.leads())
    }

    /// Hands a command that the store has just written to everyone who holds commands: the other
    /// tabs, the sender, and the memory of this tab.
    pub(super) fn kept(&self, app: App, Appended { item, text }: Appended) {
        self.tabs.broadcast(&TabMessage::Batch(Batch::text_of_command(&text)));
        if let Some(sender) = self.sender.get() {
            sender.keep(item.envelope.id, text);
        }
        app.commit(Batch { outbox: vec![item], ..Batch::default() });
    }

    pub(super) fn broadcast_batch(&self, batch: &Batch) {
        self.tabs.broadcast_batch(batch);
    }

    pub(crate) fn broadcast_files(&self) {
        self.tabs.broadcast(&TabMessage::Files);
    }

    pub(super) fn broadcast_signed_in(&self) {
        self.tabs.broadcast(&TabMessage::SignedIn);
    }

    pub(crate) fn broadcast_connection(&self, connection: Connection) {
        self.tabs.broadcast(&TabMessage::Connection(connection));
    }

    /// Asks the tab that sends for a sign of life.
    pub(crate) fn ask_leader(&self) {
        self.tabs.broadcast(&TabMessage::Hello);
    }

    pub(crate) fn broadcast_aside(&self, command: CommandId) {
        self.tabs.broadcast(&TabMessage::Aside(command));
    }

    /// Has the sender try again at once what was put off.
    pub(crate) fn try_all_again(&self) {
        if let Some(sender) = self.sender.get() {
            sender.try_all_again();
        }
    }

    pub(crate) fn broadcast_reread(&self) {
        self.tabs.broadcast(&TabMessage::Reread);
    }

    fn on_message(self: &Rc<Self>, app: App, message: TabMessage) {
        match message {
            TabMessage::Batch(text) => match Batch::from_json(&text) {
                Ok(batch) if self.leads() && batch.meta.is_some() => self.reread(app),
                Ok(batch) => self.on_batch(app, batch),
                // A tab of another version wrote something that this one does not know.
                Err(_) => self.reread(app),
            },
            TabMessage::Reread => self.reread(app),
            TabMessage::Files => {
                spawn_local(app.count_files());
                self.event(Event::Saved);
            }
            TabMessage::SignedIn => {
                self.interrupt();
                self.event(Event::SignedIn);
            }
            TabMessage::Connection(connection) => {
                app.set_connection(connection);
                if let Some(sender) = self.sender.get() {
                    sender.hear_leader();
                }
            }
            TabMessage::Aside(command) => app.set_aside(command),
            TabMessage::Hello => {
                if self.sender.get().is_some_and(|sender| sender.gives_sign()) {
                    self.broadcast_connection(app.connection.get_untracked());
                }
            }
        }
    }

    fn on_batch(self: &Rc<Self>, app: App, batch: Batch) {
        let core = Rc::clone(self);
        let saved = batch.outbox.iter().any(|item| item.standing == Standing::Waiting);
        let lacks = app.read_now(|replica| replica.lacks_before_any(&batch.outbox));
        app.commit(app.read_now(|replica| replica.news(batch)));
        spawn_local(async move {
            if lacks {
                // If it cannot be read now, the next start reads it: nothing is lost.
                let _ = app.read_outbox().await;
            }
            if saved {
                core.event(Event::Saved);
            }
        });
    }

    /// Reads the store after a late message of a tab that ended, a sign-in in another tab, or a
    /// large change. The tab that sends follows the store, so that it never returns to an older
    /// state.
    fn reread(&self, app: App) {
        if self.leads() {
            self.interrupt();
        }
        self.catch_up(app);
    }

    fn catch_up(&self, app: App) {
        spawn_local(async move {
            // A store that cannot be read says so at the next write.
            let _ = app.catch_up().await;
        });
    }

    fn listen(self: &Rc<Self>, app: App) {
        let core = Rc::clone(self);
        self.tabs.on_message(move |message| core.on_message(app, message));
        self.tabs.broadcast(&TabMessage::Hello);
        // Another tab may have written after this one read and before it listened.
        self.catch_up(app);
    }
}

impl App {
    /// Opens the store, reads everything back, shows it, and begins to send with the sender that
    /// `sender` makes.
    pub fn start(self, sender: impl FnOnce(App, Rc<Core>) -> Rc<dyn CommandSender> + 'static) {
        device::begin(async move {
            if let Err(error) = self.open(sender).await {
                self.phase.set(Phase::Failed(error));
            }
        });
        set_interval(move || self.tick(), TICK);
    }

    pub(crate) fn set_connection(self, connection: Connection) {
        if self.connection.get_untracked() != connection {
            self.connection.set(connection);
        }
    }

    /// Sets the clock of the screens to the current time.
    pub(crate) fn tick(self) {
        self.clock.set(clock_ms());
    }

    /// Fetches the rules, and has the screens look again at what they allow.
    ///
    /// # Errors
    /// [`RulesMissing`]; it may be tried again.
    pub async fn fetch_rules(self) -> Result<(), RulesMissing> {
        rules::fetch().await?;
        if !self.ruled.get_untracked() {
            self.ruled.set(true);
        }
        Ok(())
    }

    async fn open(
        self,
        sender: impl FnOnce(App, Rc<Core>) -> Rc<dyn CommandSender>,
    ) -> Result<(), StoreError> {
        if settings::was_started() {
            // What is kept on the device needs them: they come while the database opens.
            spawn_local(async move { drop(self.fetch_rules().await) });
        }
        let store =
            DeviceStore::open(move || self.notice.set(Some(HeaderNotice::Replaced))).await?;
        // The first screen may be a form, which needs its draft.
        let (loaded, settled) =
            join(store.load_first(clock_ms()), store.settle_drafts(clock_ms())).await;
        let loaded: Loaded = loaded?;
        if loaded.is_new && settings::was_started() {
            self.notice.set(Some(HeaderNotice::Evicted(loaded.found_again)));
        }
        let core = Rc::new(Core {
            store,
            device: loaded.device,
            unreadable: loaded.unreadable,
            was_new: loaded.is_new,
            found_again: loaded.found_again,
            commits: Cell::new(0),
            whole: Latch::default(),
            drafts: Queue::default(),
            tabs: Tabs::open(),
            sender: OnceCell::new(),
        });
        let sender = Rc::clone(core.sender.get_or_init(|| sender(self, Rc::clone(&core))));
        self.replica.set(loaded.replica);
        self.core.set_value(Some(Rc::clone(&core)));
        self.phase.set(Phase::Ready);
        device::next_task().await;
        settings::mark_started(core.device);
        self.read_rest(&core, &loaded.rest).await?;
        self.whole.set(true);
        core.whole.open();
        self.read_now(|replica| core.store.keep_twice(replica));
        core.listen(self);
        sender.begin();
        self.count_files().await;
        // If these fail, the next start tries them again.
        let _ = core.settle_drafts(settled).await;
        let _ = core.store.drop_old_files(clock_ms()).await;
        let _ = core.store.compact(&loaded.rest).await;
        Ok(())
    }

    /// Decodes the rows that no screen has asked for: commands are judged only once every row has
    /// decoded. Returns whether all did.
    async fn read_late(self) -> bool {
        for place in 0.. {
            // The page reacts to taps in between.
            device::next_task().await;
            match self.read_now(|replica| replica.mirror().read_late(place)) {
                Some(true) => {}
                Some(false) => return false,
                None => break,
            }
        }
        true
    }

    /// Reads back the rows that the first screens did not need.
    async fn read_rest(self, core: &Core, rest: &Rest) -> Result<(), StoreError> {
        loop {
            let taken_over = core.commits.get();
            let rows = match self.read_late().await {
                true => core.store.load_rest(rest).await?,
                false => None,
            };
            let read = match rows {
                Some(rows) => LateRead::Rest(rows),
                None => LateRead::Everything(Box::new(core.store.load(clock_ms()).await?.replica)),
            };
            // Somebody else may have signed in meanwhile, and must not see these rows.
            if core.commits.get() != taken_over {
                continue;
            }
            match read {
                LateRead::Rest(rows) if rows.is_empty() => {}
                LateRead::Rest(rows) => {
                    self.replica.update(|replica| replica.complete(rows, clock_ms()));
                }
                LateRead::Everything(replica) => self.take_back(*replica),
            }
            return Ok(());
        }
    }
}
