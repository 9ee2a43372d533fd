//! Kits on their way: there, back, late, incomplete, and in two places at once.

use crate::loan_world::*;
use crate::world::*;
use shared::article::{self, Article};
use shared::day::Half;
use shared::loan::between::also_out;
use shared::loan::{Bar, Piece};
use shared::owed::coverage;
use shared::refusal::{Conflict, Refusal};
use shared::row::{RowKey, State};
use shared::scope::Scope;
use shared::supply::{self, Anomaly, Carrier, HandOver, LegKind, Supply, SupplyState, Word};
use shared::teacher;
use shared::visit::Visit;

fn by_unit(unit: &str) -> HandOver {
    HandOver { unit: unit.into(), received_by: "Mme Roux".into(), ..HandOver::default() }
}

/// There and back: a loan is out by its legs, and ends when it came back; the school's «Tout est
/// là» does not end it, and no day without an answer does.
#[test]
fn a_loan_ends_when_it_came_back() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    let kinds: Vec<_> = loans.loan(1).legs.iter().map(|leg| leg.kind).collect();
    assert_eq!(kinds, [LegKind::Deliver, LegKind::TakeBack]);
    loans.on("2026-03-09").deliver(1);
    let who = loans.teacher(1);
    loans.give(&who, supply::Act::ConfirmSupply { supply: loan(1) }).unwrap();
    assert_eq!(loans.loan(1).state, SupplyState::Delivered);
    let later = day("2026-06-01");
    assert!(!loans.loan(1).closes_unanswered(&loans.world.state.calendar(), later));
    assert!(loans.kit().taken[&loan(1)].out);
    loans.on("2026-03-19").take_back(1);
    assert_eq!(loans.loan(1).state, SupplyState::Closed);
    assert_eq!(loans.loan(1).ended_on, Some(day("2026-03-19")));
    // A day early: taken until it is ready again, and forgotten then.
    assert_eq!(loans.free(span("2026-03-23", "2026-03-27")), 0);
    assert_eq!(loans.free(span("2026-03-24", "2026-03-27")), 1);
    loans.on("2026-04-01").ask(2, 2, span("2026-04-02", "2026-04-03")).unwrap();
    assert_eq!(loans.kit().taken.keys().copied().collect::<Vec<_>>(), [loan(2)]);
}

/// Case 8, invariant 5: a hand-over that happened is never refused. Both schools are named, the
/// unit is never double in the stock.
#[test]
fn a_unit_in_two_places_is_recorded_with_both_schools() {
    let mut loans = Loans::new(2);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.ready(2, 2, span("2026-03-16", "2026-03-27"), "VT-02");
    loans.on("2026-03-09").deliver(1);
    // The phone of the second one had no network, and the label that was scanned was VT-01.
    let told = loans.on("2026-03-16").carry(2, LegKind::Deliver, by_unit("vt-01")).unwrap();
    assert_eq!(loans.loan(2).state, SupplyState::Delivered);
    assert_eq!(loans.loan(2).unit, "VT-01", "the reservation follows the unit");
    for n in [1, 2] {
        assert_eq!(loans.loan(n).legs[0].anomalies, [Anomaly::UnitElsewhere], "{n}");
    }
    let row = RowKey::of::<Supply>(&loan(2));
    let marked = Conflict::Marked { row, anomaly: "unit_elsewhere".into() };
    assert!(told.conflicts.contains(&marked), "{:?}", told.conflicts);
    let sites = |n| -> Vec<_> {
        let others = also_out(&loans.world.state, loans.loan(n));
        others.iter().map(|other| other.site.clone()).collect()
    };
    assert_eq!((sites(1), sites(2)), (vec![school(2)], vec![school(1)]));
    // One of the two units is out, not two.
    assert_eq!(loans.free(span("2026-03-18", "2026-03-19")), 1);
    // Told again it says nothing new.
    loans.carry(2, LegKind::Deliver, by_unit("VT-01")).unwrap();
    assert_eq!(loans.loan(2).legs[0].anomalies.len(), 1);
}

