//! What a person chose in a field for files.

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

/// The file that was just chosen. The field is emptied, so that the same file can be chosen
/// again, as after it was mended.
pub fn taken_file(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}
