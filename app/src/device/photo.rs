//! Photos as they leave the device: small enough, and without the camera's metadata.

use js_sys::{ArrayBuffer, Function, Promise, Uint8Array};
use shared::id::FileHash;
use shared::limits::{PHOTO_BYTES, PHOTO_SIDE_PIXELS};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, CanvasRenderingContext2d, HtmlCanvasElement, ImageBitmap};

/// Quality of the JPEG encoder: no visible loss on a photo of a screen or a label.
const QUALITY: f64 = 0.85;
/// A drawing up to this size stays a PNG, which keeps lines sharp.
const DRAWING_BYTES: f64 = 400_000.0;
/// Why a picture could not be made ready to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoError {
    /// The file is no picture that the browser can read, or it stays too large.
    Unreadable,
    /// The browser lacks what it takes: a canvas, or cryptography as on a page without HTTPS.
    Unsupported,
}

const PNG: &str = "image/png";
const JPEG: &str = "image/jpeg";

/// Draws a picture again, at most [`PHOTO_SIDE_PIXELS`] long, which also drops the camera's
/// metadata.
///
/// # Errors
/// [`PhotoError`].
pub async fn shrink(blob: &Blob) -> Result<Blob, PhotoError> {
    let window = web_sys::window().ok_or(PhotoError::Unsupported)?;
    let decoding =
        window.create_image_bitmap_with_blob(blob).map_err(|_| PhotoError::Unreadable)?;
    let picture = JsFuture::from(decoding).await.map_err(|_| PhotoError::Unreadable)?;
    let canvas = draw(&picture.unchecked_into())?;
    let is_drawing = blob.type_() == PNG && blob.size() <= DRAWING_BYTES;
    let small = encode(&canvas, if is_drawing { PNG } else { JPEG }).await?;
    if small.size() > PHOTO_BYTES as f64 {
        return Err(PhotoError::Unreadable);
    }
    Ok(small)
}

fn draw(picture: &ImageBitmap) -> Result<HtmlCanvasElement, PhotoError> {
    let longest = picture.width().max(picture.height()).max(1);
    let scale = (f64::from(PHOTO_SIDE_PIXELS) / f64::from(longest)).min(1.0);
    let width = (f64::from(picture.width()) * scale).round().max(1.0);
    let height = (f64::from(picture.height()) * scale).round().max(1.0);
    let canvas: HtmlCanvasElement = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("canvas").ok())
        .and_then(|element| element.dyn_into().ok())
        .ok_or(PhotoError::Unsupported)?;
    canvas.set_width(width as u32);
    canvas.set_height(height as u32);
    let context = canvas.get_context("2d").ok().flatten();
    let context: CanvasRenderingContext2d =
        context.and_then(|context| context.dyn_into().ok()).ok_or(PhotoError::Unsupported)?;
    // JPEG has no transparency: without this, transparent areas would turn black.
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, width, height);
    context
        .draw_image_with_image_bitmap_and_dw_and_dh(picture, 0.0, 0.0, width, height)
        .map_err(|_| PhotoError::Unreadable)?;
    picture.close();
    Ok(canvas)
}

async fn encode(canvas: &HtmlCanvasElement, kind: &str) -> Result<Blob, PhotoError> {
    let encoding = Promise::new(&mut |resolve: Function, reject: Function| {
        let asked = canvas.to_blob_with_type_and_encoder_options(&resolve, kind, &QUALITY.into());
        if asked.is_err() {
            // Rejecting a promise of ours cannot fail.
            let _ = reject.call0(&JsValue::UNDEFINED);
        }
    });
    let blob = JsFuture::from(encoding).await;
    blob.ok().and_then(|blob| blob.dyn_into().ok()).ok_or(PhotoError::Unreadable)
}

/// Returns the name of a file: the SHA-256 of its bytes.
///
/// # Errors
/// [`PhotoError`].
pub async fn sha256(blob: &Blob) -> Result<FileHash, PhotoError> {
    let bytes = JsFuture::from(blob.array_buffer()).await.map_err(|_| PhotoError::Unreadable)?;
    let bytes = Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>());
    let crypto = web_sys::window().and_then(|window| window.crypto().ok());
    let digest = crypto
        .and_then(|crypto| {
            let subtle = crypto.subtle();
            subtle.digest_with_str_and_buffer_source("SHA-256", &bytes).ok()
        })
        .ok_or(PhotoError::Unsupported)?;
    let digest = JsFuture::from(digest).await.map_err(|_| PhotoError::Unsupported)?;
    let digest = Uint8Array::new(&digest).to_vec();
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    Ok(FileHash(hex))
}
