//! Compressed siblings, made once here instead of at each request.

use std::fs;
use std::io::Write;
use std::path::Path;

use flate2::{Compression, write::GzEncoder};

use crate::files::{Files, Outcome, write};

/// Kept only when it saves at least one byte in ten.
const WORTH_PERCENT: usize = 90;
const BROTLI_QUALITY: i32 = 11;
const BROTLI_WINDOW: i32 = 22;

/// Writes `name.br` and `name.gz` next to each file. A hashed name with the same content in the
/// build before has been compressed already.
pub(crate) fn siblings(built: &Files, fresh: &Path, before: &Path) -> Outcome {
    for (name, bytes) in built {
        if matches!(name.rsplit('.').next(), Some("png" | "woff2" | "jpg")) {
            continue;
        }
        let known = fs::read(before.join(name)).is_ok_and(|old| &old == bytes);
        for (extension, encode) in [("br", brotli as Encode), ("gz", gzip as Encode)] {
            let sibling = format!("{name}.{extension}");
            let kept = fs::read(before.join(&sibling)).ok().filter(|_| known);
            let packed = kept.unwrap_or_else(|| encode(bytes));
            if packed.len() * 100 < bytes.len() * WORTH_PERCENT {
                write(&fresh.join(sibling), &packed)?;
            }
        }
    }
    Ok(())
}

type Encode = fn(&[u8]) -> Vec<u8>;

fn brotli(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: bytes.len(),
        ..Default::default()
    };
    brotli::BrotliCompress(&mut &*bytes, &mut packed, &parameters)
        .expect("writing to memory does not fail");
    packed
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes).expect("writing to memory does not fail");
    encoder.finish().expect("writing to memory does not fail")
}
