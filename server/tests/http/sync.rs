//! Commands in, rows out: once, in scope, nothing dropped.

use crate::world::*;
use axum::http::StatusCode;
use serde_json::{Value, json};
use server::accounts;
use server::exchange::{Caller, exchange};
use server::state::now_ms;
use shared::account;
use shared::command::{Command, Envelope};
use shared::limits::{DAY_MS, SYNC_BODY_BYTES};
use shared::plan;
use shared::refusal::Refusal;
use shared::replica::{Attempt, Fate};
use shared::role::Role;
use shared::row::{Row, RowKey};
use shared::sync::{Change, Outcome, SyncAnswer, Verdict};
use shared::ticket;

fn puts(answer: &SyncAnswer) -> Vec<&Row> {
    fn put(change: &Change) -> Option<&Row> {
        match change {
            Change::Put(row) => Some(row),
            Change::Gone { .. } => None,
        }
    }
    answer.changes.iter().filter_map(put).collect()
}

fn by_technician(sequence: u64, intent: Command) -> Envelope {
    envelope(TECHNICIAN, account(TECHNICIAN), sequence, now_ms(), intent)
}

#[tokio::test]
async fn a_command_sent_twice_takes_effect_once() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let request = request(20, &[envelope(20, school, 1, now_ms(), incident(1, SCHOOL))]);
    let first = world.sync(&tablet, &request).await;
    assert!(matches!(first.outcomes[0].verdict, Verdict::Applied { .. }), "{first:?}");
    let seq = world.seq();
    let second = world.sync(&tablet, &request).await;
    assert_eq!(second.outcomes, first.outcomes);
    assert_eq!(world.seq(), seq, "nothing was written the second time");
}

#[tokio::test]
async fn a_command_twice_in_one_request_takes_effect_once_and_the_next_sees_it() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let comment = |n, text: &str| {
        let intent =
            ticket::Act::CommentTicket { ticket: ticket(1), text: text.into(), photos: Vec::new() };
        envelope(20, school, n, now_ms(), intent.into())
    };
    let commands = [report.clone(), report, comment(2, "Un"), comment(3, "Deux")];
    let answer = world.sync(&tablet, &request(20, &commands)).await;
    let applied = |outcome: &Outcome| matches!(outcome.verdict, Verdict::Applied { .. });
    assert_eq!(answer.outcomes.iter().filter(|outcome| applied(outcome)).count(), 4);
    assert_eq!(answer.outcomes[0], answer.outcomes[1]);
    let told = puts(&answer).into_iter().find_map(|row| match row {
        Row::Ticket(ticket) => Some(ticket.history.len()),
        _ => None,
    });
    assert_eq!(told, Some(3), "reported once, commented twice");
}

/// What the device counts on for commands that are decided with the server alone: an attempt that
/// is given up never counts, not even when its first request comes late; and one that counted says
/// so.
#[tokio::test]
async fn an_attempt_that_is_given_up_never_counts_and_one_that_counted_says_so() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let given = |n: u8| envelope(20, school, n.into(), now_ms(), incident(n, SCHOOL));
    let give_up = |envelope| Attempt { envelope, given_up: true };

    let late = given(1);
    let up = give_up(late.clone());
    let seq = world.seq();
    let answer = world.sync(&tablet, &request(20, &[up.to_send()])).await;
    assert!(matches!(up.fate(&answer, 0), Fate::Refused(_)), "{answer:?}");
    let answer = world.sync(&tablet, &request(20, std::slice::from_ref(&late))).await;
    assert!(matches!(Attempt::new(late).fate(&answer, 0), Fate::Refused(_)), "{answer:?}");
    assert_eq!(world.seq(), seq, "nothing was written");

    let counted = given(2);
    world.sync(&tablet, &request(20, std::slice::from_ref(&counted))).await;
    let seq = world.seq();
    let up = give_up(counted.clone());
    let answer = world.sync(&tablet, &request(20, &[up.to_send()])).await;
    let Fate::Counts(item) = up.fate(&answer, 0) else { panic!("{answer:?}") };
    assert_eq!(item.envelope, counted);
    assert_eq!(world.seq(), seq, "once");
}

