//! Days, half-days, the dated week of a school, holidays and quarters.

pub(crate) mod written;

use crate::id::{Millis, QuarterId, Seq};
use chrono::{DateTime, Datelike, Duration, NaiveDate, NaiveDateTime, Timelike, Weekday};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

/// A civil day in France. Written `2026-03-12`.
pub type Day = NaiveDate;

/// Morning or afternoon.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Half {
    /// The morning.
    Morning,
    /// The afternoon.
    Afternoon,
}

impl Half {
    /// Both halves, in the order of the day.
    pub const BOTH: [Half; 2] = [Half::Morning, Half::Afternoon];
}

/// One half-day: the unit of the maintenance that is owed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct HalfDay {
    /// The civil day.
    #[serde(deserialize_with = "written::day")]
    pub day: Day,
    /// Which half of it.
    pub half: Half,
}

impl HalfDay {
    /// The half-day of an instant in France: the afternoon begins at one o'clock, when the teachers
    /// of a morning have left.
    pub fn at(unix_ms: Millis) -> Self {
        let time = paris_time(unix_ms);
        let half = if time.hour() < 13 { Half::Morning } else { Half::Afternoon };
        Self { day: time.date(), half }
    }
}

/// The ten half-days of a week, Monday morning first: open (or worked) or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Week(pub [bool; 10]);

impl Week {
    /// Monday, Tuesday, Thursday and Friday, all day: the week of four days, the most common one
    /// (Code de l'éducation, art. D521-12).
    pub const FOUR_DAYS: Week =
        Week([true, true, true, true, false, false, true, true, true, true]);
    /// Four days and a half, with the Wednesday morning (Code de l'éducation, art. D521-10).
    pub const FOUR_AND_A_HALF: Week =
        Week([true, true, true, true, true, false, true, true, true, true]);
    /// Every half-day from Monday to Friday.
    pub const FULL: Week = Week([true; 10]);

    /// Whether this half-day is one of the week's. Never on a Saturday or a Sunday.
    pub fn holds(&self, slot: HalfDay) -> bool {
        let weekday = slot.day.weekday().num_days_from_monday() as usize;
        weekday < 5 && self.0[weekday * 2 + slot.half as usize]
    }
}

/// Ten signs, Monday morning first: `1` for a half-day that is open, `0` for another one.
impl fmt::Display for Week {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|open| f.write_str(if *open { "1" } else { "0" }))
    }
}

/// Text that is no week: it has ten signs, 0 or 1.
#[derive(Debug)]
pub struct BadWeek;

impl FromStr for Week {
    type Err = BadWeek;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let open: Option<Vec<bool>> = text
            .chars()
            .map(|sign| match sign {
                '0' => Some(false),
                '1' => Some(true),
                _ => None,
            })
            .collect();
        open.and_then(|open| open.try_into().ok()).map(Week).ok_or(BadWeek)
    }
}

/// Why nobody is in class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HolidayKind {
    /// School holidays of the zone.
    School,
    /// A public holiday (Code du travail, art. L3133-1).
    Public,
    /// A bridge decided by the ministry (Friday after Ascension).
    Bridge,
}

/// A stretch of days without class, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Holiday {
    /// First day without class.
    pub first: Day,
    /// Last day without class, included.
    pub last: Day,
    /// Why.
    pub kind: HolidayKind,
    /// The publisher's name of it, such as «Vacances de Noël».
    pub label: String,
}

/// A period in which each site is owed one half-day; both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quarter {
    /// Its key, such as `2026-2027-1`.
    pub id: QuarterId,
    /// Its rank in the school year, from 1.
    pub rank: u8,
    /// First day.
    pub first: Day,
    /// Last day, included.
    pub last: Day,
}

