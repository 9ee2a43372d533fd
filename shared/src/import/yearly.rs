//! Lists that the ministry publishes once a year, one line a school and without an address: pupils
//! and classes (`fr-en-ecoles-effectifs-nb_classes`), the social position index
//! (`fr-en-ips_ecoles`).

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::{uai, value};
use crate::site::{Figures, Roll, SocialIndex};
use std::collections::{BTreeMap, BTreeSet};

/// A yearly list once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearlyImport {
    /// What it says of each known school (UAI), of the last year that it has.
    pub rows: BTreeMap<String, Figures>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Lines of other schools.
    pub outside: u64,
    /// Lines of a school that has another one.
    pub repeated: u64,
}

/// Where the values are.
struct Columns {
    uai: Option<usize>,
    year: Option<usize>,
    pupils: Option<usize>,
    classes: Option<usize>,
    index: Option<usize>,
}

impl Columns {
    fn find(table: &FileTable, kind: FileKind) -> Self {
        let first = |names: &[&str]| names.iter().find_map(|name| table.column(name));
        // The list of the index has head counts too, which are not those of the school.
        let of_roll =
            |names: &[&str]| if kind == FileKind::HeadCounts { first(names) } else { None };
        Self {
            uai: first(&["numero_de_l_ecole", "numero_ecole", "uai"]),
            year: first(&["rentree_scolaire"]),
            pupils: of_roll(&["nombre_total_d_eleves", "nombre_total_eleves"]),
            classes: of_roll(&["nombre_total_de_classes", "nombre_total_classes"]),
            index: first(&["ips"]),
        }
    }
}

/// Reads what a list of that kind says of these schools (UAI). A code with a wrong letter is of no
/// known school.
///
/// # Errors
/// The file is another one, or tells of none of these schools.
pub fn read(
    table: &FileTable,
    kind: FileKind,
    known: &BTreeSet<String>,
) -> Result<YearlyImport, WholeFileProblem> {
    kind::require(table, kind, &[])?;
    let columns = Columns::find(table, kind);
    let mut import = YearlyImport {
        rows: BTreeMap::new(),
        problems: table.problems().to_vec(),
        warnings: Vec::new(),
        outside: 0,
        repeated: 0,
    };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let uai = uai::parse(line.raw(columns.uai)).ok();
        let Some(uai) = uai.filter(|uai| known.contains(uai)) else {
            import.outside += 1;
            continue;
        };
        let read = figures(&mut line, &columns, kind);
        import.problems.append(&mut line.problems);
        import.warnings.append(&mut line.warnings);
        let Some(figures) = read else { continue };
        let other = import.rows.get(&uai).copied();
        import.repeated += u64::from(other.is_some());
        import.rows.insert(uai, figures.over(other.unwrap_or_default()));
    }
    if import.rows.is_empty() && import.problems.is_empty() {
        return Err(WholeFileProblem::NoKnownSchool { found: kind });
    }
    Ok(import)
}

fn figures(line: &mut LineReader, columns: &Columns, kind: FileKind) -> Option<Figures> {
    let year = line.wanted(columns.year, year);
    if kind == FileKind::SocialIndex {
        let tenths = line.needed(columns.index, tenths)?;
        let social_index = Some(SocialIndex { year, tenths });
        return Some(Figures { social_index, ..Figures::default() });
    }
    let pupils = line.needed(columns.pupils, value::count)?;
    let classes = line.wanted(columns.classes, value::count);
    Some(Figures { roll: Some(Roll { year, pupils, classes }), ..Figures::default() })
}

/// The year of the September in which it begins: `2022`, or `2021-2022`.
fn year(raw: &str) -> Result<u16, ProblemReason> {
    let first = raw.split(['-', '/']).next().unwrap_or("").trim();
    let year = first.parse::<u16>().ok().filter(|year| (1900..=2200).contains(year));
    year.ok_or(ProblemReason::Date)
}

/// The index to a tenth. It is about 100, and between 45 and 185 in the published lists.
fn tenths(raw: &str) -> Result<u16, ProblemReason> {
    let index = value::number(raw)?;
    let is_index = (1.0..=300.0).contains(&index);
    is_index.then(|| (index * 10.0).round() as u16).ok_or(ProblemReason::Number)
}
