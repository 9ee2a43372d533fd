//! Who is told what of the budget, on the wire and in the export, and who may decide on it.

use crate::world::*;
use axum::http::StatusCode;
use server::state::now_ms;
use shared::article::Pot;
use shared::budget::{Act, BudgetLine, Credit, Vote, section};
use shared::command::Command;
use shared::money::Cents;

fn voted(reference: &str) -> Command {
    let credits = vec![Credit { year: 2026, amount: Cents(139_547_804) }];
    let (day, total) = ("2023-02-02".parse().expect("a day"), Some(Cents(697_739_019)));
    let vote = Vote { day, reference: reference.into(), total, credits };
    let id = section(Pot::Investment);
    let line = BudgetLine { id, votes: vec![vote], ..BudgetLine::section(Pot::Investment) };
    Act::ImportBudget { lines: vec![line] }.into()
}

/// Invariant 6 «In scope»: the desk reads the budget, the coordinator alone decides, and neither a
/// school nor a technician nor an observer holds a cent of it, in rows or in exports.
#[tokio::test]
async fn money_reaches_the_desk_alone_and_the_coordinator_decides() {
    let world = World::new();
    let chief = world.sign_in(COORDINATOR).await;
    let given = [envelope(COORDINATOR, account(COORDINATOR), 1, now_ms(), voted("D-SECRET"))];
    let answer = world.sync(&chief, &request(COORDINATOR, &given)).await;
    let held = serde_json::to_string(&answer.changes).expect("JSON");
    assert!(held.contains("697739019"), "{held}");

    let desk = world.sign_in(DISPATCHER).await;
    let given = [envelope(DISPATCHER, account(DISPATCHER), 1, now_ms(), voted("D-OTHER"))];
    let answer = world.sync(&desk, &request(DISPATCHER, &given)).await;
    let held = serde_json::to_string(&answer.changes).expect("JSON");
    assert!(held.contains("D-SECRET") && !held.contains("D-OTHER"), "{held}");
    let said = serde_json::to_string(&answer.outcomes).expect("JSON");
    assert!(said.contains("not_allowed"), "{said}");
    let export = "/api/v1/export/budget-2026.csv";
    let answer = world.get(export, &desk).await;
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(world.get("/api/v1/export/budget.xlsx", &desk).await.status, StatusCode::OK);
    let pdf = world.get("/api/v1/export/budget-2026.pdf", &desk).await;
    let text = pdf.body.as_str().expect("a text");
    for tag in ["%PDF-", "/StructTreeRoot", "/Marked true", "/S/H1", "/S/TH", "/Lang"] {
        assert!(text.contains(tag), "{tag}");
    }

    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let technician = world.sign_in(TECHNICIAN).await;
    let observer = world.sign_in(OBSERVER).await;
    for (cookie, n) in [(&tablet, 20), (&technician, TECHNICIAN), (&observer, OBSERVER)] {
        let held = world.sync(cookie, &request(n, &[])).await.changes;
        let held = serde_json::to_string(&held).expect("JSON");
        for secret in ["budget_line", "D-SECRET", "697739019", "139547804"] {
            assert!(!held.contains(secret), "{n}, {secret}: {held}");
        }
        assert_eq!(world.get(export, cookie).await.status, StatusCode::FORBIDDEN, "{n}");
    }
}
