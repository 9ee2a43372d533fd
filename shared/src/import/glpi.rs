//! The fleet, as GLPI exports the result of a search: separators and languages by the user's
//! preferences, a separator at the end of each line in GLPI 9 and 10, several values in a cell on
//! several lines. Columns are guessed and may be corrected by a person.

mod mapping;
mod nature;
pub(super) mod place;

pub use mapping::Mapping;
pub use place::{KnownSite, SiteMatch};

use super::file_kind::FileKind;
use super::kind;
use super::line::LineReader;
use super::problem::{LineProblem, ProblemReason, WholeFileProblem};
use super::table::{FileTable, LINES_PER_STEP, TableRecord};
use super::value::{self, collapse, words};
use crate::equipment::EquipmentKind;
use crate::limits::SHORT_TEXT_CHARS;
use chrono::NaiveDate;
use place::Places;
use std::collections::BTreeMap;

/// One device of the fleet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EquipmentRow {
    /// Line of the file.
    pub line: u64,
    /// GLPI's number of it, digits only, or empty.
    pub external_id: String,
    /// Serial number, or empty.
    pub serial: String,
    /// Inventory number, or empty.
    pub inventory: String,
    /// Name, or empty.
    pub name: String,
    /// Guessed from type, model and name.
    pub kind: EquipmentKind,
    /// The type as written.
    pub type_text: String,
    /// Who made it.
    pub maker: String,
    /// Its model.
    pub model: String,
    /// Where it is.
    pub site: SiteMatch,
    /// Where in the site, as far as the location says.
    pub room: String,
    /// The state as written («En service»).
    pub state: String,
    /// The day on which it was bought, delivered or put in use.
    pub acquired: Option<NaiveDate>,
    /// The day on which it was bought.
    pub bought: Option<NaiveDate>,
    /// The day on which it was put in use.
    pub in_service: Option<NaiveDate>,
    /// How long it is meant to serve.
    pub life_months: Option<u32>,
    /// The last day of its maker's support.
    pub support_ends: Option<NaiveDate>,
    /// Its price in cents.
    pub price_cents: Option<i64>,
}

impl EquipmentRow {
    /// Every key that tells the device from the others, the most lasting first: GLPI's number,
    /// which stays when a serial number is added or corrected, then serial number, inventory
    /// number, name.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let all = [
            ("glpi", &self.external_id),
            ("serial", &self.serial),
            ("inventory", &self.inventory),
            ("name", &self.name),
        ];
        let known = all.into_iter().filter(|(_, value)| !value.is_empty());
        known.map(|(kind, value)| format!("{kind}:{}", value.to_uppercase()))
    }

    /// The most lasting of its keys.
    pub fn key(&self) -> String {
        self.keys().next().unwrap_or_default()
    }

    /// The keys of which two devices never have the same: GLPI's number, and the first of the
    /// others that is there.
    fn own_keys(&self) -> Vec<String> {
        let others = usize::from(!self.external_id.is_empty());
        let mut keys: Vec<String> = self.keys().take(1 + others).collect();
        if others > 0 {
            keys.retain(|key| !key.starts_with("name:"));
        }
        keys
    }

    /// Whether two lines tell the same of a device. Places that lead to no site are not compared.
    fn says_the_same(&self, other: &Self) -> bool {
        let (line, site) = (other.line, other.site.clone());
        self.site.site() == other.site.site() && Self { line, site, ..self.clone() } == *other
    }
}

/// A fleet once read. Every record of the file is in one of the lists.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FleetImport {
    /// Devices whose site is known.
    pub rows: Vec<EquipmentRow>,
    /// Devices whose site a person has to say; the match holds what may help.
    pub unmatched: Vec<EquipmentRow>,
    /// Why lines were left out.
    pub problems: Vec<LineProblem>,
    /// Values that were left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Further lines that repeat a device word for word.
    pub repeated: u64,
}

/// Reads the fleet with these columns. Sites are found by UAI, then by name and commune. Without
/// known sites every right UAI is believed.
///
/// # Errors
/// The file is another known one, or no column names a device.
pub fn read(
    table: &FileTable,
    mapping: &Mapping,
    sites: &[KnownSite],
) -> Result<FleetImport, WholeFileProblem> {
    let mut reading = FleetLines::begin(table, mapping, sites)?;
    while !reading.is_read() {}
    Ok(reading.finish())
}

