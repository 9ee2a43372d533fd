//! Jobs that the server does by itself: closing tickets that nobody answered, opening quarters,
//! keeping the snapshot fresh.

use crate::audit;
use crate::causes::chain;
use crate::judge::judge_own;
use crate::limits::Limits;
use crate::state::{AppState, now_ms};
use crate::store::{AuditLine, Reader, StoreResult, Writer, is_behind};
use shared::api::audit::AuditEvent;
use shared::day::paris_day;
use shared::entity::Facet;
use shared::id::{AccountId, Millis, QuarterId, TicketId};
use shared::limits::PRESENCE_MS;
use shared::role::{Actor, Role};
use shared::row::{Kind, Read, Row, State};
use shared::scope::quarters_of;
use shared::supply::{self, Supply};
use shared::sync::Verdict;
use shared::ticket;
use shared::ticket::Ticket;
use shared::visit::VisitState;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// Interval of the jobs.
const EVERY: Duration = Duration::from_secs(3_600);
/// Interval at which the snapshot is checked and, if it is too old, made again.
const SNAPSHOT_EVERY: Duration = Duration::from_secs(60);
/// Interval at which the public page is made again, if the rows of it changed.
const PLAN_EVERY: Duration = Duration::from_secs(10);
/// Interval at which the limits forget senders that have been quiet for long enough.
const LIMITS_EVERY: Duration = Duration::from_secs(60);

/// Runs the jobs for as long as the server lives.
pub async fn run(state: AppState) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        let done = state.change(|store| {
            let now = now_ms();
            store.forget_absent(now - PRESENCE_MS)?;
            let closed = close_unanswered(store, now)? + close_supplies(store, now)?;
            Ok((closed, open_quarters(store, now)?))
        });
        match done.await {
            Ok((0, 0)) => {}
            Ok((closed, opened)) => tracing::info!(closed, opened, "jobs"),
            Err(fault) => tracing::error!(why = chain(&fault), "job failed"),
        }
    }
}

/// Keeps the snapshot for desks fresh, for as long as the server lives.
pub async fn keep_snapshot(state: AppState) {
    let mut clock = tokio::time::interval(SNAPSHOT_EVERY);
    loop {
        clock.tick().await;
        let snapshots = Arc::clone(&state.snapshots);
        match state.with_store(move |store| snapshots.refresh(store)).await {
            Ok(false) => {}
            Ok(true) => tracing::info!("snapshot made"),
            Err(fault) => tracing::error!(why = chain(&fault), "snapshot failed"),
        }
    }
}

/// Keeps the public page of the plan as the rows say, for as long as the server lives.
pub async fn keep_plan(state: AppState) {
    let mut clock = tokio::time::interval(PLAN_EVERY);
    loop {
        clock.tick().await;
        let plan = Arc::clone(&state.plan);
        match state.look(move |store| plan.refresh(store, now_ms())).await {
            Ok(false) => {}
            Ok(true) => tracing::info!("public page made"),
            Err(fault) => tracing::error!(why = chain(&fault), "public page failed"),
        }
    }
}

/// Keeps the tables of the limits small, for as long as the server lives.
pub async fn keep_limits(limits: Arc<Limits>) {
    let mut clock = tokio::time::interval(LIMITS_EVERY);
    loop {
        clock.tick().await;
        limits.forget_idle();
    }
}

