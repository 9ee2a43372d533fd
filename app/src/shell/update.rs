//! Updates of the app: the service worker says when a new build is ready, and replaces the old one
//! only when the person chose so.

use crate::context::{App, HeaderNotice};
use crate::device::worker::{container, post, registration, reload};
use leptos::task::spawn_local;
use shared::sync::Event;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{MessageEvent, ServiceWorker, ServiceWorkerRegistration, ServiceWorkerState};

thread_local! {
    /// The person chose the update in this tab.
    static CHOSEN: Cell<bool> = const { Cell::new(false) };
}

/// Watches for a new build, which the boot script has asked for, and notes it in
/// [`App::update_is_ready`].
pub(super) fn watch(app: App) {
    let Some(container) = container() else { return };
    let had_worker = container.controller().is_some();
    let changed = Closure::<dyn FnMut()>::new(move || worker_changed(app, had_worker));
    container.set_oncontrollerchange(Some(changed.into_js_value().unchecked_ref()));
    let message = Closure::<dyn FnMut(MessageEvent)>::new(move |_event: MessageEvent| {
        // The worker sends one message only: the network is back.
        if let Ok(core) = app.core() {
            core.event(Event::Wake);
        }
    });
    container.set_onmessage(Some(message.into_js_value().unchecked_ref()));
    spawn_local(async move {
        let Some(ready) = container.ready().ok() else {
            return;
        };
        if let Ok(registration) = JsFuture::from(ready).await {
            watch_registration(app, registration.unchecked_into());
        }
    });
}

fn watch_registration(app: App, registration: ServiceWorkerRegistration) {
    if registration.waiting().is_some() {
        app.set_update_ready();
    }
    let watched = registration.clone();
    let found = Closure::<dyn FnMut()>::new(move || {
        if let Some(worker) = watched.installing() {
            watch_worker(app, worker);
        }
    });
    registration.set_onupdatefound(Some(found.into_js_value().unchecked_ref()));
    if let Some(worker) = registration.installing() {
        watch_worker(app, worker);
    }
}

fn watch_worker(app: App, worker: ServiceWorker) {
    let watched = worker.clone();
    let moved = Closure::<dyn FnMut()>::new(move || {
        let replaces = container().is_some_and(|c| c.controller().is_some());
        if watched.state() == ServiceWorkerState::Installed && replaces {
            app.set_update_ready();
        }
    });
    worker.set_onstatechange(Some(moved.into_js_value().unchecked_ref()));
}

/// Handles that another worker has taken this page over. If the person chose it here, the page
/// loads the new build; else another tab chose it, and this one says so.
fn worker_changed(app: App, had_worker: bool) {
    if CHOSEN.get() {
        reload();
    } else if had_worker {
        app.set_notice(Some(HeaderNotice::Replaced));
    }
}

/// Updates as the person asks: the waiting worker takes over, then the page loads again.
pub(super) fn update() {
    spawn_local(async {
        let waiting = registration().await.and_then(|known| known.waiting());
        let Some(waiting) = waiting else {
            return reload();
        };
        CHOSEN.set(true);
        if post(&waiting, "SKIP_WAITING").is_err() {
            reload();
        }
    });
}
