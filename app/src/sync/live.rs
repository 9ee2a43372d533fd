//! The live channel, which only says that there is something after a sequence number.

use super::{Courier, dice};
use crate::context::App;
use leptos::prelude::set_timeout;
use shared::id::Seq;
use shared::sync::{Connection, Event, Failure, Pause};
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

/// The channel: open or not. A browser opens it again after a cut, and gives it up after an answer
/// that is no success, such as one 502 of a proxy: then it is opened again here.
#[derive(Default)]
pub(super) struct Channel {
    live: RefCell<Option<Live>>,
    pause: Cell<Pause>,
    /// A pause is running, after which it is opened again.
    rests: Cell<bool>,
}

/// An open channel. Dropping it closes it.
struct Live {
    source: EventSource,
    _listener: Closure<dyn FnMut(MessageEvent)>,
    _on_error: Closure<dyn FnMut()>,
}

/// Returns whether the channel is useful: while the server answers, always for a desk, and for
/// others while the page is visible.
pub(super) fn is_wanted(app: App) -> bool {
    let role = app.read_now(|replica| replica.meta().actor.as_ref().map(|actor| actor.role));
    let visible = crate::device::is_watched();
    app.connection_now() == Connection::Online && role.is_some_and(|role| role.is_desk() || visible)
}

impl Channel {
    /// Opens it while it is wanted, and closes it otherwise.
    pub(super) fn follow(&self, sender: &Rc<Courier>, wanted: bool) {
        let mut live = self.live.borrow_mut();
        if !wanted {
            *live = None;
        } else if live.is_none() && !self.rests.get() {
            *live = Live::open(sender);
        }
    }

    /// The browser has given it up: opens it again after a pause.
    fn open_later(&self, sender: Weak<Courier>) {
        let mut pause = self.pause.get();
        let wait = pause.after(Failure::Fault, dice()).unwrap_or_default();
        self.pause.set(pause);
        if self.rests.replace(true) {
            return;
        }
        let again = move || {
            let Some(sender) = sender.upgrade() else { return };
            sender.live.rests.set(false);
            let is_given_up = |live: &mut Live| live.is_given_up();
            sender.live.live.borrow_mut().take_if(is_given_up);
            sender.follow_live();
        };
        set_timeout(again, Duration::from_millis(wait.unsigned_abs()));
    }
}

impl Live {
    /// Opens the channel; `None` where the browser has no event sources.
    fn open(sender: &Rc<Courier>) -> Option<Self> {
        let source = EventSource::new("/api/v1/live").ok()?;
        let (app, core, heard) = (sender.app, Rc::clone(&sender.core), Rc::downgrade(sender));
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            if let Some(sender) = heard.upgrade() {
                sender.live.pause.set(Pause::default());
            }
            let seq = event.data().as_string().and_then(|text| text.trim().parse().ok());
            let known = app.read_now(|replica| replica.meta().cursor);
            if seq.is_none_or(|seq: Seq| seq > known) {
                core.event(Event::Poked);
            }
        });
        source.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        let (failing, sender) = (source.clone(), Rc::downgrade(sender));
        let on_error = Closure::<dyn FnMut()>::new(move || {
            if failing.ready_state() == EventSource::CLOSED
                && let Some(courier) = sender.upgrade()
            {
                courier.live.open_later(Weak::clone(&sender));
            }
        });
        source.set_onerror(Some(on_error.as_ref().unchecked_ref()));
        Some(Self { source, _listener: listener, _on_error: on_error })
    }

    fn is_given_up(&self) -> bool {
        self.source.ready_state() == EventSource::CLOSED
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.source.set_onmessage(None);
        self.source.set_onerror(None);
        self.source.close();
    }
}
