//! What is handed over, done and missing: the cases of acceptance about legs.

use crate::supply_world::*;
use crate::world::*;
use shared::article::{self, Article};
use shared::command::Command;
use shared::money::Cents;
use shared::refusal::{FieldName, FieldProblem, Refusal};
use shared::row::RowKey;
use shared::supply::{Act, Anomaly, FailReason, Item, LegKind, Supply, SupplyState, Word};

fn wrong_state(n: u8, state: &str) -> Refusal {
    Refusal::State { row: RowKey::of::<Supply>(&supply(n)), state: state.into() }
}

/// Case 4, «a service done in the visit is done once, even if two technicians tap»: carried out
/// offline and told three times, by two people, it is done once, and its leg has one entry.
#[test]
fn a_service_told_three_times_is_done_once() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(INSTALLATION, 1)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    let waiting = world.supply(1);
    assert_eq!(waiting.state, SupplyState::Ready, "work needs nothing to be bought");
    assert_eq!(waiting.legs[0].kind, LegKind::Perform);
    assert_eq!(waiting.minutes(&waiting.legs[0]), 30);
    for n in [TECHNICIAN, TECHNICIAN, DISPATCHER] {
        world.give(n, hand_over(1, 1, None)).unwrap();
    }
    let done = world.supply(1);
    assert_eq!(done.state, SupplyState::Delivered);
    let told = done.history.iter().filter(|entry| entry.what.leg == Some(1)).count();
    assert_eq!((told, done.legs.len(), done.has_anomaly()), (1, 1, false));
}

/// Case 7: 4 of 6 mice are handed over: 2 stay a leg, and the school says that 2 are missing.
#[test]
fn a_part_is_handed_over_and_the_rest_stays() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, Some(4))).unwrap();
    let part = world.supply(1);
    assert_eq!((part.delivered(0), part.rest(0)), (4, 2));
    assert!(part.is_partly_delivered());
    assert_eq!(part.state, SupplyState::Ready);
    let rest: Vec<_> = part.waiting().map(|leg| (leg.id, leg.items.clone())).collect();
    assert_eq!(rest, [(2, vec![Item::new(0, 2)])]);

    // What is to come anyway is no news: nothing is brought twice.
    let missing = |pieces| Act::TellMissing {
        supply: supply(1),
        items: vec![Item::new(0, pieces)],
        text: String::new(),
    };
    world.give(TEACHER, missing(2)).unwrap();
    world.give(TEACHER, missing(2)).unwrap();
    let told = world.supply(1);
    assert_eq!((told.legs.len(), told.rest(0)), (2, 2));
    let words = told.history.iter().filter(|entry| entry.what.what == Word::Missing).count();
    assert_eq!(words, 1, "said twice, kept once");

    world.give(TECHNICIAN, hand_over(1, 2, None)).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Delivered);
    assert!(!world.supply(1).is_partly_delivered());
    world.give(TEACHER, Act::ConfirmSupply { supply: supply(1) }).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Closed);
}

/// A school that counts fewer than were said to be handed over: the missing ones come again.
#[test]
fn what_is_missing_is_brought_again() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    let items = vec![Item::new(0, 2)];
    let text = "La boîte en contient 4".into();
    world.give(TEACHER, Act::TellMissing { supply: supply(1), items, text }).unwrap();
    let told = world.supply(1);
    assert_eq!((told.state, told.delivered(0), told.rest(0)), (SupplyState::Ready, 4, 2));
    assert_eq!(told.delivered_on, None);
    world.give(TECHNICIAN, hand_over(1, 2, None)).unwrap();
    let done = world.supply(1);
    assert_eq!((done.state, done.delivered(0)), (SupplyState::Delivered, 6));
    assert_eq!(done.price(), Cents(10_800), "it costs what it cost");
    let items = vec![Item::new(0, 7)];
    let more = Act::TellMissing { supply: supply(1), items, text: String::new() };
    let (field, problem) = (FieldName::Quantity, FieldProblem::Invalid);
    assert_eq!(world.give(TEACHER, more), Err(Refusal::BadField { field, problem }));
}

