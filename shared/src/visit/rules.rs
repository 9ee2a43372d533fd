//! Rules of a visit on the spot. The work of a technician there is a fact: it overrules a plan that
//! was changed meanwhile (a conflict tells everybody), and is never refused for being late.

use super::act::Act;
use super::own::{own, take_back};
use super::{Check, Checked, Happened, MissedReason, Signature, Visit, VisitState};
use super::{resume, unplanned};
use crate::decide::context::{Context, bad, file, optional, required, room_for_words, word};
use crate::entity::Facet;
use crate::history::{Entry, FileRef};
use crate::id::{ItemId, VisitId};
use crate::limits::{CHECKLIST_ITEMS, LONG_TEXT_CHARS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::ticket::{self, flow::leave_for_next};

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        use Act::*;
        match self {
            StartVisit { .. }
            | CheckItem { .. }
            | NoteVisit { .. }
            | AddVisitPhoto { .. }
            | SignReport { .. }
            | FinishVisit { .. }
            | ResumeVisit { .. }
            | MarkVisitMissed { .. } => role == Role::Technician || role.is_desk(),
            StartUnplanned { .. } => role == Role::Technician,
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        use Act::*;
        match self {
            StartVisit { visit }
            | CheckItem { visit, .. }
            | NoteVisit { visit, .. }
            | AddVisitPhoto { visit, .. }
            | SignReport { visit, .. } => vec![Read::Row(RowKey::visit(*visit))],
            FinishVisit { visit, .. } | ResumeVisit { visit } | MarkVisitMissed { visit, .. } => {
                with_site_tickets(state, *visit)
            }
            StartUnplanned { visit, site, .. } => {
                let rows = [RowKey::visit(*visit), RowKey::site(site)].map(Read::Row);
                rows.into_iter().chain([Read::All(Kind::Calendar)]).collect()
            }
        }
    }

    /// Changes the rows of the context.
    ///
    /// # Errors
    /// Why it cannot be done.
    pub(crate) fn apply(&self, context: &mut Context<'_>) -> Result<(), Refusal> {
        use Act::*;
        match self {
            StartVisit { visit } => start(context, *visit),
            CheckItem { visit, item, check: to, note } => check(context, *visit, item, *to, note),
            NoteVisit { visit, text } => note(context, *visit, text),
            AddVisitPhoto { visit, photo } => add_photo(context, *visit, photo),
            SignReport { visit, name, capacity, drawing } => {
                sign(context, *visit, name, capacity, drawing.as_ref())
            }
            FinishVisit { visit, left_over } => finish(context, *visit, *left_over),
            ResumeVisit { visit } => resume::resume(context, *visit),
            StartUnplanned { visit, site, slot } => unplanned::start(context, *visit, site, *slot),
            MarkVisitMissed { visit, reason, text } => miss(context, *visit, *reason, text),
        }
    }
}

impl Context<'_> {
    pub(crate) fn visit(&self, id: VisitId) -> Result<Visit, Refusal> {
        self.known::<Visit>(&id).map(std::sync::Arc::unwrap_or_clone)
    }
}

/// A visit, the open tickets of its site and the other visits there.
pub(crate) fn with_site_tickets(state: &State, visit: VisitId) -> Vec<Read> {
    let mut reads = vec![Read::Row(RowKey::visit(visit))];
    if let Some(visit) = state.visits.get(&visit) {
        let open = |kind| Read::Where(kind, Facet::OpenAt(visit.site.clone()));
        reads.extend([Kind::Ticket, Kind::Visit].map(open));
    }
    reads
}

/// The visit was moved after the technician had looked, and they are there on the old half-day.
fn moved_meanwhile(context: &Context<'_>, visit: &Visit) -> bool {
    let key = crate::row::RowKey::visit(visit.id);
    let seen = context.envelope.seen_version(&key);
    // What one moved oneself is no surprise, even when both are sent together.
    let by_another = |entry: &Entry<Happened>| {
        matches!(entry.what, Happened::Moved { .. }) && entry.by != context.actor.account
    };
    let moved = visit.history.last().is_some_and(by_another);
    seen != 0 && seen < visit.version && moved
}

#[inline(never)]
fn start(context: &mut Context<'_>, id: VisitId) -> Result<(), Refusal> {
    let mut visit = own(context, id)?;
    match visit.state {
        VisitState::Planned | VisitState::Missed { .. } => {}
        VisitState::Cancelled if !visit.history.is_empty() => {}
        VisitState::OnSite => return Ok(()),
        _ => {
            return Err(Refusal::VisitState { state: word(&visit.state) });
        }
    }
    if moved_meanwhile(context, &visit) {
        let technician = visit.technician;
        take_back(context, &mut visit, technician);
    }
    visit.state = VisitState::OnSite;
    visit.started = Some(context.declared());
    visit.history.push(context.entry(Happened::Started));
    context.put(visit);
    Ok(())
}

