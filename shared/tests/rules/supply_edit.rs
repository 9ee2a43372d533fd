//! Changing an order before anybody decided on it.

use crate::supply_world::*;
use crate::world::*;
use shared::article::Pot;
use shared::campaign::{self, CampaignKind};
use shared::equipment::{Equipment, EquipmentKind};
use shared::id::EquipmentId;
use shared::money::Cents;
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::supply::balance::of_site;
use shared::supply::{Act, Item, SupplyState, Word};
use uuid::Uuid;

fn left(world: &World) -> Cents {
    let campaign = &world.state.campaigns[&campaign(1)];
    let supplies = world.state.supplies.values();
    of_site(campaign, supplies, &site("0420001A"), Pot::Investment).expect("its own").remaining()
}

/// What is taken away is left again, and what is added is paid from what is left with it.
#[test]
fn an_order_is_changed_until_it_is_decided_and_never_beyond_what_is_left() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(MOUSE, 6), (PRINTER, 1)]);
    world.give(TEACHER, wish).unwrap();
    assert_eq!(left(&world), Cents(40_267 - 10_800 - 12_900));
    let fewer = edit(&world, 1, &[(MOUSE, 4)]);
    world.give(TEACHER, fewer.clone()).unwrap();
    assert_eq!(left(&world), Cents(40_267 - 7_200));
    let known = world.supply(1).clone();
    assert_eq!((known.lines.len(), known.lines[0].quantity), (1, 4));
    let last = known.history.last().expect("what happened");
    assert_eq!(last.what.what, Word::Edited);
    assert_eq!(last.what.items, [Item::new(0, 6), Item::new(1, 1)]);
    // The same again says nothing new.
    world.give(TEACHER, fewer).unwrap();
    assert_eq!(world.supply(1).history.len(), known.history.len());
    // 22 mice are 396.00 €, 23 are 414.00 €.
    let most = edit(&world, 1, &[(MOUSE, 22)]);
    world.give(TEACHER, most).unwrap();
    let beyond = edit(&world, 1, &[(MOUSE, 23)]);
    let remaining = Cents(40_267);
    assert_eq!(world.give(TEACHER, beyond.clone()), Err(Refusal::Allowance { remaining }));
    world.give(DISPATCHER, accept(1)).unwrap();
    let refused = world.give(TEACHER, edit(&world, 1, &[(MOUSE, 1)]));
    assert!(matches!(refused, Err(Refusal::State { .. })), "{refused:?}");
}

/// A catalogue that changes changes no order, and an edit brings nothing that was not asked for.
#[test]
fn an_edit_changes_quantities_alone() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(MOUSE, 2)]);
    world.give(TEACHER, wish).unwrap();
    let other = edit(&world, 1, &[(MOUSE, 2), (PRINTER, 1)]);
    let invalid = Refusal::BadField { field: FieldName::Lines, problem: FieldProblem::Invalid };
    assert_eq!(world.give(TEACHER, other), Err(invalid.clone()));
    let twice = edit(&world, 1, &[(MOUSE, 2), (MOUSE, 3)]);
    assert_eq!(world.give(TEACHER, twice), Err(invalid));
    let empty = Refusal::BadField { field: FieldName::Lines, problem: FieldProblem::Empty };
    assert_eq!(world.give(TEACHER, edit(&world, 1, &[])), Err(empty.clone()));
    assert_eq!(world.give(TEACHER, edit(&world, 1, &[(MOUSE, 0)])), Err(empty));
    let seen = edit(&world, 1, &[(MOUSE, 3)]);
    let dearer = sold(MOUSE, "Souris", 1_950, 0);
    let dearer = shared::article::Act::SetArticle { article: Box::new(dearer) };
    world.give(DISPATCHER, dearer).unwrap();
    world.give(TEACHER, seen).unwrap();
    let line = &world.supply(1).lines[0];
    assert_eq!((line.quantity, line.unit), (3, Cents(1_800)));
}

/// «Calibrer le parc avec sobriété»: fewer new devices than old ones, with the reason written down.
#[test]
fn a_renewal_gets_fewer_than_it_replaces_with_a_reason() {
    let mut world = with_catalogue();
    let id = campaign(1);
    let mut draft = small_budget(0);
    draft.kind = CampaignKind::Renewal;
    draft.purses.values_mut().for_each(|purse| purse.each = None);
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign: id, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign: id }).unwrap();
    let device = |n: u128| EquipmentId(Uuid::from_u128(n));
    for n in 1..=3 {
        let name = "Poste".into();
        world.put(Equipment::blank(device(n), site("0420001A"), EquipmentKind::Computer, name));
    }
    let mut wish = ask(&world, 1, &[(SCREEN, 3)]);
    if let Act::AskSupply { replaces, .. } = &mut wish {
        replaces.extend((1..=3).map(device));
    }
    world.give(DISPATCHER, wish).unwrap();
    let two = edit(&world, 1, &[(SCREEN, 2)]);
    assert_eq!(world.give(TEACHER, two.clone()), Err(Refusal::NotAllowed));
    let silent = Refusal::BadField { field: FieldName::Note, problem: FieldProblem::Empty };
    assert_eq!(world.give(DISPATCHER, two), Err(silent));
    let mut said = edit(&world, 1, &[(SCREEN, 2)]);
    if let Act::EditSupply { note, .. } = &mut said {
        *note = "Deux suffisent".into();
    }
    world.give(DISPATCHER, said).unwrap();
    let known = world.supply(1);
    assert_eq!((known.lines[0].quantity, known.replaces.len()), (2, 3));
    assert_eq!((known.state, known.note.as_str()), (SupplyState::Asked, "Deux suffisent"));
}
