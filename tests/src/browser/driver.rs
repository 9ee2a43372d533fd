//! Starts a Chromium with a lasting profile, speaks WebDriver to it, and kills it like a crash.

use std::fs;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::{Value, json};

const SCRIPT_TIMEOUT_MS: u64 = 30_000;
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
    // A name that is not of this very device: there the browser asks for `https`.
    "--host-resolver-rules=MAP tournee.test 127.0.0.1",
    "--use-fake-device-for-media-stream",
    "--use-fake-ui-for-media-stream",
    "--lang=fr-FR",
    "--accept-lang=fr-FR",
];

/// The screen of a device, in CSS pixels.
#[derive(Clone, Copy, Debug)]
pub struct Look {
    /// Width of the page.
    pub width: u32,
    /// Height of the page.
    pub height: u32,
    /// A finger instead of a mouse.
    pub touch: bool,
    /// The dark theme of the system.
    pub dark: bool,
}

impl Look {
    /// The narrowest screen that must work.
    pub const NARROW: Self = Self { width: 320, height: 568, touch: true, dark: false };
    /// A technician's phone.
    pub const PHONE: Self = Self { width: 390, height: 844, touch: true, dark: false };
    /// A school's tablet.
    pub const TABLET: Self = Self { width: 820, height: 1180, touch: true, dark: false };
    /// A dispatcher's desk.
    pub const DESK: Self = Self { width: 1280, height: 800, touch: false, dark: false };
    /// The desk of a small office: what a screen shows first there is what counts.
    pub const OFFICE: Self = Self { width: 1366, height: 768, touch: false, dark: false };
    /// The same with everything at 200 %.
    pub const OFFICE_200: Self = Self { width: 683, height: 384, touch: false, dark: false };

    /// The same screen with the dark theme.
    pub const fn in_dark(self) -> Self {
        Self { dark: true, ..self }
    }
}

/// A running Chromium. It is killed when it is dropped.
pub struct Browser {
    driver: Child,
    http: Client,
    session: String,
    profile: PathBuf,
    look: Look,
}