#[tokio::test]
async fn a_school_never_receives_a_row_of_another_one() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    let (other, other_school) = world.tablet(OTHER_SCHOOL, 21).await;
    let report = envelope(21, other_school, 1, now_ms(), incident(2, OTHER_SCHOOL));
    world.sync(&other, &request(21, &[report])).await;
    let report = envelope(20, school, 1, now_ms(), incident(1, SCHOOL));
    let answer = world.sync(&tablet, &request(20, &[report])).await;
    let keys: Vec<_> = puts(&answer).iter().map(|row| row.key()).collect();
    assert!(keys.contains(&RowKey::ticket(ticket(1))));
    assert!(!keys.contains(&RowKey::ticket(ticket(2))));
    assert!(!keys.contains(&RowKey::site(&OTHER_SCHOOL.into())));
    assert!(!keys.contains(&RowKey::account(account(DISPATCHER))));
    // Of technicians it is told the name, and nothing else.
    let mut told = 0;
    for row in puts(&answer) {
        if let Row::Account(known) = row
            && known.id != school
        {
            let (name, version) = (known.name.clone(), known.version);
            let short = account::Account::blank(known.id, name, Role::Technician, None);
            assert_eq!(**known, account::Account { version, ..short });
            told += 1;
        }
    }
    assert!(told > 0, "no technician has a name");
    let elsewhere = envelope(20, school, 2, now_ms(), incident(3, OTHER_SCHOOL));
    let answer = world.sync(&tablet, &request(20, &[elsewhere])).await;
    assert!(matches!(answer.outcomes[0].verdict, Verdict::Refused { .. }), "{answer:?}");
}

#[tokio::test]
async fn a_wrong_role_is_refused_and_the_next_command_goes_on() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let quarter = shared::id::QuarterId("all".into());
    let commands = [
        by_technician(1, plan::Act::PublishPlan { quarter }.into()),
        by_technician(2, incident(1, SCHOOL)),
    ];
    let answer = world.sync(&cookie, &request(TECHNICIAN, &commands)).await;
    let refused = Verdict::Refused { refusal: Refusal::NotAllowed };
    assert_eq!(answer.outcomes[0].verdict, refused);
    assert!(matches!(answer.outcomes[1].verdict, Verdict::Applied { .. }));
}

#[tokio::test]
async fn nobody_speaks_for_another_account_or_device() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let other = envelope(TECHNICIAN, account(DISPATCHER), 1, now_ms(), incident(1, SCHOOL));
    let mut lent = by_technician(2, incident(2, SCHOOL));
    lent.device = device(9);
    let answer = world.sync(&cookie, &request(TECHNICIAN, &[other, lent])).await;
    assert_eq!(answer.outcomes[0].verdict, Verdict::Held, "kept until they sign in again");
    assert!(matches!(answer.outcomes[1].verdict, Verdict::Refused { .. }));
    let mut request = request(TECHNICIAN, &[]);
    request.device = device(9);
    assert_eq!(world.sync_raw(&cookie, &request).await.status, StatusCode::UNAUTHORIZED);
}

#[tokio::test]
async fn an_unknown_command_is_held_and_the_others_go() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let commands = [by_technician(1, incident(1, SCHOOL)), by_technician(2, incident(2, SCHOOL))];
    let mut request = request(TECHNICIAN, &commands);
    request.commands[0]["intent"] = json!({ "command": "paint_wall", "colour": "blue" });
    let answer = world.sync(&cookie, &request).await;
    assert_eq!(answer.outcomes[0].verdict, Verdict::Held);
    assert!(matches!(answer.outcomes[1].verdict, Verdict::Applied { .. }));
    let devices = world.get("/api/v1/devices", &world.sign_in(DISPATCHER).await).await;
    let lines = devices.body.as_array().expect("a list");
    let line = lines.iter().find(|line| line["id"] == json!(request.device)).expect("the phone");
    assert_eq!(line["unsent"], json!(1), "the desk is told of what is still on the device");
}

