//! The ministry's school calendar, `fr-en-calendrier-scolaire`: CSV here, ICS in [`read_ics`].
//!
//! Its dates are instants: they are brought to Europe/Paris before the time is cut off. The end
//! is the day on which classes resume, except for bridges that end on the day itself.

mod ics;

pub use ics::read_ics;
pub(in crate::import) use ics::{Event, events_of};

use super::file_kind::FileKind;
use super::holidays::{HolidayRow, HolidayRowKind, school_year};
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value::{self, words};
use chrono::{DateTime, Datelike, Days, Duration, NaiveDate, NaiveDateTime, Weekday};

/// Whose holidays are wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CalendarScope<'a> {
    /// «A», «B» or «C».
    pub zone: &'a str,
    /// The academy, where the file has one line for each; all of the zone when `None`.
    pub academy: Option<&'a str>,
}

/// A calendar once read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CalendarImport {
    /// The holidays of the zone, sorted, each once.
    pub rows: Vec<HolidayRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Lines of other zones or academies.
    pub other_zones: u64,
    /// Lines that are for teachers only, or tell a first day of class.
    pub not_pupils: u64,
}

struct Columns {
    label: Option<usize>,
    population: Option<usize>,
    first: Option<usize>,
    end: Option<usize>,
    academies: Option<usize>,
    zones: Option<usize>,
    year: Option<usize>,
}

/// Reads the holidays of a zone; labels and technical names.
///
/// # Errors
/// The file is another one.
pub fn read(table: &FileTable, scope: CalendarScope) -> Result<CalendarImport, WholeFileProblem> {
    let technical = table.column("start_date").is_some();
    let needed: [&str; 4] = if technical {
        ["description", "start_date", "end_date", "zones"]
    } else {
        ["description", "date_de_debut", "date_de_fin", "zones"]
    };
    kind::require(table, FileKind::SchoolCalendar, &needed)?;
    let columns = Columns {
        label: table.column("description"),
        population: table.column("population"),
        first: table.any_column(&["date_de_debut", "start_date"]),
        end: table.any_column(&["date_de_fin", "end_date"]),
        academies: table.any_column(&["academies", "location"]),
        zones: table.column("zones"),
        year: table.column("annee_scolaire"),
    };
    let mut import = CalendarImport {
        rows: Vec::new(),
        problems: table.problems().to_vec(),
        other_zones: 0,
        not_pupils: 0,
    };
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        let row = read_line(&mut line, &columns, scope, &mut import);
        import.rows.extend(row);
        import.problems.append(&mut line.problems);
    }
    finish(&mut import);
    Ok(import)
}

/// Sorts, keeps one of equal rows, and prefers a summer whose end is known.
fn finish(import: &mut CalendarImport) {
    let rows = &mut import.rows;
    rows.sort_by_key(|row| (row.first, row.end_assumed, row.last));
    rows.dedup_by(|later, kept| later == kept || (later.end_assumed && later.first == kept.first));
}

fn read_line(
    line: &mut LineReader,
    columns: &Columns,
    scope: CalendarScope,
    import: &mut CalendarImport,
) -> Option<HolidayRow> {
    let reached = [columns.label, columns.first, columns.end, columns.zones];
    if !line.reaches(&reached) {
        return None;
    }
    let academies = line.raw(columns.academies);
    if !holds_zone(line.raw(columns.zones), scope.zone) || !holds_academy(academies, scope) {
        import.other_zones += 1;
        return None;
    }
    let label = line.needed(columns.label, value::text);
    let is_return = label.as_deref().is_some_and(|l| words(l).contains("rentree"));
    if is_return || words(line.raw(columns.population)).contains("enseignant") {
        import.not_pupils += 1;
        return None;
    }
    let first = line.needed(columns.first, paris_date);
    let end = line.needed(columns.end, paris_date);
    let (label, first, end) = (label?, first?, end?);
    if end < first {
        line.refuse(columns.end, ProblemReason::DateOrder);
        return None;
    }
    let year = line.text(columns.year);
    Some(holiday(&label, first, end, &year, scope.zone))
}

