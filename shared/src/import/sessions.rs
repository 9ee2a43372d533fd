//! Trainings: our own list
//! (`titre;type;formations;jour;debut;fin;lieu;capacite;animateur;organisme;ouverture;cloture`),
//! and the calendar of a supplier (RFC 5545).

use super::calendar::{Event, events_of};
use super::file_kind::FileKind;
use super::kind::require;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use crate::day::{Day, paris_time};
use crate::limits::{SHORT_TEXT_CHARS, TRAINING_PLACES};
use crate::training::{TrainingKind, read_time};
use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime, Timelike};

/// Places of a session of which a calendar says nothing of them.
const PLACES: u32 = 20;

/// A session of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionRow {
    /// Line of the file.
    pub line: u64,
    /// What it is.
    pub kind: TrainingKind,
    /// Its title.
    pub title: String,
    /// What it trains for, as written.
    pub topics: Vec<String>,
    /// The day.
    pub day: Day,
    /// When it begins, in minutes of the day in Paris.
    pub from: u32,
    /// When it ends.
    pub to: u32,
    /// Where.
    pub place: String,
    /// How many places there are.
    pub capacity: u32,
    /// Who leads it.
    pub leader: String,
    /// Who gives it.
    pub body: String,
    /// The first day of registration.
    pub opens: Option<Day>,
    /// The last day of registration.
    pub closes: Option<Day>,
    /// The identity of the entry of a calendar.
    pub uid: Option<String>,
    /// The calendar says that it does not take place.
    pub cancelled: bool,
}

/// A file once read: each line is a row or a problem.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SessionsImport {
    /// Sessions.
    pub rows: Vec<SessionRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
}

fn kind(raw: &str) -> Result<TrainingKind, ProblemReason> {
    let sought = words(raw);
    let is_it = |kind: &TrainingKind| {
        words(crate::words::training_kind(*kind)) == sought || words(kind.word()) == sought
    };
    TrainingKind::ALL.into_iter().find(is_it).ok_or(ProblemReason::UnknownValue)
}

fn time(raw: &str) -> Result<u32, ProblemReason> {
    read_time(raw).ok_or(ProblemReason::Time)
}

fn short(raw: &str) -> Result<String, ProblemReason> {
    let text = value::text(raw)?;
    let max = SHORT_TEXT_CHARS;
    if text.chars().count() > max { Err(ProblemReason::TooLong { max }) } else { Ok(text) }
}

fn places(raw: &str) -> Result<u32, ProblemReason> {
    match value::count(raw)? {
        count if (1..=TRAINING_PLACES).contains(&count) => Ok(count),
        _ => Err(ProblemReason::Places),
    }
}

/// Reads the list. `is_topic` says what the authority trains for.
///
/// # Errors
/// It is another file.
pub fn read(
    table: &FileTable,
    is_topic: impl Fn(&str) -> bool,
) -> Result<SessionsImport, WholeFileProblem> {
    require(table, FileKind::Sessions, &["titre", "jour", "debut", "fin", "capacite"])?;
    let mut import = SessionsImport { problems: table.problems().to_vec(), rows: Vec::new() };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        import.rows.extend(read_line(&mut line, table, &is_topic));
        import.problems.append(&mut line.problems);
    }
    Ok(import)
}

fn read_line(
    line: &mut LineReader,
    table: &FileTable,
    is_topic: &impl Fn(&str) -> bool,
) -> Option<SessionRow> {
    let column = |name: &str| table.column(name);
    let topics = |raw: &str| {
        let all: Vec<String> =
            raw.split(',').map(value::collapse).filter(|topic| !topic.is_empty()).collect();
        let known = all.iter().all(|topic| is_topic(topic));
        if known { Ok(all) } else { Err(ProblemReason::UnknownTopic) }
    };
    let title = line.needed(column("titre"), short);
    let day = line.needed(column("jour"), value::date);
    let from = line.needed(column("debut"), time);
    let to = line.needed(column("fin"), time);
    let capacity = line.needed(column("capacite"), places);
    let blank = |line: &LineReader, name| line.raw(column(name)).trim().is_empty();
    let mut whole = true;
    let mut maybe = |line: &mut LineReader, name| {
        let said = !blank(line, name);
        let read = if said { line.needed(column(name), value::date) } else { None };
        whole &= !said || read.is_some();
        read
    };
    let (opens, closes) = (maybe(line, "ouverture"), maybe(line, "cloture"));
    let kind = match blank(line, "type") {
        true => Some(TrainingKind::Training),
        false => line.needed(column("type"), kind),
    };
    let topics = match blank(line, "formations") {
        true => Some(Vec::new()),
        false => line.needed(column("formations"), topics),
    };
    let optional = |line: &mut LineReader, name| match blank(line, name) {
        true => Some(String::new()),
        false => line.needed(column(name), short),
    };
    let (place, leader, body) =
        (optional(line, "lieu"), optional(line, "animateur"), optional(line, "organisme"));
    let (from, to, day) = (from?, to?, day?);
    if to <= from {
        line.refuse(column("fin"), ProblemReason::DateOrder);
        return None;
    }
    let last = closes.unwrap_or(day);
    if last > day || opens.is_some_and(|opens| opens > last) {
        line.refuse(column("cloture"), ProblemReason::DateOrder);
        return None;
    }
    let row = SessionRow {
        line: line.number(),
        kind: kind?,
        title: title?,
        topics: topics?,
        day,
        from,
        to,
        place: place?,
        capacity: capacity?,
        leader: leader?,
        body: body?,
        opens,
        closes,
        uid: None,
        cancelled: false,
    };
    whole.then_some(row)
}

