//! The service worker, which keeps the build on the device.

use leptos::task::spawn_local;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{ServiceWorker, ServiceWorkerContainer, ServiceWorkerRegistration};

/// The browser's side of the worker; `None` where there are no workers.
pub fn container() -> Option<ServiceWorkerContainer> {
    let navigator = web_sys::window()?.navigator();
    let there = js_sys::Reflect::get(&navigator, &"serviceWorker".into()).ok()?;
    there.dyn_into().ok()
}

/// Returns the registration of the worker, once there is one.
pub async fn registration() -> Option<ServiceWorkerRegistration> {
    let container = container()?;
    let registration = JsFuture::from(container.get_registration()).await.ok()?;
    registration.dyn_into().ok()
}

/// Loads the page again.
pub fn reload() {
    if let Some(window) = web_sys::window() {
        // If it fails, the page stays as it is.
        let _ = window.location().reload();
    }
}

/// Posts a message of that type to the worker.
///
/// # Errors
/// The error of the browser when the worker is gone.
pub fn post(worker: &ServiceWorker, kind: &str) -> Result<(), JsValue> {
    let message = js_sys::Object::new();
    // Setting a property of a plain object of ours cannot fail.
    let _ = js_sys::Reflect::set(&message, &"type".into(), &kind.into());
    worker.post_message(&message)
}

/// Asks the worker, once there is one, to keep a part of the build, now and with every later build.
/// The page may have loaded it before there was a worker.
pub fn keep(kind: &'static str) {
    let Some(ready) = container().and_then(|container| container.ready().ok()) else {
        return;
    };
    spawn_local(async move {
        let Ok(known) = JsFuture::from(ready).await else { return };
        let known: ServiceWorkerRegistration = known.unchecked_into();
        for worker in [known.active(), known.waiting(), known.installing()].into_iter().flatten() {
            // A worker that is gone has nothing to keep.
            let _ = post(&worker, kind);
        }
    });
}

/// Checks for a new build.
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
