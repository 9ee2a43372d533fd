//! The session that a command speaks of, and how it is put back.

use super::{Happened, Hindrance, SessionProgress, TrainingSession};
use crate::decide::context::{Context, room_for_words};
use crate::id::TrainingSessionId;
use crate::refusal::Refusal;
use crate::role::Role;
use std::sync::Arc;

impl From<Hindrance> for Refusal {
    fn from(why: Hindrance) -> Self {
        Refusal::Training { why }
    }
}

/// The session, if its history has room; advisers touch those that they lead.
pub(super) fn led(
    context: &Context<'_>,
    id: TrainingSessionId,
) -> Result<TrainingSession, Refusal> {
    let row = context.known::<TrainingSession>(&id)?;
    let is_own = row.terms.leader == Some(context.actor.account);
    if context.actor.role == Role::Adviser && !is_own {
        return Err(Refusal::NotAllowed);
    }
    room_for_words(&row.history)?;
    Ok(Arc::unwrap_or_clone(row))
}

/// The session, if it is at one of these points.
pub(super) fn at(
    row: TrainingSession,
    points: &[SessionProgress],
) -> Result<TrainingSession, Refusal> {
    if points.contains(&row.state) {
        return Ok(row);
    }
    Err(Hindrance::Progress { state: row.state }.into())
}

/// Writes down who moved up, and puts the row.
pub(super) fn settle(context: &mut Context<'_>, mut row: TrainingSession) {
    for teacher in row.move_up(context.paris_now()) {
        row.history.push(context.entry(Happened::MovedUp { teacher }));
    }
    context.put(row);
}
