//! Files and folders.

use std::collections::BTreeMap;
use std::fmt::Display;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a step gives, or one sentence that says what to do.
pub(crate) type Outcome<T = ()> = Result<T, String>;

/// Files by their path in the build, with `/` between folders.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// Turns an error on a path into a sentence.
pub(crate) fn on<E: Display>(path: &Path) -> impl Fn(E) -> String {
    let path = path.display().to_string();
    move |error| format!("{path}: {error}; check that this path can be read and written")
}

/// Every file below a folder.
pub(crate) fn read_folder(folder: &Path) -> Outcome<Files> {
    let mut files = Files::new();
    let mut left = vec![folder.to_owned()];
    while let Some(current) = left.pop() {
        for entry in fs::read_dir(&current).map_err(on(&current))? {
            let path = entry.map_err(on(&current))?.path();
            if path.is_dir() {
                left.push(path);
                continue;
            }
            let relative: PathBuf = path.strip_prefix(folder).map_err(on(&path))?.to_owned();
            let parts: Vec<_> = relative.iter().map(|part| part.to_string_lossy()).collect();
            files.insert(parts.join("/"), fs::read(&path).map_err(on(&path))?);
        }
    }
    Ok(files)
}

/// Writes a file, with the folders that lead to it.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(on(folder))?;
    }
    fs::write(path, bytes).map_err(on(path))
}

/// Removes a folder, if there is one.
pub(crate) fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(on(folder)(error)),
        _ => Ok(()),
    }
}