/// Two technicians say that they handed the same things over: the second counts nothing, and
/// everybody sees it.
#[test]
fn a_hand_over_that_two_people_tell_counts_once() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, Some(4))).unwrap();
    for _ in 0..3 {
        world.give(DISPATCHER, hand_over(1, 1, None)).unwrap();
    }
    let told = world.supply(1);
    assert_eq!((told.delivered(0), told.rest(0)), (4, 2));
    assert_eq!(told.legs[0].anomalies, [Anomaly::ToldTwice]);
    let again = told.history.iter().filter(|entry| entry.what.what == Word::ToldAgain).count();
    assert_eq!(again, 1);
}

/// A leg that fails waits for the next one who comes, with its reason.
#[test]
fn what_was_not_done_waits_again() {
    let mut world = with_budget();
    world.six_mice();
    let fail = |reason, text: &str| Act::FailLeg {
        supply: supply(1),
        leg: 1,
        visit: Some(visit(1)),
        reason,
        text: text.into(),
    };
    let (field, problem) = (FieldName::Reason, FieldProblem::Empty);
    let refusal = Refusal::BadField { field, problem };
    assert_eq!(world.give(TECHNICIAN, fail(FailReason::Other, " ")), Err(refusal));
    world.give(TECHNICIAN, fail(FailReason::NobodyThere, "")).unwrap();
    let failed = world.supply(1);
    assert_eq!(failed.legs[0].failed, Some(FailReason::NobodyThere));
    assert_eq!((failed.legs[0].carrier, failed.state), (None, SupplyState::Ready));
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    assert_eq!(world.supply(1).legs[0].failed, None);
    // Words that come late change nothing of what was done.
    world.give(TECHNICIAN, fail(FailReason::NoTime, "")).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Delivered);
}

/// Nobody answers for ten school days: the server closes it.
#[test]
fn what_is_delivered_closes_by_itself() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    let calendar = world.state.calendar();
    let closes = |on: &str| world.supply(1).closes_unanswered(&calendar, day(on));
    assert!(!closes("2026-03-25"));
    assert!(closes("2026-03-26"), "the tenth school day after Thursday 12 March");
    let system = shared::role::Role::System;
    let close: Command = Act::CloseSupply { supply: supply(1) }.into();
    assert!(close.is_allowed(system));
    assert!(!close.is_allowed(shared::role::Role::Coordinator));
}

/// Withdrawn before anything was handed over; after it, what is missing is told instead.
#[test]
fn what_has_begun_is_not_withdrawn() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, Some(1))).unwrap();
    let cancel = || Act::CancelSupply { supply: supply(1), reason: "Trop long".into() };
    assert_eq!(world.give(TEACHER, cancel()), Err(wrong_state(1, "ready")));
}

/// The order to suppliers has what is bought, before tax, and no formula.
#[test]
fn a_supplier_gets_what_is_bought_and_no_work() {
    let mut world = with_budget();
    let known = sold(MOUSE, "Souris", 1_800, 0);
    let supplier = "=Fournisseur".to_owned();
    let known = Article { supplier, reference: "S-1".into(), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(known) }).unwrap();
    let wish = ask(&world, 1, &[(MOUSE, 6), (PRINTER, 1), (INSTALLATION, 1)]);
    world.give(TEACHER, wish).unwrap();
    let text = shared::supply::export::to_suppliers(&world.state, &[supply(1)]);
    let lines: Vec<_> = text.trim_start_matches('\u{feff}').lines().collect();
    assert_eq!(
        lines,
        [
            "bon;ligne;reference;quantite;prix_unitaire_ht;livraison;etablissement;contact",
            "\"\";1;\"Imprimante\";1;107,50;depot;\"École 0420001A\";\"\"",
            "\"'=Fournisseur\";1;\"S-1\";6;15,00;depot;\"École 0420001A\";\"\"",
        ]
    );
    // «Fictitious sites never leave the demonstration»: there no line is taken for an order.
    let mut made_up = new_site("0420009Z");
    made_up.fictitious = true;
    world.put(made_up);
    let text = shared::supply::export::to_suppliers(&world.state, &[supply(1)]);
    let mut lines = text.lines();
    assert!(lines.next().is_some_and(|head| head.ends_with(";contact;donnees")), "{text}");
    assert!(lines.all(|line| line.ends_with(";démonstration, données fictives")), "{text}");
}
