//! From rows to the planner and back: repairs, advice, reasons.

use crate::world::*;
use shared::absence;
use shared::account;
use shared::account::{Account, FeedOwner};
use shared::command::Command;
use shared::day::{Half, Quarter};
use shared::figures::{by_commune, day_rounds, fairness, kilometres, travel};
use shared::id::{AbsenceId, FeedHash, QuarterId};
use shared::owed::{Owed, coverage};
use shared::plan;
use shared::plan::VisitMove;
use shared::planning::{advise, broken, instead, problem, reasons, repair};
use shared::refusal::{Obstacle, Refusal};
use shared::rounds::Reason;
use shared::site;
use shared::site::{Closure, Position, Site};
use shared::ticket;
use shared::ticket::Channel;
use shared::visit;
use shared::visit::MissedReason;
use uuid::Uuid;

const TODAY: &str = "2026-03-12";

fn quarter(world: &World) -> Quarter {
    let id = QuarterId("2025-2026-3".into());
    world.state.calendar().quarter(&id).unwrap().clone()
}

fn absent(world: &mut World, technician: u8, first: &str, last: &str) {
    let command = absence::Act::RecordAbsence {
        absence: AbsenceId(Uuid::from_bytes([9; 16])),
        technician: account(technician),
        first: slot(first, Half::Morning),
        last: slot(last, Half::Afternoon),
    };
    world.give(DISPATCHER, command).unwrap();
}

fn add(world: &mut World, n: u8, at: &str, technician: u8, when: &str) {
    let command = plan::Act::AddVisit {
        visit: visit(n),
        site: site(at),
        quarter: QuarterId("2025-2026-3".into()),
        technician: account(technician),
        slot: slot(when, Half::Morning),
    };
    world.give(DISPATCHER, command).unwrap();
}

/// Two planned visits of one technician, on 17 and 19 March.
fn planned() -> World {
    let mut world = World::new();
    add(&mut world, 1, "0420001A", TECHNICIAN, "2026-03-17");
    add(&mut world, 2, "0420002B", TECHNICIAN, "2026-03-19");
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter(&world).id }).unwrap();
    world
}

/// Two neighbouring sites, an hour away from where the technicians start.
fn far_from_the_depot(world: &mut World) {
    let at = |lat| Some(Position { lat, lon: 4.4, exact: true });
    for name in ["0420001A", "0420002B"] {
        world.put(Site { position: at(45.40), ..new_site(name) });
    }
    for n in [TECHNICIAN, OTHER_TECHNICIAN] {
        let account = (*world.state.accounts[&account(n)]).clone();
        world.put(Account { depot: at(45.0), ..account });
    }
}

#[test]
fn nothing_is_to_be_repaired_in_a_sound_plan() {
    let world = planned();
    let repaired = repair(&world.state, &quarter(&world), day(TODAY)).unwrap();
    assert!(repaired.is_empty(), "{repaired:?}");
}

#[test]
fn an_absence_moves_what_it_hits_and_nothing_else() {
    let mut world = planned();
    absent(&mut world, TECHNICIAN, "2026-03-16", "2026-03-17");
    let quarter = quarter(&world);
    assert_eq!(broken(&world.state, &quarter, day(TODAY)).len(), 1);
    let repaired = repair(&world.state, &quarter, day(TODAY)).unwrap();
    let [moved] = &repaired.moved[..] else { panic!("{repaired:?}") };
    assert_eq!(moved.visit, visit(1));
    assert_eq!(moved.from, (account(TECHNICIAN), slot("2026-03-17", Half::Morning)));
    assert!(moved.displaced);
    assert!(repaired.technicians().contains(&account(TECHNICIAN)));
    assert_eq!(repaired.sites(), [site("0420001A")].into());
    let command = plan::Act::MoveVisit {
        visit: moved.visit,
        technician: moved.to.technician,
        slot: moved.to.slot,
        from: None,
    };
    world.give(DISPATCHER, command).unwrap();
    assert!(repair(&world.state, &quarter, day(TODAY)).unwrap().is_empty());
}

