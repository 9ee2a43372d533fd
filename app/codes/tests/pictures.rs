//! Codes are read on pictures as phones take them: turned, blurred, small, in a bad light.

use codes::{Effort, Luma, read};
use rxing::{BarcodeFormat, MultiFormatWriter, Writer};

const ADDRESS: &str = "https://parc.example/ht/SEM-003412";

/// White paper with codes on it, before a camera looks at it.
struct Paper {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Paper {
    fn new(width: u32, height: u32) -> Self {
        Self { width, height, pixels: vec![255; (width * height) as usize] }
    }

    /// Prints a code, its upper left corner at that place.
    fn print(mut self, format: BarcodeFormat, text: &str, at: [u32; 2], size: [i32; 2]) -> Self {
        let code = MultiFormatWriter.encode(text, &format, size[0], size[1]).expect("a code");
        for y in 0..code.height().min(self.height - at[1]) {
            for x in 0..code.width().min(self.width - at[0]) {
                if code.get(x, y) {
                    self.pixels[((y + at[1]) * self.width + x + at[0]) as usize] = 0;
                }
            }
        }
        self
    }

    fn seen(self) -> Luma {
        Luma::new(self.width, self.height, self.pixels).expect("a whole picture")
    }
}

fn qr(text: &str) -> Luma {
    Paper::new(640, 480).print(BarcodeFormat::QR_CODE, text, [220, 140], [200, 200]).seen()
}

fn line(format: BarcodeFormat, text: &str) -> Luma {
    Paper::new(800, 480).print(format, text, [150, 160], [500, 140]).seen()
}

/// A lens that is out of focus by so many pixels.
fn blurred(picture: &Luma, radius: i64) -> Luma {
    let (width, height) = (i64::from(picture.width()), i64::from(picture.height()));
    let at = |x: i64, y: i64| {
        let (x, y) = (x.clamp(0, width - 1), y.clamp(0, height - 1));
        u32::from(picture.pixels()[(y * width + x) as usize])
    };
    let side = 2 * radius + 1;
    let mean = |x: i64, y: i64| {
        let around = (-radius..=radius).flat_map(|b| (-radius..=radius).map(move |a| (a, b)));
        (around.map(|(a, b)| at(x + a, y + b)).sum::<u32>() / (side * side) as u32) as u8
    };
    let pixels = (0..height).flat_map(|y| (0..width).map(move |x| (x, y)));
    let pixels = pixels.map(|(x, y)| mean(x, y)).collect();
    Luma::new(picture.width(), picture.height(), pixels).expect("a whole picture")
}

/// Paper that is grey, ink that is pale, a shadow from the left, and the noise of a dark room.
fn badly_lit(picture: &Luma, contrast: f32, noise: i32) -> Luma {
    let mut random = fastrand::Rng::with_seed(7);
    let width = picture.width() as usize;
    let dim = |(at, pixel): (usize, &u8)| {
        let shadow = 40.0 * (at % width) as f32 / width as f32;
        let light = 70.0 + shadow + f32::from(*pixel) * contrast;
        (light as i32 + random.i32(-noise..=noise)).clamp(0, 255) as u8
    };
    let pixels = picture.pixels().iter().enumerate().map(dim).collect();
    Luma::new(picture.width(), picture.height(), pixels).expect("a whole picture")
}

#[test]
fn every_kind_of_label_is_read() {
    assert_eq!(read(&qr(ADDRESS), Effort::Glance), [ADDRESS]);
    assert_eq!(read(&qr("N° série = 5CGX\nNom = École"), Effort::Glance).len(), 1);
    for (format, text) in [
        (BarcodeFormat::CODE_128, "SEM-003412"),
        (BarcodeFormat::CODE_39, "SEM-003412"),
        (BarcodeFormat::EAN_13, "3701234567891"),
    ] {
        let found = read(&line(format, text), Effort::Glance);
        assert!(found.contains(&text.to_owned()), "{format:?}: {found:?}");
    }
    let matrix =
        Paper::new(400, 400).print(BarcodeFormat::DATA_MATRIX, "5CGX123", [120, 120], [160, 160]);
    assert_eq!(read(&matrix.seen(), Effort::Thorough), ["5CGX123"]);
}

#[test]
fn accents_of_a_qr_code_are_right() {
    let found = read(&qr("N° série = 5CGX\nNom = École"), Effort::Glance);
    assert_eq!(found, ["N° série = 5CGX\nNom = École"]);
}

#[test]
fn turned_labels_are_read() {
    for degrees in [7.0, 33.0, 90.0, 135.0, 180.0, 250.0] {
        let found = read(&qr(ADDRESS).turned(degrees), Effort::Thorough);
        assert_eq!(found, [ADDRESS], "turned by {degrees}°");
        let bars = line(BarcodeFormat::CODE_128, "SEM-003412").turned(degrees);
        let found = read(&bars, Effort::Thorough);
        assert_eq!(found, ["SEM-003412"], "bars turned by {degrees}°");
    }
}

#[test]
fn labels_out_of_focus_and_far_away_are_read() {
    assert_eq!(read(&blurred(&qr(ADDRESS), 2), Effort::Thorough), [ADDRESS]);
    let bars = blurred(&line(BarcodeFormat::CODE_128, "SEM-003412"), 1);
    assert_eq!(read(&bars, Effort::Thorough), ["SEM-003412"]);
    // Of 29 modules and a margin of 4 on each side: two pixels a module.
    let small = Paper::new(1600, 1200).print(BarcodeFormat::QR_CODE, ADDRESS, [900, 700], [75, 75]);
    assert_eq!(read(&small.seen(), Effort::Thorough), [ADDRESS]);
}

#[test]
fn labels_in_a_bad_light_are_read() {
    for degrees in [0.0, 20.0] {
        let dim = badly_lit(&qr(ADDRESS).turned(degrees), 0.25, 12);
        assert_eq!(read(&dim, Effort::Thorough), [ADDRESS], "turned by {degrees}°");
    }
    let bars = badly_lit(&line(BarcodeFormat::CODE_128, "SEM-003412"), 0.3, 10);
    assert_eq!(read(&bars, Effort::Thorough), ["SEM-003412"]);
    let both = badly_lit(&blurred(&qr(ADDRESS), 1).turned(-12.0), 0.4, 10);
    assert_eq!(read(&both, Effort::Thorough), [ADDRESS]);
}

#[test]
fn all_codes_of_one_label_are_given() {
    let label = Paper::new(1000, 700)
        .print(BarcodeFormat::EAN_13, "3701234567891", [60, 60], [380, 120])
        .print(BarcodeFormat::CODE_128, "5CGX123456", [60, 420], [460, 120])
        .print(BarcodeFormat::QR_CODE, ADDRESS, [640, 220], [240, 240]);
    let found = read(&label.seen(), Effort::Thorough);
    for text in ["3701234567891", "5CGX123456", ADDRESS] {
        assert!(found.contains(&text.to_owned()), "{text} is not in {found:?}");
    }
}

#[test]
fn a_picture_without_a_code_gives_none() {
    let mut random = fastrand::Rng::with_seed(3);
    let noise = (0..640 * 480).map(|_| random.u8(..)).collect();
    let noise = Luma::new(640, 480, noise).expect("a whole picture");
    assert_eq!(read(&noise, Effort::Thorough), Vec::<String>::new());
    assert_eq!(read(&Paper::new(300, 200).seen(), Effort::Thorough), Vec::<String>::new());
    assert_eq!(
        Luma::new(0, 0, Vec::new()).map(|none| read(&none, Effort::Thorough).len()),
        Some(0)
    );
    assert_eq!(Luma::new(10, 10, vec![0; 99]), None);
}
