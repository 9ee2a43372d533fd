//! Where photos, parts of photos that still arrive, and snapshots are kept: a folder of this
//! machine, or a bucket of a store that speaks the protocol of S3, which several servers share.
//! Every call waits for a disk or a network, and is made on a thread for blocking work.

pub mod address;
pub mod bucket;
mod client;
pub mod folder;
mod pieces;

use axum::body::Bytes;
use shared::id::FileHash;
use std::any::Any;
use std::error::Error;
use std::fmt;
use std::io;
use std::time::SystemTime;

/// Why something was not kept, read or deleted.
#[derive(Debug, thiserror::Error)]
pub enum BlobFailed {
    /// The disk failed.
    #[error("the disk failed")]
    Disk(#[from] io::Error),
    /// The store of files does not answer, or refuses.
    #[error("the store of files does not do what is asked")]
    Away(#[source] Box<dyn Error + Send + Sync>),
}

/// Something kept, read or deleted.
pub type BlobResult<T> = Result<T, BlobFailed>;

/// What is kept whole, each by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shelf {
    /// Photos and signatures, by the hash of the bytes that were sent.
    Files,
    /// Snapshots that desks begin from, by their hash.
    Snapshots,
}

impl Shelf {
    /// The name of its folder, also in a bucket.
    pub fn folder(self) -> &'static str {
        match self {
            Shelf::Files => "files",
            Shelf::Snapshots => "snapshots",
        }
    }
}

/// The name of the folder of parts, also in a bucket.
pub(crate) const PARTS: &str = "parts";

/// Held while one request works on a file.
pub type Turn = Box<dyn Any>;

/// A place for photos, parts and snapshots.
pub trait Blobs: fmt::Debug + Send + Sync {
    /// Returns how many bytes are free. `None`: nobody says that there is an end.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn room(&self) -> BlobResult<Option<u64>>;

    /// Waits until no other request works on the parts of a file. `None` where parts cannot be
    /// mixed up, whoever writes them.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn turn(&self, hash: &FileHash) -> BlobResult<Option<Turn>>;

    /// Returns how many bytes of an incomplete file have arrived, from its beginning.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn received(&self, hash: &FileHash) -> BlobResult<u64>;

    /// Keeps a part that begins within or at the end of what has arrived: what came after its
    /// first byte is replaced.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn append(&self, hash: &FileHash, first: u64, bytes: &[u8]) -> BlobResult<()>;

    /// Reads what has arrived of a file, from its beginning.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn gathered(&self, hash: &FileHash) -> BlobResult<Vec<u8>>;

    /// Deletes the parts of a file.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn forget(&self, hash: &FileHash) -> BlobResult<()>;

    /// Deletes the parts of files to which nothing was added since an instant. Returns of how many
    /// files.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn forget_parts(&self, before: SystemTime) -> BlobResult<u64>;

    /// Whether something is there, whole.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn has(&self, shelf: Shelf, name: &str) -> BlobResult<bool>;

    /// Reads something, if it is there.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn get(&self, shelf: Shelf, name: &str) -> BlobResult<Option<Bytes>>;

    /// Keeps something: it is there completely or not at all, and stays when this returns.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn put(&self, shelf: Shelf, name: &str, bytes: Bytes) -> BlobResult<()>;

    /// Returns the names of all that is there.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn names(&self, shelf: Shelf) -> BlobResult<Vec<String>>;

    /// Deletes what is there under these names.
    ///
    /// # Errors
    /// [`BlobFailed`]: some may be deleted then.
    fn remove(&self, shelf: Shelf, names: &[String]) -> BlobResult<()>;

    /// Deletes what was put before an instant.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn remove_older(&self, shelf: Shelf, before: SystemTime) -> BlobResult<()>;

    /// Tries it out, and returns how it is, for who operates the server.
    ///
    /// # Errors
    /// [`BlobFailed`].
    fn try_out(&self) -> BlobResult<String>;
}

#[cfg(test)]
mod tests;
