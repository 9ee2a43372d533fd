//! Renewals that are accepted: never beyond the money of their campaign (S5, section 3), at the
//! price that was copied when they were proposed.

use super::renewal::{campaign, laptop, opened, propose};
use super::*;
use shared::article::{self, Article};
use shared::id::SupplyId;
use shared::money::Cents;
use shared::settings::{Settings, Topic};
use shared::supply::{Act as Order, Asked, HandOver, SupplyState};
use shared::teacher;

fn supply(n: u128) -> SupplyId {
    SupplyId(Uuid::from_u128(n))
}

fn accept(n: u128) -> Order {
    Order::AcceptSupply { supply: supply(n), visit: None }
}

/// A new one for an old device, at that price.
fn one(n: u128, old: u128, cents: i64) -> Order {
    Order::AskSupply {
        supply: supply(n),
        site: site(SCHOOL),
        campaign: campaign(),
        lines: vec![Asked { article: laptop().id, quantity: 1, unit: Cents(cents) }],
        note: String::new(),
        teacher: None,
        replaces: vec![key(old)],
    }
}

fn price(world: &mut World, cents: i64) {
    let article = Article { unit: Cents(cents), ..laptop() };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
}

/// S5, acceptance 2, and invariant «sum accepted ≤ campaign total»: what two desks proposed beyond
/// the money is not accepted beyond it. 615 devices leave 130.31 €; the 616th is refused with it.
#[test]
fn the_server_accepts_615_devices_and_refuses_the_616th() {
    let mut world = opened(616);
    for order in propose(&world, 615) {
        world.give(DISPATCHER, order).unwrap();
    }
    let last = list(&world.state).ranked[0].device.id.0.as_u128();
    world.give(DISPATCHER, one(9, last, 70_000)).unwrap();
    for n in [1, 2] {
        world.give(COORDINATOR, accept(n)).unwrap();
    }
    let (line, remaining) = ("1.2".to_owned(), Cents(13_031));
    assert_eq!(world.give(COORDINATOR, accept(9)), Err(Refusal::LineSpent { line, remaining }));
    assert_eq!(world.state.supplies[&supply(9)].state, SupplyState::Asked);
    // What is withdrawn returns.
    let reason = "Gardés".to_owned();
    world.give(COORDINATOR, Order::CancelSupply { supply: supply(2), reason }).unwrap();
    world.give(COORDINATOR, accept(9)).unwrap();
}

/// S5, breaks «unit price changes between list and order: copied price rules»: a list that was
/// drawn up at the old price asks again, and what was proposed is accepted at its own price.
#[test]
fn the_price_of_a_proposal_is_the_one_that_was_copied() {
    let mut world = opened(3);
    world.give(DISPATCHER, one(1, 1, 70_000)).unwrap();
    let from_the_list = one(2, 2, 70_000);
    price(&mut world, 72_500);
    let (label, seen, now) = ("Portable".to_owned(), Cents(70_000), Cents(72_500));
    let changed = Refusal::PriceChanged { label, seen, now };
    assert_eq!(world.give(DISPATCHER, from_the_list), Err(changed));
    world.give(DISPATCHER, one(2, 2, 72_500)).unwrap();
    for n in [1, 2] {
        world.give(COORDINATOR, accept(n)).unwrap();
    }
    let prices = [1, 2].map(|n| world.state.supplies[&supply(n)].price());
    assert_eq!(prices, [Cents(70_000), Cents(72_500)]);
}

