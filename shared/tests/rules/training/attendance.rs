//! Who was there, what it opens, and what a correction changes.

use super::*;
use crate::supply_world::{SCREEN, accept, ask, prepare, supply, with_budget};
use shared::article::{self, Article};
use shared::command::{Envelope, Seen};
use shared::refusal::Conflict;
use shared::row::RowKey;
use shared::supply::{self, Anomaly, HandOver};
use shared::teacher::gate;
use shared::training::Happened;

use Attendance::{Absent, Excused, Present};

/// People 1 and 2 of the school and 4 of the other are registered.
fn full_house() -> World {
    let mut world = with_session(12);
    world.give(TEACHER, register(1, &[1, 2])).unwrap();
    world.give(OTHER_SCHOOL, register(1, &[4])).unwrap();
    world
}

fn passes(world: &World, n: u8, at: &str, on: &str) -> bool {
    gate(Some(&tablets()), Some(world.teacher(n)), &site(at), day(on)).is_ok()
}

/// «registered ≠ trained»: neither a registration, nor an absence, nor an excuse opens the gate;
/// being present does, from that day on.
#[test]
fn only_who_was_present_is_trained() {
    let mut world = full_house();
    assert!(!world.is_trained(1), "registered is not trained");
    world.after(ADVISER, marks(1, &[(1, Present), (2, Absent), (4, Excused)])).unwrap();
    assert_eq!([1, 2, 4].map(|n| world.is_trained(n)), [true, false, false]);
    assert!(passes(&world, 1, SCHOOL, WEDNESDAY));
    assert!(!passes(&world, 1, SCHOOL, "2026-03-17"), "not the day before");
    assert_eq!(world.teacher(1).trained[&tablets()].attested, None, "attended, not attested");
    assert_eq!(world.session(1).state, SessionProgress::Held);
}

/// Moodle attendance 718: a gate counts only what took place.
#[test]
fn nobody_is_present_before_the_day() {
    let mut world = full_house();
    let why = hindered(world.give(ADVISER, marks(1, &[(1, Present)])));
    assert_eq!(why, Hindrance::NotYet { day: day(WEDNESDAY) });
    world.give(ADVISER, marks(1, &[(1, Excused)])).unwrap();
    assert_eq!(world.session(1).state, SessionProgress::Open, "an excuse in advance holds nothing");
}

/// «attendance marks name persons, not list positions»: a list that is sorted anew, or to which
/// somebody was added meanwhile, changes nothing of who was meant.
#[test]
fn marks_name_people_and_not_places_in_a_list() {
    let mut world = full_house();
    let written = world.envelope(ADVISER, marks(1, &[(4, Absent)]));
    let add = Act::AddAttendee {
        session: session(1),
        teacher: person(9),
        site: site(SCHOOL),
        name: "Aa".into(),
        function: String::new(),
    };
    let ms = instant(WEDNESDAY, 15 * 60);
    world.at(ms, DISPATCHER, add).unwrap();
    world.judge_at(ADVISER, &written, ms).unwrap();
    assert_eq!(world.standing(1, 4), Standing::Absent);
    assert_eq!(world.standing(1, 9), Standing::Present);
    assert!(world.session(1).registrations[&person(9)].unannounced);
    assert!(world.is_trained(9) && world.teacher(9).proposed, "trained, to be looked at");
}

/// Somebody who came unannounced and whom the server knows by name is that person, and the marks
/// that the phone then writes under its own key are theirs.
#[test]
fn an_unannounced_person_whom_the_server_knows_is_not_doubled() {
    let mut world = full_house();
    let add = Act::AddAttendee {
        session: session(1),
        teacher: person(9),
        site: site(SCHOOL),
        name: "mme 3".into(),
        function: "ce1".into(),
    };
    let adding = world.envelope(ADVISER, add);
    let marking = world.envelope(ADVISER, marks(1, &[(9, Absent)]));
    let ms = instant(WEDNESDAY, 15 * 60);
    world.judge_at(ADVISER, &adding, ms).unwrap();
    assert_eq!(world.standing(1, 3), Standing::Present);
    assert!(!world.state.teachers.contains_key(&person(9)));
    world.judge_at(ADVISER, &marking, ms).unwrap();
    assert_eq!(world.standing(1, 3), Standing::Absent);
    assert!(!world.is_trained(3));
}

