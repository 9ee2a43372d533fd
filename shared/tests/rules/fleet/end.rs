//! The end of a device, and the legal share of reuse (décret 2023-266).

use super::*;
use shared::sobriety::{Factors, known};

/// The factors that hold until somebody corrects them.
fn factors() -> Factors {
    known::factors(&shared::settings::Settings::default())
}

fn of_year<'d>(devices: impl IntoIterator<Item = &'d Equipment>, year: i32) -> Reuse {
    shared::reuse::of_year(devices, &factors(), year)
}

/// The objective of a year, in thousandths.
fn objective(year: i32) -> Option<u64> {
    shared::reuse::objective(&factors(), year).map(|row| row.value)
}

/// S5, invariant «no device leaves the house without `wiped_on` when it has storage».
#[test]
fn no_device_with_storage_leaves_the_house_before_it_is_wiped() {
    let mut world =
        with([device(1), Equipment { kind: EquipmentKind::Projector, ..device(2) }, device(3)]);
    let gone = Some(day(TODAY));
    let early = direct(1, Destination::Given, gone);
    let serves = Refusal::EquipmentState { state: "in_service".into() };
    assert_eq!(world.give(DISPATCHER, early.clone()), Err(serves));
    for n in 1..=3 {
        world.give(DISPATCHER, retire(n)).unwrap();
    }
    let row = RowKey::of::<Equipment>(&key(1));
    assert_eq!(world.give(DISPATCHER, early.clone()), Err(Refusal::NotWiped { row }));
    // It may be promised, and used again inside.
    world.give(DISPATCHER, direct(1, Destination::Given, None)).unwrap();
    world.give(DISPATCHER, direct(3, Destination::Inside, gone)).unwrap();
    world.give(TECHNICIAN, Act::WipeEquipment { equipment: key(1), on: day(TODAY) }).unwrap();
    world.give(DISPATCHER, early).unwrap();
    world.give(DISPATCHER, direct(2, Destination::Sold, gone)).unwrap();
    let ended = known(&world, 1).retired.clone().expect("retired");
    assert_eq!((ended.gone_on, ended.is_proved()), (gone, false));
    let proof = " Reçu 2026-7 ".to_owned();
    world.give(DISPATCHER, Act::ProveDestination { equipment: key(1), proof }).unwrap();
    let ended = known(&world, 1).retired.clone().expect("retired");
    assert_eq!((ended.proof.as_str(), ended.is_proved()), ("Reçu 2026-7", true));
    let said: Vec<_> = known(&world, 1).history.iter().map(|entry| &entry.what).collect();
    assert!(matches!(
        said.as_slice(),
        [
            Happened::Retired { .. },
            Happened::Directed { .. },
            Happened::Wiped { .. },
            Happened::Proved { .. }
        ]
    ));
    // What has gone does not serve again.
    let state = Refusal::EquipmentState { state: "retired".into() };
    assert_eq!(world.give(DISPATCHER, Act::ReviveEquipment { equipment: key(1) }), Err(state));
}

#[test]
fn who_retires_and_who_may_not() {
    let mut world = with([device(1)]);
    for n in [TEACHER, TECHNICIAN] {
        assert_eq!(world.give(n, retire(1)), Err(Refusal::NotAllowed));
        let moved = Act::MoveEquipment { equipment: key(1), from: site(SCHOOL), to: site(OTHER) };
        assert_eq!(world.give(n, moved), Err(Refusal::NotAllowed));
    }
    let mute = Act::ProposeRetirement { equipment: key(1), reason: " ".into() };
    let empty = Refusal::BadField { field: FieldName::Reason, problem: FieldProblem::Empty };
    assert_eq!(world.give(TECHNICIAN, mute), Err(empty));
    world.put(Equipment { site: site(OTHER), ..device(2) });
    let keep = Act::KeepEquipment { equipment: key(2), keep: true };
    assert_eq!(world.give(TEACHER, keep), Err(Refusal::NotAllowed), "another school's");
    world.give(DISPATCHER, retire(1)).unwrap();
    world.give(DISPATCHER, Act::ReviveEquipment { equipment: key(1) }).unwrap();
    assert_eq!(known(&world, 1).state, EquipmentState::InService);
    assert_eq!(known(&world, 1).retired, None);
}