/// Opens the quarters that technicians begin to hold: the rows of their visits were written before
/// the devices' cursors, so they are written again to reach the devices. Done once for each
/// quarter. Returns how many visits were written.
///
/// # Errors
/// When the store fails; nothing was written then.
pub fn open_quarters(store: &dyn Writer, now: Millis) -> StoreResult<usize> {
    if is_behind(store)? {
        return Ok(0);
    }
    let mut state = State::default();
    for row in store.load(&Read::All(Kind::Calendar))? {
        state.put(row);
    }
    let mut opened = store.opened_quarters()?;
    let mut fresh = quarters_of(&state, now);
    fresh.retain(|quarter| !opened.contains(quarter));
    if fresh.is_empty() {
        return Ok(0);
    }
    // The audit is read for a new quarter only: a server of an earlier version, which may still
    // run beside this one, records an opened quarter nowhere else.
    let audit = store.audit(0, now.saturating_add(1))?;
    let mut put = 0;
    for quarter in fresh {
        let is_it = |line: &AuditLine| {
            line.what == AuditEvent::QuarterOpened.word() && line.detail == quarter.0
        };
        if !audit.iter().any(is_it) {
            put += put_again(store, &quarter)?;
            audit::append(
                store,
                system().account,
                AuditEvent::QuarterOpened,
                quarter.0.clone(),
                now,
            )?;
        }
        opened.insert(quarter);
    }
    store.set_opened_quarters(&opened)?;
    Ok(put)
}

/// Writes the visits of a quarter again, except mere proposals. Returns how many.
fn put_again(store: &dyn Writer, quarter: &QuarterId) -> StoreResult<usize> {
    let mut put = 0;
    for row in store.load(&Read::Where(Kind::Visit, Facet::In(quarter.clone())))? {
        if !matches!(&row, Row::Visit(visit) if visit.state == VisitState::Proposed) {
            store.put(row)?;
            put += 1;
        }
    }
    Ok(put)
}

/// Closes the resolved tickets whose requester did not answer within the set number of school
/// days. Returns how many.
///
/// # Errors
/// When the store fails; none was closed then.
pub fn close_unanswered(store: &dyn Writer, now: Millis) -> StoreResult<usize> {
    if is_behind(store)? {
        return Ok(0);
    }
    let close = |ticket| ticket::Act::CloseTicket { ticket }.into();
    let due = unanswered(store, now)?.into_iter().map(close);
    let verdicts = judge_own(store, &system(), due, now)?;
    let closed = |verdict: &&Verdict| matches!(verdict, Verdict::Applied { .. });
    Ok(verdicts.iter().filter(closed).count())
}

fn unanswered<R: Reader + ?Sized>(store: &R, now: Millis) -> StoreResult<Vec<TicketId>> {
    let mut state = State::default();
    for read in [
        Read::All(Kind::Calendar),
        Read::All(Kind::Settings),
        Read::Where(Kind::Ticket, Facet::Open),
    ] {
        for row in store.load(&read)? {
            state.put(row);
        }
    }
    let (calendar, today) = (state.calendar(), paris_day(now));
    let wait = state.settings().close_after_school_days;
    let due = |ticket: &&Arc<Ticket>| ticket.closes_unanswered(&calendar, wait, today);
    Ok(state.tickets.values().filter(due).map(|ticket| ticket.id).collect())
}

/// Closes the supplies of which the school said nothing within the school days that it has.
/// Returns how many.
///
/// # Errors
/// When the store fails; none was closed then.
pub fn close_supplies(store: &dyn Writer, now: Millis) -> StoreResult<usize> {
    if is_behind(store)? {
        return Ok(0);
    }
    let mut state = State::default();
    for read in [Read::All(Kind::Calendar), Read::Where(Kind::Supply, Facet::Open)] {
        for row in store.load(&read)? {
            state.put(row);
        }
    }
    let (calendar, today) = (state.calendar(), paris_day(now));
    let due = state.supplies.values().filter(|known| known.closes_unanswered(&calendar, today));
    let close = |known: &Arc<Supply>| supply::Act::CloseSupply { supply: known.id }.into();
    let verdicts = judge_own(store, &system(), due.map(close), now)?;
    let closed = |verdict: &&Verdict| matches!(verdict, Verdict::Applied { .. });
    Ok(verdicts.iter().filter(closed).count())
}

/// Returns the server itself, as an actor.
pub fn system() -> Actor {
    let account = shared::account::Account::blank(
        AccountId(Uuid::nil()),
        "Tournée".into(),
        Role::System,
        None,
    );
    Actor {
        account: account.id,
        name: account.name,
        role: account.role,
        site: None,
        communes: Vec::new(),
    }
}