/// Holidays and quarters of the authority: one row, `calendar`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Calendar {
    /// The zone of the school holidays: «A», «B» or «C».
    pub zone: String,
    /// Sorted by first day.
    pub holidays: Vec<Holiday>,
    /// Sorted by first day, without overlap.
    pub quarters: Vec<Quarter>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Calendar {
    /// The holiday that holds this day, if any.
    pub fn holiday(&self, day: Day) -> Option<&Holiday> {
        self.holidays.iter().find(|h| h.first <= day && day <= h.last)
    }

    /// Monday to Friday, and no holiday.
    pub fn is_school_day(&self, day: Day) -> bool {
        is_weekday(day) && self.holiday(day).is_none()
    }

    /// The quarter that holds this day.
    pub fn quarter_of(&self, day: Day) -> Option<&Quarter> {
        self.quarters.iter().find(|q| q.first <= day && day <= q.last)
    }

    /// The quarter of this day, or the first one that comes, or the last one there is.
    pub fn current_quarter(&self, day: Day) -> Option<&Quarter> {
        self.quarters.iter().find(|q| day <= q.last).or(self.quarters.last())
    }

    /// The quarter of that key.
    pub fn quarter(&self, id: &QuarterId) -> Option<&Quarter> {
        self.quarters.iter().find(|q| &q.id == id)
    }

    /// The quarter after that one.
    pub fn next_quarter(&self, id: &QuarterId) -> Option<&Quarter> {
        let at = self.quarters.iter().position(|q| &q.id == id)?;
        self.quarters.get(at + 1)
    }

    /// School days from `first` to `last`, both included.
    pub fn school_days(&self, first: Day, last: Day) -> Vec<Day> {
        days(first, last).filter(|day| self.is_school_day(*day)).collect()
    }

    /// The day that is `count` school days after this one.
    pub fn after_school_days(&self, day: Day, count: u32) -> Day {
        let mut left = count;
        // A week has at least one school day, but for holidays. Who sets a wait of centuries, or a
        // calendar without any school day, waits at least as long as is looked ahead.
        let last = day + Duration::days(400 + 7 * i64::from(count.min(20_000)));
        days(day + Duration::days(1), last)
            .filter(|d| self.is_school_day(*d))
            .find(|_| {
                left = left.saturating_sub(1);
                left == 0
            })
            .unwrap_or(last)
    }

    /// Cuts a school year into four quarters of equal numbers of school days (the first ones get
    /// the days that are left over). `label` is the school year, such as `2026-2027`.
    /// Empty when there are fewer than four school days.
    pub fn four_quarters(&self, label: &str, first: Day, last: Day) -> Vec<Quarter> {
        let school_days = self.school_days(first, last);
        if school_days.len() < 4 {
            return Vec::new();
        }
        let (size, extra) = (school_days.len() / 4, school_days.len() % 4);
        let mut starts = Vec::new();
        let mut at = 0;
        for rank in 0..4 {
            starts.push(school_days[at]);
            at += size + usize::from(rank < extra);
        }
        (0..4)
            .map(|rank| Quarter {
                id: QuarterId(format!("{label}-{}", rank + 1)),
                rank: rank as u8 + 1,
                first: if rank == 0 { first } else { starts[rank] },
                last: starts.get(rank + 1).map_or(last, |next| *next - Duration::days(1)),
            })
            .collect()
    }
}

/// Whole months from a day to a later one; `None` when it is to come.
pub fn months_between(from: Day, to: Day) -> Option<u32> {
    let months = (to.year() - from.year()) * 12 + to.month() as i32 - from.month() as i32;
    let whole = if to.day() < from.day() { months - 1 } else { months };
    u32::try_from(whole).ok()
}

/// Monday to Friday.
pub fn is_weekday(day: Day) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// Every day from `first` to `last`, both included.
pub fn days(first: Day, last: Day) -> impl Iterator<Item = Day> {
    first.iter_days().take_while(move |day| *day <= last)
}

/// The civil date and time in Europe/Paris of an instant: UTC+1, UTC+2 from the last Sunday of
/// March 01:00 UTC to the last Sunday of October 01:00 UTC (directive 2000/84/EC).
pub fn paris_time(unix_ms: Millis) -> NaiveDateTime {
    let utc = DateTime::from_timestamp_millis(unix_ms).unwrap_or_default().naive_utc();
    let summer = last_sunday(utc.year(), 3) <= utc && utc < last_sunday(utc.year(), 10);
    // The last hours that exist stay as they are: an instant of a device may be any number.
    utc.checked_add_signed(Duration::hours(if summer { 2 } else { 1 })).unwrap_or(utc)
}

