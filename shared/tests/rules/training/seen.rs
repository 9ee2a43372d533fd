//! Who sees whom, on the wire; and what is left of it.

use super::*;
use shared::entity::{Ages, Entity};
use shared::row::Row;
use shared::scope::{Scope, Stream, sites_of};
use shared::training::hours::{Hours, minutes};
use std::collections::BTreeSet;

fn scope(world: &World, n: u8, sites: &[&str]) -> Scope {
    let sites: BTreeSet<SiteId> = sites.iter().map(|id| site(id)).collect();
    Scope::new(&world.actor(n), sites, BTreeSet::new(), NOW)
}

fn view(scope: &Scope, row: &TrainingSession) -> Option<TrainingSession> {
    match scope.view(&Row::from(row.clone()))? {
        Row::TrainingSession(row) => Some((*row).clone()),
        other => panic!("{other:?}"),
    }
}

fn registered() -> World {
    let mut world = with_session(2);
    world.give(TEACHER, register(1, &[1])).unwrap();
    world.give(OTHER_SCHOOL, register(1, &[4])).unwrap();
    world.give(TEACHER, register(1, &[2])).unwrap();
    world
}

/// A school sees its own people; of others the numbers alone, and no key of theirs in a history.
#[test]
fn a_school_sees_its_own_people_alone() {
    let world = registered();
    let seen = view(&scope(&world, TEACHER, &[]), world.session(1)).unwrap();
    assert_eq!(seen.registrations.keys().copied().collect::<Vec<_>>(), [person(1), person(2)]);
    assert_eq!((seen.taken(), seen.place_of(person(2))), (2, Some(1)));
    let text = serde_json::to_string(&seen).unwrap();
    assert!(!text.contains(&person(4).to_string()), "{text}");
    assert!(!text.contains(OTHER), "{text}");
    assert_eq!(seen.terms.cost, Cents::ZERO);
    for n in [TEACHER, TECHNICIAN] {
        let scope = scope(&world, n, &[]);
        let cut = view(&scope, world.session(1)).unwrap();
        assert_eq!(view(&scope, &cut), Some(cut.clone()), "a device that cuts again loses nobody");
    }
}

#[test]
fn technicians_see_what_is_to_come_without_names_and_observers_nothing() {
    let world = registered();
    let seen = view(&scope(&world, TECHNICIAN, &[SCHOOL]), world.session(1)).unwrap();
    assert!(seen.registrations.is_empty() && seen.history.is_empty());
    assert_eq!((seen.taken(), seen.waiting(), seen.free()), (2, 1, 0));
    let mut observer = world.actor(TECHNICIAN);
    observer.role = Role::Observer;
    let scope = Scope::new(&observer, BTreeSet::new(), BTreeSet::new(), NOW);
    assert_eq!(view(&scope, world.session(1)), None);
}

/// An adviser sees the sessions that they lead, with the names of those schools, and neither
/// tickets nor what people were trained for.
#[test]
fn an_adviser_sees_own_sessions_and_the_names_of_their_schools() {
    let mut world = registered();
    plan_it(&mut world, 2, Terms { leader: None, ..terms(5) });
    world.give(TEACHER, incident(1)).unwrap();
    let sites = sites_of(&world.state, &world.actor(ADVISER), &BTreeSet::new());
    assert_eq!(sites, BTreeSet::from([site(SCHOOL), site(OTHER)]));
    let scope = scope(&world, ADVISER, &[SCHOOL]);
    assert_eq!(view(&scope, world.session(1)).as_ref(), Some(world.session(1)));
    assert_eq!(view(&scope, world.session(2)), None);
    assert_eq!(scope.view(&Row::from(world.ticket(1).clone())), None);
    let Some(Row::Teacher(one)) = scope.view(&Row::from(world.teacher(1).clone())) else {
        panic!("the name is needed for the list");
    };
    assert_eq!((one.name.as_str(), one.trained.len()), ("Mme 1", 0));
    assert_eq!(scope.view(&Row::from(world.teacher(4).clone())), None, "not of these sites");
    let streams = scope.streams(&BTreeSet::from([site(SCHOOL)]));
    assert!(streams.contains(&Stream::Owner(account(ADVISER))));
    for row in world.state.rows() {
        let seen = scope.view(&row);
        let is_own = match &row {
            Row::Account(one) => one.id == account(ADVISER),
            Row::Visit(_) | Row::Ticket(_) | Row::Supply(_) | Row::Subscription(_) => false,
            _ => continue,
        };
        assert_eq!(seen.is_some(), is_own, "{row:?}");
    }
}

