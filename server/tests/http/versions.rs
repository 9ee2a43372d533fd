//! Invariant 8 «Old and new meet»: newer apps, and a database that a newer server has opened.

use crate::world::*;
use serde_json::{Value, json};
use server::jobs::{close_unanswered, open_quarters};
use server::purge::{Periods, apply};
use server::state::now_ms;
use shared::command::{Command, Envelope};
use shared::handover::{HandAnswer, HandRequest};
use shared::refusal::Refusal;
use shared::row::{Read, Row, RowKey};
use shared::sync::{Change, SyncAnswer, SyncRequest, VOCABULARY, Verdict};
use shared::ticket::Act;

fn by_technician(sequence: u64, intent: Command) -> Envelope {
    envelope(TECHNICIAN, account(TECHNICIAN), sequence, now_ms(), intent)
}

/// Reports of incidents at the school, as commands of the technician's phone.
fn reports(n: u8) -> SyncRequest<Value> {
    let reports: Vec<_> =
        (1..=n).map(|n| by_technician(u64::from(n), incident(n, SCHOOL))).collect();
    request(TECHNICIAN, &reports)
}

fn verdicts(answer: &SyncAnswer) -> Vec<&Verdict> {
    answer.outcomes.iter().map(|outcome| &outcome.verdict).collect()
}

fn is_applied(verdict: &Verdict) -> bool {
    matches!(verdict, Verdict::Applied { .. })
}

fn malformed(verdict: &Verdict) -> bool {
    let Verdict::Refused { refusal: Refusal::Malformed { detail } } = verdict else { return false };
    !detail.is_empty()
}

#[tokio::test]
async fn what_a_newer_app_says_is_held_and_judged_once_it_is_known() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let known = reports(6);
    let mut newer = known.clone();
    newer.commands[0]["intent"]["category"] = "hologram".into();
    newer.commands[1]["seen"] = json!([{ "row": "loan:7", "version": 3 }]);
    newer.commands[2]["intent"] = json!({ "command": "lend", "loan": 7 });
    newer.commands[3]["intent"]["urgency"] = "dire".into();
    newer.commands[4]["mood"] = "good".into();
    let mut body = serde_json::to_value(&newer).expect("JSON");
    body["weather"] = json!({ "wind": [1, 2] });
    let answer = world.post("/api/v1/sync", &cookie, body.to_string()).await;
    let answer: SyncAnswer = serde_json::from_value(answer.body).expect("an answer");
    let told = verdicts(&answer);
    for held in [0, 1, 2, 3] {
        assert_eq!(told[held], &Verdict::Held, "{held}");
    }
    assert!(is_applied(told[4]) && is_applied(told[5]), "they hold up no other: {told:?}");
    // A server that knows these words.
    let answer = world.sync(&cookie, &known).await;
    assert!(verdicts(&answer).into_iter().all(is_applied), "{answer:?}");
}

/// Only whoever knows no more words than the server can be told that a message is broken.
#[tokio::test]
async fn a_broken_command_is_refused_and_one_of_a_newer_app_is_held() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let mut broken = reports(5);
    broken.commands[0]["intent"]["site"] = 7.into();
    broken.commands[1]["seen"] = json!([{ "row": "nothing", "version": 3 }]);
    broken.commands[2].as_object_mut().expect("fields").remove("declared_at");
    broken.commands[3]["intent"]["floor"] = 7.into();
    broken.vocabulary = VOCABULARY + 1;
    let answer = world.sync(&cookie, &broken).await;
    let told = verdicts(&answer);
    assert!(told[..4].iter().all(|verdict| **verdict == Verdict::Held), "{told:?}");
    assert!(is_applied(told[4]), "what it says in known words is judged: {told:?}");
    assert_eq!(answer.vocabulary, VOCABULARY);
    broken.vocabulary = VOCABULARY;
    let answer = world.sync(&cookie, &broken).await;
    let told = verdicts(&answer);
    assert!(told[..3].iter().all(|verdict| malformed(verdict)), "{told:?}");
    assert!(is_applied(told[3]), "a field that nobody knows is passed over: {told:?}");
    assert_eq!(world.sync(&cookie, &broken).await.outcomes, answer.outcomes, "for good");
}

#[tokio::test]
async fn what_a_newer_app_says_in_a_file_is_held_without_a_trace() {
    let world = World::new();
    world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    let known = reports(3).commands;
    let mut commands = known.clone();
    commands[0]["intent"]["category"] = "hologram".into();
    commands[1]["seen"] = json!([{ "row": "loan:7", "version": 3 }]);
    commands[2]["intent"]["floor"] = 7.into();
    let hand = async |commands, vocabulary| {
        let request = HandRequest { preview: false, offset_ms: 0, vocabulary, commands };
        let body = serde_json::to_string(&request).expect("JSON");
        let answer = world.post("/api/v1/handover", &desk, body).await;
        let answer: HandAnswer = serde_json::from_value(answer.body).expect("an answer");
        answer.outcomes.into_iter().map(|outcome| outcome.verdict).collect::<Vec<_>>()
    };
    let seq = world.seq();
    assert_eq!(hand(commands, VOCABULARY + 1).await, vec![Verdict::Held; 3]);
    assert_eq!(world.seq(), seq);
    assert!(hand(known, VOCABULARY).await.iter().all(is_applied));
}

