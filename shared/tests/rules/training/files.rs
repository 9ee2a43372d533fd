//! Files of sessions: our own list, each line a session or a problem, and a supplier's calendar.

use super::*;
use shared::import::FileKind;
use shared::import::problem::ProblemReason;
use shared::intake::{Intake, Wanted, read};

const HEADER: &str = "titre;type;formations;jour;debut;fin;lieu;capacite;animateur;organisme;\
                      ouverture;cloture\n";

fn intake(world: &World, text: &str) -> Intake {
    let wanted = Wanted { today: day("2026-03-12"), communes: Default::default() };
    read(text.as_bytes(), &world.state, &wanted).unwrap()
}

fn take_in(world: &mut World, intake: &Intake) {
    for command in intake.commands.clone() {
        world.give(DISPATCHER, command).unwrap();
    }
}

/// Section 5: the columns of the list, read by their names; the same file again changes nothing.
#[test]
fn a_list_of_sessions_is_read_once() {
    let mut world = peopled(World::new());
    let line = "Tablettes;formation;Prise en main;25/03/2026;14:00;17h30;Canopé;12;Paul Grange;\
                Métropole;2026-03-15;2026-03-23\n";
    let text = format!("{HEADER}{line}");
    let found = intake(&world, &text);
    assert_eq!((found.kind, found.problems.len()), (FileKind::Sessions, 0), "{found:?}");
    take_in(&mut world, &found);
    let known: Vec<_> = world.state.training_sessions.values().cloned().collect();
    let terms = &known[0].terms;
    assert_eq!((terms.from, terms.to, terms.capacity), (840, 1_050, 12));
    assert_eq!(terms.topics, [tablets()]);
    assert_eq!(terms.leader, Some(account(ADVISER)), "who has an account takes the attendance");
    assert_eq!(known[0].state, SessionProgress::Open);
    let again = intake(&world, &text);
    take_in(&mut world, &again);
    assert_eq!(world.state.training_sessions.len(), 1);
    assert_eq!(world.session_of(&known[0].id).version, known[0].version, "nothing new");
}

/// Acceptance 8: end before start, capacity 0, 25:00, an unknown topic, megabytes of names: each is
/// told at its line, and the good lines stand.
#[test]
fn bad_lines_are_told_one_by_one() {
    let world = peopled(World::new());
    let long = "é".repeat(9_000);
    let text = format!(
        "{HEADER}A;;;2026-03-25;17:00;14:00;;12;;;;\n\
         B;;;2026-03-25;14:00;17:00;;0;;;;\n\
         C;;;2026-03-25;14:00;25:00;;12;;;;\n\
         D;;judo;2026-03-25;14:00;17:00;;12;;;;\n\
         E;;;2026-02-30;14:00;17:00;;12;;;;\n\
         {long};;;2026-03-25;14:00;17:00;;12;;;;\n\
         G;;;2026-03-25;14:00;17:00;;12;;;;2026-04-01\n\
         H;;;2026-03-25;14:00;17:00;;12;;;;\n"
    );
    let found = intake(&world, &text);
    let told: Vec<_> = found.problems.iter().map(|one| (one.line, one.reason.clone())).collect();
    let max = shared::limits::SHORT_TEXT_CHARS;
    let expected = [
        (2, ProblemReason::DateOrder),
        (3, ProblemReason::Places),
        (4, ProblemReason::Time),
        (5, ProblemReason::UnknownTopic),
        (6, ProblemReason::Date),
        (7, ProblemReason::TooLong { max }),
        (8, ProblemReason::DateOrder),
    ];
    assert_eq!(told, expected);
    let Some(Act::ImportTrainingSessions { sessions }) = found.commands[0].act() else {
        panic!("{found:?}");
    };
    assert_eq!(sessions.len(), 1, "the good line stands");
    let names = vec!["Mme Rey"; 300_000].join(";");
    let huge = format!("{HEADER}{names}\n");
    let found = intake(&world, &huge);
    assert!(found.commands.is_empty() && !found.problems.is_empty(), "2 MB of names");
}

fn calendar(events: &[&str]) -> String {
    let all: String =
        events.iter().map(|e| format!("BEGIN:VEVENT\r\n{e}\r\nEND:VEVENT\r\n")).collect();
    format!("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{all}END:VCALENDAR\r\n")
}

/// Section 5: SUMMARY, DTSTART, DURATION, LOCATION, UID; in UTC, in Paris or floating. «times in
/// Europe/Paris: last Sunday of March at 2:30, and 23:30 UTC shifts».
#[test]
fn a_suppliers_calendar_is_read_in_paris_time() {
    let mut world = peopled(World::new());
    let text = calendar(&[
        "UID:1@f\r\nSUMMARY:Écran\\, prise en main\r\nDTSTART:20260318T130000Z\r\nDURATION:PT1H30M",
        "UID:2@f\r\nSUMMARY:B\r\nDTSTART;TZID=Europe/Paris:20260701T140000\r\n\
         DTEND;TZID=Europe/Paris:20260701T170000\r\nLOCATION:Firminy",
        "UID:3@f\r\nSUMMARY:C\r\nDTSTART:20260331T223000Z\r\nDURATION:PT45M",
        "UID:4@f\r\nSUMMARY:D\r\nDTSTART;TZID=America/New_York:20260318T140000\r\nDURATION:PT1H",
        "SUMMARY:E\r\nDTSTART:20260318T140000\r\nDURATION:PT1H",
        "UID:6@f\r\nSUMMARY:F\r\nDTSTART:20260318T140000\r\nDURATION:PT1H\r\nSTATUS:CANCELLED",
    ]);
    let found = intake(&world, &text);
    let told: Vec<_> = found.problems.iter().map(|one| one.reason.clone()).collect();
    assert_eq!(told, [ProblemReason::Time, ProblemReason::Missing]);
    take_in(&mut world, &found);
    let mut times: Vec<_> = world
        .state
        .training_sessions
        .values()
        .map(|row| (row.terms.day, row.terms.from, row.terms.to, row.terms.title.clone()))
        .collect();
    times.sort();
    let of = |on: &str, from, to, title: &str| (day(on), from, to, title.to_owned());
    let expected = [
        of("2026-03-18", 14 * 60, 15 * 60 + 30, "Écran, prise en main"),
        of("2026-04-01", 30, 75, "C"),
        of("2026-07-01", 14 * 60, 17 * 60, "B"),
    ];
    assert_eq!(times, expected, "the cancelled one that nobody knew is not brought");
    let kinds = world.state.training_sessions.values().map(|row| row.terms.kind);
    assert!(kinds.into_iter().all(|kind| kind == TrainingKind::SupplierTraining));
}

/// The ministry's calendar of holidays, which has days and no hours, is still read as that.
#[test]
fn holidays_are_no_sessions() {
    let world = peopled(World::new());
    let text = calendar(&[
        "UID:1\r\nSUMMARY:Vacances d'hiver - Zone A\r\nDTSTART;VALUE=DATE:20260207\r\n\
         DTEND;VALUE=DATE:20260223",
    ]);
    assert_eq!(intake(&world, &text).kind, FileKind::SchoolCalendar);
}

impl World {
    fn session_of(&self, id: &TrainingSessionId) -> &TrainingSession {
        &self.state.training_sessions[id]
    }
}
