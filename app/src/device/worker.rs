//! The worker that keeps the build on the device: says when a new one is ready, and changes to
//! it only when the person chose so.

use crate::context::{App, Notice};
use leptos::task::spawn_local;
use shared::sync::Event;
use std::cell::Cell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    MessageEvent, ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration,
    ServiceWorkerState,
};

thread_local! {
    /// The person chose the update in this tab.
    static CHOSEN: Cell<bool> = const { Cell::new(false) };
}

fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    there.dyn_into().ok()
}

/// The registration of the worker, once there is one.
pub async fn registration() -> Option<ServiceWorkerRegistration> {
    let container = container()?;
    let registration = JsFuture::from(container.get_registration()).await.ok()?;
    registration.dyn_into().ok()
}

/// Watches for a new build, which the boot script has asked for. `App::update_is_ready` tells.
pub fn watch(app: App) {
    let Some(container) = container() else { return };
    let had_worker = container.controller().is_some();
    let changed = Closure::<dyn FnMut()>::new(move || worker_changed(app, had_worker));
    container.set_oncontrollerchange(Some(changed.into_js_value().unchecked_ref()));
    let told = Closure::<dyn FnMut(MessageEvent)>::new(move |_event: MessageEvent| {
        // The worker has one thing to say: the network is back.
        if let Ok(core) = app.core() {
            core.event(app, Event::Wake);
        }
    });
    container.set_onmessage(Some(told.into_js_value().unchecked_ref()));
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
        app.tell_update();
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
            app.tell_update();
        }
    });
    worker.set_onstatechange(Some(moved.into_js_value().unchecked_ref()));
}

/// Another worker has taken this page over: by choice, load the new build; else another tab
/// chose, and this one says so.
fn worker_changed(app: App, had_worker: bool) {
    if CHOSEN.get() {
        reload();
    } else if had_worker {
        app.set_notice(Some(Notice::Replaced));
    }
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // A page that cannot be loaded again stays as it is.
        let _ = window.location().reload();
    }
}

/// The person wants the update: the waiting worker takes over, then the page loads again.
pub fn update() {
    spawn_local(async {
        let waiting = registration().await.and_then(|known| known.waiting());
        let Some(waiting) = waiting else {
            return reload();
        };
        CHOSEN.set(true);
        if waiting.post_message(&message("SKIP_WAITING")).is_err() {
            reload();
        }
    });
}

fn message(kind: &str) -> js_sys::Object {
    let message = js_sys::Object::new();
    // A plain object of ours cannot refuse a property.
    let _ = js_sys::Reflect::set(&message, &"type".into(), &kind.into());
    message
}

/// Asks the worker to keep what only the desk's screens need, now and with every build to come.
/// The page may have loaded it before there was a worker.
pub fn keep_desk() {
    let Some(ready) = container().and_then(|container| container.ready().ok()) else {
        return;
    };
    spawn_local(async move {
        let Ok(known) = JsFuture::from(ready).await else { return };
        let known: ServiceWorkerRegistration = known.unchecked_into();
        for worker in [known.active(), known.waiting(), known.installing()].into_iter().flatten() {
            // A worker that is gone has nothing to keep.
            let _ = worker.post_message(&message("KEEP_LATER"));
        }
    });
}

/// Asks whether there is a new build.
pub fn look_for_update() {
    spawn_local(async {
        let Some(known) = registration().await else {
            return;
        };
        if let Ok(asked) = known.update() {
            // Without a network there is nothing to find.
            let _ = JsFuture::from(asked).await;
        }
    });
}
