//! Reads the codes on a picture of a label: QR, Data Matrix, Code 128, Code 39, EAN 13. Pure,
//! so that the same code is tested on pictures and runs beside the page.

mod luma;

pub use luma::Luma;

use rxing::common::{HybridBinarizer, Result};
use rxing::datamatrix::DataMatrixReader;
use rxing::multi::{GenericMultipleBarcodeReader, MultipleBarcodeReader};
use rxing::oned::{Code39Reader, Code128Reader, EAN13Reader};
use rxing::qrcode::QRCodeReader;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{
    Binarizer, BinaryBitmap, DecodeHints, Exceptions, Luma8LuminanceSource, RXingResult, Reader,
};

/// How much time a picture is worth.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Effort {
    /// One of many pictures of a camera: the next one may be better.
    Glance,
    /// The only one.
    Thorough,
}

/// Degrees by which a picture is turned when nothing was read: lines are read within some twenty
/// degrees of the level and of the plumb line.
const TURNS: [f32; 4] = [22.5, 45.0, 67.5, -11.0];
/// Pixels below which the long side is not halved again.
const SMALL: u32 = 400;
/// Pixels beyond which the long side is not doubled.
const LARGE: u32 = 1_600;

/// Returns the text of every code, each once, in the order in which they were found.
pub fn read(picture: &Luma, effort: Effort) -> Vec<String> {
    let picture = picture.stretched();
    let mut found = Vec::new();
    look(&picture, &mut found);
    if effort == Effort::Glance {
        if found.is_empty() && picture.long_side() > SMALL {
            look(&picture.halved(), &mut found);
        }
        return found;
    }
    // Smaller, noise is gone; smoother, single pixels are. What is read once may hide the rest.
    look(&picture.smoothed(), &mut found);
    let mut smaller = picture.clone();
    while smaller.long_side() > SMALL {
        smaller = smaller.halved();
        look(&smaller, &mut found);
    }
    for degrees in TURNS {
        if found.is_empty() {
            look(&picture.turned(degrees), &mut found);
        }
    }
    if found.is_empty() && picture.long_side() <= LARGE {
        // Small on a large picture: two pixels a square are too few to see where it begins.
        look_for(&[Kind::Qr, Kind::DataMatrix], &picture.doubled(), &mut found);
    }
    found
}

fn look(picture: &Luma, found: &mut Vec<String>) {
    let kinds = [Kind::Qr, Kind::DataMatrix, Kind::Code128, Kind::Code39, Kind::Ean13];
    look_for(&kinds, picture, found);
}

fn look_for(kinds: &[Kind], picture: &Luma, found: &mut Vec<String>) {
    let hints = DecodeHints { TryHarder: Some(true), ..DecodeHints::default() };
    for kind in kinds {
        let pixels = picture.pixels().to_vec();
        let source = Luma8LuminanceSource::new(pixels, picture.width(), picture.height());
        // An empty picture holds no code.
        let Ok(source) = source else { return };
        let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
        let mut reader = GenericMultipleBarcodeReader::new(*kind);
        let codes = reader.decode_multiple_with_hints(&mut bitmap, &hints);
        for text in codes.iter().flatten().map(|code| code.getText().trim()) {
            if !text.is_empty() && !found.iter().any(|known| known == text) {
                found.push(text.to_owned());
            }
        }
    }
}

/// One kind of code; each is looked for by itself, so that one cannot hide another.
#[derive(Debug, Clone, Copy)]
enum Kind {
    Qr,
    DataMatrix,
    Code128,
    Code39,
    Ean13,
}

impl Reader for Kind {
    fn decode<B: Binarizer>(&mut self, image: &mut BinaryBitmap<B>) -> Result<RXingResult> {
        self.decode_with_hints(image, &DecodeHints::default())
    }

    fn decode_with_hints<B: Binarizer>(
        &mut self,
        image: &mut BinaryBitmap<B>,
        hints: &DecodeHints,
    ) -> Result<RXingResult> {
        match self {
            // Two ways to the same code: what one does not see, the other often does.
            Kind::Qr => QrReader
                .decode_with_hints(image, hints)
                .or_else(|_| QRCodeReader.decode_with_hints(image, hints)),
            Kind::DataMatrix => DataMatrixReader.decode_with_hints(image, hints),
            Kind::Code128 => Code128Reader.decode_with_hints(image, hints),
            Kind::Code39 => Code39Reader::default().decode_with_hints(image, hints),
            Kind::Ean13 => EAN13Reader.decode_with_hints(image, hints),
        }
        .and_then(|found| match found.getPoints().is_empty() {
            true => Err(Exceptions::NOT_FOUND),
            false => Ok(found),
        })
    }
}
