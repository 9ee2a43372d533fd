//! Handing in the commands that a device could not send: once, with the author's rights, on
//! record.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::Value;
use server::state::now_ms;
use shared::account;
use shared::command::Envelope;
use shared::handover::{HandAnswer, HandRequest};
use shared::id::QuarterId;
use shared::limits::COMMANDS_PER_REQUEST;
use shared::plan;
use shared::refusal::Refusal;
use shared::row::{Read, Row, RowKey};
use shared::sync::{VOCABULARY, Verdict};
use shared::ticket;

const PATH: &str = "/api/v1/handover";

fn hand(commands: &[Envelope]) -> HandRequest {
    let value = |envelope| serde_json::to_value(envelope).expect("commands serialise");
    let commands = commands.iter().map(value).collect();
    HandRequest { preview: false, offset_ms: 0, vocabulary: VOCABULARY, commands }
}

async fn handed(world: &World, cookie: &str, request: &HandRequest) -> HandAnswer {
    let body = serde_json::to_vec(request).expect("JSON");
    let answer = world.post(PATH, cookie, body).await;
    assert_eq!(answer.status, StatusCode::OK, "{answer:?}");
    serde_json::from_value(answer.body).expect("an answer as the app reads it")
}

fn refused(verdict: &Verdict) -> bool {
    *verdict == Verdict::Refused { refusal: Refusal::NotAllowed }
}

#[tokio::test]
async fn what_a_lost_device_had_kept_counts_once_even_if_it_comes_back() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let first = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let comment = ticket::Act::CommentTicket {
        ticket: ticket(1),
        text: "Toujours en panne".into(),
        photos: Vec::new(),
    };
    let both = [first, envelope(20, school, 2, now_ms(), comment.into())];
    let desk = world.sign_in(DISPATCHER).await;

    let mut preview = hand(&both);
    preview.preview = true;
    let before = world.seq();
    assert!(handed(&world, &desk, &preview).await.outcomes.is_empty(), "nothing is known yet");
    assert_eq!(world.seq(), before, "a preview writes nothing");

    let taken = handed(&world, &desk, &hand(&both)).await;
    assert!(taken.outcomes.iter().all(|o| matches!(o.verdict, Verdict::Applied { .. })));
    let after = world.seq();
    assert_eq!(handed(&world, &desk, &preview).await.outcomes, taken.outcomes, "all known now");
    assert_eq!(handed(&world, &desk, &hand(&both)).await.outcomes, taken.outcomes);
    // The device comes back after all, with the same commands.
    let back = world.sync(&tablet, &request(20, &both)).await;
    assert_eq!(back.outcomes, taken.outcomes);
    assert_eq!(world.seq(), after, "nothing was written again");

    let row = world.state.store.look(|store| store.load(&Read::Row(RowKey::ticket(ticket(1)))));
    let Some(Row::Ticket(kept)) = row.expect("a look").pop() else { panic!("no ticket") };
    assert!(kept.history.iter().all(|entry| entry.by == school), "it stays the author's");
    let lines = world.state.store.look(|store| store.audit(0, i64::MAX)).expect("the audit");
    let told: Vec<_> = lines.iter().filter(|line| line.what == "handed_in").collect();
    assert_eq!(told.len(), 2, "who handed in what, once for each");
    assert!(told.iter().all(|line| line.account == account(DISPATCHER)));
    assert!(told[0].detail.contains(&both[0].id.to_string()));
    assert!(told[0].detail.contains(&school.to_string()));
}

#[tokio::test]
async fn the_rights_are_those_of_the_author() {
    let world = World::new();
    world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    // A dispatcher may publish; the technician who wrote this may not.
    let publish = plan::Act::PublishPlan { quarter: QuarterId("all".into()) };
    let published = envelope(TECHNICIAN, account(TECHNICIAN), 1, now_ms(), publish.into());
    let answer = handed(&world, &desk, &hand(&[published])).await;
    assert!(refused(&answer.outcomes[0].verdict), "{answer:?}");
}

