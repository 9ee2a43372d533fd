//! Holidays: the rows that every reader of a calendar gives, our own list of them, and the public
//! holidays of a year.

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::FileTable;
use super::value;
use chrono::{Datelike, Days, NaiveDate};

/// Why there is no class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum HolidayRowKind {
    /// School holidays of a zone.
    School,
    /// A public holiday.
    Public,
    /// The bridge after Ascension.
    Bridge,
    /// Teachers are back, pupils are not.
    TeachersOnly,
}

/// A stretch of days without class.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct HolidayRow {
    /// First day without class.
    pub first: NaiveDate,
    /// Last day without class, included.
    pub last: NaiveDate,
    /// Why.
    pub kind: HolidayRowKind,
    /// The publisher's name of it.
    pub label: String,
    /// Such as `2025-2026`; a summer belongs to the year that ends.
    pub school_year: String,
    /// «A», «B», «C», or empty when it holds everywhere.
    pub zone: String,
    /// The publisher gives only the beginning of this summer: the end is 31 August until the next
    /// calendar tells.
    pub end_assumed: bool,
}

impl HolidayRow {
    /// Name and school year tell two holidays apart; dates may be corrected.
    pub fn key(&self) -> (String, String) {
        (self.school_year.clone(), value::words(&self.label))
    }
}

/// Reads our own list: `type;libelle;debut;fin;…`, both ends included.
///
/// # Errors
/// The file is another one.
pub fn read(table: &FileTable) -> Result<(Vec<HolidayRow>, Vec<LineProblem>), WholeFileProblem> {
    kind::require(table, FileKind::Holidays, &["type", "libelle", "debut", "fin"])?;
    let mut rows = Vec::new();
    let mut problems = table.problems().to_vec();
    for record in table.records() {
        let mut line = LineReader::new(table, record);
        rows.extend(read_line(&mut line, |key| table.column(key)));
        problems.append(&mut line.problems);
    }
    rows.sort();
    Ok((rows, problems))
}

fn read_line(line: &mut LineReader, column: impl Fn(&str) -> Option<usize>) -> Option<HolidayRow> {
    let kind = line.needed(column("type"), |raw| match raw {
        "vacances" => Ok(HolidayRowKind::School),
        "ferie" => Ok(HolidayRowKind::Public),
        "pont" => Ok(HolidayRowKind::Bridge),
        "prerentree" => Ok(HolidayRowKind::TeachersOnly),
        _ => Err(ProblemReason::UnknownValue),
    });
    let label = line.needed(column("libelle"), value::text);
    let first = line.needed(column("debut"), value::date);
    let last = line.needed(column("fin"), value::date);
    let (kind, label, first, last) = (kind?, label?, first?, last?);
    if last < first {
        line.refuse(column("fin"), ProblemReason::DateOrder);
        return None;
    }
    let year = line.text(column("annee_scolaire"));
    Some(HolidayRow {
        first,
        last,
        kind,
        label,
        school_year: if year.is_empty() { school_year(first) } else { year },
        zone: line.text(column("zone")),
        end_assumed: false,
    })
}

/// The school year of a day, which begins in September.
pub fn school_year(day: NaiveDate) -> String {
    let start = if day.month() >= 9 { day.year() } else { day.year() - 1 };
    format!("{start}-{}", start + 1)
}

/// Easter Sunday in the Gregorian calendar. Source: J. Meeus, *Astronomical Algorithms*, chapter 8
/// (algorithm of *Nature*, 1876, also in Butcher's *Ecclesiastical Calendar*). Years 1583 to 9999.
pub fn easter(year: i32) -> Option<NaiveDate> {
    if !(1583..=9999).contains(&year) {
        return None;
    }
    let (a, b, c) = (year % 19, year / 100, year % 100);
    let (d, e) = (b / 4, b % 4);
    let f = (b + 8) / 25;
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let n = h + l - 7 * m + 114;
    let (month, day) = (n / 31, n % 31 + 1);
    NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)
}

/// The eleven public holidays of a year, in order, with their names in the law. Source: Code du
/// travail, art. L3133-1. Alsace-Moselle and overseas have others, which are not here. Empty
/// outside the years that [`easter`] knows.
pub fn public_holidays(year: i32) -> Vec<HolidayRow> {
    let Some(sunday) = easter(year) else {
        return Vec::new();
    };
    let fixed = |month, day| NaiveDate::from_ymd_opt(year, month, day);
    let after_easter = |days| sunday.checked_add_days(Days::new(days));
    let all = [
        (fixed(1, 1), "Jour de l'an"),
        (after_easter(1), "Lundi de Pâques"),
        (fixed(5, 1), "Fête du Travail"),
        (fixed(5, 8), "Fête de la Victoire"),
        (after_easter(39), "Ascension"),
        (after_easter(50), "Lundi de Pentecôte"),
        (fixed(7, 14), "Fête nationale"),
        (fixed(8, 15), "Assomption"),
        (fixed(11, 1), "Toussaint"),
        (fixed(11, 11), "Armistice"),
        (fixed(12, 25), "Noël"),
    ];
    let mut rows: Vec<HolidayRow> =
        all.into_iter().filter_map(|(day, label)| day.map(|day| public(day, label))).collect();
    rows.sort();
    rows
}

fn public(day: NaiveDate, label: &str) -> HolidayRow {
    HolidayRow {
        first: day,
        last: day,
        kind: HolidayRowKind::Public,
        label: label.to_owned(),
        school_year: school_year(day),
        zone: String::new(),
        end_assumed: false,
    }
}
