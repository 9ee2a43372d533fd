//! The fleet.

use super::{Intake, LeftOut, chunks};
use crate::equipment;
use crate::equipment::{Equipment, EquipmentState};
use crate::id::EquipmentId;
use crate::import::glpi::{self, EquipmentRow, KnownSite, Mapping};
use crate::import::problem::WholeFileProblem;
use crate::import::{FileKind, FileTable, words};
use crate::row::State;
use uuid::Uuid;

pub(super) fn read(table: &FileTable, state: &State) -> Result<Intake, WholeFileProblem> {
    let sites: Vec<KnownSite> = state
        .sites
        .values()
        .map(|site| KnownSite {
            id: site.id.to_string(),
            name: site.name.clone(),
            commune: site.commune.to_string(),
            commune_name: site.commune_name.clone(),
        })
        .collect();
    let read = glpi::read(table, &Mapping::guess(table), &sites)?;
    let mut intake = Intake::new(FileKind::Fleet);
    intake.leave_out(LeftOut::Repeated, read.repeated);
    let rows: Vec<Equipment> = read.rows.iter().filter_map(device).collect();
    intake.commands = chunks(&rows)
        .map(|equipment| equipment::Act::ImportEquipment { equipment }.into())
        .collect();
    (intake.problems, intake.warnings) = (read.problems, read.warnings);
    intake.unmatched = read.unmatched;
    Ok(intake)
}

/// A device at a known site. Its key is drawn from what tells it from the others, so that the
/// same file read again gives the same key (RFC 9562, version 5).
fn device(row: &EquipmentRow) -> Option<Equipment> {
    let site = row.site.site()?;
    let key = format!("tournee:fleet:{}", row.key());
    let model = [row.maker.as_str(), row.model.as_str()].join(" ");
    let name =
        [&row.name, &row.inventory, &row.serial].into_iter().find(|name| !name.is_empty())?;
    Some(Equipment {
        id: EquipmentId(Uuid::new_v5(&Uuid::NAMESPACE_URL, key.as_bytes())),
        site: site.into(),
        kind: row.kind,
        name: name.clone(),
        label: row.inventory.clone(),
        serial: row.serial.clone(),
        model: model.trim().to_owned(),
        room: row.room.clone(),
        state: condition(&row.state),
        acquired: row.acquired,
        version: 0,
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
