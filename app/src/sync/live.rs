//! The live channel, which only says that there is something after a sequence number.

use crate::context::{App, Core};
use shared::id::Seq;
use shared::sync::{Connection, Event};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

/// An open channel. Dropping it closes it.
pub(super) struct Live {
    source: EventSource,
    _listener: Closure<dyn FnMut(MessageEvent)>,
}

/// Returns whether the channel is useful: while the server answers, always for a desk, and for
/// others while the page is visible.
pub(super) fn is_wanted(app: App) -> bool {
    let role = app.read_now(|replica| replica.meta().actor.as_ref().map(|actor| actor.role));
    let visible = crate::device::is_watched();
    app.connection_now() == Connection::Online && role.is_some_and(|role| role.is_desk() || visible)
}

impl Live {
    /// Opens the channel; `None` where the browser has no event sources.
    pub(super) fn open(app: App, core: Rc<Core>) -> Option<Self> {
        let source = EventSource::new("/api/v1/live").ok()?;
        let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let seq = event.data().as_string().and_then(|text| text.trim().parse().ok());
            let known = app.read_now(|replica| replica.meta().cursor);
            if seq.is_none_or(|seq: Seq| seq > known) {
                core.event(Event::Poked);
            }
        });
        source.set_onmessage(Some(listener.as_ref().unchecked_ref()));
        Some(Self { source, _listener: listener })
    }
}

impl Drop for Live {
    fn drop(&mut self) {
        self.source.close();
    }
}
