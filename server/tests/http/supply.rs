//! Orders on a server: two tablets of one school, and what nobody answers.

use crate::world::*;
use axum::http::StatusCode;
use server::jobs::close_supplies;
use server::purge::{Periods, apply};
use server::state::now_ms;
use shared::article::{Article, Pot};
use shared::campaign::{Campaign, CampaignKind, CampaignState, Purse};
use shared::command::Command;
use shared::day::{Calendar, Day, paris_day};
use shared::id::{ArticleId, CampaignId, SupplyId};
use shared::limits::DAY_MS;
use shared::money::Cents;
use shared::refusal::Refusal;
use shared::row::{Kind, Read, Row};
use shared::supply::{Act, Asked, Supply, SupplyState};
use shared::sync::{Change, Verdict};
use std::collections::BTreeMap;
use uuid::Uuid;

fn key(n: u128) -> Uuid {
    Uuid::from_u128(n)
}

/// An article at 300.00 and a campaign of 402.67 for each school.
fn open(world: &World) {
    let each = Some(Cents(40_267));
    let total = Some(Cents(100_000));
    let purse = Purse {
        line: "2.2".into(),
        total,
        each,
        overrides: BTreeMap::new(),
        reasons: BTreeMap::new(),
    };
    let today = paris_day(now_ms());
    let campaign = Campaign {
        id: CampaignId(key(1)),
        kind: CampaignKind::SmallBudget,
        label: "Petit budget".into(),
        year: 2026,
        opens: today - chrono::Duration::days(30),
        closes: today + chrono::Duration::days(30),
        purses: BTreeMap::from([(Pot::Investment, purse)]),
        articles: [].into(),
        sites: [SCHOOL.into(), OTHER_SCHOOL.into()].into(),
        state: CampaignState::Published,
        open_loans: 0,
        call: None,
        decision: None,
        version: 0,
    };
    let sold = Article::blank(ArticleId(key(2)), "Lot".into(), Cents(30_000));
    let put = world.state.store.change(|writer| {
        writer.put(campaign.into())?;
        writer.put(sold.into())
    });
    put.expect("put");
}

fn ask(n: u128) -> Command {
    let line = Asked { article: ArticleId(key(2)), quantity: 1, unit: Cents(30_000) };
    Act::AskSupply {
        supply: SupplyId(key(n)),
        site: SCHOOL.into(),
        campaign: CampaignId(key(1)),
        lines: vec![line],
        note: String::new(),
        teacher: None,
        replaces: Vec::new(),
    }
    .into()
}

/// Provisional commands: two tablets of one school each have what they know; the server settles it,
/// and the second is told what is left.
#[tokio::test]
async fn of_two_tablets_of_a_school_one_gets_the_money() {
    let world = World::new();
    open(&world);
    let mut verdicts = Vec::new();
    for n in [20, 21] {
        let (tablet, school) = world.tablet(SCHOOL, n).await;
        let order = envelope(n, school, 1, now_ms(), ask(u128::from(n)));
        let answer = world.sync(&tablet, &request(n, &[order])).await;
        verdicts.push(answer.outcomes[0].verdict.clone());
    }
    assert!(matches!(verdicts[0], Verdict::Applied { .. }), "{verdicts:?}");
    let refusal = Refusal::Allowance { remaining: Cents(10_267) };
    assert_eq!(verdicts[1], Verdict::Refused { refusal });
}

/// What was handed over closes on the day of the rule when the school says nothing.
#[tokio::test]
async fn what_nobody_answers_closes_after_ten_school_days() {
    let world = World::new();
    open(&world);
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let order = envelope(20, school, 1, now_ms(), ask(7));
    world.sync(&tablet, &request(20, &[order])).await;
    let store = &world.state.store;
    let supply = || {
        let rows = store.look(|reader| reader.load(&Read::All(Kind::Supply))).expect("rows");
        let [Row::Supply(supply)] = &*rows else { panic!("{rows:?}") };
        Supply::clone(supply)
    };
    let today = paris_day(now_ms());
    let delivered = Supply { state: SupplyState::Delivered, delivered_on: Some(today), ..supply() };
    store.change(|writer| writer.put(delivered.into())).expect("put");
    let due = Calendar::default().after_school_days(today, 10);
    let noon = |day: Day| day.and_hms_opt(11, 0, 0).expect("noon").and_utc().timestamp_millis();
    let close = |now| store.change(|writer| close_supplies(writer, now)).expect("closed");
    assert_eq!(close(noon(due) - DAY_MS), 0, "the day before");
    assert_eq!(close(noon(due)), 1, "the day itself");
    assert_eq!(close(noon(due)), 0, "once");
    assert_eq!(supply().state, SupplyState::Closed);
}

