//! What may be shown: neither few people nor a percentage of few.

use super::*;
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::{EquipmentId, TeacherId, TopicId};
use shared::statement::shown::{Shown, permille};
use shared::teacher::{Teacher, Training};

fn with_teachers(world: &mut World, counts: &[u8]) {
    let mut n = 0;
    for (at, count) in counts.iter().enumerate() {
        for _ in 0..*count {
            n += 1;
            let key = TeacherId(Uuid::from_u128(n));
            let mut teacher =
                Teacher::named(key, site(&format!("043{at:04}Z")), format!("Nom {n}"), "".into());
            let training = Training { day: day("2024-10-10"), attested: None };
            teacher.trained.insert(TopicId("a".into()), training);
            world.put(teacher);
        }
    }
}

/// «Breaks»: a commune with one class. The total would tell the one by the others, so one more
/// number goes.
#[test]
fn few_people_are_not_told_nor_told_by_the_others() {
    let mut world = authority(4, 4);
    with_teachers(&mut world, &[2, 9, 7, 0]);
    prepare(&mut world, 1, draft(Committee::Communes, year()));
    let frozen = froze(&mut world, 1);
    let at = frozen.definitions.iter().position(|d| d.id == "trained").unwrap();
    let of = |n: usize| frozen.sheets[n].amounts[at];
    let few = Amount { value: None, of: None, few: true };
    assert_eq!([of(1), of(2), of(3)].map(|a| a.few), [true, false, true]);
    assert_eq!((of(1), of(2).value, of(4).value), (few, Some(9), Some(0)), "nobody is not few");
    assert_eq!(of(0).value, Some(18));
    assert_eq!(frozen.definitions[at].shown(few), Shown::Few);
    let text = serde_json::to_string(&frozen).unwrap();
    assert!(!text.contains("Nom "), "no figure about a named person");
}

/// «Breaks»: «100 %» of 1; and a fleet without dates.
#[test]
fn no_percentage_of_few_and_unknown_is_not_zero() {
    assert_eq!((permille(1, 1), permille(4, 4), permille(5, 5)), (None, None, Some(1_000)));
    assert_eq!((permille(2, 3), permille(900, 1_108)), (None, Some(812)));
    let mut world = authority(6, 2);
    for n in 0..6_u128 {
        let key = EquipmentId(Uuid::from_u128(n + 1));
        let (at, kind) = (site(&format!("043{n:04}Z")), EquipmentKind::Laptop);
        let mut device = Equipment::blank(key, at, kind, "A".into());
        // The devices of the second commune have no day.
        device.bought = (n % 2 == 0).then(|| day("2010-01-01"));
        world.put(device);
    }
    prepare(&mut world, 1, draft(Committee::Communes, year()));
    let frozen = froze(&mut world, 1);
    let at = frozen.definitions.iter().position(|d| d.id == "devices_old").unwrap();
    let shown = |n: usize| frozen.definitions[at].shown(frozen.sheets[n].amounts[at]);
    assert_eq!(shown(2), Shown::Unknown);
    assert_eq!(shown(1), Shown::Part { value: 3, of: 3, permille: None });
    let age = frozen.definitions.iter().position(|d| d.id == "age").unwrap();
    assert_eq!(frozen.definitions[age].shown(frozen.sheets[2].amounts[age]), Shown::Unknown);
}

/// Kilometres of a vehicle without a factor: what all emitted is unknown, which is no zero, and the
/// kilometres stay. A day before the first factor has that one, named with its own day.
#[test]
fn kilometres_without_a_factor_make_what_was_emitted_unknown() {
    let mut world = authority(2, 1);
    for n in 0..2 {
        let mut placed = new_site(&format!("043{n:04}Z"));
        placed.position = Some(shared::site::Position { lat: 45.6, lon: 4.4, exact: true });
        world.put(placed);
    }
    let mut technician =
        shared::account::Account::clone(&world.state.accounts[&account(TECHNICIAN)]);
    technician.depot = Some(shared::site::Position { lat: 45.44, lon: 4.4, exact: true });
    world.put(technician.clone());
    visits(&mut world, 2, 0..2);
    prepare(&mut world, 1, draft(Committee::Strategic, year()));
    let known = froze(&mut world, 1);
    assert!(amount(&known, "emitted").value > Some(0));

    let newer = shared::sobriety::Vehicle::Unknown;
    technician.vehicles.insert(day("2020-01-01"), newer);
    world.put(technician.clone());
    prepare(&mut world, 2, draft(Committee::Strategic, year()));
    let unknown = froze(&mut world, 2);
    assert_eq!(amount(&unknown, "emitted"), Amount::default(), "unknown, and no zero");
    assert_eq!(amount(&unknown, "kilometres"), amount(&known, "kilometres"));
    let road = shared::sobriety::road::of(&world.state, year().first, year().last);
    assert_eq!(road.without_factor, road.decimetres);

    technician.vehicles.clear();
    world.put(technician);
    let mut settings = shared::settings::Settings::clone(&world.state.settings());
    let mut later = shared::sobriety::known::factors(&settings).0;
    later.iter_mut().filter(|one| one.key == "road_diesel").for_each(|one| {
        one.from = day("2026-01-01");
    });
    settings.factors = Some(later);
    world.put(settings);
    prepare(&mut world, 3, draft(Committee::Strategic, year()));
    let before = froze(&mut world, 3);
    assert_eq!(amount(&before, "emitted"), amount(&known, "emitted"));
    let named = before.factors.iter().find(|factor| factor.key == "road_diesel").unwrap();
    assert_eq!(named.from, day("2026-01-01"), "said, with the day from which on it holds");
}
