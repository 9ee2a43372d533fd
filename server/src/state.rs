//! The state that every handler shares.

use crate::blobs::Blobs;
use crate::blobs::folder::Folder;
use crate::counters::Counters;
use crate::limits::{Busy, Limits};
use crate::mail::relay::Relay;
use crate::plan::PlanPage;
use crate::provider::Provider;
use crate::proxies::Proxies;
use crate::snapshot::SnapshotCache;
use crate::store::{Fault, Reader, Store, StoreResult, Writer};
use axum::extract::FromRef;
use shared::id::{DeviceId, Millis, Seq};
use shared::limits::DISK_RESERVE_BYTES;
use shared::role::{Actor, Role};
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tokio::sync::{Semaphore, watch};

/// Of whom the authority asks a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Strong {
    /// Of nobody: it is offered
    Nobody,
    /// Of desks and observers who have a password here
    Desk,
}

impl Strong {
    /// Whether it is asked of a role. A school's tablet has no password, and a technician works
    /// with what is on the phone.
    fn is_asked_of(self, role: Role) -> bool {
        match self {
            Strong::Nobody => false,
            Strong::Desk => role.is_desk() || role == Role::Observer,
        }
    }
}

/// The state that every handler shares. A handle: copying it is cheap.
#[derive(Clone)]
pub struct AppState {
    /// The store.
    pub store: Arc<dyn Store>,
    /// The data folder, with what is beside the database.
    pub data: PathBuf,
    /// Where photos, signatures and snapshots are.
    pub blobs: Arc<dyn Blobs>,
    /// The last sequence number; live channels wait for a new one.
    pub live: Arc<watch::Sender<Seq>>,
    /// Limits of requests.
    pub limits: Arc<Limits>,
    /// Snapshots for desks' first sync.
    pub snapshots: Arc<SnapshotCache>,
    /// The public page of the plan.
    pub plan: Arc<PlanPage>,
    /// Metrics.
    pub counters: Arc<Counters>,
    /// Who is believed to say where a request comes from.
    pub proxies: Arc<Proxies>,
    /// The identity provider, if the authority has one.
    pub provider: Option<Arc<Provider>>,
    /// Of whom a second factor is asked before anything else.
    pub strong: Strong,
    /// The relay of mail, if the authority gave one.
    pub relay: Option<Arc<Relay>>,
    /// For how long news to a school wait for each other, in milliseconds.
    pub mail_wait: Millis,
    /// Bytes of the disk that photos leave free.
    pub reserve: u64,
    /// How many live channels each device has.
    pub lives: Lives,
    /// Interval at which a live channel asks whether its session still stands.
    pub live_asks: Duration,
    hashing: Arc<Semaphore>,
    decoding: Arc<Semaphore>,
    waiting: Arc<Semaphore>,
}

/// Passwords hashed at the same time, at most: each needs 19 MiB.
const HASHES_AT_A_TIME: usize = 4;
/// Pictures decoded at the same time, at most: each may need 256 MiB.
const PICTURES_AT_A_TIME: usize = 2;
/// Files that wait to be decoded, at most: each holds 8 MiB. Others are told to come again.
const PICTURES_WAITING: usize = 16;
/// After how long a file that found the line full is sent again.
const PICTURE_WAIT_MS: Millis = 2_000;

/// Interval at which a live channel asks whether its session still stands.
const LIVE_ASKS: Duration = Duration::from_secs(60);

/// For how long news to a school wait for each other when nothing else is said.
const MAIL_WAIT_MS: Millis = 600_000;

/// How many live channels each device has.
pub type Lives = Arc<Mutex<HashMap<DeviceId, usize>>>;

