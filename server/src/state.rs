//! What every handler has at hand.

use crate::http::error::Problem;
use crate::http::limit::Limits;
use crate::http::metrics::Metrics;
use crate::snapshot::Shelf;
use crate::store::{Kept, Reader, Store, Writer};
use shared::id::{Millis, Seq};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};
use tokio::sync::{Semaphore, watch};

/// What every handler has at hand. A handle: copying it copies nothing.
#[derive(Clone)]
pub struct AppState {
    /// Where everything is kept.
    pub store: Arc<dyn Store>,
    /// The data folder: files beside the database.
    pub data: PathBuf,
    /// The last sequence number, for those who wait for something new.
    pub live: Arc<watch::Sender<Seq>>,
    /// Token buckets.
    pub limits: Arc<Limits>,
    /// What desks begin from.
    pub shelf: Arc<Shelf>,
    /// Counters.
    pub metrics: Arc<Metrics>,
    hashing: Arc<Semaphore>,
}

/// Passwords hashed at a time: each takes 19 MiB.
const HASHES_AT_A_TIME: usize = 4;

impl AppState {
    /// The state of a server over a store and a data folder.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn new(store: Arc<dyn Store>, data: PathBuf) -> Kept<Self> {
        let seq = store.look(|reader| reader.last_seq())?;
        let live = Arc::new(watch::Sender::new(seq));
        let woken = Arc::clone(&live);
        store.watch(Box::new(move |seq| wake(&woken, seq)))?;
        Ok(Self {
            store,
            live,
            limits: Arc::default(),
            shelf: Arc::new(Shelf::shared(&data)),
            data,
            metrics: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_A_TIME)),
        })
    }

    /// One consistent look, away from the threads that answer.
    ///
    /// # Errors
    /// [`Problem::Fault`] when the store fails.
    pub async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Reader) -> Kept<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = Arc::clone(&self.store);
        let done = tokio::task::spawn_blocking(move || store.look(work)).await;
        flatten(done)
    }

    /// One transaction, away from the threads that answer; on the disk when it is done. Who
    /// waits for something new is woken.
    ///
    /// # Errors
    /// [`Problem::Fault`] when the store fails: then nothing was written.
    pub async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Writer) -> Kept<T> + Send + 'static,
    ) -> Result<T, Problem> {
        let store = Arc::clone(&self.store);
        let done = tokio::task::spawn_blocking(move || {
            store.change(|writer| Ok((work(writer)?, writer.last_seq()?)))
        });
        let (answer, seq) = flatten(done.await)?;
        self.wake(seq);
        Ok(answer)
    }

    /// Work over the store itself, away from the threads that answer.
    ///
    /// # Errors
    /// [`Problem::Fault`] when the work panics.
    pub async fn with_store<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Store) -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let store = Arc::clone(&self.store);
        let done = tokio::task::spawn_blocking(move || work(&*store)).await;
        done.map_err(|error| Problem::Fault(error.to_string()))
    }

    /// Wakes who waits for something new.
    pub fn wake(&self, seq: Seq) {
        wake(&self.live, seq);
    }
}

impl AppState {
    /// Work that is slow on purpose, away from the threads that answer, a few at a time.
    ///
    /// # Errors
    /// [`Problem::Fault`] when the work panics.
    pub async fn slowly<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Problem> {
        let _turn = self.hashing.acquire().await;
        let done = tokio::task::spawn_blocking(work).await;
        done.map_err(|error| Problem::Fault(error.to_string()))
    }
}

fn wake(live: &watch::Sender<Seq>, seq: Seq) {
    live.send_if_modified(|known| {
        let newer = seq > *known;
        *known = seq.max(*known);
        newer
    });
}

fn flatten<T>(done: Result<Kept<T>, tokio::task::JoinError>) -> Result<T, Problem> {
    match done {
        Ok(Ok(answer)) => Ok(answer),
        Ok(Err(fault)) => Err(Problem::Fault(fault.0)),
        Err(error) => Err(Problem::Fault(error.to_string())),
    }
}

/// The server's clock.
pub fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as Millis)
}
