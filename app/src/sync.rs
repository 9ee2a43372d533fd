//! Runs the machine of `shared::sync`: it says when, this asks the network and the clock.

mod files;
mod given;
mod live;
mod wake;

use crate::api::{self, ApiError};
use crate::context::{App, Core, Notice, clock_ms};
use crate::device;
use crate::store::StoreError;
use given::Given;
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use leptos::task::spawn_local;
use live::Live;
use shared::pack::unpack_all;
use shared::replica::Replica;
use shared::sync::{
    Effect, Event, Failure, Machine, OfferedHeld, SnapshotRef, SyncAnswer, SyncRequest,
};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;
use web_sys::AbortController;

/// The build of this app, told to the server.
pub const BUILD: &str = env!("CARGO_PKG_VERSION");

/// What sends, in the tab that leads.
#[derive(Default)]
pub struct Sender {
    machine: RefCell<Machine>,
    leads: Cell<bool>,
    timer: RefCell<Option<TimeoutHandle>>,
    request: RefCell<Option<AbortController>>,
    /// Goes up at each sign-in: an answer of before is for somebody else.
    generation: Cell<u32>,
    /// What the server did not know was offered again since the start.
    offered_held: Cell<OfferedHeld>,
    files: files::Queue,
    /// As it was written, for the next request.
    pub(crate) given: Given,
    live: RefCell<Option<Live>>,
}

/// Begins: asks to lead, and listens to what may be worth a request.
pub fn run(app: App, core: Rc<Core>) {
    wake::listen(app, &core);
    // A benchmark sends when it says so, and not by itself.
    if cfg!(not(feature = "bench")) {
        wake::lead(app, core);
    }
}

/// Requests until nothing is left either way, for a benchmark that says itself when.
///
/// # Errors
/// What stopped it.
#[cfg(feature = "bench")]
pub async fn run_out(app: App) -> Result<(), Failure> {
    exchange_until(app, |event| event == Event::Answered { waiting: 0, more: false }).await
}

/// Requests until every row that the server has is on the disk, for a benchmark. That a desk saw
/// them is said after that.
///
/// # Errors
/// What stopped it.
#[cfg(feature = "bench")]
pub async fn receive(app: App) -> Result<(), Failure> {
    exchange_until(app, |_| app.read_now(|replica| replica.meta().complete)).await?;
    spawn_local(async move {
        // What fails goes with the next request.
        let _ = run_out(app).await;
    });
    Ok(())
}

#[cfg(feature = "bench")]
async fn exchange_until(app: App, is_done: impl Fn(Event) -> bool) -> Result<(), Failure> {
    let core = app.core().map_err(|_| Failure::Fault)?;
    core.whole.pass().await;
    loop {
        match exchange(app, &core).await {
            Event::Failed(failure) => return Err(failure),
            event if is_done(event) => return Ok(()),
            _ => {}
        }
    }
}

/// The person wants it sent now.
pub fn wake_now(app: App) {
    if let Ok(core) = app.core() {
        core.event(app, Event::Wake);
    }
}

impl Sender {
    /// Whether this tab is the one that sends.
    pub fn leads(&self) -> bool {
        self.leads.get()
    }

    /// Feeds the machine and does what it says.
    pub fn on(&self, app: App, core: Rc<Core>, event: Event) {
        if event == Event::Lead {
            self.leads.set(true);
        }
        let dice = (js_sys::Math::random() * 1_000.0) as u32;
        let effects = self.machine.borrow_mut().on(event, dice);
        self.show_connection(app, &core);
        for effect in effects {
            self.do_effect(app, &core, effect);
        }
        self.follow_live(app, core);
    }

    fn show_connection(&self, app: App, core: &Core) {
        if !self.leads.get() {
            return;
        }
        let connection = self.machine.borrow().connection();
        if app.connection_now() != connection {
            app.set_connection(connection);
            core.tell_connection(connection);
        }
    }

    fn do_effect(&self, app: App, core: &Rc<Core>, effect: Effect) {
        let core = Rc::clone(core);
        match effect {
            Effect::Send => {
                self.clear_timer();
                spawn_local(async move {
                    let event = exchange(app, &core).await;
                    core.event(app, event);
                });
            }
            Effect::Timer(wait) => {
                self.clear_timer();
                let wait = Duration::from_millis(wait.unsigned_abs());
                let ring = move || core.event(app, Event::Timer);
                let handle = set_timeout_with_handle(ring, wait).ok();
                *self.timer.borrow_mut() = handle;
            }
            Effect::Revoked => spawn_local(async move {
                // A mirror that cannot be erased now is erased at the next refusal.
                let _ = app.forget_mirror().await;
            }),
            Effect::AskUpdate => device::worker::look_for_update(),
            // The banner shows what the connection says.
            Effect::AskSignIn => {}
        }
    }

    fn clear_timer(&self) {
        if let Some(timer) = self.timer.borrow_mut().take() {
            timer.clear();
        }
    }

    /// Drops the request under way.
    pub fn interrupt(&self) {
        self.generation.set(self.generation.get() + 1);
        // Whoever signs in may have commands that the server did not know when they left.
        self.offered_held.set(OfferedHeld::default());
        if let Some(request) = self.request.borrow_mut().take() {
            request.abort();
        }
    }

    /// Keeps the live channel open as long as it is of use.
    fn follow_live(&self, app: App, core: Rc<Core>) {
        let wanted = self.leads.get() && live::is_wanted(app);
        let mut live = self.live.borrow_mut();
        if wanted && live.is_none() {
            *live = Live::open(app, core);
        } else if !wanted {
            *live = None;
        }
    }
}

