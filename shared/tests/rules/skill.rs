//! Skills that some schools ask of whoever comes.

use crate::world::*;
use shared::account::{self, Account};
use shared::day::Half;
use shared::plan;
use shared::planning::{broken, problem, repair};
use shared::refusal::{Obstacle, Refusal};
use shared::site;

fn learn(world: &mut World, n: u8, skills: Option<&[&str]>) {
    let skills = skills.map(|skills| skills.iter().map(|skill| (*skill).into()).collect());
    let account = Account { skills, ..(*world.state.accounts[&account(n)]).clone() };
    world.give(COORDINATOR, account::Act::SetAccount { account }).unwrap();
}

fn ask(world: &mut World, skill: &str) {
    let edit = site::SiteEdit { skill: Some(skill.into()), ..Default::default() };
    let asks = site::Act::EditSite { site: site("0420001A"), edit, was: None };
    world.give(DISPATCHER, asks).unwrap();
}

/// A visit whose technician lacks what the school asks for is seen as broken, is given to somebody
/// who has it, and cannot be moved back.
#[test]
fn a_school_that_asks_for_a_skill_gets_only_those_who_have_it() {
    let mut world = with_visit();
    let quarter = world.state.calendar().quarters[0].clone();
    let today = day("2026-03-02");
    assert!(broken(&world.state, &quarter, today).is_empty());
    ask(&mut world, " Serveurs ");
    assert_eq!(world.state.sites[&site("0420001A")].skill, "Serveurs");
    assert_eq!(broken(&world.state, &quarter, today), [visit(1)].into());
    learn(&mut world, OTHER_TECHNICIAN, Some(&["serveurs", "Serveurs"]));
    assert_eq!(world.state.accounts[&account(OTHER_TECHNICIAN)].skills().count(), 1);
    let proposed = repair(&world.state, &quarter, today).unwrap();
    let command = proposed.command(&world.state, &quarter, || visit(9));
    world.give(DISPATCHER, command).unwrap();
    assert!(broken(&world.state, &quarter, today).is_empty());
    assert_eq!(world.state.visits[&visit(1)].technician, account(OTHER_TECHNICIAN));
    let back = plan::Act::MoveVisit {
        visit: visit(1),
        technician: account(TECHNICIAN),
        slot: slot("2026-03-17", Half::Morning),
        from: None,
    };
    match world.give(DISPATCHER, back) {
        Err(Refusal::Slot { obstacle: Obstacle::Skill { skill }, .. }) => {
            assert_eq!(skill, "Serveurs");
        }
        other => panic!("{other:?}"),
    }
}

/// When nobody has it, the planner says so of that school.
#[test]
fn a_skill_that_nobody_has_is_told_as_the_cause() {
    let mut world = with_visit();
    ask(&mut world, "Fibre");
    let quarter = world.state.calendar().quarters[0].clone();
    let plan = problem(&world.state, &quarter, day("2026-03-02"));
    let causes = plan.causes();
    let at = plan.site_index(&site("0420001A")).expect("planned");
    let nobody = |cause: &shared::rounds::Cause| match cause {
        shared::rounds::Cause::NobodyAble { site } => *site == at,
        shared::rounds::Cause::Pin { visit, .. } => visit[0] == at,
        _ => false,
    };
    assert!(causes.iter().any(nobody), "{causes:?}");
}

/// Old and new meet: an app that knows nothing of skills leaves them as they are, and a directory
/// that is imported too.
#[test]
fn what_an_older_app_or_a_directory_brings_leaves_skills_as_they_are() {
    let mut world = with_visit();
    learn(&mut world, TECHNICIAN, Some(&["Serveurs"]));
    ask(&mut world, "Serveurs");
    learn(&mut world, TECHNICIAN, None);
    let known = world.state.accounts[&account(TECHNICIAN)].clone();
    assert_eq!(known.skills().collect::<Vec<_>>(), ["Serveurs"]);
    let on = day("2026-03-12");
    let sites = vec![new_site("0420001A")];
    world.give(DISPATCHER, site::Act::ImportSites { sites, close: Vec::new(), on }).unwrap();
    assert_eq!(world.state.sites[&site("0420001A")].skill, "Serveurs");
    learn(&mut world, TECHNICIAN, Some(&[]));
    assert_eq!(world.state.accounts[&account(TECHNICIAN)].skills().count(), 0);
}
