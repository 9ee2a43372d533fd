//! Who was at a session, in the columns of our own export:
//! `session;jour;uai;etablissement;enseignant;fonction;presence;heures`.

use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::day::Day;
use crate::training::Attendance;

/// One person at one session.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AttendanceRow {
    /// Line of the file.
    pub line: u64,
    /// The title of the session, as written.
    pub session: String,
    /// Its day.
    pub day: Day,
    /// The UAI code of the school, or the identifier of a teaching unit.
    pub site: String,
    /// Their name.
    pub name: String,
    /// Their class or function, or nothing.
    pub function: String,
    /// Whether they were there.
    pub mark: Attendance,
    /// Hours that the file counts for them, as hundredths; nothing where it says none.
    pub hours: Option<i64>,
}

/// A file once read: each line is a row, a problem, or says nothing of who was there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AttendanceImport {
    /// Those who are marked.
    pub rows: Vec<AttendanceRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Lines without a mark: unmarked is not absent.
    pub unmarked: u64,
}

fn mark(raw: &str) -> Result<Attendance, ProblemReason> {
    match words(raw).as_str() {
        "present" | "presente" | "oui" | "p" | "x" | "1" => Ok(Attendance::Present),
        "absent" | "absente" | "non" | "a" | "0" => Ok(Attendance::Absent),
        "excuse" | "excusee" | "e" => Ok(Attendance::Excused),
        _ => Err(ProblemReason::UnknownValue),
    }
}

/// Reads the list. `is_site` says which sites are known.
///
/// # Errors
/// It is another file.
pub fn read(
    table: &FileTable,
    is_site: impl Fn(&str) -> bool,
) -> Result<AttendanceImport, WholeFileProblem> {
    let needed = ["session", "jour", "uai", "enseignant", "presence"];
    require(table, FileKind::Attendance, &needed)?;
    let column = |name: &str| table.column(name);
    let site = |raw: &str| {
        let code = raw.trim().to_uppercase();
        if is_site(&code) { Ok(code) } else { Err(ProblemReason::UnknownValue) }
    };
    let hundredths = |raw: &str| value::amount(raw).map(|hours| hours.0);
    let mut import = AttendanceImport { problems: table.problems().to_vec(), ..Default::default() };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        if line.raw(column("presence")).is_empty() {
            import.unmarked += 1;
            continue;
        }
        let session = line.needed(column("session"), value::short);
        let day = line.needed(column("jour"), value::date);
        let site = line.needed(column("uai"), site);
        let name = line.needed(column("enseignant"), value::short);
        let mark = line.needed(column("presence"), mark);
        let function = line.text(column("fonction"));
        let hours = line.wanted(column("heures"), hundredths);
        if let (Some(session), Some(day), Some(site), Some(name), Some(mark)) =
            (session, day, site, name, mark)
        {
            let line = line.number();
            let row = AttendanceRow { line, session, day, site, name, function, mark, hours };
            import.rows.push(row);
        }
        import.problems.append(&mut line.problems);
    }
    Ok(import)
}
