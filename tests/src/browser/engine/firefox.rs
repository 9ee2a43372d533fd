//! Firefox, by geckodriver.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

use super::super::look::Look;
use super::super::process::Driver;
use super::{FOREIGN_NAME, SCRIPT_TIMEOUT_MS};

/// Its window is as narrow as a phone only when its own style does not forbid it.
const STYLE: &str = ":root { min-width: 0 !important; min-height: 0 !important }";

pub(super) fn start() -> Driver {
    let tools = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../target/test-tools/bin");
    let own = Some(tools.join("geckodriver")).filter(|own| own.is_file());
    let program = own.unwrap_or_else(|| "geckodriver".into());
    let port_in = |line: &str| line.split("Listening on 127.0.0.1:").nth(1)?.trim().parse().ok();
    Driver::that_says_port(Command::new(program).args(["--port", "0"]), port_in)
}

pub(super) fn capabilities(profile: &Path, look: Look) -> Value {
    let binaries = ["/usr/bin/firefox-esr", "/usr/bin/firefox"];
    let binary = binaries.into_iter().find(|path| Path::new(path).exists());
    let binary = binary.expect("Firefox; `cargo xtask test` installs it");
    let chrome = profile.join("chrome");
    fs::create_dir_all(&chrome).expect("a folder in the profile");
    fs::write(chrome.join("userChrome.css"), STYLE).expect("a style of the window");
    json!({
        "browserName": "firefox",
        "moz:firefoxOptions": {
            "binary": binary,
            "args": ["-headless", "-profile", profile.display().to_string()],
            "prefs": preferences(look),
        },
        "timeouts": { "script": SCRIPT_TIMEOUT_MS },
        "unhandledPromptBehavior": "ignore",
    })
}

/// geckodriver itself switches off updates and most reports.
fn preferences(look: Look) -> Value {
    // The sum of 1 (coarse), 2 (fine) and 4 (can hover).
    let pointer = if look.touch { 1 } else { 6 };
    json!({
        "toolkit.legacyUserProfileCustomizations.stylesheets": true,
        "ui.primaryPointerCapabilities": pointer,
        "ui.allPointerCapabilities": pointer,
        "dom.w3c_touch_events.enabled": i32::from(look.touch),
        "ui.systemUsesDarkTheme": i32::from(look.dark),
        "intl.accept_languages": "fr-FR, fr",
        "network.dns.localDomains": FOREIGN_NAME,
        "media.navigator.streams.fake": true,
        "media.navigator.permission.disabled": true,
        // The console, as lines of the driver.
        "devtools.console.stdout.content": true,
        // Nothing that asks the network.
        "services.settings.server": "data:,#remote-settings-dummy/v1",
        "app.normandy.enabled": false,
        "app.shield.optoutstudies.enabled": false,
        "network.captive-portal-service.enabled": false,
        "network.connectivity-service.enabled": false,
        "browser.region.network.url": "",
        "extensions.getAddons.cache.enabled": false,
        "datareporting.policy.dataSubmissionEnabled": false,
    })
}
