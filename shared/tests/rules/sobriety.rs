//! Sobriety: the figures of section 6 of its design, to the gram and to the cent.

mod bought;
mod roads;
mod years;

use crate::supply_world::*;
use crate::world::*;
use shared::account::{self, Account};
use shared::article::{ArticleKind, Origin};
use shared::day::{Day, Half};
use shared::equipment::{Equipment, EquipmentKind, Retirement};
use shared::id::{EquipmentId, QuarterId};
use shared::money::Cents;
use shared::role::Role;
use shared::settings::{self, Settings};
use shared::site::Position;
use shared::sobriety::{Factor, Key, Mass, Threshold, Vehicle, known, life, making, road};
use shared::visit::{Visit, VisitState};
use std::collections::BTreeMap;
use uuid::Uuid;

fn factor(key: Key, from: &str, value: u64) -> Factor {
    let (url, scope) = (String::new(), String::new());
    Factor { key: key.word().into(), from: day(from), value, source: "Source".into(), url, scope }
}

fn at(lat: f64, exact: bool) -> Option<Position> {
    Some(Position { lat, lon: 4.39, exact })
}

/// A visit that was made, of technician `n`.
fn made(world: &mut World, id: u8, n: u8, site_id: &str, on: &str) {
    let slot = slot(on, Half::Morning);
    let quarter = QuarterId("2025-2026-4".into());
    let state = VisitState::Reported;
    world.put(Visit::new(visit(id), site(site_id), quarter, account(n), slot, state));
}

/// Two technicians who begin at a place that is known.
fn with_depots() -> World {
    let mut world = with_visit();
    for n in [TECHNICIAN, OTHER_TECHNICIAN] {
        let mut row = Account::clone(&world.state.accounts[&account(n)]);
        row.depot = at(45.44, true);
        world.put(row);
    }
    world
}

fn placed(world: &mut World, id: &str, position: Option<Position>) {
    let mut row = new_site(id);
    row.position = position;
    world.put(row);
}

/// Acceptance 1. «Breaks»: a factor that is rounded first gives 7,080.0.
#[test]
fn thirty_thousand_kilometres_are_summed_exactly_and_rounded_once() {
    let way = 30_000 * 10_000;
    assert_eq!(Mass::of_way(way, 236_390).tenths_of_kg(), 70_917);
    assert_eq!(Mass::of_way(way, 236_000).tenths_of_kg(), 70_800);
    assert_eq!(Mass::of_way(way, 27_300).tenths_of_kg(), 8_190);
    let each = Mass::of_way(way / 3_000, 236_390);
    let summed: Mass = (0..3_000).map(|_| each).sum();
    assert_eq!(summed.tenths_of_kg(), 70_917, "3,000 rounds of ten kilometres");
    let known = known::factors(&Settings::default());
    let of = |vehicle| known.on(Key::Road(vehicle), day("2026-03-12")).map(|f| f.value);
    assert_eq!((of(Vehicle::Diesel), of(Vehicle::Electric)), (Some(236_390), Some(27_300)));
}

/// «Every figure names factor, source and day of the factor». «Breaks»: Base Carbone changed its
/// fossil fuels in 2025, so a year has two of a key.
#[test]
fn each_factor_has_a_source_and_a_year_names_all_of_its_own() {
    let known = known::factors(&Settings::default());
    assert!(known.0.iter().all(|factor| !factor.source.is_empty()), "every factor has a source");
    let diesel = Key::Road(Vehicle::Diesel);
    let factors = known.with(factor(diesel, "2025-07-01", 250_000));
    let of = |first: &str, last: &str| {
        let is_diesel = |key| key == Key::Road(Vehicle::Diesel);
        let named = factors.within(is_diesel, day(first), day(last));
        named.iter().map(|factor| factor.value).collect::<Vec<_>>()
    };
    assert_eq!(of("2025-01-01", "2025-12-31"), [236_390, 250_000]);
    assert_eq!(of("2025-01-01", "2025-06-30"), [236_390]);
    assert_eq!(of("2026-01-01", "2026-12-31"), [250_000]);
    let all = factors.within(|_| true, day("2026-01-01"), day("2026-12-31"));
    assert!(Key::all().iter().all(|key| {
        let known = factors.on(*key, day("2026-01-01"));
        known.is_none_or(|known| all.contains(&known))
    }));
}

