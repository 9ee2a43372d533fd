//! One school of the directory.

use super::columns::Columns;
use crate::import::line::LineReader;
use crate::import::problem::ProblemReason;
use crate::import::uai;
use crate::import::value::{self, words};
use crate::limits::SHORT_TEXT_CHARS;
use crate::site::{Level, Sector};
use chrono::NaiveDate;

/// State of a school in the directory.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum SchoolState {
    /// `OUVERT`.
    #[default]
    Open,
    /// `A OUVRIR`.
    Opening,
    /// `A FERMER`.
    Closing,
}

/// Priority education.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum PriorityEducation {
    /// Neither.
    #[default]
    None,
    /// Réseau d'éducation prioritaire.
    Rep,
    /// Réseau d'éducation prioritaire renforcé.
    RepPlus,
}

/// One school of the directory.
#[derive(Debug, Clone, PartialEq)]
pub struct DirectoryRow {
    /// First line of the file that tells of it.
    pub line: u64,
    /// Its key, with a right check letter.
    pub uai: String,
    /// As the ministry writes it, spaces collapsed.
    pub name: String,
    /// From the flags, else from the nature.
    pub level: Level,
    /// Public or private.
    pub sector: Sector,
    /// Lines of the address without postcode and locality; may be empty.
    pub address: Vec<String>,
    /// Five digits, or empty.
    pub postcode: String,
    /// INSEE code of the commune.
    pub commune: String,
    /// Name of the commune.
    pub commune_name: String,
    /// Ten digits, or empty.
    pub phone: String,
    /// As published, or empty.
    pub mail: String,
    /// Degrees, WGS 84.
    pub latitude: Option<f64>,
    /// Degrees, WGS 84.
    pub longitude: Option<f64>,
    /// How good the position is, in the ministry's words («Numéro de rue», «COMMUNE»).
    pub precision: String,
    /// Its pupils; the directory of 2026 has none.
    pub pupils: Option<u32>,
    /// Whether it has an ULIS unit.
    pub ulis: bool,
    /// Whether it belongs to an RPI, with its classes in one place or in several.
    pub grouped: bool,
    /// Open, about to open or about to close.
    pub state: SchoolState,
    /// When it opened.
    pub opened: Option<NaiveDate>,
    /// When the ministry last wrote this line.
    pub updated: Option<NaiveDate>,
    /// Priority education.
    pub priority: PriorityEducation,
}

/// Reads a school; `None` when the line has problems. Every problem of the line is noted.
pub(super) fn read(
    line: &mut LineReader,
    columns: &Columns,
    commune: Result<String, ProblemReason>,
) -> Option<DirectoryRow> {
    let uai = line.needed(columns.uai, uai::parse);
    let name =
        line.needed(columns.name, |raw| value::of_length(value::collapse(raw), SHORT_TEXT_CHARS));
    let sector = line.needed(columns.sector, value::sector);
    let commune = line.needed(columns.commune, |_| commune.clone());
    let level = level(line, columns);
    let state = state(line, columns);
    let place = line.place(columns.latitude, columns.longitude, columns.position);
    let (address, postcode) = address(line, columns, commune.as_deref());
    let row = DirectoryRow {
        line: line.number(),
        uai: uai?,
        name: name?,
        level: level?,
        sector: sector?,
        address,
        postcode,
        commune: commune?,
        commune_name: line.text(columns.commune_name),
        phone: line.wanted(columns.phone, value::phone).unwrap_or_default(),
        mail: line.wanted(columns.mail, value::mail).unwrap_or_default(),
        latitude: place.map(|(latitude, _)| latitude),
        longitude: place.map(|(_, longitude)| longitude),
        precision: line.text(columns.precision),
        pupils: line.wanted(columns.pupils, value::count),
        ulis: line.wanted(columns.ulis, value::flag).unwrap_or(false),
        grouped: [columns.grouped_here, columns.grouped]
            .into_iter()
            .any(|at| line.wanted(at, value::flag).unwrap_or(false)),
        state: state?,
        opened: line.wanted(columns.opened, value::date),
        updated: line.wanted(columns.updated, value::date),
        priority: line.wanted(columns.priority, priority).unwrap_or_default(),
    };
    if row.name.contains('\u{fffd}') {
        line.warn(columns.name, ProblemReason::Unreadable);
    }
    Some(row)
}

/// The flags say which classes there are. Without them the code of the nature does: 101 to 103
/// are nursery schools, 151 to 162 elementary ones; without it, its name.
fn level(line: &mut LineReader, columns: &Columns) -> Option<Level> {
    let flags = [columns.nursery, columns.elementary].map(|at| (at, value::flag(line.raw(at))));
    for (at, flag) in &flags {
        if let Err(reason) = flag {
            line.refuse(*at, reason.clone());
        }
    }
    let [Ok(nursery), Ok(elementary)] = flags.map(|(_, flag)| flag) else {
        return None;
    };
    let level = match (nursery, elementary) {
        (true, true) => Some(Level::Primary),
        (true, false) => Some(Level::Nursery),
        (false, true) => Some(Level::Elementary),
        (false, false) => nature_level(line, columns),
    };
    if level.is_none() {
        line.refuse(columns.nature.or(columns.elementary), ProblemReason::Level);
    }
    level
}

