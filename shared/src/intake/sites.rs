//! Schools and teaching units.

use super::{Intake, LeftOut, Wanted, chunks};
use crate::day::Week;
use crate::id::SiteId;
use crate::import::communes::KnownCommune;
use crate::import::directory::{self, DirectoryRow, SchoolState};
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::units::UnitRow;
use crate::import::{FileKind, FileTable, closed as closures, units as unit_file};
use crate::order;
use crate::row::State;
use crate::site;
use crate::site::{ByHand, Figures, Position, Roll, Sector, Site, SiteKind};
use std::collections::{BTreeMap, BTreeSet};

pub(super) fn directory(
    table: &FileTable,
    state: &State,
    wanted: &Wanted,
    sector: Option<Sector>,
) -> Result<Intake, WholeFileProblem> {
    let communes: BTreeSet<String> =
        wanted.communes.iter().map(|commune| commune.to_string()).collect();
    let filter = (!communes.is_empty()).then_some(&communes);
    let mut read = directory::read(table, filter)?;
    let mut intake = Intake::new(FileKind::Directory);
    intake.leave_out(LeftOut::Outside, read.counts.outside);
    intake.leave_out(LeftOut::NotSchool, read.counts.not_school);
    intake.leave_out(LeftOut::Repeated, read.counts.merged);
    let of = |sector| read.rows.iter().filter(|row| row.sector == sector).count();
    intake.sectors = Some([of(Sector::Public), of(Sector::Private)]);
    let all = read.rows.len();
    read.rows.retain(|row| sector.is_none_or(|sector| row.sector == sector));
    intake.leave_out(LeftOut::OtherSector, (all - read.rows.len()) as u64);
    let sites: Vec<Site> = read
        .rows
        .iter()
        .map(|row| school(row, state.sites.get(&row.uai.as_str().into()), &read.absent))
        .collect();
    intake.missing = missing(state, &sites, &read.problems);
    let is_asked = |id: &SiteId| {
        sector.is_none_or(|sector| state.sites.get(id).is_some_and(|site| site.sector == sector))
    };
    intake.missing.retain(is_asked);
    intake.commands = chunks(&sites)
        .map(|sites| site::Act::ImportSites { sites, close: Vec::new(), on: wanted.today }.into())
        .collect();
    read.warnings.extend(doubts(&read.rows));
    order::sort_by_key(&mut read.warnings, |warning| warning.line);
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    Ok(intake)
}

/// Farther from every other school of its commune, a school is somewhere else.
const FAR_KM: f64 = 15.0;
/// Kilometres of a degree of latitude.
const DEGREE_KM: f64 = 111.2;

/// A line with the position that it gives.
type Placed = (u64, (f64, f64));

/// What a person should look at: schools that are to close, and positions in another place than
/// the commune.
fn doubts(rows: &[DirectoryRow]) -> Vec<LineProblem> {
    let mut communes: BTreeMap<&str, Vec<Placed>> = BTreeMap::new();
    for row in rows {
        if let Some(place) = row.latitude.zip(row.longitude) {
            communes.entry(&row.commune).or_default().push((row.line, place));
        }
    }
    let nearest = |row: &DirectoryRow, place| {
        let others = communes.get(&*row.commune)?.iter().filter(|(line, _)| *line != row.line);
        others.map(|(_, other)| apart_km(place, *other)).reduce(f64::min)
    };
    let mut doubts = Vec::new();
    for row in rows {
        if row.state == SchoolState::Closing {
            doubts.push(LineProblem::new(row.line, "", &row.name, ProblemReason::WillClose));
        }
        let place = row.latitude.zip(row.longitude);
        let far = place.and_then(|place| nearest(row, place)).filter(|km| *km > FAR_KM);
        if let Some(km) = far {
            let reason = ProblemReason::FarFromCommune { kilometres: km as u32 };
            doubts.push(LineProblem::new(row.line, "", &row.name, reason));
        }
    }
    doubts
}

/// Kilometres between two places that are near each other. Only people read it.
fn apart_km((lat, lon): (f64, f64), (other_lat, other_lon): (f64, f64)) -> f64 {
    let north = (lat - other_lat) * DEGREE_KM;
    let east = (lon - other_lon) * DEGREE_KM * lat.to_radians().cos();
    north.hypot(east)
}

