//! Exports of the dashboard: a table, written as CSV, XLSX or PDF.

mod cells;
mod gate;
mod made_up;
mod number;
mod pdf;
mod sobriety;
mod tables;
mod trainings;
pub(crate) mod words;

pub(crate) use cells::{amount, date, place};
pub(crate) use made_up::made_up;
pub(crate) use number::decimal;

use crate::document::NotDrawn;
use crate::pull::scope_of;
use crate::store::{Reader, StoreResult};
use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{ExcelDateTime, Format, Workbook, XlsxError};
use shared::budget::PLAN;
use shared::budget::postings::YearSpan;
use shared::day::paris_day;
use shared::id::{Millis, QuarterId};
use shared::role::{Actor, Role};
use shared::row::{Kind, Read, State};

/// The kinds of rows that make an amount of the budget.
const BUDGET_KINDS: &[Kind] = {
    use Kind::*;
    &[BudgetLine, Campaign, Commitment, Subscription, Supply, TrainingSession]
};

/// The kinds of rows that the course of a time is made from.
const COURSE_KINDS: &[Kind] = {
    use Kind::*;
    &[Account, Calendar, Commitment, Settings, Site, Supply, Ticket, TrainingSession, Visit]
};

/// Subject of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Where each site stands in a quarter, the current one unless another is asked for.
    Coverage,
    /// Every visit, or those of the quarter that is asked for.
    Visits,
    /// Every ticket.
    Tickets,
    /// The fleet.
    Equipment,
    /// Lives of devices, reuse, purchases and travel, for the report on sustainable development.
    Sobriety,
    /// What the law asks to be declared of purchases: used, recycled, given.
    Declaration,
    /// The factors of emission and thresholds of law, of all days.
    Factors,
    /// Internet and ENT, with what each month of this year costs.
    Subscriptions,
    /// Trainings, accompaniments and class activities.
    Sessions,
    /// Who was there.
    Attendance,
    /// Hours of training of each person, by school year.
    Hours,
    /// What was handed over to people without the training.
    Untrained,
    /// What waits for a training before it is handed over.
    ToTrain,
    /// Loans.
    Loans,
    /// The course of a quarter, the current one unless another is asked for, or of its school
    /// year: the numbers of the plots of the dashboard.
    Course {
        /// The whole school year.
        whole: bool,
    },
    /// The table of the committees: a year of the budget, or all years of the plan.
    Budget(YearSpan),
}

impl Subject {
    /// Returns the kinds of rows that its table is made from.
    fn kinds(self) -> &'static [Kind] {
        match self {
            Subject::Coverage => {
                &[Kind::Calendar, Kind::Site, Kind::Account, Kind::Absence, Kind::Visit]
            }
            Subject::Visits => &[Kind::Site, Kind::Account, Kind::Visit],
            Subject::Tickets => &[Kind::Site, Kind::Ticket],
            Subject::Equipment => &[Kind::Site, Kind::Equipment],
            Subject::Subscriptions => &[Kind::Site, Kind::Subscription],
            Subject::Sobriety => Kind::ALL,
            Subject::Declaration => &[Kind::Site, Kind::Settings, Kind::Supply, Kind::Equipment],
            Subject::Sessions | Subject::Attendance | Subject::Hours => {
                &[Kind::Site, Kind::Teacher, Kind::TrainingSession]
            }
            Subject::Untrained => &[Kind::Supply, Kind::Teacher],
            Subject::ToTrain => {
                &[Kind::Settings, Kind::Site, Kind::Supply, Kind::Teacher, Kind::Visit]
            }
            Subject::Loans => &[Kind::Site, Kind::Calendar, Kind::Supply],
            Subject::Course { .. } => COURSE_KINDS,
            Subject::Budget(_) => BUDGET_KINDS,
            Subject::Factors => &[Kind::Settings],
        }
    }

    /// Returns whether that role may have it: contracts, prices and names are the desk's.
    pub fn is_open_to(self, role: Role) -> bool {
        match self {
            Subject::Coverage | Subject::Visits | Subject::Tickets | Subject::Equipment => true,
            Subject::Subscriptions
            | Subject::Loans
            | Subject::Course { .. }
            | Subject::Sobriety
            | Subject::Declaration
            | Subject::Factors
            | Subject::Sessions
            | Subject::Attendance
            | Subject::Hours
            | Subject::Untrained
            | Subject::ToTrain
            | Subject::Budget(_) => role.is_desk(),
        }
    }
}

