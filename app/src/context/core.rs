//! The part of the app that speaks with the browser: the store, the other tabs, the sender.

use super::gate::Gate;
use super::{App, Notice, Phase, clock_ms};
use crate::device;
use crate::settings;
use crate::store::{Loaded, Rest, Store, StoreError};
use crate::sync::Sender;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde::{Deserialize, Serialize};
use shared::id::DeviceId;
use shared::replica::{Batch, Replica, Standing};
use shared::row::Row;
use shared::sync::{Connection, Event};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

/// The name of the channel between tabs.
const CHANNEL: &str = "tournee";
/// Rows and commands that one tab tells the others: more are read back by those that are there.
const TOLD_MAX: usize = 50;
/// How often the clock of the screens ticks.
const TICK: Duration = Duration::from_secs(60);

/// What one tab tells the others.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Word {
    /// The store has committed this.
    /// As JSON: what reads a batch is in `shared`.
    Batch(String),
    /// Files were kept or sent.
    Files,
    /// Somebody signed in.
    SignedIn,
    /// What the tab that sends knows of the way to the server.
    Connection(Reach),
    /// A new tab asks what is known of it.
    Hello,
    /// More was written than is told: what the tab that sent before wrote, or much at once.
    Reread,
}

/// [`Connection`] between tabs.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(remote = "Connection", rename_all = "snake_case")]
enum ConnectionWord {
    Unknown,
    Online,
    Offline,
    Trouble,
    SignedOut,
    Revoked,
    TooOld,
}

#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(transparent)]
struct Reach(#[serde(with = "ConnectionWord")] Connection);

/// What was read back after the first screen.
enum Read {
    Rest(Vec<Row>),
    Everything(Box<Replica>),
}

/// The part of the app that speaks with the browser.
pub struct Core {
    /// The database.
    pub(crate) store: Store,
    /// The key of this device.
    pub(crate) device: DeviceId,
    /// Commands that this version cannot read, as they were written.
    pub(crate) unreadable: Vec<String>,
    /// The database was empty at the start.
    pub(crate) was_new: bool,
    /// Commands that were found again although the database was empty.
    pub(crate) found_again: usize,
    pub(crate) sender: Sender,
    /// How often something that was written was taken over into the memory.
    pub(crate) commits: Cell<u64>,
    /// Opens once the whole memory is read back: nothing is judged and nothing sent before.
    pub(crate) whole: Gate,
    channel: Option<BroadcastChannel>,
}

impl Core {
    /// Something happened that the machine has to know.
    pub(crate) fn event(self: &Rc<Self>, app: App, event: Event) {
        self.sender.on(app, Rc::clone(self), event);
    }

    /// Drops the request under way: its answer is for somebody else.
    pub(crate) fn interrupt(&self) {
        self.sender.interrupt();
    }

    pub(super) fn tell_batch(&self, batch: &Batch) {
        match batch.is_too_much_to_tell(TOLD_MAX) {
            true => self.tell_reread(),
            // One that cannot be said is read back.
            false => match serde_json::to_string(batch) {
                Ok(text) => self.tell(&Word::Batch(text)),
                Err(_) => self.tell_reread(),
            },
        }
    }

    /// A command that was given here, as it was written.
    pub(super) fn tell_command(&self, text: &str) {
        self.tell(&Word::Batch(Batch::text_of_command(text)));
    }

    pub(crate) fn tell_files(&self) {
        self.tell(&Word::Files);
    }

    pub(super) fn tell_signed_in(&self) {
        self.tell(&Word::SignedIn);
    }

    pub(crate) fn tell_connection(&self, connection: Connection) {
        self.tell(&Word::Connection(Reach(connection)));
    }

    pub(crate) fn tell_reread(&self) {
        self.tell(&Word::Reread);
    }

    fn tell(&self, word: &Word) {
        let Some(channel) = &self.channel else { return };
        if let Ok(text) = serde_json::to_string(word) {
            // A channel that is closed has nobody to listen.
            let _ = channel.post_message(&text.into());
        }
    }

    fn hear(self: &Rc<Self>, app: App, word: Word) {
        match word {
            Word::Batch(text) => match Batch::from_json(&text) {
                Ok(batch) if self.sender.leads() && batch.meta.is_some() => self.reread(app),
                Ok(batch) => self.hear_batch(app, batch),
                // A tab of another version says what this one does not know.
                Err(_) => self.reread(app),
            },
            Word::Reread => self.reread(app),
            Word::Files => {
                spawn_local(app.count_files());
                self.event(app, Event::Saved);
            }
            Word::SignedIn => {
                self.interrupt();
                self.event(app, Event::SignedIn);
            }
            Word::Connection(Reach(connection)) => app.connection.set(connection),
            Word::Hello => {
                if self.sender.leads() {
                    self.tell_connection(app.connection.get_untracked());
                }
            }
        }
    }

    fn hear_batch(self: &Rc<Self>, app: App, batch: Batch) {
        let core = Rc::clone(self);
        let saved = batch.outbox.iter().any(|item| item.standing == Standing::Waiting);
        let lacks = app.read_now(|replica| replica.lacks_before_any(&batch.outbox));
        app.commit(app.read_now(|replica| replica.news(batch)));
        spawn_local(async move {
            if lacks {
                // What cannot be read now is read at the next start: nothing is lost.
                let _ = app.read_outbox().await;
            }
            if saved {
                core.event(app, Event::Saved);
            }
        });
    }

    /// Late words of a tab that ended, a sign-in elsewhere, much at once: whoever sends follows
    /// the disk, and never steps back to what was before.
    fn reread(&self, app: App) {
        if self.sender.leads() {
            self.interrupt();
        }
        self.catch_up(app);
    }

    fn catch_up(&self, app: App) {
        spawn_local(async move {
            // A store that cannot be read is told at the next write.
            let _ = app.catch_up().await;
        });
    }

    fn listen(self: &Rc<Self>, app: App) {
        let Some(channel) = &self.channel else { return };
        let core = Rc::clone(self);
        let heard = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let text = event.data().as_string().unwrap_or_default();
            if let Ok(word) = serde_json::from_str(&text) {
                core.hear(app, word);
            }
        });
        channel.set_onmessage(Some(heard.into_js_value().unchecked_ref()));
        self.tell(&Word::Hello);
        // What others wrote after this tab read and before it listened.
        self.catch_up(app);
    }
}

