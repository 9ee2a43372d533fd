//! Income by funder, what is looked at, who sees money, how long it is kept.

use super::*;
use crate::world::{DISPATCHER, TEACHER, TECHNICIAN, account};
use shared::ballot;
use shared::budget::watch::{Warning, watch};
use shared::budget::{Grant, Receipt};
use shared::entity::{Ages, Entity, Period, Reach, Sight, Viewer};
use shared::id::CampaignId;
use shared::scope::Scope;
use shared::subscription::{self, SubscriptionKind};

fn grant(notified: i64, deadline: Option<&str>) -> Grant {
    Grant {
        funder: "FEDER".into(),
        reference: "RA0012345".into(),
        notified_on: day("2023-06-01"),
        notified: Cents(notified),
        called: Cents::ZERO,
        deadline: deadline.map(day),
        lines: vec![invest("2.5")],
    }
}

fn promised(grant: Grant) -> Act {
    Act::SetGrant { pot: Pot::Investment, number: 1, grant }
}

fn received(reference: &str, cents: i64) -> Act {
    let (day, amount) = (day("2025-11-03"), Cents(cents));
    let receipt = Receipt { day, amount, reference: reference.into() };
    Act::ReceiveGrant { pot: Pot::Investment, number: 1, receipt }
}

/// Acceptance 8: 1,246,000.00 notified, 1,100,000.00 received: 146,000.00 to receive, and a
/// deadline in 45 days stands on top.
#[test]
fn what_a_funder_owes_is_on_top_with_its_deadline() {
    let mut world = with_annex();
    world.ok(promised(grant(124_600_000, Some("2026-04-26"))));
    world.ok(received("T-1", 60_000_000));
    world.ok(received("T-2", 50_000_000));
    world.ok(received("T-2", 50_000_000));
    let income = &world.line_of(&section(Pot::Investment)).income[0];
    assert_eq!((income.received(), income.to_receive()), (Cents(110_000_000), Cents(14_600_000)));
    let today = day("2026-03-12");
    assert_eq!((day("2026-04-26") - today).num_days(), 45);
    world.ok(open(1, run("2.8"), 470_000));
    let warnings = watch(&world.state, today);
    let on_top = Warning::Deadline {
        pot: Pot::Investment,
        number: 1,
        funder: "FEDER".into(),
        on: day("2026-04-26"),
        to_receive: Cents(14_600_000),
    };
    assert_eq!(warnings[0], on_top);
    assert!(matches!(&warnings[1], Warning::Near { line, .. } if *line == run("2.8")), "98 %");
    let why = world.hindered(received("T-3", 14_600_001));
    assert_eq!(why, Hindrance::PaidBeyond { by: Cents(1) });
    let why = world.hindered(received("T-1", 1));
    assert_eq!(why, Hindrance::NumberTaken { number: "T-1".into() });
    world.ok(received("T-3", 14_600_000));
    assert!(!watch(&world.state, today).contains(&on_top), "all of it came");
}

/// Lines above 90 %, commitments without a payment for six months, those of last year, credits that
/// October finds unspent.
#[test]
fn what_is_to_be_looked_at_is_found_on_its_day() {
    let mut world = with_annex();
    let estimate = 31_871_520;
    world.ok(open(1, run("1.1"), estimate * 9 / 10));
    let nears = |world: &World| {
        let all = watch(&world.state, day("2026-03-12"));
        all.iter().filter(|one| matches!(one, Warning::Near { .. })).count()
    };
    assert_eq!(nears(&world), 0, "90 % is not more than 90 %");
    world.ok(open(2, run("1.1"), 1));
    assert_eq!(nears(&world), 1);
    let silent = |on: &str| {
        let all = watch(&world.state, day(on));
        all.iter().filter(|one| matches!(one, Warning::Silent { .. })).count()
    };
    assert_eq!((silent("2026-09-11"), silent("2026-09-12")), (0, 2));
    let unspent = |on: &str| {
        let all = watch(&world.state, day(on));
        let found = all
            .into_iter()
            .find(|one| matches!(one, Warning::Unconsumed { pot: Pot::Operating, .. }));
        found.is_some()
    };
    assert_eq!((unspent("2026-09-30"), unspent("2026-10-01")), (false, true));
    let mut late = with_annex();
    let (commitment, signed_on) = (key(1), day("2026-12-10"));
    let order = Order { signed_on, ..order(1_000) };
    let line = invest("2.5");
    late.ok(Act::OpenCommitment { commitment, line, year: 2026, order, over: String::new() });
    let carried = Warning::CarriedOver { commitment, year: 2026, to_pay: Cents(1_000) };
    assert!(!watch(&late.state, day("2026-12-31")).contains(&carried));
    assert!(watch(&late.state, day("2027-01-01")).contains(&carried));
}

