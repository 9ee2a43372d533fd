//! Hands a file over to the person.

use leptos::prelude::set_timeout;
use serde::Serialize;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use web_sys::{Blob, BlobPropertyBag, HtmlAnchorElement, Url};

/// How long a file can be read after it was offered.
const KEPT: Duration = Duration::from_secs(60);

/// Offers a value as a JSON file; `None` when the browser does not allow it.
pub fn json(name: &str, content: &impl Serialize) -> Option<()> {
    text(name, "application/json", &serde_json::to_string_pretty(content).ok()?)
}

/// Offers a text as a file of that type.
pub fn text(name: &str, kind: &str, content: &str) -> Option<()> {
    let options = BlobPropertyBag::new();
    options.set_type(kind);
    let parts = js_sys::Array::of1(&content.into());
    file(name, &Blob::new_with_str_sequence_and_options(&parts, &options).ok()?)
}

/// Offers a file under a name.
pub fn file(name: &str, content: &Blob) -> Option<()> {
    let url = Url::create_object_url_with_blob(content).ok()?;
    let document = web_sys::window()?.document()?;
    let link: HtmlAnchorElement = document.create_element("a").ok()?.dyn_into().ok()?;
    link.set_href(&url);
    link.set_download(name);
    link.click();
    // Some browsers read the file only after a while: taken back at once, they save nothing.
    let take_back = move || {
        // Revoking fails only for an unknown address, which is as good.
        let _ = Url::revoke_object_url(&url);
    };
    set_timeout(take_back, KEPT);
    Some(())
}
