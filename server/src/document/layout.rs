//! Where everything stands on the pages.

use super::face::{Faces, Weight, drawable};
use super::{DocumentBlock, Paper, wrap};

pub(super) const MARGIN: f32 = 40.0;
/// Distance of two lines, as a part of their size.
const LEADING: f32 = 1.35;
const TEXT: f32 = 9.0;
const CELL: f32 = 7.5;
/// Under a line of a table.
const UNDER: f32 = 3.5;
/// Between two columns.
const GAP: f32 = 8.0;
/// What no value of a table takes more of than this is wrapped.
const WIDEST: f32 = 220.0;
/// A cell without a value is there all the same: without content it would be no cell.
const NOTHING: &str = "\u{a0}";

/// What a row of text belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Of {
    /// A title, a heading or a paragraph, by its number in the document.
    Block(usize),
    /// A cell: the block, the line (0 is the head) and the column.
    Cell(usize, usize, usize),
    /// Nothing that is read: the number of the page, the head of a table that goes on.
    Page,
}

/// A row of text at its place; a place counts from the top left corner, in points.
#[derive(Debug, Clone)]
pub(super) struct Run {
    pub(super) of: Of,
    pub(super) x: f32,
    pub(super) y: f32,
    pub(super) size: f32,
    pub(super) weight: Weight,
    pub(super) text: String,
}

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) runs: Vec<Run>,
    /// Heights of the lines between the lines of tables.
    pub(super) rules: Vec<f32>,
}

/// Returns the pages, at least one.
pub(super) fn pages(
    faces: &Faces,
    title: &str,
    paper: Paper,
    blocks: &[DocumentBlock],
) -> Vec<Page> {
    let mut pen = Pen { faces, paper, pages: vec![Page::default()], y: MARGIN };
    for (number, block) in blocks.iter().enumerate() {
        match block {
            DocumentBlock::Title(text) => pen.paragraph(number, text, 15.0, Weight::Bold),
            DocumentBlock::Leaf(text) => pen.leaf(number, text),
            DocumentBlock::Heading(text) => pen.heading(number, text),
            DocumentBlock::Text(text) => pen.paragraph(number, text, TEXT, Weight::Plain),
            DocumentBlock::Table { columns, lines } => {
                Table::new(&pen, columns, lines).put(&mut pen, number)
            }
        }
    }
    pen.number(&drawable(title));
    pen.pages
}

/// Writes from top to bottom.
struct Pen<'f> {
    faces: &'f Faces,
    paper: Paper,
    pages: Vec<Page>,
    y: f32,
}

impl Pen<'_> {
    fn room(&self) -> f32 {
        self.paper.size().0 - 2.0 * MARGIN
    }

    /// Whether so much still fits on this page, over the line with its number.
    fn fits(&self, height: f32) -> bool {
        self.y + height <= self.bottom()
    }

    fn bottom(&self) -> f32 {
        self.paper.size().1 - MARGIN - 10.0
    }

    fn turn(&mut self) {
        self.pages.push(Page::default());
        self.y = MARGIN;
    }

    fn page(&mut self) -> &mut Page {
        self.pages.last_mut().expect("at least one")
    }

    fn leaf(&mut self, number: usize, text: &str) {
        if self.y > MARGIN {
            self.turn();
        }
        self.paragraph(number, text, 15.0, Weight::Bold);
    }

    fn heading(&mut self, number: usize, text: &str) {
        self.y += 8.0;
        // A heading does not stand alone at the end of a page.
        if !self.fits(12.0 * LEADING + 3.0 * TEXT * LEADING) {
            self.turn();
        }
        self.paragraph(number, text, 12.0, Weight::Bold);
    }

    fn paragraph(&mut self, number: usize, text: &str, size: f32, weight: Weight) {
        let room = self.room();
        for text in wrap::rows(self.faces.of(weight), &drawable(text), size, room) {
            if !self.fits(size * LEADING) {
                self.turn();
            }
            self.y += size * LEADING;
            let y = self.y;
            let text = if text.trim().is_empty() { NOTHING.into() } else { text };
            let run = Run { of: Of::Block(number), x: MARGIN, y, size, weight, text };
            self.page().runs.push(run);
        }
        self.y += size * 0.5;
    }

    /// The title and the number at the foot of each page.
    fn number(&mut self, title: &str) {
        let (size, weight, all) = (7.0, Weight::Plain, self.pages.len());
        let (y, room) = (self.paper.size().1 - MARGIN + 12.0, self.room());
        let face = self.faces.of(weight);
        for (number, page) in (1..).zip(&mut self.pages) {
            let text = format!("{title} · {number}/{all}");
            let text = wrap::rows(face, &text, size, room).swap_remove(0);
            page.runs.push(Run { of: Of::Page, x: MARGIN, y, size, weight, text });
        }
    }
}

/// A line of a table: the rows of each of its cells.
type Line = Vec<Vec<String>>;

