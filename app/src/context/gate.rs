//! Something that all wait for once.

use js_sys::{Function, Promise};
use std::cell::Cell;
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

/// Closed until it is opened, then open for good.
pub struct Gate {
    promise: Promise,
    opening: Option<Function>,
    is_open: Cell<bool>,
}

impl Default for Gate {
    fn default() -> Self {
        let mut opening = None;
        let promise = Promise::new(&mut |resolve, _| opening = Some(resolve));
        Self { promise, opening, is_open: Cell::new(false) }
    }
}

impl Gate {
    /// Lets through all who wait, and all who come.
    pub fn open(&self) {
        self.is_open.set(true);
        if let Some(opening) = &self.opening {
            // A promise takes any value, and only once: neither can fail.
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
