//! Files on the disk.

use std::path::{Path, PathBuf};

/// Every file below a folder. Empty when there is no such folder.
pub fn below(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let of = |path: PathBuf| if path.is_dir() { below(&path) } else { vec![path] };
    entries.flat_map(|entry| of(entry.path())).collect()
}
