//! The parts of a file in a bucket: objects that never change, each named by the offset of its
//! first byte. The file is what they say in the order of their offsets, up to the first gap.

use super::PARTS;
use object_store::ObjectMeta;
use object_store::path::Path;
use shared::id::FileHash;
use std::collections::BTreeMap;
use std::time::SystemTime;

/// A part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) first: u64,
    pub(super) bytes: u64,
    pub(super) at: Path,
}

/// Returns the folder of a file's parts.
pub(super) fn folder(root: &Path, hash: &FileHash) -> Path {
    root.clone().join(PARTS).join(hash.as_str())
}

/// Returns the name of a part: names sort as offsets do.
pub(super) fn name(root: &Path, hash: &FileHash, first: u64) -> Path {
    folder(root, hash).join(format!("{first:012}"))
}

/// Reads the listed parts of a file in their order. What has another name is none.
pub(super) fn sorted(listed: Vec<ObjectMeta>) -> Vec<Piece> {
    let piece = |meta: ObjectMeta| {
        let first = meta.location.filename()?.parse().ok()?;
        Some(Piece { first, bytes: meta.size, at: meta.location })
    };
    let mut pieces: Vec<_> = listed.into_iter().filter_map(piece).collect();
    pieces.sort_by_key(|piece| piece.first);
    pieces
}

/// Leaves out what comes after a gap. A part replaces what earlier ones say from its first byte on.
pub(super) fn joined(mut pieces: Vec<Piece>) -> (Vec<Piece>, u64) {
    let (mut end, mut count) = (0, 0);
    for piece in &pieces {
        if piece.first > end {
            break;
        }
        end = piece.first + piece.bytes;
        count += 1;
    }
    pieces.truncate(count);
    (pieces, end)
}

/// Returns the parts of all files of which nothing came since an instant, by file.
pub(super) fn left(listed: Vec<ObjectMeta>, before: SystemTime) -> BTreeMap<String, Vec<Path>> {
    let mut files: BTreeMap<String, (bool, Vec<Path>)> = BTreeMap::new();
    for meta in listed {
        let file = meta.location.parts().rev().nth(1).map(|part| part.as_ref().to_owned());
        let (is_old, parts) = files.entry(file.unwrap_or_default()).or_insert((true, Vec::new()));
        *is_old &= SystemTime::from(meta.last_modified) < before;
        parts.push(meta.location);
    }
    files.retain(|_, (is_old, _)| *is_old);
    files.into_iter().map(|(file, (_, parts))| (file, parts)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(first: u64, bytes: u64) -> Piece {
        Piece { first, bytes, at: Path::from(format!("{first}")) }
    }

    #[test]
    fn a_file_reaches_to_its_first_gap() {
        assert_eq!(joined(Vec::new()).1, 0);
        assert_eq!(joined(vec![piece(5, 5)]).1, 0, "the beginning lacks");
        let (pieces, end) = joined(vec![piece(0, 10), piece(10, 10), piece(25, 5)]);
        assert_eq!((pieces.len(), end), (2, 20));
        // The second one came again, shorter, from within the first.
        assert_eq!(joined(vec![piece(0, 10), piece(6, 2)]).1, 8);
    }
}
