//! Files of the small budget: what single schools may spend.

use crate::supply_world::*;
use crate::world::*;
use shared::article::{self, Pot};
use shared::campaign::{self, Campaign};
use shared::command::Command;
use shared::import::{ProblemReason, WholeFileProblem};
use shared::intake::{self, Intake, Wanted, effect};
use shared::money::{Cents, NoAmount};
use shared::refusal::Refusal;
use std::collections::BTreeSet;

fn read(world: &World, lines: &str) -> Result<Intake, WholeFileProblem> {
    let wanted = Wanted { communes: BTreeSet::new(), today: day("2026-03-12") };
    let text = format!("uai;montant_ttc;motif\n{lines}");
    intake::read(text.as_bytes(), &world.state, &wanted)
}

fn known(world: &World) -> &Campaign {
    &world.state.campaigns[&campaign(1)]
}

/// Each line is previewed with what it changes, and a bad one changes nothing.
#[test]
fn allowances_of_a_file_are_previewed_line_by_line_and_taken_in() {
    let mut world = with_budget();
    let intake = read(
        &world,
        "0420001A;500,00;École à classes dédoublées\n\
         0420002B;1.395;\n\
         0429999Z;300;\n\
         0420001A;450,00;\n\
         0420002B;350;\n",
    )
    .unwrap();
    let told: Vec<_> =
        intake.allowances.iter().map(|one| (one.line, one.before, one.after)).collect();
    let each = Some(Cents(40_267));
    assert_eq!(told, [(2, each, Cents(50_000)), (6, each, Cents(35_000))]);
    let reasons: Vec<_> = intake.problems.iter().map(|one| (one.line, &one.reason)).collect();
    assert_eq!(reasons[0], (3, &ProblemReason::Amount(NoAmount::Ambiguous)));
    assert_eq!(reasons[1].0, 4);
    assert_eq!(reasons[2], (5, &ProblemReason::Duplicate { first_line: 2 }));
    let actor = world.actor(COORDINATOR);
    let effect = effect(&world.state, &actor, &intake.commands, 1_773_302_400_000).unwrap();
    assert_eq!((effect.created.len(), effect.changed.len()), (0, 1));
    assert_eq!(effect.changed[0].fields, ["purses"]);
    for command in intake.commands {
        world.give(COORDINATOR, command).unwrap();
    }
    let purse = &known(&world).purses[&Pot::Investment];
    assert_eq!(purse.overrides[&site("0420001A")], Cents(50_000));
    assert_eq!(purse.reasons[&site("0420001A")], "École à classes dédoublées");
    assert_eq!(known(&world).allowance(&site("0420002B"), Pot::Investment), Some(Cents(35_000)));
    // The same file again changes nothing.
    let again = read(&world, "0420001A;500,00;École à classes dédoublées\n").unwrap();
    let actor = world.actor(COORDINATOR);
    let effect = intake::effect(&world.state, &actor, &again.commands, 1_773_302_400_000).unwrap();
    assert!(effect.is_empty(), "{effect:?}");
}

/// Amounts that are more together than there is are refused whole, with the sum that lacks.
#[test]
fn allowances_beyond_the_line_are_refused_with_what_lacks() {
    let mut world = with_budget();
    let intake = read(&world, "0420001A;111 540,00;\n").unwrap();
    let refused = world.give(COORDINATOR, intake.commands[0].clone());
    assert!(matches!(refused, Err(Refusal::MoneyLacks { .. })), "{refused:?}");
    assert_eq!(known(&world).allowance(&site("0420001A"), Pot::Investment), Some(Cents(40_267)));
}

#[test]
fn without_a_small_budget_such_a_file_is_not_read() {
    let world = with_catalogue();
    assert_eq!(read(&world, "0420001A;500;\n"), Err(WholeFileProblem::NoSmallBudget));
    let mut world = with_budget();
    world.give(COORDINATOR, campaign::Act::CloseCampaign { campaign: campaign(1) }).unwrap();
    assert_eq!(read(&world, "0420001A;500;\n"), Err(WholeFileProblem::NoSmallBudget));
}

/// «Nothing half-imported»: a file of several commands is judged whole before one of them is given;
/// one that is refused, be it the last, leaves nothing to give.
#[test]
fn a_file_whose_last_part_is_refused_gives_nothing() {
    let world = with_catalogue();
    let part = |n, cents| article::Act::ImportArticles {
        articles: vec![sold(n, &format!("Câble {n}"), cents, 0)],
    };
    let actor = world.actor(DISPATCHER);
    let good = [part(7, 900).into(), part(8, 1_200).into()];
    let effect_of = |commands: &[Command]| effect(&world.state, &actor, commands, NOW);
    assert_eq!(effect_of(&good).unwrap().useful.len(), 2);
    let bad = [part(7, 900).into(), part(8, 1_200).into(), part(9, -1).into()];
    assert!(matches!(effect_of(&bad), Err(Refusal::BadField { .. })));
}