fn nature_level(line: &LineReader, columns: &Columns) -> Option<Level> {
    let name = words(line.raw(columns.nature_name));
    match line.raw(columns.nature).parse::<u32>() {
        Ok(101..=103) => Some(Level::Nursery),
        Ok(151..=162) => Some(Level::Elementary),
        _ if name.starts_with("ecole maternelle") => Some(Level::Nursery),
        _ if name.contains("elementaire") => Some(Level::Elementary),
        _ => None,
    }
}

/// An empty state is open: the directory holds no closed school.
fn state(line: &mut LineReader, columns: &Columns) -> Option<SchoolState> {
    match words(line.raw(columns.state)).as_str() {
        "" | "ouvert" | "1" => Some(SchoolState::Open),
        "a ouvrir" | "3" => Some(SchoolState::Opening),
        "a fermer" | "2" => Some(SchoolState::Closing),
        _ => {
            line.refuse(columns.state, ProblemReason::UnknownValue);
            None
        }
    }
}

fn priority(raw: &str) -> Result<PriorityEducation, ProblemReason> {
    match raw.replace(' ', "").to_ascii_uppercase().as_str() {
        "REP" => Ok(PriorityEducation::Rep),
        "REP+" | "REPPLUS" => Ok(PriorityEducation::RepPlus),
        "HORSEP" | "NON" => Ok(PriorityEducation::None),
        _ => Err(ProblemReason::UnknownValue),
    }
}

/// The lines of the address, and the postcode. `Adresse_3` holds postcode and locality: it gives
/// the postcode when the column of it is empty, and is an address line when it holds neither.
fn address(
    line: &mut LineReader,
    columns: &Columns,
    commune: Option<&str>,
) -> (Vec<String>, String) {
    let mut lines = vec![line.text(columns.address_1), line.text(columns.address_2)];
    let locality = line.text(columns.locality);
    let first_word = locality.split(' ').next().unwrap_or("");
    let in_locality = with_zero(first_word, commune);
    let postcode = line
        .wanted(columns.postcode, |raw| with_zero(raw, commune))
        .or(in_locality.as_ref().ok().cloned());
    if in_locality.is_err() {
        lines.push(locality);
    }
    lines.retain(|text| !text.is_empty());
    (lines, postcode.unwrap_or_default())
}

/// Postcodes of the departements 01 to 09 lose their zero in a spreadsheet.
fn with_zero(raw: &str, commune: Option<&str>) -> Result<String, ProblemReason> {
    let lost = raw.len() == 4 && commune.is_some_and(|code| code.starts_with('0'));
    if lost { value::postcode(&format!("0{raw}")) } else { value::postcode(raw) }
}

/// Takes what the other has and this one lacks; false when both have something and differ.
fn join<T: Clone + PartialEq + Default>(mine: &mut T, other: &T) -> bool {
    if *mine == T::default() {
        *mine = other.clone();
    }
    *mine == *other || *other == T::default()
}

impl DirectoryRow {
    /// Completes this school with another line of the same UAI.
    ///
    /// # Errors
    /// The name of the first field on which they disagree; nothing is changed then.
    pub(super) fn absorb(&mut self, other: &Self) -> Result<(), &'static str> {
        let mut sum = self.clone();
        let joined = [
            ("name", sum.name == other.name),
            ("level", sum.level == other.level),
            ("sector", sum.sector == other.sector),
            ("address", join(&mut sum.address, &other.address)),
            ("postcode", join(&mut sum.postcode, &other.postcode)),
            ("commune", sum.commune == other.commune),
            ("commune_name", join(&mut sum.commune_name, &other.commune_name)),
            ("phone", join(&mut sum.phone, &other.phone)),
            ("mail", join(&mut sum.mail, &other.mail)),
            ("latitude", join(&mut sum.latitude, &other.latitude)),
            ("longitude", join(&mut sum.longitude, &other.longitude)),
            ("precision", join(&mut sum.precision, &other.precision)),
            ("pupils", join(&mut sum.pupils, &other.pupils)),
            ("state", sum.state == other.state),
            ("opened", join(&mut sum.opened, &other.opened)),
            ("priority", join(&mut sum.priority, &other.priority)),
        ];
        if let Some((field, _)) = joined.iter().find(|(_, agrees)| !agrees) {
            return Err(field);
        }
        sum.ulis |= other.ulis;
        sum.grouped |= other.grouped;
        sum.updated = sum.updated.max(other.updated);
        *self = sum;
        Ok(())
    }
}
