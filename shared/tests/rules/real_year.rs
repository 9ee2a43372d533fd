//! What happens to a published plan in a year: somebody leaves or falls ill, schools close, a
//! commune changes its week. Whatever a repair proposes, the rules accept.

use crate::world::*;
use shared::absence;
use shared::account::{self, Account};
use shared::calendar;
use shared::command::Command;
use shared::day::{Day, Half, HalfDay, Holiday, HolidayKind, Quarter, Week, days};
use shared::decide::Decision;
use shared::id::{AbsenceId, QuarterId, SiteId, VisitId};
use shared::owed::{Owed, coverage};
use shared::plan::undo;
use shared::plan::{self, ProposedVisit};
use shared::planning::{Placement, broken, problem, repair};
use shared::refusal::Refusal;
use shared::role::Role;
use shared::site::{self, Closure, Position, Site};
use shared::visit::{self, MissedReason, Visit};
use std::collections::BTreeSet;
use uuid::Uuid;

const TODAY: &str = "2026-03-12";
const SEEDS: u64 = 120;
const SITES: u64 = 14;
const TECHNICIANS: [u8; 3] = [TECHNICIAN, OTHER_TECHNICIAN, 6];

/// Numbers from a seed (SplitMix64).
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    fn below(&mut self, n: u64) -> u64 {
        self.next() % n
    }

    fn week(&mut self, open: u64) -> Week {
        Week(std::array::from_fn(|_| self.below(10) < open))
    }

    fn id(&mut self) -> Uuid {
        Uuid::from_u128(u128::from(self.next()) << 64 | u128::from(self.next()))
    }
}

fn quarter(world: &World) -> Quarter {
    world.state.calendar().quarter(&QuarterId("2025-2026-3".into())).unwrap().clone()
}

fn name(n: u64) -> SiteId {
    site(&format!("042{n:04}A"))
}

/// A quarter with a plan, a few weeks under way.
fn begun(dice: &mut Dice) -> World {
    let mut world = World::new();
    for n in 0..SITES {
        let (lat, lon) = (45.0 + n as f64 * 0.013, 4.0 + dice.below(100) as f64 * 0.004);
        let commune = ["42218", "42044", "42207"][(n % 3) as usize].into();
        let position = Some(Position { lat, lon, exact: true });
        world.put(Site { position, commune, ..new_site(name(n).as_str()) });
    }
    let third = Account::blank(account(6), "Third".into(), Role::Technician, None);
    world.put(Account { week: dice.week(4), ..third });
    prepare(dice, &mut world, "2026-03-02").unwrap();
    if dice.below(5) > 0 {
        let quarter = quarter(&world).id;
        world.give(DISPATCHER, plan::Act::PublishPlan { quarter }).unwrap();
    }
    world
}

/// A draft as the planner makes it, with the visits of the sites that have none yet.
fn prepare(dice: &mut Dice, world: &mut World, today: &str) -> Result<Decision, Refusal> {
    let quarter = quarter(world);
    let problem = problem(&world.state, &quarter, day(today));
    let plan = shared::rounds::plan(&problem.instance, dice.next(), 4_000).unwrap();
    let free = |at: &Placement| !problem.standing.contains_key(&at.site);
    let placed = problem.placed(&plan).into_iter().filter(free);
    let visits = placed.map(|at| ProposedVisit {
        visit: VisitId(dice.id()),
        site: at.site,
        technician: at.technician,
        slot: at.slot,
    });
    let propose = plan::Act::ProposePlan { quarter: quarter.id, visits: visits.collect() };
    world.give(DISPATCHER, propose)
}

fn any_visit(dice: &mut Dice, world: &World) -> Option<Visit> {
    let visits: Vec<_> = world.state.visits.values().collect();
    let at = dice.below(visits.len().max(1) as u64) as usize;
    visits.get(at).map(|visit| (***visit).clone())
}

fn whole_days(first: Day, count: u64) -> (HalfDay, HalfDay) {
    let last = first + chrono::Days::new(count);
    let at = |day, half| HalfDay { day, half };
    (at(first, Half::Morning), at(last, Half::Afternoon))
}

