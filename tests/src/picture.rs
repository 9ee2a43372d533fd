//! Photos as a camera makes them, and the metadata of a JPEG.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{GrayImage, ImageEncoder, RgbImage};
use qrcodegen::{QrCode, QrCodeEcc};

/// Where the photo below was taken, as its camera noted it: 45° 26′ 23″ N, 4° 23′ 25″ E.
const GPS: [[u32; 3]; 2] = [[45, 26, 23], [4, 23, 25]];
/// The orientation that a camera notes when it was held upright: turn by 90° to see it well.
const TURNED: u16 = 6;

/// Width and height of one grain of noise in pixels: coarse enough to survive the reduction by the
/// app.
const GRAIN: u32 = 4;

/// A photo with the noise of a camera, without metadata.
pub fn jpeg(width: u32, height: u32, seed: u64) -> Vec<u8> {
    let mut random = fastrand::Rng::with_seed(seed);
    let (across, down) = (width.div_ceil(GRAIN), height.div_ceil(GRAIN));
    let noise: Vec<[i32; 3]> =
        (0..across * down).map(|_| [(); 3].map(|()| random.i32(-96..=96))).collect();
    let picture = RgbImage::from_fn(width, height, |x, y| {
        let smooth = [x * 255 / width, y * 255 / height, (x + y) * 255 / (width + height)];
        let noise = noise[(y / GRAIN * across + x / GRAIN) as usize];
        let light = |at: usize| (smooth[at] as i32 + noise[at]).clamp(0, 255) as u8;
        image::Rgb([light(0), light(1), light(2)])
    });
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 80);
    let kind = image::ExtendedColorType::Rgb8;
    encoder.write_image(&picture, width, height, kind).expect("a JPEG");
    bytes
}

/// A photo of twelve million pixels as a phone writes it: with EXIF, which holds the place, the
/// device, and how it was held.
pub fn from_a_phone(seed: u64) -> Vec<u8> {
    let plain = jpeg(4_000, 3_000, seed);
    let exif = exif();
    let length = (exif.len() as u16 + 2).to_be_bytes();
    // The standard wants it right after the start of the picture.
    [&plain[..2], &[0xFF, 0xE1], &length[..], &exif, &plain[2..]].concat()
}

/// An entry of a TIFF directory.
fn entry(out: &mut Vec<u8>, tag: u16, kind: u16, count: u32, value: [u8; 4]) {
    out.extend(tag.to_le_bytes());
    out.extend(kind.to_le_bytes());
    out.extend(count.to_le_bytes());
    out.extend(value);
}

/// A photo (PNG) of a QR code on white paper, turned by so many degrees.
pub fn label(text: &str, degrees: f32) -> Vec<u8> {
    const SIDE: u32 = 900;
    const SQUARE: f32 = 9.0;
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).expect("a short text");
    let (sin, cos) = degrees.to_radians().sin_cos();
    let middle = code.size() as f32 / 2.0;
    let picture = GrayImage::from_fn(SIDE, SIDE, |x, y| {
        let (x, y) = (x as f32 - SIDE as f32 / 2.0, y as f32 - SIDE as f32 / 2.0);
        let across = (x * cos + y * sin) / SQUARE + middle;
        let down = (y * cos - x * sin) / SQUARE + middle;
        let is_dark = code.get_module(across.floor() as i32, down.floor() as i32);
        // Neither ink nor paper are pure in a photo.
        image::Luma([if is_dark { 60 } else { 215 }])
    });
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    let kind = image::ExtendedColorType::L8;
    encoder.write_image(&picture, SIDE, SIDE, kind).expect("a PNG");
    bytes
}

/// EXIF as in TIFF, little-endian: a directory with the maker, the orientation and the place of a
/// second directory, which holds the coordinates.
fn exif() -> Vec<u8> {
    const FIRST: u32 = 8;
    const GPS_AT: u32 = FIRST + 2 + 3 * 12 + 4;
    const RATIONALS: u32 = GPS_AT + 2 + 4 * 12 + 4;
    let mut tiff = b"II*\0".to_vec();
    tiff.extend(FIRST.to_le_bytes());
    tiff.extend(3_u16.to_le_bytes());
    entry(&mut tiff, 0x010F, 2, 4, *b"Fon\0");
    entry(&mut tiff, 0x0112, 3, 1, [TURNED as u8, 0, 0, 0]);
    entry(&mut tiff, 0x8825, 4, 1, GPS_AT.to_le_bytes());
    tiff.extend(0_u32.to_le_bytes());
    tiff.extend(4_u16.to_le_bytes());
    entry(&mut tiff, 1, 2, 2, *b"N\0\0\0");
    entry(&mut tiff, 2, 5, 3, RATIONALS.to_le_bytes());
    entry(&mut tiff, 3, 2, 2, *b"E\0\0\0");
    entry(&mut tiff, 4, 5, 3, (RATIONALS + 24).to_le_bytes());
    tiff.extend(0_u32.to_le_bytes());
    for part in GPS.as_flattened() {
        tiff.extend(part.to_le_bytes());
        tiff.extend(1_u32.to_le_bytes());
    }
    [&b"Exif\0\0"[..], &tiff].concat()
}

/// The segments of a JPEG before its pixels: each marker with its content (ITU T.81, B.1.1).
pub fn segments(jpeg: &[u8]) -> Vec<(u8, Vec<u8>)> {
    assert_eq!(jpeg[..2], [0xFF, 0xD8], "a JPEG starts so");
    let mut found = Vec::new();
    let mut at = 2;
    loop {
        assert_eq!(jpeg[at], 0xFF, "a marker");
        let marker = jpeg[at + 1];
        let length = usize::from(u16::from_be_bytes([jpeg[at + 2], jpeg[at + 3]]));
        found.push((marker, jpeg[at + 4..at + 2 + length].to_vec()));
        at += 2 + length;
        // The scan starts here: only pixels follow.
        if marker == 0xDA {
            return found;
        }
    }
}

/// Whether a JPEG has no metadata: only tables, sizes, pixels and the plain header.
pub fn holds_only_pixels(jpeg: &[u8]) -> bool {
    let plain = |(marker, content): &(u8, Vec<u8>)| match marker {
        0xE0 => content.starts_with(b"JFIF\0"),
        0xC0..=0xC4 | 0xDA | 0xDB | 0xDD => true,
        _ => false,
    };
    segments(jpeg).iter().all(plain)
}