/// Whether a calendar holds appointments with an hour: holidays have days alone.
///
/// # Errors
/// The file is empty, too large, no text, or no calendar.
pub fn is_calendar(bytes: &[u8]) -> Result<bool, WholeFileProblem> {
    let events = events_of(bytes)?;
    Ok(!events.is_empty() && events.iter().all(|event| event.start.contains('T')))
}

/// Reads the calendar of a supplier.
///
/// # Errors
/// The file is empty, too large, no text, or no calendar.
pub fn read_ics(bytes: &[u8]) -> Result<SessionsImport, WholeFileProblem> {
    let mut import = SessionsImport::default();
    for event in events_of(bytes)? {
        match session(&event) {
            Ok(row) => import.rows.push(row),
            Err(problem) => import.problems.push(problem),
        }
    }
    Ok(import)
}

fn session(event: &Event) -> Result<SessionRow, LineProblem> {
    let problem =
        |column: &str, value: &str, reason| LineProblem::new(event.line, column, value, reason);
    let start = local(&event.start, &event.zone)
        .ok_or_else(|| problem("DTSTART", &event.start, ProblemReason::Time))?;
    let end = match (event.end.as_str(), event.duration.as_str()) {
        ("", lasts) => duration(lasts)
            .and_then(|lasts| start.checked_add_signed(lasts))
            .ok_or_else(|| problem("DURATION", lasts, ProblemReason::Time))?,
        (end, _) => {
            local(end, &event.end_zone).ok_or_else(|| problem("DTEND", end, ProblemReason::Time))?
        }
    };
    let day = start.date();
    let from = start.hour() * 60 + start.minute();
    let to = minutes_until(day, end);
    if to <= from || to > 24 * 60 {
        return Err(problem("DTEND", &event.end, ProblemReason::DateOrder));
    }
    let title = short(&event.summary).map_err(|why| problem("SUMMARY", &event.summary, why))?;
    if event.uid.is_empty() {
        return Err(problem("UID", "", ProblemReason::Missing));
    }
    let place = event.location.chars().take(SHORT_TEXT_CHARS).collect();
    Ok(SessionRow {
        line: event.line,
        kind: TrainingKind::SupplierTraining,
        title,
        topics: Vec::new(),
        day,
        from,
        to,
        place,
        capacity: PLACES,
        leader: String::new(),
        body: String::new(),
        opens: None,
        closes: None,
        uid: Some(event.uid.clone()),
        cancelled: event.status.eq_ignore_ascii_case("CANCELLED"),
    })
}

/// Minutes from the beginning of a day; `u32::MAX` for what is days away.
fn minutes_until(day: NaiveDate, end: NaiveDateTime) -> u32 {
    let minutes = (end - day.and_time(NaiveTime::MIN)).num_minutes();
    u32::try_from(minutes).unwrap_or(u32::MAX)
}

/// A date and time in Paris: in UTC, in that zone, or floating (RFC 5545, 3.3.5). Other zones are
/// not known here, and are said to be none.
fn local(text: &str, zone: &str) -> Option<NaiveDateTime> {
    let (plain, is_utc) = match text.strip_suffix('Z') {
        Some(plain) => (plain, true),
        None => (text, false),
    };
    let at = NaiveDateTime::parse_from_str(plain, "%Y%m%dT%H%M%S").ok()?;
    if is_utc {
        return Some(paris_time(at.and_utc().timestamp_millis()));
    }
    let is_paris = zone.is_empty() || ["Europe/Paris", "Romance Standard Time"].contains(&zone);
    is_paris.then_some(at)
}

/// `PT3H`, `PT1H30M`, `PT90M` (RFC 5545, 3.3.6), of a day at most.
fn duration(text: &str) -> Option<Duration> {
    let rest = text.trim().strip_prefix("PT")?;
    let (mut minutes, mut number) = (0_i64, String::new());
    for c in rest.chars() {
        match c {
            '0'..='9' if number.len() < 5 => number.push(c),
            'H' => minutes += std::mem::take(&mut number).parse::<i64>().ok()? * 60,
            'M' => minutes += std::mem::take(&mut number).parse::<i64>().ok()?,
            'S' => number.clear(),
            _ => return None,
        }
    }
    (number.is_empty() && (1..=24 * 60).contains(&minutes)).then(|| Duration::minutes(minutes))
}