/// Acceptance 1: the factor follows the vehicle of each round, the figure is of all together.
#[test]
fn each_round_has_the_factor_of_its_vehicle() {
    let mut world = with_depots();
    placed(&mut world, "0420001A", at(45.60, true));
    made(&mut world, 1, TECHNICIAN, "0420001A", "2026-05-05");
    let diesel = road::of(&world.state, day("2026-05-01"), day("2026-05-31"));
    assert!(diesel.decimetres > 0);
    assert_eq!(diesel.emitted, Mass::of_way(diesel.decimetres, 236_390));
    let mut electric = Account::clone(&world.state.accounts[&account(TECHNICIAN)]);
    electric.vehicles = BTreeMap::from([(day("2026-05-10"), Vehicle::Electric)]);
    world.give(COORDINATOR, account::Act::SetAccount { account: electric.clone() }).unwrap();
    made(&mut world, 2, TECHNICIAN, "0420001A", "2026-05-12");
    let both = road::of(&world.state, day("2026-05-01"), day("2026-05-31"));
    let each = diesel.decimetres;
    assert_eq!((both.rounds, both.decimetres), (2, 2 * each));
    assert_eq!(both.emitted, Mass::of_way(each, 236_390) + Mass::of_way(each, 27_300));
    assert_eq!(both.factors.len(), 2, "both are named");
    // An older app that knows nothing of vehicles leaves them.
    electric.vehicles.clear();
    world.give(COORDINATOR, account::Act::SetAccount { account: electric }).unwrap();
    assert_eq!(world.state.accounts[&account(TECHNICIAN)].vehicles.len(), 1);
}

/// Acceptance 2, first half.
#[test]
fn a_factor_of_july_counts_from_july_on() {
    let mut world = with_depots();
    placed(&mut world, "0420001A", at(45.60, true));
    made(&mut world, 1, TECHNICIAN, "0420001A", "2026-06-30");
    made(&mut world, 2, TECHNICIAN, "0420001A", "2026-07-01");
    let diesel = Key::Road(Vehicle::Diesel);
    let factors = known::factors(&Settings::default());
    let factors = factors.with(factor(diesel, "2026-07-01", 250_000)).0;
    let settings = Settings { factors: Some(factors), ..Settings::default() };
    world.give(COORDINATOR, settings::Act::ChangeSettings { settings }).unwrap();
    let year = road::of(&world.state, day("2026-01-01"), day("2026-12-31"));
    let each = year.decimetres / 2;
    assert_eq!(year.emitted, Mass::of_way(each, 236_390) + Mass::of_way(each, 250_000));
    let june = road::of(&world.state, day("2026-06-01"), day("2026-06-30"));
    assert_eq!(june.emitted, Mass::of_way(each, 236_390));
    // What an older app writes of the settings keeps the factors.
    let settings = Settings { authority: "Métropole".into(), ..Settings::default() };
    world.give(COORDINATOR, settings::Act::ChangeSettings { settings }).unwrap();
    assert_eq!(world.state.settings().factors.as_ref().map(Vec::len), Some(20));
    let nameless = Factor { source: String::new(), ..factor(diesel, "2026-08-01", 1) };
    let settings = Settings { factors: Some(vec![nameless]), ..Settings::default() };
    assert!(world.give(COORDINATOR, settings::Act::ChangeSettings { settings }).is_err());
}

