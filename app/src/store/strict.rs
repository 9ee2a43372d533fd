//! A small binding for what `rexie` cannot say: write transactions with strict durability, whose
//! end is awaited, and which are aborted when anything goes wrong.

use super::StoreError;
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    IdbCursor, IdbCursorDirection, IdbDatabase, IdbKeyRange, IdbObjectStore, IdbRequest,
    IdbTransaction,
};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(extends = IdbDatabase, js_name = IDBDatabase)]
    type DurableDatabase;

    #[wasm_bindgen(method, catch, js_class = "IDBDatabase", js_name = transaction)]
    fn transaction_with_options(
        this: &DurableDatabase,
        stores: &Array,
        mode: &str,
        options: &Object,
    ) -> Result<IdbTransaction, JsValue>;

    /// `commit`, which the oldest browsers lack: there the call throws, and is not needed.
    type EndingTransaction;

    #[wasm_bindgen(method, catch)]
    fn commit(this: &EndingTransaction) -> Result<(), JsValue>;
}

/// A connection for strict writes.
pub(super) struct StrictDatabase {
    database: IdbDatabase,
    /// Kept alive as long as the connection.
    _on_version_change: Closure<dyn FnMut()>,
}

impl StrictDatabase {
    /// Connects to a database that exists at that version. When a newer version opens it, the
    /// connection closes and `replaced` is called.
    pub(super) async fn open(
        name: &str,
        version: u32,
        replaced: impl Fn() + 'static,
    ) -> Result<Self, StoreError> {
        let window = web_sys::window().ok_or(StoreError::Unavailable)?;
        let factory = window.indexed_db().ok().flatten();
        let factory = factory.ok_or(StoreError::Unavailable)?;
        let request =
            factory.open_with_u32(name, version).map_err(|error| StoreError::from_js(&error))?;
        let database: IdbDatabase = answer(request.into()).await?.unchecked_into();
        let closing = database.clone();
        let on_version_change = Closure::<dyn FnMut()>::new(move || {
            closing.close();
            replaced();
        });
        database.set_onversionchange(Some(on_version_change.as_ref().unchecked_ref()));
        Ok(Self { database, _on_version_change: on_version_change })
    }

    /// Runs `fill` in one strict write transaction, and returns its result once the browser reports
    /// that it is on the disk. `fill` may await its own requests and nothing else.
    pub(super) async fn write<T>(
        &self,
        stores: &[&str],
        fill: impl AsyncFn(&Writing) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let writing = Writing::begin(&self.database, stores)?;
        let result = fill(&writing).await;
        writing.end(result).await
    }

    /// Closes the connection.
    pub(super) fn close(&self) {
        self.database.close();
    }
}

/// A write transaction under way.
pub(super) struct Writing {
    transaction: IdbTransaction,
    completion: RefCell<Option<JsFuture>>,
}

impl Writing {
    fn begin(database: &IdbDatabase, stores: &[&str]) -> Result<Self, StoreError> {
        let names: Array = stores.iter().map(|name| JsValue::from_str(name)).collect();
        let options = Object::new();
        set(&options, "durability", &"strict".into());
        let transaction = database
            .unchecked_ref::<DurableDatabase>()
            .transaction_with_options(&names, "readwrite", &options)
            .map_err(|error| StoreError::from_js(&error))?;
        let completion = Promise::new(&mut |resolve: Function, reject: Function| {
            transaction.set_oncomplete(Some(&resolve));
            transaction.set_onabort(Some(&reject));
        });
        Ok(Self { transaction, completion: RefCell::new(Some(JsFuture::from(completion))) })
    }

    async fn end<T>(self, result: Result<T, StoreError>) -> Result<T, StoreError> {
        // Ends the transaction now, before the browser notices that no request follows. If it has
        // ended already, the call fails, which is as good.
        let _ = match &result {
            Ok(_) => self.transaction.unchecked_ref::<EndingTransaction>().commit(),
            Err(_) => self.transaction.abort(),
        };
        let completion = self.completion.borrow_mut().take();
        let ended = match completion {
            Some(completion) => completion.await,
            None => Ok(JsValue::UNDEFINED),
        };
        match (result, ended) {
            (Ok(value), Ok(_)) => Ok(value),
            (_, Err(_)) if self.transaction.error().is_some() => {
                let error = self.transaction.error();
                Err(error.map_or(StoreError::Unavailable, |e| StoreError::from_dom(&e)))
            }
            (Err(error), _) => Err(error),
            (Ok(_), Err(error)) => Err(StoreError::from_js(&error)),
        }
    }

    fn store(&self, name: &str) -> Result<IdbObjectStore, StoreError> {
        let store = self.transaction.object_store(name);
        store.map_err(|error| StoreError::from_js(&error))
    }