/// A school as the file says, where it says something.
fn school(
    row: &DirectoryRow,
    known: Option<&std::sync::Arc<Site>>,
    absent: &BTreeSet<&'static str>,
) -> Site {
    // What the desk wrote itself is no change that a file brings.
    let hand = known.map_or(ByHand::default(), |site| site.by_hand);
    let own = [("address", hand.address), ("postcode", hand.address), ("phone", hand.phone)];
    let is_own = |field: &str| own.contains(&(field, true)) || (field == "mail" && hand.mail);
    let keep = |field: &str, fresh: String, old: fn(&Site) -> &String| match known {
        Some(site) if is_own(field) || absent.contains(field) => old(site).clone(),
        _ => fresh,
    };
    let exact = !row.precision.eq_ignore_ascii_case("commune") && !row.precision.is_empty();
    let position = row.latitude.zip(row.longitude);
    Site {
        id: row.uai.as_str().into(),
        kind: SiteKind::School,
        name: String::new(),
        official: None,
        level: Some(row.level),
        sector: row.sector,
        commune: row.commune.as_str().into(),
        commune_name: row.commune_name.clone(),
        address: keep("address", row.address.join(", "), |site| &site.address),
        postcode: keep("postcode", row.postcode.clone(), |site| &site.postcode),
        phone: keep("phone", row.phone.clone(), |site| &site.phone),
        mail: keep("mail", row.mail.clone(), |site| &site.mail),
        position: position.map(|(lat, lon)| Position { lat, lon, exact }),
        week: Week::FOUR_AND_A_HALF,
        skill: String::new(),
        closures: Vec::new(),
        fictitious: false,
        // «A FERMER» says that it will close, not when.
        closed_on: match row.state {
            SchoolState::Closing => known.and_then(|site| site.closed_on),
            SchoolState::Open | SchoolState::Opening => None,
        },
        host: None,
        feed: None,
        access: None,
        by_mail: None,
        figures: figures(row, absent),
        by_hand: hand,
        version: 0,
    }
    .named(&row.name)
}

/// What the file says beyond the address. Its pupils are of no year that it names.
fn figures(row: &DirectoryRow, absent: &BTreeSet<&'static str>) -> Figures {
    let told = |field: &str, flag: bool| (!absent.contains(field)).then_some(flag);
    Figures {
        roll: row.pupils.map(|pupils| Roll { year: None, pupils, classes: None }),
        social_index: None,
        ulis: told("ulis", row.ulis),
        grouped: told("grouped", row.grouped),
    }
}

/// Real schools of the communes that the file tells of, and that it does not name. A line with a
/// problem still names its school.
fn missing(state: &State, sites: &[Site], problems: &[LineProblem]) -> Vec<SiteId> {
    let communes: BTreeSet<_> = sites.iter().map(|site| &site.commune).collect();
    let named: BTreeSet<_> = sites.iter().map(|site| &site.id).collect();
    let has_problems = !problems.is_empty();
    let gone = state.sites.values().filter(|site| {
        site.kind == SiteKind::School
            && !site.fictitious
            && site.closed_on.is_none()
            && communes.contains(&site.commune)
            && !named.contains(&site.id)
    });
    // Which school an unreadable line was about cannot be told: then nothing is said to be gone.
    if has_problems {
        return Vec::new();
    }
    gone.map(|site| site.id.clone()).collect()
}

pub(super) fn closed(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let known: BTreeSet<String> = state.sites.keys().map(|id| id.to_string()).collect();
    let read = closures::read(table, &known)?;
    let mut intake = Intake::new(FileKind::ClosedSchools);
    intake.leave_out(LeftOut::Outside, read.outside);
    intake.problems = read.problems;
    let mut by_day: BTreeMap<_, Vec<SiteId>> = BTreeMap::new();
    for row in read.rows {
        by_day.entry(row.closed).or_default().push(row.uai.as_str().into());
    }
    for (on, sites) in by_day {
        for close in chunks(&sites) {
            intake.commands.push(site::Act::ImportSites { sites: Vec::new(), close, on }.into());
        }
    }
    Ok(intake)
}

pub(super) fn units(
    table: &FileTable,
    state: &State,
    wanted: &Wanted,
) -> Result<Intake, WholeFileProblem> {
    let names: BTreeMap<_, _> = state
        .sites
        .values()
        .map(|site| (site.commune.to_string(), site.commune_name.clone()))
        .collect();
    let known: Vec<KnownCommune> = names
        .iter()
        .map(|(code, name)| KnownCommune { code: code.clone(), name: name.clone() })
        .collect();
    let read = unit_file::read(table, &known)?;
    let mut intake = Intake::new(FileKind::TeachingUnits);
    let sites: Vec<Site> = read.rows.iter().map(|row| unit(row, &names, state)).collect();
    intake.commands = chunks(&sites)
        .map(|sites| site::Act::ImportSites { sites, close: Vec::new(), on: wanted.today }.into())
        .collect();
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    Ok(intake)
}

fn unit(row: &UnitRow, names: &BTreeMap<String, String>, state: &State) -> Site {
    let host: Option<SiteId> = (!row.host.is_empty()).then(|| row.host.as_str().into());
    Site {
        kind: SiteKind::TeachingUnit,
        sector: Sector::Private,
        commune: row.commune.as_str().into(),
        commune_name: names.get(&row.commune).cloned().unwrap_or_default(),
        address: row.address.clone(),
        postcode: row.postcode.clone(),
        position: row.place.map(|(lat, lon)| Position { lat, lon, exact: true }),
        week: Week::FOUR_AND_A_HALF,
        // A name is no key: only a host that is known by its UAI is one.
        host: host.filter(|host| state.sites.contains_key(host)),
        ..Site::blank(row.id.as_str().into(), String::new())
    }
    .named(&row.name)
}
