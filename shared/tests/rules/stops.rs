//! Stops: a round passes by another school, without spending its half-day.

use crate::supply_world::*;
use crate::world::*;
use shared::absence;
use shared::day::{Half, HalfDay};
use shared::entity::{Reach, Sight, Viewer};
use shared::id::AbsenceId;
use shared::owed::coverage;
use shared::refusal::{FieldName, FieldProblem, Obstacle, Refusal};
use shared::role::Role;
use shared::scope::sites_of;
use shared::site::{Position, Site};
use shared::supply::stops::{Stop, ahead, offers};
use shared::supply::{Act, Anomaly, Carrier, FailReason, HandOver, SupplyState};
use std::collections::BTreeSet;

const PASSING: u8 = OTHER_TECHNICIAN;

fn noon() -> HalfDay {
    slot("2026-03-13", Half::Morning)
}

fn by_stop(n: u8, at: HalfDay) -> Act {
    let carrier = Some(Carrier::Stop { technician: account(PASSING), slot: at });
    Act::PlanLeg { supply: supply(n), leg: 1, carrier }
}

fn done(n: u8) -> Act {
    Act::DoLeg { supply: supply(n), leg: 1, done: HandOver::default() }
}

/// An order of that many mice, ready.
fn ready(world: &mut World, n: u8) {
    let wish = ask(world, n, &[(MOUSE, 1)]);
    world.give(TEACHER, wish).expect("accepted");
    world.give(DISPATCHER, accept(n)).expect("accepted");
    world.give(DISPATCHER, prepare(n)).expect("accepted");
}

fn refused(obstacle: Obstacle, at: HalfDay) -> Result<(), Refusal> {
    let (site, technician) = (site("0420001A"), account(PASSING));
    Err(Refusal::Slot { site, slot: at, technician, obstacle })
}

/// «Coverage never counts stops»: the half-days that are owed are the same before and after.
#[test]
fn a_stop_is_no_half_day_of_the_school() {
    let mut world = with_budget();
    let calendar = world.state.calendar().clone();
    let quarter = calendar.quarters[0].clone();
    let owed = |world: &World| {
        let lines = coverage(&world.state, &quarter, day("2026-03-20"));
        lines.iter().map(|line| (line.site.id.clone(), line.owed)).collect::<Vec<_>>()
    };
    ready(&mut world, 1);
    let (before, visits) = (owed(&world), world.state.visits.len());
    assert_eq!(before.len(), 2);
    world.give(DISPATCHER, by_stop(1, noon())).unwrap();
    assert_eq!(owed(&world), before);
    world.give(PASSING, done(1)).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Delivered);
    assert_eq!((owed(&world), world.state.visits.len()), (before, visits));
}

/// «At most 15 minutes of work»: three hand-overs of five minutes, of whichever schools.
#[test]
fn the_stops_of_a_half_day_take_fifteen_minutes_at_most() {
    let mut world = with_budget();
    for n in 1..=4 {
        ready(&mut world, n);
    }
    for n in 1..=3 {
        world.give(DISPATCHER, by_stop(n, noon())).unwrap();
    }
    let full = Err(Refusal::StopTooLong { minutes: 5, left: 0 });
    assert_eq!(world.give(DISPATCHER, by_stop(4, noon())).map(drop), full);
    // Planned again where it is already, it is no obstacle to itself.
    world.give(DISPATCHER, by_stop(3, noon())).unwrap();
    // What was done leaves its minutes; another half-day has its own.
    world.give(DISPATCHER, by_stop(4, slot("2026-03-13", Half::Afternoon))).unwrap();
    world.give(PASSING, done(1)).unwrap();
    world.give(DISPATCHER, by_stop(4, noon())).unwrap();
}

/// A service of 30 minutes is no stop: it needs a visit.
#[test]
fn work_that_needs_a_visit_is_no_stop() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(INSTALLATION, 1)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    let long = Err(Refusal::StopTooLong { minutes: 35, left: 15 });
    assert_eq!(world.give(DISPATCHER, by_stop(1, noon())).map(drop), long);
}

/// Refusals say why: the school is closed, the technician is away, the day has passed.
#[test]
fn a_stop_needs_an_open_school_and_a_technician_at_work() {
    let mut world = with_budget();
    ready(&mut world, 1);
    let saturday = slot("2026-03-14", Half::Morning);
    let given = world.give(DISPATCHER, by_stop(1, saturday)).map(drop);
    assert_eq!(given, refused(Obstacle::Weekend, saturday));
    let wednesday = slot("2026-03-18", Half::Afternoon);
    let given = world.give(DISPATCHER, by_stop(1, wednesday)).map(drop);
    assert_eq!(given, refused(Obstacle::SiteWeek, wednesday));
    let past = Refusal::BadField { field: FieldName::Day, problem: FieldProblem::Invalid };
    let yesterday = slot("2026-03-10", Half::Morning);
    assert_eq!(world.give(DISPATCHER, by_stop(1, yesterday)).map(drop), Err(past));
    let away = absence::Act::RecordAbsence {
        absence: AbsenceId(uuid::Uuid::from_u128(1)),
        technician: account(PASSING),
        first: noon(),
        last: noon(),
    };
    world.give(DISPATCHER, away).unwrap();
    let given = world.give(DISPATCHER, by_stop(1, noon())).map(drop);
    assert_eq!(given, refused(Obstacle::Absence, noon()));
    assert_eq!(ahead(&world.state, account(PASSING)), []);
}

