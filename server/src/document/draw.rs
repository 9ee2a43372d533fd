//! Draws the pages.

use super::face::Faces;
use super::layout::{MARGIN, Of, Page, Run};
use super::tags::{self, Pieces};
use super::{DocumentBlock, Paper};
use krilla::Document;
use krilla::SerializeSettings;
use krilla::color::luma;
use krilla::configure::{Accessibility, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::error::KrillaError;
use krilla::geom::{PathBuilder, Point};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::paint::Stroke;
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag};

/// Returns the file.
pub(super) fn write(
    faces: &Faces,
    title: &str,
    paper: Paper,
    blocks: &[DocumentBlock],
    pages: &[Page],
) -> Result<Vec<u8>, KrillaError> {
    let rules = ConfigurationBuilder::new().with_accessibility_validator(Accessibility::UA1);
    let configuration = rules.finish().expect("PDF/UA-1 is one of PDF 1.7, the usual one");
    let mut document =
        Document::new_with(SerializeSettings { configuration, ..Default::default() });
    let title = if title.trim().is_empty() { "Document" } else { title };
    document.set_metadata(Metadata::new().title(title.into()).language("fr".into()));
    let (width, height) = paper.size();
    let mut pieces = Pieces::new();
    for page in pages {
        let settings = PageSettings::from_wh(width, height).expect("A4");
        let mut drawn = document.start_page_with(settings);
        let mut surface = drawn.surface();
        page.rules.iter().for_each(|rule| line(&mut surface, *rule, width));
        for run in &page.runs {
            text(&mut surface, faces, run, &mut pieces);
        }
        surface.finish();
        drawn.finish();
    }
    document.set_outline(outline(title, blocks, pages));
    document.set_tag_tree(tags::tree(blocks, pieces));
    document.finish()
}

fn text(surface: &mut Surface<'_>, faces: &Faces, run: &Run, pieces: &mut Pieces) {
    let tag = match run.of {
        Of::Page => ContentTag::Artifact(Artifact::with_kind(ArtifactType::PaginationOther)),
        Of::Block(_) | Of::Cell(..) => ContentTag::Other,
    };
    let face = faces.of(run.weight);
    let piece = surface.start_tagged(tag);
    let (at, glyphs) = (Point::from_xy(run.x, run.y), face.glyphs(&run.text));
    surface.draw_glyphs(at, &glyphs, face.font.clone(), &run.text, run.size, false);
    surface.end_tagged();
    if run.of != Of::Page {
        pieces.entry(run.of).or_default().push(piece);
    }
}

/// A thin line from margin to margin.
fn line(surface: &mut Surface<'_>, y: f32, width: f32) {
    let mut path = PathBuilder::new();
    path.move_to(MARGIN, y);
    path.line_to(width - MARGIN, y);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
    let fill = surface.get_fill().cloned();
    surface.set_fill(None);
    let paint = luma::Color::new(190).into();
    surface.set_stroke(Some(Stroke { paint, width: 0.5, ..Default::default() }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.set_fill(fill);
    surface.end_tagged();
}

/// The headings, to go to; the title alone where there are none.
fn outline(title: &str, blocks: &[DocumentBlock], pages: &[Page]) -> Outline {
    let mut outline = Outline::new();
    for (number, block) in blocks.iter().enumerate() {
        use DocumentBlock::{Heading, Leaf, Title};
        let (Title(text) | Leaf(text) | Heading(text)) = block else {
            continue;
        };
        let starts = |run: &&Run| run.of == Of::Block(number);
        let found = pages
            .iter()
            .enumerate()
            .find_map(|(at, page)| page.runs.iter().find(starts).map(|run| (at, run.y - run.size)));
        let Some((page, y)) = found else { continue };
        let place = XyzDestination::new(page, Point::from_xy(MARGIN, y));
        outline.push_child(OutlineNode::new(text.clone(), place));
    }
    if !blocks
        .iter()
        .any(|block| !matches!(block, DocumentBlock::Text(_) | DocumentBlock::Table { .. }))
    {
        let top = XyzDestination::new(0, Point::from_xy(MARGIN, MARGIN));
        outline.push_child(OutlineNode::new(title.into(), top));
    }
    outline
}
