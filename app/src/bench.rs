//! The functions that the sync benchmark calls, on the real app: its store, its memory, its
//! requests. The harness and its page are in `tests/bench/sync`.

use crate::context::{App, Gate, Phase, clock_ms};
use leptos::prelude::*;
use shared::id::AccountId;
use shared::row::{Kind, Row, RowKey, State};
use shared::ticket;
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;

thread_local! {
    static APP: Cell<Option<App>> = const { Cell::new(None) };
    static READY: Rc<Gate> = Rc::default();
}

/// The app of the page, for the calls below.
pub fn hold(app: App) {
    APP.set(Some(app));
    Effect::new(move |_| {
        if app.phase() == Phase::Ready {
            READY.with(|ready| ready.open());
        }
    });
}

fn app() -> Result<App, JsValue> {
    APP.get().ok_or_else(|| "the app has not begun".into())
}

fn failed(error: impl std::fmt::Debug) -> JsValue {
    format!("{error:?}").into()
}

/// Waits until the rows for the first screens were read back from the store.
#[wasm_bindgen]
pub async fn bench_ready() {
    READY.with(Rc::clone).pass().await;
}

/// Whether somebody is signed in.
#[wasm_bindgen]
pub fn bench_is_signed_in() -> Result<bool, JsValue> {
    Ok(app()?.read_now(|replica| replica.meta().actor.is_some()))
}

/// As the screen «Connexion».
#[wasm_bindgen]
pub async fn bench_sign_in(mail: String, password: String) -> Result<(), JsValue> {
    app()?.sign_in(&mail, &password, "", None, None).await.map_err(failed)
}

/// Sends requests until nothing is left either way.
#[wasm_bindgen]
pub async fn bench_sync() -> Result<(), JsValue> {
    crate::sync::run_out(app()?).await.map_err(failed)
}

/// Sends requests until every row of the server is on the disk.
#[wasm_bindgen]
pub async fn bench_receive() -> Result<(), JsValue> {
    crate::sync::receive(app()?).await.map_err(failed)
}

/// As «Commenter» on a ticket: judged, and on the disk when it is done.
#[wasm_bindgen]
pub async fn bench_comment(ticket: String, text: String) -> Result<(), JsValue> {
    let ticket = ticket.parse().map_err(failed)?;
    let command = ticket::Act::CommentTicket { ticket, text, photos: Vec::new() };
    app()?.submit(command).await.map(drop).map_err(failed)
}

/// How many rows of each kind the store gives back, read anew.
#[wasm_bindgen]
pub async fn bench_counts() -> Result<Vec<u32>, JsValue> {
    let core = app()?.core().map_err(failed)?;
    let loaded = core.store.load(clock_ms()).await.map_err(failed)?;
    let State { sites, equipment, tickets, visits, .. } = loaded.replica.mirror();
    let counts = [sites.len(), equipment.len(), tickets.len(), visits.len()];
    Ok(counts.map(|count| count as u32).to_vec())
}

/// The rows of these keys as people see them, in the order of the keys, as JSON. Equipment is read
/// back after the rest.
#[wasm_bindgen]
pub async fn bench_rows(keys: Vec<String>) -> Result<String, JsValue> {
    let keys: Result<Vec<RowKey>, _> = keys.iter().map(|key| key.parse()).collect();
    let keys = keys.map_err(failed)?;
    if keys.iter().any(|key| key.kind == Kind::Equipment) {
        app()?.core().map_err(failed)?.whole.pass().await;
    }
    let rows: Vec<Option<Row>> =
        app()?.read_now(|replica| keys.iter().map(|key| replica.view().get(key)).collect());
    serde_json::to_string(&rows).map_err(failed)
}

/// The first visits of a technician by day and key, as JSON.
#[wasm_bindgen]
pub fn bench_visits(technician: String, most: usize) -> Result<String, JsValue> {
    let technician: AccountId = technician.parse().map_err(failed)?;
    app()?.read_now(|replica| {
        let mut visits: Vec<_> = replica.view().visits_by(&technician).collect();
        visits.sort_by_key(|visit| (visit.slot.day, visit.id));
        visits.truncate(most);
        serde_json::to_string(&visits).map_err(failed)
    })
}
