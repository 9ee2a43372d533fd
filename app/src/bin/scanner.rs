//! Reads codes on pictures, in a web worker, so that the page reacts meanwhile. It receives a
//! picture as `{width, height, pixels, thorough}`, the pixels as a canvas gives them, and posts
//! the texts of its codes.

use codes::{Effort, Luma, read};
use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use web_sys::{DedicatedWorkerGlobalScope, MessageEvent};

fn main() {
    console_error_panic_hook::set_once();
    let scope: DedicatedWorkerGlobalScope = js_sys::global().unchecked_into();
    let receiver = scope.clone();
    let listener = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        let texts = texts(&event.data()).unwrap_or_default();
        let texts: Array = texts.into_iter().map(JsValue::from).collect();
        receiver.post_message(&texts).unwrap_throw();
    });
    scope.set_onmessage(Some(listener.into_js_value().unchecked_ref()));
    // It says that it is ready: what was posted before it listened is lost.
    scope.post_message(&JsValue::TRUE).unwrap_throw();
}

fn texts(picture: &JsValue) -> Option<Vec<String>> {
    let field = |name: &str| Reflect::get(picture, &name.into()).ok();
    let (width, height) = (field("width")?.as_f64()? as u32, field("height")?.as_f64()? as u32);
    let pixels = Uint8Array::new(&field("pixels")?).to_vec();
    let effort = if field("thorough")?.is_truthy() { Effort::Thorough } else { Effort::Glance };
    Some(read(&Luma::from_rgba(width, height, &pixels)?, effort))
}
