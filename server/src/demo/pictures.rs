//! Photos and signatures of the demonstration: drawn by the program, so that they show nobody and
//! belong to nobody.

use super::draw::Draw;
use super::world::device;
use crate::blobs::Blobs;
use crate::files::{self, FilePart, FileProblem};
use crate::identity::hex;
use crate::store::{Fault, FileRecord, StoreResult, Writer};
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{GrayImage, Luma, Rgb, RgbImage};
use sha2::{Digest, Sha256};
use shared::history::FileRef;
use shared::id::{AccountId, FileHash, Millis};

/// Width and height of a photo, in pixels.
const PHOTO: (u32, u32) = (480, 360);
/// Width and height of a signature, in pixels.
const SIGNATURE: (u32, u32) = (360, 120);
/// Signatures.
const SIGNATURES: usize = 6;

/// A rectangle: left, top, right, bottom, in pixels, and its colour.
type Patch = (u32, u32, u32, u32, [u8; 3]);

/// A picture as a device would send it.
struct Picture {
    file: FileRef,
    bytes: Vec<u8>,
}

/// The pictures of the demonstration.
pub(super) struct Pictures {
    photos: Vec<Picture>,
    signatures: Vec<Picture>,
}

impl Pictures {
    /// Draws them.
    ///
    /// # Errors
    /// When the encoder fails.
    pub(super) fn draw(draw: &mut Draw) -> StoreResult<Self> {
        let photos = SCENES.iter().map(|scene| photo(scene, draw));
        let photos = photos.collect::<StoreResult<_>>()?;
        let signatures = (0..SIGNATURES).map(|_| signature(draw));
        Ok(Self { photos, signatures: signatures.collect::<StoreResult<_>>()? })
    }

    /// A photo.
    pub(super) fn photo(&self, draw: &mut Draw) -> FileRef {
        draw.pick(&self.photos).file.clone()
    }

    /// A signature.
    pub(super) fn signature(&self, draw: &mut Draw) -> FileRef {
        draw.pick(&self.signatures).file.clone()
    }

    /// Keeps them where photos of devices are kept.
    ///
    /// # Errors
    /// When they cannot be kept.
    pub(super) fn keep(&self, blobs: &dyn Blobs) -> StoreResult<()> {
        let kept = |problem: FileProblem| Fault::of("a picture of the demonstration", problem);
        for picture in self.photos.iter().chain(&self.signatures) {
            let part = FilePart { first: 0, total: picture.file.bytes };
            files::receive(blobs, &picture.file.hash, part, &picture.bytes).map_err(kept)?;
        }
        Ok(())
    }

    /// Notes who sent them.
    ///
    /// # Errors
    /// A fault of the store.
    pub(super) fn note(
        &self,
        store: &dyn Writer,
        account: AccountId,
        kept_at: Millis,
    ) -> StoreResult<()> {
        for picture in self.photos.iter().chain(&self.signatures) {
            let FileRef { hash, bytes } = picture.file.clone();
            let device = device(account);
            store.put_giver(&hash, account)?;
            store.put_file(&FileRecord { hash, device, account, kept_at, bytes })?;
        }
        Ok(())
    }
}

fn named(bytes: Vec<u8>) -> Picture {
    let hash = FileHash(hex(&Sha256::digest(&bytes)));
    Picture { file: FileRef { hash, bytes: bytes.len() as u64 }, bytes }
}

