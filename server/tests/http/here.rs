//! Who else is at work on the same plan.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::state::now_ms;
use shared::limits::PRESENCE_MS;

const PLAN: &str = "/api/v1/here/planning-2025-2026-T3";

async fn others(world: &World, cookie: &str, place: &str) -> Vec<Value> {
    let answer = world.post(place, cookie, "{}").await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    answer.body["others"].as_array().expect("a list").clone()
}

#[tokio::test]
async fn two_desks_on_one_plan_know_of_each_other_until_one_leaves() {
    let world = World::new();
    let (first, second) = (world.sign_in(DISPATCHER).await, world.sign_in(COORDINATOR).await);
    assert_eq!(others(&world, &first, PLAN).await, Vec::<Value>::new());
    assert_eq!(others(&world, &second, PLAN).await, [json!(account(DISPATCHER))]);
    assert_eq!(others(&world, &first, PLAN).await, [json!(account(COORDINATOR))]);
    let elsewhere = "/api/v1/here/planning-2025-2026-T4";
    assert_eq!(others(&world, &second, elsewhere).await, Vec::<Value>::new());
    let left = world.post(&format!("{PLAN}/leave"), &second, "{}").await;
    assert_eq!(left.status, StatusCode::NO_CONTENT);
    assert_eq!(others(&world, &first, PLAN).await, Vec::<Value>::new());
}

#[tokio::test]
async fn who_says_nothing_more_is_thought_to_have_left() {
    let world = World::new();
    let desk = world.sign_in(DISPATCHER).await;
    let long_ago = now_ms() - PRESENCE_MS - 1_000;
    let (other, of) = (device(COORDINATOR), account(COORDINATOR));
    let place = "planning-2025-2026-T3";
    world.state.store.change(|store| store.be_at(place, other, of, long_ago)).expect("kept");
    assert_eq!(others(&world, &desk, PLAN).await, Vec::<Value>::new());
    let kept = world.database().query_row("SELECT count(*) FROM presence", [], |row| row.get(0));
    assert_eq!(kept, Ok(1), "only who is there is kept");
}

#[tokio::test]
async fn only_desks_say_where_they_are() {
    let world = World::new();
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    for cookie in [world.sign_in(TECHNICIAN).await, world.sign_in(OBSERVER).await, tablet] {
        assert_eq!(world.post(PLAN, &cookie, "{}").await.status, StatusCode::FORBIDDEN);
    }
    let desk = world.sign_in(DISPATCHER).await;
    let long = format!("/api/v1/here/{}", "a".repeat(65));
    for place in ["/api/v1/here/a%20b", "/api/v1/here/%00", &long] {
        assert_eq!(world.post(place, &desk, "{}").await.status, StatusCode::NOT_FOUND, "{place}");
    }
}
