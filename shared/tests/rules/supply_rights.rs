//! Supplies: who may do what, who sees what, and what becomes of a state.

use crate::supply_world::*;
use crate::world::*;
use proptest::prelude::*;
use shared::article::{self, Pot};
use shared::campaign::{self, CampaignKind};
use shared::command::Command;
use shared::entity::{Ages, Entity, Period, Reach, Sight, Viewer};
use shared::id::{EquipmentId, SiteId};
use shared::money::Cents;
use shared::pack::{pack_all, unpack_all};
use shared::refusal::Refusal;
use shared::role::Role;
use shared::row::{Kind, Row};
use shared::supply::balance::{of_line, of_site};
use shared::supply::{Act, Carrier, FailReason, HandOver, Item, LegKind, Supply, SupplyState};
use std::collections::BTreeSet;
use uuid::Uuid;

/// One act of each word, and who may give it: the table of rights.
fn rights(world: &World) -> Vec<(Command, &'static [Role])> {
    use Role::*;
    const SCHOOL: &[Role] = &[Teacher, Dispatcher, Coordinator];
    const DESK: &[Role] = &[Dispatcher, Coordinator];
    const SPOT: &[Role] = &[Technician, Dispatcher, Coordinator];
    let (supply, text, reason) = (supply(1), String::new(), FailReason::NoTime);
    let why = || "Motif".to_owned();
    let (campaign, draft) = (campaign(1), small_budget(1));
    let sold = sold(1, "Souris", 1, 0);
    let carrier = Some(Carrier::Collect);
    let items = vec![Item::new(0, 1)];
    vec![
        (ask(world, 1, &[(MOUSE, 1)]).into(), SCHOOL),
        (edit(world, 1, &[(MOUSE, 1)]).into(), SCHOOL),
        (Act::CancelSupply { supply, reason: why() }.into(), SCHOOL),
        (Act::ConfirmSupply { supply }.into(), SCHOOL),
        (Act::TellMissing { supply, items, text: text.clone() }.into(), SCHOOL),
        (accept(1).into(), DESK),
        (Act::WaitSupply { supply, reason: why() }.into(), DESK),
        (Act::RefuseSupply { supply, reason: why() }.into(), DESK),
        (prepare(1).into(), DESK),
        (Act::PlanLeg { supply, leg: 1, carrier }.into(), DESK),
        (Act::DoLeg { supply, leg: 1, done: HandOver::default() }.into(), SPOT),
        (Act::FailLeg { supply, leg: 1, visit: None, reason, text }.into(), SPOT),
        (Act::CloseSupply { supply }.into(), &[System]),
        (article::Act::SetArticle { article: Box::new(sold.clone()) }.into(), DESK),
        (article::Act::ImportArticles { articles: vec![sold] }.into(), DESK),
        (campaign::Act::SetCampaign { campaign, draft }.into(), &[Coordinator]),
        (campaign::Act::PublishCampaign { campaign }.into(), &[Coordinator]),
        (campaign::Act::CloseCampaign { campaign }.into(), &[Coordinator]),
    ]
}

#[test]
fn each_role_may_do_what_the_table_of_rights_says() {
    use Role::*;
    let world = with_budget();
    for (command, allowed) in rights(&world) {
        for role in [Technician, Dispatcher, Teacher, Coordinator, Observer, System] {
            assert_eq!(command.is_allowed(role), allowed.contains(&role), "{role:?} {command:?}");
        }
    }
}

/// «needs_server»: what depends on the money of others is «à confirmer» on a device, and nothing
/// else is.
#[test]
fn what_others_spend_is_for_the_server_to_confirm() {
    let world = with_budget();
    let needs = |(command, _): (Command, &[Role])| command.needs_server();
    let needed = rights(&world).into_iter().map(needs).filter(|needs| *needs).count();
    assert_eq!(needed, 4);
    assert!(Command::from(ask(&world, 1, &[(MOUSE, 1)])).needs_server());
    assert!(Command::from(edit(&world, 1, &[(MOUSE, 2)])).needs_server());
    assert!(Command::from(accept(1)).needs_server());
    let open = campaign::Act::PublishCampaign { campaign: campaign(1) };
    assert!(Command::from(open).needs_server());
    assert!(!Command::from(incident(1)).needs_server());
}

