//! From a file that a dispatcher brings to the commands that import it. [`crate::import`] reads the
//! file, [`crate::decide`] judges the commands, and a preview is shown before any is given.

mod allowances;
mod annex;
mod applications;
mod attendance;
mod effect;
mod ends;
mod finance;
mod fleet;
mod lines;
mod loans;
mod open;
mod prices;
mod sessions;
mod sites;
mod statements;
mod stock;
mod trainings;
mod yearly;

pub use effect::{Changed, ImportEffect, effect};
pub use fleet::{FleetDevices, FleetStart};
pub use open::{FileContent, open};

use crate::calendar::Act as CalendarAct;
use crate::command::Command;
use crate::day::{Calendar, Day, Holiday, HolidayKind, Quarter};
use crate::id::{CommuneId, EquipmentId, SiteId};
use crate::import::calendar::{self, CalendarScope};
use crate::import::glpi::EquipmentRow;
use crate::import::holidays::{HolidayRow, HolidayRowKind, school_year};
use crate::import::problem::{LineProblem, WholeFileProblem};
use crate::import::table::FileTable;
use crate::import::{FileKind, communes, holidays, kind, outlines, school_years};
use crate::limits::IMPORT_ROWS;
use crate::money::Cents;
use crate::order;
use crate::row::State;
use crate::settings::outline::Outline;
use crate::settings::{Act as SettingsAct, Settings};
use crate::site::Sector;
use std::collections::{BTreeMap, BTreeSet};

/// The zone while neither a choice nor a school tells another one.
pub const DEFAULT_ZONE: &str = "A";

/// The part of a file to take.
#[derive(Debug, Clone, PartialEq)]
pub struct Wanted {
    /// Communes of the authority; empty means all.
    pub communes: BTreeSet<CommuneId>,
    /// The day of the import.
    pub today: Day,
}

/// Why lines were left out, other than by a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeftOut {
    /// Another commune, or another school.
    Outside,
    /// No primary school.
    NotSchool,
    /// A private school where public ones were asked for, or the other way round.
    OtherSector,
    /// Says again what another line says.
    Repeated,
    /// Holidays of another zone.
    OtherZone,
    /// Not about pupils' holidays.
    NotPupils,
    /// Subscriptions that the file says are closed.
    NotServing,
    /// Sums, which are no facts.
    Totals,
    /// People of whom nothing says whether they were there.
    Unmarked,
    /// Applications that were not handed in, or were refused or withdrawn elsewhere.
    NotHandedIn,
}

/// What one school may spend, before and after a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllowanceChange {
    /// Line of the file.
    pub line: u64,
    /// Which school.
    pub site: SiteId,
    /// As it is; nothing where schools share the line as they come.
    pub before: Option<Cents>,
    /// As the file says.
    pub after: Cents,
    /// Why.
    pub reason: String,
}

/// The sites that a person chose for lines of a file that name none surely.
pub type Placed = BTreeMap<u64, SiteId>;

/// What a person chose once the preview showed what there is to choose.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chosen {
    /// The sites of lines that name none surely.
    pub placed: Placed,
    /// Schools of one sector only.
    pub sector: Option<Sector>,
}

/// A line of which a person is asked the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToPlace {
    /// Line of the file.
    pub line: u64,
    /// The number that it has.
    pub number: String,
    /// How it names the site.
    pub named: String,
    /// The sites that it may mean.
    pub candidates: Vec<SiteId>,
}

/// A file once read: what to give, and every line that gives nothing, with the reason.
#[derive(Debug, Clone, PartialEq)]
pub struct Intake {
    /// Which file it is.
    pub kind: FileKind,
    /// The commands that import it, each within the limits.
    pub commands: Vec<Command>,
    /// Schools of the communes of the file that it no longer holds: to be closed if a person
    /// agrees.
    pub missing: Vec<SiteId>,
    /// Devices of the sites of the file that it no longer holds: to be proposed for retirement if
    /// a person agrees.
    pub gone: Vec<EquipmentId>,
    /// Lines left out, each with why.
    pub problems: Vec<LineProblem>,
    /// Values left out of lines that were kept.
    pub warnings: Vec<LineProblem>,
    /// Lines left out for a stated reason.
    pub left_out: Vec<(LeftOut, u64)>,
    /// Devices whose site cannot be told.
    pub unmatched: Vec<EquipmentRow>,
    /// Imputations of which nobody said yet which line they mean.
    pub imputations: Vec<String>,
    /// Allowances that are other ones from then on, line by line.
    pub allowances: Vec<AllowanceChange>,
    /// Lines of which a person is asked the site.
    pub to_place: Vec<ToPlace>,
    /// How many public and private schools a directory has, before one sector is chosen.
    pub sectors: Option<[usize; 2]>,
}

