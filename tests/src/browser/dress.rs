//! The screen of a device, put on a browser that has started.

use std::time::Duration;

use reqwest::Method;
use serde_json::{Value, json};

use super::driver::Browser;
use super::engine::Engine;

impl Browser {
    /// Gives the page the look of the device, as far as it did not come with the start.
    pub(super) async fn dress(&self) {
        match self.engine() {
            Engine::Chromium => self.dress_chromium().await,
            Engine::Firefox => self.dress_firefox().await,
            // Its window is the page.
            Engine::WebKit => {}
        }
    }

    async fn dress_chromium(&self) {
        let look = self.look();
        let scheme = if look.dark { "dark" } else { "light" };
        let features = json!([{ "name": "prefers-color-scheme", "value": scheme }]);
        self.devtools("Emulation.setEmulatedMedia", json!({ "features": features })).await;
        if !look.touch {
            let (width, height) = (look.width, look.height);
            let metrics = json!({
                "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false,
            });
            self.devtools("Emulation.setDeviceMetricsOverride", metrics).await;
        }
    }

    /// Gives the window the size with which the page inside has its own.
    async fn dress_firefox(&self) {
        let look = self.look();
        let window = self.call(Method::GET, "/window/rect", Value::Null).await;
        let page = self.run("return [innerWidth, innerHeight]", json!([])).await;
        let side = |of: &str, inner: &Value, wanted: u32| {
            let around = window[of].as_u64().zip(inner.as_u64());
            around.map(|(window, inner)| window - inner + u64::from(wanted)).expect("sizes")
        };
        let width = side("width", &page[0], look.width);
        let height = side("height", &page[1], look.height);
        let wanted = json!({ "width": width, "height": height });
        self.call(Method::POST, "/window/rect", wanted).await;
        let fits =
            format!("return innerWidth === {} && innerHeight === {}", look.width, look.height);
        self.wait_for("the size of the page", &fits, Duration::from_secs(10)).await;
    }
}
