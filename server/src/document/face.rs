//! The letters: DejaVu Sans Condensed, in the file itself, for what people type in French and far
//! beyond it.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use skrifa::{FontRef, MetadataProvider};

/// Stands for a sign that the font has not.
const INSTEAD: char = '\u{fffd}';

/// How strong a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    Bold,
}

/// The fonts of a document.
pub(super) struct Faces {
    plain: Face,
    bold: Face,
}

impl Faces {
    pub(super) fn load() -> Self {
        Self {
            plain: Face::new(dejavu::sans_condensed::regular()),
            bold: Face::new(dejavu::sans_condensed::bold()),
        }
    }

    pub(super) fn of(&self, weight: Weight) -> &Face {
        match weight {
            Weight::Plain => &self.plain,
            Weight::Bold => &self.bold,
        }
    }
}

/// One font.
pub(super) struct Face {
    pub(super) font: Font,
    signs: Charmap<'static>,
    metrics: GlyphMetrics<'static>,
    per_em: f32,
}

impl Face {
    fn new(data: &'static [u8]) -> Self {
        let font = Font::new(data.into(), 0).expect("DejaVu is a font");
        let data = FontRef::new(data).expect("DejaVu is a font");
        let metrics = data.glyph_metrics(Size::unscaled(), LocationRef::default());
        Self { per_em: font.units_per_em(), font, signs: data.charmap(), metrics }
    }

    /// The place of a sign in the font, or of the one that stands for it, and its width as a part
    /// of the size.
    fn glyph(&self, sign: char) -> (u32, f32) {
        let glyph = self.signs.map(sign).filter(|glyph| glyph.to_u32() > 0);
        let glyph = glyph.or_else(|| self.signs.map(INSTEAD)).unwrap_or_default();
        (glyph.to_u32(), self.metrics.advance_width(glyph).unwrap_or_default() / self.per_em)
    }

    /// The width of a text, in points.
    pub(super) fn width(&self, text: &str, size: f32) -> f32 {
        text.chars().map(|sign| self.glyph(sign).1 * size).sum()
    }

    /// The text in glyphs, each of which says what it stands for.
    pub(super) fn glyphs(&self, text: &str) -> Vec<KrillaGlyph> {
        let glyph = |(at, sign): (usize, char)| {
            let (glyph, width) = self.glyph(sign);
            let range = at..at + sign.len_utf8();
            KrillaGlyph::new(GlyphId::new(glyph), width, 0.0, 0.0, 0.0, range, None)
        };
        text.char_indices().map(glyph).collect()
    }
}

/// A text in one line without what cannot be drawn: controls become blanks, and what stands for no
/// sign goes (PDF/UA-1, 7.21.7).
pub(super) fn drawable(text: &str) -> String {
    let signs = text.chars().filter(|sign| !matches!(sign, '\u{feff}' | '\u{fffe}' | '\u{ffff}'));
    signs.map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}