#[tokio::test]
async fn a_file_is_no_way_to_more_rights() {
    let world = World::new();
    let coordinator = world.sign_in(COORDINATOR).await;
    let desk = world.sign_in(DISPATCHER).await;
    let role = shared::role::Role::Coordinator;
    let me = shared::account::Account::blank(account(DISPATCHER), "Moi".into(), role, None);
    let set = account::Act::SetAccount { account: me };
    let promoted = envelope(COORDINATOR, account(COORDINATOR), 1, now_ms(), set.into());
    let answer = handed(&world, &desk, &hand(std::slice::from_ref(&promoted))).await;
    assert!(refused(&answer.outcomes[0].verdict), "{answer:?}");
    // It left no verdict: its own author may still send it.
    let sent = world.sync(&coordinator, &request(COORDINATOR, &[promoted])).await;
    assert!(matches!(sent.outcomes[0].verdict, Verdict::Applied { .. }), "{sent:?}");
}

#[tokio::test]
async fn an_unknown_device_an_unknown_author_and_half_a_command_are_refused_without_a_trace() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let desk = world.sign_in(DISPATCHER).await;
    let elsewhere = envelope(99, school, 1, now_ms(), incident(1, SCHOOL));
    let nobody = envelope(20, account(77), 1, now_ms(), incident(2, SCHOOL));
    let mut half =
        hand(&[elsewhere, nobody, envelope(20, school, 3, now_ms(), incident(3, SCHOOL))]);
    half.commands[2]["intent"]["site"] = Value::from(12);
    half.commands.push(serde_json::json!({ "no": "key" }));
    let seq = world.seq();
    let answer = handed(&world, &desk, &half).await;
    assert_eq!(answer.outcomes.len(), 3);
    assert!(answer.outcomes.iter().all(|o| matches!(o.verdict, Verdict::Refused { .. })));
    assert_eq!(world.seq(), seq);
    let whole = envelope(20, school, 3, now_ms(), incident(3, SCHOOL));
    let sent = world.sync(&tablet, &request(20, &[whole])).await;
    assert!(matches!(sent.outcomes[0].verdict, Verdict::Applied { .. }), "{sent:?}");
}

#[tokio::test]
async fn only_a_desk_hands_in_and_not_without_end() {
    let world = World::new();
    for n in [TECHNICIAN, OBSERVER] {
        let cookie = world.sign_in(n).await;
        let answer = world.post(PATH, &cookie, serde_json::to_vec(&hand(&[])).expect("JSON")).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "not_allowed"));
    }
    let desk = world.sign_in(DISPATCHER).await;
    let mut long = hand(&[]);
    long.commands = vec![Value::Null; COMMANDS_PER_REQUEST + 1];
    let answer = world.post(PATH, &desk, serde_json::to_vec(&long).expect("JSON")).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

/// «vue par la planification» is said once a desk has it on a screen that somebody looked at.
#[tokio::test]
async fn the_author_is_told_once_a_desk_that_is_watched_has_it() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let desk = world.sign_in(DISPATCHER).await;
    let start = world.sync(&desk, &request(DISPATCHER, &[])).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let sent = world.sync(&tablet, &request(20, &[report])).await;
    let Verdict::Applied { seq } = sent.outcomes[0].verdict else { panic!("{sent:?}") };
    let seen = async || world.sync(&tablet, &request(20, &[])).await.seen_by_desk;
    assert!(seen().await < seq);

    let mut asks = request(DISPATCHER, &[]);
    (asks.epoch, asks.cursor) = (Some(start.epoch), start.cursor);
    asks.watched = true;
    let told = world.sync(&desk, &asks).await;
    assert!(seen().await < seq, "an answer may be lost on its way to the desk");
    asks.cursor = told.cursor;
    asks.watched = false;
    world.sync(&desk, &asks).await;
    assert!(seen().await < seq, "nobody looked");
    asks.watched = true;
    world.sync(&desk, &asks).await;
    assert!(seen().await >= seq);
    // A technician is no desk, and nobody takes it back.
    asks.cursor = 0;
    world.sync(&desk, &asks).await;
    let phone = world.sign_in(TECHNICIAN).await;
    let mut other = request(TECHNICIAN, &[]);
    (other.epoch, other.cursor, other.watched) = (Some(start.epoch), world.seq(), true);
    world.sync(&phone, &other).await;
    assert_eq!(seen().await, told.cursor);
}
