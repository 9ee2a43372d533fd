//! The ministry's directory of schools, `fr-en-annuaire-education`: labels of 2023 and of 2026,
//! technical names, the JSON export, and what a spreadsheet makes of them.

mod columns;
mod row;

pub use row::{DirectoryRow, PriorityEducation, SchoolState};

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::words;
use columns::Columns;
use std::collections::{BTreeMap, BTreeSet};

/// The content of a directory.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DirectoryCounts {
    /// Lines of communes that were not asked for.
    pub outside: u64,
    /// Lines that are no schools: collèges, lycées, services.
    pub not_school: u64,
    /// Further lines of a school that agree with its first line.
    pub merged: u64,
}

/// A directory once read. Every record of the file is a row, a line with problems, or counted.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryImport {
    /// The schools, in the order of the file, one per UAI.
    pub rows: Vec<DirectoryRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Lines left out for a good reason.
    pub counts: DirectoryCounts,
    /// Fields of [`DirectoryRow`] for which the file has no column: an import must not take
    /// them for emptied.
    pub absent: BTreeSet<&'static str>,
}

/// Reads the schools of a directory; of these communes only (INSEE codes) when given.
///
/// # Errors
/// The file is another one, or columns are missing that nothing can replace.
pub fn read(
    table: &FileTable,
    communes: Option<&BTreeSet<String>>,
) -> Result<DirectoryImport, WholeFileProblem> {
    kind::require(table, FileKind::Directory, columns::NEEDED)?;
    let columns = Columns::find(table);
    let mut import = DirectoryImport {
        rows: Vec::new(),
        problems: table.problems().to_vec(),
        warnings: Vec::new(),
        counts: DirectoryCounts::default(),
        absent: columns.absent(),
    };
    let mut places = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let row = read_line(&mut line, &columns, communes, &mut import.counts);
        import.problems.append(&mut line.problems);
        let Some(row) = row else { continue };
        import.warnings.append(&mut line.warnings);
        let Some(place) = places.get(&row.uai).copied() else {
            places.insert(row.uai.clone(), import.rows.len());
            import.rows.push(row);
            continue;
        };
        let first: &mut DirectoryRow = &mut import.rows[place];
        match first.absorb(&row) {
            Ok(()) => import.counts.merged += 1,
            Err(field) => {
                let first_line = first.line;
                line.refuse(columns.of(field), ProblemReason::Duplicate { first_line });
                import.problems.append(&mut line.problems);
            }
        }
    }
    import.problems.sort_by_key(|problem| problem.line);
    Ok(import)
}

/// The types of establishments that are no schools. Any other word is a problem: it comes from a
/// line whose values have moved.
const OTHER_KINDS: &[&str] = &[
    "college",
    "lycee",
    "erea",
    "medico social",
    "service administratif",
    "information et orientation",
    "autre",
];

fn read_line(
    line: &mut LineReader,
    columns: &Columns,
    communes: Option<&BTreeSet<String>>,
    counts: &mut DirectoryCounts,
) -> Option<DirectoryRow> {
    if !line.reaches(&columns.all()) {
        return None;
    }
    let kind = words(line.raw(columns.kind));
    if OTHER_KINDS.contains(&kind.as_str()) {
        counts.not_school += 1;
        return None;
    }
    if kind != "ecole" {
        line.refuse(columns.kind, ProblemReason::UnknownValue);
        return None;
    }
    let code = columns.commune_code(line);
    if let (Some(communes), Ok(code)) = (communes, &code)
        && !communes.contains(code)
    {
        counts.outside += 1;
        return None;
    }
    row::read(line, columns, code)
}
