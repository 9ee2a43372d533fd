//! What is handed over by its label enters the fleet (S5): it has an age from that day on, is
//! ranked for renewal like any other device, and stands in the inventory of its school once.

use crate::supply_world::*;
use crate::world::*;
use shared::article::{self, Article, ArticleKind};
use shared::equipment::{self, Equipment, EquipmentKind};
use shared::id::EquipmentId;
use shared::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use shared::renewal::Renewal;
use shared::row::Row;
use shared::supply::arriving::known_as;
use shared::supply::{Act, Anomaly, HandOver, Item, Labelled, SupplyState};
use uuid::Uuid;

const SCHOOL: &str = "0420001A";
const OTHER: &str = "0420002B";
const TODAY: &str = "2026-03-12";

fn key(n: u8) -> EquipmentId {
    EquipmentId(Uuid::from_bytes([n; 16]))
}

fn labelled(n: u8, line: u32, label: &str) -> Labelled {
    Labelled { equipment: key(n), line, label: label.into() }
}

/// Two screens, which are devices, and two mice, which are none, are ready to be handed over.
fn with_screens() -> World {
    let mut world = with_budget();
    let known = world.state.articles[&crate::supply_world::article(SCREEN)].as_ref().clone();
    let kind = ArticleKind::Device(EquipmentKind::Board);
    let unit = shared::money::Cents(10_000);
    let article = Article { kind, unit, life_months: Some(72), ..known };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(article) }).unwrap();
    let wish = ask(&world, 1, &[(SCREEN, 2), (MOUSE, 2)]);
    world.give(TEACHER, wish).unwrap();
    world.give(DISPATCHER, accept(1)).unwrap();
    world.give(DISPATCHER, prepare(1)).unwrap();
    world
}

fn handed(leg: u32, items: Vec<Item>, devices: Vec<Labelled>) -> Act {
    let done = HandOver { visit: Some(visit(1)), items, devices, ..HandOver::default() };
    Act::DoLeg { supply: supply(1), leg, done }
}

/// S5 and the order of the deliberation's devices: a delivered device has an age, a place in the
/// renewal and a line in the inventory; the same phone that tells it three times doubles nothing.
#[test]
fn a_delivered_device_has_an_age_a_renewal_and_a_line_in_the_inventory() {
    let mut world = with_screens();
    let both = vec![labelled(1, 0, "ECR-0001"), labelled(2, 0, " ECR-0002 ")];
    let act = handed(1, Vec::new(), both);
    for _ in 0..3 {
        world.give(TECHNICIAN, act.clone()).unwrap();
    }
    assert_eq!(world.state.equipment.len(), 2);
    let device = &world.state.equipment[&key(2)];
    assert_eq!((device.label.as_str(), device.kind), ("ECR-0002", EquipmentKind::Board));
    assert_eq!((&device.site, device.supply), (&site(SCHOOL), Some(supply(1))));
    assert_eq!((device.age(day(TODAY)), device.life()), (Some(0), 72));
    assert_eq!(device.age(day("2032-03-12")), Some(6));
    assert_eq!(device.price_cents, Some(10_000));
    let later = Renewal::of(&world.state, day("2032-03-12"), |_| true);
    assert_eq!((later.known_ages(), later.ranked.len()), ((2, 2), 2));
    assert!(later.ranked.iter().all(|ranked| ranked.rank.age == Some(20)));
    let supply = world.supply(1);
    assert_eq!(supply.state, SupplyState::Delivered);
    assert_eq!(supply.legs[0].done().unwrap().equipment, [key(1), key(2)]);
    assert!(!supply.has_anomaly());
    // A label is scanned after: the device is found here.
    let found = equipment::label::find(&world.state, &site(SCHOOL), &["ECR-0001".into()]);
    assert_eq!(found.here.iter().map(|one| one.id).collect::<Vec<_>>(), [key(1)]);
}

/// S5, GLPI's «a device not in the inventory is not counted»: the file that comes later finds the
/// device by its label and doubles nothing; what the order said of it stays.
#[test]
fn a_file_that_lists_the_device_later_finds_it() {
    let mut world = with_screens();
    world.give(TECHNICIAN, handed(1, Vec::new(), vec![labelled(1, 0, "ECR-0001")])).unwrap();
    let blank = Equipment::blank(key(9), site(SCHOOL), EquipmentKind::Board, "TBI CE1".into());
    let row = Equipment { label: "ECR-0001".into(), serial: "S-77".into(), ..blank };
    let import = equipment::Act::ImportEquipment { equipment: vec![row] };
    world.give(DISPATCHER, import).unwrap();
    assert_eq!(world.state.equipment.len(), 1);
    let device = &world.state.equipment[&key(1)];
    assert_eq!((device.serial.as_str(), device.supply), ("S-77", Some(supply(1))));
    assert_eq!(device.age(day("2027-03-12")), Some(1));
}

