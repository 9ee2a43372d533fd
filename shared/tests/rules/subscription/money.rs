//! What subscriptions cost.

use super::*;
use crate::world::{COORDINATOR, TEACHER};
use shared::row::{Kind, RowKey};
use shared::subscription::act::Former;
use shared::subscription::cost::{beyond, cost_of_year, cost_once_added, excess_once_added};

/// 210 public schools at 126.47 € a month.
fn with_lines(count: u16) -> World {
    let mut world = World::new();
    for n in 0..count {
        let id = format!("042{n:04}Z");
        world.put(new_site(&id));
        world.by_desk(internet(n + 1, &id, terms(&format!("L{n}"), "2025-09-01")));
    }
    world
}

fn year(world: &World, kind: SubscriptionKind, year: i32) -> Cents {
    cost_of_year(&world.state, kind, year).into_iter().sum()
}

/// Acceptance 1, with its figures to the cent.
#[test]
fn two_hundred_and_ten_lines_stay_under_the_annex_and_one_more_does_not() {
    let mut world = with_lines(210);
    let months = cost_of_year(&world.state, SubscriptionKind::Internet, 2026);
    assert_eq!(months, [Cents(2_655_870); 12]);
    let all = year(&world, SubscriptionKind::Internet, 2026);
    assert_eq!(all, Cents(31_870_440));
    let (kind, credit) = (SubscriptionKind::Internet, Some(Cents(31_871_520)));
    world.give(COORDINATOR, Act::SetSubscriptionCredit { kind, credit }).unwrap();
    let known = world.state.settings().credits.get(kind.word()).copied();
    assert_eq!(known, credit);
    assert_eq!(known.unwrap() - all, Cents(1_080));
    assert_eq!(beyond(known, all), None);
    world.put(new_site("0429999Z"));
    let one_more = internet(999, "0429999Z", terms("ONE-MORE", "2025-09-01"));
    let told = excess_once_added(&world.state, &one_more, day("2026-03-12"));
    assert_eq!(told, Some((2026, Cents(150_684))), "said before it is accepted");
    world.by_desk(one_more);
    let all = year(&world, SubscriptionKind::Internet, 2026);
    assert_eq!(beyond(known, all), Some(Cents(150_684)));
    assert_eq!(beyond(None, all), None);
}

/// Breaks on (S6): a change of operator, whose two lines run in parallel for 12 days, bears the
/// month of both twice and all others once: no false warning, and a true one to the cent. What is
/// told before is what the year costs after.
#[test]
fn a_change_of_operator_warns_of_what_it_really_adds() {
    let mut world = with_lines(210);
    let (kind, credit) = (SubscriptionKind::Internet, Some(Cents(31_871_520)));
    world.give(COORDINATOR, Act::SetSubscriptionCredit { kind, credit }).unwrap();
    let change = |price, last| Act::AddSubscription {
        subscription: key(999),
        site: site("0420000Z"),
        kind,
        stage: Stage::Active,
        terms: Terms { price: Cents(price), ..terms("NEW", "2026-07-01") },
        former: Some(Former { subscription: key(1), last: day(last) }),
    };
    let told = |world: &World, act: &Act| excess_once_added(&world.state, act, day("2026-03-12"));
    assert_eq!(told(&world, &change(12_647, "2026-06-30")), None, "the same price, no overlap");
    assert_eq!(told(&world, &change(9_000, "2026-07-12")), None, "twelve days, and cheaper");
    let parallel = change(12_647, "2026-07-12");
    assert_eq!(told(&world, &parallel), Some((2026, Cents(12_647 - 1_080))));
    let dearer = change(12_737, "2026-06-30");
    assert_eq!(told(&world, &dearer), None, "6 × 0.90 € this year, 12 × 0.90 € are the rest");
    let dearer = change(12_738, "2026-06-30");
    assert_eq!(told(&world, &dearer), Some((2027, Cents(12 * 91 - 1_080))));
    let before = cost_once_added(&world.state, &parallel, 2026);
    world.by_desk(parallel);
    let after = cost_of_year(&world.state, kind, 2026);
    assert_eq!(before, Some(after));
    assert_eq!((after[5], after[6]), (Cents(2_655_870), Cents(2_655_870 + 12_647)));
}

