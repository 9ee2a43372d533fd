//! The life of equipment (S5): ages, renewal under a sum, the end, and the legal share of reuse.

mod accepting;
mod end;
mod files;
mod renewal;

use crate::world::*;
use shared::day::Day;
use shared::decide::Decision;
use shared::equipment::{Act, Destination, Equipment, EquipmentKind, EquipmentState};
use shared::equipment::{EquipmentSheet, Happened, Retirement};
use shared::id::EquipmentId;
use shared::import::ProblemReason;
use shared::intake::{self, Wanted, effect};
use shared::refusal::{Conflict, FieldName, FieldProblem, Refusal};
use shared::renewal::{Cut, Rank, Renewal, cut, rank};
use shared::reuse::Reuse;
use shared::row::{Row, RowKey, State};
use shared::ticket;
use std::collections::BTreeSet;
use uuid::Uuid;

const SCHOOL: &str = "0420001A";
const OTHER: &str = "0420002B";
const TODAY: &str = "2026-03-12";

fn key(n: u128) -> EquipmentId {
    EquipmentId(Uuid::from_u128(n))
}

fn device(n: u128) -> Equipment {
    let blank = Equipment::blank(key(n), site(SCHOOL), EquipmentKind::Laptop, format!("PC {n}"));
    Equipment { label: format!("SEM-{n:06}"), serial: format!("S{n}"), ..blank }
}

fn bought(n: u128, on: &str) -> Equipment {
    Equipment { bought: Some(day(on)), ..device(n) }
}

fn with(devices: impl IntoIterator<Item = Equipment>) -> World {
    let mut world = World::new();
    devices.into_iter().for_each(|device| world.put(device));
    world
}

fn known(world: &World, n: u128) -> &Equipment {
    &world.state.equipment[&key(n)]
}

fn list(state: &State) -> Renewal {
    Renewal::of(state, day(TODAY), |_| true)
}

fn numbers(list: &[shared::renewal::Ranked]) -> Vec<u128> {
    list.iter().map(|ranked| ranked.device.id.0.as_u128()).collect()
}

fn retire(n: u128) -> Act {
    let reason = "Trop lent".to_owned();
    Act::RetireEquipment { equipment: key(n), on: day(TODAY), reason, functional: true }
}

fn direct(n: u128, destination: Destination, gone_on: Option<Day>) -> Act {
    let (recipient, committed_on) = ("Emmaüs".to_owned(), Some(day("2026-03-01")));
    Act::DirectEquipment { equipment: key(n), destination, recipient, committed_on, gone_on }
}

fn sheet(change: impl FnOnce(&mut EquipmentSheet)) -> Act {
    let was = device(1).sheet();
    let mut now = was.clone();
    change(&mut now);
    Act::EditEquipment { equipment: key(1), was: Box::new(was), now: Box::new(now) }
}

/// Invariant 5 «Never dropped»: fields that two people changed are both kept, and of one field the
/// loser is told.
#[test]
fn two_people_who_correct_a_device_are_both_right_or_told() {
    let mut world = with([device(1)]);
    world.give(DISPATCHER, sheet(|now| now.room = "CE1".into())).unwrap();
    let second = world.give(COORDINATOR, sheet(|now| now.model = "HP".into())).unwrap();
    assert!(second.conflicts.is_empty());
    let one = known(&world, 1);
    assert_eq!((one.room.as_str(), one.model.as_str()), ("CE1", "HP"));
    let third = world.give(COORDINATOR, sheet(|now| now.room = "CP".into())).unwrap();
    let row = RowKey::of::<Equipment>(&key(1));
    let (mine, kept) = ("CP".to_owned(), "CE1".to_owned());
    let told = Conflict::Value { row, field: FieldName::Room, mine, kept };
    assert_eq!(third.conflicts, [told]);
    assert_eq!(known(&world, 1).room, "CE1");
    assert_eq!(known(&world, 1).history.len(), 2);
}

#[test]
fn a_correction_must_be_possible() {
    let mut world = with([device(1)]);
    let invalid = |field| Err(Refusal::BadField { field, problem: FieldProblem::Invalid });
    let ahead = Some(day("2026-03-13"));
    for (act, field) in [
        (sheet(|now| now.bought = ahead), FieldName::Bought),
        (sheet(|now| now.in_service = ahead), FieldName::InService),
        (sheet(|now| now.life_months = Some(0)), FieldName::LifeMonths),
        (sheet(|now| now.price_cents = Some(-1)), FieldName::PriceCents),
        (sheet(|now| now.state = EquipmentState::Retired), FieldName::State),
    ] {
        assert_eq!(world.give(DISPATCHER, act), invalid(field));
    }
    assert_eq!(world.give(TEACHER, sheet(|_| ())), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, sheet(|now| now.support_ends = ahead)).unwrap();
}

#[test]
fn a_device_moves_once_and_leaves_what_its_school_said_behind() {
    let mut world = with([Equipment { room: "CE1".into(), ..device(1) }]);
    world.give(TEACHER, Act::KeepEquipment { equipment: key(1), keep: true }).unwrap();
    world.put(new_site("0420003C"));
    let to = |to: &str| Act::MoveEquipment { equipment: key(1), from: site(SCHOOL), to: site(to) };
    let first = world.give(DISPATCHER, to(OTHER)).unwrap();
    let tablet =
        shared::scope::Scope::new(&world.actor(TEACHER), BTreeSet::new(), BTreeSet::new(), NOW);
    assert!(first.rows.iter().all(|row| tablet.view(row).is_none()));
    let one = known(&world, 1);
    assert_eq!((one.site.clone(), one.room.as_str(), &one.kept), (site(OTHER), "", &None));
    let Decision { rows, conflicts } = world.give(COORDINATOR, to("0420003C")).unwrap();
    assert!(rows.is_empty());
    assert!(matches!(conflicts.as_slice(), [Conflict::Value { field: FieldName::Site, .. }]));
}

#[test]
fn a_history_is_for_desks_alone() {
    let mut world = with([device(1)]);
    world.give(TEACHER, Act::KeepEquipment { equipment: key(1), keep: true }).unwrap();
    let row = Row::from(known(&world, 1).clone());
    let tablet =
        shared::scope::Scope::new(&world.actor(TEACHER), BTreeSet::new(), BTreeSet::new(), NOW);
    let Some(Row::Equipment(seen)) = tablet.view(&row) else { panic!("its own device") };
    assert!(seen.history.is_empty() && seen.kept.is_some());
    assert_eq!(known(&world, 1).history.len(), 1);
    let text = serde_json::to_string(&row).unwrap();
    assert_eq!(columns::from_json::<Row>(&text).unwrap(), row);
}
