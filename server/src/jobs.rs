//! What the server does by itself: closing tickets that nobody answered, opening quarters.

use crate::accounts;
use crate::http::session::note;
use crate::identity;
use crate::judge::load;
use crate::state::{AppState, now_ms};
use crate::store::{AuditLine, Fault, Judged, Kept, Reader, Writer, is_behind};
use shared::command::Envelope;
use shared::day::paris_day;
use shared::decide::{Now, decide};
use shared::entity::Facet;
use shared::id::{AccountId, CommandId, DeviceId, Millis, TicketId};
use shared::role::{Actor, Role};
use shared::row::Read;
use shared::row::{Kind, Row, State};
use shared::scope::quarters_of;
use shared::sync::{PROTOCOL, Verdict};
use shared::ticket;
use shared::ticket::TicketState;
use shared::visit::VisitState;
use std::sync::Arc;
use std::time::Duration;
use uuid::Uuid;

/// What the audit says of a quarter that was opened.
const OPENED: &str = "quarter_opened";
/// How often the jobs run.
const EVERY: Duration = Duration::from_secs(3_600);
/// How often it is looked at whether desks need a newer snapshot to begin from.
const SNAPSHOT_EVERY: Duration = Duration::from_secs(60);

/// Runs the jobs for as long as the server lives.
pub async fn run(state: AppState) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        let done = state.change(|store| {
            let now = now_ms();
            Ok((close_unanswered(store, now)?, open_quarters(store, now)?))
        });
        match done.await {
            Ok((0, 0)) => {}
            Ok((closed, opened)) => tracing::info!(closed, opened, "jobs"),
            Err(problem) => tracing::error!(?problem, "job failed"),
        }
    }
}

/// Keeps what desks begin from fresh, for as long as the server lives.
pub async fn keep_snapshot(state: AppState) {
    let mut clock = tokio::time::interval(SNAPSHOT_EVERY);
    loop {
        clock.tick().await;
        let shelf = Arc::clone(&state.shelf);
        match state.with_store(move |store| shelf.refresh(store)).await {
            Ok(Ok(false)) => {}
            Ok(Ok(true)) => tracing::info!("snapshot made"),
            Ok(Err(fault)) => tracing::error!(%fault, "snapshot failed"),
            Err(problem) => tracing::error!(?problem, "snapshot failed"),
        }
    }
}

/// Visits of a quarter that technicians begin to hold were put before their cursors: putting them
/// again makes their devices hear of them. Once for each quarter; how many visits.
///
/// # Errors
/// A fault of the store: then nothing was put.
pub fn open_quarters(store: &dyn Writer, now: Millis) -> Kept<usize> {
    if is_behind(store)? {
        return Ok(0);
    }
    let mut state = State::default();
    for row in store.load(&Read::All(Kind::Calendar))? {
        state.put(row);
    }
    let opened = store.audit(0, now.saturating_add(1))?;
    let mut put = 0;
    for quarter in quarters_of(&state, now) {
        let is_known = |line: &AuditLine| line.what == OPENED && line.detail == quarter.0;
        if opened.iter().any(is_known) {
            continue;
        }
        for row in store.load(&Read::Where(Kind::Visit, Facet::In(quarter.clone())))? {
            if !matches!(&row, Row::Visit(visit) if visit.state == VisitState::Proposed) {
                store.put(row)?;
                put += 1;
            }
        }
        note(store, AccountId(Uuid::nil()), OPENED, quarter.0, now)?;
    }
    Ok(put)
}

/// Closes the resolved tickets whose requester did not answer within the set number of school
/// days; how many.
///
/// # Errors
/// A fault of the store: then none was closed.
pub fn close_unanswered(store: &dyn Writer, now: Millis) -> Kept<usize> {
    if is_behind(store)? {
        return Ok(0);
    }
    let due = unanswered(store, now)?;
    for ticket in &due {
        close(store, *ticket, now)?;
    }
    Ok(due.len())
}

fn unanswered<R: Reader + ?Sized>(store: &R, now: Millis) -> Kept<Vec<TicketId>> {
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
    let (calendar, settings) = (state.calendar(), state.settings());
    let today = paris_day(now);
    let due = state.tickets.values().filter(|ticket| {
        ticket.state == TicketState::Resolved
            && ticket.resolved_on.is_some_and(|day| {
                calendar.after_school_days(day, settings.close_after_school_days) < today
            })
    });
    Ok(due.map(|ticket| ticket.id).collect())
}

fn close(store: &dyn Writer, ticket: TicketId, now: Millis) -> Kept<()> {
    let random = identity::random::<10>();
    let random = random.map_err(|_| Fault("the machine gives no random bytes".into()))?;
    let envelope = Envelope {
        id: CommandId::from_parts(now, random),
        device: DeviceId(Uuid::nil()),
        sequence: 0,
        actor: AccountId(Uuid::nil()),
        declared_at: now,
        protocol: PROTOCOL,
        seen: Vec::new(),
        intent: ticket::Act::CloseTicket { ticket }.into(),
    };
    let Some(state) = load(&envelope, |read| store.load_whole(read))? else {
        return Ok(());
    };
    let clock = Now { ms: now, offset_ms: 0 };
    // A refusal means that somebody answered meanwhile.
    let Ok(decision) = decide(&state, &envelope, &system(), clock) else {
        return Ok(());
    };
    for row in decision.rows {
        store.put(row)?;
    }
    store.record(&Judged {
        id: envelope.id,
        device: envelope.device,
        sequence: envelope.sequence,
        account: envelope.actor,
        received_at: now,
        verdict: Verdict::Applied { seq: store.last_seq()? },
        body: serde_json::to_string(&envelope)?,
    })
}

/// The server itself, as an actor.
pub fn system() -> Actor {
    let account = accounts::blank(AccountId(Uuid::nil()), "Tournée".into(), Role::System, None);
    Actor {
        account: account.id,
        name: account.name,
        role: account.role,
        site: None,
        communes: Vec::new(),
    }
}
