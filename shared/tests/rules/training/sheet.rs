//! Attendance from a file, in the columns of our own export: by person, once, and as true as an
//! attendance that was called.

use super::*;
use shared::import::FileKind;
use shared::import::problem::{ProblemReason, SessionProblem};
use shared::intake::{Intake, LeftOut, Wanted, effect, read};

const HEADER: &str = "session;jour;uai;etablissement;enseignant;fonction;presence;heures\n";
const TITLE: &str = "Prise en main des tablettes";

fn intake(world: &World, text: &str, on: &str) -> Intake {
    let wanted = Wanted { today: day(on), communes: Default::default() };
    read(text.as_bytes(), &world.state, &wanted).unwrap()
}

fn full_house() -> World {
    let mut world = with_session(12);
    world.give(DISPATCHER, register(1, &[1, 2, 3])).unwrap();
    world
}

fn line(title: &str, at: &str, name: &str, mark: &str, hours: &str) -> String {
    format!("{title};18/03/2026;{at};École;{name};CE1;{mark};{hours}\n")
}

/// Section 5: people are found by school and name, one who came without being registered is added,
/// presence alone trains, and the same file again changes nothing.
#[test]
fn attendance_is_read_from_a_file() {
    let mut world = full_house();
    let text = [
        HEADER.to_owned(),
        line(TITLE, SCHOOL, "Mme 1", "présent", "3"),
        line(TITLE, SCHOOL, "MME  2", "Absente", ""),
        line(TITLE, SCHOOL, "Mme 3", "", ""),
        line(TITLE, OTHER, "Mme 4", "présente", "3,00"),
        line(TITLE, OTHER, "M. Nouveau", "présent", "1,5"),
    ]
    .concat();
    let found = intake(&world, &text, WEDNESDAY);
    assert_eq!((found.kind, found.problems.as_slice()), (FileKind::Attendance, &[][..]));
    assert_eq!(found.left_out, [(LeftOut::Unmarked, 1)], "unmarked is not absent");
    let warned: Vec<_> = found.warnings.iter().map(|one| (one.line, &one.reason)).collect();
    assert_eq!(warned, [(6, &ProblemReason::Session(SessionProblem::OtherHours { minutes: 180 }))]);
    for command in found.commands.clone() {
        world.after(DISPATCHER, command).unwrap();
    }
    let standings = [1, 2, 3, 4].map(|n| world.standing(1, n));
    use Standing::{Absent, Present, Registered};
    assert_eq!(standings, [Present, Absent, Registered, Present]);
    assert!(world.is_trained(1) && world.is_trained(4) && !world.is_trained(2));
    assert_eq!(world.session(1).state, SessionProgress::Held, "one is still unmarked");
    let new = world.state.teachers.values().find(|one| one.name == "M. Nouveau").unwrap();
    assert!(new.site == site(OTHER) && new.trained.contains_key(&tablets()));
    assert!(world.session(1).registrations[&new.id].unannounced);
    let again = intake(&world, &text, WEDNESDAY);
    let desk = world.actor(DISPATCHER);
    let ms = instant(WEDNESDAY, 18 * 60);
    assert!(effect(&world.state, &desk, &again.commands, ms).unwrap().is_empty());
}

/// A correction by a file is a correction: both are in the history, and the gate closes again.
#[test]
fn a_file_corrects_a_mark() {
    let mut world = full_house();
    world.after(ADVISER, marks(1, &[(1, Attendance::Present)])).unwrap();
    assert!(world.is_trained(1));
    let text = format!("{HEADER}{}", line(TITLE, SCHOOL, "Mme 1", "absent", ""));
    for command in intake(&world, &text, WEDNESDAY).commands {
        world.after(DISPATCHER, command).unwrap();
    }
    assert_eq!(world.standing(1, 1), Standing::Absent);
    assert!(!world.is_trained(1));
    // A person of the school who moved since is still the one who was there.
    let moved = teacher::Act::MoveTeacher { teacher: person(1), site: site(OTHER) };
    world.after(DISPATCHER, moved).unwrap();
    let text = format!("{HEADER}{}", line(TITLE, SCHOOL, "Mme 1", "présent", ""));
    for command in intake(&world, &text, WEDNESDAY).commands {
        world.after(DISPATCHER, command).unwrap();
    }
    assert_eq!(world.standing(1, 1), Standing::Present);
    assert_eq!(world.session(1).registrations.len(), 3, "nobody is doubled");
}

/// Acceptance 8 for attendance: an unknown session, an unknown school, a mark that is none, one
/// person with two marks, a day to come, megabytes of a name: each at its line.
#[test]
fn bad_lines_of_attendance_are_told_one_by_one() {
    let world = full_house();
    let text = [
        HEADER.to_owned(),
        line("Judo", SCHOOL, "Mme 1", "présent", ""),
        line(TITLE, "0429999Z", "Mme 1", "présent", ""),
        line(TITLE, SCHOOL, "Mme 1", "peut-être", ""),
        line(TITLE, SCHOOL, "Mme 2", "présent", ""),
        line(TITLE, SCHOOL, "Mme 2", "absent", ""),
        line(TITLE, SCHOOL, "Mme 2", "présent", ""),
        line(TITLE, SCHOOL, &"é".repeat(2_000_000), "présent", ""),
    ]
    .concat();
    let found = intake(&world, &text, WEDNESDAY);
    let problems: Vec<_> = found.problems.iter().map(|one| (one.line, &one.reason)).collect();
    assert_eq!(problems.len(), 5, "{problems:?}");
    assert_eq!(problems[0], (2, &ProblemReason::Session(SessionProblem::Unknown)));
    assert_eq!(problems[1], (3, &ProblemReason::UnknownValue));
    assert_eq!(problems[2], (4, &ProblemReason::UnknownValue));
    assert_eq!(problems[3], (6, &ProblemReason::Duplicate { first_line: 5 }));
    assert!(matches!(problems[4], (8, ProblemReason::TooLong { .. })), "{problems:?}");
    assert_eq!(found.left_out, [(LeftOut::Repeated, 1)]);
    let early = intake(&world, &text, "2026-03-12");
    let not_yet =
        ProblemReason::Session(SessionProblem::Hindered(Hindrance::NotYet { day: day(WEDNESDAY) }));
    assert!(early.problems.iter().any(|one| one.reason == not_yet) && early.commands.is_empty());
}
