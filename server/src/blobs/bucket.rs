//! Photos, parts and snapshots in a bucket. Every object is written whole and never changed, so
//! that no writer needs a turn: parts of one file are slices of the same bytes, whichever server
//! took them, and the hash is checked once they are put together.

use super::address::Address;
use super::client::Asked;
use super::pieces::{self, Piece, joined};
use super::{BlobFailed, BlobResult, Blobs, PARTS, Shelf, Turn};
use crate::https::Https;
use axum::body::Bytes;
use futures_util::{StreamExt, TryStreamExt, stream};
use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::path::Path;
use object_store::{
    BackoffConfig, Error as StoreError, ObjectMeta, ObjectStore, ObjectStoreExt, PutPayload,
    RetryConfig,
};
use shared::id::FileHash;
use std::future::Future;
use std::io;
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

/// Names of the variables with the keys: those that every tool for such stores reads.
const KEY: &str = "AWS_ACCESS_KEY_ID";
const SECRET: &str = "AWS_SECRET_ACCESS_KEY";
const TOKEN: &str = "AWS_SESSION_TOKEN";

/// How long the store may take for one thing, with its second tries.
const PATIENCE: Duration = Duration::from_secs(15);
/// After how long nothing is tried again.
const TRIES: Duration = Duration::from_secs(5);
/// Requests to the store at the same time. Each holds a thread that the database could use: when
/// the store does not answer, the others must stay free.
const AT_A_TIME: usize = 32;
/// Parts of a file, at most; then they are put together into one.
const PIECES_MAX: usize = 64;
/// Parts that are read at the same time.
const READS: usize = 8;

