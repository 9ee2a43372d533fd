//! Teaching units of medico-social establishments: the directory does not hold them, so the
//! authority fills in a small table of its own.

use super::communes::{self, KnownCommune};
use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use std::collections::BTreeMap;

/// The columns of the table, in the order of the template.
pub const COLUMNS: [&str; 8] = [
    "identifiant",
    "nom",
    "commune",
    "adresse",
    "code_postal",
    "latitude",
    "longitude",
    "etablissement_associe",
];

/// One teaching unit.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitRow {
    /// Line of the file.
    pub line: u64,
    /// Its key: as given, else made from the commune and the name (`UE-42218-les-tilleuls`), so
    /// that the same table read again gives the same key.
    pub id: String,
    /// Its name.
    pub name: String,
    /// INSEE code of its commune.
    pub commune: String,
    /// Street and number; may be empty.
    pub address: String,
    /// Five digits, or empty.
    pub postcode: String,
    /// Degrees, WGS 84.
    pub place: Option<(f64, f64)>,
    /// The establishment that it belongs to or is hosted by, as written: a UAI or a name.
    pub host: String,
}

/// A table of teaching units once read.
#[derive(Debug, Clone, PartialEq)]
pub struct UnitsImport {
    /// The units, one per key.
    pub rows: Vec<UnitRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
}

/// An empty table to fill in, as a spreadsheet opens it well: byte-order mark, `;`, CRLF.
pub fn template() -> String {
    format!("\u{feff}{}\r\n", COLUMNS.join(";"))
}

/// Reads the units of these communes, which a line names by INSEE code or by name.
///
/// # Errors
/// The file is another one, or has no name or no commune.
pub fn read(table: &FileTable, known: &[KnownCommune]) -> Result<UnitsImport, WholeFileProblem> {
    kind::require(table, FileKind::TeachingUnits, &["nom", "commune"])?;
    let columns = COLUMNS.map(|key| table.column(key));
    let mut import =
        UnitsImport { rows: Vec::new(), problems: table.problems().to_vec(), warnings: Vec::new() };
    let mut seen: BTreeMap<String, u64> = BTreeMap::new();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        if let Some(row) = read_line(&mut line, &columns, known) {
            import.warnings.append(&mut line.warnings);
            match seen.get(&row.id).copied() {
                Some(first_line) => {
                    line.refuse(columns[0], ProblemReason::Duplicate { first_line });
                }
                None => {
                    seen.insert(row.id.clone(), row.line);
                    import.rows.push(row);
                }
            }
        }
        import.problems.append(&mut line.problems);
    }
    import.problems.sort_by_key(|problem| problem.line);
    Ok(import)
}

fn read_line(
    line: &mut LineReader,
    columns: &[Option<usize>; 8],
    known: &[KnownCommune],
) -> Option<UnitRow> {
    let [id, name, commune, address, postcode, latitude, longitude, host] = *columns;
    let given = line.text(id);
    let name = line.needed(name, value::short);
    let commune = line.needed(commune, |raw| communes::resolve(raw, known));
    let place = line.place(latitude, longitude, None);
    let (name, commune) = (name?, commune?);
    let id = if given.is_empty() {
        format!("UE-{commune}-{}", words(&name).replace(' ', "-"))
    } else {
        given
    };
    Some(UnitRow {
        line: line.number(),
        id,
        name,
        commune,
        address: line.text(address),
        postcode: line.wanted(postcode, value::postcode).unwrap_or_default(),
        place,
        host: line.text(host),
    })
}
