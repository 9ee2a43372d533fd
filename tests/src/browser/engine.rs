//! What differs between the engines: how each is started, and what its driver must be told.

mod chromium;
mod firefox;
mod secure;
pub(super) mod webkit;

use std::path::Path;

use serde_json::Value;

use super::look::Look;
use super::process::Driver;

/// How long a script of a test may take in a page.
const SCRIPT_TIMEOUT_MS: u64 = 30_000;
/// A name that is not of this very device: there the browser asks for `https`.
const FOREIGN_NAME: &str = "tournee.test";

/// An engine of browsers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engine {
    /// Chrome, Edge, and the browsers of Android.
    Chromium,
    /// Firefox.
    Firefox,
    /// Safari and every browser of an iPhone or iPad; here as WebKitGTK.
    WebKit,
}

/// Names another engine for the tests that say none, to see what it lacks.
const USUAL: &str = "TOURNEE_TEST_ENGINE";

impl Engine {
    /// The engine of the tests that say none.
    pub(super) fn usual() -> Self {
        match std::env::var(USUAL).as_deref() {
            Err(_) | Ok("chromium") => Self::Chromium,
            Ok("firefox") => Self::Firefox,
            Ok("webkit") => Self::WebKit,
            Ok(other) => panic!("{USUAL}={other}: chromium, firefox or webkit"),
        }
    }

    /// Where it finds the server that answers at an address of this machine.
    pub(super) fn address(self, plain: &str) -> String {
        match self {
            Self::Chromium | Self::Firefox => plain.to_owned(),
            // It keeps no session without `https`, not even of this very device.
            Self::WebKit => secure::address(plain),
        }
    }

    /// Starts its driver.
    pub(super) fn start(self, profile: &Path) -> Driver {
        match self {
            Self::Chromium => chromium::start(),
            Self::Firefox => firefox::start(),
            Self::WebKit => webkit::start(profile),
        }
    }

    /// What its driver is asked for, so that it opens the browser on that profile.
    pub(super) fn capabilities(self, profile: &Path, look: Look) -> Value {
        match self {
            Self::Chromium => chromium::capabilities(profile, look),
            Self::Firefox => firefox::capabilities(profile, look),
            Self::WebKit => webkit::capabilities(profile, look),
        }
    }
}
