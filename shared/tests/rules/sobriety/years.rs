//! Figures of years that are over: of the fleet of those years.

use super::*;
use shared::equipment::EquipmentState;
use shared::ticket::TicketState;

/// A laptop that was bought and, where that is said, retired on these days.
fn laptop(n: u8, bought: &str, ended: Option<&str>) -> Equipment {
    let id = EquipmentId(Uuid::from_bytes([n; 16]));
    let blank = Equipment::blank(id, site("0420001A"), EquipmentKind::Laptop, "A".into());
    let retired = ended.map(|on| Retirement::pending(day(on), "Fin".into(), true));
    let state = match retired {
        Some(_) => EquipmentState::Retired,
        None => EquipmentState::InService,
    };
    Equipment { bought: Some(day(bought)), retired, state, ..blank }
}

/// S15, section 2, «mean age» and «CO2e of devices»: a year that is over is of the devices that
/// served on its last day. Those bought since are not in it, those retired since are.
#[test]
fn a_year_that_is_over_is_of_its_own_fleet() {
    let mut world = World::new();
    for device in [
        laptop(1, "2020-01-01", None),
        laptop(2, "2020-01-01", Some("2026-02-01")),
        laptop(3, "2026-01-15", None),
        laptop(4, "2019-01-01", Some("2025-06-30")),
    ] {
        world.put(device);
    }
    let of = |first: &str, last: &str| life::of(&world.state, day(first), day(last));
    let before = of("2025-01-01", "2025-12-31").ages[&EquipmentKind::Laptop];
    assert_eq!((before.devices, before.tenths_of_years()), (2, Some(59)), "71 months each");
    let now = of("2026-01-01", "2026-03-12").ages[&EquipmentKind::Laptop];
    assert_eq!((now.devices, now.months), (2, 74 + 1));
    let ended = of("2025-01-01", "2025-12-31").at_end[&EquipmentKind::Laptop];
    assert_eq!((ended.devices, ended.months), (1, 77));
    let grams = |last: &str| making::of_fleet(&world.state, day(last)).stock;
    assert_eq!(grams("2025-12-31"), Mass::grams(2 * 156_000));
    assert_eq!(grams("2025-03-01"), Mass::grams(3 * 156_000), "the third went in June");
    assert_eq!(grams("2019-06-01"), Mass::grams(156_000));
}

/// S15, section 2, «repaired rather than replaced»: a device is older than its life on the day on
/// which its request was resolved, not on the last day of the year.
#[test]
fn a_device_is_mended_at_the_age_that_it_had() {
    let mut world = with_visit();
    // Five years, as such devices serve.
    world.put(laptop(1, "2021-06-15", None));
    world.give(TEACHER, incident(1)).unwrap();
    let known = world.ticket(1).clone();
    let resolved = |on: &str| shared::ticket::Ticket {
        equipment: Some(EquipmentId(Uuid::from_bytes([1; 16]))),
        state: TicketState::Resolved,
        resolved_on: Some(day(on)),
        ..known.clone()
    };
    for (on, mended) in [("2026-05-04", 0), ("2026-07-15", 1), ("2026-09-01", 1)] {
        world.put(resolved(on));
        let life = life::of(&world.state, day("2026-01-01"), day("2026-12-31"));
        assert_eq!(life.mended, mended, "{on}");
    }
}