/// As a newer server leaves the database: rows of a kind that is not known here, a ticket that
/// cannot be read, and one of which a part is not known.
fn a_newer_server_comes(world: &World) {
    let database = world.database();
    let run = |sql: &str| database.execute_batch(sql).expect("a statement");
    let last = world.seq();
    run(&format!("UPDATE meta SET value = '{}' WHERE key = 'vocabulary'", VOCABULARY + 1));
    for n in 1..=3 {
        let seq = last + n;
        run(&format!(
            "INSERT INTO rows (kind, id, seq, open, body) VALUES ('loan', '{n}', {seq}, 1, '{{}}')"
        ));
    }
    run(&format!("UPDATE meta SET value = '{}' WHERE key = 'seq'", last + 3));
    let unread = r#"REPLACE(body, '"state":"new"', '"state":"lent"')"#;
    let half = r#"REPLACE(body, '"what":"reported"', '"what":"lent","days":7')"#;
    for (n, body) in [(1, unread), (2, half)] {
        run(&format!("UPDATE rows SET body = {body} WHERE id = '{}'", ticket(n)));
    }
}

fn body_of(world: &World, n: u8) -> String {
    let sql = "SELECT body FROM rows WHERE id = ?1";
    let id = ticket(n).to_string();
    world.database().query_row(sql, [id], |line| line.get(0)).expect("a row")
}

#[tokio::test]
async fn a_server_that_is_set_back_leaves_alone_what_it_cannot_read() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    world.sync(&phone, &reports(3)).await;
    let before = world.sync(&desk, &request(DISPATCHER, &[])).await;
    assert!(!before.leaves_out);
    a_newer_server_comes(&world);
    let bodies = [1, 2].map(|n| body_of(&world, n));

    let mut next = request(DISPATCHER, &[]);
    next.epoch = Some(before.epoch);
    let answer = world.sync(&desk, &next).await;
    assert!(answer.leaves_out && !answer.more, "{answer:?}");
    assert_eq!(answer.changes.len(), before.changes.len() - 1, "all but what cannot be read");
    assert_eq!(answer.cursor, world.seq());

    let comment = |sequence, n| {
        let text = format!("Vu {n}");
        let ticket = ticket(n);
        by_technician(sequence, Act::CommentTicket { ticket, text, photos: vec![] }.into())
    };
    let commands = [comment(11, 1), comment(12, 2), comment(13, 3)];
    let request = request(TECHNICIAN, &commands);
    let answer = world.sync(&phone, &request).await;
    let told = verdicts(&answer);
    assert_eq!((told[0], told[1]), (&Verdict::Held, &Verdict::Held), "neither lost nor judged");
    assert!(is_applied(told[2]), "{told:?}");
    assert_eq!([1, 2].map(|n| body_of(&world, n)), bodies, "nothing of it is damaged");

    let (state, later) = (&world.state, now_ms() + 2_000 * shared::limits::DAY_MS);
    let jobs = state
        .store
        .change(|store| Ok((close_unanswered(store, later)?, open_quarters(store, later)?)));
    assert_eq!(jobs.expect("no fault"), (0, 0));
    let audit = state.store.look(|store| store.audit(0, i64::MAX)).expect("the audit");
    assert!(audit.iter().all(|line| line.what != "quarter_opened"), "{audit:?}");
    let purged = apply(&state.store, &*state.blobs, Periods::default(), later);
    assert!(purged.expect_err("refused").to_string().contains("newer program"));
    let loans = "SELECT COUNT(*) FROM rows WHERE kind = 'loan'";
    let loans: i64 = world.database().query_row(loans, [], |line| line.get(0)).expect("a count");
    assert_eq!(loans, 3);

    // The newer server is back: it can read all of it.
    let state = r#"REPLACE(body, '"state":"lent"', '"state":"new"')"#;
    let known = format!(r#"REPLACE({state}, '"what":"lent","days":7', '"what":"reported"')"#);
    let sql = format!(
        "DELETE FROM rows WHERE kind = 'loan'; \
         UPDATE rows SET body = {known} WHERE kind = 'ticket'; \
         UPDATE meta SET value = '{VOCABULARY}' WHERE key = 'vocabulary'"
    );
    world.database().execute_batch(&sql).expect("an upgrade");
    let answer = world.sync(&phone, &request).await;
    assert!(verdicts(&answer).into_iter().all(is_applied), "{answer:?}");
    assert!(!answer.leaves_out);
    let row = world.state.store.look(|store| store.load(&Read::Row(RowKey::ticket(ticket(2)))));
    let Some(Row::Ticket(kept)) = row.expect("a look").pop() else { panic!("no ticket") };
    assert_eq!(kept.history.len(), 2, "reported and commented");
}

/// A desk begins from what a server that is set back can read.
#[tokio::test]
async fn a_snapshot_leaves_out_what_cannot_be_read() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    world.sync(&phone, &reports(3)).await;
    a_newer_server_comes(&world);
    world.state.snapshots.renew(&*world.state.store).expect("a snapshot");
    let desk = world.sign_in(DISPATCHER).await;
    let mut begins = request(DISPATCHER, &[]);
    begins.takes_packs = true;
    let answer = world.sync(&desk, &begins).await;
    let name = answer.snapshot.expect("a snapshot").name;
    assert!(answer.leaves_out);
    let packed = world.state.snapshots.get(&name).expect("read").expect("the snapshot");
    let packed = packed.blocks().expect("sound");
    let read = shared::pack::unpack_all(&packed).expect("sound");
    let tickets = read.rows.iter().filter(|row| matches!(row, Row::Ticket(_))).count();
    assert_eq!((tickets, read.passed_over), (2, false));
    assert!(answer.changes.iter().all(|change| matches!(change, Change::Put(_))));
}