#[test]
fn a_pin_that_became_impossible_is_freed_and_another_stays() {
    let mut world = planned();
    for n in [1, 2] {
        world.give(DISPATCHER, plan::Act::PinVisit { visit: visit(n), pinned: true }).unwrap();
    }
    let closure = Closure {
        first: slot("2026-03-17", Half::Morning),
        last: slot("2026-03-18", Half::Afternoon),
        reason: "travaux".into(),
    };
    let command = site::Act::CloseSite { site: site("0420001A"), closure };
    world.give(DISPATCHER, command).unwrap();
    let repaired = repair(&world.state, &quarter(&world), day(TODAY)).unwrap();
    let moved: Vec<_> = repaired.moved.iter().map(|moved| moved.visit).collect();
    assert_eq!(moved, [visit(1)]);
}

#[test]
fn a_missed_visit_gets_a_new_one_and_a_late_one_is_made_later() {
    let mut world = planned();
    let miss = visit::Act::MarkVisitMissed {
        visit: visit(1),
        reason: MissedReason::Strike,
        text: String::new(),
    };
    world.give(TECHNICIAN, miss).unwrap();
    let repaired = repair(&world.state, &quarter(&world), day("2026-03-23")).unwrap();
    let added: Vec<_> = repaired.added.iter().map(|placed| placed.site.clone()).collect();
    assert_eq!(added, [site("0420001A")]);
    let [late] = &repaired.moved[..] else { panic!("{repaired:?}") };
    assert_eq!((late.visit, late.displaced), (visit(2), false));
    assert!(late.to.slot.day >= day("2026-03-23"));
}

/// Eight weeks at least after a visit that was made or is to come; one whose day has passed
/// without it counts for nothing.
#[test]
fn a_visit_keeps_its_distance_from_the_one_before() {
    let mut world = World::new();
    add(&mut world, 1, "0420001A", TECHNICIAN, "2026-04-28");
    add(&mut world, 2, "0420002B", TECHNICIAN, "2026-03-17");
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter(&world).id }).unwrap();
    let next = QuarterId("2025-2026-4".into());
    let next = world.state.calendar().quarter(&next).unwrap().clone();
    let problem = problem(&world.state, &next, day("2026-03-20"));
    let plan = shared::rounds::plan(&problem.instance, 1, 50_000).unwrap();
    let placed = problem.placed(&plan);
    let when = |name: &str| placed.iter().find(|at| at.site == site(name)).unwrap().slot.day;
    assert!(when("0420001A") >= day("2026-06-23"), "{placed:?}");
    let window = |name: &str| {
        let index = problem.site_index(&site(name)).unwrap();
        problem.instance.sites[index as usize].window.clone()
    };
    assert_eq!(window("0420001A"), Some(["2026-06-23".into(), "2026-09-01".into()]));
    assert_eq!(window("0420002B"), None);
}

#[test]
fn advice_is_possible_sorted_and_says_why() {
    let mut world = planned();
    far_from_the_depot(&mut world);
    let quarter = quarter(&world);
    let found = advise(&world.state, &quarter, day(TODAY), visit(2), 3);
    let (advice, problem) = found.unwrap();
    assert_eq!(advice.len(), 3);
    assert!(advice.is_sorted_by_key(|a| a.cost_s));
    let near = problem.site_index(&site("0420001A")).unwrap();
    let best = &advice[0];
    let with_the_other = |r: &Reason| matches!(r, Reason::Partner { site, .. } if *site == near);
    assert!(best.reasons.iter().any(with_the_other), "{best:?}");
    assert_eq!(best.at.slot, slot("2026-03-17", Half::Afternoon));
    for option in advice {
        let (technician, slot) = (option.at.technician, option.at.slot);
        world
            .give(
                DISPATCHER,
                plan::Act::MoveVisit { visit: visit(2), technician, slot, from: None },
            )
            .unwrap();
    }
}

#[test]
fn a_visit_to_come_has_its_reasons() {
    let world = planned();
    let (reasons, _) = reasons(&world.state, &quarter(&world), day(TODAY), visit(1)).unwrap();
    assert!(reasons.iter().any(|r| matches!(r, Reason::Alone { .. })), "{reasons:?}");
}

fn to(n: u8, technician: u8, when: &str) -> VisitMove {
    let slot = slot(when, Half::Morning);
    VisitMove { visit: visit(n), technician: account(technician), slot, from: None }
}

fn repair_plan(world: &World, moves: Vec<VisitMove>) -> Command {
    plan::Act::RepairPlan {
        quarter: quarter(world).id,
        moves,
        add: Vec::new(),
        give_up: Vec::new(),
    }
    .into()
}

