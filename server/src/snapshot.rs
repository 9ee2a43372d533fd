//! Snapshots for a desk's first sync: every row, packed once for all desks, so that a first sync
//! costs the server nothing and the network little. A snapshot may be old: later changes follow by
//! the cursor.

use crate::files::put_whole;
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
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, SystemTime};

/// The folder of snapshots in the data folder.
const SNAPSHOTS: &str = "snapshots";

/// Quality of the compression: a snapshot is made once, so it may take seconds.
const QUALITY: i32 = 9;
/// Returns the window of the compression, as a power of two: no larger than the text, since devices
/// need as much memory to unpack, and from 10 to 22 (RFC 7932, section 9.1 allows up to 24).
fn window(bytes: usize) -> i32 {
    let bits = usize::BITS - bytes.leading_zeros();
    bits.clamp(10, 22).cast_signed()
}

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

/// The last snapshot, and the folder that servers share.
#[derive(Debug)]
pub struct SnapshotCache {
    last: RwLock<Option<Arc<Snapshot>>>,
    quality: i32,
    /// Servers on one data folder find the snapshots of each other here, by name.
    folder: Option<PathBuf>,
}

impl SnapshotCache {
    /// A cache that all servers on a data folder share.
    pub fn shared(data: &Path) -> Self {
        Self { last: RwLock::default(), quality: QUALITY, folder: Some(data.join(SNAPSHOTS)) }
    }

    /// A cache whose snapshots are made fast and written nowhere, for simulations.
    pub fn hasty() -> Self {
        Self { last: RwLock::default(), quality: 0, folder: None }
    }

    /// Returns the snapshot of that name, if it still exists.
    pub fn get(&self, name: &str) -> Option<Packed> {
        match self.last().filter(|snapshot| snapshot.about.name == name) {
            Some(snapshot) => Some(snapshot.packed.clone()),
            None => self.made_elsewhere(name),
        }
    }

    /// Reads a snapshot that another server made, or this one before its last.
    fn made_elsewhere(&self, name: &str) -> Option<Packed> {
        let is_name = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_hexdigit());
        let path = self.folder.as_ref().filter(|_| is_name)?.join(name);
        fs::read(path).ok().map(|bytes| Packed(bytes.into()))
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
        if let Some(folder) = &self.folder {
            let put = put_on(folder, &snapshot);
            put.map_err(|error| Fault::of(folder.display().to_string(), error))?;
        }
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = Some(snapshot);
        Ok(())
    }
}

/// Writes a snapshot into the folder, and deletes those that nobody asks for any more.
fn put_on(folder: &Path, snapshot: &Snapshot) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let beside = folder.join(format!("{}.partial", std::process::id()));
    put_whole(&beside, &folder.join(&snapshot.about.name), &snapshot.packed.0)?;
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let is_old = |made: SystemTime| made.elapsed().is_ok_and(|age| age > KEPT);
        // Another server may have deleted it already.
        let made = entry.metadata().and_then(|file| file.modified());
        if made.is_ok_and(is_old) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
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
