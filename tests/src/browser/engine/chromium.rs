//! Chromium, with its DevTools.

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};

use super::super::look::Look;
use super::super::process::Driver;
use super::{FOREIGN_NAME, SCRIPT_TIMEOUT_MS};

const FLAGS: &[&str] = &[
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--lang=fr-FR",
    "--accept-lang=fr-FR",
];

pub(super) fn start() -> Driver {
    let port_in = |line: &str| {
        let port = line.split("successfully on port ").nth(1)?;
        port.trim_end_matches('.').parse().ok()
    };
    Driver::that_says_port(Command::new("chromedriver").arg("--port=0"), port_in)
}

pub(super) fn capabilities(profile: &Path, look: Look) -> Value {
    let mut arguments: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
    arguments.push(format!("--host-resolver-rules=MAP {FOREIGN_NAME} 127.0.0.1"));
    arguments.push(format!("--user-data-dir={}", profile.display()));
    arguments.push(format!("--window-size={},{}", look.width, look.height));
    let mut options = json!({ "args": arguments });
    if look.touch {
        let (width, height) = (look.width, look.height);
        options["mobileEmulation"] = json!({ "deviceMetrics": {
            "width": width, "height": height, "pixelRatio": 1, "touch": true, "mobile": true,
        }});
    }
    json!({
        "browserName": "chrome",
        "goog:chromeOptions": options,
        "goog:loggingPrefs": { "browser": "ALL" },
        "timeouts": { "script": SCRIPT_TIMEOUT_MS },
        "unhandledPromptBehavior": "ignore",
    })
}
