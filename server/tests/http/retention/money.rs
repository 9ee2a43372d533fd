//! What is kept of contracts, commitments and marks, and for how long.

use super::*;
use shared::ballot::{Ballot, Mark, key};
use shared::budget::{Commitment, CommitmentState, Price};
use shared::day::paris_day;
use shared::id::{CampaignId, CommitmentId, LineId, SubscriptionId, SupplyId};
use shared::money::Cents;
use shared::subscription::{Billing, Stage, Subscription, SubscriptionKind, Terms};
use uuid::Uuid;

fn purged(world: &World, days: i64) -> u64 {
    let (state, later) = (&world.state, now_ms() + days * DAY_MS);
    apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged").rows
}

fn put_all(world: &World, rows: Vec<Row>) {
    world
        .state
        .store
        .change(|store| rows.iter().try_for_each(|row| store.put(row.clone()).map(drop)))
        .expect("put");
}

fn kept(world: &World, kind: Kind) -> Vec<RowKey> {
    let rows = world.state.store.look(|store| store.load(&Read::All(kind))).expect("rows");
    rows.iter().map(Row::key).collect()
}

/// A contract that ended today, or that runs on.
fn subscription(n: u8, is_over: bool) -> Subscription {
    let today = paris_day(now_ms());
    let terms = Terms {
        operator: "Op".into(),
        phone: String::new(),
        contract: String::new(),
        line: format!("L-{n}"),
        offer: String::new(),
        down_kbps: 0,
        up_kbps: 0,
        price: Cents(12_647),
        vat: 2_000,
        billing: Billing::Monthly,
        first: today,
        due: None,
        renewal_months: None,
        notice_months: 0,
        notice_days: 0,
        exception: String::new(),
    };
    Subscription {
        id: SubscriptionId(Uuid::from_bytes([n; 16])),
        site: SCHOOL.into(),
        kind: SubscriptionKind::Internet,
        stage: Stage::Active,
        terms,
        former: Vec::new(),
        last: is_over.then_some(today),
        noticed: None,
        reason: String::new(),
        takes_over: None,
        history: Vec::new(),
        written: None,
        version: 0,
    }
}

/// Retention (2.8): a contract that ended goes five years after its last day; one that runs stays.
#[tokio::test]
async fn a_contract_goes_five_years_after_its_end() {
    let world = World::new();
    let runs = subscription(2, false);
    put_all(&world, vec![subscription(1, true).into(), runs.clone().into()]);
    assert_eq!((purged(&world, 1_820), kept(&world, Kind::Subscription).len()), (0, 2));
    assert_eq!(purged(&world, 1_830), 1);
    assert_eq!(kept(&world, Kind::Subscription), [Row::from(runs).key()]);
    assert_eq!(purged(&world, 9_000), 0, "what runs is never old");
}

/// Retention (2.8): a commitment is kept ten years after it was settled or cancelled, longer than
/// any other record; an open one stays.
#[tokio::test]
async fn a_commitment_goes_ten_years_after_it_ended() {
    let world = World::new();
    let today = paris_day(now_ms());
    let row = |n: u8, state| Commitment {
        id: CommitmentId(Uuid::from_bytes([n; 16])),
        line: LineId("2.5-I".into()),
        year: 2026,
        number: String::new(),
        supplier: "F".into(),
        label: String::new(),
        market: String::new(),
        price: Price::of(Cents(1_200), Cents(1_000)),
        signed_on: today,
        origin: shared::article::Origin::New,
        goods: None,
        supplies: Vec::new(),
        over: String::new(),
        moves: Vec::new(),
        payments: Vec::new(),
        state,
        ended_on: (state != CommitmentState::Open).then_some(today),
        history: Vec::new(),
        version: 0,
    };
    let open = row(1, CommitmentState::Open);
    let settled = row(2, CommitmentState::Settled);
    let cancelled = row(3, CommitmentState::Cancelled);
    put_all(&world, vec![open.clone().into(), settled.into(), cancelled.into()]);
    assert_eq!((purged(&world, 1_900), kept(&world, Kind::Commitment).len()), (0, 3));
    assert_eq!((purged(&world, 3_640), kept(&world, Kind::Commitment).len()), (0, 3));
    assert_eq!(purged(&world, 3_665), 2);
    assert_eq!(kept(&world, Kind::Commitment), [Row::from(open).key()]);
}

/// Retention (2.8): marks are the record of a decision, and go with it after five years, sealed or
/// not.
#[tokio::test]
async fn marks_go_five_years_after_they_were_handed_in() {
    let world = World::new();
    let call = CampaignId(Uuid::from_u128(5));
    let row = |n: u8, open| Ballot {
        id: key(call, account(n)),
        campaign: call,
        juror: account(n),
        juror_name: format!("J-{n}"),
        marks: vec![Mark {
            supply: SupplyId(Uuid::from_u128(6)),
            scores: vec![Some(4)],
            note: "NOTE".into(),
            abstained: None,
        }],
        withdrawn: Vec::new(),
        open_to: [].into(),
        open,
        on: paris_day(now_ms()),
        version: 0,
    };
    put_all(&world, vec![row(1, true).into(), row(2, false).into()]);
    assert_eq!((purged(&world, 1_820), kept(&world, Kind::Ballot).len()), (0, 2));
    assert_eq!((purged(&world, 1_830), kept(&world, Kind::Ballot).len()), (2, 0));
    assert_eq!(purged(&world, 1_830), 0, "twice changes nothing more");
}

/// Retention (2.8): the budget is kept for good, its votes and its income with it; and each purge
/// leaves a proof that says how many rows went.
#[tokio::test]
async fn the_budget_is_kept_for_good_and_each_purge_leaves_its_proof() {
    let world = World::new();
    let text = r#"{"id": "2.5-I", "label": "Appels à projets", "pot": "investment", "votes": [
        {"day": "2000-02-02", "reference": "D", "credits": [{"year": 2000, "amount": 100}]}]}"#;
    let line: shared::budget::BudgetLine = serde_json::from_str(text).expect("a line");
    put_all(&world, vec![line.into(), subscription(1, true).into()]);
    let whole = || world.state.store.look(|store| store.load(&Read::All(Kind::BudgetLine)));
    let before = whole().expect("rows");
    assert_eq!((purged(&world, 36_000), whole().expect("rows")), (1, before));
    let proofs = || {
        let audit = world.state.store.look(|store| store.audit(0, i64::MAX)).expect("the audit");
        audit.into_iter().filter(|line| line.what == "purged").map(|line| line.detail)
    };
    let proof: Vec<_> = proofs().collect();
    assert!(proof.len() == 1 && proof[0].contains(" rows=1 "), "{proof:?}");
    assert_eq!((purged(&world, 36_000), proofs().count()), (0, 2), "also that nothing went");
}
