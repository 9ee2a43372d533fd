//! The sites of the demonstration: real schools, and fictitious ones that must never be shown as
//! real.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::site::{Level, Sector};

/// One site of the demonstration.
#[derive(Debug, Clone, PartialEq)]
pub struct DemoSiteRow {
    /// Line of the file.
    pub line: u64,
    /// UAI of a real school, `FICTIF-nnn` else.
    pub id: String,
    /// Whether it was made up.
    pub fictitious: bool,
    /// Whether it is a teaching unit, no school.
    pub unit: bool,
    /// Its name.
    pub name: String,
    /// Classes of a school; none for a unit.
    pub level: Option<Level>,
    /// Sector of a school; none for a unit.
    pub sector: Option<Sector>,
    /// INSEE code of its commune.
    pub commune: String,
    /// Name of its commune.
    pub commune_name: String,
    /// Degrees, WGS 84.
    pub place: Option<(f64, f64)>,
    /// How good the position is.
    pub precision: String,
    /// An idea of its size.
    pub pupils: Option<u32>,
    /// The site that it goes with, or empty.
    pub host: String,
}

/// Reads the sites of the demonstration.
///
/// # Errors
/// The file is another one.
pub fn read(table: &FileTable) -> Result<(Vec<DemoSiteRow>, Vec<LineProblem>), WholeFileProblem> {
    let needed = ["site_id", "realite", "nature", "nom", "commune_insee"];
    kind::require(table, FileKind::DemoSites, &needed)?;
    let mut rows = Vec::new();
    let mut problems = table.problems().to_vec();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        rows.extend(read_line(&mut line, |key| table.column(key)));
        problems.append(&mut line.problems);
    }
    Ok((rows, problems))
}

fn read_line(line: &mut LineReader, column: impl Fn(&str) -> Option<usize>) -> Option<DemoSiteRow> {
    let id = line.needed(column("site_id"), value::text);
    let name = line.needed(column("nom"), value::text);
    let commune = line.needed(column("commune_insee"), value::commune_code);
    let fictitious = line.needed(column("realite"), |raw| match raw {
        "reel" => Ok(false),
        "fictif" => Ok(true),
        _ => Err(ProblemReason::UnknownValue),
    });
    Some(DemoSiteRow {
        line: line.number(),
        id: id?,
        fictitious: fictitious?,
        unit: line.raw(column("nature")) != "ecole",
        name: name?,
        level: level(line.raw(column("type"))),
        sector: value::sector(line.raw(column("secteur"))).ok(),
        commune: commune?,
        commune_name: line.text(column("commune_nom")),
        place: line.place(column("latitude"), column("longitude"), None),
        precision: line.text(column("precision_position")),
        pupils: line.wanted(column("effectif_indicatif"), value::count),
        host: line.text(column("associe_a")),
    })
}

fn level(raw: &str) -> Option<Level> {
    match words(raw).as_str() {
        "maternelle" => Some(Level::Nursery),
        "elementaire" => Some(Level::Elementary),
        "primaire" => Some(Level::Primary),
        _ => None,
    }
}