#[test]
fn a_school_touches_its_own_supplies_alone() {
    let mut world = with_budget();
    let elsewhere = site("0420002B");
    let wish = ask_at(&world, elsewhere.clone(), 1, &[(MOUSE, 1)]);
    assert_eq!(world.give(TEACHER, wish.clone()), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, wish).unwrap();
    let reason = "Erreur".to_owned();
    let cancel = Act::CancelSupply { supply: supply(1), reason };
    assert_eq!(world.give(TEACHER, cancel), Err(Refusal::NotAllowed));
    let items = vec![Item::new(0, 1)];
    let missing = Act::TellMissing { supply: supply(1), items, text: String::new() };
    assert_eq!(world.give(TEACHER, missing), Err(Refusal::NotAllowed));
    let confirm = Act::ConfirmSupply { supply: supply(1) };
    assert_eq!(world.give(TEACHER, confirm), Err(Refusal::NotAllowed));
}

#[test]
fn a_technician_does_what_rides_with_their_own_way() {
    let mut world = with_budget();
    world.six_mice();
    let of = |visit| Act::DoLeg {
        supply: supply(1),
        leg: 1,
        done: HandOver { visit, ..HandOver::default() },
    };
    assert_eq!(world.give(OTHER_TECHNICIAN, of(Some(visit(1)))), Err(Refusal::NotAllowed));
    assert_eq!(world.give(TECHNICIAN, of(None)), Err(Refusal::NotAllowed));
    // A round that passes by takes it without a visit of the school.
    let slot = slot("2026-03-13", shared::day::Half::Morning);
    let carrier = Some(Carrier::Stop { technician: account(OTHER_TECHNICIAN), slot });
    world.give(DISPATCHER, Act::PlanLeg { supply: supply(1), leg: 1, carrier }).unwrap();
    assert_eq!(world.supply(1).facets().owner, Some(account(OTHER_TECHNICIAN)));
    world.give(OTHER_TECHNICIAN, of(None)).unwrap();
    assert_eq!(world.supply(1).state, SupplyState::Delivered);
}

/// Calls and renewals are decided by the coordinator; equipment is in one open order at most.
#[test]
fn a_renewal_takes_the_old_one_away() {
    let mut world = with_catalogue();
    let campaign = campaign(1);
    let mut draft = small_budget(0);
    draft.kind = CampaignKind::Renewal;
    for purse in draft.purses.values_mut() {
        purse.each = None;
    }
    world.give(COORDINATOR, campaign::Act::SetCampaign { campaign, draft }).unwrap();
    world.give(COORDINATOR, campaign::Act::PublishCampaign { campaign }).unwrap();
    let old = EquipmentId(Uuid::from_u128(7));
    let renew = |world: &World, n| match ask(world, n, &[(PRINTER, 1)]) {
        Act::AskSupply { supply, site, campaign, lines, note, teacher, .. } => {
            let replaces = vec![old];
            Act::AskSupply { supply, site, campaign, lines, note, teacher, replaces }
        }
        other => other,
    };
    let wish = renew(&world, 1);
    assert_eq!(world.give(TEACHER, wish.clone()), Err(Refusal::NotAllowed));
    world.give(DISPATCHER, wish).unwrap();
    let wish = renew(&world, 2);
    let refusal = Refusal::ReplacedElsewhere { equipment: vec![old] };
    assert_eq!(world.give(DISPATCHER, wish), Err(refusal));
    assert_eq!(world.give(DISPATCHER, accept(1)), Err(Refusal::NotAllowed));
    // What is only proposed takes no money yet.
    let spent = |world: &World| {
        let known = &world.state.campaigns[&campaign];
        of_line(known, world.state.supplies.values(), Pot::Investment).unwrap().spent
    };
    assert_eq!(spent(&world), Cents::ZERO);
    world.give(COORDINATOR, accept(1)).unwrap();
    assert_eq!(spent(&world), Cents(12_900));
    let kinds: Vec<_> = world.supply(1).legs.iter().map(|leg| leg.kind).collect();
    assert_eq!(kinds, [LegKind::Deliver, LegKind::TakeAway]);
    assert_eq!(world.supply(1).legs[1].equipment, [old]);
    // The old one may go after the school has closed the order: nothing opens again.
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    world.give(TEACHER, Act::ConfirmSupply { supply: supply(1) }).unwrap();
    let closed = world.supply(1);
    let here = closed.rides_with(&closed.legs[1], world.visit(1), &world.state);
    assert!(here, "it still stands in the visit");
    world.give(TECHNICIAN, hand_over(1, 2, None)).unwrap();
    assert!(world.supply(1).legs.iter().all(shared::supply::Leg::is_done));
    assert_eq!(world.supply(1).state, SupplyState::Closed);
}

