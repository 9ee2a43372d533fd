//! What Chromium's DevTools do for a test, and no other engine.

use reqwest::Method;
use serde_json::{Value, json};

use super::driver::Browser;
use super::engine::Engine;

impl Browser {
    /// Sends a command of the DevTools protocol, which Chromium alone speaks. Panics on an error.
    pub async fn devtools(&self, command: &str, parameters: Value) -> Value {
        self.ask_devtools(command, parameters).await.unwrap_or_else(|e| panic!("{command}: {e}"))
    }

    /// Sends a command of the DevTools protocol; an error holds its kind and its message.
    pub(super) async fn ask_devtools(
        &self,
        command: &str,
        parameters: Value,
    ) -> Result<Value, String> {
        assert_eq!(self.engine(), Engine::Chromium, "{command}: only Chromium has DevTools");
        let body = json!({ "cmd": command, "params": parameters });
        self.ask(Method::POST, "/goog/cdp/execute", body).await
    }

    /// What the console has said since the last time, with its level before each entry.
    pub(super) async fn chromium_console(&self) -> Vec<String> {
        let entries = self.call(Method::POST, "/se/log", json!({ "type": "browser" })).await;
        let text = |entry: &Value| format!("{} {}", entry["level"], entry["message"]);
        entries.as_array().map(|all| all.iter().map(text).collect()).unwrap_or_default()
    }

    /// Ends the process of the page, as a phone does behind its camera, and goes on in another tab
    /// of the same browser, a Chromium.
    pub async fn crash_page(&self) {
        let crashing = self.call(Method::GET, "/window", Value::Null).await;
        let other = self.call(Method::POST, "/window/new", json!({ "type": "tab" })).await;
        // The page that crashes answers nothing.
        let _ = self.ask_devtools("Page.crash", json!({})).await;
        assert_eq!(self.call(Method::GET, "/window", Value::Null).await, crashing);
        let handle = json!({ "handle": other["handle"] });
        self.call(Method::POST, "/window", handle).await;
        self.dress().await;
    }
}