impl Intake {
    fn new(kind: FileKind) -> Self {
        Self {
            kind,
            commands: Vec::new(),
            missing: Vec::new(),
            gone: Vec::new(),
            problems: Vec::new(),
            warnings: Vec::new(),
            left_out: Vec::new(),
            unmatched: Vec::new(),
            imputations: Vec::new(),
            allowances: Vec::new(),
            to_place: Vec::new(),
            sectors: None,
        }
    }

    fn leave_out(&mut self, why: LeftOut, count: u64) {
        if count > 0 {
            self.left_out.push((why, count));
        }
    }
}

/// Reads a file, whichever of the known ones it is.
///
/// # Errors
/// Nothing of it can be used: the problem says why.
pub fn read(bytes: &[u8], state: &State, wanted: &Wanted) -> Result<Intake, WholeFileProblem> {
    read_chosen(bytes, state, wanted, &Chosen::default())
}

/// As [`read`], with what a person chose.
///
/// # Errors
/// As [`read`].
pub fn read_chosen(
    bytes: &[u8],
    state: &State,
    wanted: &Wanted,
    chosen: &Chosen,
) -> Result<Intake, WholeFileProblem> {
    match open(bytes, state, wanted)? {
        FileContent::Read(intake) => Ok(*intake),
        FileContent::Text(text) => read_table(&text.table()?, state, wanted, chosen),
    }
}

/// Whether a table is a fleet, which may have many thousands of lines: [`FleetStart`] reads it in
/// steps.
pub fn is_fleet(table: &FileTable, state: &State) -> bool {
    !crate::import::finance::is_one(table, &finance::columns(state))
        && kind::recognise(table) == Some(FileKind::Fleet)
}

/// As [`read_chosen`], of a file whose table is read.
///
/// # Errors
/// As [`read`].
pub fn read_table(
    table: &FileTable,
    state: &State,
    wanted: &Wanted,
    chosen: &Chosen,
) -> Result<Intake, WholeFileProblem> {
    if crate::import::finance::is_one(table, &finance::columns(state)) {
        return finance::read(table, state, wanted.today);
    }
    let kind = kind::recognise(table).ok_or_else(|| WholeFileProblem::UnknownHeader {
        missing: Vec::new(),
        found: table.header(),
    })?;
    match kind {
        FileKind::Directory => sites::directory(table, state, wanted, chosen.sector),
        FileKind::ClosedSchools => sites::closed(table, state),
        FileKind::TeachingUnits => sites::units(table, state, wanted),
        FileKind::Fleet => fleet::read(table, state, wanted.today),
        FileKind::HeadCounts | FileKind::SocialIndex => {
            yearly::read(kind, table, state, wanted.today)
        }
        FileKind::SupportEnds => ends::read(table),
        FileKind::Trainings => trainings::read(table, state, wanted.today),
        FileKind::Sessions => sessions::read(table, state),
        FileKind::Statements => statements::read(table, state),
        FileKind::Attendance => attendance::read(table, state, wanted.today),
        FileKind::LoanStock => stock::read(table, state),
        FileKind::Loans => loans::read(table, state, wanted.today),
        FileKind::OperatorLines | FileKind::Workspaces => {
            lines::read(kind, table, state, wanted.today, &chosen.placed)
        }
        FileKind::SchoolCalendar => {
            let scope = CalendarScope { zone: zone(state), academy: None };
            holidays_of(calendar::read(table, scope)?, state)
        }
        FileKind::Holidays => {
            let (rows, problems) = holidays::read(table)?;
            calendar_of(kind, &rows, problems, state)
        }
        FileKind::Communes => communes_of(table, state),
        FileKind::PriceList => prices::read(table),
        FileKind::Applications => applications::read(table, state, wanted.today),
        FileKind::Allowances => allowances::read(table, state, wanted.today),
        FileKind::BudgetAnnex => annex::read(table, wanted.today),
        FileKind::FinanceFile => finance::read(table, state, wanted.today),
        found => Err(WholeFileProblem::WrongKind { expected: FileKind::Directory, found }),
    }
}

/// The zone that was chosen, or that of the schools.
pub fn zone(state: &State) -> &str {
    let mut known = state.calendars.values().map(|calendar| calendar.zone.as_str());
    let known = known.rfind(|zone| !zone.is_empty());
    known.or_else(|| crate::zone::of_schools(state)).unwrap_or(DEFAULT_ZONE)
}

