//! Base64, by the browser's own encoder and decoder, which take a character for a byte.

use js_sys::{Array, ArrayBuffer, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag};

/// Returns the bytes of a file in base64.
pub async fn encode(blob: &Blob) -> Option<String> {
    let bytes = JsFuture::from(blob.array_buffer()).await.ok()?;
    let bytes = Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec();
    let text: String = bytes.into_iter().map(char::from).collect();
    web_sys::window()?.btoa(&text).ok()
}

/// Returns the bytes of a text in base64.
pub fn decode(text: &str) -> Option<Vec<u8>> {
    let text = web_sys::window()?.atob(text).ok()?;
    Some(text.chars().map(|c| c as u8).collect())
}

/// Returns bytes as a file of that media type.
pub fn blob(bytes: &[u8], kind: &str) -> Option<Blob> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = Array::of1(&Uint8Array::from(bytes));
    Blob::new_with_u8_array_sequence_and_options(&parts, &options).ok()
}
