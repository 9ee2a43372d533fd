//! Reads the files that were chosen in a field.

use wasm_bindgen::JsCast;
use web_sys::{Event, File, HtmlInputElement};

/// Returns the file that was just chosen. The field is emptied, so that the same file can be chosen
/// again, for instance once it was corrected.
pub fn taken_file(event: &Event) -> Option<File> {
    taken_files(event).into_iter().next()
}

/// Returns all files that were just chosen, and empties the field.
pub fn taken_files(event: &Event) -> Vec<File> {
    let input = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
    let Some(input) = input else { return Vec::new() };
    let list = input.files();
    let files = list.iter().flat_map(|list| (0..list.length()).filter_map(|at| list.get(at)));
    let files = files.collect();
    input.set_value("");
    files
}
