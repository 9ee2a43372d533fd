//! Visits and plans, rule by rule.

use crate::world::*;
use shared::absence;
use shared::day::{Half, HalfDay, Holiday, HolidayKind};
use shared::id::{AbsenceId, ItemId, QuarterId};
use shared::owed::{Owed, count, coverage};
use shared::plan;
use shared::plan::ProposedVisit;
use shared::refusal::{Conflict, Obstacle, Refusal};
use shared::site;
use shared::site::Closure;
use shared::visit;
use shared::visit::{Check, MissedReason, VisitState};

fn quarter() -> QuarterId {
    QuarterId("2025-2026-3".into())
}

fn move_to(n: u8, technician: u8, slot: HalfDay) -> plan::Act {
    plan::Act::MoveVisit { visit: visit(n), technician: account(technician), slot, from: None }
}

fn obstacle(result: Result<shared::decide::Decision, Refusal>) -> Obstacle {
    match result {
        Err(Refusal::Slot { obstacle, .. }) => obstacle,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_visit_runs_from_planned_to_reported() {
    let mut world = with_visit();
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    let check = visit::Act::CheckItem {
        visit: visit(1),
        item: ItemId::from("updates"),
        check: Check::Done,
        note: String::new(),
    };
    world.give(TECHNICIAN, check).unwrap();
    let sign = visit::Act::SignReport {
        visit: visit(1),
        name: "Mme Perrin".into(),
        capacity: "directrice".into(),
        drawing: None,
    };
    world.give(TECHNICIAN, sign).unwrap();
    let finish = visit::Act::FinishVisit { visit: visit(1), left_over: false };
    world.give(TECHNICIAN, finish.clone()).unwrap();
    assert_eq!(world.visit(1).state, VisitState::Reported);
    assert_eq!(world.give(TECHNICIAN, finish).unwrap().rows, [], "ending twice changes nothing");
}

#[test]
fn a_missed_visit_is_owed_again() {
    let mut world = with_visit();
    let today = day("2026-03-12");
    let quarters = world.state.calendar();
    let quarter = quarters.quarter(&quarter()).unwrap();
    let owed = |world: &World| coverage(&world.state, quarter, today)[0].owed;
    assert_eq!(owed(&world), Owed::Planned);
    let reason = MissedReason::Strike;
    let miss = visit::Act::MarkVisitMissed { visit: visit(1), reason, text: String::new() };
    world.give(TECHNICIAN, miss).unwrap();
    assert_eq!(owed(&world), Owed::Due);
    let counts = count(&coverage(&world.state, quarter, today));
    assert_eq!(counts.values().sum::<usize>(), 2);
}

#[test]
fn impossible_half_days_are_refused_with_their_reason() {
    let mut world = with_visit();
    let mut calendar = (*world.state.calendar()).clone();
    calendar.holidays.push(Holiday {
        first: day("2026-04-06"),
        last: day("2026-04-06"),
        kind: HolidayKind::Public,
        label: "Lundi de Pâques".into(),
    });
    world.put(calendar);
    let closure = Closure {
        first: slot("2026-03-17", Half::Morning),
        last: slot("2026-03-17", Half::Afternoon),
        reason: "Élections".into(),
    };
    world.give(DISPATCHER, site::Act::CloseSite { site: site("0420001A"), closure }).unwrap();
    let absence = absence::Act::RecordAbsence {
        absence: AbsenceId(uuid::Uuid::from_bytes([9; 16])),
        technician: account(TECHNICIAN),
        first: slot("2026-03-20", Half::Morning),
        last: slot("2026-03-20", Half::Afternoon),
    };
    world.give(DISPATCHER, absence).unwrap();
    for (at, expected) in [
        ("2026-03-14", Obstacle::Weekend),
        ("2026-04-06", Obstacle::Holiday { label: "Lundi de Pâques".into() }),
        ("2026-03-18", Obstacle::SiteWeek),
        ("2026-03-17", Obstacle::SiteClosed { reason: "Élections".into() }),
        ("2026-03-20", Obstacle::Absence),
        (
            "2026-05-04",
            Obstacle::OutsideQuarter { first: day("2026-02-23"), last: day("2026-04-30") },
        ),
    ] {
        let to = move_to(1, TECHNICIAN, slot(at, Half::Morning));
        assert_eq!(obstacle(world.give(DISPATCHER, to)), expected, "{at}");
    }
    let to = move_to(1, TEACHER, slot("2026-03-13", Half::Morning));
    assert_eq!(obstacle(world.give(DISPATCHER, to)), Obstacle::NotTechnician);
}

#[test]
fn a_half_day_holds_one_site_and_a_site_one_visit() {
    let mut world = with_visit();
    let mut other = add_visit(2, slot("2026-03-12", Half::Morning));
    assert!(matches!(obstacle(world.give(DISPATCHER, other.clone())), Obstacle::Taken { .. }));
    if let plan::Act::AddVisit { slot: at, .. } = &mut other {
        *at = slot("2026-03-13", Half::Morning);
    }
    let refused = obstacle(world.give(DISPATCHER, other));
    assert!(matches!(refused, Obstacle::AlreadyVisited { .. }));
}

#[test]
fn a_new_draft_replaces_the_old_one_and_keeps_what_is_published() {
    let mut world = World::new();
    let at = |n, id: &str, day: &str| ProposedVisit {
        visit: visit(n),
        site: site(id),
        technician: account(TECHNICIAN),
        slot: slot(day, Half::Morning),
    };
    let first = vec![at(1, "0420001A", "2026-03-16"), at(2, "0420002B", "2026-03-17")];
    let propose = |visits| plan::Act::ProposePlan { quarter: quarter(), visits };
    world.give(DISPATCHER, propose(first)).unwrap();
    world.give(DISPATCHER, propose(vec![at(3, "0420001A", "2026-03-19")])).unwrap();
    assert_eq!(world.visit(1).slot.day, day("2026-03-19"), "the site keeps its visit");
    assert_eq!(world.visit(2).state, VisitState::Cancelled);
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter() }).unwrap();
    assert_eq!(world.visit(1).state, VisitState::Planned);
    let again = plan::Act::PublishPlan { quarter: quarter() };
    assert_eq!(world.give(DISPATCHER, again), Err(Refusal::NothingToPublish));
}