/// «Breaks»: a slide of a committee, on which what is avoided lowers what is emitted. And
/// a request rides with a visit.
#[test]
fn what_is_avoided_stands_beside_what_is_emitted() {
    let mut world = with_depots();
    placed(&mut world, "0420001A", at(45.60, true));
    let mut visit = world.visit(1).clone();
    visit.state = VisitState::Reported;
    let (first, last) = (visit.slot.day, visit.slot.day);
    world.put(visit.clone());
    let alone = road::of(&world.state, first, last);
    assert_eq!((alone.ridden, alone.avoided), (0, Mass::ZERO));
    world.give(TEACHER, incident(1)).unwrap();
    let mut ticket = world.ticket(1).clone();
    ticket.state = shared::ticket::TicketState::InProgress { visit: visit.id };
    world.put(ticket);
    let with = road::of(&world.state, first, last);
    assert_eq!((with.emitted, with.decimetres), (alone.emitted, alone.decimetres));
    assert_eq!((with.ridden, with.avoided_decimetres), (1, alone.decimetres));
}

/// Acceptance 7. «Breaks»: the sites without a position are left out in silence.
#[test]
fn sites_without_an_exact_position_are_counted() {
    let mut world = with_depots();
    for n in 0..43_u8 {
        let id = format!("04290{n:02}X");
        placed(&mut world, &id, if n % 2 == 0 { None } else { at(45.5, false) });
        made(&mut world, n + 10, TECHNICIAN, &id, "2026-05-05");
    }
    placed(&mut world, "0420001A", at(45.60, true));
    made(&mut world, 90, OTHER_TECHNICIAN, "0420001A", "2026-05-05");
    let road = road::of(&world.state, day("2026-05-01"), day("2026-05-31"));
    assert_eq!(road.inexact, 43);
    placed(&mut world, "0420001A", None);
    let less = road::of(&world.state, day("2026-05-01"), day("2026-05-31"));
    assert!(less.decimetres < road.decimetres, "a site without a position adds no way");
    assert_eq!((less.inexact, less.rounds), (44, 2));
}

fn devices(kind: EquipmentKind, count: u16, months: Option<u32>) -> Vec<Equipment> {
    let device = |n| {
        let id = EquipmentId(Uuid::from_u128(u128::from(n) + ((kind as u128) << 32)));
        let known = Equipment::blank(id, site("0420001A"), kind, "A".into());
        Equipment { life_months: months, bought: Some(day("2024-01-01")), ..known }
    };
    (0..count).map(device).collect()
}

/// Acceptance 3.
#[test]
fn one_more_year_of_life_for_the_laptops_spares_26_tonnes_a_year() {
    let factors = known::factors(&Settings::default());
    let fleet = devices(EquipmentKind::Laptop, 5_000, None);
    let making = making::of(fleet.iter(), &factors, day("2026-03-12"));
    assert_eq!(making.stock.tenths_of_tonne(), 7_800);
    assert_eq!(making.a_year.tenths_of_tonne(), 1_560);
    assert_eq!(making.a_year_longer.tenths_of_tonne(), 1_300);
    assert_eq!(making.spared().tenths_of_tonne(), 260);
    let longer = devices(EquipmentKind::Laptop, 5_000, Some(72));
    let longer = making::of(longer.iter(), &factors, day("2026-03-12"));
    assert_eq!((longer.stock, longer.a_year), (making.stock, making.a_year_longer));
}

/// Acceptance 4; kinds without a factor are counted, and nothing is invented for them.
#[test]
fn the_known_fleet_is_one_thousand_and_thirty_four_tonnes() {
    let factors = known::factors(&Settings::default());
    let mut fleet = devices(EquipmentKind::Laptop, 5_000, None);
    fleet.extend(devices(EquipmentKind::Projector, 1_500, None));
    fleet.extend(devices(EquipmentKind::Tablet, 1_800, None));
    fleet.extend(devices(EquipmentKind::Board, 7, None));
    let making = making::of(fleet.iter(), &factors, day("2026-03-12"));
    assert_eq!(making.stock.tenths_of_tonne(), 10_344);
    assert_eq!((making.devices, making.without_factor), (8_300, 7));
}

