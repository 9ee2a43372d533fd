//! Puts the recorded content of a browser's stores into a profile.

use serde_json::{Value, json};

use super::driver::Browser;

/// Makes the database of the app with that content, and the texts beside it.
const PUT_IN: &str = "
    const [{ version, stores, texts }] = arguments;
    const bytes = (text) => Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
    const real = (value) => {
        if (value === null || typeof value !== 'object') return value;
        if ('bytes' in value) return bytes(value.bytes);
        if ('blob' in value) return new Blob([bytes(value.blob)], { type: value.type });
        const fields = Object.entries(value.fields).map(([name, field]) => [name, real(field)]);
        return Object.fromEntries(fields);
    };
    for (const [key, text] of Object.entries(texts)) localStorage.setItem(key, text);
    if (!stores) return true;
    const opening = indexedDB.open('tournee', version);
    opening.onupgradeneeded = () => {
        for (const name of Object.keys(stores)) opening.result.createObjectStore(name);
    };
    const database = await new Promise((done, fail) => {
        opening.onsuccess = () => done(opening.result);
        opening.onerror = () => fail(opening.error);
    });
    const strict = { durability: 'strict' };
    const writing = database.transaction(Object.keys(stores), 'readwrite', strict);
    for (const [name, entries] of Object.entries(stores)) {
        for (const [key, value] of entries) writing.objectStore(name).put(real(value), key);
    }
    await new Promise((done, fail) => {
        writing.oncomplete = done;
        writing.onabort = () => fail(writing.error);
    });
    database.close();
    return true";

impl Browser {
    /// Fills an empty profile with that `version` and those `stores` of the database, bytes and
    /// files in base64, and those `texts` of the local storage. Without `stores`, only the texts
    /// are put in. The page must be of the app's origin and not the app itself.
    pub async fn put_in(&self, content: &Value) {
        self.run(PUT_IN, json!([content])).await;
    }
}