/// A visit made offline counts where it was made, although it had been given to somebody else.
#[test]
fn never_dropped_a_visit_made_before_its_move_was_known_counts() {
    let mut world = with_visit();
    let start = world.envelope(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) });
    let finish = visit::Act::FinishVisit { visit: visit(1), left_over: false };
    let finish = world.envelope(TECHNICIAN, finish);
    let to = move_to(1, OTHER_TECHNICIAN, slot("2026-03-16", Half::Afternoon));
    world.give(DISPATCHER, to).unwrap();

    let decision = world.judge(TECHNICIAN, &start).unwrap();
    assert!(matches!(decision.conflicts[..], [Conflict::VisitMoved { .. }]));
    world.judge(TECHNICIAN, &finish).unwrap();
    let made = world.visit(1);
    assert_eq!(made.technician, account(TECHNICIAN));
    assert_eq!(made.slot, slot("2026-03-12", Half::Morning));
    assert!(made.is_done());
    assert!(made.history.iter().any(|e| matches!(e.what, visit::Happened::MoveOvertaken { .. })));
}

/// The same, when only the half-day had changed.
#[test]
fn never_dropped_a_visit_made_on_its_old_half_day_counts() {
    let mut world = with_visit();
    let start = world.envelope(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) });
    let to = move_to(1, TECHNICIAN, slot("2026-03-16", Half::Afternoon));
    world.give(DISPATCHER, to).unwrap();
    let decision = world.judge(TECHNICIAN, &start).unwrap();
    assert!(matches!(decision.conflicts[..], [Conflict::VisitMoved { .. }]));
    assert_eq!(world.visit(1).slot, slot("2026-03-12", Half::Morning));
}

#[test]
fn a_visit_of_somebody_else_is_not_mine() {
    let mut world = with_visit();
    let start = visit::Act::StartVisit { visit: visit(1) };
    assert_eq!(world.give(OTHER_TECHNICIAN, start), Err(Refusal::NotAllowed));
}

