//! Abilities of the device beyond those of a page, each with a fallback where it is missing.

pub mod base64;
pub mod digest;
pub mod download;
pub mod photo;
pub mod scan;
pub mod share;
pub mod throttle;
pub mod turns;
pub mod worker;

mod awake;

use js_sys::{Function, Promise, Reflect};
use leptos::prelude::set_timeout;
use leptos::task::spawn_local;
use shared::limits::COMMANDS_ROOM_BYTES;
use std::task::{Context, Waker};
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Navigator, StorageEstimate, VisibilityState};

pub use awake::Awake;
use throttle::{Throttle, throttle};

/// The shortest time between two calls to the system.
const REST: Duration = Duration::from_secs(1);

thread_local! {
    static BADGE: Throttle = const { Throttle::new(REST) };
    static WAKE: Throttle = const { Throttle::new(REST) };
}

/// The storage that the browser gives, and how much is used.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Room {
    /// Bytes used.
    pub used: u64,
    /// Bytes given.
    pub quota: u64,
    /// The browser promised not to erase the data by itself.
    pub persisted: bool,
}

impl Room {
    /// Returns the bytes that are left.
    pub fn left(self) -> u64 {
        self.quota.saturating_sub(self.used)
    }

    /// Returns whether a file of that many bytes fits and leaves room for commands.
    pub fn fits(self, bytes: u64) -> bool {
        self.left() >= bytes + COMMANDS_ROOM_BYTES
    }
}

/// Reserves memory that is about to be filled. Otherwise it grows by small steps, each of which
/// takes as long as hundreds of rows.
pub fn make_room(bytes: usize) {
    let mut room = Vec::<u8>::new();
    // Without it, memory grows as it is needed.
    let _ = std::hint::black_box(room.try_reserve_exact(bytes));
    std::hint::black_box(room.as_ptr());
}

/// Starts work now, up to its first await, and continues it in the background: its first requests
/// to the browser run while the page is built.
pub fn begin(work: impl Future<Output = ()> + 'static) {
    let mut work = Box::pin(work);
    // A wake-up now is ignored: the background polls it again in any case.
    if work.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending() {
        spawn_local(work);
    }
}

/// Returns whether the browser keeps sessions of this address: one of `https`, or of this very
/// device.
pub fn is_secure() -> bool {
    web_sys::window().is_some_and(|window| window.is_secure_context())
}

/// Returns whether the page is visible.
pub fn is_watched() -> bool {
    web_sys::window()
        .and_then(|window| window.document())
        .is_some_and(|document| document.visibility_state() == VisibilityState::Visible)
}

fn navigator() -> Option<Navigator> {
    web_sys::window().map(|window| window.navigator())
}

/// Returns a method that not every browser has.
fn method(object: &JsValue, name: &str) -> Option<Function> {
    Reflect::get(object, &name.into()).ok()?.dyn_into().ok()
}

/// Asks the browser not to erase the data of this app by itself.
pub fn persist() {
    let Some(navigator) = navigator() else { return };
    if method(&navigator.storage(), "persist").is_none() {
        return;
    }
    if let Ok(asked) = navigator.storage().persist() {
        spawn_local(async move {
            // A refusal is shown in «Mes saisies».
            let _ = JsFuture::from(asked).await;
        });
    }
}

/// Returns the storage that is used; `None` where the browser does not tell.
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

/// Returns 256 random bits in hexadecimal; `None` where the browser has no such source.
pub fn random_hex() -> Option<String> {
    let mut bytes = [0; 32];
    let crypto = web_sys::window()?.crypto().ok()?;
    crypto.get_random_values_with_u8_array(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// Copies a text to the clipboard; `None` where the browser does not allow it.
pub async fn copy(text: &str) -> Option<()> {
    let navigator = navigator()?;
    let clipboard = Reflect::get(&navigator, &"clipboard".into()).ok()?;
    let write = method(&clipboard, "writeText")?;
    let asked = write.call1(&clipboard, &text.into()).ok()?.dyn_into::<Promise>().ok()?;
    JsFuture::from(asked).await.ok().map(|_| ())
}

/// Shows a count on the icon of the installed app, where there is such a thing.
pub fn badge(count: usize) {
    throttle(&BADGE, move || {
        let Some(navigator) = navigator() else { return };
        let name = if count > 0 { "setAppBadge" } else { "clearAppBadge" };
        if let Some(badge) = method(&navigator, name) {
            settle(badge.call1(&navigator, &(count as f64).into()));
        }
    });
}

/// Yields to the browser, which handles waiting events and draws.
pub async fn next_task() {
    let next = Promise::new(&mut |go, _| {
        let asked = web_sys::window().map(|window| window.set_timeout_with_callback(&go));
        if !matches!(asked, Some(Ok(_))) {
            // Without a timer it continues at once. Resolving a promise cannot fail.
            let _ = go.call0(&JsValue::UNDEFINED);
        }
    });
    let _ = JsFuture::from(next).await;
}

/// Waits.
pub async fn rest(time: Duration) {
    let (end, ended) = futures_util::future::abortable(std::future::pending::<()>());
    set_timeout(move || ended.abort(), time);
    // It has no other end.
    let _ = end.await;
}

/// Vibrates briefly, where the device can.
pub fn vibrate() {
    let Some(navigator) = navigator() else { return };
    if let Some(vibrate) = method(&navigator, "vibrate") {
        // Browsers refuse it before the first touch of the page, which does not matter.
        let _ = vibrate.call1(&navigator, &30.into());
    }
}

/// Asks the browser to wake the worker when the network is back, where it can (Chromium).
pub fn wake_when_online() {
    throttle(&WAKE, || spawn_local(ask_to_wake()));
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

/// The identifier of the build that this page runs, the same as in the service worker.
pub fn build() -> String {
    let document = web_sys::window().and_then(|window| window.document());
    let meta = document.and_then(|page| page.query_selector("meta[name=build]").ok().flatten());
    meta.and_then(|meta| meta.get_attribute("content")).unwrap_or_default()
}

/// Returns whether this is an iPad, which calls itself a Macintosh; no Macintosh is touched.
pub fn is_ipad() -> bool {
    let agent = user_agent();
    let touches = navigator().map_or(0, |navigator| navigator.max_touch_points());
    agent.contains("iPad") || (agent.contains("Macintosh") && touches > 1)
}

/// The user agent of the browser, empty where it does not say.
pub fn user_agent() -> String {
    navigator().and_then(|navigator| navigator.user_agent().ok()).unwrap_or_default()
}

/// Returns whether this is a phone or a tablet of Apple.
pub fn is_apple() -> bool {
    is_ipad() || user_agent().contains("iPhone")
}

/// Runs a promise whose failure does not matter.
fn settle(promise: Result<JsValue, JsValue>) {
    let Some(promise) = promise.ok().and_then(|value| value.dyn_into::<Promise>().ok()) else {
        return;
    };
    spawn_local(async move {
        let _ = JsFuture::from(promise).await;
    });
}