/// Format of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// CSV for spreadsheets: byte-order mark, `;`, CRLF.
    Csv,
    /// A workbook.
    Xlsx,
    /// A document to print.
    Pdf,
}

impl Form {
    /// Returns the form of that ending.
    pub fn named(ending: &str) -> Option<Self> {
        Some(match ending {
            "csv" => Form::Csv,
            "xlsx" => Form::Xlsx,
            "pdf" => Form::Pdf,
            _ => return None,
        })
    }

    /// Returns the media type.
    pub fn media_type(self) -> &'static str {
        match self {
            Form::Csv => "text/csv; charset=utf-8",
            Form::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Form::Pdf => "application/pdf",
        }
    }
}

/// Parses the name of an export, such as `coverage.csv`.
pub fn named(file: &str) -> Option<(Subject, Form)> {
    let (subject, form) = file.split_once('.')?;
    let subject = match subject {
        "coverage" => Subject::Coverage,
        "visits" => Subject::Visits,
        "tickets" => Subject::Tickets,
        "equipment" => Subject::Equipment,
        "abonnements" => Subject::Subscriptions,
        "sobriete" => Subject::Sobriety,
        "facteurs" => Subject::Factors,
        "achats-agec" => Subject::Declaration,
        "sessions" => Subject::Sessions,
        "presences" => Subject::Attendance,
        "heures" => Subject::Hours,
        "livraisons-sans-formation" => Subject::Untrained,
        "a-former" => Subject::ToTrain,
        "prets" => Subject::Loans,
        "evolution" => Subject::Course { whole: false },
        "evolution-annee" => Subject::Course { whole: true },
        "budget" => Subject::Budget(YearSpan::Plan),
        other => Subject::Budget(YearSpan::Year(year_of(other)?)),
    };
    Some((subject, Form::named(form)?))
}

/// The year of `budget-2026`.
fn year_of(name: &str) -> Option<u16> {
    let year = name.strip_prefix("budget-")?.parse().ok()?;
    PLAN.contains(&year).then_some(year)
}

/// A table to export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// Name of the subject.
    pub name: &'static str,
    /// The same, with the date.
    pub title: String,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// The lines; each has a value for each column.
    pub lines: Vec<Vec<String>>,
}

/// Returns the table of a subject, made from the rows that this actor may see. In a demonstration
/// it says so, also to whom sees real schools alone; factors and thresholds are as real there.
///
/// # Errors
/// A fault of the store.
pub fn table(
    store: &dyn Reader,
    actor: &Actor,
    (subject, form): (Subject, Form),
    quarter: Option<&QuarterId>,
    now: Millis,
) -> StoreResult<Table> {
    let scope = scope_of(store, actor, now)?;
    let mut state = State::default();
    for kind in subject.kinds() {
        for row in store.load(&Read::All(*kind))? {
            if let Some(row) = scope.view(&row) {
                state.put(row);
            }
        }
    }
    let table = tables::of(subject, &state, quarter, paris_day(now));
    match subject != Subject::Factors && store.is_made_up()? {
        true => Ok(table.made_up(form)),
        false => Ok(table),
    }
}

