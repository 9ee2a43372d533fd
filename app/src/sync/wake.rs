//! Wakes the sender when the page becomes visible or the network returns, and elects the tab that
//! sends: the one that holds the lock.

use super::Courier;
use crate::context::App;
use crate::device;
use js_sys::{Function, Promise, Reflect};
use leptos::prelude::*;
use leptos::task::spawn_local;
use shared::sync::Event;
use std::rc::Rc;
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
    fn request(this: &LockManager, name: &str, held: &Function) -> Result<Promise, JsValue>;
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
    let held = {
        let sender = Rc::clone(&sender);
        Closure::once_into_js(move |_lock: JsValue| {
            spawn_local(take_the_lead(sender));
            // Held until the tab goes.
            Promise::new(&mut |_, _| {})
        })
    };
    let request = locks().and_then(|locks| locks.request(LOCK, held.unchecked_ref()).ok());
    spawn_local(async move {
        let refused = match request {
            Some(request) => JsFuture::from(request).await.is_err(),
            None => true,
        };
        if refused {
            take_the_lead(sender).await;
        }
    });
}

/// Starts to send. The tab that sent before may have ended between a write and its broadcast, so
/// every tab first reads what it wrote.
async fn take_the_lead(sender: Rc<Courier>) {
    // A store that cannot be read now says so at the first answer.
    let _ = sender.app.catch_up().await;
    sender.core.broadcast_reread();
    sender.core.event(Event::Lead);
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
    pub(crate) fn notice_now(self) -> Option<crate::context::Notice> {
        untrack(|| self.notice())
    }
}
