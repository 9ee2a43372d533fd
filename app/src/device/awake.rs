//! Keeps the screen on during a visit.

use super::{method, navigator};
use js_sys::{Promise, Reflect};
use leptos::task::spawn_local;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Keeps the screen on while it lives, where the browser can. The browser releases it when the page
/// is hidden; [`Awake::hold`] asks again.
#[derive(Default)]
pub struct Awake {
    sentinel: Rc<RefCell<Option<JsValue>>>,
}

impl Awake {
    /// Asks for the screen to stay on.
    pub fn hold(&self) {
        let Some(navigator) = navigator() else { return };
        let Ok(lock) = Reflect::get(&navigator, &"wakeLock".into()) else {
            return;
        };
        let Some(request) = method(&lock, "request") else {
            return;
        };
        let Ok(asked) = request.call1(&lock, &"screen".into()) else {
            return;
        };
        let sentinel = Rc::clone(&self.sentinel);
        spawn_local(async move {
            // The browser may refuse, as on a low battery: the screen goes dark as usual.
            if let Ok(held) = JsFuture::from(asked.unchecked_into::<Promise>()).await {
                *sentinel.borrow_mut() = Some(held);
            }
        });
    }
}

impl Drop for Awake {
    fn drop(&mut self) {
        if let Some(sentinel) = self.sentinel.borrow_mut().take()
            && let Some(release) = method(&sentinel, "release")
        {
            super::settle(release.call0(&sentinel));
        }
    }
}