#[test]
fn a_visit_that_began_no_longer_moves() {
    let mut world = with_visit();
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    let to = move_to(1, TECHNICIAN, slot("2026-03-16", Half::Morning));
    assert!(matches!(world.give(DISPATCHER, to), Err(Refusal::VisitState { .. })));
}

#[test]
fn reads_name_the_rows_that_a_command_speaks_of() {
    let mut world = with_visit();
    let envelope = world.envelope(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) });
    let reads = shared::decide::reads(&envelope, &shared::row::State::default());
    assert!(matches!(&reads[..], [shared::row::Read::Row(_)]));
    assert_eq!(envelope.seen.len(), 1);
}

/// Invariant 5 «Never dropped», for visits as for fields: of two people who move the same visit,
/// the first one wins, and the second one is told both dates.
#[test]
fn never_dropped_a_move_of_somebody_elses_fresh_move_is_told_and_kept_in_the_history() {
    let mut world = with_visit();
    let seen = Some(world.visit(1).place());
    let (first, second) = (slot("2026-03-17", Half::Morning), slot("2026-03-20", Half::Afternoon));
    let to = |slot, from| plan::Act::MoveVisit {
        visit: visit(1),
        technician: account(OTHER_TECHNICIAN),
        slot,
        from,
    };
    let [mine, theirs] = [(COORDINATOR, second), (DISPATCHER, first)]
        .map(|(who, slot)| (who, world.envelope(who, to(slot, seen))));
    assert_eq!(world.judge(theirs.0, &theirs.1).unwrap().conflicts, []);
    let told = world.judge(mine.0, &mine.1).unwrap();
    let place = |slot| plan::Place { technician: account(OTHER_TECHNICIAN), slot };
    let conflict = Conflict::MovedFirst {
        visit: visit(1),
        mine: Some(place(second)),
        kept: place(first),
        by: Some("Dispatcher".into()),
    };
    assert_eq!(told.conflicts, [conflict]);
    assert_eq!(world.visit(1).slot, first);
    let kept = &world.visit(1).history.last().unwrap().what;
    let lost =
        visit::Happened::MoveSuperseded { to: second, to_technician: account(OTHER_TECHNICIAN) };
    assert_eq!(*kept, lost);
    // Who wants the same place is told nothing; who has seen the move may move it again.
    assert_eq!(world.give(COORDINATOR, to(first, seen)).unwrap().conflicts, []);
    assert_eq!(world.give(COORDINATOR, to(second, Some(place(first)))).unwrap().conflicts, []);
    assert_eq!(world.visit(1).slot, second);
    // Nor is it taken out of the plan, alone or by a repair, where it was seen before.
    let (id, reason) = (visit(1), String::new());
    let cancel = plan::Act::CancelVisit { visit: id, reason, from: Some(place(first)) };
    assert_eq!(world.give(DISPATCHER, cancel).unwrap().conflicts.len(), 1);
    let give_up = vec![plan::GivenUp { visit: id, from: Some(place(first)) }];
    let (moves, add) = (Vec::new(), Vec::new());
    let repair = plan::Act::RepairPlan { quarter: quarter(), moves, add, give_up };
    assert_eq!(world.give(DISPATCHER, repair).unwrap().conflicts.len(), 1);
    assert_eq!(world.visit(1).place(), place(second));
}

/// Two moves that one gave without a network follow each other.
#[test]
fn ones_own_moves_do_not_contradict_each_other() {
    let mut world = with_visit();
    let mut from = world.visit(1).place();
    let mut given = Vec::new();
    for when in ["2026-03-17", "2026-03-19"] {
        let slot = slot(when, Half::Morning);
        let technician = account(TECHNICIAN);
        let to = plan::Act::MoveVisit { visit: visit(1), technician, slot, from: Some(from) };
        given.push(world.envelope(DISPATCHER, to));
        from = plan::Place { technician, slot };
    }
    for envelope in given {
        assert_eq!(world.judge(DISPATCHER, &envelope).unwrap().conflicts, []);
    }
    assert_eq!(world.visit(1).place(), from);
}
