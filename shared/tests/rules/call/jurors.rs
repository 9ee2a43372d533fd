//! Jurors who sit at no desk: advisers of the Éducation nationale, on their own phone.

use super::marks::held_by;
use super::*;
use shared::id::TrainingSessionId;
use shared::row::Kind;
use shared::training::{SessionProgress, Terms, TrainingKind, TrainingSession};

/// S7 §2 and 2.5: an adviser whom the jury names marks, and before that holds the call without its
/// money or its other jurors, and what schools wrote without who will use it; nothing of a call
/// whose jury is another one.
#[test]
fn an_adviser_holds_the_calls_that_name_them_and_marks() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    let known = world.state.campaigns[&campaign(1)].clone();
    let mut other = (*known).clone();
    other.id = campaign(2);
    other.call.as_mut().unwrap().jury.remove(&account(ADVISER));
    world.put(other);
    world.put(Supply { id: supply(40), campaign: campaign(2), ..world.supply(1).clone() });
    let rows = held(&world, ADVISER);
    let calls: Vec<_> = rows.iter().filter_map(as_call).collect();
    assert_eq!(calls.len(), 1);
    assert_eq!((calls[0].id, calls[0].purses.len()), (campaign(1), 0));
    assert_eq!(calls[0].call.as_ref().unwrap().jury, [account(ADVISER)].into());
    let projects: Vec<_> = rows.iter().filter_map(as_supply).collect();
    assert_eq!(projects.len(), 1);
    let seen = projects[0];
    assert_eq!((seen.id, seen.teacher, seen.history.len()), (supply(1), None, 0));
    assert_eq!(seen.project, world.supply(1).project, "what is to be marked is there");
    let streams = scope(&world, ADVISER).streams(&[].into());
    for kind in [Kind::Supply, Kind::Ballot] {
        assert!(streams.contains(&Stream::Group(kind, campaign(1).to_string())), "{streams:?}");
    }
    // What a device holds makes the same scope as what the server holds.
    let mut mirror = shared::row::State::default();
    rows.iter().for_each(|row| mirror.put(row.clone()));
    let actor = world.actor(ADVISER);
    assert_eq!(calls_of(&mirror, &actor, NOW), calls_of(&world.state, &actor, NOW));
    world.give(ADVISER, hand_in(vec![marks(1, [4, 4, 4])])).unwrap();
    assert_eq!(held_by(&world, ADVISER), [account(ADVISER)].into());
}

/// Acceptance 5, of a phone: before its own marks it holds none of others, after them it does; no
/// other role that sits at no desk ever does.
#[test]
fn an_adviser_reads_others_after_their_own_alone() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    world.give(DISPATCHER, hand_in(vec![marks(1, [2, 2, 2])])).unwrap();
    assert_eq!(held_by(&world, ADVISER), [].into());
    world.give(ADVISER, hand_in(vec![marks(1, [4, 4, 4])])).unwrap();
    let both: BTreeSet<_> = [DISPATCHER, ADVISER].map(account).into();
    assert_eq!(held_by(&world, ADVISER), both);
    for n in [TEACHER, TECHNICIAN] {
        assert_eq!(held_by(&world, n), [].into(), "{n}");
    }
    world.put(Account::blank(account(12), "No juror".into(), Role::Adviser, None));
    assert_eq!(held_by(&world, 12), [].into());
    assert_eq!(hindered(&mut world, 12, hand_in(vec![marks(1, [1; 3])])), Hindrance::NoJuror);
    let mut old = (*world.state.campaigns[&campaign(1)]).clone();
    old.closes = day("2025-03-01");
    world.put(old);
    assert_eq!(held(&world, ADVISER).iter().filter_map(as_supply).count(), 0, "a year is over");
}