fn reader(reach: Reach) -> Viewer {
    Viewer { account: account(TECHNICIAN), today: day("2026-03-12"), reach, calls: [].into() }
}

fn near(place: &str) -> Reach {
    let sites = BTreeSet::from([site(place)]);
    Reach::Technician { sites, quarters: BTreeSet::new() }
}

/// Invariant 6 «In scope»: a school has its own orders and its own allowance, never those of
/// others, nor what there is in all.
#[test]
fn a_school_gets_its_own_allowance_alone() {
    let mut world = with_budget();
    let mut draft = small_budget(10_000);
    if let Some(purse) = draft.purses.get_mut(&Pot::Investment) {
        purse.overrides.insert(site("0420001A"), Cents(1));
        purse.overrides.insert(site("0420002B"), Cents(2));
    }
    let set = campaign::Act::SetCampaign { campaign: campaign(1), draft };
    world.give(COORDINATOR, set).unwrap();
    let own = reader(Reach::School(site("0420001A")));
    let known = &world.state.campaigns[&campaign(1)];
    let Sight::Short(seen) = known.sight(&own) else { panic!("a shorter form") };
    let purse = &seen.purses[&Pot::Investment];
    assert_eq!((purse.total, purse.overrides.len()), (None, 1));
    assert_eq!(seen.allowance(&site("0420001A"), Pot::Investment), Some(Cents(1)));
    assert_eq!(seen.sites, BTreeSet::from([site("0420001A")]));
    for reach in [near("0420001A"), Reach::Observer(BTreeSet::from([site("0420001A")]))] {
        assert_eq!(known.sight(&reader(reach.clone())), Sight::Hidden);
        let sold = &world.state.articles[&article(MOUSE)];
        assert_eq!(sold.sight(&reader(reach)), Sight::Hidden);
    }
    let mut draft = (**known).clone();
    draft.state = campaign::CampaignState::Draft;
    assert_eq!(draft.sight(&own), Sight::Hidden);
}

#[test]
fn a_supply_is_seen_by_its_school_and_by_who_carries_it() {
    let mut world = with_budget();
    let wish = ask(&world, 1, &[(MOUSE, 1)]);
    world.give(TEACHER, wish).unwrap();
    let sees = |world: &World, reach| world.supply(1).sight(&reader(reach)) == Sight::Whole;
    let schools = |place: &str| Reach::School(site(place));
    assert!(sees(&world, schools("0420001A")));
    assert!(!sees(&world, schools("0420002B")));
    assert!(!sees(&world, near("0420001A")), "there is nothing to carry yet");
    world.give(DISPATCHER, accept(1)).unwrap();
    assert!(sees(&world, near("0420001A")));
    assert!(!sees(&world, near("0420002B")));
    assert!(!sees(&world, Reach::Observer(BTreeSet::from([site("0420001A")]))));
    let nowhere: BTreeSet<SiteId> = BTreeSet::new();
    assert!(!sees(&world, Reach::Observer(nowhere)));
}

/// Retention: five years after an order has ended.
#[test]
fn an_order_is_kept_for_a_period_after_its_end() {
    let mut world = with_budget();
    world.six_mice();
    assert_eq!(world.supply(1).ages(), Ages::Never);
    world.give(TECHNICIAN, hand_over(1, 1, None)).unwrap();
    assert_eq!(world.supply(1).ages(), Ages::Never);
    world.give(TEACHER, Act::ConfirmSupply { supply: supply(1) }).unwrap();
    assert_eq!(world.supply(1).ages(), Ages::From(day("2026-03-12"), Period::History));
}

