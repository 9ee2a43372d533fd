//! Snapshots for a desk's first sync: every row, packed once for all desks, so that a first sync
//! costs the server nothing and the network little. A snapshot may be old: later changes follow by
//! the cursor.

use crate::blobs::{BlobResult, Blobs, Shelf};
use crate::identity::hex;
use crate::store::{EVERYWHERE, Fault, Reader, Store, StoreResult};
use axum::body::Bytes;
use brotli::enc::BrotliEncoderParams;
use sha2::{Digest, Sha256};
use shared::id::Epoch;
use shared::limits::{BLOCK_ROWS, SNAPSHOT_CHANGES, SNAPSHOT_ROWS};
use shared::pack::pack_all;
use shared::row::{Kind, Read, Row};
use shared::scope::Stream;
use shared::sync::SnapshotRef;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

/// Quality of the compression: a snapshot is made once, so it may take seconds.
const QUALITY: i32 = 9;
/// Returns the window of the compression, as a power of two: no larger than the text, since devices
/// need as much memory to unpack, and from 10 to 22 (RFC 7932, section 9.1 allows up to 24).
fn window(bytes: usize) -> i32 {
    let bits = usize::BITS - bytes.leading_zeros();
    bits.clamp(10, 22).cast_signed()
}

/// Characters of a SHA-256, hexadecimal.
const HASH_CHARS: usize = 64;
/// How long an old snapshot stays for desks that learned its name before a newer one was made.
const KEPT: Duration = Duration::from_secs(3_600);

/// Every row as it stood at a sequence number.
#[derive(Debug)]
struct Snapshot {
    /// Its name and sequence number, which devices get.
    about: SnapshotRef,
    packed: Packed,
    /// The epoch of the database that it was made from.
    epoch: Epoch,
}

/// The blocks of a snapshot, compressed with Brotli (RFC 7932).
#[derive(Debug, Clone)]
pub struct Packed(pub Bytes);

/// The last snapshot, and where servers share theirs.
#[derive(Debug)]
pub struct SnapshotCache {
    last: RwLock<Option<Arc<Snapshot>>>,
    quality: i32,
    /// Servers find the snapshots of each other here, by name.
    blobs: Option<Arc<dyn Blobs>>,
}

impl SnapshotCache {
    /// A cache that all servers on one place for files share.
    pub fn shared(blobs: Arc<dyn Blobs>) -> Self {
        Self { last: RwLock::default(), quality: QUALITY, blobs: Some(blobs) }
    }

    /// A cache whose snapshots are made fast and written nowhere, for simulations.
    pub fn hasty() -> Self {
        Self { last: RwLock::default(), quality: 0, blobs: None }
    }

    /// Returns the snapshot of that name, if it still exists.
    ///
    /// # Errors
    /// When what another server made cannot be read.
    pub fn get(&self, name: &str) -> BlobResult<Option<Packed>> {
        match self.last().filter(|snapshot| snapshot.about.name == name) {
            Some(snapshot) => Ok(Some(snapshot.packed.clone())),
            None => self.made_elsewhere(name),
        }
    }

    /// Reads a snapshot that another server made, or this one before its last.
    fn made_elsewhere(&self, name: &str) -> BlobResult<Option<Packed>> {
        // A folder fails at a name that is too long; none is made of more than a hash has.
        let is_name = (1..=HASH_CHARS).contains(&name.len())
            && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        match self.blobs.as_ref().filter(|_| is_name) {
            Some(blobs) => Ok(blobs.get(Shelf::Snapshots, name)?.map(Packed)),
            None => Ok(None),
        }
    }

    fn last(&self) -> Option<Arc<Snapshot>> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Returns the snapshot for a first sync, unless a row in it was purged since.
    ///
    /// # Errors
    /// A fault of the store.
    pub fn offer<R: Reader + ?Sized>(&self, store: &R) -> StoreResult<Option<SnapshotRef>> {
        let Some(snapshot) = self.last() else {
            return Ok(None);
        };
        let is_good = snapshot.epoch == store.epoch()?
            && store.departed(EVERYWHERE, snapshot.about.seq)?.is_empty();
        Ok(is_good.then(|| snapshot.about.clone()))
    }

