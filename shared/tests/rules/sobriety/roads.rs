//! The roads of stops, and of what rides with a visit.

use super::*;
use crate::statement::services::{done, supply as blank};
use shared::campaign::CampaignKind;
use shared::supply::{Carrier, LegKind, LegState, Supply};

/// A hand-over at a school that was done on that day.
fn handed(n: u8, at: &str, on: &str) -> Supply {
    let legs = vec![done(1, LegKind::Deliver, on)];
    let id = shared::id::SupplyId(Uuid::from_bytes([n; 16]));
    Supply { id, site: site(at), legs, ..blank(n, CampaignKind::SmallBudget, on) }
}

/// The same by a technician who passed near.
fn stopped(n: u8, at: &str, on: &str) -> Supply {
    let mut supply = handed(n, at, on);
    let slot = slot(on, Half::Morning);
    supply.legs[0].carrier = Some(Carrier::Stop { technician: account(TECHNICIAN), slot });
    supply
}

/// The same with a visit.
fn rode(n: u8, at: &str, on: &str, with: u8) -> Supply {
    let mut supply = handed(n, at, on);
    if let LegState::Done(done) = &mut supply.legs[0].state {
        done.visit = Some(visit(with));
    }
    supply
}

fn may(world: &World) -> road::Road {
    road::of(&world.state, day("2026-05-01"), day("2026-05-31"))
}

/// S15, section 2, «kilometres of rounds»: stops add their detour to the round of their half-day,
/// and are no round of their own.
#[test]
fn stops_add_their_detour() {
    let mut world = with_depots();
    placed(&mut world, "0420001A", at(45.60, true));
    placed(&mut world, "0420002B", at(45.70, true));
    made(&mut world, 1, TECHNICIAN, "0420001A", "2026-05-05");
    let alone = may(&world);
    world.put(stopped(1, "0420002B", "2026-05-05"));
    let with = may(&world);
    assert!(with.decimetres > alone.decimetres, "the detour");
    assert_eq!(with.emitted, Mass::of_way(with.decimetres, 236_390));
    assert_eq!((with.rounds, with.ridden), (1, 0), "the same round, and nothing rode");
    world.put(stopped(2, "0420002B", "2026-05-05"));
    assert_eq!(may(&world).decimetres, with.decimetres, "two at one stop are one way");
    world.put(stopped(3, "0420002B", "2026-05-07"));
    let days = may(&world);
    assert_eq!(days.rounds, 2, "a stop on another day is a way of that day");
    assert!(days.decimetres > with.decimetres);
    let before = road::of(&world.state, day("2026-04-01"), day("2026-04-30"));
    assert_eq!((before.rounds, before.decimetres), (0, 0));
}

/// S15, section 2, «trips avoided»: a hand-over that rode with a visit spared a way there and back,
/// once for each supply, beside what was driven.
#[test]
fn hand_overs_that_ride_with_a_visit_spare_a_way() {
    let mut world = with_depots();
    placed(&mut world, "0420001A", at(45.60, true));
    made(&mut world, 1, TECHNICIAN, "0420001A", "2026-05-05");
    let alone = may(&world);
    let mut twice = rode(1, "0420001A", "2026-05-05", 1);
    twice.legs.push(twice.legs[0].clone());
    world.put(twice);
    let with = may(&world);
    assert_eq!((with.ridden, with.avoided_decimetres), (1, alone.decimetres), "two legs, one way");
    assert_eq!(with.avoided, Mass::of_way(alone.decimetres, 236_390));
    assert_eq!((with.decimetres, with.emitted), (alone.decimetres, alone.emitted), "beside it");
    world.put(rode(2, "0420001A", "2026-05-05", 1));
    assert_eq!(may(&world).avoided_decimetres, 2 * alone.decimetres);
    world.put(rode(3, "0420001A", "2026-05-05", 9));
    assert_eq!(may(&world).ridden, 2, "a visit that nobody made spares nothing");
}
