//! The training plan: needs computed from what is open.

use super::*;
use crate::supply_world::{MOUSE, SCREEN, ask_at, supply, with_budget};
use shared::article::{self, Article};
use shared::day::paris_time;
use shared::refusal::{FieldName, FieldProblem};
use shared::supply;
use shared::training::needs::{ToTrain, needs, next_session, of_leg, to_train};

/// Two screens that ask for a training: one for person 1, one for nobody in particular.
fn with_deliveries() -> World {
    let mut world = peopled(with_budget());
    let known = world.state.articles[&crate::supply_world::article(SCREEN)].as_ref().clone();
    let article = Article { requires: Some(tablets()), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
    name(&mut world, 1, SCHOOL);
    for (n, at, user) in [(1, SCHOOL, Some(person(1))), (2, OTHER, None)] {
        let mut wish = ask_at(&world, site(at), n, &[(SCREEN, 1)]);
        if let supply::Act::AskSupply { teacher, .. } = &mut wish {
            *teacher = user;
        }
        world.give(COORDINATOR, wish).unwrap();
        let visit = (n == 1).then(|| visit(1));
        world.give(DISPATCHER, supply::Act::AcceptSupply { supply: supply(n), visit }).unwrap();
        world.give(DISPATCHER, supply::Act::PrepareSupply { supply: supply(n), visit }).unwrap();
    }
    world
}

/// Person 1 was trained elsewhere, on that day.
fn attested(on: &str) -> shared::teacher::Act {
    shared::teacher::Act::AttestTraining {
        teacher: person(1),
        topic: tablets(),
        day: day(on),
        body: "Canopé".into(),
        evidence: "attestation 3".into(),
    }
}

/// «tablettes : 37 à former avant le 24 mars, 24 places»: people by topic, the first day of a
/// delivery, and the places until then.
#[test]
fn needs_are_counted_from_open_deliveries() {
    let mut world = with_deliveries();
    let now = paris_time(NOW);
    let need = &needs(&world.state, now)[0];
    let before = world.visit(1).slot.day;
    assert_eq!((need.people(), need.unnamed, need.before), (2, 1, Some(before)));
    assert_eq!((need.topic.as_str(), need.places), ("tablettes", 0));
    let late = Terms { day: before.succ_opt().unwrap(), ..terms(7) };
    plan_it(&mut world, 1, late);
    assert_eq!(needs(&world.state, now)[0].places, 0, "too late for that delivery");
    let same = Terms { day: day("2026-03-12"), from: 10 * 60, to: 11 * 60, ..terms(24) };
    plan_it(&mut world, 2, same);
    world.give(TEACHER, register(2, &[1])).unwrap();
    assert_eq!(needs(&world.state, now)[0].places, 24, "one of them is theirs");
    let noon = instant("2026-03-12", 12 * 60);
    world.at(noon, ADVISER, marks(2, &[(1, Attendance::Present)])).unwrap();
    assert_eq!(needs(&world.state, paris_time(noon))[0].people(), 1);
}

/// The dialog at a hand-over names the next session: one with a free place first.
#[test]
fn the_next_session_has_a_free_place_if_any_has() {
    let mut world = with_session(1);
    let now = paris_time(NOW);
    world.give(TEACHER, register(1, &[1])).unwrap();
    let next = |world: &World| next_session(&world.state, &tablets(), now).map(|row| row.id);
    assert_eq!(next(&world), Some(session(1)), "one may wait for a place");
    plan_it(&mut world, 2, Terms { day: day("2026-03-25"), ..terms(5) });
    assert_eq!(next(&world), Some(session(2)));
    assert_eq!(next_session(&world.state, &"ecran".into(), now), None);
    let kind = TrainingKind::Accompaniment;
    plan_it(&mut world, 3, Terms { kind, day: day("2026-03-13"), ..terms(5) });
    assert_eq!(next(&world), Some(session(2)), "help in class opens nothing");
}

#[test]
fn a_registration_reads_as_it_is_written() {
    let world = with_session(1);
    let text = serde_json::to_string(world.session(1)).unwrap();
    assert_eq!(&serde_json::from_str::<TrainingSession>(&text).unwrap(), world.session(1));
    let of: Registration =
        serde_json::from_str(r#"{"site":"0420001A","state":"waiting","rank":3}"#).unwrap();
    assert!(!of.unannounced && of.drawn.is_none());
}

/// S10, the first of the three moments: on acceptance the desk is told «1 enseignant à former»,
/// before there is a leg; the school is told whom, and before which day once it is known.
#[test]
fn who_is_to_be_trained_is_told_from_the_wish_on() {
    let mut world = with_deliveries();
    let today = day("2026-03-09");
    let told = |world: &World, n| to_train(&world.state, world.supply(n), today);
    let before = Some(world.visit(1).slot.day);
    let one = ToTrain { topic: tablets(), teacher: Some(person(1)), before };
    assert_eq!(told(&world, 1), [one]);
    assert_eq!(told(&world, 2), [ToTrain { topic: tablets(), teacher: None, before: None }]);
    let mut wish = ask_at(&world, site(SCHOOL), 3, &[(SCREEN, 1)]);
    if let supply::Act::AskSupply { teacher, .. } = &mut wish {
        *teacher = Some(person(1));
    }
    let reason = "une seule".to_owned();
    world.give(DISPATCHER, supply::Act::CancelSupply { supply: supply(1), reason }).unwrap();
    assert_eq!(told(&world, 1), [], "nothing comes of it");
    world.give(TEACHER, wish).unwrap();
    let wished = ToTrain { topic: tablets(), teacher: Some(person(1)), before: None };
    assert_eq!(told(&world, 3), [wished], "before it is accepted");
    // Trained, nobody is told any more.
    world.give(DISPATCHER, attested("2026-03-02")).unwrap();
    assert_eq!(told(&world, 3), []);
}

/// S10, the second moment: the day of a visit is looked at before the leg is put on it.
#[test]
fn a_visit_before_the_training_is_told_when_a_leg_is_put_on_it() {
    let mut world = with_deliveries();
    let today = day("2026-03-09");
    world.give(DISPATCHER, attested("2026-03-12")).unwrap();
    let on = |text: &str| {
        let known = world.supply(1);
        of_leg(&world.state, known, &known.legs[0], Some(day(text)), today).len()
    };
    assert_eq!((on("2026-03-11"), on("2026-03-12"), on("2026-03-24")), (1, 0, 0));
}

/// Who is named in an order teaches at its school, and is there.
#[test]
fn only_a_teacher_of_the_school_is_named_in_an_order() {
    let mut world = with_deliveries();
    name(&mut world, 4, OTHER);
    let wish = |world: &World, user| {
        let mut wish = ask_at(world, site(SCHOOL), 3, &[(MOUSE, 1)]);
        if let supply::Act::AskSupply { teacher, .. } = &mut wish {
            *teacher = Some(person(user));
        }
        wish
    };
    let wrong = Refusal::BadField { field: FieldName::Teachers, problem: FieldProblem::Invalid };
    let elsewhere = wish(&world, 4);
    assert_eq!(world.give(TEACHER, elsewhere), Err(wrong.clone()));
    let unknown = wish(&world, 9);
    assert!(matches!(world.give(TEACHER, unknown), Err(Refusal::UnknownRow { .. })));
    let left =
        shared::teacher::Act::MarkTeacherLeft { teacher: person(1), on: Some(day("2026-03-01")) };
    world.give(TEACHER, left).unwrap();
    let gone = wish(&world, 1);
    assert_eq!(world.give(TEACHER, gone), Err(wrong));
}
