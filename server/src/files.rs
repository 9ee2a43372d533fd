//! Receives photos and signatures: checks them, decodes them within limits, writes them again
//! without the metadata of the camera, and stores them under the hash of the bytes that were sent.

mod picture;

use crate::identity::hex;
use picture::NotKept;
use sha2::{Digest, Sha256};
use shared::id::FileHash;
use shared::limits::PHOTO_BYTES;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// The folder of files in the data folder.
pub const FILES: &str = "files";
/// The folder of parts in the data folder.
const PARTS: &str = "parts";
/// The folder of locks in the data folder, apart from the parts, of which old ones are deleted.
const LOCKS: &str = "turns";

/// Why a file was not stored. Its parts are deleted then.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// The bytes are not those of the hash.
    #[error("the bytes are not those of the hash")]
    HashMismatch,
    /// No JPEG, PNG or WebP that can be decoded.
    #[error("no picture that can be decoded")]
    NotAnImage,
    /// More bytes or more pixels than the limits.
    #[error("more bytes or more pixels than the limits")]
    TooLarge,
    /// The disk failed.
    #[error("the disk failed")]
    Disk(#[from] io::Error),
}

/// A part of a file.
#[derive(Debug, Clone, Copy)]
pub struct Part {
    /// Offset of its first byte.
    pub first: u64,
    /// Bytes of the whole file.
    pub total: u64,
}

/// Returns the path of a stored file.
pub fn path(data: &Path, hash: &FileHash) -> PathBuf {
    data.join(FILES).join(hash.as_str())
}

/// Returns how many bytes the disk of the data folder has free for this program.
///
/// # Errors
/// Those of the disk.
pub fn room(data: &Path) -> io::Result<u64> {
    let disk = rustix::fs::statvfs(data)?;
    Ok(disk.f_bavail.saturating_mul(disk.f_frsize))
}

/// Returns how many bytes of an incomplete file have arrived.
pub fn received(data: &Path, hash: &FileHash) -> u64 {
    fs::metadata(data.join(PARTS).join(hash.as_str())).map_or(0, |file| file.len())
}

/// Appends a part, and stores the file once it is complete. Returns the bytes received so far.
/// Only one request at a time works on a file, across all servers that share the data folder: an
/// earlier one may still be running when the device reconnects, possibly to another server.
///
/// # Errors
/// [`FileProblem`].
pub fn receive(data: &Path, hash: &FileHash, part: Part, bytes: &[u8]) -> Result<u64, FileProblem> {
    let _lock = lock_file(data, hash)?;
    let received = take(data, hash, part, bytes)?;
    if received == part.total {
        keep(data, hash)?;
    }
    Ok(received)
}

/// Locks a file until the returned handle is dropped. All files share 256 locks.
fn lock_file(data: &Path, hash: &FileHash) -> io::Result<File> {
    let folder = data.join(LOCKS);
    fs::create_dir_all(&folder)?;
    let options = OpenOptions::new().create(true).write(true).truncate(false).clone();
    let lock = options.open(folder.join(&hash.as_str()[..2]))?;
    lock.lock()?;
    Ok(lock)
}

/// Returns the offset from which a device continues an incomplete file. It is never the end of the
/// file: parts that are all there, as after a crash, must not pass for a stored file.
pub fn resumes_at(data: &Path, hash: &FileHash) -> u64 {
    received(data, hash).saturating_sub(1)
}

/// Appends a part. Returns the bytes received so far, from where the device goes on: a part that
/// would leave a gap is ignored.
///
/// # Errors
/// [`FileProblem::TooLarge`], [`FileProblem::Disk`].
pub fn take(data: &Path, hash: &FileHash, part: Part, bytes: &[u8]) -> Result<u64, FileProblem> {
    if part.total > PHOTO_BYTES as u64 || part.first + bytes.len() as u64 > part.total {
        return Err(FileProblem::TooLarge);
    }
    let known = received(data, hash);
    if part.first > known {
        return Ok(known);
    }
    let folder = data.join(PARTS);
    fs::create_dir_all(&folder)?;
    let options = OpenOptions::new().create(true).write(true).truncate(false).clone();
    let file = options.open(folder.join(hash.as_str()))?;
    file.set_len(part.first)?;
    let mut file = io::BufWriter::new(file);
    io::Seek::seek(&mut file, io::SeekFrom::Start(part.first))?;
    file.write_all(bytes)?;
    file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
    Ok(part.first + bytes.len() as u64)
}

/// Checks and stores a file whose parts have all arrived. One that is stored already is checked all
/// the same: whoever sends it shows to have it.
///
/// # Errors
/// [`FileProblem`]; the parts are deleted then, unless the disk failed.
pub fn keep(data: &Path, hash: &FileHash) -> Result<(), FileProblem> {
    let parts = data.join(PARTS).join(hash.as_str());
    let bytes = fs::read(&parts)?;
    let is_it = hex(&Sha256::digest(&bytes)) == hash.as_str();
    if is_it && path(data, hash).is_file() {
        return Ok(fs::remove_file(&parts)?);
    }
    let kept = match is_it {
        true => picture::clean(&bytes).map_err(|why| match why {
            NotKept::NotAnImage => FileProblem::NotAnImage,
            NotKept::TooLarge => FileProblem::TooLarge,
        }),
        false => Err(FileProblem::HashMismatch),
    };
    if let Ok(clean) = &kept {
        write_whole(data, hash, clean)?;
    }
    fs::remove_file(&parts)?;
    kept.map(drop)
}

/// Deletes incomplete files to which nothing was added since an instant: the device is gone, or
/// begins again with the first part. Returns how many.
///
/// # Errors
/// Those of the disk.
pub fn forget_parts(data: &Path, before: SystemTime) -> io::Result<u64> {
    let parts = match fs::read_dir(data.join(PARTS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(0),
        other => other?,
    };
    let mut count = 0;
    for part in parts {
        let part = part?;
        if part.metadata()?.modified()? < before {
            fs::remove_file(part.path())?;
            count += 1;
        }
    }
    Ok(count)
}

/// Stores the bytes of a file durably.
fn write_whole(data: &Path, hash: &FileHash, bytes: &[u8]) -> io::Result<()> {
    let folder = data.join(FILES);
    fs::create_dir_all(&folder)?;
    let beside = data.join(PARTS).join(format!("{hash}.clean"));
    put_whole(&beside, &folder.join(hash.as_str()), bytes)?;
    File::open(&folder)?.sync_all()
}

/// Writes beside the target, then renames: a file is there completely or not at all.
pub(crate) fn put_whole(beside: &Path, to: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(beside, to)
}

#[cfg(test)]
mod tests;