/// Invariant: nobody scores their own school; an adviser who accompanied it abstains, and that
/// counts as having said something. An accompaniment that was called off, another kind of session
/// or another leader is no conflict.
#[test]
fn who_accompanied_a_school_abstains() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    sent(&mut world, 2, &[(TABLET, 1)]);
    let session = |n: u8, kind, leader, state| {
        let terms = Terms {
            kind,
            title: "En classe".into(),
            topics: Vec::new(),
            day: day("2026-01-15"),
            from: 540,
            to: 600,
            place: String::new(),
            host: Some(school(1)),
            capacity: 1,
            leader: Some(account(leader)),
            co_leaders: None,
            leader_name: String::new(),
            body: String::new(),
            opens: None,
            closes: None,
            cost: Cents::ZERO,
        };
        let id = TrainingSessionId(Uuid::from_bytes([n; 16]));
        TrainingSession { state, ..TrainingSession::drafted(id, terms) }
    };
    use TrainingKind::{Accompaniment, ClassActivity};
    world.put(session(1, Accompaniment, ADVISER, SessionProgress::Cancelled));
    world.put(session(2, ClassActivity, ADVISER, SessionProgress::Closed));
    world.put(session(3, Accompaniment, SECOND, SessionProgress::Closed));
    world.give(THIRD, hand_in(vec![marks(1, [3; 3]), marks(2, [3; 3])])).unwrap();
    let all = || hand_in(vec![marks(1, [4; 3]), marks(2, [4; 3])]);
    let mut led = session(4, Accompaniment, ADVISER, SessionProgress::Closed);
    world.put(led.clone());
    assert_eq!(hindered(&mut world, ADVISER, all()), Hindrance::OwnSchool);
    assert_eq!(hindered(&mut world, SECOND, all()), Hindrance::OwnSchool);
    // Beside its teachers, elsewhere, it is accompanied as well.
    led.terms.host = None;
    world.put(led.clone());
    world.give(COORDINATOR, all()).unwrap();
    led.classes.insert(school(1), shared::training::Class { class: "CM1".into(), pupils: 20 });
    world.put(led);
    assert_eq!(hindered(&mut world, ADVISER, all()), Hindrance::OwnSchool);
    let (abstained, scores) = (Some("J’ai accompagné cette école".into()), Vec::new());
    let none = Mark { supply: supply(1), scores, note: String::new(), abstained };
    world.give(ADVISER, hand_in(vec![none, marks(2, [4; 3])])).unwrap();
    assert!(held_by(&world, ADVISER).contains(&account(THIRD)), "an abstention says something");
}

/// S7 §2: once it is decided the observer of a commune reads the title, the sum and the decision of
/// its own schools' projects; before, and of other communes, nothing; never marks or places.
#[test]
fn a_commune_reads_what_was_decided_of_its_own_schools() {
    let mut world = with_call(200_000);
    let observer = 14;
    world.put(Account::blank(account(observer), "Commune".into(), Role::Observer, None));
    sent(&mut world, 1, &[(TABLET, 1), (LICENCE, 1)]);
    sent(&mut world, 2, &[(TABLET, 1)]);
    let rows = |world: &World| {
        let scope = Scope::new(&world.actor(observer), [school(1)].into(), [].into(), NOW);
        world.state.rows().filter_map(|row| scope.view(&row)).collect::<Vec<_>>()
    };
    let nothing = rows(&world);
    assert!(nothing.iter().all(|row| as_supply(row).is_none() && as_call(row).is_none()));
    all_marked(&mut world, 2);
    let both = vec![award(1, ProjectOutcome::Given), award(2, ProjectOutcome::Refused)];
    world.give(COORDINATOR, decision(both)).unwrap();
    let rows = rows(&world);
    let projects: Vec<_> = rows.iter().filter_map(as_supply).collect();
    assert_eq!(projects.len(), 1);
    let (seen, whole) = (projects[0], world.supply(1));
    let project = seen.project.clone().unwrap();
    assert_eq!((seen.id, project.title.as_str()), (supply(1), "Projet 1"));
    assert_eq!((seen.price(), seen.state), (whole.price(), SupplyState::Accepted));
    assert_eq!(seen.price_in(Pot::Operating), Cents(60_000));
    assert_eq!((project.purpose.as_str(), project.rank), ("", None));
    assert!(seen.reason.is_empty() && seen.lines.iter().all(|line| line.label.is_empty()));
    let calls: Vec<_> = rows.iter().filter_map(as_call).collect();
    let decided = calls[0].decision.as_ref().unwrap();
    assert_eq!((decided.ranking.len(), decided.reference.as_str()), (0, "Décision du 12 mars"));
    assert!(calls[0].purses.is_empty() && calls[0].call.as_ref().unwrap().jury.is_empty());
    assert!(rows.iter().all(|row| !matches!(row, Row::Ballot(_))));
}

/// Invariant: a school reads neither the jury nor the places of others, before or after.
#[test]
fn a_school_reads_no_juror_and_no_place() {
    let mut world = with_call(10_000_000);
    sent(&mut world, 1, &[(TABLET, 1)]);
    all_marked(&mut world, 1);
    world.give(COORDINATOR, decision(vec![award(1, ProjectOutcome::Given)])).unwrap();
    let rows = held(&world, TEACHER);
    let calls: Vec<_> = rows.iter().filter_map(as_call).collect();
    assert!(calls[0].call.as_ref().unwrap().jury.is_empty());
    assert!(calls[0].decision.as_ref().unwrap().ranking.is_empty());
}

fn as_call(row: &Row) -> Option<&campaign::Campaign> {
    match row {
        Row::Campaign(row) if row.call.is_some() => Some(row),
        _ => None,
    }
}

fn as_supply(row: &Row) -> Option<&Supply> {
    match row {
        Row::Supply(row) => Some(row),
        _ => None,
    }
}
