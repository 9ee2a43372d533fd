//! The small budget of schools: each invariant of the service and each case of its acceptance.

use crate::supply_world::*;
use crate::world::*;
use proptest::prelude::*;
use shared::article::{self, Article, Pot};
use shared::campaign;
use shared::decide::Now;
use shared::id::SiteId;
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::refusal::{Conflict, Refusal};
use shared::row::RowKey;
use shared::supply::balance::{of_line, of_site, unallocated};
use shared::supply::{Act, Anomaly, Supply, SupplyState};

fn remaining(world: &World, at: &str, pot: Pot) -> Cents {
    let campaign = &world.state.campaigns[&campaign(1)];
    let balance = of_site(campaign, world.state.supplies.values(), &site(at), pot);
    balance.expect("an allowance").remaining()
}

/// What no site has of the investment of the campaign.
fn left_over(world: &World) -> Cents {
    let known = &world.state.campaigns[&campaign(1)];
    let of = (&world.state, day("2026-03-12"));
    unallocated(known, Pot::Investment, of, &known.sites).expect("an allowance for each")
}

/// A world with that many sites.
fn with_sites(many: usize) -> World {
    let mut world = with_catalogue();
    for n in world.state.sites.len()..many {
        world.put(new_site(&format!("042{n:04}X")));
    }
    world
}

fn sites(world: &World) -> Vec<SiteId> {
    world.state.sites.keys().cloned().collect()
}

/// Case 1: 429.00 each for 277 sites of 111,540.00 is refused with what is lacking; 402.67 is
/// accepted and leaves 0.41.
#[test]
fn a_campaign_opens_only_with_enough_money() {
    let mut world = with_sites(277);
    let campaign = campaign(1);
    let publish = campaign::Act::PublishCampaign { campaign };
    let draft = small_budget(42_900);
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    let (line, missing) = ("2.2 investissement".to_owned(), Cents(729_300));
    assert_eq!(missing.to_string(), "7\u{202f}293,00\u{a0}€");
    let refusal = Refusal::MoneyLacks { line, missing };
    assert_eq!(world.give(COORDINATOR, publish.clone()), Err(refusal));

    let draft = small_budget(40_267);
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, publish).unwrap();
    let opened = &world.state.campaigns[&campaign];
    let purse = &opened.purses[&Pot::Investment];
    assert_eq!((purse.each, opened.sites.len()), (Some(Cents(40_267)), 277));
    assert_eq!(left_over(&world), Cents(41));

    // An open campaign cannot be changed into one that has too little either.
    let draft = small_budget(42_900);
    let set = campaign::Act::SetCampaign { campaign, draft };
    assert!(matches!(world.give(COORDINATOR, set), Err(Refusal::MoneyLacks { .. })));
}

/// Case 2: 402.67 − 129.00 − 249.00 leaves 24.67; an article at 24.67 passes, one at 24.68 does
/// not.
#[test]
fn an_order_takes_what_is_left_to_the_cent() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(PRINTER, 1)]);
    world.give(TEACHER, wish).unwrap();
    let wish = ask(&world, 2, &[(SCREEN, 1)]);
    world.give(TEACHER, wish).unwrap();
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents(2_467));
    for (n, cents) in [(7, 2_468), (8, 2_467)] {
        let known = sold(n, "Câble", cents, 0);
        world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(known) }).unwrap();
    }
    let wish = ask(&world, 3, &[(7, 1)]);
    let refusal = Refusal::Allowance { remaining: Cents(2_467) };
    assert_eq!(world.give(TEACHER, wish), Err(refusal));
    let wish = ask(&world, 3, &[(8, 1)]);
    world.give(TEACHER, wish).unwrap();
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents::ZERO);
    // The other school has its own.
    assert_eq!(remaining(&world, "0420002B", Pot::Investment), Cents(40_267));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    /// Case 3: two baskets of 300.00 of one school, typed offline on two tablets: exactly one is
    /// accepted in whatever order they come, the other is told what is left.
    #[test]
    fn of_two_offline_baskets_one_is_accepted(mut order in Just([1_u8, 2, 3, 4]).prop_shuffle()) {
        let mut world = with_budget();
        let known = sold(9, "Lot", 30_000, 0);
        world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(known) }).unwrap();
        // Each tablet knows its own orders alone: both let theirs pass.
        let baskets = [1, 2].map(|n| {
            let mut envelope = world.envelope(TEACHER, ask(&world, n, &[(9, 1)]));
            envelope.device = device(20 + n);
            envelope
        });
        let actor = world.actor(TEACHER);
        let now = Now { ms: NOW, offset_ms: 0 };
        for basket in &baskets {
            prop_assert!(shared::decide::decide(&world.state, basket, &actor, now).is_ok());
        }
        // They come in any order, and again and again.
        order.reverse();
        let mut accepted = Vec::new();
        for n in order {
            let basket = &baskets[usize::from(n % 2)];
            match world.judge(TEACHER, basket) {
                Ok(_) => accepted.push(n % 2),
                Err(Refusal::Allowance { remaining }) => {
                    prop_assert_eq!(remaining, Cents(10_267));
                    prop_assert_eq!(remaining.to_string(), "102,67\u{a0}€");
                }
                // The same order again: the server knows its key.
                Err(Refusal::RowExists { .. }) => {}
                Err(other) => prop_assert!(false, "{:?}", other),
            }
        }
        prop_assert_eq!(accepted.len(), 1);
        let spent = Cents(40_267) - remaining(&world, "0420001A", Pot::Investment);
        prop_assert_eq!(spent, Cents(30_000));
    }
}

