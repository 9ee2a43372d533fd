//! Who is told what a juror marked and what was decided, on the wire.

pub(crate) mod others;

use crate::world::*;
use axum::http::StatusCode;
use server::purge::{Periods, apply};
use server::state::now_ms;
use shared::ballot::{Ballot, Mark, key};
use shared::campaign::{Call, Campaign, CampaignKind, CampaignState, Criterion};
use shared::id::{CampaignId, SupplyId};
use shared::limits::DAY_MS;
use shared::row::{Kind, Read, Row};
use shared::supply::{Project, Supply, SupplyState};
use std::collections::{BTreeMap, BTreeSet};
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

/// A call as files: a desk has it with the marks that it may read, nobody else has it at all; a
/// sealed mark leaves in no file.
#[tokio::test]
async fn the_files_of_a_call_hold_no_sealed_mark_and_are_the_desks() {
    let world = World::new();
    let rows: Vec<Row> = vec![campaign().into(), project().into()];
    for row in rows {
        world.state.store.change(|store| store.put(row.clone()).map(drop)).expect("put");
    }
    put(&world, ballot(DISPATCHER, &[]));
    put(&world, ballot(COORDINATOR, &[DISPATCHER]));
    let file = |form: &str| format!("/api/v1/calls/{CALL}.{form}");
    let observer = world.sign_in(OBSERVER).await;
    assert_eq!(world.get(&file("csv"), &observer).await.status, StatusCode::NOT_FOUND);
    let (tablet, _) = world.tablet(SCHOOL, 20).await;
    assert_eq!(world.get(&file("csv"), &tablet).await.status, StatusCode::FORBIDDEN);
    let desk = world.sign_in(DISPATCHER).await;
    let read = world.get(&file("csv"), &desk).await;
    assert_eq!(read.status, StatusCode::OK);
    let text = read.body.as_str().expect("a text");
    assert!(text.contains("Une radio") && text.contains("Écoute"), "{text}");
    assert!(text.contains("4,00"), "who has marked reads the mean: {text}");
    let chief = world.sign_in(COORDINATOR).await;
    let read = world.get(&file("csv"), &chief).await;
    let text = read.body.as_str().expect("a text");
    assert!(!text.contains("80,00"), "one readable mark makes no place: {text}");
    let pdf = world.get(&file("pdf"), &desk).await;
    assert!(
        pdf.status == StatusCode::OK
            && pdf.body.as_str().is_some_and(|text| text.starts_with("%PDF-"))
    );
    for tag in ["/StructTreeRoot", "/Marked true", "/S/H1", "/S/H2", "/Lang"] {
        assert!(pdf.body.as_str().is_some_and(|text| text.contains(tag)), "{tag}");
    }
    assert_eq!(world.get("/api/v1/calls/none.pdf", &desk).await.status, StatusCode::NOT_FOUND);
    // «Fictitious sites never leave the demonstration».
    let mut made_up = shared::site::Site::blank("0429001Z".into(), "École inventée".into());
    made_up.fictitious = true;
    world.state.store.change(|store| store.put(made_up.clone().into()).map(drop)).expect("put");
    let read = world.get(&file("csv"), &desk).await;
    let text = read.body.as_str().expect("a text");
    assert!(text.lines().skip(1).all(|line| line.ends_with("données fictives")), "{text}");
    assert_ne!(world.get(&file("pdf"), &desk).await.body, pdf.body, "its title says so");
}

/// Retention: a project that was refused, or that still waits, goes two years after the decision,
/// from the server and from the files of its call; one that was withdrawn stays with what was done,
/// for five.
#[tokio::test]
async fn a_project_that_got_nothing_goes_after_two_years_and_the_rest_of_the_call_stays() {
    let world = World::new();
    let ended = |n: u128, state| Supply {
        id: SupplyId(Uuid::from_u128(n)),
        state,
        ended_on: Some(shared::day::paris_day(now_ms())),
        ..project()
    };
    let (refused, withdrawn) = (ended(6, SupplyState::Refused), ended(7, SupplyState::Cancelled));
    let mut waiting = Supply { ended_on: None, ..ended(8, SupplyState::WaitingList) };
    waiting.project.as_mut().expect("a project").decided_on = refused.ended_on;
    let waiting_row = waiting.into();
    let rows: [Row; 4] = [campaign().into(), refused.into(), waiting_row, withdrawn.clone().into()];
    for row in rows {
        world.state.store.change(|store| store.put(row.clone()).map(drop)).expect("put");
    }
    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged").rows
    };
    let kept = || {
        let load = |kind| world.state.store.look(|store| store.load(&Read::All(kind)));
        let keys = |kind| load(kind).expect("rows").iter().map(Row::key).collect::<Vec<_>>();
        (keys(Kind::Supply), keys(Kind::Campaign).len())
    };
    assert_eq!((purge(725), kept().0.len()), (0, 3));
    assert_eq!((purge(735), kept()), (2, (vec![Row::from(withdrawn).key()], 1)));
    assert_eq!(purge(735), 0, "twice changes nothing more");
    assert_eq!((purge(1_835), kept().0.len()), (1, 0));
}

fn campaign() -> Campaign {
    let today = shared::day::paris_day(now_ms());
    let criterion = Criterion { label: "Écoute".into(), weight: 100, max: 5 };
    Campaign {
        id: CALL,
        kind: CampaignKind::Call,
        label: "Appel".into(),
        year: 2026,
        opens: today,
        closes: today,
        purses: BTreeMap::new(),
        articles: BTreeSet::new(),
        sites: BTreeSet::new(),
        state: CampaignState::Closed,
        call: Some(Call {
            criteria: vec![criterion],
            jury: [DISPATCHER, COORDINATOR].map(account).into(),
            several: false,
        }),
        decision: None,
        version: 0,
        open_loans: 0,
    }
}

fn project() -> Supply {
    Supply {
        id: SupplyId(Uuid::from_u128(6)),
        site: SCHOOL.into(),
        campaign: CALL,
        kind: CampaignKind::Call,
        lines: Vec::new(),
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: Some(Box::new(Project { title: "Une radio".into(), ..Project::default() })),
        legs: Vec::new(),
        state: SupplyState::Asked,
        asked_on: shared::day::paris_day(now_ms()),
        late: false,
        delivered_on: None,
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}