/// The orders that an answer holds.
fn orders(changes: &[Change]) -> usize {
    let is_order = |change: &&Change| match change {
        Change::Put(row) => row.kind() == Kind::Supply,
        Change::Gone { row, .. } => row.kind == Kind::Supply,
    };
    changes.iter().filter(is_order).count()
}

/// Scope on the wire: a school's tablet gets its own orders, and another school's gets none of
/// them, neither as a row nor as one that is gone.
#[tokio::test]
async fn the_tablet_of_another_school_gets_nothing_of_an_order() {
    let world = World::new();
    open(&world);
    let (own, school) = world.tablet(SCHOOL, 20).await;
    let (other, _) = world.tablet(OTHER_SCHOOL, 21).await;
    let before = world.sync(&other, &request(21, &[])).await;
    let order = envelope(20, school, 1, now_ms(), ask(7));
    assert_eq!(orders(&world.sync(&own, &request(20, &[order])).await.changes), 1);
    let mut next = request(21, &[]);
    (next.epoch, next.cursor) = (Some(before.epoch), before.cursor);
    for asked in [next, request(21, &[])] {
        let answer = world.sync_raw(&other, &asked).await;
        let key = SupplyId(key(7)).to_string();
        assert!(!answer.body.to_string().contains(&key), "{answer:?}");
    }
    // Nor may it be touched from there.
    let (third, elsewhere) = world.tablet(OTHER_SCHOOL, 22).await;
    let cancel = Act::CancelSupply { supply: SupplyId(key(7)), reason: "Erreur".into() };
    let act = envelope(22, elsewhere, 1, now_ms(), cancel.into());
    let answer = world.sync(&third, &request(22, &[act])).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Refused { .. }), "{answer:?}");
}

/// Retention: an order goes five years after it ended, once, with a proof; one that is open stays.
#[tokio::test]
async fn an_order_goes_five_years_after_it_ended_and_leaves_a_proof() {
    let world = World::new();
    open(&world);
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let cancel = Act::CancelSupply { supply: SupplyId(key(7)), reason: "Erreur".into() };
    let commands = [
        envelope(20, school, 1, now_ms(), ask(7)),
        envelope(20, school, 2, now_ms(), cancel.into()),
        envelope(20, school, 3, now_ms(), ask(8)),
    ];
    world.sync(&tablet, &request(20, &commands)).await;
    let store = &world.state.store;
    let kept = || {
        let rows = store.look(|reader| reader.load(&Read::All(Kind::Supply))).expect("rows");
        rows.iter().map(|row| row.key().id.clone()).collect::<Vec<_>>()
    };
    let purge = |days: i64| {
        let later = now_ms() + days * DAY_MS;
        apply(store, &*world.state.blobs, Periods::default(), later).expect("purged").rows
    };
    assert_eq!((purge(1_800), kept().len()), (0, 2));
    assert_eq!((purge(1_830), kept()), (1, vec![SupplyId(key(8)).to_string()]));
    assert_eq!(purge(1_830), 0, "twice changes nothing more");
    let audit = store.look(|store| store.audit(0, i64::MAX)).expect("the audit");
    assert!(audit.iter().any(|line| line.what == "purged"));
}

/// The exports of the gate are for desks: others get no name of a teacher, nor an empty file.
#[tokio::test]
async fn the_lists_of_the_gate_are_for_desks_alone() {
    let world = World::new();
    open(&world);
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    for name in ["livraisons-sans-formation", "a-former"] {
        for form in ["csv", "xlsx", "pdf"] {
            let path = format!("/api/v1/export/{name}.{form}");
            for n in [DISPATCHER, COORDINATOR] {
                let desk = world.sign_in(n).await;
                let answer = world.get(&path, &desk).await;
                assert_eq!(answer.status, StatusCode::OK, "{path} {answer:?}");
            }
            let mut refused = vec![tablet.clone(), String::new()];
            for n in [TECHNICIAN, OBSERVER] {
                refused.push(world.sign_in(n).await);
            }
            for cookie in refused {
                let answer = world.get(&path, &cookie).await;
                assert!(answer.status.is_client_error(), "{path} {answer:?}");
            }
        }
    }
    let desk = world.sign_in(DISPATCHER).await;
    let answer = world.get("/api/v1/export/livraisons-sans-formation.csv", &desk).await;
    let text = answer.body.as_str().unwrap_or_default().to_owned();
    assert_eq!(text.lines().count(), 1, "its columns, and no delivery: {text}");
}
