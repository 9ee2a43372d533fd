//! What the device can do beyond a page: each ability with what stands in where it is missing.

pub mod download;
pub mod gently;
pub mod photo;
pub mod scan;
pub mod worker;

mod awake;

use js_sys::{Function, Promise, Reflect};
use leptos::task::spawn_local;
use shared::limits::COMMANDS_ROOM_BYTES;
use std::task::{Context, Waker};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, StorageEstimate, VisibilityState};

pub use awake::Awake;
use gently::{Gently, gently};

/// How often the system is told at most.
const REST: Duration = Duration::from_secs(1);

thread_local! {
    static BADGE: Gently = const { Gently::new(REST) };
    static WAKE: Gently = const { Gently::new(REST) };
}

/// How much of the room given by the browser is taken.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Bytes taken.
    pub used: u64,
    /// Bytes given.
    pub quota: u64,
    /// The browser promised not to erase on its own.
    pub persisted: bool,
}

impl Room {
    /// Bytes that can still be taken.
    pub fn left(self) -> u64 {
        self.quota.saturating_sub(self.used)
    }

    /// Whether a file of so many bytes fits, so that commands still have room after it.
    pub fn fits(self, bytes: u64) -> bool {
        self.left() >= bytes + COMMANDS_ROOM_BYTES
    }
}

/// Asks the browser at once for memory that is about to be filled: it grows by small steps
/// otherwise, each of which takes the time of hundreds of rows.
pub fn make_room(bytes: usize) {
    let mut room = Vec::<u8>::new();
    // Without it, memory grows as it is needed.
    let _ = std::hint::black_box(room.try_reserve_exact(bytes));
    std::hint::black_box(room.as_ptr());
}

/// Begins work now, up to where it first waits, and goes on with it in the background: what it
/// asks of the browser is under way while the page is built.
pub fn begin(work: impl Future<Output = ()> + 'static) {
    let mut work = Box::pin(work);
    // Who wakes it now is not heard: it is asked again from the background in any case.
    if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        spawn_local(work);
    }
}

/// Whether somebody can see the page.
pub fn is_watched() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

fn navigator() -> Option<Navigator> {
    web_sys::window().map(|window| window.navigator())
}

/// A method of the browser that not every browser has.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Asks the browser not to erase the data of this app on its own.
pub fn persist() {
    let Some(navigator) = navigator() else { return };
    if method(&navigator.storage(), "persist").is_none() {
        return;
    }
    if let Ok(asked) = navigator.storage().persist() {
        spawn_local(async move {
            // A browser that says no is shown in «Mes saisies».
            let _ = JsFuture::from(asked).await;
        });
    }
}

/// How much room is taken; nothing where the browser does not tell.
pub async fn room() -> Option<Room> {
    let storage = navigator()?.storage();
    method(&storage, "estimate")?;
    let estimate = JsFuture::from(storage.estimate().ok()?).await.ok()?;
    let estimate: StorageEstimate = estimate.unchecked_into();
    let persisted = match method(&storage, "persisted") {
        Some(_) => JsFuture::from(storage.persisted().ok()?).await.ok()?,
        None => JsValue::FALSE,
    };
    Some(Room {
        used: estimate.get_usage()? as u64,
        quota: estimate.get_quota()? as u64,
        persisted: persisted.is_truthy(),
    })
}

/// 256 random bits in hexadecimal; nothing where the browser has no such source.
pub fn random_hex() -> Option<String> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Puts a text into the clipboard; nothing where the browser does not let it.
pub async fn copy(text: &str) -> Option<()> {
    let navigator = navigator()?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    let write = method(&clipboard, "writeText")?;
    let asked = write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(asked).await.ok().map(|_| ())
}

/// Shows a count on the icon of the installed app, where there is such a thing.
pub fn badge(count: usize) {
    gently(&BADGE, move || {
        let Some(navigator) = navigator() else { return };
        let name = if count > 0 { "setAppBadge" } else { "clearAppBadge" };
        if let Some(badge) = method(&navigator, name) {
            settle(badge.call1(&navigator, &(count as f64).into()));
        }
    });
}

/// Lets the browser do what waits, and draw, before going on.
pub async fn next_task() {
    let next = Promise::new(&mut |go, _| {
        let asked = web_sys::window().map(|window| window.set_timeout_with_callback(&go));
        if !matches!(asked, Some(Ok(_))) {
            // Without a timer it goes on at once; a promise takes any value.
            let _ = go.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(next).await;
}

/// A short tremor, where there is such a thing.
pub fn vibrate() {
    let Some(navigator) = navigator() else { return };
    if let Some(vibrate) = method(&navigator, "vibrate") {
        // Refused before the first touch of the page: nothing to tell.
        let _ = vibrate.call1(&navigator, &30.into());
    }
}

/// Asks the browser to wake the worker when the network is back, where it can (Chromium).
pub fn wake_when_online() {
    gently(&WAKE, || spawn_local(ask_to_wake()));
}

async fn ask_to_wake() {
    let Some(registration) = worker::registration().await else {
        return;
    };
    let Ok(sync) = Reflect::get(&registration, &"sync".into()) else {
        return;
    };
    if let Some(register) = method(&sync, "register") {
        settle(register.call1(&sync, &"outbox".into()));
    }
}

/// The user agent of the browser, empty where it does not say.
pub fn user_agent() -> String {
    navigator().and_then(|navigator| navigator.user_agent().ok()).unwrap_or_default()
}

/// Lets a promise end whose failure is of no consequence.
fn settle(promise: Result<JsValue, JsValue>) {
    let Some(promise) = promise.ok().and_then(|value| value.dyn_into::<Promise>().ok()) else {
        return;
    };
    spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}
