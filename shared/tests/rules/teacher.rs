//! Teachers: who may name them and see them, what their trainings and waivers open, and what is
//! left of them.

mod gates;

use crate::world::*;
use shared::decide::Decision;
use shared::entity::{Ages, Entity, Period, Sight};
use shared::id::{SiteId, TeacherId, TopicId};
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::row::{Row, RowKey};
use shared::scope::Scope;
use shared::settings::{self, Settings, Topic};
use shared::teacher::{Act, Attestation, Attested, Gate, Teacher, Training, gate};
use std::collections::BTreeSet;
use uuid::Uuid;

const SCHOOL: &str = "0420001A";
const OTHER: &str = "0420002B";

fn teacher(n: u8) -> TeacherId {
    TeacherId(Uuid::from_bytes([n; 16]))
}

fn tablets() -> TopicId {
    "tablettes".into()
}

fn named(n: u8, at: &str, name: &str, function: &str) -> Act {
    let (name, function) = (name.to_owned(), function.to_owned());
    Act::NameTeacher { teacher: teacher(n), site: site(at), name, function }
}

fn attest(n: u8, topic: &str, on: &str) -> Act {
    Act::AttestTraining {
        teacher: teacher(n),
        topic: topic.into(),
        day: day(on),
        body: "Canopé".into(),
        evidence: "Attestation 12".into(),
    }
}

fn waive(n: u8, until: &str) -> Act {
    let until = Some(day(until));
    Act::WaiveTraining { teacher: teacher(n), topic: tablets(), until, reason: "Appel".into() }
}

/// A world with two topics.
fn with_topics() -> World {
    let mut world = World::new();
    let topic = |id: &str, label: &str| Topic { id: id.into(), label: label.into() };
    let topics = Some(vec![
        topic("tablettes", "Prise en main des tablettes"),
        topic("ecran", "Écran interactif"),
    ]);
    let settings = Settings { topics, ..Settings::default() };
    world.give(COORDINATOR, settings::Act::ChangeSettings { settings }).unwrap();
    world
}

/// The same, with somebody at the school.
fn with_teacher() -> World {
    let mut world = with_topics();
    world.give(TEACHER, named(1, SCHOOL, "Mme Rey", "CE1")).unwrap();
    world
}

fn known(world: &World, n: u8) -> &Teacher {
    &world.state.teachers[&teacher(n)]
}

fn passes(world: &World, n: u8, at: &str, on: &str) -> Result<(), Gate> {
    gate(Some(&tablets()), Some(known(world, n)), &site(at), day(on))
}

fn scope(world: &World, n: u8, sites: &[&str]) -> Scope {
    let sites: BTreeSet<SiteId> = sites.iter().map(|id| site(id)).collect();
    Scope::new(&world.actor(n), sites, BTreeSet::new(), NOW)
}

#[test]
fn a_school_names_its_own_teachers_and_no_others() {
    let mut world = with_topics();
    world.give(TEACHER, named(1, SCHOOL, " Mme Rey ", "CE1")).unwrap();
    assert_eq!(known(&world, 1).name, "Mme Rey");
    assert!(!known(&world, 1).proposed);
    assert_eq!(world.give(TEACHER, named(2, OTHER, "M. Roux", "")), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, named(2, OTHER, "M. Roux", "")).unwrap();
    let correct =
        Act::CorrectTeacher { teacher: teacher(2), name: "M. Roux".into(), function: "CP".into() };
    assert_eq!(world.give(TEACHER, correct.clone()), Err(Refusal::NotAllowed));
    let left = Act::MarkTeacherLeft { teacher: teacher(2), on: Some(day("2026-03-01")) };
    assert_eq!(world.give(TEACHER, left), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, correct).unwrap();
    assert_eq!(known(&world, 2).function, "CP");
}

/// S10, acceptance 6.
#[test]
fn a_technician_proposes_a_name_which_is_untrained() {
    let mut world = with_topics();
    world.give(TECHNICIAN, named(1, SCHOOL, "Mme Rey", "")).unwrap();
    assert!(known(&world, 1).proposed);
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Err(Gate::Untrained));
    let agree =
        Act::CorrectTeacher { teacher: teacher(1), name: "Mme Rey".into(), function: "CM1".into() };
    assert_eq!(world.give(TECHNICIAN, agree.clone()), Err(Refusal::NotAllowed));
    world.give(TEACHER, agree).unwrap();
    assert!(!known(&world, 1).proposed);
}