fn from_phone(envelope: &Envelope, phone: u8, version: i64) -> Envelope {
    let row = RowKey::of::<TrainingSession>(&session(1));
    let seen = vec![Seen { row, version }];
    Envelope { device: device(phone), seen, ..envelope.clone() }
}

/// Acceptance 3: two phones without network, one conflict on one person: both are kept in the
/// history, one value stands, and its author reads one sentence.
#[test]
fn two_phones_merge_by_person_and_the_second_author_is_told_once() {
    let mut world = full_house();
    let seen = world.session(1).version;
    let one = world.envelope(ADVISER, marks(1, &[(1, Present), (2, Present)]));
    let two = world.envelope(ADVISER, marks(1, &[(1, Absent), (4, Present)]));
    let three = world.envelope(ADVISER, marks(1, &[(2, Present)]));
    let ms = instant(WEDNESDAY, 18 * 60);
    let first = world.judge_at(ADVISER, &from_phone(&one, 21, seen), ms).unwrap();
    assert_eq!(first.conflicts, []);
    let second = world.judge_at(ADVISER, &from_phone(&two, 22, seen), ms).unwrap();
    let (mine, other) = ("absent".to_owned(), "present".to_owned());
    let told = Conflict::Attendance { session: session(1), teacher: person(1), mine, other };
    assert_eq!(second.conflicts, [told], "one sentence, about one person");
    let third = world.judge_at(ADVISER, &from_phone(&three, 22, seen), ms).unwrap();
    assert_eq!(third.conflicts, [], "both say the same");
    let standings = [1, 2, 4].map(|n| world.standing(1, n));
    assert_eq!(standings, [Standing::Absent, Standing::Present, Standing::Present]);
    let of_one = |entry: &&shared::history::Entry<Happened>| {
        let marked = matches!(entry.what, Happened::Marked { .. } | Happened::Corrected { .. });
        marked && entry.what.teacher() == Some(person(1))
    };
    assert_eq!(world.session(1).history.iter().filter(of_one).count(), 2, "both are kept");
    assert!(!world.is_trained(1));
}

/// A phone corrects what it said itself without being told of a conflict with itself.
#[test]
fn ones_own_correction_is_no_conflict() {
    let mut world = full_house();
    let seen = world.session(1).version;
    let ms = instant(WEDNESDAY, 15 * 60);
    for mark in [Present, Absent, Present] {
        let envelope = world.envelope(ADVISER, marks(1, &[(1, mark)]));
        let decision = world.judge_at(ADVISER, &from_phone(&envelope, 21, seen), ms).unwrap();
        assert_eq!(decision.conflicts, []);
    }
    assert!(world.is_trained(1));
}

/// «Closed needs a mark for each registered person; unmarked is unmarked, not absent».
#[test]
fn a_session_closes_when_each_person_is_marked() {
    let mut world = full_house();
    let close = Act::CloseTrainingSession { session: session(1) };
    let early = hindered(world.give(ADVISER, close.clone()));
    assert_eq!(early, Hindrance::NotYet { day: day(WEDNESDAY) });
    world.after(ADVISER, marks(1, &[(1, Present)])).unwrap();
    let teachers = vec![person(2), person(4)];
    assert_eq!(hindered(world.after(ADVISER, close.clone())), Hindrance::Unmarked { teachers });
    assert_eq!(world.standing(1, 2), Standing::Registered, "nobody is absent by a job at night");
    world.after(ADVISER, marks(1, &[(2, Absent), (4, Present)])).unwrap();
    world.after(ADVISER, close).unwrap();
    assert_eq!(world.session(1).state, SessionProgress::Closed);
}

