//! Sites, communes and calendar of the demonstration.

use super::draw::Draw;
use super::read;
use crate::store::{Fault, StoreResult};
use shared::day::{Calendar, Week};
use shared::id::CommuneId;
use shared::import::{communes as commune_file, demo_sites, holidays, school_years};
use shared::site::{Position, Sector, Site, SiteKind};

const SITES: &[u8] = include_bytes!("../../demo/sites.csv");
const COMMUNES: &[u8] = include_bytes!("../../demo/communes.csv");
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
        ..Site::blank(row.id.as_str().into(), row.name)
    }
}

/// Returns the communes of the authority.
pub(super) fn communes() -> StoreResult<Vec<CommuneId>> {
    let (rows, _) = commune_file::read(&read(COMMUNES)?).map_err(bad)?;
    Ok(rows.into_iter().map(|row| row.code.as_str().into()).collect())
}

/// Returns the calendar of the zone.
pub(super) fn calendar() -> StoreResult<Calendar> {
    let (rows, _) = holidays::read(&read(HOLIDAYS)?).map_err(bad)?;
    Ok(school_years::calendar(&rows, ZONE))
}

fn bad(problem: shared::import::problem::WholeFileProblem) -> Fault {
    Fault::new(format!("demonstration: {problem:?}"))
}
