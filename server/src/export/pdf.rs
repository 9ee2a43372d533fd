//! Writes a table on A4 pages, in landscape. Every reader has Helvetica (ISO 32000-1, 9.6.2.2), so
//! no font is embedded.

use super::Table;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

const WIDTH: f32 = 842.0;
const HEIGHT: f32 = 595.0;
const MARGIN: f32 = 36.0;
const LINE: f32 = 13.0;
const SIZE: f32 = 8.0;
/// Mean width of a letter of Helvetica, as a fraction of the font size.
const LETTER: f32 = 0.5;
const LINES_PER_PAGE: usize = ((HEIGHT - 2.0 * MARGIN) / LINE) as usize - 3;

/// Returns the table as a document.
pub(super) fn write(table: &Table) -> Vec<u8> {
    let mut last = 0;
    let mut fresh = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, plain, bold) = (fresh(), fresh(), fresh(), fresh());
    let widths = widths(table);
    let chunks: Vec<&[Vec<String>]> = match table.lines.is_empty() {
        true => vec![&[]],
        false => table.lines.chunks(LINES_PER_PAGE).collect(),
    };
    let pages: Vec<(Ref, Ref)> = chunks.iter().map(|_| (fresh(), fresh())).collect();
    let information = fresh();
    let mut pdf = Pdf::new();
    pdf.catalog(catalog).pages(tree).lang(TextStr("fr"));
    pdf.document_info(information).title(TextStr(&table.title));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(pages.iter().map(|(page, _)| *page)).count(count);
    for (font, name) in [(plain, &b"Helvetica"[..]), (bold, &b"Helvetica-Bold"[..])] {
        let mut font = pdf.type1_font(font);
        font.base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    for (number, ((page, content), lines)) in pages.iter().zip(chunks).enumerate() {
        let mut of_page = pdf.page(*page);
        of_page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(*content);
        let mut resources = of_page.resources();
        resources.fonts().pair(Name(b"P"), plain).pair(Name(b"B"), bold);
        resources.finish();
        of_page.finish();
        let title = format!("{} · {}/{}", table.title, number + 1, pages.len());
        pdf.stream(*content, &draw(&title, table, &widths, lines));
    }
    pdf.finish()
}

/// Returns the width of each column, in proportion to its longest value.
fn widths(table: &Table) -> Vec<f32> {
    let longest = |column: usize| {
        let values = table.lines.iter().filter_map(|line| line.get(column));
        let most = values.map(|value| value.chars().count()).max().unwrap_or(0);
        most.max(table.columns[column].chars().count()).clamp(4, 60) as f32
    };
    let wanted: Vec<f32> = (0..table.columns.len()).map(longest).collect();
    let all: f32 = wanted.iter().sum();
    wanted.iter().map(|width| width / all * (WIDTH - 2.0 * MARGIN)).collect()
}

fn draw(title: &str, table: &Table, widths: &[f32], lines: &[Vec<String>]) -> Vec<u8> {
    let mut content = Content::new();
    let mut y = HEIGHT - MARGIN;
    put(&mut content, b"B", 11.0, MARGIN, y, title);
    y -= 2.0 * LINE;
    let names: Vec<String> = table.columns.iter().map(|name| (*name).to_owned()).collect();
    row(&mut content, b"B", y, widths, &names);
    for line in lines {
        y -= LINE;
        row(&mut content, b"P", y, widths, line);
    }
    content.finish().into_vec()
}

fn row(content: &mut Content, font: &[u8], y: f32, widths: &[f32], values: &[String]) {
    let mut x = MARGIN;
    for (width, value) in widths.iter().zip(values) {
        let fits = (width / (SIZE * LETTER)) as usize;
        let text: String = match value.chars().count() > fits {
            true => value.chars().take(fits.saturating_sub(1)).chain(['…']).collect(),
            false => value.clone(),
        };
        put(content, font, SIZE, x, y, &text);
        x += width;
    }
}

fn put(content: &mut Content, font: &[u8], size: f32, x: f32, y: f32, text: &str) {
    content.begin_text().set_font(Name(font), size).next_line(x, y);
    content.show(Str(&win_ansi(text))).end_text();
}

/// Encodes text for the fonts (WinAnsi; ISO 32000-1, annex D.2). French needs more than Latin-1.
pub(crate) fn win_ansi(text: &str) -> Vec<u8> {
    let byte = |c: char| match c {
        '…' => 0x85,
        'Œ' => 0x8c,
        'œ' => 0x9c,
        '‘' => 0x91,
        '’' => 0x92,
        '–' => 0x96,
        '—' => 0x97,
        '€' => 0x80,
        '\u{202f}' => b' ',
        c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
    };
    text.chars().map(byte).collect()
}