#[test]
fn trainings_are_attested_by_a_desk_with_evidence() {
    let mut world = with_teacher();
    for n in [TEACHER, TECHNICIAN] {
        assert_eq!(world.give(n, attest(1, "tablettes", "2026-02-04")), Err(Refusal::NotAllowed));
    }
    let empty = Act::AttestTraining {
        teacher: teacher(1),
        topic: tablets(),
        day: day("2026-02-04"),
        body: String::new(),
        evidence: " ".into(),
    };
    let refusal = Refusal::BadField { field: FieldName::Evidence, problem: FieldProblem::Empty };
    assert_eq!(world.give(DISPATCHER, empty), Err(refusal));
    let unknown = Refusal::BadField { field: FieldName::Topic, problem: FieldProblem::Invalid };
    assert_eq!(world.give(DISPATCHER, attest(1, "avion", "2026-02-04")), Err(unknown));
    let ahead = Refusal::BadField { field: FieldName::Day, problem: FieldProblem::Invalid };
    assert_eq!(world.give(DISPATCHER, attest(1, "tablettes", "2026-03-13")), Err(ahead));
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    let (by, body) = ("Dispatcher".to_owned(), "Canopé".to_owned());
    let attested = Some(Attested { by, body, evidence: "Attestation 12".into() });
    let training = Training { day: day("2026-02-04"), attested };
    assert_eq!(known(&world, 1).trained.get(&tablets()), Some(&training));
    let withdraw = Act::WithdrawTraining { teacher: teacher(1), topic: tablets() };
    world.give(DISPATCHER, withdraw).unwrap();
    assert!(known(&world, 1).trained.is_empty());
}

/// S10, acceptance 8.
#[test]
fn a_coordinator_alone_waives() {
    let mut world = with_teacher();
    for n in [TEACHER, TECHNICIAN, DISPATCHER] {
        assert_eq!(world.give(n, waive(1, "2026-03-31")), Err(Refusal::NotAllowed));
    }
    world.give(COORDINATOR, waive(1, "2026-03-31")).unwrap();
    let past = Refusal::BadField { field: FieldName::Until, problem: FieldProblem::Invalid };
    assert_eq!(world.give(COORDINATOR, waive(1, "2026-03-11")), Err(past));
    let mute = Act::WaiveTraining {
        teacher: teacher(1),
        topic: tablets(),
        until: Some(day("2026-04-30")),
        reason: String::new(),
    };
    let refusal = Refusal::BadField { field: FieldName::Reason, problem: FieldProblem::Empty };
    assert_eq!(world.give(COORDINATOR, mute), Err(refusal));
}

/// S10: «M. Durand» CE1 and CM2.
#[test]
fn the_same_name_twice_in_a_school_is_told_apart_by_the_function() {
    let mut world = with_topics();
    world.give(TEACHER, named(1, SCHOOL, "M. Durand", "CE1")).unwrap();
    let same = Refusal::SameTeacher { teacher: teacher(1) };
    assert_eq!(world.give(TEACHER, named(2, SCHOOL, "m.  DURAND", "ce1")), Err(same.clone()));
    world.give(TEACHER, named(2, SCHOOL, "M. Durand", "CM2")).unwrap();
    let correct = Act::CorrectTeacher {
        teacher: teacher(2),
        name: "M. Durand".into(),
        function: "CE1".into(),
    };
    assert_eq!(world.give(TEACHER, correct), Err(same));
    world.give(DISPATCHER, named(3, OTHER, "M. Durand", "CE1")).unwrap();
    assert_eq!(world.state.teachers.len(), 3);
    // One who has left is not in the way of the next.
    let left = Act::MarkTeacherLeft { teacher: teacher(1), on: Some(day("2026-03-12")) };
    world.give(TEACHER, left).unwrap();
    world.give(TEACHER, named(4, SCHOOL, "M. Durand", "CE1")).unwrap();
    let back = Act::MarkTeacherLeft { teacher: teacher(1), on: None };
    let same = Refusal::SameTeacher { teacher: teacher(4) };
    assert_eq!(world.give(TEACHER, back), Err(same));
}

#[test]
fn names_are_seen_by_the_own_school_the_technicians_of_the_visits_and_desks_alone() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    world.give(COORDINATOR, waive(1, "2026-03-31")).unwrap();
    world.give(DISPATCHER, named(2, OTHER, "M. Roux", "")).unwrap();
    let rows = [1, 2].map(|n| Row::from(known(&world, n).clone()));
    let seen = |scope: &Scope| rows.iter().filter_map(|row| scope.view(row)).collect::<Vec<_>>();
    assert_eq!(seen(&scope(&world, TEACHER, &[])), [rows[0].clone()]);
    assert_eq!(seen(&scope(&world, DISPATCHER, &[])), rows);
    assert!(seen(&scope(&world, TECHNICIAN, &[])).is_empty());
    let short = seen(&scope(&world, TECHNICIAN, &[SCHOOL]));
    let [Row::Teacher(short)] = short.as_slice() else { panic!("{short:?}") };
    assert_eq!(short.trained[&tablets()].attested, Some(Attested::default()));
    assert_eq!(short.waived[&tablets()].reason, "");
    let mut observer = world.actor(DISPATCHER);
    observer.role = shared::role::Role::Observer;
    let observer = Scope::new(&observer, [site(SCHOOL)].into(), BTreeSet::new(), NOW);
    assert!(seen(&observer).is_empty(), "observers never");
}