/// Rights of 2.5: the coordinator decides, the dispatcher reads, nobody else sees, on the wire.
#[test]
fn money_is_the_coordinators_and_seen_by_the_desk_alone() {
    let mut world = with_annex();
    for n in [DISPATCHER, TECHNICIAN, TEACHER] {
        assert_eq!(world.give(n, open(1, invest("2.5"), 1)), Err(Refusal::NotAllowed));
    }
    world.ok(open(1, invest("2.5"), 1));
    let all = [crate::world::site("0420001A")];
    let reader = |reach| Viewer {
        account: account(TECHNICIAN),
        today: day("2026-03-12"),
        reach,
        calls: [].into(),
    };
    for reach in [
        Reach::School(all[0].clone()),
        Reach::Technician { sites: all.clone().into(), quarters: [].into() },
        Reach::Observer(all.clone().into()),
    ] {
        let (reader, row) = (reader(reach), world.commitment(1));
        assert_eq!(row.sight(&reader), Sight::Hidden);
        for line in world.state.budget_lines.values() {
            assert_eq!(line.sight(&reader), Sight::Hidden);
        }
        let scope = Scope::Of(reader);
        let held = world.state.rows().filter_map(|row| scope.view(&row));
        let text = serde_json::to_string(&held.collect::<Vec<_>>()).unwrap();
        for secret in ["budget_line", "commitment", "2.5-I", "697739019"] {
            assert!(!text.contains(secret), "{secret}");
        }
    }
    let desk = Scope::new(&world.actor(DISPATCHER), [].into(), [].into(), NOW);
    assert!(desk.is_everything());
}

/// Money is decided by the server alone: no command waits on a device.
#[test]
fn every_command_of_money_needs_the_server_at_once() {
    let commands: Vec<Command> = vec![
        open(1, invest("2.5"), 1).into(),
        pay(1, "M", "2026-03-12", 1).into(),
        promised(grant(1, None)).into(),
        Act::SettleCommitment { commitment: key(1) }.into(),
    ];
    for command in commands {
        assert!(command.needs_server() && command.is_online_only(), "{command:?}");
    }
    let decision = ballot::Act::DecideCall {
        campaign: CampaignId(Uuid::from_u128(1)),
        day: day("2026-03-12"),
        reference: "D-1".into(),
        minutes: None,
        lot: 0,
        awards: Vec::new(),
    };
    let kind = SubscriptionKind::Internet;
    let credit = subscription::Act::SetSubscriptionCredit { kind, credit: None };
    for command in [Command::from(decision), credit.into()] {
        assert!(command.is_online_only(), "{command:?}");
    }
    let other: Command = crate::world::incident(1).into();
    assert!(!other.is_online_only());
}

/// Lines are kept for good; a commitment ten years after it ended.
#[test]
fn a_commitment_grows_old_from_its_end() {
    let mut world = with_annex();
    assert_eq!(world.line_of(&invest("2.5")).ages(), Ages::Never);
    world.ok(open(1, invest("2.5"), 1_000));
    assert_eq!(world.commitment(1).ages(), Ages::Never);
    world.ok(Act::SettleCommitment { commitment: key(1) });
    assert_eq!(world.commitment(1).ages(), Ages::From(day("2026-03-12"), Period::Accounts));
}
