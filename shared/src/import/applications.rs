//! Applications to a call for projects, in the columns of the platform of the State:
//! `numero_dossier;etat;uai;etablissement;titre;depose_le;montant_demande;motivation`, with
//! `article;quantite;classes;eleves` beside them. An application of several articles has a line for
//! each, under one number.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::limits::{LINE_QUANTITY, LONG_TEXT_CHARS};
use crate::money::Cents;

/// One line: an article of an application.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationRow {
    /// Line of the file.
    pub line: u64,
    /// The number of the application there.
    pub number: String,
    /// The UAI code of the school, or the identifier of a teaching unit.
    pub site: String,
    /// The name of the project.
    pub title: String,
    /// What it is for.
    pub purpose: String,
    /// Classes that take part; 0 where the file says none.
    pub classes: u32,
    /// Pupils who take part; 0 where the file says none.
    pub pupils: u32,
    /// The article, as written.
    pub article: String,
    /// How many.
    pub quantity: u32,
    /// What the whole application asks for, where the file says it.
    pub asked: Option<Cents>,
}

/// A file once read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ApplicationsImport {
    /// Lines of applications that were handed in.
    pub rows: Vec<ApplicationRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Lines of drafts, and of what was refused or withdrawn there.
    pub not_handed_in: u64,
}

/// States of the platform in which something is asked for.
const HANDED_IN: [&str; 6] =
    ["en construction", "en instruction", "accepte", "depose", "deposee", "recu"];
/// States in which nothing is.
const NOT_HANDED_IN: [&str; 6] =
    ["brouillon", "refuse", "sans suite", "classe sans suite", "retire", "supprime"];

fn is_handed_in(raw: &str) -> Result<bool, ProblemReason> {
    let state = words(raw);
    if state.is_empty() || HANDED_IN.contains(&state.as_str()) {
        return Ok(true);
    }
    let is_known = NOT_HANDED_IN.contains(&state.as_str());
    if is_known { Ok(false) } else { Err(ProblemReason::UnknownValue) }
}

fn count(raw: &str) -> Result<u32, ProblemReason> {
    raw.trim().parse().map_err(|_| ProblemReason::Number)
}

fn quantity(raw: &str) -> Result<u32, ProblemReason> {
    count(raw).and_then(|many| match many {
        1..=LINE_QUANTITY => Ok(many),
        _ => Err(ProblemReason::Number),
    })
}

/// Reads the file. `is_site` says which sites are known.
///
/// # Errors
/// It is another file.
pub fn read(
    table: &FileTable,
    is_site: impl Fn(&str) -> bool,
) -> Result<ApplicationsImport, WholeFileProblem> {
    let needed = ["numero_dossier", "uai", "titre", "motivation"];
    require(table, FileKind::Applications, &needed)?;
    let column = |name: &str| table.column(name);
    let site = |raw: &str| {
        let code = raw.trim().to_uppercase();
        if is_site(&code) { Ok(code) } else { Err(ProblemReason::UnknownValue) }
    };
    let problems = table.problems().to_vec();
    let mut import = ApplicationsImport { problems, ..ApplicationsImport::default() };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        match is_handed_in(line.raw(column("etat"))) {
            Ok(true) => {}
            Ok(false) => {
                import.not_handed_in += 1;
                continue;
            }
            Err(why) => line.refuse(column("etat"), why),
        }
        let number = line.needed(column("numero_dossier"), value::short);
        let site = line.needed(column("uai"), site);
        let title = line.needed(column("titre"), value::short);
        let purpose = line.needed(column("motivation"), |raw| {
            value::of_length(value::text(raw)?, LONG_TEXT_CHARS)
        });
        let article = line.needed(column("article"), value::text);
        let quantity = match line.raw(column("quantite")).is_empty() {
            true => Some(1),
            false => line.needed(column("quantite"), quantity),
        };
        let classes = line.wanted(column("classes"), count).unwrap_or(0);
        let pupils = line.wanted(column("eleves"), count).unwrap_or(0);
        let asked = line.wanted(column("montant_demande"), value::amount);
        let known = number.zip(site).zip(title.zip(purpose)).zip(article.zip(quantity));
        let row = known.map(|(((number, site), (title, purpose)), (article, quantity))| {
            let line = line.number();
            ApplicationRow {
                line,
                number,
                site,
                title,
                purpose,
                classes,
                pupils,
                article,
                quantity,
                asked,
            }
        });
        import.rows.extend(row.filter(|_| line.problems.is_empty()));
        import.problems.append(&mut line.problems);
        import.warnings.append(&mut line.warnings);
    }
    Ok(import)
}
