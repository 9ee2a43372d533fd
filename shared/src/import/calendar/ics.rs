//! The same calendar as an ICS file (RFC 5545), alone or combined for all zones.

use super::{CalendarImport, CalendarScope, finish, holds_zone, holiday};
use crate::day::paris_day;
use crate::import::holidays::HolidayRow;
use crate::import::limits;
use crate::import::problem::{ForeignFormat, LineProblem, ProblemReason, WholeFileProblem};
use crate::import::text;
use crate::import::value::words;
use chrono::{Days, NaiveDate, NaiveDateTime};

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
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let (lines, whole) = unfolded(bytes);
    // A line may be folded in the middle of a letter (RFC 5545, 3.1): letters are read of the
    // whole of it.
    let text = match std::str::from_utf8(&whole) {
        Ok(text) => text.to_owned(),
        Err(_) => text::cp1252(&whole),
    };
    if text.trim().is_empty() {
        return Err(WholeFileProblem::Empty);
    }
    if !words(text.lines().next().unwrap_or("")).starts_with("begin vcalendar") {
        return Err(WholeFileProblem::NotText(ForeignFormat::Binary));
    }
    Ok(events(lines.into_iter().zip(text.split('\n'))))
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

/// `20260207`, with or without a time behind it. An instant in UTC is the day in Paris on which it
/// falls: midnight there is the evening before in UTC.
fn day(text: &str) -> Option<NaiveDate> {
    let digits = text.get(..8)?;
    let is_number = digits.bytes().all(|b| b.is_ascii_digit());
    let number = |range: std::ops::Range<usize>| digits.get(range)?.parse::<u32>().ok();
    let year = i32::try_from(number(0..4)?).ok()?;
    let date = NaiveDate::from_ymd_opt(year, number(4..6)?, number(6..8)?)?;
    let date = match text.strip_suffix('Z') {
        Some(instant) => {
            let at = NaiveDateTime::parse_from_str(instant, "%Y%m%dT%H%M%S").ok()?;
            paris_day(at.and_utc().timestamp_millis())
        }
        None => date,
    };
    (is_number && (1900..=2200).contains(&year)).then_some(date)
}

/// The entries, with the properties of their own: an alarm within one has a summary and an end
/// too.
fn events<'t>(lines: impl Iterator<Item = (u64, &'t str)>) -> Vec<Event> {
    let mut events = Vec::new();
    let mut current: Option<Event> = None;
    let mut within = 0_u32;
    for (line, content) in lines {
        let (name, value) = content.split_once(':').unwrap_or((content, ""));
        let (name, parameters) = name.split_once(';').unwrap_or((name, ""));
        match (name.trim().to_ascii_uppercase().as_str(), &mut current) {
            ("BEGIN", None) if value.trim().eq_ignore_ascii_case("VEVENT") => {
                current = Some(Event { line, ..Event::default() });
            }
            ("BEGIN", Some(_)) => within += 1,
            ("END", Some(_)) if within > 0 => within -= 1,
            ("END", Some(_)) => events.extend(current.take()),
            (name, Some(event)) if within == 0 => event.take(name, value, parameters),
            (_, _) => {}
        }
    }
    events
}

impl Event {
    /// Takes a property over; those that nobody asks for are left.
    fn take(&mut self, name: &str, value: &str, parameters: &str) {
        let zone = || {
            let mut all = parameters.split(';').filter_map(|one| one.strip_prefix("TZID="));
            all.next().unwrap_or_default().trim_matches('"').to_owned()
        };
        match name {
            "SUMMARY" => self.summary = unescaped(value),
            "LOCATION" => self.location = unescaped(value),
            "UID" => self.uid = value.trim().to_owned(),
            "STATUS" => self.status = value.trim().to_owned(),
            "DURATION" => self.duration = value.trim().to_owned(),
            "DTSTART" => (self.start, self.zone) = (value.trim().to_owned(), zone()),
            "DTEND" => (self.end, self.end_zone) = (value.trim().to_owned(), zone()),
            _ => {}
        }
    }
}

/// The numbers of the first lines of the content lines, and these, one a line: a line that begins
/// with a blank continues the one before.
fn unfolded(bytes: &[u8]) -> (Vec<u64>, Vec<u8>) {
    let (mut numbers, mut whole) = (Vec::new(), Vec::with_capacity(bytes.len()));
    for (number, line) in (1..).zip(bytes.split(|byte| *byte == b'\n')) {
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        match line {
            [b' ' | b'\t', rest @ ..] if !numbers.is_empty() => whole.extend(rest),
            _ => {
                if !numbers.is_empty() {
                    whole.push(b'\n');
                }
                numbers.push(number);
                whole.extend(line);
            }
        }
    }
    (numbers, whole)
}

fn unescaped(value: &str) -> String {
    let plain = value.replace("\\n", " ").replace("\\,", ",").replace("\\;", ";");
    plain.trim().to_owned()
}
