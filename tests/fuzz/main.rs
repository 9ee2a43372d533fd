//! Gives a reader bytes that libFuzzer makes, those that reach new branches again and again.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::LazyLock;

/// The reader that `FUZZ_READER` names.
static READER: LazyLock<fuzz::Reader> = LazyLock::new(|| {
    let name = std::env::var("FUZZ_READER").unwrap_or_default();
    fuzz::reader(&name).unwrap_or_else(|| panic!("FUZZ_READER names no reader: «{name}»"))
});

fuzz_target!(|bytes: &[u8]| READER(bytes));