/// A fleet of which some lines are read.
pub struct FleetLines<'t> {
    table: &'t FileTable,
    mapping: &'t Mapping,
    places: Places<'t>,
    import: FleetImport,
    /// The rows by their keys.
    seen: BTreeMap<String, EquipmentRow>,
    /// The next record.
    at: usize,
}

impl<'t> FleetLines<'t> {
    /// Begins to read, as [`read`] does.
    ///
    /// # Errors
    /// As [`read`].
    pub fn begin(
        table: &'t FileTable,
        mapping: &'t Mapping,
        sites: &'t [KnownSite],
    ) -> Result<Self, WholeFileProblem> {
        check_kind(table, mapping)?;
        let import = FleetImport {
            rows: Vec::new(),
            unmatched: Vec::new(),
            problems: table.problems().to_vec(),
            warnings: Vec::new(),
            repeated: 0,
        };
        let (places, seen) = (Places::new(sites), BTreeMap::new());
        Ok(Self { table, mapping, places, import, seen, at: 0 })
    }

    /// Reads some more lines; returns whether that were all.
    pub fn is_read(&mut self) -> bool {
        let rest = self.table.records().get(self.at..).unwrap_or_default();
        let few = &rest[..rest.len().min(LINES_PER_STEP)];
        few.iter().for_each(|record| self.read_record(record));
        self.at += few.len();
        few.len() == rest.len()
    }

    fn read_record(&mut self, record: &TableRecord) {
        let Self { table, mapping, places, import, seen, .. } = self;
        let mut line = LineReader::new(table, record);
        if let Some(row) = read_line(&mut line, mapping, places) {
            import.warnings.append(&mut line.warnings);
            match row.own_keys().into_iter().find_map(|key| Some((seen.get(&key)?, key))) {
                None => {
                    let keys = row.own_keys().into_iter();
                    seen.extend(keys.map(|key| (key, row.clone())));
                    import.place(row);
                }
                Some((first, _)) if first.says_the_same(&row) => import.repeated += 1,
                Some((first, key)) => {
                    let first_line = first.line;
                    let column = mapping.column_of_key(&key);
                    line.refuse(column, ProblemReason::Duplicate { first_line });
                }
            }
        }
        import.problems.append(&mut line.problems);
    }

    /// What was read.
    pub fn finish(mut self) -> FleetImport {
        self.import.problems.sort_by_key(|problem| problem.line);
        self.import
    }
}

impl FleetImport {
    fn place(&mut self, row: EquipmentRow) {
        if row.site.site().is_some() {
            self.rows.push(row);
        } else {
            self.unmatched.push(row);
        }
    }
}

fn check_kind(table: &FileTable, mapping: &Mapping) -> Result<(), WholeFileProblem> {
    match kind::recognise(table) {
        Some(found) if found != FileKind::Fleet => {
            Err(WholeFileProblem::WrongKind { expected: FileKind::Fleet, found })
        }
        _ if mapping.names_devices() => Ok(()),
        _ => Err(WholeFileProblem::UnknownHeader {
            missing: vec!["nom".to_owned(), "numero_de_serie".to_owned()],
            found: table.header(),
        }),
    }
}

