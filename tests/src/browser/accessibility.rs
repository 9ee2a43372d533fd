//! The automated accessibility check of a page, by axe-core.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::driver::Browser;
use super::engine::Engine;

/// WCAG 2.0 to 2.2, levels A and AA, and the good practice of axe.
const TAGS: [&str; 6] = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

impl Browser {
    /// Problems that axe-core finds on the page as it is now, one line for each element.
    pub async fn accessibility_problems(&self) -> Vec<String> {
        let tests = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = tests.join("../target/test-tools/axe.min.js");
        let script = fs::read_to_string(path).expect("axe-core; `cargo xtask test` fetches it");
        if self.try_run("return !!window.axe", json!([])).await != Ok(Value::Bool(true)) {
            match self.engine() {
                // By the DevTools, as the policy of the page lets no script be evaluated.
                Engine::Chromium => {
                    self.devtools("Runtime.evaluate", json!({ "expression": script })).await;
                }
                // Scripts of their drivers are not bound to it.
                Engine::Firefox | Engine::WebKit => {
                    self.run(&format!("{script}; window.axe = axe"), json!([])).await;
                }
            }
        }
        let run = "const options = { runOnly: arguments[0], resultTypes: ['violations'] };
            const result = await axe.run(document, options);
            return result.violations.flatMap((rule) => rule.nodes.map((node) =>
                `${rule.id} (${rule.impact}) ${node.target.join(' ')}: ${node.failureSummary}`));";
        let found = self.run(run, json!([TAGS])).await;
        serde_json::from_value(found).expect("a list of lines")
    }
}
