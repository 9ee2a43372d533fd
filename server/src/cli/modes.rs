//! Who else on this machine can read what is kept.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// The bits of a mode that let others in.
const OTHERS: u32 = 0o077;

/// From now on only the user of this process can read what it writes.
pub fn keep_to_oneself() {
    rustix::process::umask(rustix::fs::Mode::from_raw_mode(OTHERS));
}

/// Returns the folder and the files directly in it that others of this machine may read or change.
/// A folder that nobody else may enter closes all that is in it.
pub fn open_to_others(folder: &Path) -> Vec<PathBuf> {
    let is_open = |path: &Path| {
        fs::metadata(path).is_ok_and(|entry| entry.permissions().mode() & OTHERS != 0)
    };
    if !is_open(folder) {
        return Vec::new();
    }
    let entries = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let inside: Vec<_> = entries.filter(|path| is_open(path)).collect();
    [folder.to_owned()].into_iter().chain(inside).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_others_can_read_is_named() {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("tournee.sqlite");
        fs::write(&file, "").expect("a file");
        let set = |path: &Path, mode| {
            fs::set_permissions(path, fs::Permissions::from_mode(mode)).expect("its own");
        };
        set(&file, 0o644);
        set(folder.path(), 0o700);
        assert!(open_to_others(folder.path()).is_empty(), "nobody else gets to the file");
        set(folder.path(), 0o755);
        assert_eq!(open_to_others(folder.path()), [folder.path().to_owned(), file.clone()]);
        set(&file, 0o600);
        assert_eq!(open_to_others(folder.path()), [folder.path().to_owned()]);
    }
}