impl AppState {
    /// Makes the state of a server over a store and a data folder, with the files in it.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn new(store: Arc<dyn Store>, data: PathBuf) -> StoreResult<Self> {
        let blobs = Arc::new(Folder::of(&data));
        Self::over(store, data, blobs)
    }

    /// Makes the state of a server over a store, a data folder, and a place for files.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn over(store: Arc<dyn Store>, data: PathBuf, blobs: Arc<dyn Blobs>) -> StoreResult<Self> {
        let seq = store.look(|reader| reader.last_seq())?;
        let live = Arc::new(watch::Sender::new(seq));
        let woken = Arc::clone(&live);
        store.watch(Box::new(move |seq| wake(&woken, seq)))?;
        Ok(Self {
            store,
            live,
            limits: Arc::default(),
            snapshots: Arc::new(SnapshotCache::shared(Arc::clone(&blobs))),
            plan: Arc::new(PlanPage::kept(&data)),
            data,
            blobs,
            counters: Arc::default(),
            proxies: Arc::default(),
            provider: None,
            strong: Strong::Nobody,
            relay: None,
            mail_wait: MAIL_WAIT_MS,
            reserve: DISK_RESERVE_BYTES,
            lives: Arc::default(),
            live_asks: LIVE_ASKS,
            hashing: Arc::new(Semaphore::new(HASHES_AT_A_TIME)),
            decoding: Arc::new(Semaphore::new(PICTURES_AT_A_TIME)),
            waiting: Arc::new(Semaphore::new(PICTURES_AT_A_TIME + PICTURES_WAITING)),
        })
    }

    /// Runs one consistent look on a thread for blocking work.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn look<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Reader) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.with_store(move |store| store.look(work)).await
    }

    /// Runs one transaction on a thread for blocking work. It is on the disk when this returns,
    /// and live channels are woken.
    ///
    /// # Errors
    /// A fault of the store: then nothing was written.
    pub async fn change<T: Send + 'static>(
        &self,
        work: impl FnOnce(&dyn Writer) -> StoreResult<T> + Send + 'static,
    ) -> StoreResult<T> {
        self.try_change(work).await
    }

    /// Like [`AppState::change`], for work that has an error type of its own.
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

    /// Runs work over the store itself on a thread for blocking work.
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

    /// Wakes live channels if this sequence number is new.
    pub fn wake(&self, seq: Seq) {
        wake(&self.live, seq);
    }
}

impl AppState {
    /// Whether an account must have a second factor and has none yet. Who has no password signs in
    /// by the identity provider alone, whose matter it is.
    ///
    /// # Errors
    /// A fault of the store.
    pub async fn lacks_factor(&self, actor: &Actor) -> StoreResult<bool> {
        if !self.strong.is_asked_of(actor.role) {
            return Ok(false);
        }
        let account = actor.account;
        let lacks = self.look(move |store| {
            let factor = store.factor(account)?;
            let has_one = factor.is_some_and(|factor| factor.confirmed_at.is_some());
            Ok(!has_one && store.credential_of(account)?.is_some())
        });
        lacks.await
    }
}

impl AppState {
    /// Runs slow work on a thread for blocking work, a few at a time.
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

impl AppState {
    /// Runs work that decodes a picture on a thread for blocking work, very few at a time.
    ///
    /// # Errors
    /// [`Busy`] when too many wait already; those of the work, and a fault when it panics.
    pub async fn decode<T: Send + 'static, E>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E>
    where
        E: From<Fault> + From<Busy> + Send + 'static,
    {
        let Ok(_place) = self.waiting.try_acquire() else {
            return Err(Busy(PICTURE_WAIT_MS).into());
        };
        let _turn = self.decoding.acquire().await;
        blocking(work).await
    }
}

impl FromRef<AppState> for Arc<Counters> {
    fn from_ref(state: &AppState) -> Self {
        Arc::clone(&state.counters)
    }
}

/// Runs work that waits for a disk or a processor on a thread for blocking work, so that the
/// threads that answer requests stay free.
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

/// Returns the server's clock.
pub fn now_ms() -> Millis {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0, |since| since.as_millis() as Millis)
}
