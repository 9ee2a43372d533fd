//! A tagged document on A4 pages: headings and paragraphs that a screen reader finds (ISO 32000-1,
//! 14.8). Nothing in it depends on the day on which it is made.

use crate::export::win_ansi;
use pdf_writer::types::StructRole;
use pdf_writer::{Content, Finish, Name, Pdf, Rect, Ref, Str, TextStr};

const WIDTH: f32 = 595.0;
const HEIGHT: f32 = 842.0;
const MARGIN: f32 = 48.0;
const LEADING: f32 = 13.0;
const SIZE: f32 = 9.5;
/// Mean width of a letter of Helvetica, as a fraction of the font size.
const LETTER: f32 = 0.5;

/// What a line is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Tag {
    Title,
    Heading,
    Text,
}

/// A title, a heading or a paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    tag: Tag,
    text: String,
}

impl Line {
    /// The title of the document.
    pub fn title(text: &str) -> Self {
        Self { tag: Tag::Title, text: text.into() }
    }

    /// A heading.
    pub fn heading(text: &str) -> Self {
        Self { tag: Tag::Heading, text: text.into() }
    }

    /// A paragraph.
    pub fn text(text: &str) -> Self {
        Self { tag: Tag::Text, text: text.into() }
    }

    fn size(&self) -> f32 {
        match self.tag {
            Tag::Title => 15.0,
            Tag::Heading => 12.0,
            Tag::Text => SIZE,
        }
    }

    fn role(&self) -> StructRole {
        match self.tag {
            Tag::Title => StructRole::H1,
            Tag::Heading => StructRole::H2,
            Tag::Text => StructRole::P,
        }
    }

    fn name(&self) -> &'static [u8] {
        match self.tag {
            Tag::Title => b"H1",
            Tag::Heading => b"H2",
            Tag::Text => b"P",
        }
    }

    /// The text in rows that fit between the margins.
    fn rows(&self) -> Vec<String> {
        let fits = ((WIDTH - 2.0 * MARGIN) / (self.size() * LETTER)) as usize;
        let mut rows = vec![String::new()];
        for word in self.text.split(' ') {
            let last = rows.last_mut().map_or(0, |row| row.chars().count());
            if last > 0 && last + 1 + word.chars().count() > fits {
                rows.push(String::new());
            }
            if let Some(row) = rows.last_mut() {
                if !row.is_empty() {
                    row.push(' ');
                }
                row.push_str(word);
            }
        }
        rows
    }
}

/// Lines with their places on a page.
type Page<'l> = Vec<(&'l Line, Vec<String>)>;

fn pages(lines: &[Line]) -> Vec<Page<'_>> {
    let fits = ((HEIGHT - 2.0 * MARGIN) / LEADING) as usize;
    let mut pages: Vec<Page<'_>> = vec![Vec::new()];
    let mut used = 0;
    for line in lines {
        let rows = line.rows();
        let takes = rows.len() + usize::from(line.tag != Tag::Text) + 1;
        if used + takes > fits && used > 0 {
            pages.push(Vec::new());
            used = 0;
        }
        used += takes;
        if let Some(page) = pages.last_mut() {
            page.push((line, rows));
        }
    }
    pages
}

fn draw(page: &Page<'_>) -> Vec<u8> {
    let mut content = Content::new();
    let mut y = HEIGHT - MARGIN;
    for (id, (line, rows)) in (0_i32..).zip(page) {
        let font: &[u8] = if line.tag == Tag::Text { b"P" } else { b"B" };
        if line.tag != Tag::Text {
            y -= LEADING;
        }
        let mut marked = content.begin_marked_content_with_properties(Name(line.name()));
        marked.properties().identify(id);
        marked.finish();
        for row in rows {
            content.begin_text().set_font(Name(font), line.size()).next_line(MARGIN, y);
            content.show(Str(&win_ansi(row))).end_text();
            y -= LEADING;
        }
        content.end_marked_content();
        y -= LEADING / 2.0;
    }
    content.finish().into_vec()
}

/// Returns the document.
pub fn write(title: &str, lines: &[Line]) -> Vec<u8> {
    let mut last = 0;
    let mut fresh = || {
        last += 1;
        Ref::new(last)
    };
    let (catalog, tree, plain, bold) = (fresh(), fresh(), fresh(), fresh());
    let (information, body) = (fresh(), fresh());
    let pages = pages(lines);
    let refs: Vec<(Ref, Ref, Ref)> = pages.iter().map(|_| (fresh(), fresh(), fresh())).collect();
    let elements: Vec<Vec<Ref>> =
        pages.iter().map(|page| page.iter().map(|_| fresh()).collect()).collect();
    let mut pdf = Pdf::new();
    let mut of_catalog = pdf.catalog(catalog);
    of_catalog.pages(tree).lang(TextStr("fr"));
    of_catalog.mark_info().marked(true);
    of_catalog.viewer_preferences().display_doc_title(true);
    let mut of_root = of_catalog.struct_tree_root();
    of_root.child(body).parent_tree_next_key(i32::try_from(pages.len()).unwrap_or(i32::MAX));
    let mut numbers = of_root.parent_tree();
    let mut nums = numbers.nums();
    for (number, (.., list)) in (0_i32..).zip(&refs) {
        nums.insert(number, *list);
    }
    nums.finish();
    numbers.finish();
    of_root.finish();
    of_catalog.finish();
    pdf.document_info(information).title(TextStr(title));
    let count = i32::try_from(pages.len()).unwrap_or(i32::MAX);
    pdf.pages(tree).kids(refs.iter().map(|(page, ..)| *page)).count(count);
    for (font, name) in [(plain, &b"Helvetica"[..]), (bold, &b"Helvetica-Bold"[..])] {
        let mut font = pdf.type1_font(font);
        font.base_font(Name(name)).encoding_predefined(Name(b"WinAnsiEncoding"));
    }
    let mut document = pdf.struct_element(body);
    document.kind(StructRole::Document).parent(catalog);
    let mut children = document.children();
    for element in elements.iter().flatten() {
        children.struct_element(*element);
    }
    children.finish();
    document.finish();
    for (number, ((page, refs), ids)) in (0_i32..).zip(pages.iter().zip(&refs).zip(&elements)) {
        let (at, content, list) = *refs;
        let mut of_page = pdf.page(at);
        of_page.media_box(Rect::new(0.0, 0.0, WIDTH, HEIGHT)).parent(tree).contents(content);
        of_page.struct_parents(number);
        let mut resources = of_page.resources();
        resources.fonts().pair(Name(b"P"), plain).pair(Name(b"B"), bold);
        resources.finish();
        of_page.finish();
        pdf.stream(content, &draw(page));
        pdf.indirect(list).array().items(ids.iter().copied());
        for (id, ((line, _), element)) in (0_i32..).zip(page.iter().zip(ids)) {
            let mut element = pdf.struct_element(*element);
            element.kind(line.role()).parent(body).page(at);
            element.children().marked_content_id(id);
        }
    }
    pdf.finish()
}
