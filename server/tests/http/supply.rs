//! Orders on a server: two tablets of one school, and what nobody answers.

use crate::world::*;
use server::jobs::close_supplies;
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
use shared::sync::Verdict;
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
