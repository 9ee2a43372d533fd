//! Ages, and what to renew first under a sum.

use super::*;
use shared::article::{Article, ArticleKind, Pot};
use shared::campaign::{self, CampaignKind, Draft, Purse};
use shared::id::{ArticleId, CampaignId, SupplyId};
use shared::money::Cents;
use shared::renewal::proposing::{Short, by_site, left, proposal, suffices};
use shared::supply;
use std::collections::BTreeMap;

/// S5, invariant «age unknown is never 0, never 1970».
#[test]
fn an_age_counts_from_the_purchase_and_an_unknown_one_is_not_nothing() {
    let today = day(TODAY);
    assert_eq!(device(1).age(today), None);
    assert_eq!(device(1).age_months(today), None);
    let both = Equipment { in_service: Some(day("2021-09-01")), ..bought(1, "2020-03-12") };
    assert_eq!((both.age(today), both.age_months(today)), (Some(6), Some(72)));
    assert_eq!(bought(1, "2020-03-13").age_months(today), Some(71));
    let old_row = Equipment { acquired: Some(day("2020-03-12")), ..device(1) };
    assert_eq!(old_row.age(today), Some(6), "a row of an older version");
    assert_eq!(bought(1, "2026-03-13").age(today), None, "to come");
}

/// S5, acceptance 1.
#[test]
fn of_8300_devices_2180_of_unknown_age_are_listed_apart() {
    let mut state = State::default();
    for n in 0..8_300_u128 {
        let one = if n < 2_180 { device(n) } else { bought(n, "2019-09-01") };
        state.put(Row::from(one));
    }
    let list = list(&state);
    assert_eq!(list.known_ages(), (6_120, 8_300));
    assert_eq!((list.ranked.len(), list.unknown.len()), (6_120, 2_180));
    assert!(list.ranked.iter().all(|ranked| ranked.rank.age.is_some()));
    assert!(list.unknown.iter().all(|ranked| ranked.rank.age.is_none()));
    assert!(list.unknown.iter().all(|ranked| ranked.rank.points() == 0));
}

/// S5, acceptance 2.
#[test]
fn the_sum_of_the_line_renews_615_devices_and_leaves_130_31() {
    let expected = Cut { count: 615, left: 13_031, missing: 56_969 };
    assert_eq!(cut(43_063_031, 70_000), Some(expected));
    assert_eq!(cut(0, 70_000), Some(Cut { count: 0, left: 0, missing: 70_000 }));
    assert_eq!(cut(70_000, 70_000).map(|cut| (cut.count, cut.left)), Some((1, 0)));
    for (total, unit) in [(1, 0), (1, -1), (-1, 1)] {
        assert_eq!(cut(total, unit), None);
    }
}

#[test]
fn points_say_why_a_device_stands_where_it_stands() {
    let today = day(TODAY);
    let plain = bought(1, "2026-03-01");
    assert_eq!(rank(&plain, 0, false, today), Rank { age: Some(0), ..Rank::default() });
    let all = Equipment {
        support_ends: Some(day("2026-03-11")),
        state: EquipmentState::Broken,
        ..bought(1, "2010-01-01")
    };
    let most = Rank { unsupported: 40, worn: 25, age: Some(20), poor: 15 };
    assert_eq!((rank(&all, 9, true, today), most.points()), (most, 100));
    let ends_today = Equipment { support_ends: Some(today), ..plain.clone() };
    assert_eq!(rank(&ends_today, 0, false, today).unsupported, 0);
    assert_eq!(rank(&plain, 2, false, today).worn, 0);
    assert_eq!(rank(&plain, 3, false, today).worn, 25);
    // 36 of 60 months.
    assert_eq!(rank(&bought(1, "2023-03-12"), 0, false, today).age, Some(12));
    let long = Equipment { life_months: Some(120), ..bought(1, "2023-03-12") };
    assert_eq!(rank(&long, 0, false, today).age, Some(6));
}

