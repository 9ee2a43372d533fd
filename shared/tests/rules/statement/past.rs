//! Statements of the time before: taken in from the table that a frozen one exports.

use super::*;
use shared::import::FileKind;
use shared::intake::{self, Intake, Wanted, effect};
use shared::statement::shown::Shown;

const HEADER: &str =
    "indicateur;version;valeur;unite;numerateur;denominateur;commune;periode;fige_le\n";

fn read(world: &World, lines: &str) -> Intake {
    let wanted = Wanted { communes: BTreeSet::new(), today: day("2026-03-12") };
    intake::read(format!("{HEADER}{lines}").as_bytes(), &world.state, &wanted).unwrap()
}

fn taken_in(world: &mut World, intake: &Intake) -> Vec<Statement> {
    let actor = world.actor(COORDINATOR);
    let found = effect(&world.state, &actor, &intake.commands, NOW).unwrap();
    let keys: Vec<_> = found.created.iter().map(Row::key).collect();
    for command in found.useful {
        world.give(COORDINATOR, command).unwrap();
    }
    let of = |key| match world.state.get(&key) {
        Some(Row::Statement(statement)) => Statement::clone(&statement),
        other => panic!("{other:?}"),
    };
    keys.into_iter().map(of).collect()
}

/// Marked, with what was printed and no more; the same file twice is the same statement.
#[test]
fn a_statement_of_before_is_taken_in_as_it_was_printed() {
    let mut world = authority(4, 2);
    let file = "\
half_days;1;81,2;%;900;1108;Toutes les communes;2021-2022;15/09/2022
half_days;1;;%;2;4;Commune 01;2021-2022;15/09/2022
trained;1;moins de 5;personnes;;;Commune 01;2021-2022;15/09/2022
trained;1;41;personnes;;;Toutes les communes;2021-2022;15/09/2022
vans;3;12,5;camions;;;Toutes les communes;2021-2022;15/09/2022
age;1;inconnu;mois;;;Toutes les communes;2021-2022;15/09/2022
reported;1;7;rattaché à la période précédente;;;Toutes les communes;2020-2021;15/09/2022
";
    let intake = read(&world, file);
    assert_eq!((intake.kind, intake.problems.len()), (FileKind::Statements, 0));
    let taken = taken_in(&mut world, &intake);
    let [past] = &taken[..] else { panic!("{taken:?}") };
    assert!(past.imported && past.is_frozen() && !past.public);
    assert_eq!(past.committee, Committee::Communes, "it has sheets of communes");
    assert_eq!((past.span.first, past.span.last), (day("2021-09-01"), day("2022-08-31")));
    assert_eq!(past.frozen_on, Some(day("2022-09-15")));
    let shown = |sheet: usize, figure: &str| {
        let at = past.definitions.iter().position(|defined| defined.id == figure).unwrap();
        past.definitions[at].shown(past.sheets[sheet].amounts[at])
    };
    assert_eq!(shown(0, "half_days"), Shown::Part { value: 900, of: 1_108, permille: Some(812) });
    assert_eq!(shown(1, "half_days"), Shown::Part { value: 2, of: 4, permille: None });
    assert_eq!((shown(1, "trained"), shown(0, "age")), (Shown::Few, Shown::Unknown));
    assert_eq!(shown(0, "vans"), Shown::Number(125), "with one decimal");
    assert_eq!(past.sheets[1].commune.as_ref().map(ToString::to_string), Some("42001".into()));
    assert!(past.definitions.iter().all(|of| of.sentence == "Importé, non recalculable"));
    let again = read(&world, file);
    assert!(taken_in(&mut world, &again).is_empty(), "the same file twice is the same statement");
}

/// What rows say now is never told as late to a statement that was not counted from them.
#[test]
fn nothing_is_late_to_an_imported_statement() {
    let mut world = authority(10, 1);
    visits(&mut world, 10, 0..4);
    let file = "half_days;1;10,0;%;1;10;Toutes les communes;1er trimestre 2024-2025;20/11/2024\n";
    let intake = read(&world, file);
    let taken = taken_in(&mut world, &intake);
    assert_eq!(taken[0].span.first, day("2024-09-01"), "the quarter of the calendar");
    prepare(&mut world, 2, draft(Committee::Technical, span("t", "2026-02-23", "2026-04-30")));
    assert!(froze(&mut world, 2).late.is_empty());
}

/// Nobody but a coordinator; and what cannot be kept is refused or named by its line.
#[test]
fn what_is_no_statement_is_left_out_and_told() {
    let mut world = authority(4, 2);
    let file = "\
half_days;1;81,2;%;900;1108;Ailleurs;2021-2022;15/09/2022
half_days;x;81,2;%;900;1108;Toutes les communes;2021-2022;15/09/2022
half_days;1;beaucoup;unités;;;Toutes les communes;2021-2022;15/09/2022
half_days;1;3;unités;;;Toutes les communes;un jour;15/09/2022
";
    let intake = read(&world, file);
    assert_eq!((intake.commands.len(), intake.problems.len()), (0, 4), "{:?}", intake.problems);
    let good = "half_days;1;3;unités;;;Toutes les communes;2021-2022;15/09/2022\n";
    let intake = read(&world, good);
    assert_eq!(intake.commands.len(), 1);
    let Some(Act::ImportStatement { statement, past }) = intake.commands[0].act() else {
        panic!("{:?}", intake.commands)
    };
    let give = |past: shared::statement::Past| Act::ImportStatement {
        statement: *statement,
        past: Box::new(past),
    };
    for n in [DISPATCHER, TECHNICIAN, TEACHER] {
        assert_eq!(world.give(n, give((**past).clone())), Err(Refusal::NotAllowed));
    }
    let changes: [fn(&mut shared::statement::Past); 4] = [
        |past| past.sheets.clear(),
        |past| past.sheets[0].amounts.clear(),
        |past| past.frozen_on = day("2027-01-01"),
        |past| past.span.label.clear(),
    ];
    for change in changes {
        let mut wrong = (**past).clone();
        change(&mut wrong);
        let refused = world.give(COORDINATOR, give(wrong));
        assert!(matches!(refused, Err(Refusal::BadField { .. })), "{refused:?}");
    }
    let act =
        Act::PrepareStatement { statement: *statement, draft: draft(Committee::Technical, year()) };
    world.give(COORDINATOR, give((**past).clone())).unwrap();
    assert!(matches!(world.give(COORDINATOR, act), Err(Refusal::State { .. })), "frozen for good");
}
