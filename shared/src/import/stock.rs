//! Our own list of the units that are lent:
//! `article;unite;etiquette;numero_serie;contenu;etat;achat;prix_ttc`.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LendingProblem, LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::day::Day;
use crate::limits::{LINE_QUANTITY, SHORT_TEXT_CHARS};
use crate::loan::{Piece, UnitState};
use crate::money::Cents;
use std::collections::BTreeMap;

/// A unit of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StockRow {
    /// Line of the file.
    pub line: u64,
    /// The article, as written.
    pub article: String,
    /// What stands on the unit: its label, or what it is called where it has none.
    pub label: String,
    /// The maker's number.
    pub serial: String,
    /// What it holds; nothing where the file does not say.
    pub contents: Vec<Piece>,
    /// Whether it can be lent; nothing where the file does not say.
    pub state: Option<UnitState>,
    /// When it was bought.
    pub bought: Option<Day>,
    /// What it cost, including tax.
    pub price: Option<Cents>,
}

/// A file once read: each line is a row or a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct StockImport {
    /// Units.
    pub rows: Vec<StockRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
}

fn short(raw: &str) -> Result<String, ProblemReason> {
    let text = value::text(raw)?;
    let max = SHORT_TEXT_CHARS;
    if text.chars().count() > max { Err(ProblemReason::TooLong { max }) } else { Ok(text) }
}

/// The words of the screen, and those that people write in their place.
fn state(raw: &str) -> Result<UnitState, ProblemReason> {
    match words(raw).as_str() {
        "en service" | "ok" | "bon" | "bon etat" | "disponible" | "en pret" => Ok(UnitState::Works),
        "en panne" | "panne" | "casse" | "cassee" | "hs" | "hors service" | "en reparation" => {
            Ok(UnitState::Broken)
        }
        "sortie du stock" | "sorti du stock" | "perdu" | "perdue" | "vole" | "volee"
        | "reforme" | "reformee" => Ok(UnitState::Gone),
        _ => Err(ProblemReason::UnknownValue),
    }
}

/// «16 tablettes, 1 chargeur, 1 borne wifi»; «16 x tablette» too.
fn contents(raw: &str) -> Result<Vec<Piece>, ProblemReason> {
    let piece = |part: &str| {
        let part = value::collapse(part);
        let (quantity, label) = part.split_once(' ')?;
        let label = label.trim_start_matches(['x', '×']).trim_start();
        let label = if label.is_empty() { return None } else { label.to_owned() };
        let quantity = quantity.trim_end_matches(['x', '×']).parse::<u32>().ok()?;
        (1..=LINE_QUANTITY).contains(&quantity).then_some(Piece { quantity, label })
    };
    let parts = raw.split([',', '+', '\n']).filter(|part| !part.trim().is_empty());
    let read: Option<Vec<Piece>> = parts.map(piece).collect();
    read.ok_or(ProblemReason::Lending(LendingProblem::Contents))
}

/// Reads the list.
///
/// # Errors
/// It is another file.
pub fn read(table: &FileTable) -> Result<StockImport, WholeFileProblem> {
    require(table, FileKind::LoanStock, &["article", "etiquette", "contenu"])?;
    let mut import = StockImport { problems: table.problems().to_vec(), ..StockImport::default() };
    let mut labels: BTreeMap<(String, String), u64> = BTreeMap::new();
    let mut contents: BTreeMap<String, (u64, Vec<Piece>)> = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        if let Some(row) = read_line(&mut line, table) {
            let article = words(&row.article);
            let key = (article.clone(), row.label.to_lowercase());
            let other = contents.get(&article).filter(|(_, known)| *known != row.contents);
            if let Some(first_line) = labels.get(&key).copied() {
                let reason = ProblemReason::Duplicate { first_line };
                line.refuse(table.column("etiquette"), reason);
            } else if let Some((first_line, _)) = other.filter(|_| !row.contents.is_empty()) {
                let reason = ProblemReason::Lending(LendingProblem::OtherContents {
                    first_line: *first_line,
                });
                line.refuse(table.column("contenu"), reason);
            } else {
                labels.insert(key, row.line);
                if !row.contents.is_empty() {
                    contents.entry(article).or_insert((row.line, row.contents.clone()));
                }
                import.rows.push(row);
            }
        }
        import.problems.append(&mut line.problems);
        import.warnings.append(&mut line.warnings);
    }
    Ok(import)
}

fn read_line(line: &mut LineReader, table: &FileTable) -> Option<StockRow> {
    let column = |name: &str| table.column(name);
    let article = line.needed(column("article"), short);
    // Some units have no label, and are called by their number alone.
    let called = ["etiquette", "unite"].map(column);
    let said = called.into_iter().find(|at| !line.raw(*at).is_empty());
    let label = line.needed(said.unwrap_or(column("etiquette")), short);
    let state = match line.raw(column("etat")) {
        "" => Some(None),
        _ => line.needed(column("etat"), state).map(Some),
    };
    let contents = match line.raw(column("contenu")) {
        "" => Some(Vec::new()),
        _ => line.needed(column("contenu"), contents),
    };
    let serial = line.wanted(column("numero_serie"), short).unwrap_or_default();
    let bought = line.wanted(column("achat"), value::date);
    let price = line.wanted(column("prix_ttc"), value::amount);
    Some(StockRow {
        line: line.number(),
        article: article?,
        label: label?,
        serial,
        contents: contents?,
        state: state?,
        bought,
        price,
    })
}