#[test]
fn nobody_but_the_desk_sees_a_draft() {
    let mut world = with_session(5);
    let plan = Act::PlanTrainingSession { session: session(2), terms: terms(5) };
    world.give(DISPATCHER, plan).unwrap();
    for n in [TEACHER, TECHNICIAN, ADVISER] {
        assert_eq!(view(&scope(&world, n, &[SCHOOL]), world.session(2)), None);
    }
    assert_eq!(
        hindered(world.give(TEACHER, register(2, &[1]))).clone(),
        Hindrance::Progress { state: SessionProgress::Draft }
    );
}

/// Six sessions of three hours, on six days; person 1 is present at all but those.
fn year(world: &mut World, absent: &[u8]) {
    for n in 10..16_u8 {
        let on = format!("2026-03-{}", 16 + (n - 10));
        plan_it(world, n, Terms { day: day(&on), ..terms(5) });
        world.give(DISPATCHER, register(n, &[1])).unwrap();
        let mark = if absent.contains(&n) { Attendance::Absent } else { Attendance::Present };
        world.at(instant(&on, 18 * 60), ADVISER, marks(n, &[(1, mark)])).unwrap();
    }
}

fn hours_at(world: &World, at: &str) -> Option<u32> {
    let all = minutes(world.state.training_sessions.values().map(|row| row.as_ref()));
    let whose = Hours { year: 2025, site: site(at), teacher: person(1) };
    all.get(&whose).map(|minutes| minutes / 60)
}

/// Acceptance 6: six sessions of three hours, one absent: 15 hours.
#[test]
fn hours_of_a_school_year_count_presence_alone() {
    let mut world = with_session(5);
    year(&mut world, &[12]);
    assert_eq!(hours_at(&world, SCHOOL), Some(15));
}

/// Acceptance 7: who changes school keeps the hours; both schools see only their part.
#[test]
fn hours_stay_where_the_person_taught_then() {
    let mut world = with_session(5);
    year(&mut world, &[]);
    let to = teacher::Act::MoveTeacher { teacher: person(1), site: site(OTHER) };
    world.give(DISPATCHER, to).unwrap();
    plan_it(&mut world, 20, Terms { day: day("2026-03-24"), ..terms(5) });
    world.give(OTHER_SCHOOL, register(20, &[1])).unwrap();
    let evening = instant("2026-03-24", 18 * 60);
    world.at(evening, ADVISER, marks(20, &[(1, Attendance::Present)])).unwrap();
    assert_eq!((hours_at(&world, SCHOOL), hours_at(&world, OTHER)), (Some(18), Some(3)));
    let here = view(&scope(&world, TEACHER, &[]), world.session(20)).unwrap();
    assert!(here.registrations.is_empty(), "the old school sees nothing of the new hours");
    let there = view(&scope(&world, OTHER_SCHOOL, &[]), world.session(10)).unwrap();
    assert!(there.registrations.is_empty(), "nor the new one of the old ones");
    assert!(world.is_trained(1), "the training follows the person");
}

/// Names are in the rows of people alone; what is left after their time names nobody.
#[test]
fn a_session_holds_no_names_and_grows_old_once_it_is_over() {
    let mut world = with_session(5);
    assert_eq!(world.session(1).ages(), Ages::Never);
    world.give(TEACHER, register(1, &[1])).unwrap();
    world.after(ADVISER, marks(1, &[(1, Attendance::Present)])).unwrap();
    world.after(ADVISER, Act::CloseTrainingSession { session: session(1) }).unwrap();
    assert!(matches!(world.session(1).ages(), Ages::From(from, _) if from == day(WEDNESDAY)));
    let text = serde_json::to_string(world.session(1)).unwrap();
    assert!(!text.contains("Mme 1"), "{text}");
    let left = world.teacher(1).anonymous().unwrap();
    assert!(left.name.is_empty() && left.trained.contains_key(&tablets()));
}
