//! Hands a file over to the person.

use serde::Serialize;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// Offers something as a JSON file; nothing when the browser does not let.
pub fn json(name: &str, content: &impl Serialize) -> Option<()> {
    let text = serde_json::to_string_pretty(content).ok()?;
    let kind = BlobPropertyBag::new();
    kind.set_type("application/json");
    let parts = js_sys::Array::of1(&text.into());
    file(name, &Blob::new_with_str_sequence_and_options(&parts, &kind).ok()?)
}

/// Offers a file under a name.
pub fn file(name: &str, content: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(content).ok()?;
    let document = web_sys::window()?.document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // An address that is not known any more is what is wanted.
    let _ = Url::revoke_object_url(&url);
    Some(())
}
