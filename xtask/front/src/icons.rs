//! The icons as pixels: the drawing of public/icons/icon.svg, for those who cannot show it.
//!
//! A round trip (a ring, open at its end) with one stop in each quarter and a tick at its heart.
//! The units are hundredths of the side; each pixel is the mean of 16 samples.

use std::fs::File;
use std::io::BufWriter;
use std::path::Path;

use crate::files::{Outcome, on};

const GROUND: [f64; 3] = [16.0, 58.0, 92.0];
const INK: [f64; 3] = [255.0, 255.0, 255.0];
const STOP: [f64; 3] = [255.0, 201.0, 74.0];
const SAMPLES_PER_SIDE: u32 = 4;

/// How the ground is cut.
#[derive(Clone, Copy)]
enum Cut {
    /// Rounded corners, the drawing at its full size.
    Rounded,
    /// To the edges, the drawing inside the circle that every system keeps.
    Maskable,
}

/// Draws every PNG into a folder.
pub(crate) fn draw(folder: &Path) -> Outcome {
    let wanted = [
        ("icon-180.png", 180, Cut::Maskable),
        ("icon-192.png", 192, Cut::Rounded),
        ("icon-512.png", 512, Cut::Rounded),
        ("maskable-192.png", 192, Cut::Maskable),
        ("maskable-512.png", 512, Cut::Maskable),
    ];
    for (name, side, cut) in wanted {
        save(&folder.join(name), side, &pixels(side, cut))?;
    }
    Ok(())
}

fn save(path: &Path, side: u32, pixels: &[u8]) -> Outcome {
    let file = File::create(path).map_err(on(path))?;
    let mut encoder = png::Encoder::new(BufWriter::new(file), side, side);
    encoder.set_color(png::ColorType::Rgba);
    encoder.set_depth(png::BitDepth::Eight);
    encoder.set_compression(png::Compression::High);
    let mut writer = encoder.write_header().map_err(on(path))?;
    writer.write_image_data(pixels).map_err(on(path))
}

fn pixels(side: u32, cut: Cut) -> Vec<u8> {
    let mut pixels = Vec::new();
    for y in 0..side {
        for x in 0..side {
            let mut sum = [0.0; 3];
            let mut covered = 0.0;
            for sample in 0..SAMPLES_PER_SIDE * SAMPLES_PER_SIDE {
                let place = |pixel: u32, step: u32| {
                    let offset = (f64::from(step) + 0.5) / f64::from(SAMPLES_PER_SIDE);
                    (f64::from(pixel) + offset) * 100.0 / f64::from(side)
                };
                let at = (place(x, sample % SAMPLES_PER_SIDE), place(y, sample / SAMPLES_PER_SIDE));
                if let Some(colour) = colour_at(at, cut) {
                    covered += 1.0;
                    (0..3).for_each(|channel| sum[channel] += colour[channel]);
                }
            }
            pixels.extend(sum.map(|total| (total / f64::max(covered, 1.0)).round() as u8));
            let all = f64::from(SAMPLES_PER_SIDE * SAMPLES_PER_SIDE);
            pixels.push((covered / all * 255.0).round() as u8);
        }
    }
    pixels
}

/// The colour at a point, or none outside the ground.
fn colour_at((x, y): (f64, f64), cut: Cut) -> Option<[f64; 3]> {
    let scale = match cut {
        Cut::Rounded => {
            let outside = |v: f64| f64::max((v - 50.0).abs() - 30.0, 0.0);
            if outside(x).hypot(outside(y)) > 20.0 {
                return None;
            }
            1.0
        }
        Cut::Maskable => 0.8,
    };
    let point = ((x - 50.0) / scale, (y - 50.0) / scale);
    let stops = [(0.0, -32.0), (32.0, 0.0), (0.0, 32.0), (-32.0, 0.0)];
    if stops.iter().any(|stop| distance(point, *stop) <= 8.0) {
        return Some(STOP);
    }
    let ring = (point.0.hypot(point.1) - 32.0).abs() <= 3.0;
    let tick = to_segment(point, (-13.0, 1.0), (-4.0, 10.0)) <= 3.5
        || to_segment(point, (-4.0, 10.0), (14.0, -10.0)) <= 3.5;
    Some(if ring || tick { INK } else { GROUND })
}

fn distance(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

fn to_segment(point: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let along = ((point.0 - from.0) * dx + (point.1 - from.1) * dy) / (dx * dx + dy * dy);
    let along = along.clamp(0.0, 1.0);
    distance(point, (from.0 + along * dx, from.1 + along * dy))
}
