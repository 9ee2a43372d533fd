//! The purge removes old rows everywhere, once, and leaves a proof.

use crate::world::*;
use server::purge::{Periods, Purged, apply};
use server::state::now_ms;
use shared::limits::DAY_MS;
use shared::row::RowKey;
use shared::sync::Change;
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
    assert_eq!(purge(1_830), Purged { commands: 3, rows: 1, files: 0 });
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
