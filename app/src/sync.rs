//! Runs the machine of `shared::sync`: the machine decides when, this file uses the network and the
//! clock.

#[cfg(feature = "bench")]
mod bench;
mod carried;
mod encoded;
mod files;
mod live;
mod size;
mod wake;

use crate::api;
use crate::context::{App, CommandSender, Core, HeaderNotice, clock_ms};
use crate::device;
use crate::settings;
use crate::store::StoreError;
use encoded::EncodedCommands;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::id::CommandId;
use shared::pack::unpack_all;
use shared::replica::Replica;
use shared::sync::{
    Allowance, Effect, Event, Failure, LeaderPulse, LeaderWatch, Machine, OfferedHeld, SnapshotRef,
    SyncAnswer, SyncRequest,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::AbortController;

#[cfg(feature = "bench")]
pub use bench::{receive, run_out};

/// Sends commands and receives rows, in the tab that leads.
struct Courier {
    app: App,
    core: Rc<Core>,
    /// The build of this app, told to the server.
    build: String,
    machine: RefCell<Machine>,
    leads: Cell<bool>,
    timer: RefCell<Option<TimeoutHandle>>,
    request: RefCell<Option<AbortController>>,
    /// Goes up at each sign-in: an earlier answer is for somebody else.
    generation: Cell<u32>,
    /// Whether held commands were offered again since the start.
    offered_held: Cell<OfferedHeld>,
    /// How much one request may carry.
    allowance: Cell<Allowance>,
    files: files::Queue,
    /// What is carried for colleagues is on its way.
    hands_in: Cell<bool>,
    encoded: EncodedCommands,
    live: live::Channel,
    /// A request for the lock is in the browser's queue.
    queues: Cell<bool>,
    /// Whether this tab still works, for those that follow.
    pulse: Cell<LeaderPulse>,
    /// What this tab hears of the one that leads.
    watch: Cell<LeaderWatch>,
}

/// Makes the sender of an app.
pub fn sender(app: App, core: Rc<Core>) -> Rc<dyn CommandSender> {
    let courier = Rc::new(Courier {
        app,
        core,
        build: device::build(),
        machine: RefCell::default(),
        leads: Cell::default(),
        timer: RefCell::default(),
        request: RefCell::default(),
        generation: Cell::default(),
        offered_held: Cell::default(),
        allowance: Cell::default(),
        files: files::Queue::default(),
        hands_in: Cell::default(),
        encoded: EncodedCommands::default(),
        live: live::Channel::default(),
        queues: Cell::default(),
        pulse: Cell::default(),
        watch: Cell::default(),
    });
    #[cfg(feature = "bench")]
    bench::keep(&courier);
    courier
}

/// Sends now, for a screen that shows how far things are.
pub fn wake_now(app: App) {
    if let Ok(core) = app.core() {
        core.event(Event::Wake);
    }
}

/// Sends now, as the person asks: also what was put off because of its size or of a firewall.
pub fn send_now(app: App) {
    app.take_back_in();
    if let Ok(core) = app.core() {
        core.try_all_again();
    }
    wake_now(app);
}

impl CommandSender for Courier {
    fn begin(self: Rc<Self>) {
        wake::listen(&self);
        // A benchmark decides itself when to send.
        if cfg!(not(feature = "bench")) {
            wake::watch_leader(&self);
            wake::lead(self);
        }
    }

    fn on_event(self: Rc<Self>, event: Event) {
        match event {
            Event::Lead => self.leads.set(true),
            Event::Follow => self.leads.set(false),
            _ => {}
        }
        let effects = self.machine.borrow_mut().on(event, dice());
        self.show_connection();
        for effect in effects {
            self.run(effect);
        }
        self.follow_live();
    }

    fn leads(&self) -> bool {
        self.leads.get()
    }

    fn gives_sign(&self) -> bool {
        self.leads.get() && !self.pulse.get().is_stuck(clock_ms())
    }

    fn try_all_again(&self) {
        self.allowance.set(Allowance::default());
        self.files.wake();
    }

    fn hear_leader(&self) {
        let mut watch = self.watch.get();
        watch.hear();
        self.watch.set(watch);
    }

    fn interrupt(&self) {
        self.generation.set(self.generation.get() + 1);
        // The next person may have commands that the server did not know when they signed out.
        self.offered_held.set(OfferedHeld::default());
        if let Some(request) = self.request.borrow_mut().take() {
            request.abort();
        }
    }

    fn keep(&self, command: CommandId, text: String) {
        self.encoded.keep(command, text);
    }
}

impl Courier {
    fn show_connection(&self) {
        if !self.leads.get() {
            return;
        }
        let connection = self.machine.borrow().connection();
        if self.app.connection_now() != connection {
            self.app.set_connection(connection);
            self.core.broadcast_connection(connection);
        }
    }

    fn run(self: &Rc<Self>, effect: Effect) {
        let (app, core) = (self.app, Rc::clone(&self.core));
        match effect {
            Effect::Send => {
                self.clear_timer();
                let courier = Rc::clone(self);
                self.note(|pulse| pulse.begin(clock_ms()));
                spawn_local(async move {
                    let event = exchange(&courier).await;
                    courier.note(LeaderPulse::end);
                    core.event(event);
                });
            }
            Effect::Timer(wait) => {
                self.clear_timer();
                let wait = Duration::from_millis(wait.unsigned_abs());
                let ring = move || core.event(Event::Timer);
                let handle = set_timeout_with_handle(ring, wait).ok();
                *self.timer.borrow_mut() = handle;
            }
            Effect::Revoked => spawn_local(async move {
                // If the mirror cannot be erased now, the next refusal erases it.
                let _ = app.forget_person().await;
            }),
            Effect::AskUpdate => device::worker::look_for_update(),
            // The banner shows the state of the connection.
            Effect::AskSignIn => {}
        }
    }

    /// Notes a sign of work of this tab.
    fn note(&self, sign: impl FnOnce(&mut LeaderPulse)) {
        let mut pulse = self.pulse.get();
        sign(&mut pulse);
        self.pulse.set(pulse);
    }

    fn clear_timer(&self) {
        if let Some(timer) = self.timer.borrow_mut().take() {
            timer.clear();
        }
    }

    /// Opens the live channel while it is useful, and closes it otherwise.
    fn follow_live(self: &Rc<Self>) {
        self.live.follow(self, self.leads.get() && live::is_wanted(self.app));
    }
}

/// Sends one request and handles its answer; the event is the result.
async fn exchange(sender: &Rc<Courier>) -> Event {
    let (app, core) = (sender.app, &sender.core);
    let generation = sender.generation.get();
    let Ok(controller) = AbortController::new() else {
        return Event::Failed(Failure::Fault);
    };
    *sender.request.borrow_mut() = Some(controller.clone());
    if settings::is_leaving() {
        // The cookie is still that of the person who signed out.
        return Event::Failed(match app.end_session().await {
            Ok(()) => Failure::SignedOut,
            Err(error) => error.as_failure(),
        });
    }
    let held = sender.offered_held.get().beyond();
    // Commands that another tab wrote and did not broadcast are sent too, in order.
    let last = app.read_now(|replica| replica.last_sequence());
    if app.read_outbox_after(last).await.is_err() {
        return Event::Failed(Failure::Fault);
    }
    let mut request = app.read_now(|replica| {
        replica.request_with_held(core.device, &sender.build, held, clock_ms())
    });
    request.watched = device::is_watched();
    let has_key = |account| settings::has_proof_key(account, request.epoch);
    request.asks_proof_key = request.account.is_some_and(|account| !has_key(account));
    let allowance = sender.allowance.get();
    allowance.limit(&mut request);
    let Ok(body) = sender.encoded.request(&mut request, allowance.bytes()) else {
        return Event::Failed(Failure::Fault);
    };
    let answer = api::sync(&body, &controller).await;
    if sender.generation.get() != generation {
        // Somebody else signed in meanwhile: send a new request in their name.
        return Event::Answered { waiting: 1, more: false };
    }
    sender.request.borrow_mut().take();
    match answer {
        Ok(answer) => {
            sender.encoded.forget(&request);
            let mut allowance = sender.allowance.get();
            allowance.passed();
            sender.allowance.set(allowance);
            let last_held = app.read_now(Replica::last_held);
            let offered = sender.offered_held.get().after_part(&request, &answer, last_held);
            sender.offered_held.set(offered);
            take_in(sender, &request, &answer).await
        }
        Err(error) => match app.heed(&error) {
            Failure::TooLarge => size::too_large(sender, &request, body.len()),
            failure => Event::Failed(failure),
        },
    }
}

/// Writes what an answer changes, then shows it.
async fn take_in(sender: &Rc<Courier>, request: &SyncRequest, answer: &SyncAnswer) -> Event {
    let (app, core) = (sender.app, &sender.core);
    let (unknown, had_passed_over) =
        app.read_now(|replica| (replica.meta().actor.is_none(), replica.meta().passed_over));
    match write_down(sender, answer).await {
        Ok(()) => {}
        Err(Unsettled::Overtaken) => return Event::Answered { waiting: 1, more: false },
        Err(Unsettled::Unwritten(StoreError::Overtaken)) => {
            // Another tab has taken the lead while this one was frozen, and knows more by now.
            // If the store cannot be read, the next request fails in the same way.
            let _ = app.catch_up().await;
            // Whoever wrote may have ended before it told the others.
            core.broadcast_reread();
            return Event::Failed(Failure::Fault);
        }
        Err(Unsettled::Missing(failure)) => return Event::Failed(failure),
        Err(Unsettled::Unwritten(error)) => {
            app.set_notice(Some(HeaderNotice::Unwritten(error)));
            return Event::Failed(Failure::Fault);
        }
    }
    if let Some(key) = &answer.proof_key {
        settings::keep_proof_key(answer.actor.account, answer.epoch, key.clone());
    }
    if matches!(app.notice_now(), Some(HeaderNotice::Unwritten(_) | HeaderNotice::FactorRequired)) {
        app.set_notice(None);
    }
    if unknown && core.was_new {
        // The session still exists but the data does not: the browser had erased it.
        app.set_notice(Some(HeaderNotice::Evicted(core.found_again)));
    }
    if !had_passed_over && app.read_now(|replica| replica.meta().passed_over) {
        device::worker::look_for_update();
    }
    app.tick();
    files::send_waiting(sender);
    carried::hand_in_waiting(sender);
    if app.read_now(|replica| replica.left_without_verdict(request)) {
        return Event::Failed(Failure::Fault);
    }
    // A desk that shows something new reports it at once, so that authors learn that it was seen.
    let shown = request.watched && answer.actor.role.is_desk() && !answer.changes.is_empty();
    let waiting = app.read_now(|replica| replica.waiting());
    let unfinished = app.read_now(|replica| !replica.meta().complete);
    let held_are_left = sender.offered_held.get().has_more();
    Event::Answered { waiting, more: answer.more || unfinished || shown || held_are_left }
}

/// A random number in 0..1000, for the jitter of waits.
fn dice() -> u32 {
    (js_sys::Math::random() * 1_000.0) as u32
}

/// Why an answer was not taken over. The next request asks again.
enum Unsettled {
    /// Somebody else signed in meanwhile.
    Overtaken,
    /// The snapshot that it needs did not come, or could not be read.
    Missing(Failure),
    /// The device could not write it.
    Unwritten(StoreError),
}

/// Writes what an answer changes.
async fn write_down(sender: &Courier, answer: &SyncAnswer) -> Result<(), Unsettled> {
    let (app, core) = (sender.app, &sender.core);
    let (new_life, begins) = app.read_now(|replica| {
        let meta = replica.meta();
        let new_life = meta.epoch.is_some_and(|epoch| epoch != answer.epoch);
        (new_life, meta.begins_with(answer))
    });
    // Done before the new epoch is written: a device that stops here does it again at its next
    // start.
    if new_life {
        let generation = sender.generation.get();
        let offered = core.store.offer_files_again().await;
        offered.map_err(|_| Unsettled::Missing(Failure::Fault))?;
        if sender.generation.get() != generation {
            return Err(Unsettled::Overtaken);
        }
    }
    match begins {
        Some(snapshot) => begin(sender, snapshot, answer).await,
        None => {
            let batch = app.read_now(|replica| replica.settle(answer, clock_ms()));
            app.write_answer(batch).await.map_err(Unsettled::Unwritten)
        }
    }
}

/// Begins the mirror from the snapshot that the answer names.
async fn begin(
    sender: &Courier,
    snapshot: &SnapshotRef,
    answer: &SyncAnswer,
) -> Result<(), Unsettled> {
    let app = sender.app;
    let generation = sender.generation.get();
    let packed = api::snapshot(&snapshot.name).await;
    if sender.generation.get() != generation {
        return Err(Unsettled::Overtaken);
    }
    let packed = packed.map_err(|error| Unsettled::Missing(error.as_failure()))?;
    let found = unpack_all(&packed).map_err(|_| Unsettled::Missing(Failure::Fault))?;
    let has_unread = found.passed_over;
    let settle =
        |replica: &Replica| replica.settle_snapshot(answer, found, snapshot.seq, clock_ms());
    let batch = app.read_now(settle);
    let written = match has_unread {
        // What this version cannot read is not kept: it would be taken for damage.
        true => app.write_answer(batch).await,
        false => app.begin(&packed, batch).await,
    };
    written.map_err(Unsettled::Unwritten)
}
