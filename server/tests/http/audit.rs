//! The audit, as a coordinator reads it.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::Value;
use server::state::now_ms;
use shared::day::paris_day;

fn today() -> String {
    format!("/api/v1/audit/{}", paris_day(now_ms()))
}

fn words(answer: &Answer) -> Vec<String> {
    let lines = answer.body["lines"].as_array().expect("lines");
    lines.iter().map(|line| line["what"].as_str().expect("a word").to_owned()).collect()
}

#[tokio::test]
async fn only_a_coordinator_reads_the_audit() {
    let world = World::new();
    for n in [TECHNICIAN, OBSERVER, DISPATCHER] {
        let cookie = world.sign_in(n).await;
        assert_eq!(world.get(&today(), &cookie).await.status, StatusCode::FORBIDDEN);
    }
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    assert_eq!(world.get(&today(), &tablet).await.status, StatusCode::FORBIDDEN);
    assert_eq!(world.get(&today(), "").await.status, StatusCode::UNAUTHORIZED);
    let desk = world.sign_in(COORDINATOR).await;
    assert_eq!(world.get(&today(), &desk).await.status, StatusCode::OK);
    assert_eq!(world.get("/api/v1/audit/today", &desk).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_day_tells_of_commands_sign_ins_and_readers() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let incident = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    world.sync(&tablet, &request(20, std::slice::from_ref(&incident))).await;
    let desk = world.sign_in(COORDINATOR).await;
    world.get(&today(), &desk).await;
    let read = world.get(&today(), &desk).await;
    let words = words(&read);
    for word in ["command", "enrolled", "code_made", "signed_in", "audit_read"] {
        assert!(words.iter().any(|one| one == word), "{words:?} lacks {word}");
    }
    assert_eq!(words[0], "audit_read", "the newest comes first");
    let lines = read.body["lines"].as_array().expect("lines");
    let command = lines.iter().find(|line| line["what"] == "command").expect("the command");
    assert_eq!(command["command"]["command"], "report_incident");
    assert_eq!(command["account"], school.to_string());
    let told = format!("applied {}", incident.id);
    assert_eq!(command["detail"], Value::from(told));
    assert_eq!(read.body["left_out"], 0);
}

#[tokio::test]
async fn another_day_has_none_of_it() {
    let world = World::new();
    let desk = world.sign_in(COORDINATOR).await;
    let read = world.get("/api/v1/audit/2020-02-29", &desk).await;
    assert_eq!(words(&read), Vec::<String>::new());
    for day in ["2026-02-30", "-262143-01-01", "+262142-12-31"] {
        let answer = world.get(&format!("/api/v1/audit/{day}"), &desk).await;
        assert!(answer.status != StatusCode::INTERNAL_SERVER_ERROR, "{day}: {answer:?}");
    }
}
