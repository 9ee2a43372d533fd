//! What is worth a request: the page comes back, the network says it is there. And which tab
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

/// Tells the machine when the page is looked at or the network comes back.
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
                // The page may be closed now: then the worker sends what waits.
                device::wake_when_online();
            }
            core.event(Event::Wake);
        })
        .into_js_value()
    };
    let on = |target: &EventTarget, name: &str| {
        // Listening can only fail for a bad name.
        let _ = target.add_event_listener_with_callback(name, wake.unchecked_ref());
    };
    if let Some(document) = window.document() {
        on(&document, "visibilitychange");
    }
    on(&window, "online");
    on(&window, "focus");
    on(&window, "pageshow");
}

/// Asks to be the tab that sends, for as long as it lives. A browser without locks sends from
/// every tab: a command takes effect once anyway.
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

/// The tab that sent before may have ended between the disk and its words to the others: what it
/// wrote is read first, here and in every other tab.
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
    /// What is known of the way to the server, not followed.
    pub(crate) fn connection_now(self) -> shared::sync::Connection {
        untrack(|| self.connection())
    }

    /// What the page has to tell, not followed.
    pub(crate) fn notice_now(self) -> Option<crate::context::Notice> {
        untrack(|| self.notice())
    }
}