/// The screen that was asked for is handed over to person 1, who was marked present.
fn delivered() -> World {
    let mut world = peopled(with_budget());
    let known = world.state.articles[&crate::supply_world::article(SCREEN)].as_ref().clone();
    let article = Article { requires: Some(tablets()), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
    let wish = ask(&world, 1, &[(SCREEN, 1)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    world.give(DISPATCHER, prepare(1)).unwrap();
    name(&mut world, 1, SCHOOL);
    let early = Terms { day: day("2026-03-12"), from: 10 * 60, to: 11 * 60, ..terms(12) };
    plan_it(&mut world, 1, early);
    world.give(TEACHER, register(1, &[1])).unwrap();
    let noon = instant("2026-03-12", 12 * 60);
    world.at(noon, ADVISER, marks(1, &[(1, Present)])).unwrap();
    world.at(noon, ADVISER, Act::CloseTrainingSession { session: session(1) }).unwrap();
    let done = HandOver { visit: Some(visit(1)), to: Some(person(1)), ..HandOver::default() };
    let hand = supply::Act::DoLeg { supply: supply(1), leg: 1, done };
    let afternoon = instant("2026-03-12", 15 * 60);
    let mut envelope = world.envelope(TECHNICIAN, hand);
    envelope.declared_at = afternoon;
    let decision = world.judge_at(TECHNICIAN, &envelope, afternoon).unwrap();
    assert_eq!(decision.conflicts, [], "trained in the morning, handed over in the afternoon");
    world
}

/// S10, acceptance 3, and «correction after closing is possible, dated, recomputes gates forward
/// only»: what was handed over stays handed over and is marked once; the next hand-over is refused.
#[test]
fn a_correction_after_a_delivery_marks_it_and_closes_the_gate_from_then_on() {
    let mut world = delivered();
    assert!(!world.supply(1).has_anomaly());
    let evening = instant("2026-03-12", 18 * 60);
    let decision = world.at(evening, ADVISER, marks(1, &[(1, Absent)])).unwrap();
    let marked = |conflict: &Conflict| matches!(conflict, Conflict::Marked { .. });
    // Whoever corrects has handed nothing over: they are not told of what others did.
    assert_eq!(decision.conflicts.iter().filter(|one| marked(one)).count(), 0);
    assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::Untrained]);
    assert!(world.supply(1).legs[0].is_done(), "a fact stays a fact");
    assert!(!passes(&world, 1, SCHOOL, "2026-03-13"));
    assert_eq!(world.session(1).state, SessionProgress::Closed);
    // Back to present: from now on the gate is open again, and the mark of before stays.
    world.at(evening, ADVISER, marks(1, &[(1, Present)])).unwrap();
    assert!(passes(&world, 1, SCHOOL, "2026-03-13"));
    assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::Untrained]);
}

/// What was attested counts again when nobody saw the person after all; the earliest day counts.
#[test]
fn an_attestation_outlives_a_corrected_attendance() {
    let mut world = full_house();
    let attest = teacher::Act::AttestTraining {
        teacher: person(1),
        topic: tablets(),
        day: day("2026-03-02"),
        body: "Canopé".into(),
        evidence: "12".into(),
    };
    world.give(DISPATCHER, attest).unwrap();
    world.after(ADVISER, marks(1, &[(1, Present)])).unwrap();
    assert_eq!(world.teacher(1).trained[&tablets()].attested, None);
    assert!(passes(&world, 1, SCHOOL, "2026-03-03"), "the earliest day counts");
    world.after(ADVISER, marks(1, &[(1, Absent)])).unwrap();
    let known = &world.teacher(1).trained[&tablets()];
    assert_eq!(known.attested.as_ref().map(|known| known.body.as_str()), Some("Canopé"));
    // Two sessions: the other one still counts.
    plan_it(&mut world, 2, Terms { day: day("2026-03-19"), ..terms(5) });
    world.give(TEACHER, register(2, &[2])).unwrap();
    world.after(ADVISER, marks(1, &[(2, Present)])).unwrap();
    let later = instant("2026-03-19", 18 * 60);
    world.at(later, ADVISER, marks(2, &[(2, Present)])).unwrap();
    world.at(later, ADVISER, marks(1, &[(2, Absent)])).unwrap();
    assert_eq!(world.teacher(2).trained[&tablets()].day, day("2026-03-19"));
}

