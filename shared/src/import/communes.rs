//! The list of communes: `code_insee;nom;codes_postaux;population;latitude;longitude;…`.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};

/// One commune.
#[derive(Debug, Clone, PartialEq)]
pub struct CommuneRow {
    /// INSEE code, five characters.
    pub code: String,
    /// Its name, with accents.
    pub name: String,
    /// Its postcodes, as written.
    pub postcodes: String,
    /// Legal population.
    pub population: u32,
    /// A point inside it: latitude and longitude, degrees, WGS 84.
    pub place: Option<(f64, f64)>,
}

/// Reads the communes.
///
/// # Errors
/// The file is another one.
pub fn read(table: &FileTable) -> Result<(Vec<CommuneRow>, Vec<LineProblem>), WholeFileProblem> {
    kind::require(table, FileKind::Communes, &["code_insee", "nom"])?;
    let column = |key| table.column(key);
    let mut rows = Vec::new();
    let mut problems = table.problems().to_vec();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let code = line.needed(column("code_insee"), value::commune_code);
        let name = line.needed(column("nom"), value::text);
        let place = line.place(column("latitude"), column("longitude"), None);
        let population = line.wanted(column("population"), value::count);
        if let (Some(code), Some(name)) = (code, name) {
            rows.push(CommuneRow {
                code,
                name,
                postcodes: line.text(column("codes_postaux")),
                population: population.unwrap_or(0),
                place,
            });
        }
        problems.append(&mut line.problems);
    }
    Ok((rows, problems))
}

/// A commune that is known: what a file may name it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownCommune {
    /// INSEE code.
    pub code: String,
    /// Its name.
    pub name: String,
}

/// The INSEE code of what a person wrote: a code, or a name without regard to case, accents,
/// hyphens, and «St» for «Saint».
///
/// # Errors
/// [`ProblemReason::CommuneUnknown`] when none or several agree.
pub fn resolve(text: &str, communes: &[KnownCommune]) -> Result<String, ProblemReason> {
    let wanted = commune_words(text);
    let agrees = |commune: &&KnownCommune| {
        commune.code.eq_ignore_ascii_case(text.trim()) || commune_words(&commune.name) == wanted
    };
    let mut found = communes.iter().filter(agrees);
    match (found.next(), found.next()) {
        (Some(commune), None) => Ok(commune.code.clone()),
        _ => Err(ProblemReason::CommuneUnknown),
    }
}

/// The words of a name, with «St» and «Ste» in full.
pub(super) fn commune_words(name: &str) -> String {
    let full = |word| match word {
        "st" => "saint",
        "ste" => "sainte",
        other => other,
    };
    let words = words(name);
    words.split(' ').map(full).collect::<Vec<_>>().join(" ")
}
