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
pub enum Failed {
    /// The disk failed.
    #[error("the disk failed")]
    Disk(#[from] io::Error),
    /// The store of files does not answer, or refuses.
    #[error("the store of files does not do what is asked")]
    Away(#[source] Box<dyn Error + Send + Sync>),
}

/// Something kept, read or deleted.
pub type Kept<T> = Result<T, Failed>;

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
    /// [`Failed`].
    fn room(&self) -> Kept<Option<u64>>;

    /// Waits until no other request works on the parts of a file. `None` where parts cannot be
    /// mixed up, whoever writes them.
    ///
    /// # Errors
    /// [`Failed`].
    fn turn(&self, hash: &FileHash) -> Kept<Option<Turn>>;

    /// Returns how many bytes of an incomplete file have arrived, from its beginning.
    ///
    /// # Errors
    /// [`Failed`].
    fn received(&self, hash: &FileHash) -> Kept<u64>;

    /// Keeps a part that begins within or at the end of what has arrived: what came after its
    /// first byte is replaced.
    ///
    /// # Errors
    /// [`Failed`].
    fn append(&self, hash: &FileHash, first: u64, bytes: &[u8]) -> Kept<()>;

    /// Reads what has arrived of a file, from its beginning.
    ///
    /// # Errors
    /// [`Failed`].
    fn gathered(&self, hash: &FileHash) -> Kept<Vec<u8>>;

    /// Deletes the parts of a file.
    ///
    /// # Errors
    /// [`Failed`].
    fn forget(&self, hash: &FileHash) -> Kept<()>;

    /// Deletes the parts of files to which nothing was added since an instant. Returns of how many
    /// files.
    ///
    /// # Errors
    /// [`Failed`].
    fn forget_parts(&self, before: SystemTime) -> Kept<u64>;

    /// Whether something is there, whole.
    ///
    /// # Errors
    /// [`Failed`].
    fn has(&self, shelf: Shelf, name: &str) -> Kept<bool>;

    /// Reads something, if it is there.
    ///
    /// # Errors
    /// [`Failed`].
    fn get(&self, shelf: Shelf, name: &str) -> Kept<Option<Bytes>>;

    /// Keeps something: it is there completely or not at all, and stays when this returns.
    ///
    /// # Errors
    /// [`Failed`].
    fn put(&self, shelf: Shelf, name: &str, bytes: Bytes) -> Kept<()>;

    /// Returns the names of all that is there.
    ///
    /// # Errors
    /// [`Failed`].
    fn names(&self, shelf: Shelf) -> Kept<Vec<String>>;

    /// Deletes what is there under these names.
    ///
    /// # Errors
    /// [`Failed`]: some may be deleted then.
    fn remove(&self, shelf: Shelf, names: &[String]) -> Kept<()>;

    /// Deletes what was put before an instant.
    ///
    /// # Errors
    /// [`Failed`].
    fn remove_older(&self, shelf: Shelf, before: SystemTime) -> Kept<()>;

    /// Tries it out, and returns how it is, for who operates the server.
    ///
    /// # Errors
    /// [`Failed`].
    fn try_out(&self) -> Kept<String>;
}

#[cfg(test)]
mod tests;
