//! A person's actions on a page. Elements are found by the role and the name that the browser
//! computes for assistive technology.

use std::time::{Duration, Instant};

use reqwest::Method;
use serde_json::{Value, json};

use super::driver::Browser;
use super::roles::ELEMENT;

/// How long a page may take to show something.
const PATIENCE: Duration = Duration::from_secs(30);

impl Browser {
    /// The first element with this role and name; waits until there is one.
    pub async fn find(&self, role: &str, name: &str) -> String {
        let start = Instant::now();
        loop {
            if let Some(first) = self.all(role, name).await.into_iter().next() {
                return first;
            }
            if start.elapsed() > PATIENCE {
                let shown = self.run("return document.body.innerText", json!([])).await;
                panic!("no {role} «{name}» on this page: {shown}");
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Clicks, or taps, on an element that is found by role and name.
    pub async fn click(&self, role: &str, name: &str) {
        let start = Instant::now();
        loop {
            let element = self.find(role, name).await;
            // Scrolls the element away from the fixed bars at the edges, as a person does.
            let middle = "arguments[0].scrollIntoView({ block: 'center' })";
            let _ = self.try_run(middle, json!([{ ELEMENT: element }])).await;
            let path = format!("/element/{element}/click");
            match self.ask(Method::POST, &path, json!({})).await {
                Ok(_) => return,
                // The element was drawn again meanwhile, or something still covers it.
                Err(error) => assert!(start.elapsed() < PATIENCE, "{role} «{name}»: {error}"),
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    }

    /// Types into a field that is found by role and name.
    pub async fn fill(&self, role: &str, name: &str, text: &str) {
        let element = self.find(role, name).await;
        self.call(Method::POST, &format!("/element/{element}/clear"), json!({})).await;
        let value = json!({ "text": text });
        self.call(Method::POST, &format!("/element/{element}/value"), value).await;
    }

    /// What stands in a field that is found by role and name.
    pub async fn value(&self, role: &str, name: &str) -> String {
        let element = self.find(role, name).await;
        let path = format!("/element/{element}/property/value");
        let value = self.call(Method::GET, &path, Value::Null).await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Gives a file to an `<input type=file>` found by a CSS selector, once it is there.
    pub async fn give_file(&self, selector: &str, path: &str) {
        let search = format!("return document.querySelector({})", Value::from(selector));
        let found = self.wait_for(selector, &search, PATIENCE).await;
        let element = found[ELEMENT].as_str().expect("an element").to_owned();
        let value = json!({ "text": path });
        self.call(Method::POST, &format!("/element/{element}/value"), value).await;
    }

    /// Drags with the pointer. Each script returns a visible element; the second one runs once the
    /// drag has begun.
    pub async fn drag(&self, from: &str, to: &str) {
        let pause = json!({ "type": "pause", "duration": 100 });
        let from = self.wait_for("what is dragged", from, PATIENCE).await;
        let start = [
            json!({ "type": "pointerMove", "origin": from, "x": 0, "y": 0 }),
            json!({ "type": "pointerDown", "button": 0 }),
            pause.clone(),
            json!({ "type": "pointerMove", "origin": "pointer", "x": 8, "y": 8 }),
            pause.clone(),
        ];
        self.point(&start).await;
        let to = self.wait_for("where it is dropped", to, PATIENCE).await;
        let end = [
            json!({ "type": "pointerMove", "origin": to, "x": 0, "y": 0 }),
            pause.clone(),
            json!({ "type": "pointerMove", "origin": to, "x": 4, "y": 4 }),
            pause,
            json!({ "type": "pointerUp", "button": 0 }),
        ];
        self.point(&end).await;
    }

    async fn point(&self, actions: &[Value]) {
        let parameters = json!({ "pointerType": "mouse" });
        let source = json!({ "type": "pointer", "id": "mouse", "parameters": parameters,
            "actions": actions });
        self.call(Method::POST, "/actions", json!({ "actions": [source] })).await;
    }

    /// Presses keys where the focus is; special keys are those of WebDriver (`\u{e004}` = Tab).
    pub async fn press(&self, keys: &str) {
        let mut actions = Vec::new();
        for key in keys.chars() {
            actions.push(json!({ "type": "keyDown", "value": key }));
            actions.push(json!({ "type": "keyUp", "value": key }));
        }
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.call(Method::POST, "/actions", json!({ "actions": [source] })).await;
    }

    /// Presses a key while another one is held.
    pub async fn press_with(&self, held: &str, key: &str) {
        let way = |kind: &str, key: &str| json!({ "type": kind, "value": key });
        let actions = json!([
            way("keyDown", held),
            way("keyDown", key),
            way("keyUp", key),
            way("keyUp", held)
        ]);
        let source = json!({ "type": "key", "id": "keyboard", "actions": actions });
        self.call(Method::POST, "/actions", json!({ "actions": [source] })).await;
    }

    /// Waits until the page shows a text.
    pub async fn wait_for_text(&self, text: &str) {
        let quoted = json!(text);
        let script = format!("return document.body.innerText.includes({quoted})");
        self.wait_for(&format!("«{text}»"), &script, PATIENCE).await;
    }

    /// Waits until the program has replaced the static page of the build.
    pub async fn wait_until_started(&self) {
        let script = "return document.readyState === 'complete' && !document.getElementById('boot')
            && document.getElementById('boot-failed').hidden";
        self.wait_for("the start of the program", script, PATIENCE).await;
    }

    /// Waits until the service worker has kept all that the role of the device uses.
    pub async fn wait_until_kept(&self) {
        self.wait_until_role_kept().await;
        let parts = "role === 'teacher' ? ['aside', 'services'] : ['aside']";
        self.wait_for_parts("what is read once in a while", parts).await;
    }

    /// Waits until the service worker has kept the build, with the rules and the part of the role
    /// that uses the device, and controls this page. What is read once in a while may still come.
    pub async fn wait_until_role_kept(&self) {
        let script = "return !!navigator.serviceWorker.controller";
        self.wait_for("the worker", script, PATIENCE).await;
        let parts = "role === 'technician' ? [role, 'rules', 'visit']
            : [['teacher', 'adviser'].includes(role) ? role : 'later', 'rules']";
        self.wait_for_parts("the part of the role", parts).await;
    }

    /// Waits until the service worker has noted these parts, told from the `role` of who is signed
    /// in, if anybody is.
    async fn wait_for_parts(&self, what: &str, parts: &str) {
        let script = format!(
            "{ROLE}
            const marks = ({parts}).map((part) => caches.match('/uses-' + part));
            return !role || (await Promise.all(marks)).every((mark) => mark)"
        );
        self.wait_for(what, &script, PATIENCE).await;
    }

    /// The identifier of the build that this page comes from.
    pub async fn build(&self) -> String {
        let script = "return document.querySelector('meta[name=build]').content";
        self.run(script, json!([])).await.as_str().expect("a text").to_owned()
    }
}

/// Reads the role of who is signed in on the device, if anybody is.
const ROLE: &str = "
    const done = (asked) => new Promise((resolve, reject) => {
        asked.onsuccess = () => resolve(asked.result);
        asked.onerror = () => reject(asked.error);
    });
    const isThere = (await indexedDB.databases()).some(({ name }) => name === 'tournee');
    const base = isThere && (await done(indexedDB.open('tournee')));
    const meta = base && base.transaction('meta').objectStore('meta');
    const role = meta && JSON.parse((await done(meta.get('status'))) ?? '{}').actor?.role;
    if (base) base.close();
";