/// «One unit is in one place», broken by leihs #1628: a technician lends kit B because A is broken.
/// The label that was scanned rules and the reservation follows the unit: A is free, and the loan
/// that was to have B is at risk at once, not only on the day on which it begins.
#[test]
fn a_unit_lent_in_place_of_another_takes_the_reservation_with_it() {
    let mut loans = Loans::new(2);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.ready(2, 2, span("2026-03-16", "2026-03-27"), "VT-02");
    let is_at_risk = |loans: &Loans| {
        shared::loan::between::is_at_risk(&loans.world.state, loans.loan(2), loans.today())
    };
    assert!(!is_at_risk(&loans));
    loans.on("2026-03-09").carry(1, LegKind::Deliver, by_unit("VT-02")).unwrap();
    assert_eq!((loans.loan(1).unit.as_str(), loans.loan(1).has_anomaly()), ("VT-02", false));
    assert_eq!(loans.kit().taken[&loan(1)].unit, "VT-02");
    assert!(is_at_risk(&loans), "its unit is elsewhere on its days");
    loans.choose(2, "VT-01").unwrap();
    assert!(!is_at_risk(&loans));
    loans.on("2026-03-16").carry(2, LegKind::Deliver, by_unit("VT-01")).unwrap();
    assert!(!loans.loan(2).has_anomaly());
}

/// A loan that was withdrawn and handed over all the same is out, with its anomaly.
#[test]
fn a_loan_handed_over_after_its_end_is_out() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    let reason = "Erreur".to_owned();
    loans.desk(supply::Act::CancelSupply { supply: loan(1), reason }).unwrap();
    assert!(loans.kit().taken.is_empty());
    loans.on("2026-03-09").deliver(1);
    assert_eq!(loans.loan(1).legs[0].anomalies, [Anomaly::AfterEnd]);
    assert!(loans.kit().taken[&loan(1)].out);
}

/// Two phones may tell the way there after the way back: it is back.
#[test]
fn the_way_there_told_after_the_way_back_changes_nothing() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.on("2026-03-20").take_back(1);
    loans.deliver(1);
    assert_eq!(loans.loan(1).state, SupplyState::Closed);
    assert!(!loans.kit().taken[&loan(1)].out);
}

/// «Contents are checked out and in; a missing piece opens a ticket on the kit, not a fine»:
/// 15 tablets of 16.
#[test]
fn a_missing_piece_opens_a_ticket() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    assert_eq!(loans.kit().pieces(), 18);
    loans.on("2026-03-09").deliver(1);
    assert!(loans.world.state.tickets.is_empty(), "all was there");
    let lacks = vec![Piece { quantity: 1, label: "tablette".into() }];
    let done = HandOver { lacks, ticket: Some(ticket(1)), ..by_unit("VT-01") };
    loans.on("2026-03-20").carry(1, LegKind::TakeBack, done).unwrap();
    let told = loans.world.ticket(1);
    assert_eq!(told.site, school(1));
    let what =
        "Prêt «\u{a0}Valise de tablettes\u{a0}», VT-01\u{a0}: il manque 1\u{a0}×\u{a0}tablette";
    assert_eq!(told.text, what);
    // «Opens a ticket on the kit»: it is of the unit, whichever school has it next.
    let unit = shared::loan::LentUnit { article: KIT, label: "VT-01".into() };
    assert_eq!(told.unit, Some(unit));
    let told = told.clone();
    let requests = |label: &str| {
        let all = shared::loan::between::requests_of(&loans.world.state, KIT, label);
        all.into_iter().map(|ticket| ticket.id).collect::<Vec<_>>()
    };
    assert_eq!((requests("vt-01"), requests("VT-02")), (vec![told.id], vec![]));
    let json = serde_json::to_string(&told).unwrap();
    assert_eq!(serde_json::from_str::<shared::ticket::Ticket>(&json).unwrap(), told);
    let back = loans.loan(1).legs[1].done().unwrap();
    assert_eq!(back.lacks[0].quantity, 1);
    assert_eq!(loans.loan(1).history.last().unwrap().what.what, Word::Returned);
}