/// Breaks on: 31.00 € a month from 14 March, whole or by days, as the contract says.
#[test]
fn a_month_that_is_begun_costs_all_of_it_or_its_days() {
    let mut world = World::new();
    let march = Terms { price: Cents(3_100), ..terms("A", "2026-03-14") };
    world.by_desk(internet(1, "0420001A", march.clone()));
    let days = Terms { billing: Billing::ByDays, line: "B".into(), ..march };
    world.by_desk(internet(2, "0420002B", days));
    let cost = |n: u16, month| world.line(n).cost_of_month(2026, month);
    assert_eq!((cost(1, 2), cost(1, 3), cost(1, 4)), (Cents(0), Cents(3_100), Cents(3_100)));
    assert_eq!((cost(2, 2), cost(2, 3), cost(2, 4)), (Cents(0), Cents(1_800), Cents(3_100)));
    for n in [1, 2] {
        let sum: Cents = world.line(n).cost_by_month(2026).into_iter().sum();
        assert_eq!(world.line(n).cost_of_year(2026), sum, "a year is the sum of its months");
    }
    assert_eq!(world.line(2).cost_of_year(2026), Cents(1_800 + 9 * 3_100));
}

/// Breaks on: an ENT year falls on two budget years, the cent that is left over on the second.
#[test]
fn a_school_year_falls_on_two_budget_years() {
    let mut world = World::new();
    let yearly = |price| Terms {
        price: Cents(price),
        billing: Billing::SchoolYear,
        due: Some(day("2026-09-01")),
        ..terms("Workspace", "2025-09-01")
    };
    world.by_desk(add(1, "0420001A", SubscriptionKind::Ent, yearly(13_917)));
    let (first, second) = (world.line(1).cost_of_year(2025), world.line(1).cost_of_year(2026));
    assert_eq!((first, second), (Cents(4_639), Cents(9_278)));
    for price in [0, 1, 2, 11, 12, 13, 13_916, 13_917, 13_918, 99_999] {
        let n = u16::try_from(price).unwrap_or(50_000).wrapping_add(10);
        let id = format!("S{price}");
        world.put(new_site(&id));
        world.by_desk(add(n, &id, SubscriptionKind::Ent, yearly(price)));
        let (first, second) = (world.line(n).cost_of_year(2025), world.line(n).cost_of_year(2026));
        assert_eq!(first, Cents(price * 4 / 12), "{price}");
        assert_eq!(first + second, Cents(price), "{price}: no cent is lost or made");
        assert_eq!(world.line(n).cost_of_year(2027), Cents::ZERO, "its term was over");
    }
}

/// A new price leaves the months of before as they were paid.
#[test]
fn a_new_price_counts_from_its_day_on() {
    let mut world = World::new();
    world.by_desk(internet(1, "0420001A", terms("A", "2026-01-01")));
    let dearer = |from: Option<&str>| Act::ChangeSubscription {
        subscription: key(1),
        terms: Terms { price: Cents(13_000), ..terms("A", "2026-01-01") },
        from: from.map(day),
    };
    world.by_desk(dearer(Some("2026-07-01")));
    assert_eq!(world.line(1).cost_of_year(2026), Cents(6 * 12_647 + 6 * 13_000));
    let refused = Act::ChangeSubscription {
        subscription: key(1),
        terms: terms("A", "2026-01-01"),
        from: Some(day("2026-06-01")),
    };
    assert!(world.give(DISPATCHER, refused).is_err(), "before the price that it follows");
    // A correction without a day is one of the price that counts now.
    let corrected = Act::ChangeSubscription {
        subscription: key(1),
        terms: terms("A", "2026-01-01"),
        from: None,
    };
    world.by_desk(corrected);
    assert_eq!(world.line(1).cost_of_year(2026), Cents(12 * 12_647));
}

/// The credit is the coordinator's, and settings that an older app writes leave it.
#[test]
fn the_credit_stays_whoever_writes_settings() {
    let mut world = World::new();
    let (kind, credit) = (SubscriptionKind::Ent, Some(Cents(3_660_000)));
    let act = || Act::SetSubscriptionCredit { kind, credit };
    for n in [DISPATCHER, TEACHER] {
        assert_eq!(world.give(n, act()), Err(Refusal::NotAllowed));
    }
    world.give(COORDINATOR, act()).unwrap();
    let settings = shared::settings::Settings::default();
    world.give(COORDINATOR, shared::settings::Act::ChangeSettings { settings }).unwrap();
    assert_eq!(world.state.settings().credits.get("ent"), Some(&Cents(3_660_000)));
    let clear = Act::SetSubscriptionCredit { kind, credit: None };
    world.give(COORDINATOR, clear).unwrap();
    assert!(world.state.settings().credits.is_empty());
    assert!(world.version_of(&RowKey::one(Kind::Settings)) > 0);
}
