//! The purge removes old rows everywhere, once, and leaves a proof.

mod money;

use crate::world::*;
use server::purge::{Periods, Purged, apply};
use server::state::now_ms;
use shared::campaign::CampaignKind;
use shared::day::{Day, Half, HalfDay};
use shared::history::Declared;
use shared::id::{CampaignId, NoticeId, StatementId, SupplyId, TeacherId, VisitId};
use shared::limits::DAY_MS;
use shared::notice;
use shared::row::{Kind, Read, Row, RowKey};
use shared::settings::{self, Settings};
use shared::statement::{self, Committee, Span};
use shared::supply::{Leg, LegDone, LegKind, LegState, Supply, SupplyState};
use shared::sync::Change;
use shared::teacher;
use shared::ticket;
use shared::visit::{MissedReason, Visit, VisitState};

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
        apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged")
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

    // What she received keeps her name as long as she does.
    let supply = received(SCHOOL, "Mme Rey", today);
    world.state.store.change(|store| store.put(supply.clone().into()).map(drop)).expect("put");
    let receivers = || {
        let read = Read::All(Kind::Supply);
        let rows = world.state.store.look(|store| store.load(&read)).expect("rows");
        let names = rows.iter().filter_map(|row| match row {
            Row::Supply(one) => Some(one.legs[0].done()?.received_by.clone()),
            _ => None,
        });
        names.collect::<Vec<_>>()
    };

    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged").rows
    };
    // The words of commands are kept three years: without her name.
    let words = || {
        let commands = world.state.store.look(|store| store.commands_of(account(DISPATCHER)));
        commands.expect("commands").into_iter().map(|(_, body)| body).collect::<Vec<_>>()
    };
    assert_eq!((purge(360), receivers()), (0, vec!["Mme Rey".to_owned()]));
    assert!(words().iter().any(|body| body.contains("Mme Rey")), "{:?}", words());
    assert_eq!((purge(370), receivers()), (1, vec![String::new()]));
    assert!(words().iter().all(|body| !body.contains("Mme Rey")), "{:?}", words());
    assert!(words().iter().any(|body| body.contains("name_teacher")), "what was done stays");
    assert_eq!(purge(370), 0, "twice changes nothing more");

    let desk = world.sign_in(DISPATCHER).await;
    let mut next = request(DISPATCHER, &[]);
    (next.epoch, next.cursor) = (Some(first.epoch), first.cursor);
    let answer = world.sync(&desk, &next).await;
    let teachers = answer.changes.iter().filter_map(|change| match change {
        Change::Put(Row::Teacher(kept)) => Some(kept),
        _ => None,
    });
    let [kept] = teachers.collect::<Vec<_>>()[..] else { panic!("{:?}", answer.changes) };
    assert_eq!((kept.id, kept.name.as_str(), kept.function.as_str()), (id, "", ""));
    assert_eq!(kept.left_on, Some(today));
}

/// An order that somebody received.
fn received(site: &str, by: &str, on: Day) -> Supply {
    let when = Declared { at_ms: now_ms(), offset_ms: 0 };
    let mut leg = Leg::waiting(1, LegKind::Deliver, Vec::new());
    leg.state = LegState::Done(LegDone {
        when,
        by: account(TECHNICIAN),
        by_name: "Inès".into(),
        visit: None,
        received_by: by.into(),
        equipment: Vec::new(),
        photos: Vec::new(),
        lacks: Vec::new(),
    });
    Supply {
        id: SupplyId(uuid::Uuid::from_u128(8)),
        site: site.into(),
        campaign: CampaignId(uuid::Uuid::from_u128(9)),
        kind: CampaignKind::SmallBudget,
        lines: Vec::new(),
        period: None,
        unit: String::new(),
        replaces: Vec::new(),
        teacher: None,
        project: None,
        legs: vec![leg],
        state: SupplyState::Delivered,
        asked_on: on,
        late: false,
        delivered_on: Some(on),
        ended_on: None,
        reason: String::new(),
        note: String::new(),
        history: Vec::new(),
        version: 0,
    }
}