impl App {
    /// Opens the store, reads everything back, shows it, and begins to send.
    pub fn start(self) {
        device::begin(async move {
            if let Err(error) = self.open().await {
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

    /// Brings the clock of the screens to the time.
    pub(crate) fn tick(self) {
        self.clock.set(clock_ms());
    }

    async fn open(self) -> Result<(), StoreError> {
        let store = Store::open(move || self.notice.set(Some(Notice::Replaced))).await?;
        let loaded: Loaded = store.load_first(clock_ms()).await?;
        if loaded.is_new && settings::was_started() {
            self.notice.set(Some(Notice::Evicted(loaded.found_again)));
        }
        let core = Rc::new(Core {
            store,
            device: loaded.device,
            unreadable: loaded.unreadable,
            was_new: loaded.is_new,
            found_again: loaded.found_again,
            sender: Sender::default(),
            commits: Cell::new(0),
            whole: Gate::default(),
            channel: BroadcastChannel::new(CHANNEL).ok(),
        });
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
        crate::sync::run(self, Rc::clone(&core));
        device::worker::watch(self);
        self.count_files().await;
        // What could not be tidied now will be at the next start.
        let _ = core.store.drop_old_files(clock_ms()).await;
        let _ = core.store.compact(&loaded.rest).await;
        Ok(())
    }

    /// Reads the rows that nobody asked for, whether or not somebody will: nothing is judged on
    /// rows of which one cannot be read. Whether all could be.
    async fn read_late(self) -> bool {
        for place in 0.. {
            // Whoever taps meanwhile is not kept waiting.
            device::next_task().await;
            match self.read_now(|replica| replica.mirror().read_late(place)) {
                Some(true) => {}
                Some(false) => return false,
                None => break,
            }
        }
        true
    }

    /// Reads back what the first screens did without.
    async fn read_rest(self, core: &Core, rest: &Rest) -> Result<(), StoreError> {
        loop {
            let taken_over = core.commits.get();
            let rows = match self.read_late().await {
                true => core.store.load_rest(rest).await?,
                false => None,
            };
            let read = match rows {
                Some(rows) => Read::Rest(rows),
                None => Read::Everything(Box::new(core.store.load(clock_ms()).await?.replica)),
            };
            // Somebody else may have signed in meanwhile, who must not see what was read.
            if core.commits.get() != taken_over {
                continue;
            }
            match read {
                Read::Rest(rows) if rows.is_empty() => {}
                Read::Rest(rows) => {
                    self.replica.update(|replica| replica.complete(rows, clock_ms()));
                }
                Read::Everything(replica) => self.replica.set(*replica),
            }
            return Ok(());
        }
    }
}
