//! WebKitGTK, by its driver, in a browser of a few lines: `tests/webkit/browser.py`. The engine's
//! own small browser forgets everything when it is driven, and so shows nothing of what is kept.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use super::super::look::Look;
use super::super::process::{Driver, spawn};
use super::{SCRIPT_TIMEOUT_MS, secure};

/// Larger than every look.
const SCREEN: &str = "1600x1400x24";

/// Without a graphics card, without a bus of the desktop, and nothing of this machine's user.
const ALONE: [(&str, &str); 6] = [
    ("WEBKIT_DISABLE_COMPOSITING_MODE", "1"),
    ("LIBGL_ALWAYS_SOFTWARE", "1"),
    ("NO_AT_BRIDGE", "1"),
    ("GDK_BACKEND", "x11"),
    ("GSETTINGS_BACKEND", "memory"),
    ("LANG", "C.UTF-8"),
];

pub(super) fn start(profile: &Path) -> Driver {
    let (display, number) = start_display();
    let folder = profile.to_owned();
    let make = move |port: u16| {
        let mut command = Command::new("WebKitWebDriver");
        command.arg(format!("--port={port}"));
        command.env("DISPLAY", format!(":{number}")).env("HOME", &folder).envs(ALONE);
        command.env_remove("WAYLAND_DISPLAY").env_remove("DBUS_SESSION_BUS_ADDRESS");
        command
    };
    Driver::told_port(make, display)
}

/// A display without a screen, on the next free number.
fn start_display() -> (Child, u32) {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-noreset"]);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut display = spawn(&mut command);
    let mut line = String::new();
    let stdout = display.stdout.take().expect("a pipe");
    BufReader::new(stdout).read_line(&mut line).expect("the display says its number");
    let number = line.trim().parse().expect("the number of a display");
    (display, number)
}

pub(super) fn capabilities(profile: &Path, look: Look) -> Value {
    let browser = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("webkit/browser.py");
    let certificate = profile.join("certificate.pem");
    fs::write(&certificate, secure::certificate()).expect("the certificate can be written");
    let scheme = if look.dark { "dark" } else { "light" };
    let (width, height) = (look.width.to_string(), look.height.to_string());
    json!({
        "webkitgtk:browserOptions": {
            "binary": browser.display().to_string(),
            "args": [profile.display().to_string(), width, height, scheme, certificate],
        },
        "timeouts": { "script": SCRIPT_TIMEOUT_MS },
        "unhandledPromptBehavior": "ignore",
    })
}

/// What pages have written to the console since the last time.
pub(in super::super) fn console(profile: &Path) -> Vec<String> {
    let path = profile.join("console");
    let said = fs::read_to_string(&path).unwrap_or_default();
    // The browser goes on at the end, wherever that is.
    fs::write(&path, "").expect("the console can be emptied");
    said.lines().map(str::to_owned).collect()
}