/// The civil day in Europe/Paris of an instant.
pub fn paris_day(unix_ms: Millis) -> Day {
    paris_time(unix_ms).date()
}

fn last_sunday(year: i32, month: u32) -> NaiveDateTime {
    let end = NaiveDate::from_ymd_opt(year, month, 31).unwrap_or_default();
    let back = i64::from(end.weekday().num_days_from_sunday());
    let sunday = end.checked_sub_signed(Duration::days(back)).unwrap_or(end);
    sunday.and_hms_opt(1, 0, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn every_instant_has_a_time_in_paris() {
        let chrono_ends = [DateTime::<chrono::Utc>::MIN_UTC, DateTime::<chrono::Utc>::MAX_UTC];
        let ends = chrono_ends.map(|end| end.timestamp_millis());
        for at in [i64::MIN, i64::MAX, 0].into_iter().chain(ends) {
            for near in [at, at.saturating_sub(1), at.saturating_add(1)] {
                let _ = paris_time(near);
                let declared = crate::history::Declared { at_ms: near, offset_ms: near };
                let _ = paris_day(declared.corrected_ms());
            }
        }
    }

    #[test]
    fn paris_changes_its_clock_on_the_last_sundays() {
        let at = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis();
        assert_eq!(paris_time(at("2026-03-29T00:59:00Z")).to_string(), "2026-03-29 01:59:00");
        assert_eq!(paris_time(at("2026-03-29T01:00:00Z")).to_string(), "2026-03-29 03:00:00");
        assert_eq!(paris_time(at("2026-10-25T01:00:00Z")).to_string(), "2026-10-25 02:00:00");
        assert_eq!(paris_day(at("2026-07-01T22:30:00Z")), day("2026-07-02"));
    }

    #[test]
    fn an_instant_falls_into_a_half_day_of_paris() {
        let at = |text: &str| {
            HalfDay::at(DateTime::parse_from_rfc3339(text).unwrap().timestamp_millis())
        };
        let on = |half| HalfDay { day: day("2026-07-02"), half };
        assert_eq!(at("2026-07-01T22:30:00Z"), on(Half::Morning));
        assert_eq!(at("2026-07-02T10:59:59Z"), on(Half::Morning));
        assert_eq!(at("2026-07-02T11:00:00Z"), on(Half::Afternoon));
    }

    #[test]
    fn quarters_hold_equal_numbers_of_school_days() {
        let calendar = Calendar {
            zone: "A".into(),
            holidays: vec![Holiday {
                first: day("2026-10-17"),
                last: day("2026-11-01"),
                kind: HolidayKind::School,
                label: "Toussaint".into(),
            }],
            ..Default::default()
        };
        let quarters = calendar.four_quarters("2026-2027", day("2026-09-01"), day("2027-07-02"));
        let counts: Vec<_> =
            quarters.iter().map(|q| calendar.school_days(q.first, q.last).len()).collect();
        assert_eq!(quarters.len(), 4);
        assert!(counts.iter().max().unwrap() - counts.iter().min().unwrap() <= 1, "{counts:?}");
        assert!(quarters.windows(2).all(|w| w[0].last.succ_opt() == Some(w[1].first)));
    }

    #[test]
    fn weeks_never_hold_a_weekend() {
        let saturday = HalfDay { day: day("2026-03-14"), half: Half::Morning };
        assert!(!Week::FULL.holds(saturday));
        let wednesday = HalfDay { day: day("2026-03-11"), half: Half::Morning };
        assert!(!Week::FOUR_DAYS.holds(wednesday));
        assert!(Week::FOUR_AND_A_HALF.holds(wednesday));
    }

    #[test]
    fn school_days_skip_weekends() {
        let calendar = Calendar::default();
        assert_eq!(calendar.after_school_days(day("2026-03-13"), 1), day("2026-03-16"));
        assert_eq!(calendar.after_school_days(day("2026-03-13"), 5), day("2026-03-20"));
        assert_eq!(calendar.after_school_days(day("2026-03-13"), 520), day("2028-03-10"));
        assert!(calendar.after_school_days(day("2026-03-13"), u32::MAX) > day("2300-01-01"));
    }
}