/// A device that a file listed here before it was handed over is that device, and gets no second
/// row; one of another school stays there, and the hand-over, which is a fact, is marked.
#[test]
fn a_label_that_is_known_gets_no_second_row() {
    let mut world = with_screens();
    for (n, at, label) in [(7, SCHOOL, "ECR-0001"), (8, OTHER, "ECR-0002")] {
        let name = format!("Écran {n}");
        let blank = Equipment::blank(key(n), site(at), EquipmentKind::Board, name);
        world.put(Equipment { label: label.into(), ..blank });
    }
    assert_eq!(known_as(&world.state, "ecr-0002 ").map(|one| one.id), Some(key(8)));
    let both = vec![labelled(1, 0, "ECR-0001"), labelled(2, 0, "ECR-0002")];
    let decision = world.give(TECHNICIAN, handed(1, Vec::new(), both)).unwrap();
    assert!(decision.conflicts.iter().any(|one| matches!(one, Conflict::Marked { .. })));
    assert_eq!(world.state.equipment.len(), 2);
    assert_eq!(world.state.equipment[&key(7)].supply, Some(supply(1)));
    let other = &world.state.equipment[&key(8)];
    assert_eq!((&other.site, other.supply), (&site(OTHER), None));
    let leg = &world.supply(1).legs[0];
    assert_eq!(leg.anomalies, [Anomaly::UnitElsewhere]);
    assert_eq!(leg.done().unwrap().equipment, [key(7), key(8)]);
}

/// A label of a device that was retired serves again; a file means the one that serves.
#[test]
fn a_label_of_a_retired_device_serves_again() {
    let mut world = with_screens();
    let blank = Equipment::blank(key(7), site(SCHOOL), EquipmentKind::Board, "Ancien".into());
    let state = equipment::EquipmentState::Retired;
    world.put(Equipment { label: "ECR-0001".into(), state, ..blank });
    world.give(TECHNICIAN, handed(1, Vec::new(), vec![labelled(1, 0, "ECR-0001")])).unwrap();
    assert_eq!(world.state.equipment.len(), 2);
    let row = Equipment { id: key(9), ..world.state.equipment[&key(1)].as_ref().clone() };
    let import = equipment::Act::ImportEquipment { equipment: vec![row] };
    let decision = world.give(DISPATCHER, import).unwrap();
    assert!(decision.conflicts.is_empty(), "{decision:?}");
}

/// Labels stand beside what is given: a part is handed over with its own, and what is no device,
/// is given twice or is not given at all is refused before anything is written.
#[test]
fn labels_name_what_is_given() {
    let mut world = with_screens();
    let one = || vec![Item::new(0, 1)];
    for (items, devices, field) in [
        (one(), vec![labelled(1, 0, "A"), labelled(2, 0, "B")], FieldName::Quantity),
        (Vec::new(), vec![labelled(1, 0, "A"), labelled(2, 0, "a ")], FieldName::Label),
        (Vec::new(), vec![labelled(1, 1, "A")], FieldName::Lines),
        (Vec::new(), vec![labelled(1, 9, "A")], FieldName::Lines),
        (vec![Item::new(1, 1)], vec![labelled(1, 0, "A")], FieldName::Lines),
    ] {
        let refused = world.give(TECHNICIAN, handed(1, items, devices));
        assert_eq!(refused, Err(Refusal::BadField { field, problem: FieldProblem::Invalid }));
    }
    let empty = world.give(TECHNICIAN, handed(1, Vec::new(), vec![labelled(1, 0, "  ")]));
    let (field, problem) = (FieldName::Label, FieldProblem::Empty);
    assert_eq!(empty, Err(Refusal::BadField { field, problem }));
    assert!(world.state.equipment.is_empty());
    world.give(TECHNICIAN, handed(1, one(), vec![labelled(1, 0, "A")])).unwrap();
    world.give(TECHNICIAN, handed(2, Vec::new(), vec![labelled(2, 0, "B")])).unwrap();
    let labels: Vec<_> = world.state.equipment.values().map(|one| one.label.as_str()).collect();
    assert_eq!(labels, ["A", "B"]);
}

/// A row of an older version reads as before, and one of today goes there and back.
#[test]
fn devices_of_older_versions_read_as_before() {
    let mut world = with_screens();
    world.give(TECHNICIAN, handed(1, Vec::new(), vec![labelled(1, 0, "A")])).unwrap();
    let row = Row::from(world.state.equipment[&key(1)].as_ref().clone());
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(columns::from_json::<Row>(&text).unwrap(), row);
    let done: HandOver = serde_json::from_str(r#"{"received_by":"Mme Roux"}"#).unwrap();
    assert!(done.devices.is_empty());
    assert!(!serde_json::to_string(&done).unwrap().contains("devices"));
}
