//! From holidays as they are published to the calendar of the authority.

use super::holidays::{HolidayRow, HolidayRowKind, public_holidays, school_year};
use crate::day::{self, Calendar, Day, Holiday};
use chrono::{Datelike, Duration};

/// The calendar of a zone: its holidays, the public holidays of the years that they span, and
/// four quarters of equal numbers of school days for each school year whose both summers are
/// known.
pub fn calendar(rows: &[HolidayRow], zone: &str) -> Calendar {
    let here = |row: &&HolidayRow| row.zone.is_empty() || row.zone == zone;
    let mut holidays: Vec<Holiday> = rows.iter().filter(here).filter_map(holiday).collect();
    let years = holidays.iter().map(|h| h.first.year());
    if let (Some(first), Some(last)) = (years.clone().min(), years.max()) {
        let public = (first..=last).flat_map(public_holidays);
        holidays.extend(public.filter_map(|row| holiday(&row)));
    }
    holidays.sort();
    holidays.dedup_by_key(|h| (h.first, h.last));
    let mut calendar = Calendar { zone: zone.to_owned(), holidays, ..Calendar::default() };
    let summers: Vec<(Day, Day)> = summers(&calendar);
    // Two summers with one missing between them are not the ends of one year.
    let is_year = |pair: &&[(Day, Day)]| pair[1].0 - pair[0].1 < Duration::days(366);
    calendar.quarters = summers
        .windows(2)
        .filter(is_year)
        .flat_map(|pair| {
            let first = pair[0].1 + Duration::days(1);
            let last = pair[1].0 - Duration::days(1);
            calendar.four_quarters(&school_year(first), first, last)
        })
        .collect();
    calendar
}

fn holiday(row: &HolidayRow) -> Option<Holiday> {
    let kind = match row.kind {
        HolidayRowKind::School => day::HolidayKind::School,
        HolidayRowKind::Public => day::HolidayKind::Public,
        HolidayRowKind::Bridge => day::HolidayKind::Bridge,
        // The pupils are not there, but the school is open.
        HolidayRowKind::TeachersOnly => return None,
    };
    Some(Holiday { first: row.first, last: row.last, kind, label: row.label.clone() })
}

/// School holidays that hold the first of August.
fn summers(calendar: &Calendar) -> Vec<(Day, Day)> {
    let of_school = calendar.holidays.iter().filter(|h| h.kind == day::HolidayKind::School);
    of_school
        .filter(|h| {
            Day::from_ymd_opt(h.first.year(), 8, 1).is_some_and(|d| h.first <= d && d <= h.last)
        })
        .map(|h| (h.first, h.last))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row(first: &str, last: &str, kind: HolidayRowKind) -> HolidayRow {
        let day = |text: &str| text.parse::<Day>().expect("a day");
        HolidayRow {
            first: day(first),
            last: day(last),
            kind,
            label: "Vacances".into(),
            school_year: String::new(),
            zone: "A".into(),
            end_assumed: false,
        }
    }

    #[test]
    fn a_school_year_lies_between_two_summers() {
        let rows = [
            row("2026-07-04", "2026-08-31", HolidayRowKind::School),
            row("2027-07-03", "2027-08-31", HolidayRowKind::School),
            row("2026-08-31", "2026-08-31", HolidayRowKind::TeachersOnly),
        ];
        let calendar = calendar(&rows, "A");
        let ids: Vec<_> = calendar.quarters.iter().map(|q| q.id.as_str()).collect();
        assert_eq!(ids, ["2026-2027-1", "2026-2027-2", "2026-2027-3", "2026-2027-4"]);
        assert_eq!(calendar.quarters[0].first.to_string(), "2026-09-01");
        assert_eq!(calendar.quarters[3].last.to_string(), "2027-07-02");
        assert!(calendar.holiday("2026-11-11".parse().expect("a day")).is_some());
        assert!(super::calendar(&rows, "B").quarters.is_empty());
    }
}
