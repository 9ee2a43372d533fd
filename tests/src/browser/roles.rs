//! Elements by the role and the name that the browser computes for assistive technology.

use reqwest::Method;
use serde_json::{Value, json};

use super::driver::Browser;
use super::engine::Engine;

/// The key under which WebDriver names an element.
pub(super) const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// Elements of `arguments[0]` whose texts hold the name `arguments[1]`, in the order of the page:
/// only these are worth a question to the driver.
const LIKELY: &str = r#"
    const [selector, name] = arguments;
    const plain = (text) => (text ?? "").replace(/\s+/g, " ").trim();
    const texts = (element) => [
        element.textContent, element.getAttribute("aria-label"), element.title, element.value,
        element.placeholder, element.alt, ...[...element.labels ?? []].map((it) => it.textContent),
        ...(element.getAttribute("aria-labelledby") ?? "").split(" ")
            .map((id) => id && document.getElementById(id)?.textContent),
        ...[...element.querySelectorAll("[alt], [aria-label]")]
            .map((it) => it.getAttribute("aria-label") ?? it.alt),
    ];
    const holds = (element) => {
        const all = plain(texts(element).join(" "));
        return plain(name).split(" ").every((word) => all.includes(word));
    };
    return [...document.querySelectorAll(selector)].filter(holds);"#;

impl Browser {
    /// The references of the elements that have this role and exactly this name now.
    pub async fn all(&self, role: &str, name: &str) -> Vec<String> {
        let found = match self.engine() {
            Engine::Chromium => self.in_the_tree(role, name).await,
            Engine::Firefox | Engine::WebKit => self.among_likely(role, name).await,
        };
        found.unwrap_or_default()
    }

    /// Asks Chromium's own tree.
    async fn in_the_tree(&self, role: &str, name: &str) -> Result<Vec<String>, String> {
        let document = self.ask_devtools("DOM.getDocument", json!({ "depth": 0 })).await?;
        let root = &document["root"]["nodeId"];
        let query = json!({ "nodeId": root, "role": role, "accessibleName": name });
        let found = self.ask_devtools("Accessibility.queryAXTree", query).await?;
        let mut elements = Vec::new();
        for node in found["nodes"].as_array().into_iter().flatten() {
            if node["ignored"] == json!(true) {
                continue;
            }
            let wanted = json!({ "backendNodeId": node["backendDOMNodeId"] });
            let resolved = self.ask_devtools("DOM.resolveNode", wanted).await?;
            let keep = "function () { globalThis.foundByTest = this }";
            let call = json!({
                "objectId": resolved["object"]["objectId"], "functionDeclaration": keep,
            });
            self.ask_devtools("Runtime.callFunctionOn", call).await?;
            let element = self.try_run("return globalThis.foundByTest", json!([])).await?;
            elements.extend(element[ELEMENT].as_str().map(str::to_owned));
        }
        Ok(elements)
    }

    /// Asks the driver for the role and the name of each element that may have them.
    async fn among_likely(&self, role: &str, name: &str) -> Result<Vec<String>, String> {
        let likely = self.try_run(LIKELY, json!([may_have(role), name])).await?;
        let mut elements = Vec::new();
        for element in likely.as_array().into_iter().flatten() {
            let Some(element) = element[ELEMENT].as_str() else { continue };
            let has_role = is_as(role, &self.computed(element, "role").await?);
            if has_role && plain(&self.computed(element, "label").await?) == plain(name) {
                elements.push(element.to_owned());
            }
        }
        Ok(elements)
    }

    /// The `role` or the `label` of an element for assistive technology.
    async fn computed(&self, element: &str, what: &str) -> Result<String, String> {
        let path = format!("/element/{element}/computed{what}");
        let value = self.ask(Method::GET, &path, Value::Null).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// The role and the name of what has the focus.
    pub async fn focused(&self) -> (String, String) {
        let active = self.call(Method::GET, "/element/active", Value::Null).await;
        let element = active[ELEMENT].as_str().expect("an element").to_owned();
        let ask = async |what| self.computed(&element, what).await.expect("the focus");
        (ask("role").await, ask("label").await)
    }
}

/// A selector of all elements that may have a role.
fn may_have(role: &str) -> &'static str {
    match role {
        "button" => "button, summary, input[type=submit], [role=button]",
        "link" => "a[href], [role=link]",
        "textbox" => "input, textarea",
        "searchbox" => "input[type=search]",
        "spinbutton" => "input[type=number]",
        "radio" => "input[type=radio], [role=radio]",
        "checkbox" => "input[type=checkbox], [role=checkbox]",
        "combobox" => "select, input, [role=combobox]",
        "heading" => "h1, h2, h3, h4, h5, h6, [role=heading]",
        other => panic!("say above which elements may be a {other}"),
    }
}

/// Whether an element that may have a role, by [`may_have`], has it by the word of its engine: the
/// standard gives none to the fields of a password and of a date, and WebKitGTK says of a choice
/// how it looks.
fn is_as(role: &str, computed: &str) -> bool {
    computed == role || matches!((role, computed), ("textbox", "") | ("combobox", "button"))
}

/// A text with one space for all that is between two words.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