/// A school tells what it lacks while it has the kit; nothing is brought again by itself.
#[test]
fn a_school_tells_what_it_lacks() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    let text = "le chargeur".to_owned();
    let lack = shared::loan::Act::TellLack { supply: loan(1), ticket: ticket(1), text };
    let who = loans.teacher(1);
    assert!(loans.give(&who, lack.clone()).is_err(), "it has nothing yet");
    loans.on("2026-03-09").deliver(1);
    let other = loans.teacher(2);
    assert_eq!(loans.give(&other, lack.clone()).unwrap_err(), Refusal::NotAllowed);
    loans.give(&who, lack).unwrap();
    assert!(loans.world.ticket(1).text.ends_with("il manque le chargeur"));
    assert_eq!(loans.world.ticket(1).unit.as_ref().map(|unit| unit.label.as_str()), Some("VT-01"));
    assert_eq!(loans.loan(1).legs.len(), 2);
    let items = vec![supply::Item::new(0, 1)];
    let missing = supply::Act::TellMissing { supply: loan(1), items, text: String::new() };
    assert_eq!(loans.give(&who, missing).unwrap_err(), Bar::Begun.into());
}

/// «The training gate holds for loans too», broken by robots lent to an untrained teacher: the leg
/// is barred before, and marked after.
#[test]
fn the_gate_holds_for_loans() {
    let mut loans = Loans::new(1);
    let topic = shared::id::TopicId::from("robots");
    let robots = Article { requires: Some(topic.clone()), ..tablets(1) };
    loans.desk(article::Act::SetArticle { article: Box::new(robots) }).unwrap();
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    let teacher = shared::id::TeacherId(uuid::Uuid::from_u128(9));
    let name = teacher::Act::NameTeacher {
        teacher,
        site: school(1),
        name: "Mme Roux".into(),
        function: "CE1".into(),
    };
    loans.desk(name).unwrap();
    let known = loans.world.state.teachers[&teacher].clone();
    let leg = loans.loan(1).legs[0].clone();
    assert!(loans.loan(1).gate(&leg, Some(&known), day("2026-03-09")).is_err());
    let done = HandOver { to: Some(teacher), ..by_unit("VT-01") };
    loans.on("2026-03-09").carry(1, LegKind::Deliver, done).unwrap();
    assert_eq!(loans.loan(1).legs[0].anomalies, [Anomaly::Untrained]);
}

/// The technician's phone knows what is lent, and which unit is out, before the hand-over.
#[test]
fn a_phone_knows_which_unit_is_out() {
    let mut loans = Loans::new(2);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    loans.on("2026-03-09").deliver(1);
    let who = loans.world.actor(TECHNICIAN);
    let scope = Scope::new(&who, Default::default(), Default::default(), loans.now);
    let mut held = State::default();
    for row in loans.world.state.rows().filter_map(|row| scope.view(&row)) {
        held.put(row);
    }
    let kit = held.articles[&KIT].kit.as_ref().unwrap();
    assert_eq!(kit.out_with("vt-01", loan(2)), Some(loan(1)));
    assert_eq!(kit.out_with("VT-02", loan(2)), None);
    assert!(held.supplies.is_empty(), "nothing of schools where they do not go");
}

/// A kit goes with rounds: there during its days, back when they end, and never at the same stop.
#[test]
fn a_kit_rides_there_and_back() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-20"), "VT-01");
    let at = |on: &str| {
        let slot = slot(on, Half::Morning);
        let state = shared::visit::VisitState::Planned;
        Visit::new(visit(1), school(1), "2025-2026-3".into(), account(TECHNICIAN), slot, state)
    };
    let rides = |loans: &Loans, leg: usize, on: &str| {
        let loan = loans.loan(1);
        loan.rides_with(&loan.legs[leg], &at(on), &loans.world.state)
    };
    assert!(rides(&loans, 0, "2026-03-09") && !rides(&loans, 0, "2026-03-06"));
    assert!(!rides(&loans, 1, "2026-03-20"), "nothing to take back yet");
    loans.on("2026-03-09").deliver(1);
    assert!(rides(&loans, 1, "2026-03-20") && !rides(&loans, 1, "2026-03-12"));
    assert!(rides(&loans, 1, "2026-04-02"), "late, with the next visit");
}