/// News go a year after their last day; a frozen statement never does, nor a byte of it, whatever
/// the purge takes from under it.
#[tokio::test]
async fn news_go_after_a_year_and_frozen_statements_never() {
    let world = World::new();
    let coordinator = world.sign_in(COORDINATOR).await;
    let give =
        |sequence, intent| envelope(COORDINATOR, account(COORDINATOR), sequence, now_ms(), intent);
    let today = shared::day::paris_day(now_ms());
    let (news, frozen) =
        (NoticeId(uuid::Uuid::from_u128(7)), StatementId(uuid::Uuid::from_u128(8)));
    let notice = notice::Draft {
        title: "Réunion".into(),
        text: String::new(),
        from: today,
        until: today,
        audience: notice::Audience { schools: true, ..Default::default() },
        link: None,
    };
    let span = Span { label: "Période".into(), first: today, last: today };
    let draft = statement::Draft {
        committee: Committee::Technical,
        span,
        text: String::new(),
        public: false,
        readers: Default::default(),
        replaces: None,
    };
    let commands = [
        give(1, notice::Act::SetNotice { notice: news, draft: notice }.into()),
        give(2, notice::Act::PublishNotice { notice: news }.into()),
        give(3, statement::Act::PrepareStatement { statement: frozen, draft }.into()),
        give(4, statement::Act::FreezeStatement { statement: frozen }.into()),
        give(5, incident(1, SCHOOL)),
    ];
    world.sync(&coordinator, &request(COORDINATOR, &commands)).await;
    let rows = |kind| world.state.store.look(|store| store.load(&Read::All(kind))).expect("rows");
    let before = rows(Kind::Statement);
    assert_eq!((before.len(), rows(Kind::Notice).len()), (1, 1));
    let purge = |days: i64| {
        let (state, later) = (&world.state, now_ms() + days * DAY_MS);
        apply(&state.store, &*state.blobs, Periods::default(), later).expect("purged")
    };
    assert_eq!(purge(360).rows, 0);
    assert_eq!((purge(370).rows, rows(Kind::Notice).len()), (1, 0));
    purge(36_000);
    assert_eq!(rows(Kind::Statement), before);
    let checked = world.state.store.look(|store| server::statement::check(store));
    assert_eq!(checked.expect("checked"), (1, Vec::new()));
}

/// S12, invariants 1 and 3: what a purge removed is no fact that turned out to be none, so the next
/// statement takes nothing back of the one before. «Breaks»: the purge deletes visits.
#[tokio::test]
async fn what_was_purged_is_not_taken_back_in_the_next_statement() {
    let world = World::new();
    let today = shared::day::paris_day(now_ms());
    let day = |ago: i64| today - chrono::Duration::days(ago);
    let missed = Visit::new(
        VisitId(uuid::Uuid::from_u128(9)),
        SCHOOL.into(),
        "2024-2025-1".into(),
        account(TECHNICIAN),
        HalfDay { day: day(5), half: Half::Morning },
        VisitState::Missed { reason: MissedReason::Strike },
    );
    let put = world.state.store.change(|writer| writer.put(Row::from(missed.clone())));
    put.expect("put");
    let freeze = |n: u128, first, last| {
        let id = StatementId(uuid::Uuid::from_u128(n));
        let draft = statement::Draft {
            committee: Committee::Technical,
            span: Span { label: format!("Période {n}"), first, last },
            text: String::new(),
            public: false,
            readers: Default::default(),
            replaces: None,
        };
        let prepare = statement::Act::PrepareStatement { statement: id, draft };
        [prepare, statement::Act::FreezeStatement { statement: id }]
    };
    let frozen = async |from: u64, acts: [statement::Act; 2]| {
        let coordinator = world.sign_in(COORDINATOR).await;
        let own = account(COORDINATOR);
        let commands: Vec<_> = (from..)
            .zip(acts)
            .map(|(at, act)| envelope(COORDINATOR, own, at, now_ms(), act.into()))
            .collect();
        world.sync(&coordinator, &request(COORDINATOR, &commands)).await;
        let rows = world.state.store.look(|store| store.load(&Read::All(Kind::Statement)));
        rows.expect("rows")
    };
    let before = frozen(1, freeze(1, day(10), day(1))).await;
    let later = now_ms() + 1_830 * DAY_MS;
    let (store, blobs) = (&world.state.store, &*world.state.blobs);
    let periods = Periods::default();
    assert_eq!(apply(store, blobs, periods, later).expect("purged").rows, 1, "the visit goes");
    let after = frozen(3, freeze(2, today, today)).await;
    assert_eq!(after.len(), 2);
    assert!(after.contains(&before[0]), "the frozen one stays");
    for row in after {
        let Row::Statement(row) = row else { panic!("{row:?}") };
        assert_eq!(row.late, [], "{}", row.span.label);
    }
    // A desk that writes the settings, old or new, does not undo it.
    let coordinator = world.sign_in(COORDINATOR).await;
    let settings = Settings { authority: "Métropole".into(), ..Settings::default() };
    let act = settings::Act::ChangeSettings { settings };
    let told = envelope(COORDINATOR, account(COORDINATOR), 5, now_ms(), act.into());
    world.sync(&coordinator, &request(COORDINATOR, &[told])).await;
    let rows = world.state.store.look(|store| store.load(&Read::All(Kind::Settings)));
    let Some(Row::Settings(kept)) = rows.expect("rows").pop() else { panic!("no settings") };
    assert_eq!((kept.authority.as_str(), kept.kept_from), ("Métropole", Some(day(-5))));
}
