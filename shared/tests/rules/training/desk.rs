//! How a desk plans, moves and cancels; who leads what.

use super::*;
use shared::day::Week;
use shared::refusal::{FieldName, FieldProblem};
use shared::site::Site;
use shared::training::Planned;

fn plan(n: u8, terms: Terms) -> Act {
    Act::PlanTrainingSession { session: session(n), terms }
}

/// Acceptance 4: moved twice and cancelled, the number of its calendar entry is 0, 1, 2, 3; what a
/// calendar does not show leaves it (Moodle booking 161).
#[test]
fn each_move_and_the_cancellation_raise_the_sequence() {
    let mut world = with_session(12);
    let mut sequences = vec![world.session(1).sequence];
    world.give(DISPATCHER, plan(1, terms(15))).unwrap();
    assert_eq!(world.session(1).sequence, 0, "more places are no move");
    for on in ["2026-03-25", "2026-03-26"] {
        world.give(DISPATCHER, plan(1, Terms { day: day(on), ..terms(15) })).unwrap();
        sequences.push(world.session(1).sequence);
    }
    let reason = "Formateur absent".into();
    world.give(DISPATCHER, Act::CancelTrainingSession { session: session(1), reason }).unwrap();
    sequences.push(world.session(1).sequence);
    assert_eq!(sequences, [0, 1, 2, 3]);
}

/// Acceptance 5: Wednesday 14:00, in a week when the host school is closed on Wednesdays.
#[test]
fn sessions_are_not_bound_by_the_half_days_of_schools() {
    let mut world = with_session(12);
    let known = Site { week: Week::FOUR_DAYS, ..new_site(SCHOOL) };
    world.put(known);
    let host = Some(site(SCHOOL));
    plan_it(&mut world, 2, Terms { host, ..terms(5) });
    world.give(TEACHER, register(2, &[1])).unwrap();
    assert_eq!(world.standing(2, 1), Standing::Registered);
}

/// Acceptance 8: end before start, capacity 0, 25:00, an unknown topic; each at its field.
#[test]
fn bad_terms_are_refused_at_their_field() {
    let mut world = with_session(12);
    let good = terms(5);
    let cases = [
        (Terms { to: 13 * 60, ..good.clone() }, FieldName::Until),
        (Terms { capacity: 0, ..good.clone() }, FieldName::Capacity),
        (Terms { to: 25 * 60, ..good.clone() }, FieldName::Time),
        (Terms { topics: vec!["judo".into()], ..good.clone() }, FieldName::Topic),
        (Terms { closes: Some(day("2026-03-20")), ..good.clone() }, FieldName::Last),
        (Terms { cost: Cents(-1), ..good.clone() }, FieldName::Price),
        (Terms { leader: Some(account(TECHNICIAN)), ..good.clone() }, FieldName::Leader),
    ];
    for (terms, field) in cases {
        let refused = Refusal::BadField { field, problem: FieldProblem::Invalid };
        assert_eq!(world.give(DISPATCHER, plan(2, terms)), Err(refused));
    }
    let title = "é".repeat(2_000_000);
    let max = shared::limits::SHORT_TEXT_CHARS;
    let problem = FieldProblem::TooLong { max };
    let refused = Refusal::BadField { field: FieldName::Label, problem };
    assert_eq!(world.give(DISPATCHER, plan(2, Terms { title, ..good })), Err(refused));
    assert!(!world.state.training_sessions.contains_key(&session(2)));
}

/// «registered ≤ capacity after every server decision»: fewer places than people are refused.
#[test]
fn there_are_never_fewer_places_than_people() {
    let mut world = with_session(3);
    world.give(TEACHER, register(1, &[1, 2, 3])).unwrap();
    let why = hindered(world.give(DISPATCHER, plan(1, terms(2))));
    assert_eq!(why, Hindrance::TooSmall { registered: 3 });
}

/// The new role: an adviser leads their own sessions, and does nothing else.
#[test]
fn an_adviser_takes_attendance_of_their_own_sessions_alone() {
    let mut world = with_session(12);
    world.give(ADVISER, register(1, &[1])).unwrap();
    plan_it(&mut world, 2, Terms { leader: None, from: 8 * 60, to: 9 * 60, ..terms(12) });
    world.give(TEACHER, register(2, &[1])).unwrap();
    for act in [
        marks(2, &[(1, Attendance::Present)]),
        Act::CloseTrainingSession { session: session(2) },
        register(2, &[2]),
        plan(1, terms(20)),
        Act::CancelTrainingSession { session: session(1), reason: "x".into() },
    ] {
        assert_eq!(world.after(ADVISER, act), Err(Refusal::NotAllowed));
    }
    let attest = teacher::Act::AttestTraining {
        teacher: person(1),
        topic: "ecran".into(),
        day: day("2026-03-01"),
        body: String::new(),
        evidence: "x".into(),
    };
    assert_eq!(world.give(ADVISER, attest), Err(Refusal::NotAllowed), "S10, acceptance 8");
    assert_eq!(world.give(ADVISER, incident(1)), Err(Refusal::NotAllowed));
    world.after(ADVISER, marks(1, &[(1, Attendance::Present)])).unwrap();
    world.after(ADVISER, Act::CloseTrainingSession { session: session(1) }).unwrap();
}

/// A supplier's calendar that is imported again moves and cancels what it brought, and leaves the
/// topics and places that a desk has set.
#[test]
fn a_calendar_that_is_imported_again_moves_what_it_brought() {
    let mut world = with_session(12);
    let line = |n: u8, on: &str, cancelled| Planned {
        session: session(n),
        terms: Terms {
            kind: TrainingKind::SupplierTraining,
            topics: Vec::new(),
            day: day(on),
            leader: None,
            ..terms(20)
        },
        uid: Some("7@fournisseur.example".into()),
        cancelled,
    };
    let import = |line| Act::ImportTrainingSessions { sessions: vec![line] };
    world.give(DISPATCHER, import(line(5, "2026-03-20", false))).unwrap();
    let set = Terms { topics: vec![tablets()], capacity: 9, ..world.session(5).terms.clone() };
    world.give(DISPATCHER, plan(5, set)).unwrap();
    world.give(TEACHER, register(5, &[1])).unwrap();
    world.give(DISPATCHER, import(line(6, "2026-03-27", false))).unwrap();
    let row = world.session(5);
    assert_eq!((row.terms.day, row.terms.capacity), (day("2026-03-27"), 9));
    assert_eq!((row.terms.topics.len(), row.sequence), (1, 1));
    assert!(!world.state.training_sessions.contains_key(&session(6)), "the same one");
    world.give(DISPATCHER, import(line(6, "2026-03-27", false))).unwrap();
    assert_eq!(world.session(5).sequence, 1, "nothing new, nothing told");
    world.give(DISPATCHER, import(line(6, "2026-03-27", true))).unwrap();
    assert_eq!(world.session(5).state, SessionProgress::Cancelled);
}