/// Whoever passes by sees the order and the teachers of the school; their colleagues do not.
#[test]
fn who_passes_by_has_what_the_hand_over_needs() {
    let mut world = with_budget();
    ready(&mut world, 1);
    let (here, quarters) = (site("0420001A"), BTreeSet::new());
    let sites = |world: &World| sites_of(&world.state, &world.actor(PASSING), &quarters);
    assert!(sites(&world).is_empty());
    world.give(DISPATCHER, by_stop(1, noon())).unwrap();
    assert!(sites(&world).contains(&here));
    let stop = Stop { slot: noon(), site: here };
    assert_eq!(ahead(&world.state, account(PASSING)), [stop]);
    let sight = |world: &World, n| {
        let reach = Reach::Technician { sites: BTreeSet::new(), quarters: BTreeSet::new() };
        let reader =
            Viewer { account: account(n), today: day("2026-03-13"), reach, calls: [].into() };
        shared::entity::Entity::sight(world.supply(1), &reader)
    };
    assert_eq!(sight(&world, PASSING), Sight::Whole);
    assert_eq!(sight(&world, TECHNICIAN), Sight::Hidden);
    // Another technician's stop is not theirs to do.
    assert_eq!(world.give(TECHNICIAN, done(1)), Err(Refusal::NotAllowed));
    world.give(PASSING, done(1)).unwrap();
    assert!(sites(&world).is_empty(), "nothing is to be done there any more");
    assert_eq!(sight(&world, PASSING), Sight::Whole, "what they did stays on their phone");
    assert_eq!(ahead(&world.state, account(PASSING)), []);
}

/// Invariant 5: a hand-over at a stop that had been withdrawn is kept, with its anomaly.
#[test]
fn what_was_handed_over_at_a_stop_is_never_refused() {
    let mut world = with_budget();
    ready(&mut world, 1);
    world.give(DISPATCHER, by_stop(1, noon())).unwrap();
    let reason = "Double".to_owned();
    world.give(DISPATCHER, Act::CancelSupply { supply: supply(1), reason }).unwrap();
    world.give(PASSING, done(1)).unwrap();
    assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::AfterEnd]);
    assert_eq!(world.supply(1).state, SupplyState::Delivered);
}

/// A stop that failed goes back to the legs that wait for a day, with its reason.
#[test]
fn a_stop_that_failed_waits_for_another_day() {
    let mut world = with_budget();
    ready(&mut world, 1);
    world.give(DISPATCHER, by_stop(1, noon())).unwrap();
    let (supply, reason) = (supply(1), FailReason::NobodyThere);
    let fail = Act::FailLeg { supply, leg: 1, visit: None, reason, text: String::new() };
    world.give(PASSING, fail).unwrap();
    let leg = &world.supply(1).legs[0];
    assert_eq!((leg.carrier, leg.failed), (None, Some(FailReason::NobodyThere)));
}

fn stand(world: &mut World, name: &str, lat: f64, lon: f64) {
    let position = Some(Position { lat, lon, exact: true });
    world.put(Site { position, ..new_site(name) });
}

/// «The planner gives the detour in minutes; propose the cheapest days»: a school on the way costs
/// nothing, one beside it its way there and back, one far away is not offered.
#[test]
fn the_cheapest_days_come_first_with_their_detour() {
    let mut world = with_budget();
    // Two rounds of the other days; the way of the second one leads by the school.
    stand(&mut world, "0420001A", 45.44, 4.39);
    stand(&mut world, "0420002B", 45.48, 4.39);
    stand(&mut world, "0420003C", 45.44, 4.35);
    for (technician, lat, lon) in [(TECHNICIAN, 45.44, 4.30), (PASSING, 45.40, 4.39)] {
        let mut known = (*world.state.accounts[&account(technician)]).clone();
        known.depot = Some(Position { lat, lon, exact: true });
        world.put(known);
    }
    let quarter = shared::id::QuarterId("2025-2026-3".into());
    for (n, at, who, when) in [
        (2, "0420003C", TECHNICIAN, slot("2026-03-16", Half::Morning)),
        (3, "0420002B", PASSING, slot("2026-03-17", Half::Morning)),
    ] {
        let act = shared::plan::Act::AddVisit {
            visit: visit(n),
            site: site(at),
            quarter: quarter.clone(),
            technician: account(who),
            slot: when,
        };
        world.give(DISPATCHER, act).unwrap();
    }
    ready(&mut world, 1);
    let known = world.supply(1);
    let days = (day("2026-03-13"), day("2026-03-31"));
    let found = offers(&world.state, known, &known.legs[0], days, 9);
    let said: Vec<_> = found.iter().map(|o| (o.technician, o.slot, o.minutes())).collect();
    assert_eq!(
        said,
        [
            (account(PASSING), slot("2026-03-17", Half::Morning), 0),
            // 3.1 km beside the way as the crow flies, 4.1 by road, there and back at 45 km/h.
            (account(TECHNICIAN), slot("2026-03-16", Half::Morning), 11),
        ],
    );
    assert_eq!(offers(&world.state, known, &known.legs[0], days, 1).len(), 1);
    stand(&mut world, "0420001A", 45.60, 4.60);
    let known = world.supply(1);
    assert_eq!(offers(&world.state, known, &known.legs[0], days, 9), [], "it is too far away");
    assert_eq!(world.actor(PASSING).role, Role::Technician);
}
