//! Photos as they leave the device: small enough, and without the camera's metadata.

use super::digest;
use js_sys::{ArrayBuffer, Function, Promise, Reflect, Uint8Array};
use shared::id::FileHash;
use shared::limits::PHOTO_BYTES;
use shared::photo::{FileNature, kept_size};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{
    Blob, CanvasRenderingContext2d, HtmlCanvasElement, HtmlImageElement, ImageBitmap,
    ImageBitmapOptions, ImageData, Url,
};

/// Quality of the JPEG encoder: no visible loss on a photo of a screen or a label.
const QUALITY: f64 = 0.85;
/// A drawing up to this size stays a PNG, which keeps lines sharp.
const DRAWING_BYTES: f64 = 400_000.0;

/// Why a picture could not be made ready to be kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoError {
    /// The file is no picture that the browser can read.
    Unreadable(FileNature),
    /// It stays too large.
    TooLarge,
    /// The browser lacks what it takes: a canvas, or cryptography as on a page without HTTPS.
    Unsupported,
}

const PNG: &str = "image/png";
const JPEG: &str = "image/jpeg";

#[wasm_bindgen]
extern "C" {
    /// A canvas that draws bitmaps, images and films alike.
    type Pencil;

    #[wasm_bindgen(method, catch, js_name = drawImage)]
    fn draw(
        this: &Pencil,
        picture: &JsValue,
        x: f64,
        y: f64,
        width: f64,
        height: f64,
    ) -> Result<(), JsValue>;
}

/// A picture that the browser has read, upright.
pub enum Picture {
    Bitmap(ImageBitmap),
    /// Read by way of an element, with the address that it was given.
    Image(HtmlImageElement, String),
}

impl Picture {
    /// What a canvas or a reader of codes takes.
    pub fn source(&self) -> &JsValue {
        match self {
            Picture::Bitmap(bitmap) => bitmap,
            Picture::Image(image, _) => image,
        }
    }

    /// Width and height in pixels.
    pub fn size(&self) -> (u32, u32) {
        match self {
            Picture::Bitmap(bitmap) => (bitmap.width(), bitmap.height()),
            Picture::Image(image, _) => (image.natural_width(), image.natural_height()),
        }
    }
}

impl Drop for Picture {
    fn drop(&mut self) {
        match self {
            Picture::Bitmap(bitmap) => bitmap.close(),
            Picture::Image(_, address) => {
                // Revoking fails only for an unknown address, which is as good.
                let _ = Url::revoke_object_url(address);
            }
        }
    }
}

/// Draws a picture again, upright and no larger than it is kept, which also drops the camera's
/// metadata.
///
/// # Errors
/// [`PhotoError`].
pub async fn shrink(blob: &Blob) -> Result<Blob, PhotoError> {
    let picture = decode(blob).await?;
    let (width, height) = picture.size();
    let (canvas, _) = draw(picture.source(), kept_size(width, height))?;
    drop(picture);
    let is_drawing = blob.type_() == PNG && blob.size() <= DRAWING_BYTES;
    let small = encode(&canvas, if is_drawing { PNG } else { JPEG }).await?;
    if small.size() > PHOTO_BYTES as f64 {
        return Err(PhotoError::TooLarge);
    }
    Ok(small)
}

/// Reads a picture, turned as its camera was held.
///
/// # Errors
/// [`PhotoError`].
pub async fn decode(blob: &Blob) -> Result<Picture, PhotoError> {
    if let Some(bitmap) = bitmap(blob).await {
        return Ok(Picture::Bitmap(bitmap));
    }
    // Some browsers read more formats, or turn a picture, only by way of an element.
    match image(blob).await {
        Some(picture) => Ok(picture),
        None => Err(PhotoError::Unreadable(nature(blob).await)),
    }
}

async fn bitmap(blob: &Blob) -> Option<ImageBitmap> {
    let options = ImageBitmapOptions::new();
    Reflect::set(&options, &"imageOrientation".into(), &"from-image".into()).ok()?;
    let window = web_sys::window()?;
    let asked = window.create_image_bitmap_with_blob_and_image_bitmap_options(blob, &options);
    JsFuture::from(asked.ok()?).await.ok()?.dyn_into().ok()
}

async fn image(blob: &Blob) -> Option<Picture> {
    let address = Url::create_object_url_with_blob(blob).ok()?;
    let picture = Picture::Image(HtmlImageElement::new().ok()?, address);
    let Picture::Image(image, address) = &picture else { return None };
    image.set_src(address);
    JsFuture::from(image.decode()).await.ok()?;
    (image.natural_width() > 0).then_some(picture)
}

async fn nature(blob: &Blob) -> FileNature {
    let start = async {
        let start = blob.slice_with_i32_and_i32(0, FileNature::BYTES as i32).ok()?;
        let bytes = JsFuture::from(start.array_buffer()).await.ok()?;
        Some(Uint8Array::new(&bytes).to_vec())
    };
    start.await.map_or(FileNature::Other, |start| FileNature::of(&start))
}

/// Draws a picture in that size on white paper: JPEG has no transparency.
fn draw(
    picture: &JsValue,
    (width, height): (u32, u32),
) -> Result<(HtmlCanvasElement, CanvasRenderingContext2d), PhotoError> {
    let canvas: HtmlCanvasElement = web_sys::window()
        .and_then(|window| window.document())
        .and_then(|document| document.create_element("canvas").ok())
        .and_then(|element| element.dyn_into().ok())
        .ok_or(PhotoError::Unsupported)?;
    canvas.set_width(width);
    canvas.set_height(height);
    let context = canvas.get_context("2d").ok().flatten();
    let context: CanvasRenderingContext2d =
        context.and_then(|context| context.dyn_into().ok()).ok_or(PhotoError::Unsupported)?;
    let (width, height) = (f64::from(width), f64::from(height));
    context.set_fill_style_str("#ffffff");
    context.fill_rect(0.0, 0.0, width, height);
    let pencil: &Pencil = context.unchecked_ref();
    pencil.draw(picture, 0.0, 0.0, width, height).map_err(|_| PhotoError::TooLarge)?;
    Ok((canvas, context))
}

/// Returns the pixels of a picture or of a film, its long side at most so many pixels.
pub(super) fn pixels(picture: &JsValue, size: (u32, u32), longest: u32) -> Option<ImageData> {
    let scale = (f64::from(longest) / f64::from(size.0.max(size.1).max(1))).min(1.0);
    let fitted = |side: u32| (f64::from(side) * scale).round().max(1.0) as u32;
    let (width, height) = (fitted(size.0), fitted(size.1));
    let (_, context) = draw(picture, (width, height)).ok()?;
    context.get_image_data(0.0, 0.0, f64::from(width), f64::from(height)).ok()
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
    blob.ok().and_then(|blob| blob.dyn_into().ok()).ok_or(PhotoError::TooLarge)
}

/// Returns the name of a file: the SHA-256 of its bytes.
///
/// # Errors
/// [`PhotoError`].
pub async fn sha256(blob: &Blob) -> Result<FileHash, PhotoError> {
    let bytes = JsFuture::from(blob.array_buffer()).await.map_err(|_| PhotoError::Unsupported)?;
    let bytes = Uint8Array::new(&bytes.unchecked_into::<ArrayBuffer>()).to_vec();
    let digest = digest::sha256(&bytes).await.ok_or(PhotoError::Unsupported)?;
    Ok(FileHash(digest::hex(&digest)))
}