#[tokio::test]
async fn a_command_that_cannot_be_read_is_refused_with_its_place() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let mut request = request(TECHNICIAN, &[by_technician(1, incident(1, SCHOOL))]);
    request.commands[0]["intent"]["site"] = Value::from(12);
    let answer = world.sync(&cookie, &request).await;
    let Verdict::Refused { refusal: Refusal::Malformed { detail } } = &answer.outcomes[0].verdict
    else {
        panic!("{answer:?}")
    };
    assert!(!detail.is_empty());
}

#[tokio::test]
async fn a_malformed_request_changes_nothing() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let seq = world.seq();
    let whole = request(TECHNICIAN, &[by_technician(1, incident(1, SCHOOL))]);
    let text = serde_json::to_string(&whole).expect("JSON");
    for body in [&text[..text.len() / 2], "", "[]", "\u{0}", "{\"protocol\":\"one\"}"] {
        let answer = world.post("/api/v1/sync", &cookie, body.to_owned()).await;
        assert_eq!((answer.status, answer.error()), (StatusCode::BAD_REQUEST, "malformed"));
        let detail = answer.body["detail"].as_str().expect("a detail");
        assert!(detail.contains("line 1 column"), "{detail}");
    }
    assert_eq!(world.seq(), seq);
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_in_json() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let answer = world.post("/api/v1/sync", &cookie, vec![b' '; SYNC_BODY_BYTES + 1]).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::PAYLOAD_TOO_LARGE, "too_large"));
}

#[tokio::test]
async fn an_app_that_is_too_old_is_told_so() {
    let world = World::new();
    let cookie = world.sign_in(TECHNICIAN).await;
    let mut request = request(TECHNICIAN, &[]);
    request.protocol = 0;
    let answer = world.sync_raw(&cookie, &request).await;
    assert_eq!((answer.status, answer.error()), (StatusCode::UPGRADE_REQUIRED, "too_old"));
}

#[tokio::test]
async fn a_clock_two_days_off_changes_nothing_but_the_mark() {
    let world = World::new();
    let (tablet, school) = world.tablet(SCHOOL, 20).await;
    for (n, off) in [(1, -2 * DAY_MS), (2, 2 * DAY_MS)] {
        let at = now_ms() + off;
        let report = envelope(20, school, u64::from(n), at, incident(n, SCHOOL));
        let mut request = request(20, &[report]);
        request.sent_at = at;
        let answer = world.sync(&tablet, &request).await;
        assert!(matches!(answer.outcomes[0].verdict, Verdict::Applied { .. }), "{answer:?}");
        let known = puts(&answer).into_iter().find_map(|row| match row {
            Row::Ticket(row) if row.id == ticket(n) => Some(row.clone()),
            _ => None,
        });
        let when = known.expect("the ticket comes back").history[0].when;
        assert_eq!(when.at_ms, at, "declared as declared");
        assert!(when.is_doubtful());
        assert!((when.corrected_ms() - now_ms()).abs() < 60_000);
    }
}