/// Case 5: when line 2.2 of running costs is exhausted, the 278th installation at 32.83 is refused
/// with the line named; equipment is still possible.
#[test]
fn each_section_has_a_ceiling_of_its_own() {
    let mut world = with_sites(278);
    let campaign = campaign(1);
    let mut draft = small_budget(40_267);
    if let Some(purse) = draft.purses.get_mut(&Pot::Investment) {
        purse.each = Some(Cents(40_000));
    }
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign }).unwrap();
    let all = sites(&world);
    for (at, place) in all.iter().enumerate() {
        let id = shared::id::SupplyId(uuid::Uuid::from_u128(1_000 + at as u128));
        let wish = match ask_at(&world, place.clone(), 1, &[(INSTALLATION, 1)]) {
            Act::AskSupply { site, campaign, lines, note, teacher, replaces, .. } => {
                Act::AskSupply { supply: id, site, campaign, lines, note, teacher, replaces }
            }
            other => other,
        };
        let answer = world.give(DISPATCHER, wish);
        if at < 277 {
            answer.unwrap();
        } else {
            let (line, remaining) = ("2.2 fonctionnement".into(), Cents(27));
            assert_eq!(answer, Err(Refusal::LineSpent { line, remaining }));
        }
    }
    let wish = ask_at(&world, all[277].clone(), 9, &[(PRINTER, 1)]);
    world.give(DISPATCHER, wish).unwrap();
    let known = &world.state.campaigns[&campaign];
    let line = of_line(known, world.state.supplies.values(), Pot::Operating).unwrap();
    assert_eq!((line.total, line.spent), (Cents(909_418), Cents(909_391)));
}

/// «The price seen is the price counted»: a new price asks again, and never changes an order.
#[test]
fn the_price_that_was_seen_is_the_price_that_counts() {
    let mut world = with_budget();
    let before = ask(&world, 1, &[(MOUSE, 1)]);
    let in_basket = ask(&world, 2, &[(MOUSE, 1)]);
    world.give(TEACHER, before).unwrap();
    let dearer = Article { unit: Cents(1_950), ..sold(MOUSE, "Souris", 0, 0) };
    world.give(DISPATCHER, article::Act::SetArticle { article: Box::new(dearer) }).unwrap();
    let (label, seen, now) = ("Souris".into(), Cents(1_800), Cents(1_950));
    assert_eq!(world.give(TEACHER, in_basket), Err(Refusal::PriceChanged { label, seen, now }));
    assert_eq!(world.supply(1).price(), Cents(1_800));
    let again = ask(&world, 2, &[(MOUSE, 1)]);
    world.give(TEACHER, again).unwrap();
    assert_eq!(world.supply(2).price(), Cents(1_950));
}

/// The closing day is that of the server's reception; what was typed before it without a network
/// is received for three school days, and marked, when the clock is believed.
#[test]
fn the_closing_day_is_the_servers() {
    let closing = 279; // 16 December 2026, a Wednesday: the campaign closed on the 15th.
    let at = |days: i64| NOW + days * DAY_MS;
    let judge = |typed: i64, received: i64, offset_ms: i64| {
        let mut world = with_budget();
        let mut envelope = world.envelope(TEACHER, ask(&world, 1, &[(MOUSE, 1)]));
        envelope.declared_at = at(typed);
        let actor = world.actor(TEACHER);
        let now = Now { ms: at(received), offset_ms };
        let decision = shared::decide::decide(&world.state, &envelope, &actor, now)?;
        for row in decision.rows {
            world.put(row);
        }
        Ok(world.supply(1).late)
    };
    let (opens, closes) = (day("2026-01-05"), day("2026-12-15"));
    let closed = Err(Refusal::CampaignClosed { opens, closes });
    assert_eq!(judge(closing - 1, closing - 1, 0), Ok(false), "on the last day");
    assert_eq!(judge(closing, closing, 0), closed, "the day after");
    assert_eq!(judge(closing - 1, closing, 0), Ok(true));
    assert_eq!(judge(closing - 1, closing + 2, 0), Ok(true), "three school days later");
    assert_eq!(judge(closing - 1, closing + 3, 0), closed, "four days later");
    assert_eq!(judge(closing - 1, closing, 11 * 60_000), closed, "a clock that is off");
}