/// One thing that happens, in words, and the commands that say it.
fn event(dice: &mut Dice, world: &World) -> (&'static str, u8, Vec<Command>) {
    let technician = account(TECHNICIANS[dice.below(3) as usize]);
    let known = (*world.state.accounts[&technician]).clone();
    let from = day(TODAY) + chrono::Days::new(dice.below(30));
    let set = |account| vec![account::Act::SetAccount { account }.into()];
    match dice.below(13) {
        0 => ("leaves", COORDINATOR, set(Account { active: false, ..known })),
        1 => ("changes role", COORDINATOR, set(Account { role: Role::Dispatcher, ..known })),
        2 => {
            let (first, last) = whole_days(from, 7 * (1 + dice.below(6)));
            let absence = AbsenceId(dice.id());
            let ill = absence::Act::RecordAbsence { absence, technician, first, last };
            ("is ill", DISPATCHER, vec![ill.into()])
        }
        3 => ("part time", COORDINATOR, set(Account { week: dice.week(5), ..known })),
        4 | 5 => {
            let strike = dice.below(2) == 0;
            let (first, last) = whole_days(from, if strike { 0 } else { dice.below(40) });
            let closure = Closure { first, last, reason: "fermée".into() };
            let one = dice.below(SITES);
            let sites = (0..SITES).filter(|n| strike || *n == one).map(name);
            let close = |site| site::Act::CloseSite { site, closure: closure.clone() }.into();
            ("closes", DISPATCHER, sites.map(close).collect())
        }
        6 => {
            let (commune, week) = (dice.below(3), dice.week(7));
            let sites = (0..SITES).filter(|n| n % 3 == commune).map(name);
            let set = |site| site::Act::SetSiteWeek { site, week, was: None }.into();
            ("a commune changes its week", DISPATCHER, sites.map(set).collect())
        }
        7 => {
            let (close, on) = (vec![name(dice.below(SITES))], from);
            let gone = site::Act::ImportSites { sites: Vec::new(), close, on };
            ("closes for good", DISPATCHER, vec![gone.into()])
        }
        8 => {
            let mut calendar = (*world.state.calendar()).clone();
            let last = from + chrono::Days::new(dice.below(9));
            let (label, kind) = ("Pont".to_owned(), HolidayKind::School);
            calendar.holidays.push(Holiday { first: from, last, label, kind });
            if dice.below(3) == 0 {
                calendar.quarters[0].last = day("2026-04-15");
            }
            ("a holiday", DISPATCHER, vec![calendar::Act::ImportCalendar { calendar }.into()])
        }
        9 => {
            let skill = Some(if dice.below(3) == 0 { "" } else { "Serveurs" }.to_owned());
            let edit = site::SiteEdit { skill, ..Default::default() };
            let asks = site::Act::EditSite { site: name(dice.below(SITES)), edit, was: None };
            ("a school asks for a skill", DISPATCHER, vec![asks.into()])
        }
        10 => {
            let skills = Some(if dice.below(3) == 0 { vec![] } else { vec!["serveurs".into()] });
            ("learns", COORDINATOR, set(Account { skills, ..known }))
        }
        _ => ("on the spot", DISPATCHER, on_the_spot(dice, world)),
    }
}

/// Visits are begun, made, missed, pinned, added: some of these are refused, as they should.
fn on_the_spot(dice: &mut Dice, world: &World) -> Vec<Command> {
    let Some(Visit { id, site, quarter, .. }) = any_visit(dice, world) else { return Vec::new() };
    let start = visit::Act::StartVisit { visit: id };
    let finish = visit::Act::FinishVisit { visit: id, left_over: false };
    let (reason, text) = (MissedReason::Strike, String::new());
    let miss = visit::Act::MarkVisitMissed { visit: id, reason, text };
    match dice.below(4) {
        0 => vec![start.into(), finish.into()],
        1 => vec![plan::Act::PinVisit { visit: id, pinned: true }.into()],
        2 => vec![miss.into()],
        _ => {
            // Missed, planned anew, and made all the same: two visits of one school.
            let technician = account(TECHNICIANS[dice.below(3) as usize]);
            let half = Half::BOTH[dice.below(2) as usize];
            let slot = HalfDay { day: day(TODAY) + chrono::Days::new(dice.below(40)), half };
            let visit = VisitId(dice.id());
            let again = plan::Act::AddVisit { visit, site, quarter, technician, slot };
            vec![miss.into(), again.into(), start.into()]
        }
    }
}

/// Who has which half-day, by school.
fn places(world: &World) -> BTreeSet<(SiteId, plan::Place)> {
    let visits = world.state.visits.values().filter(|v| v.takes_slot());
    visits.map(|v| (v.site.clone(), v.place())).collect()
}

