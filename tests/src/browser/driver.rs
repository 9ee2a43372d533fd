//! Starts a browser with a lasting profile, speaks WebDriver to it, and kills it like a crash.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Client, Method};
use serde_json::{Value, json};

use super::engine::{Engine, webkit};
use super::look::Look;
use super::process::Driver;

/// How long a page may take to load again.
const RELOADED: Duration = Duration::from_secs(30);

/// A running browser. It is killed when it is dropped.
pub struct Browser {
    engine: Engine,
    driver: Driver,
    http: Client,
    session: String,
    profile: PathBuf,
    look: Look,
}

impl Browser {
    /// Opens the browser of most tests on a profile folder, which is made when it is missing.
    pub async fn open(profile: &Path, look: Look) -> Self {
        Self::open_in(Engine::usual(), profile, look).await
    }

    /// Opens a browser of that engine on a profile folder, which is made when it is missing.
    pub async fn open_in(engine: Engine, profile: &Path, look: Look) -> Self {
        fs::create_dir_all(profile).expect("a folder for the profile");
        let driver = engine.start(profile);
        let session = format!("http://127.0.0.1:{}/session", driver.port());
        let http = Client::builder().no_proxy().build().expect("an HTTP client");
        let profile = profile.to_owned();
        let mut browser = Self { engine, driver, http, session, profile, look };
        let wanted = engine.capabilities(&browser.profile, look);
        let wanted = json!({ "capabilities": { "alwaysMatch": wanted } });
        let answer = browser.call(Method::POST, "", wanted).await;
        let id = answer["sessionId"].as_str().expect("the driver names the session");
        browser.session = format!("{}/{id}", browser.session);
        browser.dress().await;
        browser
    }

    /// Its engine.
    pub fn engine(&self) -> Engine {
        self.engine
    }

    /// Its screen.
    pub fn look(&self) -> Look {
        self.look
    }

    /// Goes to an address and waits until it is loaded.
    pub async fn go(&self, address: &str) {
        let address = self.engine.address(address);
        self.call(Method::POST, "/url", json!({ "url": address })).await;
    }

    /// Loads the page again, as people do.
    pub async fn reload(&self) {
        match self.engine {
            Engine::Chromium | Engine::WebKit => {
                self.call(Method::POST, "/refresh", json!({})).await;
            }
            // Its driver goes round the service worker, as people do with Shift.
            Engine::Firefox => {
                let again = "window.isBeforeReload = true; setTimeout(() => location.reload())";
                self.run(again, json!([])).await;
                let loaded = "return !window.isBeforeReload && document.readyState === 'complete'";
                self.wait_for("the page to load again", loaded, RELOADED).await;
            }
        }
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

    /// What the console has said since the last time, with the level before each entry in Chromium
    /// alone.
    pub async fn console(&self) -> Vec<String> {
        match self.engine {
            Engine::Chromium => self.chromium_console().await,
            Engine::Firefox => self.driver.said(),
            Engine::WebKit => webkit::console(&self.profile),
        }
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
        let (engine, profile, look) = (self.engine, self.profile.clone(), self.look);
        self.close().await;
        Self::open_in(engine, &profile, look).await
    }

    /// Ends the browser as people do.
    pub async fn close(mut self) {
        let told = self.ask(Method::DELETE, "", Value::Null).await;
        match self.engine {
            Engine::Chromium | Engine::Firefox => drop(told.expect("the browser ends")),
            // Its driver misses the answer of a browser that is gone.
            Engine::WebKit => self.driver.wait_for_browser().await,
        }
    }

    /// Ends every process of the browser at once (SIGKILL), as a crash does, and starts a new
    /// one on the same profile with the same screen.
    pub async fn crash_and_reopen(self) -> Self {
        let (engine, profile, look) = (self.engine, self.profile.clone(), self.look);
        drop(self);
        Self::open_in(engine, &profile, look).await
    }
}
