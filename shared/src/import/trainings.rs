//! Our own list of trainings that teachers had elsewhere:
//! `uai;enseignant;fonction;formation;date;organisme;justificatif`.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value;
use chrono::NaiveDate;

/// A training of a teacher.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrainingRow {
    /// Line of the file.
    pub line: u64,
    /// The UAI code of the school, or the identifier of a teaching unit.
    pub site: String,
    /// The name.
    pub name: String,
    /// The class or function, or nothing.
    pub function: String,
    /// What the training was about, as written.
    pub topic: String,
    /// When.
    pub day: NaiveDate,
    /// Who gave it.
    pub body: String,
    /// The document that proves it.
    pub evidence: String,
}

/// A list once read: each line is a row or a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrainingsImport {
    /// Trainings.
    pub rows: Vec<TrainingRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
}

/// Reads the list. `is_site` and `is_topic` say what the authority knows; `today` ends the past.
///
/// # Errors
/// It is another file.
pub fn read(
    table: &FileTable,
    is_site: impl Fn(&str) -> bool,
    is_topic: impl Fn(&str) -> bool,
    today: NaiveDate,
) -> Result<TrainingsImport, WholeFileProblem> {
    require(table, FileKind::Trainings, &["uai", "enseignant", "formation", "date"])?;
    let column = |name: &str| table.column(name);
    let known = |text: &str, is_known: bool, why| {
        if is_known { Ok(text.to_owned()) } else { Err(why) }
    };
    let site = |raw: &str| {
        let code = raw.trim().to_uppercase();
        known(&code, is_site(&code), ProblemReason::UnknownValue)
    };
    let topic = |raw: &str| {
        let text = value::text(raw)?;
        known(&text, is_topic(&text), ProblemReason::UnknownTopic)
    };
    let past = |raw: &str| match value::date(raw)? {
        day if day > today => Err(ProblemReason::Future),
        day => Ok(day),
    };
    let mut import = TrainingsImport { problems: table.problems().to_vec(), rows: Vec::new() };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let site = line.needed(column("uai"), site);
        let name = line.needed(column("enseignant"), value::text);
        let topic = line.needed(column("formation"), topic);
        let day = line.needed(column("date"), past);
        let evidence = line.needed(column("justificatif"), value::text);
        let (function, body) = (line.text(column("fonction")), line.text(column("organisme")));
        if let (Some(site), Some(name), Some(topic), Some(day), Some(evidence)) =
            (site, name, topic, day, evidence)
        {
            let line = line.number();
            let row = TrainingRow { line, site, name, function, topic, day, body, evidence };
            import.rows.push(row);
        }
        import.problems.append(&mut line.problems);
    }
    Ok(import)
}