    /// Makes a new snapshot if there are many rows, and many of them changed since the last one or
    /// some were purged. Returns whether it did.
    ///
    /// # Errors
    /// A fault of the store: then the last one stays.
    pub fn refresh(&self, store: &dyn Store) -> StoreResult<bool> {
        let is_due = self.is_due(store)?;
        if is_due {
            self.renew(store)?;
        }
        Ok(is_due)
    }

    fn is_due(&self, store: &dyn Store) -> StoreResult<bool> {
        store.look(|reader| {
            let (about, last) = (self.offer(reader)?, reader.last_seq()?);
            if about.is_some_and(|about| last - about.seq < SNAPSHOT_CHANGES) {
                return Ok(false);
            }
            if holds_sealed(reader)? {
                return Ok(false);
            }
            // Counting reads whole tables: only when there is nothing fresh.
            let counts = Kind::ALL.iter().map(|kind| reader.count(*kind));
            Ok(counts.sum::<StoreResult<u64>>()? >= SNAPSHOT_ROWS)
        })
    }

    /// Makes a new snapshot, unless a row is sealed from some desks: the last one stays meanwhile.
    ///
    /// # Errors
    /// A fault of the store: then the last one stays.
    pub fn renew(&self, store: &dyn Store) -> StoreResult<()> {
        let made = store.look(|reader| match holds_sealed(reader)? {
            true => Ok(None),
            false => make(reader, self.quality).map(Some),
        });
        let Some(snapshot) = made?.map(Arc::new) else { return Ok(()) };
        if let Some(blobs) = &self.blobs {
            let put = put_on(&**blobs, &snapshot);
            put.map_err(|error| Fault::of("a snapshot cannot be kept", error))?;
        }
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(snapshot);
        Ok(())
    }
}

/// Keeps a snapshot, and deletes those that nobody asks for any more.
fn put_on(blobs: &dyn Blobs, snapshot: &Snapshot) -> BlobResult<()> {
    blobs.put(Shelf::Snapshots, &snapshot.about.name, snapshot.packed.0.clone())?;
    match SystemTime::now().checked_sub(KEPT) {
        Some(before) => blobs.remove_older(Shelf::Snapshots, before),
        None => Ok(()),
    }
}

/// Whether there is a row that some desks may not hold yet: a snapshot is the same for all.
fn holds_sealed<R: Reader + ?Sized>(store: &R) -> StoreResult<bool> {
    Ok(store.load(&Read::All(Kind::Ballot))?.iter().any(Row::is_sealed))
}

fn make<R: Reader + ?Sized>(store: &R, quality: i32) -> StoreResult<Snapshot> {
    let (epoch, seq) = (store.epoch()?, store.last_seq()?);
    let blocks = blocks_of(store)?;
    let name = hex(&Sha256::digest(&blocks));
    let parameters = BrotliEncoderParams {
        quality,
        lgwin: window(blocks.len()),
        size_hint: blocks.len(),
        ..BrotliEncoderParams::default()
    };
    let mut packed = Vec::new();
    brotli::BrotliCompress(&mut blocks.as_slice(), &mut packed, &parameters)
        .map_err(|error| Fault::of("a snapshot cannot be packed", error))?;
    Ok(Snapshot { about: SnapshotRef { name, seq }, packed: Packed(packed.into()), epoch })
}

/// Returns blocks of rows of one kind, in the order in which they last changed.
fn blocks_of<R: Reader + ?Sized>(store: &R) -> StoreResult<Vec<u8>> {
    let mut blocks = Vec::new();
    for kind in Kind::ALL {
        let rows = store.follow(&Stream::Kind(*kind), 0, usize::MAX >> 1)?;
        blocks.extend(pack_all(*kind, &rows, BLOCK_ROWS)?);
    }
    Ok(blocks)
}

impl Packed {
    /// Unpacks the blocks, as [`shared::pack::pack_all`] made them.
    ///
    /// # Errors
    /// Never, unless memory is damaged.
    pub fn blocks(&self) -> StoreResult<Vec<u8>> {
        let mut blocks = Vec::new();
        brotli::BrotliDecompress(&mut &self.0[..], &mut blocks)
            .map_err(|error| Fault::of("a snapshot is damaged", error))?;
        Ok(blocks)
    }
}