/// A desk begins from blocks of rows: what is read from them is what was written.
#[test]
fn rows_come_out_of_blocks_as_they_went_in() {
    let mut world = with_budget();
    world.six_mice();
    world.give(TECHNICIAN, hand_over(1, 1, Some(4))).unwrap();
    for kind in [Kind::Article, Kind::Campaign, Kind::Supply] {
        let rows: Vec<Row> = world.state.rows().filter(|row| row.kind() == kind).collect();
        assert!(!rows.is_empty(), "{kind:?}");
        let packed = pack_all(kind, &rows, 2).unwrap();
        assert_eq!(unpack_all(&packed).unwrap().rows, rows);
        for row in rows {
            let text = serde_json::to_string(&row).unwrap();
            assert_eq!(columns::from_json::<Row>(&text).unwrap(), row);
        }
    }
}

/// What a state may become by any act.
fn may_become(before: SupplyState, after: SupplyState) -> bool {
    use SupplyState::*;
    before == after
        || match before {
            Asked => matches!(after, Accepted | Ready | WaitingList | Refused | Cancelled),
            WaitingList => matches!(after, Accepted | Ready | Refused | Cancelled),
            Accepted => matches!(after, Ready | Delivered | Cancelled),
            Ready => matches!(after, Delivered | Cancelled),
            Delivered => matches!(after, Ready | Closed),
            // Only a fact that had happened already brings one back.
            Cancelled => matches!(after, Ready | Delivered),
            Closed | Refused => false,
        }
}

fn step(n: u8, pieces: u8) -> Act {
    let (supply, reason) = (supply(1), "Motif".to_owned());
    let items = vec![Item::new(0, u32::from(pieces))];
    let leg = u32::from(pieces % 3) + 1;
    match n {
        0 => accept(1),
        1 => Act::AcceptSupply { supply, visit: None },
        2 => Act::WaitSupply { supply, reason },
        3 => Act::RefuseSupply { supply, reason },
        4 => prepare(1),
        5 => Act::CancelSupply { supply, reason },
        6 => Act::PlanLeg { supply, leg, carrier: Some(Carrier::Visit(visit(1))) },
        7 => hand_over(1, leg, None),
        8 => hand_over(1, leg, Some(u32::from(pieces))),
        9 => {
            let (reason, text) = (FailReason::NobodyThere, String::new());
            Act::FailLeg { supply, leg, visit: Some(visit(1)), reason, text }
        }
        10 => Act::ConfirmSupply { supply },
        _ => Act::TellMissing { supply, items, text: String::new() },
    }
}

proptest! {
    /// Whatever people do in whatever order: a supply goes only where it may, counts no piece
    /// twice, and the site never has less than nothing left.
    #[test]
    fn a_supply_goes_only_where_it_may(steps in prop::collection::vec((0_u8..12, 0_u8..8), 0..40)) {
        let mut world = with_budget();
        let wish = ask(&world, 1, &[(MOUSE, 6), (INSTALLATION, 1)]);
        world.give(TEACHER, wish).unwrap();
        for (n, pieces) in steps {
            let before = world.supply(1).state;
            let by = if n < 7 { DISPATCHER } else if n < 10 { TECHNICIAN } else { TEACHER };
            let _ = world.give(by, step(n, pieces));
            let now: &Supply = world.supply(1);
            prop_assert!(may_become(before, now.state), "{:?} {:?}", before, now.state);
            for line in [0, 1] {
                let asked = now.lines[line as usize].quantity;
                let legs = now.legs.iter().filter(|leg| leg.kind.gives());
                let in_legs: u32 = legs.map(|leg| leg.counted(line)).sum();
                prop_assert!(now.legs.is_empty() || in_legs == asked, "line {}", line);
                prop_assert_eq!(now.delivered(line) + now.rest(line), asked);
            }
            let is_ended = matches!(
                now.state,
                SupplyState::Closed | SupplyState::Refused | SupplyState::Cancelled
            );
            prop_assert_eq!(now.ended_on.is_some(), is_ended);
            let is_told = now.delivered_on.is_some() && !is_ended;
            prop_assert_eq!(is_told, now.state == SupplyState::Delivered);
            let known = &world.state.campaigns[&campaign(1)];
            let own = of_site(known, world.state.supplies.values(), &now.site, Pot::Investment);
            prop_assert!(!own.unwrap().remaining().is_negative());
        }
    }
}