/// Why a bucket cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    /// The keys lack.
    #[error("the store of files needs its keys in {KEY} and {SECRET}")]
    NoKeys,
    /// Certificates cannot be read, or threads not be started.
    #[error("the store of files cannot be asked")]
    Machine(#[from] io::Error),
    /// The library refuses what the address says.
    #[error("the store of files cannot be asked so")]
    Settings(#[from] StoreError),
}

/// A bucket, or a folder in one.
#[derive(Debug)]
pub struct Bucket {
    store: Arc<AmazonS3>,
    root: Path,
    /// What it is called in messages.
    name: String,
    places: Semaphore,
    /// The connections outlive the requests that opened them, also in a sub-command.
    runtime: Option<Runtime>,
}

impl Drop for Bucket {
    fn drop(&mut self) {
        // This may happen on a thread of another runtime, which must not wait.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The keys of a bucket.
pub struct Keys {
    /// The public one.
    pub key: String,
    /// The secret one.
    pub secret: String,
    /// The token of keys that end by themselves.
    pub token: Option<String>,
}

impl Keys {
    /// The keys that the environment holds.
    ///
    /// # Errors
    /// [`Unusable::NoKeys`].
    pub fn of_environment() -> Result<Self, Unusable> {
        let said = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
        let (key, secret, token) = (said(KEY), said(SECRET), said(TOKEN));
        let (Some(key), Some(secret)) = (key, secret) else {
            return Err(Unusable::NoKeys);
        };
        Ok(Self { key, secret, token })
    }
}

impl Bucket {
    /// The bucket at an address. Nothing is asked yet.
    ///
    /// # Errors
    /// [`Unusable`].
    pub fn at(address: &Address, keys: Keys) -> Result<Self, Unusable> {
        let https = Https::trusting(address.authority.as_deref())?;
        let backoff = BackoffConfig { max_backoff: Duration::from_secs(1), ..Default::default() };
        let retry = RetryConfig { max_retries: 2, retry_timeout: TRIES, backoff };
        let mut builder = AmazonS3Builder::new()
            .with_http_connector(Asked(https))
            .with_bucket_name(&address.bucket)
            .with_region(&address.region)
            .with_access_key_id(keys.key)
            .with_secret_access_key(keys.secret)
            .with_allow_http(true)
            .with_retry(retry);
        if let Some(token) = keys.token {
            builder = builder.with_token(token);
        }
        if let Some(endpoint) = &address.endpoint {
            builder = builder.with_endpoint(endpoint);
        }
        let runtime = Builder::new_multi_thread().worker_threads(1).enable_all().build()?;
        Ok(Self {
            store: Arc::new(builder.build()?),
            root: Path::from(address.prefix.as_str()),
            name: format!("s3://{}/{}", address.bucket, address.prefix),
            places: Semaphore::new(AT_A_TIME),
            runtime: Some(runtime),
        })
    }

    fn path(&self, shelf: Shelf, name: &str) -> Path {
        self.root.clone().join(shelf.folder()).join(name)
    }

    /// Waits for the store, on a thread for blocking work.
    fn ask<T>(&self, work: impl Future<Output = Result<T, StoreError>>) -> BlobResult<T> {
        let away = |why: &str| BlobFailed::Away(why.into());
        let place = self.places.try_acquire();
        let _place = place.map_err(|_| away("too many requests wait for it"))?;
        let runtime = self.runtime.as_ref().ok_or_else(|| away("the program ends"))?;
        let done = runtime.block_on(async { tokio::time::timeout(PATIENCE, work).await });
        let done = done.map_err(|_| away("no answer in time"))?;
        // The library's sentence holds those of its causes already.
        done.map_err(|error| away(&error.to_string()))
    }

    fn list(&self, folder: Path) -> BlobResult<Vec<ObjectMeta>> {
        self.ask(self.store.list(Some(&folder)).try_collect())
    }

    fn pieces(&self, hash: &FileHash) -> BlobResult<Vec<Piece>> {
        Ok(pieces::sorted(self.list(pieces::folder(&self.root, hash))?))
    }

    /// Puts parts together. One that another server deleted meanwhile ends it: the device goes on
    /// from there.
    fn read(&self, pieces: Vec<Piece>) -> BlobResult<Vec<u8>> {
        let read = |piece: Piece| {
            let store = Arc::clone(&self.store);
            async move { Ok((piece.first, present(whole(&store, &piece.at).await)?)) }
        };
        let read = stream::iter(pieces).map(read).buffered(READS);
        let mut file = Vec::new();
        for (first, bytes) in self.ask(read.try_collect::<Vec<_>>())? {
            let Some(bytes) = bytes else { break };
            file.truncate(usize::try_from(first).unwrap_or(usize::MAX));
            file.extend_from_slice(&bytes);
        }
        Ok(file)
    }

    fn write(&self, at: &Path, bytes: Bytes) -> BlobResult<()> {
        let put = async { self.store.put(at, PutPayload::from(bytes)).await };
        self.ask(put).map(drop)
    }

    fn delete(&self, paths: Vec<Path>) -> BlobResult<()> {
        if paths.is_empty() {
            return Ok(());
        }
        let deleted = self.store.delete_stream(stream::iter(paths).map(Ok).boxed());
        let gone = deleted.map(|done| present(done).map(drop));
        self.ask(gone.try_collect::<()>())
    }
}

async fn whole(store: &AmazonS3, at: &Path) -> Result<Bytes, StoreError> {
    store.get(at).await?.bytes().await
}

/// What is not there is no failure.
fn present<T>(done: Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    match done {
        Ok(found) => Ok(Some(found)),
        Err(StoreError::NotFound { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

impl Blobs for Bucket {
    fn room(&self) -> BlobResult<Option<u64>> {
        Ok(None)
    }

    fn turn(&self, _: &FileHash) -> BlobResult<Option<Turn>> {
        Ok(None)
    }

    fn received(&self, hash: &FileHash) -> BlobResult<u64> {
        Ok(joined(self.pieces(hash)?).1)
    }

    fn append(&self, hash: &FileHash, first: u64, bytes: &[u8]) -> BlobResult<()> {
        let known = self.pieces(hash)?;
        let (before, after): (Vec<_>, Vec<_>) = known.into_iter().partition(|p| p.first <= first);
        let mut gone = after;
        match before.len() < PIECES_MAX {
            true => {
                let at = pieces::name(&self.root, hash, first);
                self.write(&at, Bytes::copy_from_slice(bytes))?;
            }
            false => {
                let mut file = self.read(before.clone())?;
                file.truncate(usize::try_from(first).unwrap_or(usize::MAX));
                file.extend_from_slice(bytes);
                self.write(&pieces::name(&self.root, hash, 0), file.into())?;
                gone.extend(before.into_iter().filter(|piece| piece.first > 0));
            }
        }
        self.delete(gone.into_iter().map(|piece| piece.at).collect())
    }

    fn gathered(&self, hash: &FileHash) -> BlobResult<Vec<u8>> {
        self.read(joined(self.pieces(hash)?).0)
    }

    fn forget(&self, hash: &FileHash) -> BlobResult<()> {
        self.delete(self.pieces(hash)?.into_iter().map(|piece| piece.at).collect())
    }

    fn forget_parts(&self, before: SystemTime) -> BlobResult<u64> {
        let old = pieces::left(self.list(self.root.clone().join(PARTS))?, before);
        let count = old.len() as u64;
        self.delete(old.into_values().flatten().collect())?;
        Ok(count)
    }

    fn has(&self, shelf: Shelf, name: &str) -> BlobResult<bool> {
        let at = self.path(shelf, name);
        Ok(self.ask(async { present(self.store.head(&at).await) })?.is_some())
    }

    fn get(&self, shelf: Shelf, name: &str) -> BlobResult<Option<Bytes>> {
        let at = self.path(shelf, name);
        self.ask(async { present(whole(&self.store, &at).await) })
    }

    fn put(&self, shelf: Shelf, name: &str, bytes: Bytes) -> BlobResult<()> {
        self.write(&self.path(shelf, name), bytes)
    }

    fn names(&self, shelf: Shelf) -> BlobResult<Vec<String>> {
        let listed = self.list(self.root.clone().join(shelf.folder()))?;
        let name = |meta: ObjectMeta| meta.location.filename().map(str::to_owned);
        Ok(listed.into_iter().filter_map(name).collect())
    }

    fn remove(&self, shelf: Shelf, names: &[String]) -> BlobResult<()> {
        self.delete(names.iter().map(|name| self.path(shelf, name)).collect())
    }

    fn remove_older(&self, shelf: Shelf, before: SystemTime) -> BlobResult<()> {
        let listed = self.list(self.root.clone().join(shelf.folder()))?;
        let is_old = |meta: &ObjectMeta| SystemTime::from(meta.last_modified) < before;
        self.delete(listed.into_iter().filter(is_old).map(|meta| meta.location).collect())
    }

    fn try_out(&self) -> BlobResult<String> {
        let at = self.root.clone().join("try").join(uuid::Uuid::now_v7().to_string());
        let said = Bytes::from_static(b"tournee doctor");
        self.write(&at, said.clone())?;
        let back = self.ask(async { whole(&self.store, &at).await });
        let listed = self.list(self.root.clone().join("try"))?.iter().any(|m| m.location == at);
        self.delete(vec![at])?;
        match back? == said && listed {
            true => Ok(format!("{} keeps, lists, gives and deletes", self.name)),
            false => Err(BlobFailed::Away("it does not give back what it was given".into())),
        }
    }
}