/// An order of December that is delivered in January stays on its campaign.
#[test]
fn an_order_stays_on_the_money_of_its_year() {
    let mut world = with_budget();
    world.six_mice();
    let close = campaign::Act::CloseCampaign { campaign: campaign(1) };
    world.give(COORDINATOR, close).unwrap();
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    let done = world.supply(1);
    assert_eq!((done.campaign, done.state), (campaign(1), SupplyState::Delivered));
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents(40_267 - 10_800));
    let wish = ask(&world, 2, &[(MOUSE, 1)]);
    assert!(matches!(world.give(TEACHER, wish), Err(Refusal::CampaignClosed { .. })));
}

/// A site that closes asks for nothing more, and one that opens has nothing unless it is given
/// something.
#[test]
fn a_site_that_comes_later_has_what_it_is_given() {
    let mut world = with_budget();
    world.put(new_site("0420003C"));
    let wish = |world: &World, n| ask_at(world, site("0420003C"), n, &[(MOUSE, 1)]);
    let asked = wish(&world, 1);
    let refusal = Refusal::Allowance { remaining: Cents::ZERO };
    assert_eq!(world.give(DISPATCHER, asked), Err(refusal));
    let mut draft = small_budget(40_267);
    if let Some(purse) = draft.purses.get_mut(&Pot::Investment) {
        purse.overrides.insert(site("0420003C"), Cents(20_000));
    }
    let set = campaign::Act::SetCampaign { campaign: campaign(1), draft };
    world.give(COORDINATOR, set).unwrap();
    let asked = wish(&world, 1);
    world.give(DISPATCHER, asked).unwrap();
    assert_eq!(remaining(&world, "0420003C", Pot::Investment), Cents(18_200));
    let mut gone = (*world.state.sites[&site("0420003C")]).clone();
    gone.closed_on = Some(day("2026-03-01"));
    world.put(gone);
    let asked = wish(&world, 2);
    assert!(matches!(world.give(DISPATCHER, asked), Err(Refusal::BadField { .. })));
}

/// Invariant «a closed site's remaining returns to the pot»: what it spent stays spent, the rest
/// can be given to the others, to the cent; without it, the pot would lack what nobody can spend.
#[test]
fn what_a_closed_school_has_left_returns_to_the_pot() {
    let mut world = with_sites(277);
    let campaign = campaign(1);
    let draft = small_budget(40_267);
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign }).unwrap();
    let wish = ask_at(&world, site("0420002B"), 1, &[(PRINTER, 1)]);
    world.give(DISPATCHER, wish).unwrap();
    assert_eq!(left_over(&world), Cents(41));
    let more = |cents| {
        let mut draft = small_budget(40_267);
        if let Some(purse) = draft.purses.get_mut(&Pot::Investment) {
            purse.overrides.insert(site("0420001A"), Cents(cents));
        }
        campaign::Act::SetCampaign { campaign, draft }
    };
    // 402.67 − 129.00 stay of the school that closes, and 0.41 were left before.
    let line = "2.2 investissement".to_owned();
    let refusal = |missing| Refusal::MoneyLacks { line: line.clone(), missing: Cents(missing) };
    assert_eq!(world.give(COORDINATOR, more(40_267 + 42)), Err(refusal(1)));
    let mut gone = (*world.state.sites[&site("0420002B")]).clone();
    gone.closed_on = Some(day("2026-03-01"));
    world.put(gone);
    let back = 40_267 - 12_900 + 41;
    assert_eq!(left_over(&world), Cents(back));
    assert_eq!(world.give(COORDINATOR, more(40_267 + back + 1)), Err(refusal(1)));
    world.give(COORDINATOR, more(40_267 + back)).unwrap();
    assert_eq!(left_over(&world), Cents::ZERO);
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents(40_267 + back));
}

/// What a phone handed over without knowing that it was withdrawn is kept, counted and marked.
#[test]
fn a_fact_that_happened_is_never_refused() {
    let mut world = with_budget();
    world.six_mice();
    let on_the_phone = world.envelope(TECHNICIAN, hand_over(1, 1, None));
    let reason = "Plus besoin".to_owned();
    world.give(TEACHER, Act::CancelSupply { supply: supply(1), reason }).unwrap();
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents(40_267));
    let told = world.judge(TECHNICIAN, &on_the_phone).unwrap().conflicts;
    let (row, anomaly) = (RowKey::of::<Supply>(&supply(1)), "after_end".to_owned());
    assert_eq!(told, [Conflict::Marked { row, anomaly }], "the technician is told");
    let done = world.supply(1);
    assert_eq!((done.state, done.ended_on), (SupplyState::Delivered, None));
    assert_eq!(done.legs[0].anomalies, [Anomaly::AfterEnd]);
    assert_eq!(remaining(&world, "0420001A", Pot::Investment), Cents(40_267 - 10_800));
}
