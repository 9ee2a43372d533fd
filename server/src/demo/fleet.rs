//! A fleet of about 31 devices a school: of 263 schools, about 5,000 computers, 1,500 projectors,
//! 1,800 tablets.

use super::draw::Draw;
use chrono::{Days, NaiveDate};
use shared::day::Day;
use shared::equipment::{Destination, Equipment, EquipmentKind, EquipmentState, Retirement};
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
    let blank = Equipment::blank(EquipmentId(draw.key()), site.id.clone(), kind, name);
    Equipment {
        label: format!("SEM-{number:06}"),
        serial: format!("D{:08X}", draw.below(1 << 31)),
        model: (*draw.pick(models)).into(),
        room: (*draw.pick(&ROOMS)).into(),
        state: match draw.below(25) {
            0 => EquipmentState::Broken,
            _ => EquipmentState::InService,
        },
        ..aged(blank, number)
    }
}

/// Ages, drawn from the number, so that all else of the demonstration stays as it was: of one
/// device in four the day of purchase is not known, of one in twelve nothing at all.
fn aged(device: Equipment, number: usize) -> Equipment {
    let year = 2017 + (number * 7 % 10) as i32;
    let day = NaiveDate::from_ymd_opt(year, 9, 1);
    let is_pc = matches!(device.kind, EquipmentKind::Computer | EquipmentKind::Laptop);
    // What was sold with Windows 10 and cannot take the next one: its maker mends it until then.
    let support_ends = NaiveDate::from_ymd_opt(2025, 10, 14).filter(|_| is_pc && year < 2019);
    Equipment {
        acquired: day.filter(|_| !number.is_multiple_of(12)),
        bought: day.filter(|_| !number.is_multiple_of(4)),
        support_ends,
        ..device
    }
}

/// Returns devices that were retired before that day, in every stage of their end.
pub(super) fn retired(sites: &[Site], today: Day, draw: &mut Draw) -> Vec<Equipment> {
    let before = |days: u64| today.checked_sub_days(Days::new(days)).unwrap_or(today);
    let schools = sites.iter().filter(|site| site.kind == SiteKind::School).step_by(5);
    schools
        .enumerate()
        .map(|(at, site)| {
            let kind = [EquipmentKind::Laptop, EquipmentKind::Projector][at % 2];
            let id = EquipmentId(draw.key());
            let blank = Equipment::blank(id, site.id.clone(), kind, format!("Ancien {}", at + 1));
            let on = before(40 + 13 * at as u64);
            let mut end = Retirement::pending(on, "Remplacé".into(), !at.is_multiple_of(6));
            end.wiped_on = (kind.has_storage() && at % 3 > 0).then_some(on);
            if at % 3 > 0 {
                end.destination = Some([Destination::Given, Destination::TakenBack][at % 2]);
                end.recipient = ["Ateliers du réemploi", "Recyclerie des écoles"][at % 2].into();
                (end.committed_on, end.gone_on) = (Some(on), Some(before(30 + 11 * at as u64)));
            }
            if at % 3 == 2 {
                end.proof = format!("Reçu {}", 100 + at);
            }
            Equipment {
                label: format!("SEM-{:06}", 90_000 + at),
                serial: format!("R{:08X}", draw.below(1 << 31)),
                state: EquipmentState::Retired,
                retired: Some(end),
                bought: today.checked_sub_months(chrono::Months::new(72 + 3 * (at as u32 % 24))),
                ..blank
            }
        })
        .collect()
}
