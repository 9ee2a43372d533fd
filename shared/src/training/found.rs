//! The session that a command speaks of, and how it is put back.

use super::{Happened, Hindrance, SessionProgress, Standing, TrainingSession};
use crate::decide::context::{Context, room_for_words};
use crate::entity::Facet;
use crate::id::{SiteId, TeacherId, TrainingSessionId};
use crate::order;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::row::{Kind, Read, State};
use crate::teacher::Teacher;
use crate::teacher::person::elsewhere;
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
    let is_own = row.terms.is_led_by(context.actor.account);
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

/// The other rows of those of a site who teach elsewhere too.
pub(super) fn elsewhere_too(state: &State, site: &SiteId) -> Vec<Read> {
    let there = state.teachers.values().filter(|one| one.site == *site);
    let people = order::set(there.filter_map(|one| one.person));
    let of = |key: TeacherId| Read::Where(Kind::Teacher, Facet::Group(key.to_string()));
    people.into_iter().map(of).collect()
}

/// The key under which a person is on the lists: their own one, or that of another school at which
/// the same person teaches.
pub(super) fn registered_as(
    context: &Context<'_>,
    row: &TrainingSession,
    id: TeacherId,
) -> TeacherId {
    let is_on_it = |id: &TeacherId| {
        row.registrations.get(id).is_some_and(|one| one.state != Standing::Withdrawn)
    };
    let known = row.known_as(id);
    if is_on_it(&known) {
        return known;
    }
    let others = context.find::<Teacher>(&id).map(|one| elsewhere(context, &one));
    let others = others.into_iter().flatten().map(|other| other.id);
    others.into_iter().find(is_on_it).unwrap_or(id)
}

/// Writes down who moved up, and puts the row.
pub(super) fn settle(context: &mut Context<'_>, mut row: TrainingSession) {
    for teacher in row.move_up(context.paris_now()) {
        row.history.push(context.entry(Happened::MovedUp { teacher }));
    }
    context.put(row);
}
