//! Hands a file to another app or a device near by, where the browser can.

use super::{download, method, navigator};
use js_sys::{Array, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{DomException, File, FilePropertyBag};

/// What became of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shared {
    /// The person gave it to somebody.
    Given,
    /// It is in the downloads: the browser cannot share it.
    Downloaded,
    /// The person closed the choice, or the browser allows neither.
    Kept,
}

/// The media type: browsers share few, and JSON is none of them.
const KIND: &str = "text/plain";

/// Offers a text as a file to share, or as a download.
pub async fn text(name: &str, content: &str) -> Shared {
    match try_share(name, content).await {
        Some(given) if given => Shared::Given,
        Some(_) => Shared::Kept,
        None => match download::text(name, KIND, content) {
            Some(()) => Shared::Downloaded,
            None => Shared::Kept,
        },
    }
}

/// Returns whether the file was given; `None` where it cannot be shared.
async fn try_share(name: &str, content: &str) -> Option<bool> {
    let navigator = navigator()?;
    let (can_share, share) = (method(&navigator, "canShare")?, method(&navigator, "share")?);
    let options = FilePropertyBag::new();
    options.set_type(KIND);
    let parts = Array::of1(&content.into());
    let file = File::new_with_str_sequence_and_options(&parts, name, &options).ok()?;
    let data = Object::new();
    Reflect::set(&data, &"files".into(), &Array::of1(&file)).ok()?;
    if !can_share.call1(&navigator, &data).ok()?.is_truthy() {
        return None;
    }
    let asked = share.call1(&navigator, &data).ok()?.dyn_into::<Promise>().ok()?;
    match JsFuture::from(asked).await {
        Ok(_) => Some(true),
        Err(error) => {
            // The person closed the choice. Anything else, as a tap that is too long ago, leaves
            // the download.
            let name = error.dyn_into::<DomException>().map(|error| error.name());
            (name.as_deref() == Ok("AbortError")).then_some(false)
        }
    }
}
