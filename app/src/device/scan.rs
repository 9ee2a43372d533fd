//! Reads a label from a photo with the browser's barcode reader. Where there is none, or where it
//! finds nothing, the person types the label.

use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Blob;

#[wasm_bindgen]
extern "C" {
    type BarcodeDetector;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<BarcodeDetector, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn detect(this: &BarcodeDetector, picture: &JsValue) -> Result<Promise, JsValue>;
}

/// Returns whether this browser reads barcodes.
pub fn can_scan() -> bool {
    let global: Object = js_sys::global();
    Reflect::get(&global, &"BarcodeDetector".into()).is_ok_and(|reader| reader.is_function())
}

/// Returns the first label that can be read on a photo.
pub async fn read_label(photo: &Blob) -> Option<String> {
    if !can_scan() {
        return None;
    }
    let window = web_sys::window()?;
    let decoding = window.create_image_bitmap_with_blob(photo).ok()?;
    let picture = JsFuture::from(decoding).await.ok()?;
    let found = BarcodeDetector::new().ok()?.detect(&picture).ok()?;
    let found: Array = JsFuture::from(found).await.ok()?.dyn_into().ok()?;
    found.iter().find_map(|code| {
        let text = Reflect::get(&code, &"rawValue".into()).ok()?.as_string()?;
        let text = text.trim().to_owned();
        (!text.is_empty()).then_some(text)
    })
}
