//! Decodes a picture within limits and writes only its pixels again: no EXIF, no position.

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder, ImageFormat, ImageReader, Limits, imageops::FilterType};
use shared::limits::PHOTO_PIXELS;
use shared::photo::kept_size;
use std::io::Cursor;

/// Quality of a JPEG: on a screen nobody sees the difference from the original.
const JPEG_QUALITY: u8 = 85;

/// Bytes of a picture in memory, at most: 50 Mpx of a camera (3 bytes each) and what a decoder
/// needs beside them. A picture of 16 bits a colour must have fewer pixels.
const DECODED_BYTES: u64 = 256 * 1024 * 1024;

/// Why a picture was not cleaned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NotKept {
    /// No JPEG, PNG or WebP that can be decoded.
    NotAnImage,
    /// More pixels than the limit.
    TooLarge,
}

/// Returns the picture turned upright, no larger than the limit, and without metadata. A drawing
/// (PNG) stays lossless.
///
/// # Errors
/// The bytes are no such picture, or one with too many pixels.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, NotKept> {
    let reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format();
    let reader = reader.map_err(|_| NotKept::NotAnImage)?;
    let format = reader.format().ok_or(NotKept::NotAnImage)?;
    let mut reader = reader;
    let mut limits = Limits::default();
    limits.max_alloc = Some(DECODED_BYTES);
    reader.limits(limits.clone());
    let mut decoder = reader.into_decoder().map_err(|_| NotKept::NotAnImage)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > PHOTO_PIXELS {
        return Err(NotKept::TooLarge);
    }
    if decoder.total_bytes() > DECODED_BYTES || decoder.set_limits(limits).is_err() {
        return Err(NotKept::TooLarge);
    }
    let upright = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(|_| NotKept::NotAnImage)?;
    picture.apply_orientation(upright);
    let (width, height) = (picture.width(), picture.height());
    let (across, down) = kept_size(width, height);
    if (across, down) != (width, height) {
        picture = picture.resize_exact(across, down, FilterType::Triangle);
    }
    let mut out = Vec::new();
    let written = match format {
        ImageFormat::Png => picture.write_with_encoder(PngEncoder::new(&mut out)),
        _ => {
            let encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
            picture.to_rgb8().write_with_encoder(encoder)
        }
    };
    written.map_err(|_| NotKept::NotAnImage)?;
    Ok(out)
}