#[test]
fn a_repair_lets_two_visits_change_places() {
    let mut world = planned();
    let moves = vec![to(1, TECHNICIAN, "2026-03-19"), to(2, TECHNICIAN, "2026-03-17")];
    let command = repair_plan(&world, moves);
    world.give(DISPATCHER, command).unwrap();
    assert_eq!(world.visit(1).slot.day, day("2026-03-19"));
    assert_eq!(world.visit(2).slot.day, day("2026-03-17"));
    assert!(matches!(world.visit(1).history.last().unwrap().what, visit::Happened::Moved { .. }));
}

#[test]
fn a_repair_with_one_impossible_move_changes_nothing() {
    let mut world = planned();
    let both = vec![to(1, OTHER_TECHNICIAN, "2026-03-20"), to(2, OTHER_TECHNICIAN, "2026-03-20")];
    let command = repair_plan(&world, both);
    let refused = world.give(DISPATCHER, command);
    assert!(matches!(refused, Err(Refusal::Slot { obstacle: Obstacle::Taken { .. }, .. })));
    let sunday = vec![to(1, TECHNICIAN, "2026-03-20"), to(2, TECHNICIAN, "2026-03-22")];
    let command = repair_plan(&world, sunday);
    assert!(world.give(DISPATCHER, command).is_err());
    assert_eq!(world.visit(1).slot.day, day("2026-03-17"));
    let own = repair_plan(&world, vec![to(1, TECHNICIAN, "2026-03-20")]);
    assert_eq!(world.give(TECHNICIAN, own), Err(Refusal::NotAllowed));
}

#[test]
fn a_technician_makes_a_next_visit_in_the_place_of_one_that_cannot_be_made() {
    let mut world = planned();
    let slot = slot("2026-03-17", Half::Morning);
    let forward = plan::Act::BringForward { visit: visit(2), slot };
    let refused = world.give(TECHNICIAN, forward.clone());
    assert!(matches!(refused, Err(Refusal::Slot { obstacle: Obstacle::Taken { .. }, .. })));
    let reason = MissedReason::SiteClosed;
    let miss = visit::Act::MarkVisitMissed { visit: visit(1), reason, text: String::new() };
    world.give(TECHNICIAN, miss).unwrap();
    assert_eq!(world.give(OTHER_TECHNICIAN, forward.clone()), Err(Refusal::NotAllowed));
    world.give(TECHNICIAN, forward).unwrap();
    assert_eq!(world.visit(2).slot, slot);
}

#[test]
fn the_nearest_open_site_that_is_still_owed_a_visit_takes_the_place_of_a_closed_one() {
    let mut world = World::new();
    let at = |lat| Some(Position { lat, lon: 4.4, exact: true });
    for (n, name, lat, when) in [
        (1, "A", 45.40, TODAY),
        (2, "B", 45.50, "2026-03-17"),
        (3, "C", 45.41, "2026-03-19"),
        (4, "D", 45.405, "2026-03-20"),
    ] {
        world.put(Site { position: at(lat), ..new_site(name) });
        add(&mut world, n, name, TECHNICIAN, when);
    }
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter(&world).id }).unwrap();
    let closure = Closure {
        first: slot(TODAY, Half::Morning),
        last: slot(TODAY, Half::Morning),
        reason: "grève".into(),
    };
    world.give(DISPATCHER, site::Act::CloseSite { site: site("D"), closure }).unwrap();
    let miss = visit::Act::MarkVisitMissed {
        visit: visit(1),
        reason: MissedReason::SiteClosed,
        text: String::new(),
    };
    world.give(TECHNICIAN, miss).unwrap();
    let found = instead(&world.state, visit(1), 3);
    let order: Vec<_> = found.iter().map(|instead| instead.visit).collect();
    assert_eq!(order, [visit(3), visit(2)], "near first, and not the one that is closed too");
    assert_eq!(found[0].minutes, Some(2));
    let slot = slot(TODAY, Half::Morning);
    world.give(TECHNICIAN, plan::Act::BringForward { visit: visit(3), slot }).unwrap();
}

#[test]
fn a_visit_that_one_brought_forward_and_began_without_network_is_no_conflict() {
    let mut world = planned();
    let reason = MissedReason::SiteClosed;
    let miss = visit::Act::MarkVisitMissed { visit: visit(1), reason, text: String::new() };
    let slot = slot("2026-03-17", Half::Morning);
    let forward = plan::Act::BringForward { visit: visit(2), slot };
    let start = visit::Act::StartVisit { visit: visit(2) };
    let given = [Command::from(miss), forward.into(), start.into()]
        .map(|command| world.envelope(TECHNICIAN, command));
    for envelope in given {
        let decision = world.judge(TECHNICIAN, &envelope).unwrap();
        assert_eq!(decision.conflicts, []);
    }
}

