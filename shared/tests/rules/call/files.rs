//! The file of applications (S7 §5): each line is a part of a project, or a problem.

use super::*;
use shared::import::FileKind;
use shared::import::problem::{ApplicationProblem, ProblemReason, WholeFileProblem};
use shared::intake::{Intake, LeftOut, Wanted, effect, read};

const HEADER: &str = "numero_dossier;etat;uai;etablissement;titre;depose_le;montant_demande;\
                      motivation;article;quantite;classes;eleves\n";

/// A call that is open on the day of the world.
fn with_open_call() -> World {
    let mut world = with_call(10_000_000);
    let draft = Draft { closes: day("2026-03-31"), ..call(10_000_000, criteria()) };
    world.give(COORDINATOR, set(draft)).unwrap();
    for n in 1..=5 {
        world.put(new_site(school(n).as_str()));
    }
    world
}

fn intake(world: &World, lines: &[&str]) -> Result<Intake, WholeFileProblem> {
    let wanted = Wanted { today: day("2026-03-12"), communes: Default::default() };
    let text = format!("{HEADER}{}", lines.concat());
    read(text.as_bytes(), &world.state, &wanted)
}

/// A preview, then the commands; how many projects were made.
fn take_in(world: &mut World, intake: &Intake) -> usize {
    let found = effect(&world.state, &world.actor(COORDINATOR), &intake.commands, NOW).unwrap();
    for command in found.useful {
        world.give(COORDINATOR, command).unwrap();
    }
    found.created.len()
}

/// Two articles of one application stand on two lines; the same file again changes nothing.
#[test]
fn applications_are_read_once_with_all_of_their_articles() {
    let mut world = with_open_call();
    let file = [
        "D-1;en_instruction;0420101A;;Radio;01/03/2026;2 600,00;Écouter;Tablette;2;3;60\n",
        "D-1;en_instruction;0420101A;;Radio;01/03/2026;2 600,00;Écouter;Licence;1;3;60\n",
        "D-2;accepte;0420102A;;Journal;01/03/2026;999,00;Écrire;tablette;;;\n",
        "D-3;brouillon;0420103A;;Rien;;;Rien;Tablette;1;;\n",
    ];
    let found = intake(&world, &file).unwrap();
    assert_eq!((found.kind, found.problems.len()), (FileKind::Applications, 0), "{found:?}");
    assert_eq!(found.left_out, [(LeftOut::NotHandedIn, 1)]);
    let other_sum = ApplicationProblem::OtherSum { sum: Cents(100_000) };
    let warned: Vec<_> = found.warnings.iter().map(|one| (one.line, &one.reason)).collect();
    assert_eq!(warned, [(4, &ProblemReason::Application(other_sum))]);
    assert_eq!(take_in(&mut world, &found), 2);
    let of = |n: u8| world.state.supplies.values().find(|one| one.site == school(n)).unwrap();
    let project = of(1).project.clone().unwrap();
    assert_eq!((of(1).price(), project.classes, project.pupils), (Cents(260_000), 3, 60));
    assert_eq!((project.title.as_str(), project.purpose.as_str()), ("Radio", "Écouter"));
    let again = intake(&world, &file).unwrap();
    assert_eq!((again.commands.len(), again.left_out.len()), (0, 2));
    assert!(again.left_out.contains(&(LeftOut::Repeated, 3)), "{again:?}");
}

/// What is wrong is named by its line; an application of which a line is wrong is left out whole,
/// and a school that applied already is not let in twice.
#[test]
fn what_is_wrong_is_named_by_its_line() {
    let mut world = with_open_call();
    let act = project(1, &[(TABLET, 1)], &world);
    world.give(COORDINATOR, act).unwrap();
    let found = intake(
        &world,
        &[
            "D-1;;0420101A;;Radio;;;Écouter;Tablette;1;;\n",
            "D-2;;0429999Z;;Radio;;;Écouter;Tablette;1;;\n",
            "D-3;;0420103A;;Radio;;;Écouter;Tablette;1;;\n",
            "D-3;;0420103A;;Radio;;;Écouter;;1;;\n",
            "D-4;;0420104A;;Radio;;;Écouter;Inconnu;1;;\n",
            "D-5;perdu;0420105A;;Radio;;;Écouter;Tablette;1;;\n",
            "D-6;;0420105A;;Radio;;;Écouter;Tablette;0;;\n",
            "D-7;;0420102A;;Radio;;;Écouter;Tablette;1;;\n",
            "D-8;;0420102A;;Encore;;;Écouter;Tablette;1;;\n",
        ],
    )
    .unwrap();
    let told: Vec<_> = found.problems.iter().map(|one| (one.line, one.reason.clone())).collect();
    let twice = || ProblemReason::Application(ApplicationProblem::AskedTwice);
    let part = ProblemReason::Application(ApplicationProblem::PartOfWrong { first_line: 5 });
    assert_eq!(
        told,
        [
            (2, twice()),
            (3, ProblemReason::UnknownValue),
            (4, part),
            (5, ProblemReason::Missing),
            (6, ProblemReason::UnknownValue),
            (7, ProblemReason::UnknownValue),
            (8, ProblemReason::Number),
            (10, twice()),
        ]
    );
    assert_eq!(take_in(&mut world, &found), 1);
    // Without a call that is open nothing says where they belong.
    let closed = with_call(10_000_000);
    let lines = ["D-1;;0420101A;;Radio;;;Écouter;Tablette;1;;\n"];
    assert_eq!(intake(&closed, &lines), Err(WholeFileProblem::NoOpenCall));
}