/// What a photo shows, as patches on a wall: a projected picture with a dark corner, a stained
/// keyboard, a box of the network with a red light, an inventory label, a jammed printer, a cart
/// of tablets.
const SCENES: [&[Patch]; 6] = [
    &[
        (60, 40, 420, 250, [250, 250, 245]),
        (75, 55, 405, 235, [225, 233, 244]),
        (300, 55, 405, 235, [120, 122, 130]),
        (90, 80, 270, 96, [60, 70, 95]),
        (90, 120, 250, 130, [140, 150, 170]),
        (90, 145, 260, 155, [140, 150, 170]),
        (0, 310, 480, 360, [120, 88, 60]),
    ],
    &[
        (40, 130, 440, 300, [50, 52, 56]),
        (55, 145, 425, 175, [95, 98, 104]),
        (55, 185, 425, 215, [95, 98, 104]),
        (55, 225, 425, 255, [95, 98, 104]),
        (140, 265, 340, 288, [95, 98, 104]),
        (250, 150, 330, 245, [128, 92, 58]),
    ],
    &[
        (140, 60, 340, 300, [232, 234, 236]),
        (160, 85, 320, 115, [60, 64, 70]),
        (170, 95, 182, 105, [60, 200, 90]),
        (200, 95, 212, 105, [60, 200, 90]),
        (230, 95, 242, 105, [220, 50, 45]),
        (170, 140, 310, 150, [170, 174, 180]),
        (170, 170, 310, 180, [170, 174, 180]),
        (230, 300, 246, 360, [40, 60, 140]),
    ],
    &[
        (0, 0, 480, 360, [70, 74, 80]),
        (110, 110, 370, 250, [248, 248, 240]),
        (130, 130, 138, 215, [20, 20, 20]),
        (146, 130, 150, 215, [20, 20, 20]),
        (158, 130, 170, 215, [20, 20, 20]),
        (178, 130, 182, 215, [20, 20, 20]),
        (190, 130, 204, 215, [20, 20, 20]),
        (214, 130, 220, 215, [20, 20, 20]),
        (240, 150, 350, 164, [40, 40, 40]),
        (240, 180, 330, 190, [110, 110, 110]),
        (130, 224, 350, 236, [40, 80, 160]),
    ],
    &[
        (90, 100, 390, 290, [205, 207, 210]),
        (110, 120, 370, 160, [60, 62, 66]),
        (130, 150, 350, 200, [252, 252, 250]),
        (150, 196, 330, 214, [236, 236, 230]),
        (170, 210, 300, 222, [252, 252, 250]),
        (330, 240, 360, 260, [230, 150, 40]),
    ],
    &[
        (100, 40, 380, 320, [84, 110, 140]),
        (120, 60, 360, 105, [24, 26, 30]),
        (120, 120, 360, 165, [24, 26, 30]),
        (120, 180, 360, 225, [24, 26, 30]),
        (120, 240, 360, 285, [150, 152, 156]),
        (130, 325, 160, 350, [20, 20, 20]),
        (320, 325, 350, 350, [20, 20, 20]),
    ],
];

/// A photo: the patches on a wall, in a light that falls off, with the noise of a small sensor.
fn photo(patches: &[Patch], draw: &mut Draw) -> StoreResult<Picture> {
    let (width, height) = PHOTO;
    let colour = |x: u32, y: u32| {
        let on = |(left, top, right, bottom, _): &&Patch| {
            (*left..*right).contains(&x) && (*top..*bottom).contains(&y)
        };
        patches.iter().rev().find(on).map_or([206, 198, 182], |patch| patch.4)
    };
    let mut picture = RgbImage::new(width, height);
    for (x, y, pixel) in picture.enumerate_pixels_mut() {
        let light = 235 - (x * 40 / width) as i32 - (y * 50 / height) as i32;
        let noise = draw.below(9) as i32 - 4;
        let lit = |channel: u8| (i32::from(channel) * light / 235 + noise).clamp(0, 255) as u8;
        *pixel = Rgb(colour(x, y).map(lit));
    }
    let mut bytes = Vec::new();
    let written = picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 60));
    written.map_err(|why| Fault::of("a photo of the demonstration", why))?;
    Ok(named(bytes))
}

/// A signature: a pen that goes to the right in loops.
fn signature(draw: &mut Draw) -> StoreResult<Picture> {
    let (width, height) = SIGNATURE;
    let mut picture = GrayImage::from_pixel(width, height, Luma([255]));
    let (loops, tall) = (4 + draw.below(5), 18 + draw.below(22));
    let lean = 4.0 + draw.below(12) as f64;
    let steps = 2_400;
    for step in 0..steps {
        let way = f64::from(step) / f64::from(steps);
        let turn = way * loops as f64;
        let x = 30.0 + way * 280.0 + wave(turn + 0.25) * lean * (1.0 - way * 0.5);
        let y = 62.0 + wave(turn) * tall as f64 * (1.0 - way * 0.7) - way * 8.0;
        for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
            let (x, y) = (x as u32 + dx, y as u32 + dy);
            if x < width && y < height {
                picture.put_pixel(x, y, Luma([24]));
            }
        }
    }
    let mut bytes = Vec::new();
    let written = picture.write_with_encoder(PngEncoder::new(&mut bytes));
    written.map_err(|why| Fault::of("a signature of the demonstration", why))?;
    Ok(named(bytes))
}

/// Nearly the sine of that many turns, by parabolas: the same bits on every machine.
fn wave(turns: f64) -> f64 {
    let half = turns.fract() * 2.0;
    match half < 1.0 {
        true => 4.0 * half * (1.0 - half),
        false => -4.0 * (half - 1.0) * (2.0 - half),
    }
}
