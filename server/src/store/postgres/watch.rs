//! Listens for writes of other servers, to wake the live channels of this one.

use super::super::{Fault, StoreResult};
use super::address::Address;
use super::pool::Connection;
use crate::causes::chain;
use postgres::Client;
use postgres::fallible_iterator::FallibleIterator;
use shared::id::Seq;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// The channel on which each transaction announces its last sequence number.
pub(super) const CHANNEL: &str = "tournee_seq";
/// Wait after a lost connection, doubled up to `BACK_OFF_LAST`.
const BACK_OFF_FIRST: Duration = Duration::from_millis(200);
const BACK_OFF_LAST: Duration = Duration::from_secs(10);
/// Interval at which the listener checks whether the store has ended.
const TICK: Duration = Duration::from_millis(500);
/// Interval at which the counter is read without any notice: a connection can die silently.
const CHECK: Duration = Duration::from_secs(30);

/// The thread that listens as long as the store lives.
#[derive(Default)]
pub(super) struct Listener {
    ended: Arc<AtomicBool>,
}

impl Drop for Listener {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::Relaxed);
    }
}

impl Listener {
    pub(super) fn begin(
        &self,
        address: Address,
        heard: Box<dyn Fn(Seq) + Send>,
    ) -> StoreResult<()> {
        let ended = Arc::clone(&self.ended);
        let thread = std::thread::Builder::new().name("listener".into());
        let spawned = thread.spawn(move || {
            let mut wait = BACK_OFF_FIRST;
            while let Err(fault) = follow(&address, &ended, &*heard, &mut wait) {
                let wait_ms = wait.as_millis() as u64;
                tracing::warn!(why = chain(&fault), wait_ms, "the listener lost the database");
                std::thread::sleep(wait);
                wait = (wait * 2).min(BACK_OFF_LAST);
            }
        });
        spawned.map(drop).map_err(|error| Fault::of("no thread for the listener", error))
    }
}

/// Listens until the store ends. The counter is read after the listening began and covers earlier
/// writes, so nothing is missed, whenever the connection was lost.
fn follow(
    address: &Address,
    ended: &AtomicBool,
    heard: &dyn Fn(Seq),
    wait: &mut Duration,
) -> StoreResult<()> {
    if ended.load(Ordering::Relaxed) {
        return Ok(());
    }
    let mut client = Connection::open(address)?.client;
    client.batch_execute(&format!("LISTEN {CHANNEL}"))?;
    loop {
        let counter = client.query_one("SELECT value FROM meta WHERE key = 'seq'", &[])?;
        tell(counter.try_get(0)?, heard);
        *wait = BACK_OFF_FIRST;
        let read_at = Instant::now();
        while read_at.elapsed() < CHECK {
            hear(&mut client, heard)?;
            if ended.load(Ordering::Relaxed) {
                return Ok(());
            }
            if client.is_closed() {
                return Err(Fault::new("the connection was closed"));
            }
        }
    }
}

fn hear(client: &mut Client, heard: &dyn Fn(Seq)) -> StoreResult<()> {
    let mut notifications = client.notifications();
    let mut told = notifications.timeout_iter(TICK);
    while let Some(notification) = told.next()? {
        tell(notification.payload(), heard);
    }
    Ok(())
}

fn tell(text: &str, heard: &dyn Fn(Seq)) {
    // Any other message on the channel is ignored.
    if let Ok(seq) = text.parse() {
        heard(seq);
    }
}
