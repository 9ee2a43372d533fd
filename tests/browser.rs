//! The app in a real browser.

#[path = "browser/worker.rs"]
mod worker;