/// One request and what it brings; the event says how it went.
async fn exchange(app: App, core: &Rc<Core>) -> Event {
    let sender = &core.sender;
    let generation = sender.generation.get();
    let Ok(controller) = AbortController::new() else {
        return Event::Failed(Failure::Fault);
    };
    *sender.request.borrow_mut() = Some(controller.clone());
    let offer_held = sender.offered_held.get().is_due();
    // What another tab wrote and has not told goes too, and in its order.
    let last = app.read_now(|replica| replica.last_sequence());
    if app.read_outbox_after(last).await.is_err() {
        return Event::Failed(Failure::Fault);
    }
    let mut request =
        app.read_now(|replica| replica.request(core.device, BUILD, offer_held, clock_ms()));
    request.watched = device::is_watched();
    let Ok(body) = sender.given.request(&mut request) else {
        return Event::Failed(Failure::Fault);
    };
    let answer = api::sync(&body, &controller).await;
    if sender.generation.get() != generation {
        // Somebody else signed in meanwhile: ask again in their name.
        return Event::Answered { waiting: 1, more: false };
    }
    sender.request.borrow_mut().take();
    match answer {
        Ok(answer) => {
            sender.given.forget(&request);
            sender.offered_held.set(sender.offered_held.get().after(&request, &answer));
            take_in(app, core, &request, &answer).await
        }
        Err(error) => Event::Failed(failure_of(&error)),
    }
}

/// Writes what an answer changes, then shows it.
async fn take_in(app: App, core: &Rc<Core>, request: &SyncRequest, answer: &SyncAnswer) -> Event {
    let (unknown, had_passed_over) =
        app.read_now(|replica| (replica.meta().actor.is_none(), replica.meta().passed_over));
    match write_down(app, core, answer).await {
        Ok(()) => {}
        Err(Unsettled::Overtaken) => return Event::Answered { waiting: 1, more: false },
        Err(Unsettled::Missing(failure)) => return Event::Failed(failure),
        Err(Unsettled::Unwritten(error)) => {
            app.set_notice(Some(Notice::Unwritten(error)));
            return Event::Failed(Failure::Fault);
        }
    }
    if matches!(app.notice_now(), Some(Notice::Unwritten(_))) {
        app.set_notice(None);
    }
    if unknown && core.was_new {
        // The session outlived the data: the browser had erased them.
        app.set_notice(Some(Notice::Evicted(core.found_again)));
    }
    if !had_passed_over && app.read_now(|replica| replica.meta().passed_over) {
        device::worker::look_for_update();
    }
    app.tick();
    files::send_waiting(app, Rc::clone(core));
    if app.read_now(|replica| replica.left_without_verdict(request)) {
        return Event::Failed(Failure::Fault);
    }
    // A desk whose screen shows something new says so at once: authors are told that it was seen.
    let shown = request.watched && answer.actor.role.is_desk() && !answer.changes.is_empty();
    let waiting = app.read_now(|replica| replica.waiting());
    let unfinished = app.read_now(|replica| !replica.meta().complete);
    Event::Answered { waiting, more: answer.more || unfinished || shown }
}

/// Why an answer was not taken in: it comes again.
enum Unsettled {
    /// Somebody else signed in meanwhile: it is asked again in their name.
    Overtaken,
    /// What it needs did not come, or could not be read.
    Missing(Failure),
    /// The device could not write it.
    Unwritten(StoreError),
}

/// Writes what an answer changes.
async fn write_down(app: App, core: &Core, answer: &SyncAnswer) -> Result<(), Unsettled> {
    let (new_life, begins) = app.read_now(|replica| {
        let meta = replica.meta();
        let new_life = meta.epoch.is_some_and(|epoch| epoch != answer.epoch);
        (new_life, answer.beginning(meta))
    });
    // Before the new life is noted: a device that stops here does it again at its next start.
    if new_life {
        let generation = core.sender.generation.get();
        let offered = core.store.offer_files_again().await;
        offered.map_err(|_| Unsettled::Missing(Failure::Fault))?;
        if core.sender.generation.get() != generation {
            return Err(Unsettled::Overtaken);
        }
    }
    match begins {
        Some(snapshot) => begin(app, core, snapshot, answer).await,
        None => {
            let batch = app.read_now(|replica| replica.settle(answer, clock_ms()));
            app.write(batch).await.map_err(Unsettled::Unwritten)
        }
    }
}

/// Begins the mirror from the snapshot that the answer names.
async fn begin(
    app: App,
    core: &Core,
    snapshot: &SnapshotRef,
    answer: &SyncAnswer,
) -> Result<(), Unsettled> {
    let generation = core.sender.generation.get();
    let packed = api::snapshot(&snapshot.name).await;
    if core.sender.generation.get() != generation {
        return Err(Unsettled::Overtaken);
    }
    let packed = packed.map_err(|error| Unsettled::Missing(failure_of(&error)))?;
    let found = unpack_all(&packed).map_err(|_| Unsettled::Missing(Failure::Fault))?;
    let has_unread = found.passed_over;
    let settle =
        |replica: &Replica| replica.settle_snapshot(answer, found, snapshot.seq, clock_ms());
    let batch = app.read_now(settle);
    let written = match has_unread {
        // What this version cannot read is not kept: it would be taken for damage.
        true => app.write(batch).await,
        false => app.begin(&packed, batch).await,
    };
    written.map_err(Unsettled::Unwritten)
}

fn failure_of(error: &ApiError) -> Failure {
    match error {
        ApiError::Offline => Failure::Network,
        ApiError::SignedOut => Failure::SignedOut,
        ApiError::Revoked => Failure::Revoked,
        ApiError::TooOld => Failure::TooOld,
        ApiError::Busy(wait) => Failure::Busy(*wait),
        ApiError::Refused { .. } | ApiError::Fault => Failure::Fault,
    }
}