fn holidays_of(
    import: calendar::CalendarImport,
    state: &State,
) -> Result<Intake, WholeFileProblem> {
    let (other, staff) = (import.other_zones, import.not_pupils);
    if import.rows.is_empty() && import.problems.is_empty() && other > 0 {
        return Err(WholeFileProblem::OtherZone { zone: zone(state).to_owned() });
    }
    let mut intake = calendar_of(FileKind::SchoolCalendar, &import.rows, import.problems, state)?;
    intake.leave_out(LeftOut::OtherZone, other);
    intake.leave_out(LeftOut::NotPupils, staff);
    Ok(intake)
}

fn calendar_of(
    kind: FileKind,
    rows: &[HolidayRow],
    problems: Vec<LineProblem>,
    state: &State,
) -> Result<Intake, WholeFileProblem> {
    let zone = zone(state);
    // Without the holidays of its zone it would be a calendar without quarters.
    let is_here = |row: &&HolidayRow| row.zone.is_empty() || row.zone == zone;
    let school = || rows.iter().filter(|row| row.kind == HolidayRowKind::School);
    if school().next().is_some() && !school().any(|row| is_here(&row)) {
        return Err(WholeFileProblem::OtherZone { zone: zone.to_owned() });
    }
    let fresh = school_years::calendar(rows, zone);
    let mut intake = Intake::new(kind);
    intake.problems = problems;
    if !fresh.holidays.is_empty() {
        let calendar = joined(&state.calendar(), fresh);
        intake.commands.push(CalendarAct::ImportCalendar { calendar }.into());
    }
    Ok(intake)
}

/// The new calendar, with the known holidays of years that it does not cover, so that past quarters
/// keep what they owed.
fn joined(known: &Calendar, mut fresh: Calendar) -> Calendar {
    let year = |holiday: &Holiday| school_year(holiday.first);
    let of_file = fresh.holidays.iter().filter(|h| h.kind == HolidayKind::School);
    let years: BTreeSet<String> = of_file.map(year).collect();
    let other_years = |h: &&Holiday| h.kind == HolidayKind::Public || !years.contains(&year(h));
    fresh.holidays.extend(known.holidays.iter().filter(other_years).cloned());
    let overlaps = |quarter: &Quarter| {
        let meets = |q: &Quarter| q.first <= quarter.last && quarter.first <= q.last;
        fresh.quarters.iter().any(meets)
    };
    let kept: Vec<_> = known.quarters.iter().filter(|q| !overlaps(q)).cloned().collect();
    fresh.quarters.extend(kept);
    order::sort_by_key(&mut fresh.quarters, |quarter| quarter.first);
    order::sort(&mut fresh.holidays);
    fresh.holidays.dedup_by_key(|holiday| (holiday.first, holiday.last));
    fresh
}

fn communes_of(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let (rows, problems) = communes::read(table)?;
    let mut intake = Intake::new(FileKind::Communes);
    intake.problems = problems;
    let settings = Settings {
        communes: rows.iter().map(|row| row.code.as_str().into()).collect(),
        ..(*state.settings()).clone()
    };
    intake.commands.push(SettingsAct::ChangeSettings { settings }.into());
    Ok(intake)
}

/// The outlines of the communes of the authority: those that were chosen, or else those of its
/// schools. Those of other communes stay as they are known.
fn outlines_of(bytes: &[u8], state: &State, wanted: &Wanted) -> Result<Intake, WholeFileProblem> {
    let (read, problems) = outlines::read(bytes)?;
    let mut intake = Intake::new(FileKind::Outlines);
    intake.problems = problems;
    let settings = (*state.settings()).clone();
    let mut own: BTreeSet<_> = wanted.communes.iter().chain(&settings.communes).cloned().collect();
    if own.is_empty() {
        own.extend(state.sites.values().map(|site| site.commune.clone()));
    }
    let all = read.len();
    // Nobody knows yet which communes they are: all of them.
    let is_own = |outline: &Outline| own.is_empty() || own.contains(&outline.commune);
    let mut fresh: Vec<_> = read.into_iter().filter(is_own).collect();
    intake.leave_out(LeftOut::Outside, (all - fresh.len()) as u64);
    if fresh.is_empty() {
        return Ok(intake);
    }
    let known = settings.outlines.iter().flatten();
    let is_kept = |known: &&Outline| fresh.iter().all(|one| one.commune != known.commune);
    let kept: Vec<_> = known.filter(is_kept).cloned().collect();
    fresh.extend(kept);
    order::sort_by(&mut fresh, |a, b| a.commune.cmp(&b.commune));
    let settings = Settings { outlines: Some(fresh), ..settings };
    intake.commands.push(SettingsAct::ChangeSettings { settings }.into());
    Ok(intake)
}

/// Cuts rows so that each command stays within the limits.
fn chunks<T: Clone>(rows: &[T]) -> impl Iterator<Item = Vec<T>> + '_ {
    rows.chunks(IMPORT_ROWS).map(<[T]>::to_vec)
}
