//! Figures of years that are over: of the fleet of those years.

use super::*;
use shared::equipment::EquipmentState;
use shared::reuse;
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

/// Section 16, «each number into a dated table with its source, none into code»: the objectives of
/// reuse and the age limit are rows, which a coordinator corrects.
#[test]
fn the_objective_and_the_age_limit_of_reuse_are_dated_rows() {
    let factors = known::factors(&Settings::default());
    for (key, rows) in [(Key::ReuseShare, 3), (Key::ReuseAge, 1)] {
        assert!(Key::all().contains(&key) && Key::of_word(key.word()) == Some(key));
        let own: Vec<_> = factors.0.iter().filter(|row| row.key == key.word()).collect();
        assert_eq!(own.len(), rows, "{key:?}");
        assert!(own.iter().all(|row| row.source.contains("2023-266") && !row.scope.is_empty()));
    }
    let objective = |year| reuse::objective(&factors, year).map(|row| (row.value, row.from));
    assert_eq!(objective(2022), None, "no duty before its day");
    assert_eq!(objective(2024), Some((350, day("2024-01-01"))));
    assert_eq!(objective(2027), Some((500, day("2025-01-01"))));
    let mut ended = laptop(1, "2016-03-01", Some("2025-05-01"));
    if let Some(end) = &mut ended.retired {
        end.destination = Some(shared::equipment::Destination::Given);
        end.committed_on = Some(day("2026-01-10"));
        end.gone_on = Some(day("2026-02-01"));
        end.proof = "Reçu".into();
    }
    let of = |factors| reuse::of_year([&ended], factors, 2026);
    assert_eq!((of(&factors).reused, of(&factors).old), (1, 0), "nine years old");
    let stricter = factors.with(factor(Key::ReuseAge, "2025-01-01", 96));
    assert_eq!((of(&stricter).reused, of(&stricter).old), (0, 1), "beyond eight years");
    let stricter = factors.with(factor(Key::ReuseShare, "2026-01-01", 600));
    assert_eq!(reuse::objective(&stricter, 2026).map(|row| row.value), Some(600));
    assert_eq!(reuse::objective(&stricter, 2025).map(|row| row.value), Some(500));
}
