//! The kept seeds: bytes that once made a reader fail, or that take it far.

use fuzz::READERS;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// No seed may hold a reader up. Far more than any takes, on a slow machine too.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn every_kept_seed_is_read() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (name, read) in READERS {
        let folder = seeds.join(name);
        let found = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
        let mut count = 0;
        for seed in found.flatten() {
            let bytes = fs::read(seed.path()).expect("a seed");
            let begun = Instant::now();
            read(&bytes);
            assert!(begun.elapsed() < LONGEST, "{:?} holds its reader up", seed.path());
            count += 1;
        }
        assert!(count > 0, "{folder:?} has no seed");
    }
}

#[test]
fn every_folder_of_seeds_has_its_reader() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for folder in fs::read_dir(&seeds).expect("the seeds").flatten() {
        let name = folder.file_name().to_string_lossy().into_owned();
        assert!(fuzz::reader(&name).is_some(), "{name} has no reader");
    }
}