#[test]
fn a_year_after_they_left_the_name_goes_and_the_counts_stay() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    world.give(COORDINATOR, waive(1, "2026-03-31")).unwrap();
    assert_eq!(known(&world, 1).ages(), Ages::Never);
    let left = Act::MarkTeacherLeft { teacher: teacher(1), on: Some(day("2026-03-12")) };
    world.give(TEACHER, left).unwrap();
    assert_eq!(known(&world, 1).ages(), Ages::From(day("2026-03-12"), Period::Teachers));
    let anonymous = known(&world, 1).anonymous().expect("counts");
    assert_eq!((anonymous.name.as_str(), anonymous.function.as_str()), ("", ""));
    let text = serde_json::to_string(&anonymous).unwrap();
    for word in ["Rey", "CE1", "Canopé", "Attestation", "Appel", "Dispatcher", "Coordinator"] {
        assert!(!text.contains(word), "{word} in {text}");
    }
    let attested = |t: &Teacher| t.trained.values().filter(|t| t.attested.is_some()).count();
    assert_eq!((attested(&anonymous), anonymous.waived.len()), (1, 1));
    assert_eq!(anonymous.ages(), Ages::Never);
    world.put(anonymous);
    let tablet = scope(&world, TEACHER, &[]);
    assert!(tablet.view(&Row::from(known(&world, 1).clone())).is_none());
    let unknown = Refusal::UnknownRow { row: RowKey::of::<Teacher>(&teacher(1)) };
    assert_eq!(world.give(DISPATCHER, attest(1, "ecran", "2026-02-04")), Err(unknown));
}

fn line(n: u8, at: &str, name: &str, function: &str, topic: &str) -> Attestation {
    Attestation {
        teacher: teacher(n),
        site: site(at),
        name: name.into(),
        function: function.into(),
        topic: topic.into(),
        day: day("2026-01-21"),
        body: "Canopé".into(),
        evidence: "PV 7".into(),
    }
}

#[test]
fn a_file_of_trainings_finds_whom_it_knows_names_the_others_and_changes_nothing_twice() {
    let mut world = with_teacher();
    let trainings = vec![
        line(7, SCHOOL, "MME REY", "ce1", "tablettes"),
        line(8, SCHOOL, "M. Roux", "CP", "tablettes"),
        line(8, SCHOOL, "M. Roux", "CP", "ecran"),
        line(9, OTHER, "Mme Rey", "CE1", "ecran"),
    ];
    let import = Act::ImportTrainings { trainings };
    assert_eq!(world.give(TEACHER, import.clone()), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, import.clone()).unwrap();
    assert_eq!(world.state.teachers.len(), 3);
    assert_eq!(passes(&world, 1, SCHOOL, "2026-03-12"), Ok(()));
    assert_eq!(known(&world, 8).trained.len(), 2);
    assert_eq!(known(&world, 1).name, "Mme Rey", "as the school writes it");
    let Decision { rows, conflicts } = world.give(DISPATCHER, import).unwrap();
    assert!(rows.is_empty() && conflicts.is_empty());
}

#[test]
fn an_older_app_that_changes_the_settings_leaves_the_topics() {
    let mut world = with_topics();
    let settings = Settings { authority: "Métropole".into(), ..Settings::default() };
    world.give(COORDINATOR, settings::Act::ChangeSettings { settings }).unwrap();
    assert_eq!(world.state.settings().topics().len(), 2);
    let double = Topic { id: tablets(), label: "Tablettes".into() };
    let topics = Some(vec![double.clone(), double]);
    let settings = Settings { topics, ..Settings::default() };
    let refusal = Refusal::BadField { field: FieldName::Topics, problem: FieldProblem::Invalid };
    assert_eq!(world.give(COORDINATOR, settings::Act::ChangeSettings { settings }), Err(refusal));
}

#[test]
fn a_row_reads_what_it_writes_and_what_less_was_written() {
    let mut world = with_teacher();
    world.give(DISPATCHER, attest(1, "tablettes", "2026-02-04")).unwrap();
    let row = Row::from(known(&world, 1).clone());
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(serde_json::from_str::<Row>(&text).unwrap(), row);
    assert_eq!(columns::from_json::<Row>(&text).unwrap(), row);
    let id = teacher(1);
    let least = format!(r#"{{"id":"{id}","site":"0420001A","name":"Mme Rey"}}"#);
    let read: Teacher = serde_json::from_str(&least).unwrap();
    assert!(read.is_there() && read.trained.is_empty());
    assert!(matches!(read.sight(&reader()), Sight::Hidden));
}

fn reader() -> shared::entity::Viewer {
    let (account, today) = (account(TECHNICIAN), day("2026-03-12"));
    let reach = shared::entity::Reach::Observer([site(SCHOOL)].into());
    shared::entity::Viewer { account, today, reach, calls: [].into() }
}