/// A stop that would keep the unit into another loan's days is refused with the next free days;
/// other days let the stops go that do not fit any more.
#[test]
fn a_stop_keeps_the_unit_for_no_other_loan() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-13"), "VT-01");
    loans.ask(2, 2, span("2026-03-19", "2026-03-20")).unwrap();
    let plan = |loans: &mut Loans, leg, on: &str| {
        let technician = account(TECHNICIAN);
        let carrier = Some(Carrier::Stop { technician, slot: slot(on, Half::Morning) });
        loans.desk(supply::Act::PlanLeg { supply: loan(1), leg, carrier })
    };
    plan(&mut loans, 1, "2026-03-09").unwrap();
    let late = plan(&mut loans, 2, "2026-03-17").unwrap_err();
    assert!(matches!(late, Refusal::Loan { why: Bar::Taken { .. } }), "{late:?}");
    plan(&mut loans, 2, "2026-03-16").unwrap();
    let desk = loans.world.actor(DISPATCHER);
    loans.set_days(&desk, 1, span("2026-03-10", "2026-03-13")).unwrap();
    let carriers: Vec<_> = loans.loan(1).legs.iter().map(|leg| leg.carrier).collect();
    assert_eq!(carriers, [None, None]);
}

/// «277 stays 277»: units lie at no site. Neither sites nor half-days nor equipment grow with them.
#[test]
fn the_stock_is_no_site() {
    let mut loans = Loans::new(1);
    let owed = |loans: &Loans| {
        let state = &loans.world.state;
        let quarter = state.calendar().quarters[0].clone();
        coverage(state, &quarter, day("2026-03-12")).len()
    };
    let count = |loans: &Loans| {
        (loans.world.state.sites.len(), loans.world.state.equipment.len(), owed(loans))
    };
    loans.teacher(1);
    let before = count(&loans);
    for n in 2..=20 {
        let unit = shared::loan::Unit::labelled(format!("VT-{n:02}"));
        loans.desk(shared::loan::Act::SetUnit { article: KIT, unit }).unwrap();
    }
    loans.ready(1, 1, span("2026-03-09", "2026-03-13"), "VT-20");
    loans.on("2026-03-09").deliver(1);
    assert_eq!(count(&loans), before);
    assert_eq!(loans.kit().units.len(), 20);
}

/// A desk of before saves an article without its kit: units and loans stay.
#[test]
fn an_article_saved_without_its_kit_keeps_it() {
    let mut loans = Loans::new(2);
    loans.ask(1, 1, span("2026-03-09", "2026-03-13")).unwrap();
    let label = "Valise de 16 tablettes".to_owned();
    let without = Article { label: label.clone(), kit: None, ..tablets(2) };
    loans.desk(article::Act::SetArticle { article: Box::new(without) }).unwrap();
    assert_eq!((loans.kit().units.len(), loans.kit().taken.len()), (2, 1));
    assert_eq!(loans.world.state.articles[&KIT].label, label);
    // Nor does a kit that is sent back empty what is taken.
    loans.desk(article::Act::SetArticle { article: Box::new(tablets(0)) }).unwrap();
    assert_eq!((loans.kit().units.len(), loans.kit().taken.len()), (2, 1));
}

/// Rows of before are read: no article had a kit, no supply a period.
#[test]
fn rows_of_before_are_read() {
    let mut old = serde_json::to_value(Article { kit: None, ..tablets(1) }).unwrap();
    old["kind"] = "small".into();
    assert!(old.get("kit").is_none());
    let read: Article = serde_json::from_value(old).unwrap();
    assert_eq!(read.kit, None);
    let newer = r#"{"label":"A","state":"lent_for_ever"}"#;
    let unit: shared::loan::Unit = serde_json::from_str(newer).unwrap();
    assert_eq!(unit.state, shared::loan::UnitState::Unknown);
}

/// A unit that is late is taken back by a stop whoever waits for it, or it would stay out for ever.
#[test]
fn a_late_unit_is_fetched_whoever_waits_for_it() {
    let mut loans = Loans::new(1);
    loans.ready(1, 1, span("2026-03-09", "2026-03-13"), "VT-01");
    loans.on("2026-03-09").deliver(1);
    loans.ask(2, 2, span("2026-03-19", "2026-03-20")).unwrap();
    let slot = slot("2026-03-19", Half::Morning);
    let carrier = Some(Carrier::Stop { technician: account(TECHNICIAN), slot });
    let plan = supply::Act::PlanLeg { supply: loan(1), leg: 2, carrier };
    let early = loans.on("2026-03-12").desk(plan.clone()).unwrap_err();
    assert!(matches!(early, Refusal::Loan { why: Bar::Taken { .. } }), "{early:?}");
    loans.on("2026-03-18").desk(plan).unwrap();
    assert_eq!(loans.loan(1).legs[1].carrier, carrier);
}