/// Why a table could not be written.
#[derive(Debug, thiserror::Error)]
pub enum Unwritten {
    /// The CSV writer failed.
    #[error("not written as CSV")]
    Csv(#[from] csv::Error),
    /// The JSON writer failed.
    #[error("not written as JSON")]
    Json(#[from] serde_json::Error),
    /// The workbook writer failed.
    #[error("not written as a workbook")]
    Xlsx(#[from] XlsxError),
    /// The document writer failed.
    #[error("not written as a document")]
    Pdf(#[from] NotDrawn),
}

/// Writes the table as a file.
///
/// # Errors
/// [`Unwritten`] when a value does not fit the format.
pub fn write(table: &Table, form: Form) -> Result<Vec<u8>, Unwritten> {
    match form {
        Form::Csv => write_csv(table),
        Form::Xlsx => write_xlsx(table),
        Form::Pdf => Ok(pdf::write(table)?),
    }
}

fn write_csv(table: &Table) -> Result<Vec<u8>, Unwritten> {
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(&table.columns)?;
    for line in &table.lines {
        writer.write_record(line.iter().map(|value| escape_formula(value)))?;
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()).into())
}

/// Keeps a spreadsheet from taking a typed text for a formula (OWASP, «CSV injection»).
fn escape_formula(value: &str) -> String {
    match value.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        true => format!("'{value}"),
        false => value.to_owned(),
    }
}

/// The day of a value, in a column of days; elsewhere what looks like a day stays a text.
fn day_of(column: &str, value: &str) -> Option<Result<ExcelDateTime, XlsxError>> {
    let day = NaiveDate::parse_from_str(value, "%d/%m/%Y").ok();
    let day = day.filter(|_| words::DAYS.contains(&column))?;
    let year = u16::try_from(day.year()).unwrap_or_default();
    Some(ExcelDateTime::from_ymd(year, day.month() as u8, day.day() as u8))
}

/// The number of a value in a column of amounts, whose cents a workbook keeps exactly enough to
/// show and to add up.
fn number_of(value: &str) -> Option<f64> {
    value.replace(',', ".").parse().ok()
}

fn write_xlsx(table: &Table) -> Result<Vec<u8>, Unwritten> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    // Real days, so that a spreadsheet sorts and filters by them.
    let day = Format::new().set_num_format("dd/mm/yyyy");
    let bold = Format::new().set_bold();
    let money = Format::new().set_num_format("#,##0.00");
    sheet.set_name(table.name)?;
    for (column, name) in (0u16..).zip(&table.columns) {
        sheet.write_with_format(0, column, name, &bold)?;
    }
    for (row, line) in (1u32..).zip(&table.lines) {
        for (column, value) in (0u16..).zip(line) {
            let name = table.columns.get(usize::from(column)).map_or("", String::as_str);
            match day_of(name, value) {
                None if words::AMOUNTS.contains(&name) && number_of(value).is_some() => {
                    let number = number_of(value).unwrap_or_default();
                    sheet.write_number_with_format(row, column, number, &money)?;
                }
                Some(value) => {
                    sheet.write_datetime_with_format(row, column, value?, &day)?;
                }
                None => {
                    sheet.write_string(row, column, value)?;
                }
            }
        }
    }
    let last = u16::try_from(table.columns.len().saturating_sub(1)).unwrap_or_default();
    sheet.autofilter(0, 0, u32::try_from(table.lines.len()).unwrap_or_default(), last)?;
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofit();
    Ok(book.save_to_buffer()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        Table {
            name: "Demandes",
            title: "Demandes".into(),
            columns: vec!["Établissement".into(), "Demande".into()],
            lines: vec![vec!["École Daudet".into(), "=1+1; «image rose»".into()]; 120],
        }
    }

    #[test]
    fn a_csv_opens_in_a_spreadsheet_and_holds_no_formula() {
        let text = String::from_utf8(write(&table(), Form::Csv).expect("written")).expect("UTF-8");
        let first = "\u{feff}Établissement;Demande\r\nÉcole Daudet;\"'=1+1; «image rose»\"\r\n";
        assert!(text.starts_with(first), "{text}");
    }

    #[test]
    fn a_workbook_and_a_pdf_are_what_they_say() {
        assert!(write(&table(), Form::Xlsx).expect("written").starts_with(b"PK"));
        let pdf = write(&table(), Form::Pdf).expect("written");
        assert!(pdf.starts_with(b"%PDF-"));
        let pages = String::from_utf8_lossy(&pdf).matches("/Type/Page/").count();
        assert!(pages >= 3, "{pages} pages");
    }

    /// Excel counts days from 1900: 46 266 is 1 September 2026.
    #[test]
    fn days_of_a_workbook_are_days_and_words_stay_words() {
        let day = day_of("Jour", "01/09/2026").expect("a day").expect("in range");
        assert!((day.to_excel() - 46_266.0).abs() < f64::EPSILON, "{}", day.to_excel());
        assert!(day_of("Demande", "01/09/2026").is_none());
        assert!(day_of("Jour", "").is_none());
    }

    #[test]
    fn exports_are_named_by_subject_and_form() {
        assert_eq!(named("coverage.csv"), Some((Subject::Coverage, Form::Csv)));
        assert_eq!(named("accounts.csv"), None);
        assert_eq!(named("budget.csv"), Some((Subject::Budget(YearSpan::Plan), Form::Csv)));
        let year = Subject::Budget(YearSpan::Year(2026));
        assert_eq!(named("budget-2026.xlsx"), Some((year, Form::Xlsx)));
        assert_eq!(named("budget-1999.csv"), None);
        assert_eq!(named("coverage"), None);
    }
}