/// «Unknown age excluded and told»; and the year of purchase counts what came within it.
#[test]
fn ages_that_nobody_knows_are_in_no_mean() {
    let mut world = World::new();
    let mut fleet = devices(EquipmentKind::Laptop, 4, None);
    fleet[0].bought = None;
    fleet[1].retired = Some(Retirement::pending(day("2026-01-01"), "Fin".into(), true));
    fleet[1].state = shared::equipment::EquipmentState::Retired;
    fleet.into_iter().for_each(|device| world.put(device));
    let of = |first: &str, last: &str| life::of(&world.state, day(first), day(last));
    let year = of("2026-01-01", "2026-12-31");
    let laptops = year.ages[&EquipmentKind::Laptop];
    assert_eq!((laptops.devices, laptops.known), (3, 2));
    assert_eq!(laptops.tenths_of_years(), Some(29), "35 months, for a December day");
    assert_eq!(year.at_end[&EquipmentKind::Laptop].tenths_of_years(), Some(20));
    let nothing = life::DeviceAges { devices: 2, known: 0, months: 0 };
    assert_eq!(nothing.tenths_of_years(), None, "unknown is not new");
    let bought = |year| making::of_year(&world.state, year, day("2026-12-31")).devices;
    assert_eq!((bought(2024), bought(2025)), (3, 0));
}

/// Only a coordinator writes factors and vehicles.
#[test]
fn a_dispatcher_changes_no_factor() {
    let mut world = World::new();
    let settings = Settings { factors: Some(Vec::new()), ..Settings::default() };
    let refused = world.give(DISPATCHER, settings::Act::ChangeSettings { settings });
    assert_eq!(refused, Err(shared::refusal::Refusal::NotAllowed));
    assert_eq!(world.actor(DISPATCHER).role, Role::Dispatcher);
    let newer = r#"{"key":"water","from":"2030-01-01","value":1,"source":"S","more":{"a":1}}"#;
    let read: Factor = serde_json::from_str(newer).expect("read");
    assert_eq!(Key::of_word(&read.key), None, "a key of a newer version is kept and not used");
    assert_eq!(Vehicle::on(&BTreeMap::new(), Day::default()), Vehicle::Diesel);
}

/// Factors that were corrected before a key was known do not hide it.
#[test]
fn a_correction_hides_no_key_that_came_later() {
    let corrected = vec![factor(Key::Road(Vehicle::Diesel), "2026-01-01", 240_000)];
    let settings = Settings { factors: Some(corrected), ..Settings::default() };
    let known = known::factors(&settings);
    let on = |key| known.on(key, day("2026-03-12")).map(|factor| factor.value);
    assert_eq!(on(Key::Road(Vehicle::Diesel)), Some(240_000));
    assert_eq!(on(Key::Gift(EquipmentKind::Laptop)), Some(20_000));
}

/// Kits that are lent: the day on which most were wanted, less what there is, kind by kind.
#[test]
fn kits_that_are_lent_need_not_be_bought() {
    use shared::loan::{LoanDays, Unit, UnitState};
    let mut world = with_budget();
    let unit = |label: &str, state| Unit {
        label: label.into(),
        serial: String::new(),
        state,
        bought: None,
        price: None,
    };
    let units = vec![unit("A", UnitState::Works), unit("B", UnitState::Gone)];
    let kit = shared::loan::Kit { units, ..Default::default() };
    let mut article = shared::article::Article::clone(&world.state.articles[&article(MOUSE)]);
    article.kit = Some(kit);
    world.put(article);
    world.give(TEACHER, ask(&world, 1, &[(MOUSE, 1)])).unwrap();
    let asked = world.supply(1).clone();
    for (n, first, last) in [
        (2, "2026-03-02", "2026-03-13"),
        (3, "2026-03-09", "2026-03-20"),
        (4, "2026-03-13", "2026-03-27"),
        (5, "2026-05-04", "2026-05-15"),
        (6, "2025-03-02", "2025-03-13"),
    ] {
        world.put(shared::supply::Supply {
            id: supply(n),
            kind: shared::campaign::CampaignKind::Loan,
            period: Some(LoanDays::new(day(first), day(last))),
            ..asked.clone()
        });
    }
    let of = |year| shared::sobriety::lent::of_year(&world.state, year);
    assert_eq!((of(2026).peak, of(2026).units, of(2026).spared), (3, 1, 2));
    assert_eq!((of(2025).peak, of(2025).spared, of(2024).peak), (1, 0, 0));
}
