//! Reads the file that was chosen in a field.

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

/// Returns the file that was just chosen. The field is emptied, so that the same file can be chosen
/// again, for instance once it was corrected.
pub fn taken_file(event: &Event) -> Option<File> {
    let input: HtmlInputElement = event.target()?.dyn_into().ok()?;
    let file = input.files()?.get(0);
    input.set_value("");
    file
}