impl Browser {
    /// Opens a Chromium on a profile folder, which is made when it is missing.
    pub async fn open(profile: &Path, look: Look) -> Self {
        let (driver, port) = start_driver();
        let http = Client::builder().no_proxy().build().expect("an HTTP client");
        let mut arguments: Vec<String> = FLAGS.iter().map(|flag| (*flag).to_owned()).collect();
        arguments.push(format!("--user-data-dir={}", profile.display()));
        arguments.push(format!("--window-size={},{}", look.width, look.height));
        let mut options = json!({ "args": arguments });
        if look.touch {
            let (width, height) = (look.width, look.height);
            options["mobileEmulation"] = json!({ "deviceMetrics": {
                "width": width, "height": height, "pixelRatio": 1, "touch": true, "mobile": true,
            }});
        }
        let wanted = json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": { "browser": "ALL" },
            "timeouts": { "script": SCRIPT_TIMEOUT_MS },
            "unhandledPromptBehavior": "ignore",
        }}});
        let mut browser = Self {
            driver,
            http,
            session: format!("http://127.0.0.1:{port}/session"),
            profile: profile.to_owned(),
            look,
        };
        let answer = browser.call(Method::POST, "", wanted).await;
        let id = answer["sessionId"].as_str().expect("the driver names the session");
        browser.session = format!("{}/{id}", browser.session);
        browser.dress().await;
        browser
    }

    async fn dress(&self) {
        let scheme = if self.look.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        if !self.look.touch {
            let (width, height) = (self.look.width, self.look.height);
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            });
            self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        }
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn go(&self, address: &str) {
        self.call(Method::POST, "/url", json!({ "url": address })).await;
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.call(Method::POST, "/refresh", json!({})).await;
    }

    /// Runs the body of an async function in the page and gives what it returns. The arguments
    /// are in `arguments`.
    pub async fn run(&self, script: &str, arguments: Value) -> Value {
        self.try_run(script, arguments).await.unwrap_or_else(|error| panic!("{script}\n{error}"))
    }

    /// As [`Self::run`], with the error of the page instead of a panic.
    pub async fn try_run(&self, script: &str, arguments: Value) -> Result<Value, String> {
        let script = format!("return (async function () {{ {script} }}).apply(null, arguments)");
        let body = json!({ "script": script, "args": arguments });
        self.ask(Method::POST, "/execute/sync", body).await
    }

    /// Runs a script again and again until it returns something true, and gives that.
    ///
    /// Panics after the time, with what `what` says was awaited.
    pub async fn wait_for(&self, what: &str, script: &str, longest: Duration) -> Value {
        let start = Instant::now();
        loop {
            let last = self.try_run(script, json!([])).await;
            if let Ok(value) = &last
                && !matches!(value, Value::Null | Value::Bool(false))
            {
                return value.clone();
            }
            if start.elapsed() > longest {
                let shown = "return [location.pathname, document.body.innerText]";
                let page = self.try_run(shown, json!([])).await;
                let said = self.console().await;
                panic!("waited in vain for {what}: {last:?}\n{page:?}\n{said:?}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Sends a command of the DevTools protocol.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.call(Method::POST, "/goog/cdp/execute", body).await
    }

    /// What the console has said since the last time, worst level first in each entry.
    pub async fn console(&self) -> Vec<String> {
        let entries = self.call(Method::POST, "/se/log", json!({ "type": "browser" })).await;
        let text = |entry: &Value| format!("{} {}", entry["level"], entry["message"]);
        entries.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default()
    }

    /// Writes a picture of the page as a PNG.
    pub async fn screenshot(&self, path: &Path) {
        let value = self.call(Method::GET, "/screenshot", Value::Null).await;
        let bytes = STANDARD.decode(value.as_str().expect("a text")).expect("base64");
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).expect("a folder for the picture");
        }
        fs::write(path, bytes).expect("the picture can be written");
    }

    /// Sends a WebDriver command. Panics on an error of the driver.
    pub async fn call(&self, method: Method, path: &str, body: Value) -> Value {
        let answer = self.ask(method, path, body).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Sends a WebDriver command; an error holds its kind and its message.
    pub async fn ask(&self, method: Method, path: &str, body: Value) -> Result<Value, String> {
        let mut request = self.http.request(method, format!("{}{path}", self.session));
        if !body.is_null() {
            request = request.json(&body);
        }
        let response = request.send().await.map_err(|error| format!("{error:?}"))?;
        let is_success = response.status().is_success();
        let mut answer: Value = response.json().await.map_err(|error| error.to_string())?;
        let value = answer["value"].take();
        if is_success {
            return Ok(value);
        }
        Err(format!("{}: {}", value["error"], value["message"].as_str().unwrap_or("")))
    }

    /// Ends the browser as people do, and starts it again: what it writes late (Chromium keeps
    /// fresh cookies in memory for 30 seconds) is on the disk then.
    pub async fn close_and_reopen(self) -> Self {
        let (profile, look) = (self.profile.clone(), self.look);
        self.close().await;
        Self::open(&profile, look).await
    }

    /// Ends the browser as people do.
    pub async fn close(self) {
        self.call(Method::DELETE, "", Value::Null).await;
    }

    /// Ends every process of the browser at once (SIGKILL), as a crash does, and starts a new
    /// one on the same profile with the same screen.
    pub async fn crash_and_reopen(self) -> Self {
        let (profile, look) = (self.profile.clone(), self.look);
        drop(self);
        Self::open(&profile, look).await
    }

    /// Ends the process of the page, as a phone does behind its camera, and goes on in another tab
    /// of the same browser.
    pub async fn crash_page(&self) {
        let crashing = self.call(Method::GET, "/window", Value::Null).await;
        let other = self.call(Method::POST, "/window/new", json!({ "type": "tab" })).await;
        let crash = json!({ "cmd": "Page.crash", "params": {} });
        // The page that crashes answers nothing.
        let _ = self.ask(Method::POST, "/goog/cdp/execute", crash).await;
        assert_eq!(self.call(Method::GET, "/window", Value::Null).await, crashing);
        let handle = json!({ "handle": other["handle"] });
        self.call(Method::POST, "/window", handle).await;
        self.dress().await;
    }

    fn kill(&mut self) {
        for process in descendants(self.driver.id()) {
            let pid = i32::try_from(process).ok().and_then(Pid::from_raw);
            // A process that ended by itself meanwhile is no error.
            let _ = pid.map(|pid| kill_process(pid, Signal::KILL));
        }
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        self.kill();
    }
}

/// How often a driver is started before it is given up.
const STARTS: u32 = 3;

/// Starts the driver of a browser. Its port may be taken by another one in the moment between its
/// choice and its use: then it ends at once, and is started again.
fn start_driver() -> (Child, u16) {
    (0..STARTS).find_map(|_| begin_driver()).expect("chromedriver says its port")
}

fn begin_driver() -> Option<(Child, u16)> {
    let mut command = Command::new("chromedriver");
    command.arg("--port=0").stdout(Stdio::piped()).stderr(Stdio::null());
    let mut driver = command.spawn().expect("chromedriver starts; `cargo xtask test` installs it");
    let mut lines = BufReader::new(driver.stdout.take().expect("a pipe")).lines();
    let said = lines.by_ref().map_while(Result::ok).find_map(|line| {
        let port = line.split("successfully on port ").nth(1)?;
        port.trim_end_matches('.').parse().ok()
    });
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    match said {
        Some(port) => Some((driver, port)),
        None => {
            // It has ended, or will not speak any more.
            let _ = driver.kill();
            let _ = driver.wait();
            None
        }
    }
}

/// The processes below one, parents first.
fn descendants(root: u32) -> Vec<u32> {
    let mut found = vec![root];
    let parents: Vec<(u32, u32)> = processes();
    let mut at = 0;
    while at < found.len() {
        let parent = found[at];
        found.extend(parents.iter().filter(|(_, p)| *p == parent).map(|(child, _)| *child));
        at += 1;
    }
    found.split_off(1)
}

/// Each process with its parent.
fn processes() -> Vec<(u32, u32)> {
    let entries = fs::read_dir("/proc").expect("a system with /proc").flatten();
    let parent = |entry: fs::DirEntry| {
        let id = entry.file_name().to_str()?.parse().ok()?;
        let stat = fs::read_to_string(entry.path().join("stat")).ok()?;
        let after_name = stat.rsplit_once(") ")?.1;
        Some((id, after_name.split(' ').nth(1)?.parse().ok()?))
    };
    entries.filter_map(parent).collect()
}
