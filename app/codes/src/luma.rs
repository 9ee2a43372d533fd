//! Pictures in shades of grey.

/// A picture: one byte a pixel, 0 is black, row after row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Luma {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
}

impl Luma {
    /// From its pixels; `None` when there are not as many as its size says.
    pub fn new(width: u32, height: u32, pixels: Vec<u8>) -> Option<Self> {
        let is_whole = pixels.len() as u64 == u64::from(width) * u64::from(height);
        is_whole.then_some(Self { width, height, pixels })
    }

    /// From red, green, blue and opacity, as a canvas gives them.
    pub fn from_rgba(width: u32, height: u32, rgba: &[u8]) -> Option<Self> {
        let light = |pixel: &[u8; 4]| {
            let [red, green, blue, _] = pixel.map(u32::from);
            ((red * 77 + green * 151 + blue * 28) >> 8) as u8
        };
        Self::new(width, height, rgba.as_chunks().0.iter().map(light).collect())
    }

    /// Pixels across.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Pixels down.
    pub fn height(&self) -> u32 {
        self.height
    }

    /// All pixels.
    pub fn pixels(&self) -> &[u8] {
        &self.pixels
    }

    pub(crate) fn long_side(&self) -> u32 {
        self.width.max(self.height)
    }

    /// The pixel at a place; beyond the edge, the one at the edge.
    fn at(&self, x: i64, y: i64) -> u8 {
        let x = x.clamp(0, i64::from(self.width) - 1);
        let y = y.clamp(0, i64::from(self.height) - 1);
        let at = y * i64::from(self.width) + x;
        self.pixels.get(at as usize).copied().unwrap_or(255)
    }

    fn drawn(width: u32, height: u32, light: impl Fn(i64, i64) -> u8) -> Self {
        let (across, down) = (i64::from(width), i64::from(height));
        let pixels = (0..down).flat_map(|y| (0..across).map(move |x| (x, y)));
        Self { width, height, pixels: pixels.map(|(x, y)| light(x, y)).collect() }
    }

    /// From black to white, whatever the light was, but for a few stray pixels: a small code on a
    /// large paper has few that are dark.
    pub(crate) fn stretched(&self) -> Self {
        let mut counts = [0_usize; 256];
        for pixel in &self.pixels {
            counts[usize::from(*pixel)] += 1;
        }
        let part = self.pixels.len() / 5_000;
        let bound = |mut shades: Box<dyn Iterator<Item = usize>>| {
            let mut left = part;
            let is_beyond = |shade: &usize| match left.checked_sub(counts[*shade]) {
                Some(rest) => {
                    left = rest;
                    false
                }
                None => true,
            };
            shades.find(is_beyond).unwrap_or_default() as i32
        };
        let (dark, light) = (bound(Box::new(0..256)), bound(Box::new((0..256).rev())));
        if dark >= light {
            return self.clone();
        }
        let span = light - dark;
        let spread = |pixel: &u8| ((i32::from(*pixel) - dark) * 255 / span).clamp(0, 255) as u8;
        Self { pixels: self.pixels.iter().map(spread).collect(), ..*self }
    }

    /// Half as large, each pixel the mean of four.
    pub(crate) fn halved(&self) -> Self {
        Self::drawn((self.width / 2).max(1), (self.height / 2).max(1), |x, y| {
            let four = [(0, 0), (1, 0), (0, 1), (1, 1)];
            let sum: u32 = four.iter().map(|(a, b)| u32::from(self.at(2 * x + a, 2 * y + b))).sum();
            (sum / 4) as u8
        })
    }

    /// Twice as large.
    pub(crate) fn doubled(&self) -> Self {
        let (width, height) = (self.width * 2, self.height * 2);
        Self::drawn(width, height, |x, y| {
            self.between((x as f32 - 0.5) / 2.0, (y as f32 - 0.5) / 2.0)
        })
    }

    /// Each pixel the mean of the nine around it.
    pub(crate) fn smoothed(&self) -> Self {
        Self::drawn(self.width, self.height, |x, y| {
            let around = (-1..=1).flat_map(|a| (-1..=1).map(move |b| (a, b)));
            let sum: u32 = around.map(|(a, b)| u32::from(self.at(x + a, y + b))).sum();
            (sum / 9) as u8
        })
    }

    /// Turned about its middle, on a picture that is large enough for all of it.
    pub fn turned(&self, degrees: f32) -> Self {
        let (sin, cos) = degrees.to_radians().sin_cos();
        let (across, down) = (self.width as f32, self.height as f32);
        let width = across * cos.abs() + down * sin.abs();
        let height = across * sin.abs() + down * cos.abs();
        Self::drawn(width.ceil() as u32, height.ceil() as u32, |x, y| {
            let (x, y) = (x as f32 - width / 2.0, y as f32 - height / 2.0);
            self.between(x * cos + y * sin + across / 2.0, y * cos - x * sin + down / 2.0)
        })
    }

    /// The shade between four pixels; white beyond the picture, as paper is.
    fn between(&self, x: f32, y: f32) -> u8 {
        let is_beyond = |at: f32, size: u32| at < -1.0 || at > size as f32;
        if is_beyond(x, self.width) || is_beyond(y, self.height) {
            return 255;
        }
        let (left, top) = (x.floor(), y.floor());
        let (right, low) = (x - left, y - top);
        let (left, top) = (left as i64, top as i64);
        let light = |a, b| f32::from(self.at(left + a, top + b));
        let upper = light(0, 0) * (1.0 - right) + light(1, 0) * right;
        let lower = light(0, 1) * (1.0 - right) + light(1, 1) * right;
        (upper * (1.0 - low) + lower * low).round() as u8
    }
}
