//! A gate that tasks wait at until it opens.

use js_sys::{Function, Promise};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// A gate: closed until it is opened, then open for good.
pub struct Latch {
    promise: Promise,
    opening: Option<Function>,
    is_open: Cell<bool>,
}

impl Default for Latch {
    fn default() -> Self {
        let mut opening = None;
        let promise = Promise::new(&mut |resolve, _| opening = Some(resolve));
        Self { promise, opening, is_open: Cell::new(false) }
    }
}

impl Latch {
    /// Opens the gate to waiting tasks and to later ones.
    pub fn open(&self) {
        self.is_open.set(true);
        if let Some(opening) = &self.opening {
            // Resolving a promise cannot fail.
            let _ = opening.call0(&JsValue::UNDEFINED);
        }
    }

    /// Waits until it is open.
    pub async fn pass(&self) {
        if !self.is_open.get() {
            let _ = JsFuture::from(self.promise.clone()).await;
        }
    }
}