#[test]
fn incidents_of_a_year_and_what_people_say_move_a_device() {
    let mut world = with((1..=4).map(|n| bought(n, "2022-01-01")));
    for n in 1..=3 {
        let mut act = incident(n);
        if let ticket::Act::ReportIncident { equipment, .. } = &mut act {
            *equipment = Some(key(3));
        }
        world.give(TEACHER, act).unwrap();
    }
    let reason = "Charnière cassée".to_owned();
    let propose = Act::ProposeRetirement { equipment: key(4), reason };
    assert_eq!(world.give(TEACHER, propose.clone()), Err(Refusal::NotAllowed));
    world.give(TECHNICIAN, propose).unwrap();
    let keep = Act::KeepEquipment { equipment: key(2), keep: true };
    assert_eq!(world.give(TECHNICIAN, keep.clone()), Err(Refusal::NotAllowed));
    world.give(TEACHER, keep).unwrap();
    let found = list(&world.state);
    assert_eq!((numbers(&found.ranked), numbers(&found.kept)), (vec![3, 4, 1], vec![2]));
    // A year later the incidents no longer count.
    let later = Renewal::of(&world.state, day("2027-03-13"), |_| true);
    assert_eq!(numbers(&later.ranked), [4, 1, 3]);
    world.give(TEACHER, Act::KeepEquipment { equipment: key(2), keep: false }).unwrap();
    assert_eq!(numbers(&list(&world.state).ranked), [3, 4, 1, 2]);
}

#[test]
fn a_site_with_few_devices_comes_before_its_like() {
    let mut world = with((1..=9).map(|n| bought(n, "2022-01-01")));
    for n in 0..3 {
        world.put(new_site(&format!("042001{n}C")));
        for k in 0..8 {
            let id = 100 + n * 10 + k;
            let at = site(&format!("042001{n}C"));
            world.put(Equipment { site: at, ..bought(id, "2022-01-01") });
        }
    }
    world.put(Equipment { site: site(OTHER), ..bought(77, "2022-01-01") });
    let found = list(&world.state);
    assert_eq!(numbers(&found.ranked)[0], 77);
    let poor: Vec<_> = found.ranked.iter().filter(|ranked| ranked.rank.poor > 0).collect();
    assert_eq!(poor.len(), 1, "{poor:?}");
}

/// S5, acceptance 7.
#[test]
fn the_same_rows_on_the_same_day_give_the_same_order_byte_for_byte() {
    let rows: Vec<Row> = (0..500_u128)
        .map(|n| {
            let mixed = n * 7_919 % 500;
            let year = 2014 + mixed % 12;
            let mut one = bought(mixed + 1, &format!("{year}-09-01"));
            one.state =
                if mixed % 9 == 0 { EquipmentState::Broken } else { EquipmentState::InService };
            one.site = site(if mixed % 2 == 0 { SCHOOL } else { OTHER });
            Row::from(one)
        })
        .collect();
    let of = |rows: &mut dyn Iterator<Item = Row>| {
        let mut state = World::new().state;
        rows.for_each(|row| state.put(row));
        let lines = list(&state).ranked;
        let line = |r: &shared::renewal::Ranked| format!("{};{}\n", r.device.id, r.rank.points());
        lines.iter().map(line).collect::<String>()
    };
    let forward = of(&mut rows.iter().cloned());
    let backward = of(&mut rows.iter().rev().cloned());
    assert_eq!(forward.lines().count(), 500);
    assert_eq!(forward, backward);
}

pub(super) fn campaign() -> CampaignId {
    CampaignId(Uuid::from_u128(1))
}

pub(super) fn laptop() -> Article {
    let id = ArticleId(Uuid::from_u128(2));
    let kind = ArticleKind::Device(EquipmentKind::Laptop);
    Article { kind, ..Article::blank(id, "Portable".into(), Cents(70_000)) }
}

/// Line 1.2 of the annex opens as a campaign of renewal, for so many old devices.
pub(super) fn opened(devices: u128) -> World {
    let mut world = with((1..=devices).map(|n| bought(n, "2015-09-01")));
    world.put(laptop());
    let total = Some(Cents(43_063_031));
    let purse = Purse {
        line: "1.2".into(),
        total,
        each: None,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    let draft = Draft {
        kind: CampaignKind::Renewal,
        label: "Renouvellement 2026".into(),
        year: 2026,
        opens: day("2026-01-05"),
        closes: day("2026-12-15"),
        purses: BTreeMap::from([(Pot::Investment, purse)]),
        articles: BTreeSet::new(),
        call: None,
        open_loans: None,
    };
    let campaign = campaign();
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign }).unwrap();
    world
}