/// A table in rows of text.
struct Table {
    widths: Vec<f32>,
    head: Line,
    lines: Vec<Line>,
}

impl Table {
    fn new(pen: &Pen<'_>, columns: &[String], lines: &[Vec<String>]) -> Self {
        let room = pen.room();
        let (bold, plain) = (pen.faces.of(Weight::Bold), pen.faces.of(Weight::Plain));
        let (mut least, mut wanted) = (Vec::new(), Vec::new());
        for (column, name) in columns.iter().enumerate() {
            let longest = |text: &str, face: &super::face::Face| {
                let words = text.split(' ').map(|word| face.width(word, CELL));
                (words.fold(0.0, f32::max), face.width(text, CELL))
            };
            let mut most = longest(name, bold);
            for value in lines.iter().filter_map(|line| line.get(column)) {
                let of_value = longest(value, plain);
                most = (most.0.max(of_value.0), most.1.max(of_value.1));
            }
            least.push(most.0.min(WIDEST / 2.0) + GAP);
            wanted.push(most.1.clamp(20.0, WIDEST) + GAP);
        }
        let widths = wrap::columns(&least, &wanted, room);
        let line = |values: &[String], weight| -> Line {
            let cell = |(value, width): (&String, &f32)| {
                wrap::rows(pen.faces.of(weight), &drawable(value), CELL, width - GAP)
            };
            values.iter().zip(&widths).map(cell).collect()
        };
        let head = line(columns, Weight::Bold);
        let lines = lines.iter().map(|values| line(values, Weight::Plain)).collect();
        Self { widths, head, lines }
    }

    fn put(&self, pen: &mut Pen<'_>, number: usize) {
        if !pen.fits(height(&self.head) * 3.0) {
            pen.turn();
        }
        self.line(pen, &self.head, Weight::Bold, |column| Of::Cell(number, 0, column));
        for (at, line) in (1..).zip(&self.lines) {
            for part in parts(line, self.rows_of_a_page(pen)) {
                if !pen.fits(height(&part)) {
                    pen.turn();
                    self.line(pen, &self.head, Weight::Bold, |_| Of::Page);
                }
                self.line(pen, &part, Weight::Plain, |column| Of::Cell(number, at, column));
            }
        }
        pen.y += TEXT;
    }

    /// How many rows of text a page holds under the head.
    fn rows_of_a_page(&self, pen: &Pen<'_>) -> usize {
        let room = pen.bottom() - MARGIN - height(&self.head) - UNDER;
        (room / (CELL * LEADING)).max(1.0) as usize
    }

    fn line(&self, pen: &mut Pen<'_>, line: &Line, weight: Weight, of: impl Fn(usize) -> Of) {
        let (top, mut x) = (pen.y, MARGIN);
        for (column, (rows, width)) in line.iter().zip(&self.widths).enumerate() {
            for (at, text) in (1u8..).zip(rows) {
                let y = top + f32::from(at) * CELL * LEADING;
                let text = if text.is_empty() { NOTHING.into() } else { text.clone() };
                pen.page().runs.push(Run { of: of(column), x, y, size: CELL, weight, text });
            }
            x += width;
        }
        pen.y = top + height(line);
        let rule = pen.y;
        pen.page().rules.push(rule);
    }
}

/// A line in parts that each fit on a page: what is longer than a page goes on on the next one.
fn parts(line: &Line, rows: usize) -> Vec<Line> {
    let most = line.iter().map(Vec::len).max().unwrap_or_default();
    let part = |from: usize| -> Line {
        line.iter().map(|cell| cell.iter().skip(from).take(rows).cloned().collect()).collect()
    };
    (0..most).step_by(rows).map(part).collect()
}

/// The height of a line, with the room under it.
fn height(line: &Line) -> f32 {
    let rows = line.iter().map(Vec::len).max().unwrap_or(1);
    f32::from(u8::try_from(rows).unwrap_or(u8::MAX)) * CELL * LEADING + UNDER
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A value longer than a page goes on on the next ones: nothing stands below the foot, and no
    /// word is lost.
    #[test]
    fn a_value_longer_than_a_page_goes_on() {
        let words: Vec<String> = (0..3_000).map(|word| format!("mot{word}")).collect();
        let columns = ["Demande", "Suite"].map(String::from).to_vec();
        let lines = vec![vec![words.join(" "), String::new()]];
        let faces = Faces::load();
        let table = [DocumentBlock::Table { columns, lines }];
        let pages = pages(&faces, "Demandes", Paper::Landscape, &table);
        assert!(pages.len() > 1);
        let runs = pages.iter().flat_map(|page| &page.runs);
        let cell: Vec<&Run> = runs.filter(|run| run.of == Of::Cell(0, 1, 0)).collect();
        assert!(cell.iter().all(|run| run.y <= Paper::Landscape.size().1 - MARGIN));
        let read: Vec<&str> = cell.iter().flat_map(|run| run.text.split(' ')).collect();
        assert_eq!(read, words);
    }
}
