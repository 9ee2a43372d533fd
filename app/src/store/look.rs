//! One look at the database: what a start reads back.

use super::mirror::{FLEET_FROM, Stored};
use super::schema::{BLOCKS, META, OUTBOX, ROWS, SENT};
use super::{DEVICE, STATUS};
use futures_util::future::{join, join3};
use rexie::{KeyRange, Rexie, TransactionMode};
use wasm_bindgen::JsValue;

/// How much is read back.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// The rows that any screen may show.
    First,
    /// The equipment too.
    Everything,
}

/// The result of one read transaction.
pub(super) struct ReadBack {
    pub(super) device: Option<String>,
    pub(super) status: Option<String>,
    pub(super) outbox: Vec<JsValue>,
    pub(super) sent: Vec<JsValue>,
    pub(super) mirror: Stored,
}

/// One read transaction over all stores.
///
/// # Errors
/// When the database cannot be read.
pub(super) async fn read_all(rexie: &Rexie, part: Part) -> Result<ReadBack, rexie::Error> {
    let blocks = match part {
        Part::First => Some(KeyRange::upper_bound(&FLEET_FROM.into(), Some(true))?),
        Part::Everything => None,
    };
    let stores = [META, OUTBOX, SENT, ROWS, BLOCKS];
    let transaction = rexie.transaction(&stores, TransactionMode::ReadOnly)?;
    let [meta, outbox, sent, rows, bulk] = stores.map(|name| transaction.store(name));
    let (meta, outbox, sent, rows, bulk) = (meta?, outbox?, sent?, rows?, bulk?);
    // All is asked for at once: each answer that is waited for is a turn of the browser.
    let ((device, status), (outbox, sent), (blocks, keys, rows)) = join3(
        join(meta.get(DEVICE.into()), meta.get(STATUS.into())),
        join(outbox.get_all(None, None), sent.get_all(None, None)),
        join3(bulk.get_all(blocks, None), rows.get_all_keys(None, None), rows.get_all(None, None)),
    )
    .await;
    let text = |value: Option<JsValue>| value.and_then(|value| value.as_string());
    Ok(ReadBack {
        device: text(device?),
        status: text(status?),
        outbox: outbox?,
        sent: sent?,
        mirror: Stored { blocks: blocks?, keys: keys?, rows: rows? },
    })
}
