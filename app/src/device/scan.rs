//! Reads codes of labels on photos and from the camera: with the browser's own reader of codes, and
//! with the one of the app where there is none or where it finds nothing.

mod own;

use super::photo;
use js_sys::{Array, Object, Promise, Reflect};
use leptos::task::spawn_local;
use std::time::Duration;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

#[wasm_bindgen]
extern "C" {
    type BarcodeDetector;

    #[wasm_bindgen(constructor, catch)]
    fn new() -> Result<BarcodeDetector, JsValue>;

    #[wasm_bindgen(method, catch)]
    fn detect(this: &BarcodeDetector, picture: &JsValue) -> Result<Promise, JsValue>;

    #[wasm_bindgen(static_method_of = BarcodeDetector, js_name = getSupportedFormats, catch)]
    fn formats() -> Result<Promise, JsValue>;
}

/// Longest side in pixels of a photo whose codes are read.
const PHOTO_SIDE: u32 = 1_600;
/// The same of one picture of the camera, of which there are several a second.
const GLANCE_SIDE: u32 = 800;

/// How long after a screen was opened the reader is fetched.
const AFTER_START: Duration = Duration::from_secs(3);

/// Why no code could be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ScanError {
    /// The file is no picture that the browser can read.
    Unreadable,
    /// The reader of the app is not on this device, and there is no network to fetch it.
    NoReader,
    /// The camera was refused, or there is none.
    NoCamera,
}

fn has_detector() -> bool {
    let global: Object = js_sys::global();
    Reflect::get(&global, &"BarcodeDetector".into()).is_ok_and(|reader| reader.is_function())
}

/// Has the reader of the app kept on a device whose browser reads no QR codes, so that it is there
/// without a network; after what the page itself has to fetch.
pub fn prepare() {
    spawn_local(async {
        super::rest(AFTER_START).await;
        let formats = async {
            let asked = BarcodeDetector::formats().ok()?;
            JsFuture::from(asked).await.ok()?.dyn_into::<Array>().ok()
        };
        let formats = if has_detector() { formats.await } else { None };
        if !formats.is_some_and(|formats| formats.includes(&"qr_code".into(), 0)) {
            super::worker::keep("KEEP_SCANNER");
        }
    });
}

/// Returns the texts of the codes on a photo, none when there are none.
///
/// # Errors
/// [`ScanError`].
pub async fn read_photo(photo: &Blob) -> Result<Vec<String>, ScanError> {
    let picture = photo::decode(photo).await.map_err(|_| ScanError::Unreadable)?;
    let found = detected(picture.source()).await;
    if !found.is_empty() {
        return Ok(found);
    }
    let pixels = photo::pixels(picture.source(), picture.size(), PHOTO_SIDE);
    let pixels = pixels.ok_or(ScanError::Unreadable)?;
    own::read(&pixels, true).await.ok_or(ScanError::NoReader)
}

/// Returns the texts of the codes that the camera sees now.
///
/// # Errors
/// [`ScanError::NoReader`].
pub async fn read_video(video: &HtmlVideoElement) -> Result<Vec<String>, ScanError> {
    if video.video_width() == 0 {
        return Ok(Vec::new());
    }
    if has_detector() {
        let found = detected(video).await;
        if !found.is_empty() {
            return Ok(found);
        }
    }
    let size = (video.video_width(), video.video_height());
    let Some(pixels) = photo::pixels(video, size, GLANCE_SIDE) else { return Ok(Vec::new()) };
    own::read(&pixels, false).await.ok_or(ScanError::NoReader)
}

/// What the browser's own reader finds, if there is one.
async fn detected(picture: &JsValue) -> Vec<String> {
    if !has_detector() {
        return Vec::new();
    }
    let found = async {
        let found = BarcodeDetector::new().ok()?.detect(picture).ok()?;
        JsFuture::from(found).await.ok()?.dyn_into::<Array>().ok()
    };
    let found = found.await.unwrap_or_default();
    let text = |code: JsValue| Reflect::get(&code, &"rawValue".into()).ok()?.as_string();
    let texts = found.iter().filter_map(text).map(|text| text.trim().to_owned());
    texts.filter(|text| !text.is_empty()).collect()
}

/// Returns whether this browser gives pages the pictures of a camera.
pub fn has_camera() -> bool {
    let devices = super::navigator()
        .and_then(|navigator| Reflect::get(&navigator, &"mediaDevices".into()).ok());
    devices.is_some_and(|devices| super::method(&devices, "getUserMedia").is_some())
}

/// Shows what the camera at the back sees.
///
/// # Errors
/// [`ScanError::NoCamera`].
pub async fn open_camera(video: &HtmlVideoElement) -> Result<Camera, ScanError> {
    let stream = async {
        let at_the_back = Object::new();
        Reflect::set(&at_the_back, &"facingMode".into(), &"environment".into()).ok()?;
        let wanted = MediaStreamConstraints::new();
        wanted.set_video(&at_the_back);
        let devices = super::navigator()?.media_devices().ok()?;
        let asked = devices.get_user_media_with_constraints(&wanted).ok()?;
        JsFuture::from(asked).await.ok()?.dyn_into::<MediaStream>().ok()
    };
    let camera = Camera(stream.await.ok_or(ScanError::NoCamera)?);
    video.set_src_object(Some(&camera.0));
    if let Ok(playing) = video.play() {
        // A view that was left meanwhile plays nothing.
        let _ = JsFuture::from(playing).await;
    }
    Ok(camera)
}

/// A camera that is on; it goes off when this is dropped.
pub struct Camera(MediaStream);

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.0.get_tracks().iter() {
            track.unchecked_into::<MediaStreamTrack>().stop();
        }
    }
}
