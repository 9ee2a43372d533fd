//! The front end: compiled, bound, named after its content, compressed, into target/dist.
//!
//! target/dist is replaced as a whole, so that nobody sees half a build.

mod bundle;
mod compress;
mod wasm;

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::needs;
use crate::run::{Outcome, on, root};

/// Files by their path in the build, with `/` between folders.
type Files = BTreeMap<String, Vec<u8>>;

/// How much work the build does.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// For a short wait after a change: not optimised, not compressed.
    Quick,
    /// As it is delivered.
    Release,
}

/// Builds the front end into target/dist.
pub(crate) fn build(kind: Kind) -> Outcome {
    build_into("dist", kind, &[])
}

/// Builds the front end as it is delivered, with what a benchmark calls, into target/dist-bench.
pub(crate) fn build_for_bench() -> Outcome {
    build_into("dist-bench", Kind::Release, &["--features", "bench"])
}

fn build_into(folder: &str, kind: Kind, features: &[&str]) -> Outcome {
    needs::wasm_target()?;
    let program = wasm::compile(kind, features)?;
    let sources = read_folder(&root().join("public"))?;
    let built = bundle::bundle(sources, program)?;
    let dist = root().join("target").join(folder);
    let fresh = dist.with_extension("new");
    remove(&fresh)?;
    for (name, bytes) in &built {
        write(&fresh.join(name), bytes)?;
    }
    if kind == Kind::Release {
        compress::siblings(&built, &fresh, &dist)?;
    }
    remove(&dist)?;
    fs::rename(&fresh, &dist).map_err(on(&dist))?;
    report(&built, &dist)
}

/// Says what a first visit downloads.
fn report(built: &Files, dist: &Path) -> Outcome {
    let mut sent = 0;
    let mut raw = 0;
    let mut later = 0;
    for (name, bytes) in built {
        let compressed = fs::metadata(dist.join(format!("{name}.br"))).map(|file| file.len());
        let size = compressed.unwrap_or(bytes.len() as u64);
        raw += bytes.len();
        match bundle::Moment::of(name) {
            bundle::Moment::FirstVisit => sent += size,
            bundle::Moment::Desk => later += size,
            bundle::Moment::Installation => {}
        }
    }
    let (raw, sent, later) = (raw / 1000, sent / 1000, later / 1000);
    println!("front end: {raw} kB; as sent {sent} kB, and {later} kB for the desk's screens");
    Ok(())
}

fn read_folder(folder: &Path) -> Outcome<Files> {
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

fn write(path: &Path, bytes: &[u8]) -> Outcome {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(on(folder))?;
    }
    fs::write(path, bytes).map_err(on(path))
}

fn remove(folder: &Path) -> Outcome {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(on(folder)(error)),
        _ => Ok(()),
    }
}
