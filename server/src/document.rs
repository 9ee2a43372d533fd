//! Documents to print: headings, paragraphs and tables on A4 pages, tagged so that a screen reader
//! finds them (PDF/UA-1, ISO 14289-1, which the library checks as it writes). Nothing in a file
//! depends on the moment in which it is made.

mod draw;
mod face;
mod layout;
mod tags;
mod wrap;

use krilla::error::KrillaError;

/// What stands in a document, in the order of reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocumentBlock {
    /// The title, which comes first.
    Title(String),
    /// A title on a page of its own, such as that of the next letter.
    Leaf(String),
    /// The heading of a part.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A table; each line has a value for each column.
    Table {
        /// Names of the columns.
        columns: Vec<String>,
        /// The lines.
        lines: Vec<Vec<String>>,
    },
}

impl DocumentBlock {
    /// The title of the document.
    pub fn title(text: &str) -> Self {
        Self::Title(text.into())
    }

    /// A heading.
    pub fn heading(text: &str) -> Self {
        Self::Heading(text.into())
    }

    /// A paragraph.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }
}

/// How a page is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// For what is read from top to bottom.
    Portrait,
    /// For tables.
    Landscape,
}

impl Paper {
    /// Width and height of A4, in points.
    fn size(self) -> (f32, f32) {
        match self {
            Paper::Portrait => (595.0, 842.0),
            Paper::Landscape => (842.0, 595.0),
        }
    }
}

/// The library refused a document.
#[derive(Debug, thiserror::Error)]
#[error("the document keeps no rule of PDF/UA: {0:?}")]
pub struct NotDrawn(Box<KrillaError>);

impl From<KrillaError> for NotDrawn {
    fn from(error: KrillaError) -> Self {
        Self(Box::new(error))
    }
}

/// Returns the document as a file.
///
/// # Errors
/// [`NotDrawn`] when the file would not be accessible.
pub fn write(title: &str, paper: Paper, blocks: &[DocumentBlock]) -> Result<Vec<u8>, NotDrawn> {
    let faces = face::Faces::load();
    let pages = layout::pages(&faces, title, paper, blocks);
    Ok(draw::write(&faces, title, paper, blocks, &pages)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: usize) -> DocumentBlock {
        let line = ["École Cœur-de-Forez", "Ł’été à 7 °C, «Œuvre» — 12 €", ""];
        DocumentBlock::Table {
            columns: ["Établissement", "Demande", "Suite"].map(String::from).to_vec(),
            lines: vec![line.map(String::from).to_vec(); lines],
        }
    }

    fn count(file: &[u8], what: &str) -> usize {
        String::from_utf8_lossy(file).matches(what).count()
    }

    #[test]
    fn a_document_says_its_headings_paragraphs_and_tables() {
        let blocks = [
            DocumentBlock::title("Bilan"),
            DocumentBlock::heading("Total"),
            DocumentBlock::text("12 passages"),
            table(2),
        ];
        let file = write("Bilan", Paper::Portrait, &blocks).expect("written");
        assert!(file.starts_with(b"%PDF-"));
        for (tag, times) in [("/H1", 1), ("/H2", 1), ("/TH", 3), ("/TD", 6), ("/Table", 1)] {
            assert_eq!(count(&file, &format!("/S{tag}/")), times, "{tag}");
        }
        assert!(count(&file, "/Lang(fr)") > 0);
        assert!(count(&file, "pdfuaid:part") > 0);
    }

    #[test]
    fn the_same_document_is_the_same_bytes() {
        let blocks = [DocumentBlock::title("Bilan"), table(90)];
        let once = write("Bilan", Paper::Landscape, &blocks).expect("written");
        assert_eq!(once, write("Bilan", Paper::Landscape, &blocks).expect("written"));
    }

    /// Every sign that people type: what no font has is shown as a sign that stands for it, and the
    /// document is written.
    #[test]
    fn signs_of_all_kinds_are_written() {
        let signs = "Ελλάδα Ўзбек 你好 😀 👩🏽‍🏫 e\u{301} \u{0} \u{feff}\u{fffe}\u{e000} \t ﬁn ½ ⅔ ⚠ ✓";
        let blocks = [
            DocumentBlock::title(signs),
            DocumentBlock::text(signs),
            DocumentBlock::text(""),
            DocumentBlock::text(" "),
        ];
        assert!(write(signs, Paper::Portrait, &blocks).is_ok());
        assert!(write("", Paper::Landscape, &[table(0)]).is_ok());
    }

    /// The head of a table stands on each of its pages, and is told once.
    #[test]
    fn a_long_table_goes_on_with_its_head_on_each_page() {
        let file = write("Demandes", Paper::Landscape, &[table(120)]).expect("written");
        assert!(count(&file, "/Type/Page/") >= 3);
        assert_eq!(count(&file, "/S/TH/"), 3);
        assert_eq!(count(&file, "/S/TD/"), 360);
    }
}
