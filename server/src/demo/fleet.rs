//! A fleet of about 31 devices a school: of 263 schools, about 5,000 computers, 1,500 projectors,
//! 1,800 tablets.

use super::draw::Draw;
use chrono::NaiveDate;
use shared::equipment::{Equipment, EquipmentKind, EquipmentState};
use shared::id::EquipmentId;
use shared::site::{Site, SiteKind};

/// A kind, how many a school has, and its models.
type Lot = (EquipmentKind, usize, &'static str, &'static [&'static str]);

const LOTS: [Lot; 6] = [
    (EquipmentKind::Laptop, 9, "Portable", &["ProBook 440 G9", "Latitude 3440", "TravelMate P2"]),
    (EquipmentKind::Computer, 7, "PC", &["OptiPlex 3000", "ThinkCentre neo 50s"]),
    (EquipmentKind::Tablet, 6, "Tablette", &["Galaxy Tab A8", "iPad 10.2"]),
    (EquipmentKind::Projector, 5, "Vidéoprojecteur", &["EB-725W", "EB-685W", "PJ WX5461"]),
    (EquipmentKind::Printer, 2, "Imprimante", &["MFC-L2750DW", "LaserJet M404"]),
    (EquipmentKind::Network, 2, "Borne", &["U6-Lite", "AP-505"]),
];
const ROOMS: [&str; 9] = [
    "Classe 1",
    "Classe 2",
    "Classe 3",
    "Classe 4",
    "Classe 5",
    "BCD",
    "Salle informatique",
    "Bureau de direction",
    "Salle des maîtres",
];

/// Returns the fleet of every school; teaching units have a few devices.
pub(super) fn fleet(sites: &[Site], draw: &mut Draw) -> Vec<Equipment> {
    let mut number = 0;
    let mut fleet = Vec::new();
    for site in sites {
        for (kind, count, name, models) in &LOTS {
            let count = match site.kind {
                SiteKind::School => count + draw.below(3) - 1,
                SiteKind::TeachingUnit => count.div_ceil(4),
            };
            for rank in 1..=count {
                number += 1;
                fleet.push(device(site, *kind, format!("{name} {rank}"), models, number, draw));
            }
        }
    }
    fleet
}

fn device(
    site: &Site,
    kind: EquipmentKind,
    name: String,
    models: &[&str],
    number: usize,
    draw: &mut Draw,
) -> Equipment {
    Equipment {
        id: EquipmentId(draw.key()),
        site: site.id.clone(),
        kind,
        name,
        label: format!("SEM-{number:06}"),
        serial: format!("D{:08X}", draw.below(1 << 31)),
        model: (*draw.pick(models)).into(),
        room: (*draw.pick(&ROOMS)).into(),
        state: match draw.below(25) {
            0 => EquipmentState::Broken,
            _ => EquipmentState::InService,
        },
        // Drawn from the number, so that all else of the demonstration stays as it was.
        acquired: NaiveDate::from_ymd_opt(2017 + (number * 7 % 10) as i32, 9, 1),
        version: 0,
    }
}