/// Retired in working order in 2024, of five years.
fn ended(n: u128, change: impl FnOnce(&mut Retirement)) -> Equipment {
    let mut end = Retirement::pending(day("2024-11-04"), "Remplacé".into(), true);
    change(&mut end);
    Equipment { state: EquipmentState::Retired, retired: Some(end), ..bought(n, "2019-11-04") }
}

fn given(end: &mut Retirement) {
    end.destination = Some(Destination::Given);
    end.committed_on = Some(day("2025-01-06"));
    end.gone_on = Some(day("2025-02-03"));
}

fn proved(end: &mut Retirement) {
    given(end);
    end.proof = "Reçu".into();
}

/// S5, acceptance 5, and S15, acceptance 5: the figures; the words of the screen are tested beside
/// them.
#[test]
fn of_40_in_stock_22_reused_with_proof_are_55_percent() {
    let mut devices: Vec<Equipment> = (0..22).map(|n| ended(n, proved)).collect();
    devices.extend((22..25).map(|n| ended(n, given)));
    devices.extend((25..40).map(|n| ended(n, |_| ())));
    for n in 40..45 {
        devices.push(Equipment { bought: Some(day("2014-11-03")), ..ended(n, proved) });
    }
    devices.push(Equipment { bought: None, ..ended(45, proved) });
    devices.push(device(46));
    let figures = of_year(&devices, 2025);
    let expected = Reuse { reused: 22, stock: 40, unproved: 3, old: 5, unknown_age: 1 };
    assert_eq!((figures, figures.permille()), (expected, Some(550)));
    assert_eq!(objective(2025), Some(500));
    assert_eq!([2022, 2023, 2024, 2026].map(objective), [None, Some(250), Some(350), Some(500)]);
}

/// S15, acceptance 5, and S5, invariant «the reuse ratio's B is the stock on 1 January», broken by
/// B = 0 and A = 12; A may exceed B.
#[test]
fn without_a_stock_on_the_first_of_january_there_is_no_share() {
    let late = |end: &mut Retirement| {
        proved(end);
        end.on = day("2025-01-15");
    };
    let devices: Vec<Equipment> = (0..12).map(|n| ended(n, late)).collect();
    let figures = of_year(&devices, 2025);
    assert_eq!((figures.reused, figures.stock, figures.permille()), (12, 0, None));
    let mut more = devices;
    more.extend((20..30).map(|n| ended(n, |_| ())));
    assert_eq!(of_year(&more, 2025).permille(), Some(1_200), "more than all is shown as it is");
}

/// S5, invariant «reuse counts only with a recipient's commitment and proof», broken by a gift
/// whose paper never came.
#[test]
fn a_promise_made_afterwards_and_what_is_no_reuse_count_for_nothing() {
    let late = |end: &mut Retirement| {
        proved(end);
        end.committed_on = Some(day("2025-02-04"));
    };
    let waste = |end: &mut Retirement| {
        proved(end);
        end.destination = Some(Destination::Waste);
    };
    let inside = |end: &mut Retirement| {
        proved(end);
        end.destination = Some(Destination::Inside);
    };
    let broken = |end: &mut Retirement| {
        proved(end);
        end.functional = false;
    };
    let devices = [ended(1, late), ended(2, waste), ended(3, inside), ended(4, broken)];
    let expected = Reuse { reused: 0, stock: 3, unproved: 1, ..Reuse::default() };
    assert_eq!(of_year(&devices, 2025), expected);
    let before = |end: &mut Retirement| {
        proved(end);
        end.gone_on = Some(day("2024-12-31"));
    };
    assert_eq!(of_year(&[ended(1, before)], 2025), Reuse::default(), "gone by then");
}
