//! What every handler has at hand.

use crate::counters::Counters;
use crate::limits::Limits;
use crate::snapshot::Shelf;
use crate::store::{Fault, Kept, Reader, Store, Writer};
use axum::extract::FromRef;
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
    pub counters: Arc<Counters>,
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
            counters: Arc::default(),
            hashing: Arc::new(Semaphore::new(HASHES_AT_A_TIME)),
        })
    }

    /// One consistent look, away from the threads that answer.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Reader) -> Kept<T> + Send + 'static,
    ) -> Kept<T> {
        self.with_store(move |store| store.look(work)).await
    }

    /// One transaction, away from the threads that answer; on the disk when it is done. Who
    /// waits for something new is woken.
    ///
    /// # Errors
    /// A fault of the store: then nothing was written.
    pub async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Writer) -> Kept<T> + Send + 'static,
    ) -> Kept<T> {
        self.try_change(work).await
    }

    /// As [`AppState::change`], for work that fails for reasons of its own.
    ///
    /// # Errors
    /// Those of the work, and faults of the store: then nothing was written.
    pub async fn try_change<T: Send + 'static, E: From<Fault> + Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Writer) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let done = self.with_store(move |store| {
            store.try_change(|writer| Ok::<_, E>((work(writer)?, writer.last_seq()?)))
        });
        let (answer, seq) = done.await?;
        self.wake(seq);
        Ok(answer)
    }

    /// Work over the store itself, away from the threads that answer.
    ///
    /// # Errors
    /// Those of the work, and a fault when it panics.
    pub async fn with_store<T: Send + 'static, E: From<Fault> + Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Store) -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let store = Arc::clone(&self.store);
        blocking(move || work(&*store)).await
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
    /// Those of the work, and a fault when it panics.
    pub async fn slowly<T: Send + 'static, E: From<Fault> + Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let _turn = self.hashing.acquire().await;
        blocking(work).await
    }
}

impl FromRef<AppState> for Arc<Limits> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.limits)
    }
}

impl FromRef<AppState> for Arc<Counters> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.counters)
    }
}

/// Work that waits for a disk or a processor, away from the threads that answer.
///
/// # Errors
/// Those of the work, and a fault when it panics.
pub async fn blocking<T: Send + 'static, E: From<Fault> + Send + 'static>(
    work: impl FnOnce() -> Result<T, E> + Send + 'static,
) -> Result<T, E> {
    let done = tokio::task::spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(Fault::of("the work ended before its end", error).into()))
}

fn wake(live: &watch::Sender<Seq>, seq: Seq) {
    live.send_if_modified(|known| {
        let newer = seq > *known;
        *known = seq.max(*known);
        newer
    });
}

/// The server's clock.
pub fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as Millis)
}
