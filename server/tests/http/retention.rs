//! The purge removes old rows everywhere, once, and leaves a proof.

use crate::world::*;
use server::purge::{Periods, Purged, apply};
use server::state::now_ms;
use shared::id::TeacherId;
use shared::limits::DAY_MS;
use shared::row::{Row, RowKey};
use shared::sync::Change;
use shared::teacher;
use shared::ticket;

#[tokio::test]
async fn an_old_request_leaves_the_server_and_every_desk() {
    let world = World::new();
    let phone = world.sign_in(TECHNICIAN).await;
    let give =
        |sequence, intent| envelope(TECHNICIAN, account(TECHNICIAN), sequence, now_ms(), intent);
    let cancel = ticket::Act::CancelTicket { ticket: ticket(1), reason: "Doublon".into() };
    let commands =
        [give(1, incident(1, SCHOOL)), give(2, incident(2, SCHOOL)), give(3, cancel.into())];
    world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    let desk = world.sign_in(DISPATCHER).await;
    let first = world.sync(&desk, &request(DISPATCHER, &[])).await;

    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &state.data, Periods::default(), later).expect("purged")
    };
    assert_eq!(purge(30), Purged::default());
    assert_eq!(purge(1_830), Purged { commands: 3, rows: 1, ..Purged::default() });
    assert_eq!(purge(1_830), Purged::default(), "twice changes nothing more");

    // Five years later, sessions have ended too.
    let phone = world.sign_in(TECHNICIAN).await;
    let desk = world.sign_in(DISPATCHER).await;
    let mut next = request(DISPATCHER, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    let answer = world.sync(&desk, &next).await;
    let keys: Vec<_> = answer
        .changes
        .iter()
        .map(|change| match change {
            Change::Gone { row, .. } => row.clone(),
            Change::Put(row) => panic!("{row:?}"),
        })
        .collect();
    assert_eq!(keys, [RowKey::ticket(ticket(1))], "what is open stays");
    let again = world.sync(&phone, &request(TECHNICIAN, &commands)).await;
    assert!(
        again
            .outcomes
            .iter()
            .all(|outcome| { matches!(outcome.verdict, shared::sync::Verdict::Applied { .. }) })
    );
    let audit = world.state.store.look(|store| store.audit(0, i64::MAX)).expect("the audit");
    let proofs = audit.iter().filter(|line| line.what == "purged").count();
    assert!(proofs >= 2);
}

/// Names of teachers are kept for a year after they left; what they were trained for goes on
/// counting.
#[tokio::test]
async fn the_name_of_a_teacher_goes_a_year_after_they_left_and_the_counts_stay() {
    let world = World::new();
    let desk = world.sign_in(DISPATCHER).await;
    let give =
        |sequence, intent| envelope(DISPATCHER, account(DISPATCHER), sequence, now_ms(), intent);
    let id = TeacherId(uuid::Uuid::from_u128(7));
    let name = teacher::Act::NameTeacher {
        teacher: id,
        site: SCHOOL.into(),
        name: "Mme Rey".into(),
        function: "CE1".into(),
    };
    let today = shared::day::paris_day(now_ms());
    let left = teacher::Act::MarkTeacherLeft { teacher: id, on: Some(today) };
    let commands = [give(1, name.into()), give(2, left.into())];
    let first = world.sync(&desk, &request(DISPATCHER, &commands)).await;

    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &state.data, Periods::default(), later).expect("purged").rows
    };
    assert_eq!(purge(360), 0);
    assert_eq!(purge(370), 1);
    assert_eq!(purge(370), 0, "twice changes nothing more");

    let desk = world.sign_in(DISPATCHER).await;
    let mut next = request(DISPATCHER, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    let answer = world.sync(&desk, &next).await;
    let [Change::Put(Row::Teacher(kept))] = answer.changes.as_slice() else {
        panic!("{:?}", answer.changes)
    };
    assert_eq!((kept.id, kept.name.as_str(), kept.function.as_str()), (id, "", ""));
    assert_eq!(kept.left_on, Some(today));
}