/// No technician is at two places, and nothing stands where a rule forbids it.
fn check_sound(world: &World, told: &str) {
    let quarter = quarter(world);
    assert_eq!(broken(&world.state, &quarter, day(TODAY)), BTreeSet::new(), "{told}");
    let mut taken = BTreeSet::new();
    for visit in world.state.visits.values().filter(|v| v.takes_slot()) {
        assert!(taken.insert(visit.place()), "two visits at {:?}, {told}", visit.place());
    }
}

#[test]
fn whatever_a_repair_proposes_the_rules_accept_and_what_has_no_place_stays_due() {
    let (mut repairs, mut left_due) = (0, 0);
    for seed in 0..SEEDS {
        let mut dice = Dice(seed);
        let mut world = begun(&mut dice);
        for step in 0..7 {
            let (what, who, commands) = event(&mut dice, &world);
            for command in commands {
                // A rule may refuse what chance made up.
                let _ = world.give(who, command);
            }
            let told = format!("seed {seed}, step {step}: {what}");
            let (at, today) = (quarter(&world), day(TODAY));
            if dice.below(4) == 0 {
                let given = prepare(&mut dice, &mut world, TODAY);
                assert!(given.is_ok(), "{told}, prepared anew: {:?}", given.err());
            }
            let Ok(proposed) = repair(&world.state, &at, today) else { panic!("{told}") };
            repairs += usize::from(!proposed.is_without_change());
            let left: Vec<_> = proposed.uncovered.iter().map(|(site, _)| site.clone()).collect();
            let command = proposed.command(&world.state, &at, || VisitId(dice.id()));
            let before = places(&world);
            let undo = undo::undo(&command, &world.state).expect("a repair can be undone");
            let given = world.give(DISPATCHER, command.clone());
            assert!(given.is_ok(), "{told}: {:?}", given.err());
            if dice.below(3) == 0 {
                let back = world.give(DISPATCHER, undo);
                assert!(back.is_ok(), "{told}, undone: {:?}", back.err());
                assert_eq!(places(&world), before, "{told}, undone");
                // The same again: visits that were added are new ones.
                let anew = repair(&world.state, &at, today).unwrap();
                let command = anew.command(&world.state, &at, || VisitId(dice.id()));
                world.give(DISPATCHER, command).unwrap();
            }
            check_sound(&world, &told);
            let lines = coverage(&world.state, &at, today);
            for line in lines.iter().filter(|line| left.contains(&line.site.id)) {
                assert_ne!(line.owed, Owed::Planned, "{told}: {}", line.site.id);
                left_due += 1;
            }
        }
    }
    assert!(repairs > SEEDS as usize, "{repairs} repairs only");
    assert!(left_due > 0, "every site always had a place: the trials prove nothing");
}

/// The exact case that was refused: nobody is left to take the visits.
#[test]
fn the_visits_of_who_left_give_up_their_half_days_when_nobody_can_take_them() {
    let mut world = with_visit();
    let later = slot("2026-03-17", Half::Morning);
    let to = plan::Act::MoveVisit {
        visit: visit(1),
        technician: account(TECHNICIAN),
        slot: later,
        from: None,
    };
    world.give(DISPATCHER, to).unwrap();
    for n in [TECHNICIAN, OTHER_TECHNICIAN] {
        let account = Account { active: false, ..(*world.state.accounts[&account(n)]).clone() };
        world.give(COORDINATOR, account::Act::SetAccount { account }).unwrap();
    }
    let (quarter, today) = (quarter(&world), day(TODAY));
    let owed = |world: &World| {
        let lines = coverage(&world.state, &quarter, today);
        lines.iter().find(|line| line.site.id == site("0420001A")).unwrap().owed
    };
    assert_eq!(owed(&world), Owed::Due, "a visit that nobody can make is not planned");
    let proposed = repair(&world.state, &quarter, today).unwrap();
    assert_eq!(proposed.given_up().collect::<Vec<_>>(), [visit(1)]);
    let command = proposed.command(&world.state, &quarter, || visit(9));
    world.give(DISPATCHER, command).unwrap();
    assert_eq!(owed(&world), Owed::Due);
    assert!(!world.visit(1).takes_slot());
    assert!(days(today, later.day).all(|day| {
        world
            .state
            .visits_by(&account(TECHNICIAN))
            .all(|visit| visit.slot.day != day || !visit.takes_slot())
    }));
}