/// «a cancelled session trains nobody, frees everybody, keeps history».
#[test]
fn a_cancelled_session_trains_nobody_and_frees_everybody() {
    let mut world = full_house();
    let reason = "Neige".into();
    world.give(DISPATCHER, Act::CancelTrainingSession { session: session(1), reason }).unwrap();
    let row = world.session(1);
    assert_eq!((row.state, row.sequence), (SessionProgress::Cancelled, 1));
    assert_eq!(row.registrations.len(), 3, "kept");
    let state = SessionProgress::Cancelled;
    let why = hindered(world.after(ADVISER, marks(1, &[(1, Present)])));
    assert_eq!(why, Hindrance::Progress { state });
    assert!(!world.is_trained(1));
    plan_it(&mut world, 2, terms(5));
    world.give(TEACHER, register(2, &[1])).unwrap();
}

/// Only trainings open topics: help in class and activities do not.
#[test]
fn help_in_class_opens_nothing() {
    let mut world = with_session(12);
    let (kind, host) = (TrainingKind::Accompaniment, Some(site(SCHOOL)));
    plan_it(&mut world, 2, Terms { kind, host, from: 8 * 60, to: 9 * 60, ..terms(5) });
    world.give(TEACHER, register(2, &[1])).unwrap();
    let other = Hindrance::OtherSite { teacher: person(4) };
    assert_eq!(hindered(world.give(OTHER_SCHOOL, register(2, &[4]))), other);
    world.after(ADVISER, marks(2, &[(1, Present)])).unwrap();
    assert!(!world.is_trained(1));
}

/// «two phones of two trainers merge by person»: each has an account of their own, both see the
/// session, and what both said of one person is in its history.
#[test]
fn two_trainers_with_two_accounts_see_one_session_and_merge_by_person() {
    const SECOND: u8 = 8;
    let mut world = with_session(12);
    let second = Account::blank(account(SECOND), "Inès Collomb".into(), Role::Adviser, None);
    world.put(second);
    world.give(TEACHER, register(1, &[1, 2])).unwrap();
    assert_eq!(world.after(SECOND, marks(1, &[(1, Present)])), Err(Refusal::NotAllowed));
    let co_leaders = Some([account(SECOND), account(ADVISER)].into());
    let plan = |terms| Act::PlanTrainingSession { session: session(1), terms };
    world.give(DISPATCHER, plan(Terms { co_leaders, ..terms(12) })).unwrap();
    let led: Vec<_> = world.session(1).terms.leaders().collect();
    assert_eq!(led, [account(ADVISER), account(SECOND)], "each once");
    for n in [ADVISER, SECOND] {
        let sites = shared::scope::sites_of(&world.state, &world.actor(n), &Default::default());
        assert_eq!(sites, [site(SCHOOL)].into());
        let scope = shared::scope::Scope::new(&world.actor(n), sites, Default::default(), NOW);
        let row = shared::row::Row::from(world.session(1).clone());
        assert_eq!(scope.view(&row), Some(row));
    }
    // An app of before knows of one leader: what it says of the rest leaves the second one.
    world.give(DISPATCHER, plan(Terms { title: "Tablettes".into(), ..terms(12) })).unwrap();
    assert!(world.session(1).terms.is_led_by(account(SECOND)));

    let seen = world.session(1).version;
    let one = world.envelope(ADVISER, marks(1, &[(1, Present), (2, Present)]));
    let two = world.envelope(SECOND, marks(1, &[(1, Absent)]));
    let ms = instant(WEDNESDAY, 18 * 60);
    world.judge_at(ADVISER, &from_phone(&one, 21, seen), ms).unwrap();
    let told = world.judge_at(SECOND, &from_phone(&two, 22, seen), ms).unwrap();
    assert_eq!(told.conflicts.len(), 1, "one sentence, about one person");
    assert_eq!(world.standing(1, 1), Standing::Absent);
    assert_eq!(world.standing(1, 2), Standing::Present);
}
