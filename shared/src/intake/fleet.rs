//! The fleet.

use super::{Intake, LeftOut, chunks};
use crate::day::Day;
use crate::equipment;
use crate::equipment::{Equipment, EquipmentState};
use crate::id::{EquipmentId, SiteId};
use crate::import::glpi::{EquipmentRow, FleetImport, FleetLines, KnownSite, Mapping};
use crate::import::problem::{LineProblem, ProblemReason, WholeFileProblem};
use crate::import::table::LINES_PER_STEP;
use crate::import::{FileKind, FileTable, words};
use crate::order;
use crate::row::State;
use crate::site::Site;
use std::collections::BTreeSet;
use std::sync::Arc;
use uuid::Uuid;

/// Reads devices.
pub(super) fn read(
    table: &FileTable,
    state: &State,
    today: Day,
) -> Result<Intake, WholeFileProblem> {
    let start = FleetStart::of(table, state);
    let mut lines = start.lines(table)?;
    while !lines.is_read() {}
    let mut devices = start.devices(table, lines.finish(), today);
    while !devices.is_made(state) {}
    Ok(devices.finish(state))
}

/// What the reading of a fleet begins with: its lines, then its devices are made in steps, for who
/// must not be held for long.
pub struct FleetStart {
    mapping: Mapping,
    sites: Vec<KnownSite>,
}

impl FleetStart {
    /// The columns of the file, and the sites that it may name.
    pub fn of(table: &FileTable, state: &State) -> Self {
        let known = |site: &Arc<Site>| KnownSite {
            id: site.id.to_string(),
            name: site.name.clone(),
            commune: site.commune.to_string(),
            commune_name: site.commune_name.clone(),
        };
        let sites = state.sites.values().map(known).collect();
        Self { mapping: Mapping::guess(table), sites }
    }

    /// Begins to read the lines.
    ///
    /// # Errors
    /// The file is another known one, or no column names a device.
    pub fn lines<'t>(&'t self, table: &'t FileTable) -> Result<FleetLines<'t>, WholeFileProblem> {
        FleetLines::begin(table, &self.mapping, &self.sites)
    }

    /// Begins to make the devices of what was read. What a file says of days to come is wrong, and
    /// the whole line with it.
    pub fn devices(&self, table: &FileTable, mut read: FleetImport, today: Day) -> FleetDevices {
        read.rows.retain(|row| match future(row, &self.mapping, today) {
            Some((column, day)) => {
                let (column, day) = (table.label(column), day.to_string());
                let problem = LineProblem::new(row.line, column, &day, ProblemReason::Future);
                read.problems.push(problem);
                false
            }
            None => true,
        });
        order::sort_by_key(&mut read.problems, |problem| problem.line);
        FleetDevices { read, made: Vec::new(), taken: BTreeSet::new(), at: 0 }
    }
}

/// A fleet of which some devices are made.
pub struct FleetDevices {
    read: FleetImport,
    made: Vec<Equipment>,
    taken: BTreeSet<EquipmentId>,
    /// The next row.
    at: usize,
}

impl FleetDevices {
    /// Makes some more devices; returns whether that were all.
    pub fn is_made(&mut self, state: &State) -> bool {
        let Self { read, made, taken, at } = self;
        let rest = read.rows.get(*at..).unwrap_or_default();
        let few = &rest[..rest.len().min(LINES_PER_STEP)];
        made.extend(few.iter().filter_map(|row| device(row, state, taken)));
        *at += few.len();
        few.len() == rest.len()
    }

    /// The commands, and what is left out.
    pub fn finish(self, state: &State) -> Intake {
        let Self { read, made, .. } = self;
        let mut intake = Intake::new(FileKind::Fleet);
        intake.leave_out(LeftOut::Repeated, read.repeated);
        intake.gone = gone(&made, &read.unmatched, state);
        intake.commands = chunks(&made)
            .map(|equipment| equipment::Act::ImportEquipment { equipment }.into())
            .collect();
        (intake.problems, intake.warnings) = (read.problems, read.warnings);
        intake.unmatched = read.unmatched;
        intake
    }
}

/// The first column that says when a device came, if that is to come.
fn future(row: &EquipmentRow, mapping: &Mapping, today: Day) -> Option<(usize, Day)> {
    let days = [
        (mapping.bought, row.bought),
        (mapping.in_service, row.in_service),
        (mapping.acquired, row.acquired),
    ];
    let known = days.into_iter().filter_map(|(column, day)| column.zip(day));
    known.into_iter().find(|(_, day)| *day > today)
}

/// The key that a file gives a device. It is drawn from what tells it from the others, so that the
/// same file read again gives the same key (RFC 9562, version 5).
fn id_of(key: &str) -> EquipmentId {
    let key = format!("tournee:fleet:{key}");
    EquipmentId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes()))
}

/// The devices of the sites of the file that it does not hold: they have left the inventory from
/// which it was made. What is proposed for retirement, or retired, is not named again.
fn gone(rows: &[Equipment], unmatched: &[EquipmentRow], state: &State) -> Vec<EquipmentId> {
    let listed: BTreeSet<EquipmentId> = rows.iter().map(|device| device.id).collect();
    let elsewhere: BTreeSet<EquipmentId> =
        unmatched.iter().flat_map(EquipmentRow::keys).map(|key| id_of(&key)).collect();
    let sites: BTreeSet<&SiteId> = rows.iter().map(|device| &device.site).collect();
    let is_gone = |device: &&Arc<Equipment>| {
        let known = listed.contains(&device.id) || elsewhere.contains(&device.id);
        !known && device.serves() && device.proposal.is_none() && sites.contains(&device.site)
    };
    state.equipment.values().filter(is_gone).map(|device| device.id).collect()
}

/// A device at a known site: the one that is known under one of its keys, unless another line is
/// that one, else a new one.
fn device(
    row: &EquipmentRow,
    state: &State,
    taken: &mut BTreeSet<EquipmentId>,
) -> Option<Equipment> {
    let site = row.site.site()?;
    let is_it = |id: &EquipmentId| state.equipment.contains_key(id) && !taken.contains(id);
    let known = row.keys().map(|key| id_of(&key)).find(is_it);
    let model = [row.maker.as_str(), row.model.as_str()].join(" ");
    let name =
        [&row.name, &row.inventory, &row.serial].into_iter().find(|name| !name.is_empty())?;
    let id = known.unwrap_or_else(|| id_of(&row.key()));
    taken.insert(id);
    Some(Equipment {
        label: row.inventory.clone(),
        serial: row.serial.clone(),
        model: model.trim().to_owned(),
        room: row.room.clone(),
        state: condition(&row.state),
        acquired: row.acquired,
        bought: row.bought,
        in_service: row.in_service,
        life_months: row.life_months,
        support_ends: row.support_ends,
        price_cents: row.price_cents,
        ..Equipment::blank(id, site.into(), row.kind, name.clone())
    })
}

/// States are free text in GLPI; a device that is neither broken nor withdrawn is in service.
fn condition(text: &str) -> EquipmentState {
    let text = words(text);
    let says = |stems: &[&str]| stems.iter().any(|stem| text.contains(stem));
    if says(&["reform", "rebut", "sorti", "retire", "vole", "perdu", "don "]) {
        EquipmentState::Retired
    } else if says(&["panne", "reparation", "casse", "hors service", "sav"]) {
        EquipmentState::Broken
    } else {
        EquipmentState::InService
    }
}
