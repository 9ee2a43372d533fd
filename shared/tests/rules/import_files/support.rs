//! The published directory as a sheet that a test can rewrite.

use shared::import::directory::{self, DirectoryImport, DirectoryRow};
use shared::import::table;

pub(crate) const DIRECTORY: &[u8] = include_bytes!("../../data/directory_094_2026.csv");
pub(crate) const DEMO_COMMUNES: &[u8] = include_bytes!("../../../../server/demo/communes.csv");

/// A header and its lines.
#[derive(Clone)]
pub(crate) struct Sheet {
    pub(crate) header: Vec<String>,
    pub(crate) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// The published directory.
    pub(crate) fn published() -> Self {
        let text = std::str::from_utf8(DIRECTORY).unwrap();
        let mut lines = csv::ReaderBuilder::new()
            .delimiter(b';')
            .has_headers(false)
            .from_reader(text.trim_start_matches('\u{feff}').as_bytes());
        let mut all =
            lines.records().map(|record| record.unwrap().iter().map(str::to_owned).collect());
        let header = all.next().unwrap();
        let rows = all.collect();
        Self { header, rows }
    }

    /// The same with its first lines only.
    pub(crate) fn first(count: usize) -> Self {
        let mut sheet = Self::published();
        sheet.rows.truncate(count);
        sheet
    }

    pub(crate) fn column(&self, label: &str) -> usize {
        self.header.iter().position(|l| l == label).expect(label)
    }

    pub(crate) fn set(&mut self, row: usize, label: &str, value: &str) {
        let at = self.column(label);
        self.rows[row][at] = value.to_owned();
    }

    pub(crate) fn change(&mut self, label: &str, change: impl Fn(&str) -> String) {
        let at = self.column(label);
        for row in &mut self.rows {
            row[at] = change(&row[at]);
        }
    }

    /// Writes it with this separator and these line ends, quotes where they are needed.
    pub(crate) fn write(&self, separator: char, end: &str) -> String {
        let quoted = |value: &String| {
            if value.contains([separator, '"', '\n', '\r']) {
                format!("\"{}\"", value.replace('"', "\"\""))
            } else {
                value.clone()
            }
        };
        let mut out = String::new();
        for row in std::iter::once(&self.header).chain(&self.rows) {
            let values: Vec<String> = row.iter().map(quoted).collect();
            out.push_str(&values.join(&separator.to_string()));
            out.push_str(end);
        }
        out
    }

    /// As published: `;` and CRLF.
    pub(crate) fn text(&self) -> String {
        self.write(';', "\r\n")
    }
}

/// Latin-1 is enough for these files, and the same as Windows-1252 there.
pub(crate) fn cp1252(text: &str) -> Vec<u8> {
    text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect()
}

pub(crate) fn import(bytes: &[u8]) -> DirectoryImport {
    directory::read(&table::read(bytes).unwrap(), None).unwrap()
}

pub(crate) fn published_rows() -> Vec<DirectoryRow> {
    import(DIRECTORY).rows
}

/// Numbers that follow from a seed (xorshift64*, Marsaglia 2003, Vigna 2016).
pub(crate) struct Dice(u64);

impl Dice {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed | 1)
    }

    pub(crate) fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33;
        usize::try_from(high).unwrap() % limit.max(1)
    }
}
