//! The same calendar as an ICS file (RFC 5545), alone or combined for all zones.

use super::{CalendarImport, CalendarScope, finish, holds_zone, holiday};
use crate::import::holidays::HolidayRow;
use crate::import::limits;
use crate::import::problem::{FileNature, LineProblem, ProblemReason, WholeFileProblem};
use crate::import::text;
use crate::import::value::words;
use chrono::{Days, NaiveDate};

/// An entry of a calendar, as written.
#[derive(Default)]
pub(in crate::import) struct Event {
    pub(in crate::import) line: u64,
    pub(in crate::import) uid: String,
    pub(in crate::import) status: String,
    pub(in crate::import) summary: String,
    pub(in crate::import) location: String,
    pub(in crate::import) start: String,
    /// The zone of the start, as written.
    pub(in crate::import) zone: String,
    pub(in crate::import) end: String,
    /// The zone of the end, as written.
    pub(in crate::import) end_zone: String,
    pub(in crate::import) duration: String,
}

/// Reads the holidays of a zone from the ministry's ICS file. Winter and spring come in segments
/// by set of zones: segments that touch are joined.
///
/// # Errors
/// The file is empty, too large, no text, or no calendar.
pub fn read_ics(bytes: &[u8], scope: CalendarScope) -> Result<CalendarImport, WholeFileProblem> {
    let mut import =
        CalendarImport { rows: Vec::new(), problems: Vec::new(), other_zones: 0, not_pupils: 0 };
    for event in events_of(bytes)? {
        read_event(&event, scope, &mut import);
    }
    finish(&mut import);
    import.rows = joined(std::mem::take(&mut import.rows));
    Ok(import)
}

/// The entries of a calendar.
///
/// # Errors
/// The file is empty, too large, no text, or no calendar.
pub(in crate::import) fn events_of(bytes: &[u8]) -> Result<Vec<Event>, WholeFileProblem> {
    let max = limits::FILE_BYTES;
    if bytes.len() > max {
        let bytes = bytes.len();
        return Err(WholeFileProblem::TooLarge { bytes, max });
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_owned(),
        Err(_) => text::cp1252(bytes),
    };
    if text.trim().is_empty() {
        return Err(WholeFileProblem::Empty);
    }
    if !words(text.lines().next().unwrap_or("")).starts_with("begin vcalendar") {
        return Err(WholeFileProblem::NotText(FileNature::Binary));
    }
    Ok(events(&text))
}

fn read_event(event: &Event, scope: CalendarScope, import: &mut CalendarImport) {
    let (label, zones) = match event.summary.rsplit_once(" - ") {
        Some((label, zones)) if words(zones).starts_with("zone") => (label, zones),
        _ => (event.summary.as_str(), event.location.as_str()),
    };
    let plain = words(&event.summary);
    if plain.contains("enseignant") || plain.contains("rentree") {
        import.not_pupils += 1;
        return;
    }
    if words(zones).starts_with("zone") && !holds_zone(zones, scope.zone) {
        import.other_zones += 1;
        return;
    }
    let problem =
        |column: &str, value: &str, reason| LineProblem::new(event.line, column, value, reason);
    let Some(first) = day(&event.start) else {
        let found = problem("DTSTART", &event.start, ProblemReason::Date);
        return import.problems.push(found);
    };
    // Without an end the event is one day (RFC 5545, 3.6.1).
    let end = match event.end.as_str() {
        "" => Some(first),
        text => day(text),
    };
    match end {
        None => {
            let found = problem("DTEND", &event.end, ProblemReason::Date);
            import.problems.push(found);
        }
        Some(end) if end < first => {
            let found = problem("DTEND", &event.end, ProblemReason::DateOrder);
            import.problems.push(found);
        }
        Some(end) => import.rows.push(event_holiday(label, first, end, scope.zone)),
    }
}

/// An end the day after the beginning is an event of one day here.
fn event_holiday(label: &str, first: NaiveDate, end: NaiveDate, zone: &str) -> HolidayRow {
    let is_one_day = first.succ_opt() == Some(end);
    holiday(label, first, if is_one_day { first } else { end }, "", zone)
}

/// Joins the segments of one holiday that touch or overlap.
fn joined(rows: Vec<HolidayRow>) -> Vec<HolidayRow> {
    let mut out: Vec<HolidayRow> = Vec::new();
    for row in rows {
        match out.last_mut() {
            Some(kept) if kept.label == row.label && touches(kept.last, row.first) => {
                kept.last = kept.last.max(row.last);
            }
            _ => out.push(row),
        }
    }
    out
}

/// A segment cut at a weekend ends on its Sunday, whatever its own end says.
fn touches(last: NaiveDate, next: NaiveDate) -> bool {
    last.checked_add_days(Days::new(1)).is_none_or(|after| next <= after)
}

/// `20260207`, with or without a time behind it.
fn day(text: &str) -> Option<NaiveDate> {
    let digits = text.get(..8)?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?)?;
    (is_number && (1900..=2200).contains(&year)).then_some(date)
}

fn events(text: &str) -> Vec<Event> {
    let mut events = Vec::new();
    let mut current: Option<Event> = None;
    for (line, content) in unfolded(text) {
        let (name, value) = content.split_once(':').unwrap_or((&content, ""));
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        let zone = || {
            let mut all = parameters.split(';').filter_map(|one| one.strip_prefix("TZID="));
            all.next().unwrap_or_default().trim_matches('"').to_owned()
        };
        match (name.to_ascii_uppercase().as_str(), &mut current) {
            ("BEGIN", _) if value.eq_ignore_ascii_case("VEVENT") => {
                current = Some(Event { line, ..Event::default() });
            }
            ("END", _) => events.extend(current.take()),
            ("SUMMARY", Some(event)) => event.summary = unescaped(value),
            ("LOCATION", Some(event)) => event.location = unescaped(value),
            ("UID", Some(event)) => event.uid = value.trim().to_owned(),
            ("STATUS", Some(event)) => event.status = value.trim().to_owned(),
            ("DURATION", Some(event)) => event.duration = value.trim().to_owned(),
            ("DTSTART", Some(event)) => {
                (event.start, event.zone) = (value.trim().to_owned(), zone());
            }
            ("DTEND", Some(event)) => {
                (event.end, event.end_zone) = (value.trim().to_owned(), zone());
            }
            _ => {}
        }
    }
    events
}

/// Content lines with the number of their first line; a line that begins with a blank continues
/// the one before.
fn unfolded(text: &str) -> Vec<(u64, String)> {
    let mut lines: Vec<(u64, String)> = Vec::new();
    for (number, line) in (1..).zip(text.lines()) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some((_, content))) => content.push_str(rest),
            _ => lines.push((number, line.to_owned())),
        }
    }
    lines
}

fn unescaped(value: &str) -> String {
    let plain = value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";");
    plain.trim().to_owned()
}
