//! Wakes the sender when the page becomes visible or the network returns, and elects the tab that
//! sends: the one that holds the lock.

use super::Courier;
use crate::context::{App, clock_ms};
use crate::device;
use js_sys::{Function, Object, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sync::{Beat, Event, LEADER_BEAT_MS};
use std::cell::Cell;
use std::rc::Rc;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::EventTarget;

/// The name of the lock that the sending tab holds.
const LOCK: &str = "tournee-sync";

#[wasm_bindgen]
extern "C" {
    /// Web Locks, which `web-sys` calls unstable.
    type LockManager;

    #[wasm_bindgen(method, catch)]
    fn request(
        this: &LockManager,
        name: &str,
        options: &Object,
        held: &Function,
    ) -> Result<Promise, JsValue>;
}

/// Sends the machine an event when the page becomes visible or the network returns.
pub(super) fn listen(sender: &Courier) {
    let app = sender.app;
    let Some(window) = web_sys::window() else {
        return;
    };
    let wake = {
        let core = Rc::clone(&sender.core);
        Closure::<dyn FnMut()>::new(move || {
            app.tick();
            if !device::is_watched() && app.has_unsent() {
                // The page may be closed now: then the worker sends the commands that wait.
                device::wake_when_online();
            }
            core.event(Event::Wake);
        })
        .into_js_value()
    };
    let on = |target: &EventTarget, name: &str| {
        // Listening fails only for a bad name.
        let _ = target.add_event_listener_with_callback(name, wake.unchecked_ref());
    };
    if let Some(document) = window.document() {
        on(&document, "visibilitychange");
    }
    on(&window, "online");
    on(&window, "focus");
    on(&window, "pageshow");
}

/// Asks to be the tab that sends, as long as it lives. In a browser without locks, every tab sends;
/// a command takes effect once anyway.
pub(super) fn lead(sender: Rc<Courier>) {
    if !sender.queues.replace(true) {
        ask_for_lock(sender, false);
    }
}

/// Looks from time to time whether the tab that leads still lives, while this one is looked at. A
/// frozen tab keeps its lock and sends nothing: then this one takes the lock from it.
pub(super) fn watch_leader(sender: &Rc<Courier>) {
    if locks().is_none() {
        return;
    }
    let sender = Rc::clone(sender);
    let look = move || {
        sender.note(|pulse| pulse.tick(clock_ms()));
        let mut watch = sender.watch.get();
        let beat = watch.beat(sender.leads.get(), device::is_watched());
        sender.watch.set(watch);
        match beat {
            Beat::Rest => {}
            Beat::Ask => sender.core.ask_leader(),
            Beat::TakeOver => ask_for_lock(Rc::clone(&sender), true),
        }
    };
    set_interval(look, Duration::from_millis(LEADER_BEAT_MS.unsigned_abs()));
}

fn ask_for_lock(sender: Rc<Courier>, steals: bool) {
    let has_lock = Rc::new(Cell::new(false));
    let held = {
        let (sender, has_lock) = (Rc::clone(&sender), Rc::clone(&has_lock));
        Closure::once_into_js(move |_lock: JsValue| {
            has_lock.set(true);
            if !steals {
                sender.queues.set(false);
            }
            spawn_local(take_the_lead(sender, has_lock));
            // Held until the tab goes, or another one takes it.
            Promise::new(&mut |_, _| {})
        })
    };
    let options = Object::new();
    // Setting a property of a plain object of ours cannot fail.
    let _ = Reflect::set(&options, &"steal".into(), &steals.into());
    let request =
        locks().and_then(|locks| locks.request(LOCK, &options, held.unchecked_ref()).ok());
    spawn_local(async move {
        let ended = match request {
            Some(request) => JsFuture::from(request).await.is_err(),
            None => true,
        };
        match (ended, has_lock.replace(!ended)) {
            (false, _) => {}
            (true, true) => step_down(sender).await,
            (true, false) => {
                has_lock.set(true);
                take_the_lead(sender, has_lock).await;
            }
        }
    });
}

/// Starts to send. The tab that sent before may have ended between a write and its broadcast, so
/// every tab first reads what it wrote.
async fn take_the_lead(sender: Rc<Courier>, has_lock: Rc<Cell<bool>>) {
    // A store that cannot be read now says so at the first answer.
    let _ = sender.app.catch_up().await;
    if !has_lock.get() {
        return;
    }
    sender.core.broadcast_reread();
    sender.core.event(Event::Lead);
}

/// Another tab has taken the lead, because this one was frozen: drops what is under way, follows,
/// and waits for its turn.
async fn step_down(sender: Rc<Courier>) {
    sender.core.interrupt();
    sender.core.event(Event::Follow);
    // The other tab tells what it writes from now on.
    let _ = sender.app.catch_up().await;
    sender.core.ask_leader();
    lead(sender);
}

fn locks() -> Option<LockManager> {
    let navigator = web_sys::window()?.navigator();
    let locks = Reflect::get(&navigator, &"locks".into()).ok()?;
    (!locks.is_undefined()).then(|| locks.unchecked_into())
}

impl App {
    /// The state of the connection, read once.
    pub(crate) fn connection_now(self) -> shared::sync::Connection {
        untrack(|| self.connection())
    }

    /// The notice to the page, read once.
    pub(crate) fn notice_now(self) -> Option<crate::context::HeaderNotice> {
        untrack(|| self.notice())
    }
}