    /// Writes a value, in place of any with that key.
    pub(super) fn put(
        &self,
        store: &str,
        key: &JsValue,
        value: &JsValue,
    ) -> Result<(), StoreError> {
        let request = self.store(store)?.put_with_key(value, key);
        request.map(drop).map_err(|error| StoreError::from_js(&error))
    }

    /// Writes a value under a new key; if the key is taken, the transaction is aborted.
    pub(super) fn add(
        &self,
        store: &str,
        key: &JsValue,
        value: &JsValue,
    ) -> Result<(), StoreError> {
        let request = self.store(store)?.add_with_key(value, key);
        request.map(drop).map_err(|error| StoreError::from_js(&error))
    }

    /// Deletes the value of that key.
    pub(super) fn delete(&self, store: &str, key: &JsValue) -> Result<(), StoreError> {
        let request = self.store(store)?.delete(key);
        request.map(drop).map_err(|error| StoreError::from_js(&error))
    }

    /// Deletes the values whose keys are between two numbers, both included.
    pub(super) fn delete_between(
        &self,
        store: &str,
        first: f64,
        last: f64,
    ) -> Result<(), StoreError> {
        let range = IdbKeyRange::bound(&first.into(), &last.into());
        let range = range.map_err(|error| StoreError::from_js(&error))?;
        self.delete(store, &range)
    }

    /// Deletes every value.
    pub(super) fn clear(&self, store: &str) -> Result<(), StoreError> {
        let request = self.store(store)?.clear();
        request.map(drop).map_err(|error| StoreError::from_js(&error))
    }

    /// Requests the value of that key, which arrives while other requests are made; `undefined`
    /// when there is none.
    pub(super) fn request(
        &self,
        store: &str,
        key: &JsValue,
    ) -> Result<impl Future<Output = Result<JsValue, StoreError>> + use<>, StoreError> {
        let request = self.store(store)?.get(key);
        Ok(answer(request.map_err(|error| StoreError::from_js(&error))?))
    }

    /// Returns the value of that key; `undefined` when there is none.
    pub(super) async fn get(&self, store: &str, key: &JsValue) -> Result<JsValue, StoreError> {
        self.request(store, key)?.await
    }

    /// Returns the greatest key, or the greatest below another one; keys are numbers.
    pub(super) async fn last_key(
        &self,
        store: &str,
        below: Option<f64>,
    ) -> Result<Option<f64>, StoreError> {
        let range = match below {
            Some(below) => IdbKeyRange::upper_bound_with_open(&below.into(), true)
                .map_err(|error| StoreError::from_js(&error))?
                .into(),
            None => JsValue::UNDEFINED,
        };
        let direction = IdbCursorDirection::Prev;
        let request =
            self.store(store)?.open_key_cursor_with_range_and_direction(&range, direction);
        let cursor = answer(request.map_err(|error| StoreError::from_js(&error))?).await?;
        match cursor.dyn_into::<IdbCursor>() {
            Ok(cursor) => Ok(cursor.key().map_err(|error| StoreError::from_js(&error))?.as_f64()),
            Err(_) => Ok(None),
        }
    }

    /// Every key, in order.
    pub(super) async fn keys(&self, store: &str) -> Result<Vec<JsValue>, StoreError> {
        let request = self.store(store)?.get_all_keys();
        let keys = answer(request.map_err(|error| StoreError::from_js(&error))?).await?;
        Ok(keys.unchecked_into::<Array>().to_vec())
    }

    /// Every value, in the order of the keys.
    pub(super) async fn values(&self, store: &str) -> Result<Vec<JsValue>, StoreError> {
        let request = self.store(store)?.get_all();
        let values = answer(request.map_err(|error| StoreError::from_js(&error))?).await?;
        Ok(values.unchecked_into::<Array>().to_vec())
    }
}

/// Sets a property of a plain object of ours, which cannot fail.
pub(super) fn set(object: &Object, name: &str, value: &JsValue) {
    let _ = Reflect::set(object, &name.into(), value);
}

/// Returns the answer of a request. It is listened to from this call on, even if it is awaited
/// later.
fn answer(request: IdbRequest) -> impl Future<Output = Result<JsValue, StoreError>> {
    let settled = Promise::new(&mut |resolve: Function, reject: Function| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    let settled = JsFuture::from(settled);
    async move {
        match settled.await {
            Ok(_) => request.result().map_err(|error| StoreError::from_js(&error)),
            Err(error) => Err(match request.error() {
                Ok(Some(error)) => StoreError::from_dom(&error),
                _ => StoreError::from_js(&error),
            }),
        }
    }
}