/// A holiday of the ministry, its end included.
fn holiday(label: &str, first: NaiveDate, end: NaiveDate, year: &str, zone: &str) -> HolidayRow {
    let plain = words(label);
    let is_summer = plain.contains("vacances d ete");
    let end_assumed = is_summer && end <= first;
    let last = if end_assumed {
        NaiveDate::from_ymd_opt(first.year(), 8, 31).unwrap_or(end)
    } else {
        last_day(first, end)
    };
    let label = if is_summer { "Vacances d'Été" } else { label };
    HolidayRow {
        first,
        last,
        kind: if plain.starts_with("pont") {
            HolidayRowKind::Bridge
        } else {
            HolidayRowKind::School
        },
        label: label.to_owned(),
        school_year: if year.is_empty() { school_year(first) } else { year.to_owned() },
        zone: zone.to_owned(),
        end_assumed,
    }
}

/// Classes resume on the day of the end. They never do on a Saturday or a Sunday, nor on the day
/// they stop: then the end is itself a day off, and the weekend behind it as well.
fn last_day(first: NaiveDate, end: NaiveDate) -> NaiveDate {
    let (back, forward) = match end.weekday() {
        Weekday::Sat => (0, 1),
        Weekday::Sun => (0, 0),
        Weekday::Fri if end == first => (0, 2),
        _ if end == first => (0, 0),
        _ => (1, 0),
    };
    let moved = end.checked_add_days(Days::new(forward));
    let moved = moved.and_then(|day| day.checked_sub_days(Days::new(back)));
    moved.unwrap_or(end)
}

/// «Zone A», «Zones A/B/C».
fn holds_zone(text: &str, zone: &str) -> bool {
    let zone = words(zone);
    words(text).split(' ').any(|word| word == zone)
}

/// An empty list of academies, or «-», is all of the zone.
fn holds_academy(text: &str, scope: CalendarScope) -> bool {
    let Some(academy) = scope.academy.map(words) else {
        return true;
    };
    words(text).is_empty() || text.split([',', ';', '/', '\n']).any(|one| words(one) == academy)
}

/// The civil day in Europe/Paris of an instant with its offset; a day without a time stays.
fn paris_date(raw: &str) -> Result<NaiveDate, ProblemReason> {
    let Ok(instant) = DateTime::parse_from_rfc3339(raw) else {
        return value::date(raw);
    };
    let utc = instant.naive_utc();
    if !(1900..=2200).contains(&utc.year()) {
        return Err(ProblemReason::Date);
    }
    let summer = last_sunday(utc.year(), 3) <= utc && utc < last_sunday(utc.year(), 10);
    Ok((utc + Duration::hours(if summer { 2 } else { 1 })).date())
}

/// The instant at which clocks change: the last Sunday of the month, 01:00 UTC (directive
/// 2000/84/EC).
fn last_sunday(year: i32, month: u32) -> NaiveDateTime {
    let end = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    let back = i64::from(end.weekday().num_days_from_sunday());
    let sunday = end - Duration::days(back);
    sunday.and_hms_opt(1, 0, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn instants_become_days_of_paris() {
        let cases = [
            ("2026-02-06T23:00:00+00:00", "2026-02-07"),
            ("2026-02-07T00:00:00+01:00", "2026-02-07"),
            ("2025-07-04T22:00:00Z", "2025-07-05"),
            ("2025-07-04T21:59:59Z", "2025-07-04"),
            ("2025-10-25T22:00:00Z", "2025-10-26"),
            ("2025-10-26T23:00:00Z", "2025-10-27"),
            ("2026-02-07", "2026-02-07"),
            ("07/02/2026 00:00", "2026-02-07"),
        ];
        for (raw, expected) in cases {
            assert_eq!(paris_date(raw), Ok(day(expected)), "{raw}");
        }
        assert_eq!(paris_date("bientôt"), Err(ProblemReason::Date));
    }

    #[test]
    fn ends_are_inclusive_or_not() {
        let last = |first: &str, end: &str| last_day(day(first), day(end)).to_string();
        assert_eq!(last("2023-05-18", "2023-05-22"), "2023-05-21");
        assert_eq!(last("2025-05-30", "2025-05-31"), "2025-06-01");
        assert_eq!(last("2025-05-30", "2025-05-30"), "2025-06-01");
        assert_eq!(last("2026-02-07", "2026-02-23"), "2026-02-22");
    }
}
