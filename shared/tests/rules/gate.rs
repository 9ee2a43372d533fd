//! No delivery before training (S10): what a phone asks before a hand-over, and what the server
//! keeps of one that was done all the same.

use crate::supply_world::*;
use crate::world::*;
use shared::article::{self, Article};
use shared::id::{TeacherId, TopicId};
use shared::refusal::Conflict;
use shared::settings::{Settings, Topic};
use shared::supply::{Act, Anomaly, Barred, FailReason, HandOver, Item, SupplyState};
use shared::teacher::{self, Gate};
use uuid::Uuid;

const TODAY: &str = "2026-03-12";

fn topic() -> TopicId {
    TopicId("tablettes".into())
}

fn person(n: u8) -> TeacherId {
    TeacherId(Uuid::from_bytes([n; 16]))
}

/// A screen that asks for a training is ready to be handed over; teacher 1 is named, and untrained.
fn with_screen() -> World {
    let mut world = with_budget();
    let topics = Some(vec![Topic { id: topic(), label: "Prise en main des tablettes".into() }]);
    world.put(Settings { topics, ..Settings::default() });
    let known = world.state.articles[&crate::supply_world::article(SCREEN)].as_ref().clone();
    let article = Article { requires: Some(topic()), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
    let wish = ask(&world, 1, &[(SCREEN, 1)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    world.give(DISPATCHER, prepare(1)).unwrap();
    world.give(TEACHER, name(1, "0420001A")).unwrap();
    world
}

fn name(n: u8, at: &str) -> teacher::Act {
    teacher::Act::NameTeacher {
        teacher: person(n),
        site: site(at),
        name: format!("Mme {n}"),
        function: "CE1".into(),
    }
}

fn attest(n: u8, on: &str) -> teacher::Act {
    teacher::Act::AttestTraining {
        teacher: person(n),
        topic: topic(),
        day: day(on),
        body: "Canopé".into(),
        evidence: "attestation 12".into(),
    }
}

/// What a phone asks before it lets somebody hand the screen over.
fn asked(world: &World, to: Option<u8>, on: &str) -> Result<(), Barred> {
    let supply = world.supply(1);
    let teacher = to.map(|n| world.state.teachers[&person(n)].clone());
    supply.gate(&supply.legs[0], teacher.as_deref(), day(on))
}

fn barred(why: Gate) -> Result<(), Barred> {
    Err(Barred { topic: topic(), why })
}

fn handed(to: Option<u8>) -> Act {
    let done = HandOver { visit: Some(visit(1)), to: to.map(person), ..HandOver::default() };
    Act::DoLeg { supply: supply(1), leg: 1, done }
}

/// Case 1: refused on the phone before the hand-over; the delivery is left for later, once, and
/// waits again.
#[test]
fn an_untrained_teacher_gets_nothing_and_the_delivery_waits_again() {
    let mut world = with_screen();
    assert_eq!(asked(&world, Some(1), TODAY), barred(Gate::Untrained));
    assert_eq!(asked(&world, None, TODAY), barred(Gate::NoTeacher));
    let fail = Act::FailLeg {
        supply: supply(1),
        leg: 1,
        visit: Some(visit(1)),
        reason: FailReason::Training,
        text: String::new(),
    };
    world.give(TECHNICIAN, fail).unwrap();
    let leg = &world.supply(1).legs[0];
    assert_eq!((leg.failed, leg.carrier, leg.is_done()), (Some(FailReason::Training), None, false));
    assert_eq!(world.supply(1).state, SupplyState::Ready);
}

/// Case 2, invariant «trained follows the person»: trained in the morning, and known here, passes
/// in the afternoon; a training that is still to come does not.
#[test]
fn who_was_trained_by_that_day_passes() {
    let mut world = with_screen();
    world.give(DISPATCHER, attest(1, TODAY)).unwrap();
    assert_eq!(asked(&world, Some(1), TODAY), Ok(()));
    let later = Gate::TrainedLater { on: day(TODAY) };
    assert_eq!(asked(&world, Some(1), "2026-03-11"), barred(later));
    world.give(TECHNICIAN, handed(Some(1))).unwrap();
    let supply = world.supply(1);
    assert_eq!((supply.state, supply.has_anomaly()), (SupplyState::Delivered, false));
    assert_eq!(supply.legs[0].to, Some(person(1)));
}

/// Case 4: a waiver holds on its last day, and not on the day after.
#[test]
fn a_waiver_holds_until_its_last_day() {
    let mut world = with_screen();
    let waive = teacher::Act::WaiveTraining {
        teacher: person(1),
        topic: topic(),
        until: Some(day("2026-03-31")),
        reason: "urgence".into(),
    };
    world.give(COORDINATOR, waive).unwrap();
    assert_eq!(asked(&world, Some(1), "2026-03-31"), Ok(()));
    let over = Gate::WaiverOver { until: day("2026-03-31") };
    assert_eq!(asked(&world, Some(1), "2026-04-01"), barred(over));
}

/// Case 4, by what is told: a leg that was declared on 31 March passes with the waiver until that
/// day, whenever the server hears of it; one of 1 April is kept and marked. The day is that of the
/// server's calendar: a leg of 23:30 in Paris on the 31st is of the 31st.
#[test]
fn the_declared_day_of_a_leg_is_held_against_the_waiver() {
    // 31 March 2026, 23:30 in Paris, which is 21:30 UTC; and half an hour and a minute later.
    let late = 1_774_992_600_000;
    for (declared, anomalies) in [(late, vec![]), (late + 31 * 60_000, vec![Anomaly::Untrained])] {
        let mut world = with_screen();
        let waive = teacher::Act::WaiveTraining {
            teacher: person(1),
            topic: topic(),
            until: Some(day("2026-03-31")),
            reason: "urgence".into(),
        };
        world.give(COORDINATOR, waive).unwrap();
        let mut envelope = world.envelope(TECHNICIAN, handed(Some(1)));
        envelope.declared_at = declared;
        // The phone had no network for four days.
        let received = declared + 4 * shared::limits::DAY_MS;
        world.judge_at(TECHNICIAN, &envelope, received).unwrap();
        let supply = world.supply(1);
        assert_eq!(supply.legs[0].anomalies, anomalies, "{declared}");
        assert_eq!(supply.state, SupplyState::Delivered);
    }
}

/// Case 6: a name that a technician proposes is untrained, so nothing is handed over.
#[test]
fn a_proposed_name_is_untrained() {
    let mut world = with_screen();
    world.give(TECHNICIAN, name(2, "0420001A")).unwrap();
    assert_eq!(asked(&world, Some(2), TODAY), barred(Gate::Untrained));
}

/// Somebody of another school does not open the gate of this one.
#[test]
fn a_teacher_of_another_school_does_not_count() {
    let mut world = with_screen();
    world.give(DISPATCHER, name(2, "0420002B")).unwrap();
    world.give(DISPATCHER, attest(2, "2026-01-10")).unwrap();
    let elsewhere = Gate::Elsewhere { site: site("0420002B") };
    assert_eq!(asked(&world, Some(2), TODAY), barred(elsewhere));
}

/// Invariant: a delivery that was done stays done. An older phone handed over without the training:
/// the server keeps the fact, marks it once, and tells its author.
#[test]
fn a_delivery_before_the_training_is_kept_and_marked() {
    for to in [Some(1), None] {
        let mut world = with_screen();
        let decision = world.give(TECHNICIAN, handed(to)).unwrap();
        let marked = |conflict: &Conflict| matches!(conflict, Conflict::Marked { .. });
        assert!(decision.conflicts.iter().any(marked), "{decision:?}");
        let supply = world.supply(1);
        assert_eq!(supply.state, SupplyState::Delivered);
        assert_eq!(supply.legs[0].anomalies, [Anomaly::Untrained]);
        // Told again by the same phone, it changes nothing.
        world.give(TECHNICIAN, handed(to)).unwrap();
        assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::Untrained]);
    }
}

/// What asks for no training passes whoever takes it: a gate for mice would only be in the way.
#[test]
fn what_requires_no_training_needs_nobody_by_name() {
    let mut world = with_budget();
    world.six_mice();
    let mice = world.supply(1);
    assert_eq!(mice.gate(&mice.legs[0], None, day(TODAY)), Ok(()));
}

/// S10, invariant «the phone refuses the hand-over before it happens»: of what is given, and of
/// nothing else. Mice that came with a screen are handed over alone, to whoever takes them; the
/// screen is left for later, and asks for its training then.
#[test]
fn only_what_is_handed_over_asks_for_its_training() {
    let mut world = with_screen();
    let reason = "une seule commande".into();
    world.give(DISPATCHER, Act::CancelSupply { supply: supply(1), reason }).unwrap();
    let both = ask(&world, 2, &[(MOUSE, 2), (SCREEN, 1)]);
    world.give(TEACHER, both).unwrap();
    world.give(DISPATCHER, accept(2)).unwrap();
    world.give(DISPATCHER, prepare(2)).unwrap();
    let known = world.supply(2).clone();
    let leg = &known.legs[0];
    let mice = [Item::new(0, 2), Item::new(1, 0)];
    assert_eq!(known.gate_for(leg, &mice, None, day(TODAY)), Ok(()));
    assert_eq!(known.gate(leg, None, day(TODAY)), barred(Gate::NoTeacher));

    let items = vec![Item::new(0, 2)];
    let done = HandOver { visit: Some(visit(1)), items, ..HandOver::default() };
    let decision = world.give(TECHNICIAN, Act::DoLeg { supply: supply(2), leg: 1, done }).unwrap();
    assert!(decision.conflicts.is_empty(), "{decision:?}");
    let known = world.supply(2);
    assert!(known.legs[0].is_done() && !known.has_anomaly());
    assert_eq!((known.state, known.legs[1].items.len()), (SupplyState::Ready, 1));
    assert_eq!(known.gate(&known.legs[1], None, day(TODAY)), barred(Gate::NoTeacher));
    // The training that the rest asks for is told when the rest is handed over.
    let done = HandOver { visit: Some(visit(1)), to: Some(person(1)), ..HandOver::default() };
    world.give(TECHNICIAN, Act::DoLeg { supply: supply(2), leg: 2, done }).unwrap();
    assert_eq!(world.supply(2).legs[1].anomalies, [Anomaly::Untrained]);
}

/// «Attendance corrected … later» holds for what was attested too: what was attested by mistake is
/// withdrawn, the hand-over that it let happen stays and is marked, and the gate is shut from now
/// on; attested again, it opens from then on and the mark stays.
#[test]
fn an_attestation_by_mistake_is_withdrawn_and_marks_what_it_let_happen() {
    let mut world = with_screen();
    world.give(DISPATCHER, attest(1, TODAY)).unwrap();
    assert_eq!(asked(&world, Some(1), TODAY), Ok(()));
    world.give(DISPATCHER, handed(Some(1))).unwrap();
    assert_eq!(world.supply(1).legs[0].anomalies, []);
    let withdraw = teacher::Act::WithdrawTraining { teacher: person(1), topic: topic() };
    world.give(DISPATCHER, withdraw.clone()).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Delivered, "what happened stays");
    assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::Untrained]);
    assert_eq!(asked(&world, Some(1), TODAY), barred(Gate::Untrained));
    let before = world.supply(1).clone();
    world.give(DISPATCHER, withdraw).unwrap();
    assert_eq!(world.supply(1), &before, "twice changes nothing more");
    world.give(DISPATCHER, attest(1, TODAY)).unwrap();
    assert_eq!(asked(&world, Some(1), TODAY), Ok(()));
    assert_eq!(world.supply(1).legs[0].anomalies, [Anomaly::Untrained], "the mark stays");
}
