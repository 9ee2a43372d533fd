//! What files say of the fleet.

use super::*;
use shared::money::NoAmount;

fn read(text: &str, state: &State) -> intake::Intake {
    let wanted = Wanted { communes: BTreeSet::new(), today: day(TODAY) };
    intake::read(text.as_bytes(), state, &wanted).expect("a fleet")
}

/// S5, acceptance 3, and invariant «a retired device never comes back to service by an import».
#[test]
fn a_file_of_1000_devices_brings_none_of_3_retired_ones_back() {
    let mut world = with((1..=1_000).map(device));
    for n in [10, 500, 1_000] {
        world.give(DISPATCHER, retire(n)).unwrap();
    }
    let mut file = String::from("Nom;Numéro de série;Numéro d'inventaire;Statut;Lieu\n");
    for n in 1..=1_000_u128 {
        file += &format!("Poste {n};S{n};SEM-{n:06};En service;{SCHOOL}\n");
    }
    let intake = read(&file, &world.state);
    assert!(intake.problems.is_empty() && intake.unmatched.is_empty(), "{:?}", intake.problems);
    let found = effect(&world.state, &world.actor(DISPATCHER), &intake.commands, NOW).unwrap();
    let stays = |conflict: &&Conflict| matches!(conflict, Conflict::StaysRetired { .. });
    assert_eq!(found.conflicts.iter().filter(stays).count(), 3);
    assert_eq!((found.changed.len(), found.created.len()), (997, 0));
    for command in found.useful {
        world.give(DISPATCHER, command).unwrap();
    }
    for n in [10, 500, 1_000] {
        let one = known(&world, n);
        assert_eq!((one.state, one.name.as_str()), (EquipmentState::Retired, &*format!("PC {n}")));
    }
    assert_eq!(known(&world, 11).name, "Poste 11");
}

/// S5, acceptance 8, and the price that nobody can read for sure.
#[test]
fn four_bad_lines_are_four_errors_and_nothing_of_them_is_imported() {
    let world = World::new();
    let file = "Nom;Numéro de série;Lieu;Date d'achat;Valeur;Durée de vie (mois)\n\
        A;S1;0420001A;2020-09-01;1.395;60\n\
        B;S2;0420001A;2020-09-01;700,00;-3\n\
        C;S3;0420001A;2031-01-01;700,00;60\n\
        D;S4;0420001A;2020-09-01;700,00;60\n\
        E;S4;0420001A;2021-09-01;700,00;60\n\
        F;S5;0420001A;0000-00-00;;\n";
    let intake = read(file, &world.state);
    let reasons: Vec<_> = intake.problems.iter().map(|p| (p.line, p.reason.clone())).collect();
    let expected = [
        (2, ProblemReason::Amount(NoAmount::Ambiguous)),
        (3, ProblemReason::Months),
        (4, ProblemReason::Future),
        (6, ProblemReason::Duplicate { first_line: 5 }),
    ];
    assert_eq!(reasons, expected);
    let found = effect(&world.state, &world.actor(DISPATCHER), &intake.commands, NOW).unwrap();
    let made: Vec<_> = found
        .created
        .iter()
        .map(|row| match row {
            Row::Equipment(one) => {
                (one.name.as_str(), one.bought, one.price_cents, one.life_months)
            }
            other => panic!("{other:?}"),
        })
        .collect();
    let d = ("D", Some(day("2020-09-01")), Some(70_000), Some(60));
    assert!(made.contains(&d) && made.contains(&("F", None, None, None)), "{made:?}");
    assert_eq!(made.len(), 2, "{made:?}");
}

/// Invariant 8 «Old and new meet»: an older app imports rows without the new fields.
#[test]
fn an_import_that_says_less_takes_nothing_away() {
    let mut world = with([Equipment { price_cents: Some(1), ..bought(1, "2020-09-01") }]);
    world.give(TEACHER, Act::KeepEquipment { equipment: key(1), keep: true }).unwrap();
    let before = known(&world, 1).clone();
    let old = serde_json::json!({
        "command": "import_equipment", "equipment": [{
            "id": key(1), "site": SCHOOL, "kind": "laptop", "name": "PC 1",
            "label": "SEM-000001", "serial": "S1", "state": "in_service",
        }],
    });
    let old: shared::command::Command = serde_json::from_value(old).unwrap();
    world.give(DISPATCHER, old).unwrap();
    assert_eq!(known(&world, 1), &before);
}

#[test]
fn a_file_that_retires_a_device_leaves_its_end_to_be_told() {
    let mut world = with([device(1)]);
    let file = "Nom;Numéro de série;Numéro d'inventaire;Statut;Lieu\n\
        PC 1;S1;SEM-000001;Réformé;0420001A\n";
    let intake = read(file, &world.state);
    for command in intake.commands {
        world.give(DISPATCHER, command).unwrap();
    }
    let end = known(&world, 1).retired.clone().expect("an end");
    assert_eq!((end.on, end.destination, end.functional), (day(TODAY), None, false));
}

#[test]
fn ends_of_support_reach_every_device_of_the_model() {
    let model = |n, model: &str| Equipment { model: model.into(), ..device(n) };
    let mut world =
        with([model(1, "HP ProBook 430"), model(2, "hp probook  430"), model(3, "Acer")]);
    let file = "modele;fin_de_support;source\nHP PROBOOK 430;2025-10-14;Microsoft\n;2025-01-01;\n\
        Acer;bientôt;\n";
    let intake = read(file, &world.state);
    let reasons: Vec<_> = intake.problems.iter().map(|p| p.reason.clone()).collect();
    assert_eq!(reasons, [ProblemReason::Missing, ProblemReason::Date]);
    for command in intake.commands {
        world.give(DISPATCHER, command).unwrap();
    }
    let ends = [1, 2, 3].map(|n| known(&world, n).support_ends);
    assert_eq!(ends, [Some(day("2025-10-14")), Some(day("2025-10-14")), None]);
}