fn read_line(line: &mut LineReader, mapping: &Mapping, places: &Places) -> Option<EquipmentRow> {
    if !line.reaches(&mapping.keys()) {
        return None;
    }
    let serial = number(line, mapping.serial);
    let inventory = number(line, mapping.inventory);
    let name = first_value(line.raw(mapping.name));
    let id = line.raw(mapping.id);
    let external_id: String = id.chars().filter(char::is_ascii_digit).collect();
    if [&serial, &inventory, &name, &external_id].iter().all(|v| v.is_empty()) {
        let column = mapping.serial.or(mapping.name).or(mapping.inventory);
        line.refuse(column, ProblemReason::Missing);
        return None;
    }
    let model = first_value(line.raw(mapping.model));
    for (column, text) in [
        (mapping.serial, &serial),
        (mapping.inventory, &inventory),
        (mapping.name, &name),
        (mapping.model, &model),
    ] {
        if text.chars().count() > SHORT_TEXT_CHARS {
            line.refuse(column, ProblemReason::TooLong { max: SHORT_TEXT_CHARS });
        }
    }
    let type_text = first_value(line.raw(mapping.kind));
    let location = line.raw(mapping.location);
    let found = places.find(&place::Clues {
        location,
        entity: line.raw(mapping.entity),
        inventory: line.raw(mapping.inventory),
        name: line.raw(mapping.name),
    });
    if found.site.site().is_none() {
        let column = mapping.location.or(mapping.entity);
        line.warn(column, ProblemReason::SiteToChoose);
    }
    let (bought, in_service) = (day(line, mapping.bought), day(line, mapping.in_service));
    let price_cents = exact(line, mapping.price, value::amount).map(|price| price.0);
    let life_months = exact(line, mapping.life, value::months);
    if !line.problems.is_empty() {
        return None;
    }
    Some(EquipmentRow {
        line: line.number(),
        external_id,
        serial,
        inventory,
        kind: nature::guess(&type_text, &model, &name),
        name,
        type_text,
        maker: first_value(line.raw(mapping.maker)),
        model,
        site: found.site,
        room: found.room,
        state: first_value(line.raw(mapping.state)),
        // One column may say several: what is wrong in it is told once.
        acquired: match mapping.acquired {
            None => None,
            column if column == mapping.bought => bought,
            column if column == mapping.in_service => in_service,
            column => day(line, column),
        },
        bought,
        in_service,
        life_months,
        support_ends: day(line, mapping.support_ends),
        price_cents,
    })
}

/// A value that money depends on: a wrong one leaves the whole line out.
fn exact<T>(
    line: &mut LineReader,
    column: Option<usize>,
    parse: impl Fn(&str) -> Result<T, ProblemReason>,
) -> Option<T> {
    let written = first_value(line.raw(column));
    let value = (!written.is_empty()).then(|| parse(&written))?;
    value.map_err(|reason| line.refuse(column, reason)).ok()
}

/// A day; what is not one is told, and left out.
fn day(line: &mut LineReader, column: Option<usize>) -> Option<NaiveDate> {
    let written = first_value(line.raw(column));
    let day = (!written.is_empty()).then(|| value::date(&written))?;
    day.map_err(|reason| line.warn(column, reason)).ok()
}

/// The first of the values that a cell holds on several lines.
fn first_value(raw: &str) -> String {
    let first = raw.lines().map(collapse).find(|line| !line.is_empty());
    first.unwrap_or_default()
}

/// Words that manufacturers leave in place of a number.
const PLACEHOLDERS: &[&str] = &[
    "0",
    "00000000",
    "123456789",
    "default string",
    "n a",
    "na",
    "neant",
    "none",
    "not applicable",
    "not specified",
    "o e m",
    "serial",
    "system serial number",
    "to be filled by o e m",
    "unknown",
    "inconnu",
    "xxxxxxxx",
];

/// A serial or inventory number, empty when it is a placeholder.
fn number(line: &mut LineReader, column: Option<usize>) -> String {
    let value = first_value(line.raw(column));
    if value.is_empty() {
        return value;
    }
    let plain = words(&value);
    if plain.is_empty() || PLACEHOLDERS.contains(&plain.as_str()) {
        line.warn(column, ProblemReason::Placeholder);
        return String::new();
    }
    if is_spoilt(&value) {
        line.warn(column, ProblemReason::Spoilt);
        return String::new();
    }
    value
}

/// Whether a spreadsheet turned a long number into a rounded one («1,23457E+11»).
fn is_spoilt(value: &str) -> bool {
    let Some((mantissa, exponent)) = value.split_once(['E', 'e']) else {
        return false;
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_number = match mantissa.split_once([',', '.']) {
        Some((whole, rest)) => digits(whole) && digits(rest),
        None => digits(mantissa) && mantissa.len() == 1,
    };
    is_number && exponent.strip_prefix('+').is_some_and(digits)
}