/// S5, invariant «a device is in at most one open supply's `replaces`», broken by a device that
/// moves between two orders: the order of its former school still holds it. None is replaced where
/// it does not serve.
#[test]
fn a_device_that_moved_is_not_replaced_twice() {
    let mut world = opened(2);
    world.give(DISPATCHER, one(1, 1, 70_000)).unwrap();
    for n in 1..=2 {
        let (from, to) = (site(SCHOOL), site(OTHER));
        world.give(DISPATCHER, Act::MoveEquipment { equipment: key(n), from, to }).unwrap();
    }
    let elsewhere = |n, old| {
        let mut wish = one(n, old, 70_000);
        if let Order::AskSupply { site: at, .. } = &mut wish {
            *at = site(OTHER);
        }
        wish
    };
    let equipment = vec![key(1)];
    let twice = Err(Refusal::ReplacedElsewhere { equipment });
    assert_eq!(world.give(DISPATCHER, elsewhere(2, 1)), twice);
    let field = FieldName::Equipment;
    let wrong = Err(Refusal::BadField { field, problem: FieldProblem::Invalid });
    assert_eq!(world.give(DISPATCHER, one(3, 2, 70_000)), wrong, "it is no longer there");
    world.give(DISPATCHER, elsewhere(3, 2)).unwrap();
    world.give(DISPATCHER, retire(2)).unwrap();
    let reason = "Réformé".to_owned();
    world.give(COORDINATOR, Order::CancelSupply { supply: supply(3), reason }).unwrap();
    assert_eq!(world.give(DISPATCHER, elsewhere(4, 2)), wrong, "it serves no more");
}

/// S5, breaks of «no device leaves the house without `wiped_on` when it has storage»: a projector
/// has none, an «Other» may.
#[test]
fn another_device_may_hold_what_people_wrote_and_a_projector_does_not() {
    let kinds = [EquipmentKind::Other, EquipmentKind::Projector];
    let devices = kinds.into_iter().zip(1..).map(|(kind, n)| Equipment { kind, ..device(n) });
    let mut world = with(devices);
    for n in 1..=2 {
        world.give(DISPATCHER, retire(n)).unwrap();
    }
    let gone = Some(day(TODAY));
    let row = RowKey::of::<Equipment>(&key(1));
    let early = direct(1, Destination::Given, gone);
    assert_eq!(world.give(DISPATCHER, early.clone()), Err(Refusal::NotWiped { row }));
    world.give(DISPATCHER, direct(2, Destination::Given, gone)).unwrap();
    world.give(DISPATCHER, Act::WipeEquipment { equipment: key(1), on: day(TODAY) }).unwrap();
    world.give(DISPATCHER, early).unwrap();
}

/// S10, acceptance 7, and invariant «like-for-like replacement of a topic already trained passes at
/// once»: a laptop for a laptop goes to whoever was trained for laptops, without any anomaly.
#[test]
fn a_laptop_for_a_laptop_passes_for_whoever_was_trained() {
    let mut world = opened(1);
    let topic = || "portables".into();
    let topics = Some(vec![Topic { id: topic(), label: "Prise en main des portables".into() }]);
    world.put(Settings { topics, ..Settings::default() });
    world.put(Article { requires: Some(topic()), ..laptop() });
    let user = shared::id::TeacherId(Uuid::from_u128(5));
    let (name, function) = ("Mme Rey".to_owned(), "CE1".to_owned());
    let named = teacher::Act::NameTeacher { teacher: user, site: site(SCHOOL), name, function };
    world.give(DISPATCHER, named).unwrap();
    let attest = teacher::Act::AttestTraining {
        teacher: user,
        topic: topic(),
        day: day("2024-02-04"),
        body: "Canopé".into(),
        evidence: "attestation 7".into(),
    };
    world.give(DISPATCHER, attest).unwrap();
    let mut wish = one(1, 1, 70_000);
    if let Order::AskSupply { teacher, .. } = &mut wish {
        *teacher = Some(user);
    }
    world.give(DISPATCHER, wish).unwrap();
    world.give(COORDINATOR, accept(1)).unwrap();
    world.give(DISPATCHER, Order::PrepareSupply { supply: supply(1), visit: None }).unwrap();
    let known = &world.state.supplies[&supply(1)];
    let person = &world.state.teachers[&user];
    assert_eq!(known.gate(&known.legs[0], Some(person), day(TODAY)), Ok(()));
    for leg in [1, 2] {
        let act = Order::DoLeg { supply: supply(1), leg, done: HandOver::default() };
        let decision = world.give(DISPATCHER, act).unwrap();
        assert!(decision.conflicts.is_empty(), "{decision:?}");
    }
    let done = &world.state.supplies[&supply(1)];
    assert_eq!((done.state, done.has_anomaly()), (SupplyState::Delivered, false));
    assert_eq!(done.legs[0].to, Some(user), "whoever was named");
    assert!(!world.state.equipment[&key(1)].serves(), "old one out");
}
