//! Whose visit it is: also after it was given to somebody else without their knowledge.

use super::{Happened, Visit, VisitState};
use crate::decide::context::{Context, word};
use crate::id::{AccountId, VisitId};
use crate::refusal::{Conflict, Refusal};
use crate::role::Role;

/// The visit, when it is the actor's own or a dispatcher speaks for them. A visit that was moved
/// to somebody else after the technician had looked is still theirs if they went there.
pub(super) fn own(context: &mut Context<'_>, id: VisitId) -> Result<Visit, Refusal> {
    let mut visit = context.visit(id)?;
    let me = context.actor.account;
    if visit.technician == me || context.actor.role.is_desk() {
        return Ok(visit);
    }
    if context.actor.role != Role::Technician || !visit.was_of(me) {
        return Err(Refusal::NotAllowed);
    }
    if visit.is_done() || visit.state == VisitState::OnSite {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    take_back(context, &mut visit, me);
    Ok(visit)
}

impl Visit {
    /// It was once to be made by that technician.
    pub(crate) fn was_of(&self, account: AccountId) -> bool {
        self.history.iter().any(|entry| match entry.what {
            Happened::Moved { from_technician, .. } => from_technician == account,
            _ => false,
        })
    }
}

/// Puts a moved visit back where its technician made it, and tells both sides.
pub(super) fn take_back(context: &mut Context<'_>, visit: &mut Visit, me: AccountId) {
    let last_of_me = visit.history.iter().rev().find_map(|entry| match &entry.what {
        Happened::Moved { from, from_technician, .. } if *from_technician == me => Some(*from),
        _ => None,
    });
    let Some(from) = last_of_me else { return };
    let (to, to_technician) = (visit.slot, visit.technician);
    visit.slot = from;
    visit.technician = me;
    visit.history.push(context.entry(Happened::MoveOvertaken { to }));
    context.conflict(Conflict::VisitMoved { visit: visit.id, to, to_technician });
}
