//! Reservations of a table, or of GLPI: `materiel;etablissement;debut;fin;enseignant`.

use super::file_kind::FileKind;
use super::glpi::place::{Clues, Places};
use super::glpi::{KnownSite, SiteMatch};
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value;
use crate::loan::LoanDays;

/// A reservation of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LoanRow {
    /// Line of the file.
    pub line: u64,
    /// What is lent, as written: an article, or one of its units.
    pub what: String,
    /// The site, as written.
    pub place: String,
    /// The site that the words tell.
    pub site: SiteMatch,
    /// From when on, and until when.
    pub days: LoanDays,
    /// Who will use it, or nothing.
    pub teacher: String,
}

/// A file once read: each line is a row or a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct LoansImport {
    /// Reservations.
    pub rows: Vec<LoanRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
}

/// Reads the list; `sites` are those that are known.
///
/// # Errors
/// It is another file.
pub fn read(table: &FileTable, sites: &[KnownSite]) -> Result<LoansImport, WholeFileProblem> {
    require(table, FileKind::Loans, &["materiel", "etablissement", "debut", "fin"])?;
    let places = Places::new(sites);
    let mut import = LoansImport { problems: table.problems().to_vec(), rows: Vec::new() };
    let column = |name: &str| table.column(name);
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let what = line.needed(column("materiel"), value::text);
        let place = line.needed(column("etablissement"), value::text);
        let first = line.needed(column("debut"), value::date);
        let last = line.needed(column("fin"), value::date);
        let teacher = line.text(column("enseignant"));
        let backwards = first.zip(last).is_some_and(|(first, last)| last < first);
        if backwards {
            line.refuse(column("fin"), ProblemReason::DateOrder);
        }
        if let (Some(what), Some(place), Some(first), Some(last), false) =
            (what, place, first, last, backwards)
        {
            let clues = Clues { location: &place, entity: "", inventory: "", name: "" };
            let site = places.find(&clues).site;
            let (line, days) = (line.number(), LoanDays::new(first, last));
            import.rows.push(LoanRow { line, what, place, site, days, teacher });
        }
        import.problems.append(&mut line.problems);
    }
    Ok(import)
}
