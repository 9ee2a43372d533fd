//! Statements of the time before: the table that a frozen statement exports,
//! `indicateur;version;valeur;unite;numerateur;denominateur;commune;periode;fige_le`, with
//! `comite`, `du` and `au` where the file has them.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value;
use crate::statement::Committee;
use chrono::NaiveDate;

/// What a cell of a figure says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FigureCell {
    /// A number, and how many of its last digits are decimals.
    Number(i64, u8),
    /// Nobody knows.
    Unknown,
    /// People, too few to be told.
    Few,
}

/// One figure of one place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FigureRow {
    /// Line of the file.
    pub line: u64,
    /// The key of the figure.
    pub figure: String,
    /// The version of its definition.
    pub version: u32,
    /// Its value.
    pub value: FigureCell,
    /// Its unit.
    pub unit: String,
    /// The part, where it is one.
    pub part: Option<FigureCell>,
    /// What it is a part of.
    pub of: Option<FigureCell>,
    /// The commune by name; nothing for all together.
    pub commune: String,
    /// The name of the time.
    pub period: String,
    /// When it was frozen.
    pub frozen_on: NaiveDate,
    /// For whom, where the file says it.
    pub committee: Option<Committee>,
    /// First and last day, where the file says them.
    pub days: (Option<NaiveDate>, Option<NaiveDate>),
}

/// A file once read: each line is a row or a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StatementsImport {
    /// Figures.
    pub rows: Vec<FigureRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
}

/// A number as our exports and spreadsheets write it: «1 234,5» or «1234.5».
fn number(raw: &str) -> Result<FigureCell, ProblemReason> {
    let plain: String = raw.chars().filter(|c| !c.is_whitespace()).collect();
    match plain.as_str() {
        "inconnu" => return Ok(FigureCell::Unknown),
        "moinsde5" => return Ok(FigureCell::Few),
        _ => {}
    }
    let plain = plain.replace(['\u{2212}'], "-");
    let (whole, decimals) = plain.split_once([',', '.']).unwrap_or((&plain, ""));
    let digits = format!("{whole}{decimals}");
    let is_number = digits.strip_prefix('-').unwrap_or(&digits);
    let is_number = !is_number.is_empty() && is_number.bytes().all(|b| b.is_ascii_digit());
    let value = digits.parse::<i64>().ok().filter(|_| is_number && decimals.len() <= 4);
    let scale = u8::try_from(decimals.len()).unwrap_or(0);
    value.map(|value| FigureCell::Number(value, scale)).ok_or(ProblemReason::Number)
}

fn version(raw: &str) -> Result<u32, ProblemReason> {
    raw.trim().parse().map_err(|_| ProblemReason::Number)
}

fn committee(raw: &str) -> Result<Committee, ProblemReason> {
    let sought = value::words(raw);
    let is_it = |of: &Committee| {
        let word = value::words(crate::words::statement::committee(*of));
        word == sought || of.word() == sought
    };
    Committee::ALL.into_iter().find(is_it).ok_or(ProblemReason::UnknownValue)
}

/// Reads the table. `is_commune` says which names of communes the authority knows.
///
/// # Errors
/// It is another file.
pub fn read(
    table: &FileTable,
    is_commune: impl Fn(&str) -> bool,
) -> Result<StatementsImport, WholeFileProblem> {
    let needed = ["indicateur", "version", "valeur", "unite", "commune", "periode", "fige_le"];
    require(table, FileKind::Statements, &needed)?;
    let column = |name: &str| table.column(name);
    let place = |raw: &str| {
        let name = value::text(raw)?;
        match name == crate::words::statement::TOTAL {
            true => Ok(String::new()),
            false if is_commune(&name) => Ok(name),
            false => Err(ProblemReason::CommuneUnknown),
        }
    };
    let problems = table.problems().to_vec();
    let mut import = StatementsImport { problems, ..StatementsImport::default() };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        // What came late is told by the statement that lacked it.
        if line.raw(column("unite")) == crate::words::statement::LATE {
            continue;
        }
        let (part, of) = (column("numerateur"), column("denominateur"));
        let (part, of) = (line.wanted(part, number), line.wanted(of, number));
        let days = (line.wanted(column("du"), value::date), line.wanted(column("au"), value::date));
        let committee = line.wanted(column("comite"), committee);
        let unit = line.needed(column("unite"), value::text);
        // A part of few has no percentage: its cell is empty, and the part says it.
        let value = match line.raw(column("valeur")).is_empty() {
            true => part,
            false => line.needed(column("valeur"), number),
        };
        if value.is_none() && line.raw(column("valeur")).is_empty() {
            line.refuse(column("valeur"), ProblemReason::Missing);
        }
        let figure = line.needed(column("indicateur"), value::text);
        let version = line.needed(column("version"), version);
        let commune = line.needed(column("commune"), place);
        let period = line.needed(column("periode"), value::text);
        let frozen_on = line.needed(column("fige_le"), value::date);
        let known = (figure, version, value, unit, commune, period, frozen_on);
        if let (Some(figure), Some(version), Some(value), Some(unit), Some(commune), ..) = known
            && let (Some(period), Some(frozen_on)) = (known.5, known.6)
        {
            import.warnings.append(&mut line.warnings);
            let line = line.number();
            import.rows.push(FigureRow {
                line,
                figure,
                version,
                value,
                unit,
                part,
                of,
                commune,
                period,
                frozen_on,
                committee,
                days,
            });
        } else {
            import.problems.append(&mut line.problems);
        }
    }
    Ok(import)
}