/// What belongs to the visit is accepted while it goes on and after: phones send late.
fn going_on(context: &mut Context<'_>, id: VisitId) -> Result<Visit, Refusal> {
    let visit = own(context, id)?;
    let allowed = visit.is_done() || visit.state == VisitState::OnSite;
    if allowed { Ok(visit) } else { Err(Refusal::VisitState { state: word(&visit.state) }) }
}

#[inline(never)]
fn check(
    context: &mut Context<'_>,
    id: VisitId,
    item: &ItemId,
    check: Check,
    note: &str,
) -> Result<(), Refusal> {
    let mut visit = going_on(context, id)?;
    let note = optional(FieldName::Note, note, SHORT_TEXT_CHARS)?;
    required(FieldName::Item, item.as_str(), SHORT_TEXT_CHARS)?;
    if visit.checklist.len() >= CHECKLIST_ITEMS && !visit.checklist.contains_key(item) {
        return Err(bad(FieldName::Item, FieldProblem::TooLong { max: CHECKLIST_ITEMS }));
    }
    let checked = Checked { check, note };
    let later = Happened::CheckedLater { item: item.clone() };
    if visit.checklist.get(item) != Some(&checked) && visit.lacks_after_signature(&later) {
        visit.history.push(context.entry(later));
    }
    visit.checklist.insert(item.clone(), checked);
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn note(context: &mut Context<'_>, id: VisitId, text: &str) -> Result<(), Refusal> {
    let mut visit = own(context, id)?;
    let text = required(FieldName::Text, text, LONG_TEXT_CHARS)?;
    room_for_words(&visit.history)?;
    visit.history.push(context.entry(Happened::Noted { text }));
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn add_photo(context: &mut Context<'_>, id: VisitId, photo: &FileRef) -> Result<(), Refusal> {
    let mut visit = going_on(context, id)?;
    let photo = file(photo)?;
    if !visit.photos.contains(&photo) {
        let later = Happened::PhotoLater { photo: photo.hash.clone() };
        if visit.lacks_after_signature(&later) {
            visit.history.push(context.entry(later));
        }
        visit.photos.push(photo);
    }
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn sign(
    context: &mut Context<'_>,
    id: VisitId,
    name: &str,
    capacity: &str,
    drawing: Option<&FileRef>,
) -> Result<(), Refusal> {
    let mut visit = going_on(context, id)?;
    let name = required(FieldName::Name, name, SHORT_TEXT_CHARS)?;
    let capacity = optional(FieldName::Capacity, capacity, SHORT_TEXT_CHARS)?;
    let drawing = drawing.map(file).transpose()?;
    let when = context.declared();
    visit.signature = Some(Signature { name: name.clone(), capacity, drawing, when });
    visit.history.push(context.entry(Happened::Signed { name }));
    if visit.state == VisitState::Done {
        visit.state = VisitState::Reported;
    }
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn finish(context: &mut Context<'_>, id: VisitId, left_over: bool) -> Result<(), Refusal> {
    let mut visit = own(context, id)?;
    match visit.state {
        VisitState::OnSite => {}
        VisitState::Done | VisitState::Reported => return Ok(()),
        _ => {
            return Err(Refusal::VisitState { state: word(&visit.state) });
        }
    }
    let signed = visit.signature.is_some();
    visit.state = if signed { VisitState::Reported } else { VisitState::Done };
    visit.finished = Some(context.declared());
    visit.left_over = left_over;
    visit.history.push(context.entry(Happened::Finished));
    release_tickets(context, id);
    context.put(visit);
    Ok(())
}

#[inline(never)]
fn miss(
    context: &mut Context<'_>,
    id: VisitId,
    reason: MissedReason,
    text: &str,
) -> Result<(), Refusal> {
    let mut visit = own(context, id)?;
    let text = optional(FieldName::Text, text, SHORT_TEXT_CHARS)?;
    if reason == MissedReason::Other && text.is_empty() {
        return Err(bad(FieldName::Text, FieldProblem::Empty));
    }
    if !visit.is_ahead() {
        return Err(Refusal::VisitState { state: word(&visit.state) });
    }
    visit.state = VisitState::Missed { reason };
    visit.history.push(context.entry(Happened::Missed { reason, text }));
    release_tickets(context, id);
    context.put(visit);
    Ok(())
}

/// What the visit did not resolve goes back to the site's tray, for the next one.
pub(crate) fn release_tickets(context: &mut Context<'_>, id: VisitId) {
    let riding: Vec<_> = context
        .state
        .tickets
        .values()
        .filter(|ticket| ticket.visit() == Some(id))
        .map(|ticket| ticket.id)
        .collect();
    for ticket in riding {
        let Ok(mut ticket) = context.ticket(ticket) else {
            continue;
        };
        ticket.history.push(context.entry(ticket::Happened::Unplanned));
        leave_for_next(context, &mut ticket);
        context.put(ticket);
    }
}
