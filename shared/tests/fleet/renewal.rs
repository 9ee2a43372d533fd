//! Ages, and what to renew first under a sum.

use super::*;

#[test]
fn an_age_counts_from_the_purchase_and_an_unknown_one_is_not_nothing() {
    let today = day(TODAY);
    assert_eq!(device(1).age(today), None);
    assert_eq!(device(1).age_months(today), None);
    let both = Equipment { in_service: Some(day("2021-09-01")), ..bought(1, "2020-03-12") };
    assert_eq!((both.age(today), both.age_months(today)), (Some(6), Some(72)));
    assert_eq!(bought(1, "2020-03-13").age_months(today), Some(71));
    let old_row = Equipment { acquired: Some(day("2020-03-12")), ..device(1) };
    assert_eq!(old_row.age(today), Some(6), "a row of an older version");
    assert_eq!(bought(1, "2026-03-13").age(today), None, "to come");
}

/// S5, acceptance 1.
#[test]
fn of_8300_devices_2180_of_unknown_age_are_listed_apart() {
    let mut state = State::default();
    for n in 0..8_300_u128 {
        let one = if n < 2_180 { device(n) } else { bought(n, "2019-09-01") };
        state.put(Row::from(one));
    }
    let list = list(&state);
    assert_eq!(list.known_ages(), (6_120, 8_300));
    assert_eq!((list.ranked.len(), list.unknown.len()), (6_120, 2_180));
    assert!(list.ranked.iter().all(|ranked| ranked.rank.age.is_some()));
    assert!(list.unknown.iter().all(|ranked| ranked.rank.age.is_none()));
    assert!(list.unknown.iter().all(|ranked| ranked.rank.points() == 0));
}

/// S5, acceptance 2.
#[test]
fn the_sum_of_the_line_renews_615_devices_and_leaves_130_31() {
    let expected = Cut { count: 615, left: 13_031, missing: 56_969 };
    assert_eq!(cut(43_063_031, 70_000), Some(expected));
    assert_eq!(cut(0, 70_000), Some(Cut { count: 0, left: 0, missing: 70_000 }));
    assert_eq!(cut(70_000, 70_000).map(|cut| (cut.count, cut.left)), Some((1, 0)));
    for (total, unit) in [(1, 0), (1, -1), (-1, 1)] {
        assert_eq!(cut(total, unit), None);
    }
}

#[test]
fn points_say_why_a_device_stands_where_it_stands() {
    let today = day(TODAY);
    let plain = bought(1, "2026-03-01");
    assert_eq!(rank(&plain, 0, false, today), Rank { age: Some(0), ..Rank::default() });
    let all = Equipment {
        support_ends: Some(day("2026-03-11")),
        state: EquipmentState::Broken,
        ..bought(1, "2010-01-01")
    };
    let most = Rank { unsupported: 40, worn: 25, age: Some(20), poor: 15 };
    assert_eq!((rank(&all, 9, true, today), most.points()), (most, 100));
    let ends_today = Equipment { support_ends: Some(today), ..plain.clone() };
    assert_eq!(rank(&ends_today, 0, false, today).unsupported, 0);
    assert_eq!(rank(&plain, 2, false, today).worn, 0);
    assert_eq!(rank(&plain, 3, false, today).worn, 25);
    // 36 of 60 months.
    assert_eq!(rank(&bought(1, "2023-03-12"), 0, false, today).age, Some(12));
    let long = Equipment { life_months: Some(120), ..bought(1, "2023-03-12") };
    assert_eq!(rank(&long, 0, false, today).age, Some(6));
}

#[test]
fn incidents_of_a_year_and_what_people_say_move_a_device() {
    let mut world = with((1..=4).map(|n| bought(n, "2022-01-01")));
    for n in 1..=3 {
        let mut act = incident(n);
        if let ticket::Act::ReportIncident { equipment, .. } = &mut act {
            *equipment = Some(key(3));
        }
        world.give(TEACHER, act).unwrap();
    }
    let reason = "Charnière cassée".to_owned();
    let propose = Act::ProposeRetirement { equipment: key(4), reason };
    assert_eq!(world.give(TEACHER, propose.clone()), Err(Refusal::NotAllowed));
    world.give(TECHNICIAN, propose).unwrap();
    let keep = Act::KeepEquipment { equipment: key(2), keep: true };
    assert_eq!(world.give(TECHNICIAN, keep.clone()), Err(Refusal::NotAllowed));
    world.give(TEACHER, keep).unwrap();
    let found = list(&world.state);
    assert_eq!((numbers(&found.ranked), numbers(&found.kept)), (vec![3, 4, 1], vec![2]));
    // A year later the incidents no longer count.
    let later = Renewal::of(&world.state, day("2027-03-13"), |_| true);
    assert_eq!(numbers(&later.ranked), [4, 1, 3]);
    world.give(TEACHER, Act::KeepEquipment { equipment: key(2), keep: false }).unwrap();
    assert_eq!(numbers(&list(&world.state).ranked), [3, 4, 1, 2]);
}

#[test]
fn a_site_with_few_devices_comes_before_its_like() {
    let mut world = with((1..=9).map(|n| bought(n, "2022-01-01")));
    for n in 0..3 {
        world.put(new_site(&format!("042001{n}C")));
        for k in 0..8 {
            let id = 100 + n * 10 + k;
            let at = site(&format!("042001{n}C"));
            world.put(Equipment { site: at, ..bought(id, "2022-01-01") });
        }
    }
    world.put(Equipment { site: site(OTHER), ..bought(77, "2022-01-01") });
    let found = list(&world.state);
    assert_eq!(numbers(&found.ranked)[0], 77);
    let poor: Vec<_> = found.ranked.iter().filter(|ranked| ranked.rank.poor > 0).collect();
    assert_eq!(poor.len(), 1, "{poor:?}");
}

/// S5, acceptance 7.
#[test]
fn the_same_rows_on_the_same_day_give_the_same_order_byte_for_byte() {
    let rows: Vec<Row> = (0..500_u128)
        .map(|n| {
            let mixed = n * 7_919 % 500;
            let year = 2014 + mixed % 12;
            let mut one = bought(mixed + 1, &format!("{year}-09-01"));
            one.state =
                if mixed % 9 == 0 { EquipmentState::Broken } else { EquipmentState::InService };
            one.site = site(if mixed % 2 == 0 { SCHOOL } else { OTHER });
            Row::from(one)
        })
        .collect();
    let of = |rows: &mut dyn Iterator<Item = Row>| {
        let mut state = World::new().state;
        rows.for_each(|row| state.put(row));
        let lines = list(&state).ranked;
        let line = |r: &shared::renewal::Ranked| format!("{};{}\n", r.device.id, r.rank.points());
        lines.iter().map(line).collect::<String>()
    };
    let forward = of(&mut rows.iter().cloned());
    let backward = of(&mut rows.iter().rev().cloned());
    assert_eq!(forward.lines().count(), 500);
    assert_eq!(forward, backward);
}
