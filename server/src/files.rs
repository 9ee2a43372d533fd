//! Receives photos and signatures: checks them, decodes them within limits, writes them again
//! without the metadata of the camera, and stores them under the hash of the bytes that were sent.

mod picture;

pub use picture::{NotKept, clean};

use crate::blobs::{BlobFailed, Blobs, Shelf};
use crate::identity::hex;
use sha2::{Digest, Sha256};
use shared::id::FileHash;
use shared::limits::PHOTO_BYTES;

/// Why a file was not stored. Its parts are deleted then, unless what keeps them failed.
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
    /// The disk or the store of files failed.
    #[error(transparent)]
    Place(#[from] BlobFailed),
}

/// A part of a file.
#[derive(Debug, Clone, Copy)]
pub struct FilePart {
    /// Offset of its first byte.
    pub first: u64,
    /// Bytes of the whole file.
    pub total: u64,
}

/// Takes a part, and stores the file once it is complete. Returns the bytes received so far. Only
/// one request at a time works on a file, across all servers that share a data folder; in a bucket,
/// none can spoil what another one does.
///
/// # Errors
/// [`FileProblem`].
pub fn receive(
    blobs: &dyn Blobs,
    hash: &FileHash,
    part: FilePart,
    bytes: &[u8],
) -> Result<u64, FileProblem> {
    let _turn = blobs.turn(hash)?;
    let received = take(blobs, hash, part, bytes)?;
    match received == part.total {
        true => keep(blobs, hash, part.total),
        false => Ok(received),
    }
}

/// Returns the offset from which a device continues an incomplete file. It is never the end of the
/// file: parts that are all there, as after a crash, must not pass for a stored file.
///
/// # Errors
/// [`BlobFailed`].
pub fn resumes_at(blobs: &dyn Blobs, hash: &FileHash) -> Result<u64, BlobFailed> {
    Ok(blobs.received(hash)?.saturating_sub(1))
}

/// Takes a part. Returns the bytes received so far, from where the device goes on: a part that
/// would leave a gap is ignored.
///
/// # Errors
/// [`FileProblem::TooLarge`], [`FileProblem::Place`].
pub fn take(
    blobs: &dyn Blobs,
    hash: &FileHash,
    part: FilePart,
    bytes: &[u8],
) -> Result<u64, FileProblem> {
    let end = part.first.saturating_add(bytes.len() as u64);
    if part.total > PHOTO_BYTES as u64 || end > part.total {
        return Err(FileProblem::TooLarge);
    }
    let known = blobs.received(hash)?;
    if part.first > known {
        return Ok(known);
    }
    blobs.append(hash, part.first, bytes)?;
    Ok(end)
}

/// Checks and stores a file whose parts have all arrived. One that is stored already is checked all
/// the same: whoever sends it shows to have it. Returns its bytes; fewer when another server stored
/// it meanwhile and took its parts away.
///
/// # Errors
/// [`FileProblem`]; the parts are deleted then, unless what keeps them failed.
pub fn keep(blobs: &dyn Blobs, hash: &FileHash, total: u64) -> Result<u64, FileProblem> {
    let bytes = blobs.gathered(hash)?;
    let received = bytes.len() as u64;
    if received < total {
        return Ok(received);
    }
    let is_it = hex(&Sha256::digest(&bytes)) == hash.as_str();
    if is_it && blobs.has(Shelf::Files, hash.as_str())? {
        blobs.forget(hash)?;
        return Ok(received);
    }
    let kept = match is_it {
        true => clean(&bytes).map_err(|why| match why {
            NotKept::NotAnImage => FileProblem::NotAnImage,
            NotKept::TooLarge => FileProblem::TooLarge,
        }),
        false => Err(FileProblem::HashMismatch),
    };
    let kept = match kept {
        Ok(clean) => Ok(blobs.put(Shelf::Files, hash.as_str(), clean.into())?),
        Err(problem) => Err(problem),
    };
    blobs.forget(hash)?;
    kept.map(|()| received)
}

#[cfg(test)]
mod tests;
