//! Who is told what a juror marked, on the wire.

use crate::world::*;
use server::state::now_ms;
use shared::ballot::{Ballot, Mark, key};
use shared::id::{CampaignId, SupplyId};
use std::collections::BTreeSet;
use uuid::Uuid;

const CALL: CampaignId = CampaignId(Uuid::from_u128(5));

/// A ballot with one mark that is told apart from all else.
fn ballot(n: u8, open_to: &[u8]) -> Ballot {
    Ballot {
        id: key(CALL, account(n)),
        campaign: CALL,
        juror: account(n),
        juror_name: format!("J-{n}"),
        marks: vec![Mark {
            supply: SupplyId(Uuid::from_u128(6)),
            scores: vec![Some(4)],
            note: format!("NOTE-OF-{n}"),
            abstained: None,
        }],
        withdrawn: Vec::new(),
        open_to: open_to.iter().map(|n| account(*n)).collect::<BTreeSet<_>>(),
        open: false,
        on: shared::day::paris_day(now_ms()),
        version: 0,
    }
}

fn put(world: &World, row: Ballot) {
    world.state.store.change(|store| store.put(row.clone().into()).map(drop)).expect("put");
}

/// Acceptance 5 of the calls: before handing in their own, the device of a juror holds no mark of
/// another one; nor does that of a school, ever; also a device that comes for the first time.
#[tokio::test]
async fn a_mark_reaches_no_juror_who_has_not_marked() {
    let world = World::new();
    put(&world, ballot(DISPATCHER, &[]));
    let held = |answer: shared::sync::SyncAnswer| {
        assert!(answer.snapshot.is_none(), "a snapshot is the same for all");
        serde_json::to_string(&answer.changes).expect("JSON")
    };
    let desk = world.sign_in(DISPATCHER).await;
    let own = held(world.sync(&desk, &request(DISPATCHER, &[])).await);
    assert!(own.contains("NOTE-OF-2"), "{own}");
    // What all desks begin from is not made meanwhile.
    let (snapshots, store) = (&world.state.snapshots, &*world.state.store);
    snapshots.renew(store).expect("no fault");
    assert!(store.look(|reader| snapshots.offer(reader)).expect("no fault").is_none());
    let chief = world.sign_in(COORDINATOR).await;
    let first = held(world.sync(&chief, &request(COORDINATOR, &[])).await);
    assert!(!first.contains("NOTE-OF") && !first.contains("J-2"), "{first}");
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    let school = held(world.sync(&tablet, &request(20, &[])).await);
    assert!(!school.contains("NOTE-OF"), "{school}");
    // The coordinator has handed in: both read both.
    put(&world, ballot(DISPATCHER, &[COORDINATOR]));
    put(&world, ballot(COORDINATOR, &[DISPATCHER]));
    let chief = world.sign_in(COORDINATOR).await;
    let then = held(world.sync(&chief, &request(COORDINATOR, &[])).await);
    assert!(then.contains("NOTE-OF-2") && then.contains("NOTE-OF-3"), "{then}");
    // Once the marking is over it holds them like any other row.
    for n in [DISPATCHER, COORDINATOR] {
        put(&world, Ballot { open: true, ..ballot(n, &[]) });
    }
    snapshots.renew(store).expect("no fault");
    assert!(store.look(|reader| snapshots.offer(reader)).expect("no fault").is_some());
}