#[tokio::test]
async fn another_life_of_the_database_begins_anew() {
    let world = World::new();
    let cookie = world.sign_in(DISPATCHER).await;
    let first = world.sync(&cookie, &request(DISPATCHER, &[])).await;
    assert!(!first.reset);
    let mut next = request(DISPATCHER, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    let answer = world.sync(&cookie, &next).await;
    assert!(!answer.reset && answer.changes.is_empty(), "{answer:?}");
    next.cursor = first.cursor + 1_000;
    let answer = world.sync(&cookie, &next).await;
    assert!(answer.reset);
    assert_eq!(answer.changes.len(), first.changes.len());
}

/// Who is woken finds what woke them: it is on the disk by then, whatever becomes of the answer.
#[tokio::test]
async fn others_hear_of_what_is_on_the_disk() {
    let world = World::new();
    world.sign_in(TECHNICIAN).await;
    let store = &world.state.store;
    let actor = store.look(|reader| accounts::actor(reader, account(TECHNICIAN)));
    let actor = actor.expect("a sound store").expect("an account");
    let caller = Caller { actor, device: device(TECHNICIAN) };
    let command = by_technician(1, incident(1, SCHOOL));
    let body = serde_json::to_vec(&request(TECHNICIAN, std::slice::from_ref(&command)));
    let mut heard = None;
    let answered = exchange(
        &**store,
        &world.state.snapshots,
        &caller,
        &body.expect("JSON"),
        now_ms(),
        |seq| {
            let known = store.look(|reader| Ok((reader.verdict(command.id)?, reader.last_seq()?)));
            heard = Some((seq, known.expect("a sound store")));
        },
    );
    assert_eq!(answered.expect("an answer").outcomes.len(), 1);
    let (seq, (verdict, last)) = heard.expect("others are woken");
    assert_eq!(seq, last);
    assert_eq!(verdict, Some(Verdict::Applied { seq }));
}

/// Two people on one device: rows that came for the other one are nothing to go on from.
#[tokio::test]
async fn converged_what_came_for_somebody_else_begins_anew() {
    let world = World::new();
    let cookie = world.sign_in(DISPATCHER).await;
    let first = world.sync(&cookie, &request(DISPATCHER, &[])).await;
    let mut next = request(DISPATCHER, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    next.account = Some(first.actor.account);
    assert!(!world.sync(&cookie, &next).await.reset);
    next.account = Some(account(TECHNICIAN));
    let answer = world.sync(&cookie, &next).await;
    assert!(answer.reset);
    assert_eq!(answer.changes.len(), first.changes.len());
}

#[tokio::test]
async fn a_colleague_who_changes_role_leaves_the_devices_of_technicians() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let colleague = account(30);
    let role =
        |role| shared::account::Account::blank(colleague, "Inès Marchand".into(), role, None);
    let desk = world.sign_in(COORDINATOR).await;
    let set = |sequence, account| {
        let intent = account::Act::SetAccount { account };
        envelope(COORDINATOR, account_of_coordinator(), sequence, now_ms(), intent.into())
    };
    let made = set(1, role(shared::role::Role::Technician));
    world.sync(&desk, &request(COORDINATOR, &[made])).await;
    let first = world.sync(&phone, &request(TECHNICIAN, &[])).await;
    assert!(puts(&first).iter().any(|row| row.key() == RowKey::account(colleague)));
    let moved = set(2, role(shared::role::Role::Dispatcher));
    world.sync(&desk, &request(COORDINATOR, &[moved])).await;
    let mut next = request(TECHNICIAN, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    let answer = world.sync(&phone, &next).await;
    assert!(puts(&answer).is_empty());
    let key = RowKey::account(colleague);
    let gone = |change: &Change| matches!(change, Change::Gone { row, .. } if *row == key);
    assert!(answer.changes.iter().any(gone), "{answer:?}");
}

/// Colleagues know of each other the name and the role; when and from where one works is told to
/// nobody but oneself and the desk.
#[tokio::test]
async fn a_technician_is_told_the_name_of_a_colleague_and_no_more() {
    let world = World::new();
    let colleague = account(30);
    let blank = shared::account::Account::blank(
        colleague,
        "Inès Marchand".into(),
        shared::role::Role::Technician,
        None,
    );
    let known = shared::account::Account {
        depot: Some(shared::site::Position { lat: 45.4, lon: 4.4, exact: true }),
        week: shared::day::Week::FOUR_DAYS,
        skills: Some(vec!["Serveurs".into()]),
        ..blank.clone()
    };
    let desk = world.sign_in(COORDINATOR).await;
    let intent = account::Act::SetAccount { account: known };
    let made = envelope(COORDINATOR, account_of_coordinator(), 1, now_ms(), intent.into());
    world.sync(&desk, &request(COORDINATOR, &[made])).await;
    let phone = world.sign_in(TECHNICIAN).await;
    let answer = world.sync(&phone, &request(TECHNICIAN, &[])).await;
    let told = puts(&answer).into_iter().find_map(|row| match row {
        Row::Account(account) if account.id == colleague => Some(account.clone()),
        _ => None,
    });
    let told = told.expect("the colleague");
    assert_eq!(*told, shared::account::Account { version: told.version, ..blank });
}

fn account_of_coordinator() -> shared::id::AccountId {
    account(COORDINATOR)
}
