//! Why the device could not keep or read something.

use crate::rules::RulesMissing;
use wasm_bindgen::prelude::*;
use web_sys::DomException;

/// Why the device could not keep or read something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StoreError {
    /// This browser gives no database, or not in this window.
    Unavailable,
    /// No room is left.
    Full,
    /// A newer version of the app has taken the database over in another tab.
    Replaced,
    /// The browser dropped the connection; it was opened again once already.
    Disconnected,
    /// The part of the app that reads commands is not on the device yet, and there is no network.
    Incomplete,
    /// Another tab numbered a command first: it is tried again with the next number.
    Overtaken,
    /// Anything else, in the browser's words.
    Broken {
        /// The browser's words.
        detail: String,
    },
}

impl From<RulesMissing> for StoreError {
    fn from(_: RulesMissing) -> Self {
        Self::Incomplete
    }
}

impl StoreError {
    /// Translates an exception of the browser, by its name.
    pub(super) fn from_js(error: &JsValue) -> Self {
        match error.dyn_ref::<DomException>() {
            Some(error) => Self::from_dom(error),
            None => broken(
                js_sys::JSON::stringify(error)
                    .map_or_else(|_| String::from("unknown"), String::from),
            ),
        }
    }

    pub(super) fn from_dom(error: &DomException) -> Self {
        match error.name().as_str() {
            "QuotaExceededError" => Self::Full,
            "VersionError" => Self::Replaced,
            // WebKit says `UnknownError` where it lost its database server in the middle of a
            // write, and a connection that is closed by force aborts what is under way.
            "InvalidStateError" | "UnknownError" | "AbortError" => Self::Disconnected,
            "SecurityError" => Self::Unavailable,
            "ConstraintError" => Self::Overtaken,
            name => broken(format!("{name}: {}", error.message())),
        }
    }
}

/// An error that is told in the console, in the browser's words, and on screen in French.
pub(super) fn broken(detail: String) -> StoreError {
    leptos::logging::error!("the store: {detail}");
    StoreError::Broken { detail }
}

/// `rexie` keeps the browser's error to itself: its words are all there is.
pub(super) fn from_rexie(error: rexie::Error) -> StoreError {
    let detail = match &error {
        rexie::Error::IdbError(inner) => inner.to_string(),
        other => other.to_string(),
    };
    match detail {
        detail if detail.contains("QuotaExceeded") => StoreError::Full,
        detail if detail.contains("VersionError") => StoreError::Replaced,
        detail if detail.contains("UnknownError") => StoreError::Disconnected,
        detail => broken(detail),
    }
}
