//! Sites, communes and calendar of the demonstration.

use super::draw::Draw;
use super::read;
use crate::store::{Fault, StoreResult};
use chrono::{Datelike, Duration};
use shared::day::{Calendar, Day, Week};
use shared::id::CommuneId;
use shared::import::holidays::{HolidayRow, HolidayRowKind};
use shared::import::{
    communes as commune_file, demo_sites, holidays, outlines as outline_file, school_years,
};
use shared::settings::outline::Outline;
use shared::site::{Position, Sector, Site, SiteKind};

const SITES: &[u8] = include_bytes!("../../demo/sites.csv");
const COMMUNES: &[u8] = include_bytes!("../../demo/communes.csv");
const OUTLINES: &[u8] = include_bytes!("../../demo/communes.geojson");
const HOLIDAYS: &[u8] = include_bytes!("../../demo/holidays.csv");
/// The zone of the academy of Lyon.
const ZONE: &str = "A";

/// Returns the sites. One in six is open on Wednesday morning too.
pub(super) fn sites(draw: &mut Draw) -> StoreResult<Vec<Site>> {
    let (rows, _) = demo_sites::read(&read(SITES)?).map_err(bad)?;
    Ok(rows.into_iter().map(|row| site(row, draw)).collect())
}

fn site(row: demo_sites::DemoSiteRow, draw: &mut Draw) -> Site {
    let week = match draw.below(6) {
        0 => Week::FOUR_AND_A_HALF,
        _ => Week::FOUR_DAYS,
    };
    Site {
        kind: if row.unit { SiteKind::TeachingUnit } else { SiteKind::School },
        level: row.level,
        sector: row.sector.unwrap_or(Sector::Public),
        commune: row.commune.as_str().into(),
        commune_name: row.commune_name,
        position: row.place.map(|(lat, lon)| Position {
            lat,
            lon,
            exact: row.precision == "exacte",
        }),
        week,
        fictitious: row.fictitious,
        host: (!row.host.is_empty()).then(|| row.host.as_str().into()),
        ..Site::blank(row.id.as_str().into(), String::new())
    }
    .named(&row.name)
}

/// Returns the communes of the authority.
pub(super) fn communes() -> StoreResult<Vec<CommuneId>> {
    let (rows, _) = commune_file::read(&read(COMMUNES)?).map_err(bad)?;
    Ok(rows.into_iter().map(|row| row.code.as_str().into()).collect())
}

/// Returns their outlines.
pub(super) fn outlines() -> StoreResult<Vec<Outline>> {
    Ok(outline_file::read(OUTLINES).map_err(bad)?.0)
}

/// Returns the calendar of the zone.
pub(super) fn calendar() -> StoreResult<Calendar> {
    let (rows, _) = holidays::read(&read(HOLIDAYS)?).map_err(bad)?;
    Ok(school_years::calendar(&rows, ZONE))
}

/// The same, with years beyond the published ones where that day asks for them: those of the last
/// published year again, 52 weeks later, and said to be assumed.
pub(super) fn calendar_until(today: Day) -> StoreResult<Calendar> {
    let (mut rows, _) = holidays::read(&read(HOLIDAYS)?).map_err(bad)?;
    rows.retain(|row| row.zone.is_empty() || row.zone == ZONE);
    loop {
        let calendar = school_years::calendar(&rows, ZONE);
        let Some(last) = calendar.quarters.last().map(|quarter| quarter.last) else {
            return Ok(calendar);
        };
        if today + ROOM <= last {
            return Ok(calendar);
        }
        // From its autumn holidays to its summer, both of which are near its ends.
        let year = last - YEAR + SUMMER..last + SUMMER;
        let of_last =
            |row: &&HolidayRow| row.kind == HolidayRowKind::School && year.contains(&row.first);
        let next: Vec<_> = rows.iter().filter(of_last).map(assumed).collect();
        rows.extend(next);
    }
}

/// Whole weeks of a year.
const YEAR: Duration = Duration::weeks(52);
/// Longer than the few days that two summers may differ by, shorter than a summer.
const SUMMER: Duration = Duration::days(30);
/// From a day to the end of the calendar: the quarter of that day and the next one.
const ROOM: Duration = Duration::days(200);

fn assumed(row: &HolidayRow) -> HolidayRow {
    let label = match row.end_assumed {
        true => row.label.clone(),
        false => format!("{} (dates supposées)", row.label),
    };
    let (first, mut last) = (row.first + YEAR, row.last + YEAR);
    // A school year begins in September, wherever 52 weeks lead.
    let august = Day::from_ymd_opt(first.year(), 8, 1);
    if august.is_some_and(|august| first <= august && august <= last) {
        last = Day::from_ymd_opt(first.year(), 8, 31).unwrap_or(last);
    }
    HolidayRow { first, last, label, end_assumed: true, ..row.clone() }
}

fn bad(problem: shared::import::problem::WholeFileProblem) -> Fault {
    Fault::new(format!("demonstration: {problem:?}"))
}