#[test]
fn a_calendar_is_shared_by_its_owner_or_the_desk_and_an_import_keeps_it() {
    let mut world = World::new();
    let feed = FeedHash("a0".repeat(32));
    let own = FeedOwner::Technician(account(TECHNICIAN));
    let share = |owner: &FeedOwner, feed: Option<&FeedHash>| account::Act::ShareCalendar {
        owner: owner.clone(),
        feed: feed.cloned(),
    };
    world.give(TECHNICIAN, share(&own, Some(&feed))).unwrap();
    assert_eq!(world.give(OTHER_TECHNICIAN, share(&own, None)), Err(Refusal::NotAllowed));
    let school = FeedOwner::Site(site("0420001A"));
    world.give(TEACHER, share(&school, Some(&feed))).unwrap();
    let other = FeedOwner::Site(site("0420002B"));
    assert_eq!(world.give(TEACHER, share(&other, Some(&feed))), Err(Refusal::NotAllowed));
    let bad = FeedHash("secret".into());
    assert!(world.give(DISPATCHER, share(&other, Some(&bad))).is_err());
    let sites = vec![Site { name: "École neuve".into(), ..new_site("0420001A") }];
    let import = site::Act::ImportSites { sites, close: Vec::new(), on: day(TODAY) };
    world.give(DISPATCHER, import).unwrap();
    assert_eq!(world.state.sites[&site("0420001A")].feed, Some(feed));
    world.give(DISPATCHER, share(&school, None)).unwrap();
    assert_eq!(world.state.sites[&site("0420001A")].feed, None);
}

#[test]
fn the_travel_of_a_quarter_is_that_of_its_days_and_spares_trips() {
    let mut world = World::new();
    far_from_the_depot(&mut world);
    world.give(TEACHER, incident(1)).unwrap();
    let qualify = ticket::Act::QualifyTicket { ticket: ticket(1), channel: Channel::Proximity };
    world.give(DISPATCHER, qualify).unwrap();
    add(&mut world, 1, "0420001A", TECHNICIAN, "2026-03-17");
    add(&mut world, 2, "0420002B", TECHNICIAN, "2026-03-19");
    world.give(DISPATCHER, plan::Act::PublishPlan { quarter: quarter(&world).id }).unwrap();
    let apart = travel(&world.state, &quarter(&world));
    assert_eq!((apart.trips, apart.requests), (2, 1));
    assert_eq!(apart.request_seconds * 2, apart.seconds, "two days, one request at one of them");
    let slot = slot("2026-03-17", Half::Afternoon);
    let technician = account(TECHNICIAN);
    world
        .give(DISPATCHER, plan::Act::MoveVisit { visit: visit(2), technician, slot, from: None })
        .unwrap();
    let together = travel(&world.state, &quarter(&world));
    assert_eq!((together.trips, together.seconds * 2), (1, apart.seconds));
    let [round] = &day_rounds(&world.state, day("2026-03-17"))[..] else { panic!("one round") };
    let visits: Vec<_> = round.stops.iter().map(|stop| stop.visit).collect();
    assert_eq!((visits, round.way().len()), (vec![visit(1), visit(2)], 4));
    assert_eq!(kilometres(3_600), 45);
}

#[test]
fn communes_are_compared_by_the_share_of_their_sites_that_were_visited() {
    let mut world = planned();
    for name in ["C", "D"] {
        let commune = "42044".into();
        world.put(Site { commune, commune_name: "Chamond".into(), ..new_site(name) });
    }
    world.give(TECHNICIAN, visit::Act::StartVisit { visit: visit(1) }).unwrap();
    world.give(TECHNICIAN, visit::Act::FinishVisit { visit: visit(1), left_over: false }).unwrap();
    let communes = by_commune(&coverage(&world.state, &quarter(&world), day("2026-03-18")));
    let names: Vec<_> = communes.iter().map(|commune| commune.name.as_str()).collect();
    assert_eq!(names, ["Chamond", "Saint-Étienne"]);
    assert_eq!((communes[1].sites(), communes[1].count(Owed::Done)), (2, 1));
    assert_eq!(fairness(&communes), Some((0, 50)));
}
