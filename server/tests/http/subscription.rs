//! Who is told what of a subscription, on the wire and in the export.

use crate::world::*;
use axum::http::StatusCode;
use server::state::now_ms;
use shared::command::Command;
use shared::day::paris_day;
use shared::id::SubscriptionId;
use shared::money::Cents;
use shared::subscription::{Act, Billing, Stage, SubscriptionKind, Terms};
use uuid::Uuid;

fn line(n: u8, site: &str, number: &str) -> Command {
    let terms = Terms {
        operator: "Telecom Alpha".into(),
        phone: "3901".into(),
        contract: "C-12".into(),
        line: number.into(),
        offer: String::new(),
        down_kbps: 0,
        up_kbps: 0,
        price: Cents(12_647),
        vat: 2_000,
        billing: Billing::Monthly,
        first: paris_day(now_ms()),
        due: None,
        renewal_months: None,
        notice_months: 0,
        notice_days: 30,
        exception: String::new(),
    };
    Act::AddSubscription {
        subscription: SubscriptionId(Uuid::from_bytes([n; 16])),
        site: site.into(),
        kind: SubscriptionKind::Internet,
        stage: Stage::Active,
        terms,
        former: None,
    }
    .into()
}

/// Invariant 6 «In scope»: a school has its own line and no other, an observer no line at all; and
/// contracts leave in no export of theirs.
#[tokio::test]
async fn lines_and_prices_reach_those_alone_who_may_read_them() {
    let world = World::new();
    let desk = world.sign_in(DISPATCHER).await;
    let own = account(DISPATCHER);
    let given = [
        envelope(DISPATCHER, own, 1, now_ms(), line(1, SCHOOL, "FTTH-OWN")),
        envelope(DISPATCHER, own, 2, now_ms(), line(2, OTHER_SCHOOL, "FTTH-OTHER")),
    ];
    let answer = world.sync(&desk, &request(DISPATCHER, &given)).await;
    let held = serde_json::to_string(&answer.changes).expect("JSON");
    assert!(held.contains("FTTH-OWN") && held.contains("FTTH-OTHER"), "{held}");

    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let held = world.sync(&tablet, &request(20, &[])).await.changes;
    let held = serde_json::to_string(&held).expect("JSON");
    assert!(held.contains("FTTH-OWN") && held.contains("3901"), "{held}");
    assert!(!held.contains("FTTH-OTHER"), "{held}");

    let observer = world.sign_in(OBSERVER).await;
    let held = world.sync(&observer, &request(OBSERVER, &[])).await.changes;
    let held = serde_json::to_string(&held).expect("JSON");
    assert!(held.contains("\"subscription\""), "it counts them: {held}");
    for secret in ["FTTH", "3901", "C-12", "Alpha", "12647"] {
        assert!(!held.contains(secret), "{secret}: {held}");
    }
    let export = "/api/v1/export/abonnements.csv";
    assert_eq!(world.get(export, &observer).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(export, &tablet).await.status, StatusCode::FORBIDDEN);
    // The code of the tablet was made in a session that took the place of the first one.
    let desk = world.sign_in(DISPATCHER).await;
    assert_eq!(world.get(export, &desk).await.status, StatusCode::OK);
}
