//! Handing in the commands that a device could not send: once, with the author's rights, on
//! record.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::Value;
use server::identity::{hex, sha256};
use server::state::now_ms;
use shared::account;
use shared::command::Envelope;
use shared::handover::{HandAnswer, HandRequest, ProofKey, attach, text_to_prove};
use shared::history::HandedBy;
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
    assert!(told[0].detail.contains("proven=false"), "{}", told[0].detail);
    let by = account(DISPATCHER);
    let handed = |entry: &Option<HandedBy>| {
        entry.as_ref().is_some_and(|handed| handed.account == by && !handed.proven)
    };
    assert!(kept.history.iter().all(|entry| handed(&entry.handed)), "{:?}", kept.history);
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
async fn only_a_desk_and_technicians_hand_in_and_not_without_end() {
    let world = World::new();
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    for cookie in [tablet, world.sign_in(OBSERVER).await] {
        let answer = world.post(PATH, &cookie, serde_json::to_vec(&hand(&[])).expect("JSON")).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::FORBIDDEN, "not_allowed"));
    }
    let desk = world.sign_in(DISPATCHER).await;
    let mut long = hand(&[]);
    long.commands = vec![Value::Null; COMMANDS_PER_REQUEST + 1];
    let answer = world.post(PATH, &desk, serde_json::to_vec(&long).expect("JSON")).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

/// The key that a device gets with its first sync after an update.
async fn key_of(world: &World, cookie: &str, device: u8) -> String {
    let mut asks = request(device, &[]);
    asks.asks_proof_key = true;
    world.sync(cookie, &asks).await.proof_key.expect("a key")
}

fn seal(body: &mut Value, key: &str) {
    let key = ProofKey::from_hex(key).expect("64 digits");
    let proof = sha256(&key.outer(&sha256(&key.inner(&text_to_prove(body)))));
    attach(body, hex(&proof));
}

async fn verdict_on(world: &World, cookie: &str, body: &Value) -> Verdict {
    let mut one = hand(&[]);
    one.commands = vec![body.clone()];
    handed(world, cookie, &one).await.outcomes.remove(0).verdict
}

/// The first test case of RFC 4231; its key is filled up with zeros, which changes nothing.
#[test]
fn a_proof_is_an_hmac() {
    let key = ["0b".repeat(20), "00".repeat(12)].concat();
    let key = ProofKey::from_hex(&key).expect("64 digits");
    let proof = sha256(&key.outer(&sha256(&key.inner("Hi There"))));
    assert_eq!(hex(&proof), "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
}

#[tokio::test]
async fn a_technician_hands_in_only_what_the_authors_device_proves() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let colleague = world.sign_in(TECHNICIAN).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let bare = serde_json::to_value(&report).expect("commands serialise");
    assert!(refused(&verdict_on(&world, &colleague, &bare).await), "without a key");

    let key = key_of(&world, &tablet, 20).await;
    assert_eq!(key_of(&world, &tablet, 20).await, key, "the same each time");
    let own = key_of(&world, &colleague, TECHNICIAN).await;
    assert_ne!(own, key);
    assert!(refused(&verdict_on(&world, &colleague, &bare).await), "without a proof");
    let mut forged = bare.clone();
    seal(&mut forged, &own);
    assert!(refused(&verdict_on(&world, &colleague, &forged).await), "by another device");
    let mut changed = bare.clone();
    seal(&mut changed, &key);
    let mut proven = changed.clone();
    changed["intent"]["text"] = "Autre chose".into();
    assert!(refused(&verdict_on(&world, &colleague, &changed).await), "changed on the way");
    // The server of today's format writes its fields in another order.
    proven["z_later"] = Value::Null;
    seal(&mut proven, &key);
    let seq = world.seq();
    assert!(matches!(verdict_on(&world, &colleague, &proven).await, Verdict::Applied { .. }));
    assert!(world.seq() > seq);
    let after = world.seq();
    assert!(matches!(verdict_on(&world, &colleague, &proven).await, Verdict::Applied { .. }));
    let sent = world.sync(&tablet, &request(20, &[report])).await;
    assert!(matches!(sent.outcomes[0].verdict, Verdict::Applied { .. }), "{sent:?}");
    assert_eq!(world.seq(), after, "counted once");
    let row = world.state.store.look(|store| store.load(&Read::Row(RowKey::ticket(ticket(1)))));
    let Some(Row::Ticket(kept)) = row.expect("a look").pop() else { panic!("no ticket") };
    let entry = &kept.history[0];
    assert_eq!(entry.by, school);
    let handed = entry.handed.as_ref().expect("who handed it in");
    assert_eq!((handed.account, handed.proven), (account(TECHNICIAN), true));
}

#[tokio::test]
async fn nobody_makes_up_a_command_of_a_device_that_has_a_key() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    key_of(&world, &tablet, 20).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let made_up = serde_json::to_value(&report).expect("commands serialise");
    let desk = world.sign_in(DISPATCHER).await;
    assert!(refused(&verdict_on(&world, &desk, &made_up).await));
    // A technician's own key is none for a colleague's name on the same phone.
    let phone = world.sign_in(TECHNICIAN).await;
    let own = key_of(&world, &phone, TECHNICIAN).await;
    let mut other = made_up.clone();
    other["device"] = serde_json::to_value(device(TECHNICIAN)).expect("a key");
    seal(&mut other, &own);
    assert!(refused(&verdict_on(&world, &phone, &other).await));
    // A coordinator could sign in as anybody: the way out when a device lost its key.
    let coordinator = world.sign_in(COORDINATOR).await;
    let taken = verdict_on(&world, &coordinator, &made_up).await;
    assert!(matches!(taken, Verdict::Applied { .. }), "{taken:?}");
}

#[tokio::test]
async fn what_a_revoked_phone_had_kept_is_handed_in_with_its_proof() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let key = key_of(&world, &tablet, 20).await;
    let coordinator = world.sign_in(COORDINATOR).await;
    let path = format!("/api/v1/devices/{}/revoke", device(20));
    let answer = world.post(&path, &coordinator, Vec::new()).await;
    assert!(answer.status.is_success(), "{answer:?}");
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let mut proven = serde_json::to_value(&report).expect("commands serialise");
    seal(&mut proven, &key);
    let desk = world.sign_in(DISPATCHER).await;
    let taken = verdict_on(&world, &desk, &proven).await;
    assert!(matches!(taken, Verdict::Applied { .. }), "{taken:?}");
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
