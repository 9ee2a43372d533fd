//! The ministry's list of closed establishments, `fr-en-etablissements-fermes`: which of the known
//! schools have closed, and when.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, WholeFileProblem};
use super::table::FileTable;
use super::{uai, value};
use chrono::NaiveDate;
use std::collections::BTreeSet;

/// One establishment that has closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedRow {
    /// Line of the file.
    pub line: u64,
    /// Its key.
    pub uai: String,
    /// First day on which it was no more.
    pub closed: NaiveDate,
}

/// A list of closures once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClosedImport {
    /// The closures of the schools that were asked for.
    pub rows: Vec<ClosedRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Closures of other establishments.
    pub outside: u64,
}

/// Reads the closures of these schools (UAI). A code with a wrong letter is of no known school.
///
/// # Errors
/// The file is another one.
pub fn read(table: &FileTable, known: &BTreeSet<String>) -> Result<ClosedImport, WholeFileProblem> {
    kind::require(table, FileKind::ClosedSchools, &["numero_uai", "date_fermeture"])?;
    let key = table.column("numero_uai");
    let date = table.column("date_fermeture");
    let mut import =
        ClosedImport { rows: Vec::new(), problems: table.problems().to_vec(), outside: 0 };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let uai = uai::parse(line.raw(key)).ok();
        match uai.filter(|uai| known.contains(uai)) {
            None => import.outside += 1,
            Some(uai) => {
                let closed = line.needed(date, value::date);
                import.rows.extend(closed.map(|closed| ClosedRow {
                    line: line.number(),
                    uai,
                    closed,
                }));
            }
        }
        import.problems.append(&mut line.problems);
    }
    Ok(import)
}