pub(super) fn propose(world: &World, first: usize) -> Vec<supply::Act> {
    let (known, list) = (world.state.campaigns[&campaign()].clone(), list(&world.state));
    let orders = by_site(&list.ranked[..first]).into_iter().zip(1_u128..);
    let of = |(site, n)| {
        let id = SupplyId(Uuid::from_u128(n));
        proposal(id, &known, &laptop(), site, String::new())
    };
    orders.map(of).collect()
}

/// S5, acceptance 2: 615 are proposed and leave 130.31 €, the 616th lacks 569.69 €; what is
/// proposed is counted once, and stands in the list no more.
#[test]
fn a_campaign_proposes_615_devices_and_lacks_569_69_for_one_more() {
    let mut world = opened(620);
    let known = world.state.campaigns[&campaign()].clone();
    let short = |many| suffices(&world.state, &known, &laptop(), many);
    assert_eq!(short(615), Ok(()));
    assert_eq!(short(616), Err(Short::Money(Cents(56_969))));
    assert_eq!(short(0), Err(Short::Nothing));
    let orders = propose(&world, 615);
    assert_eq!(orders.len(), 2, "an order holds 500");
    for order in orders {
        world.give(DISPATCHER, order).unwrap();
    }
    assert_eq!(left(&world.state, &known, Pot::Investment), Some(Cents(13_031)));
    let list = list(&world.state);
    assert_eq!((list.ranked.len(), list.ordered.len()), (5, 615));
    assert_eq!(list.known_ages(), (620, 620));
}

/// S5, acceptance 4: two people at two desks propose the same 50 devices.
#[test]
fn of_two_who_propose_the_same_50_devices_the_second_is_told_which() {
    let mut world = opened(50);
    let (first, second) = (propose(&world, 50), propose(&world, 50));
    for order in first {
        world.give(DISPATCHER, order).unwrap();
    }
    let again = second.into_iter().map(|mut order| {
        if let supply::Act::AskSupply { supply, .. } = &mut order {
            *supply = SupplyId(Uuid::from_u128(99));
        }
        world.give(COORDINATOR, order)
    });
    let told: Vec<_> = again.collect();
    let all = list(&world.state).ordered.iter().map(|one| one.device.id).collect::<BTreeSet<_>>();
    assert_eq!(all.len(), 50);
    for answer in told {
        let Err(Refusal::ReplacedElsewhere { equipment }) = answer else {
            panic!("{answer:?}");
        };
        assert_eq!(equipment.into_iter().collect::<BTreeSet<_>>(), all);
    }
    assert_eq!(world.state.supplies.len(), 1);
}

/// What is taken away for a new one serves no more from that day on, and waits for its destination;
/// told twice, it is retired once.
#[test]
fn an_old_device_that_was_taken_away_is_retired_and_waits_for_its_destination() {
    let mut world = opened(2);
    for order in propose(&world, 1) {
        world.give(DISPATCHER, order).unwrap();
    }
    let supply = SupplyId(Uuid::from_u128(1));
    let replaced = world.state.supplies[&supply].replaces[0];
    world.give(COORDINATOR, supply::Act::AcceptSupply { supply, visit: None }).unwrap();
    world.give(DISPATCHER, supply::Act::PrepareSupply { supply, visit: None }).unwrap();
    let done = supply::HandOver::default();
    let away = supply::Act::DoLeg { supply, leg: 2, done };
    world.give(DISPATCHER, away.clone()).unwrap();
    let old = &world.state.equipment[&replaced];
    let end = old.retired.as_ref().expect("an end");
    assert_eq!((old.state, end.destination, end.functional), (EquipmentState::Retired, None, true));
    assert_eq!(end.reason, "→ Portable");
    let history = old.history.len();
    world.give(DISPATCHER, away).unwrap();
    assert_eq!(world.state.equipment[&replaced].history.len(), history);
    let list = list(&world.state);
    assert_eq!((list.ranked.len(), list.ordered.len()), (1, 0), "it is in no list any more");
}
