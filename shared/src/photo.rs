//! Photos: the size in which they are kept, and what a file is that is none.

use crate::limits::{PHOTO_PANORAMA_PIXELS, PHOTO_SHORT_PIXELS, PHOTO_SIDE_PIXELS};

/// Returns width and height in which a photo is kept: its long side within
/// [`PHOTO_SIDE_PIXELS`], but for a panorama, whose short side stays readable as far as
/// [`PHOTO_PANORAMA_PIXELS`] allow. Never larger than it is, never nothing.
pub fn kept_size(width: u32, height: u32) -> (u32, u32) {
    let (long, short) = (width.max(height).max(1), width.min(height).max(1));
    let scale = |limit: u32, side: u32| f64::from(limit) / f64::from(side);
    let readable = scale(PHOTO_SHORT_PIXELS, short).min(scale(PHOTO_PANORAMA_PIXELS, long));
    let scale = scale(PHOTO_SIDE_PIXELS, long).max(readable).min(1.0);
    let kept = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
    (kept(width), kept(height))
}

/// What a file is that a browser could not read as a picture, from its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileNature {
    /// It holds nothing.
    Empty,
    /// The photos of an iPhone (HEIC, HEIF).
    Heic,
    /// A raw photo of a camera (TIFF, DNG and its kin).
    Raw,
    /// AVIF or JPEG XL, which older browsers do not read.
    NewPicture,
    /// JPEG, PNG, GIF or WebP that is damaged, or larger than the browser agrees to.
    Damaged,
    /// A document in PDF.
    Pdf,
    /// A film.
    Film,
    /// Anything else.
    Other,
}

impl FileNature {
    /// How many of the first bytes are looked at.
    pub const BYTES: usize = 32;

    /// Recognises a file.
    pub fn of(start: &[u8]) -> Self {
        let brand = start.get(8..12).unwrap_or_default();
        match start {
            [] => Self::Empty,
            [0xff, 0xd8, 0xff, ..] | [0x89, b'P', b'N', b'G', ..] => Self::Damaged,
            [b'G', b'I', b'F', b'8', ..] => Self::Damaged,
            [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Self::Damaged,
            [b'I', b'I', 42, 0, ..] | [b'M', b'M', 0, 42, ..] => Self::Raw,
            [b'%', b'P', b'D', b'F', ..] => Self::Pdf,
            [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', ..] => Self::NewPicture,
            [0x1a, 0x45, 0xdf, 0xa3, ..] => Self::Film,
            [_, _, _, _, b'f', b't', b'y', b'p', ..] => match brand {
                b"heic" | b"heix" | b"hevc" | b"heim" | b"heis" | b"mif1" | b"msf1" => Self::Heic,
                b"avif" | b"avis" => Self::NewPicture,
                b"crx " => Self::Raw,
                _ => Self::Film,
            },
            _ => Self::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photo_is_made_small_and_a_panorama_stays_readable() {
        assert_eq!(kept_size(4_000, 3_000), (2_048, 1_536));
        assert_eq!(kept_size(3_000, 4_000), (1_536, 2_048));
        assert_eq!(kept_size(640, 480), (640, 480));
        assert_eq!(kept_size(10_000, 1_500), (6_000, 900));
        assert_eq!(kept_size(1_500, 10_000), (900, 6_000));
        assert_eq!(kept_size(20_000, 900), (8_192, 369));
        assert_eq!(kept_size(5_000, 300), (5_000, 300));
        assert_eq!(kept_size(0, 0), (1, 1));
        assert_eq!(kept_size(60_000, 1), (8_192, 1));
    }

    #[test]
    fn a_file_that_is_no_photo_is_recognised() {
        let nature = |start: &[u8]| FileNature::of(start);
        assert_eq!(nature(b""), FileNature::Empty);
        assert_eq!(nature(b"....ftypheic"), FileNature::Heic);
        assert_eq!(nature(b"\0\0\0\x1cftypmif1\0\0"), FileNature::Heic);
        assert_eq!(nature(b"....ftypavif"), FileNature::NewPicture);
        assert_eq!(nature(b"....ftypqt  "), FileNature::Film);
        assert_eq!(nature(b"%PDF-1.7"), FileNature::Pdf);
        assert_eq!(nature(b"II*\0\x10"), FileNature::Raw);
        assert_eq!(nature(b"\xff\xd8\xff\xe0"), FileNature::Damaged);
        assert_eq!(nature(b"RIFF\0\0\0\0WEBPVP8 "), FileNature::Damaged);
        assert_eq!(nature(b"bonjour"), FileNature::Other);
    }
}
