//! What the server does by itself: closing tickets that nobody answered.

use crate::accounts;
use crate::judge::load;
use crate::state::{AppState, now_ms};
use crate::store::{Fault, Kept, Reader, Writer};
use crate::identity;
use shared::command::{Command, Envelope};
use shared::day::paris_day;
use shared::decide::{Now, Read, decide};
use shared::id::{AccountId, CommandId, DeviceId, Millis, TicketId};
use shared::role::{Actor, Role};
use shared::row::{Kind, State};
use shared::sync::PROTOCOL;
use shared::ticket::TicketState;
use std::time::Duration;
use uuid::Uuid;

/// How often the jobs run.
const EVERY: Duration = Duration::from_secs(3_600);

/// Runs the jobs for as long as the server lives.
pub async fn run(state: AppState) {
    let mut clock = tokio::time::interval(EVERY);
    loop {
        clock.tick().await;
        match state.change(|store| close_unanswered(store, now_ms())).await {
            Ok(0) => {}
            Ok(closed) => tracing::info!(closed, "tickets closed without an answer"),
            Err(problem) => tracing::error!(?problem, "job failed"),
        }
    }
}

/// Closes the resolved tickets whose requester did not answer within the set number of school
/// days; how many.
///
/// # Errors
/// A fault of the store: then none was closed.
pub fn close_unanswered(store: &dyn Writer, now: Millis) -> Kept<usize> {
    let due = unanswered(store, now)?;
    for ticket in &due {
        close(store, *ticket, now)?;
    }
    Ok(due.len())
}

fn unanswered<R: Reader + ?Sized>(store: &R, now: Millis) -> Kept<Vec<TicketId>> {
    let mut state = State::default();
    for read in [Read::All(Kind::Calendar), Read::All(Kind::Settings), Read::AllOpenTickets] {
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
        intent: Command::CloseTicket { ticket },
    };
    let state = load(store, &envelope)?;
    let clock = Now { ms: now, offset_ms: 0 };
    // A refusal means that somebody answered meanwhile.
    if let Ok(decision) = decide(&state, &envelope, &system(), clock) {
        for row in decision.rows {
            store.put(row)?;
        }
    }
    Ok(())
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

