//! Rules of reporting, commenting, editing, sorting and merging tickets.

use super::act::{Act, TicketEdit};
use super::{Channel, Field, Happened, Ticket, TicketState, Voice};
use crate::decide::context::{Context, bad, optional, photos, required, room_for_words, word};
use crate::history::FileRef;
use crate::id::{TicketId, VisitId};
use crate::limits::{LONG_TEXT_CHARS, SHORT_TEXT_CHARS};
use crate::refusal::{FieldName, FieldProblem, Refusal};
use crate::role::Role;
use crate::subscription::Subscription;
use std::collections::BTreeMap;
use std::sync::Arc;

#[inline(never)]
pub(super) fn report(context: &mut Context<'_>, act: &Act) -> Result<(), Refusal> {
    let Act::ReportIncident {
        ticket: id,
        site,
        kind,
        category,
        text,
        room,
        equipment,
        subscription,
        urgency,
        photos: files,
        found_on,
    } = act
    else {
        return Err(Refusal::NotAllowed);
    };
    let place = context.site(site)?;
    context.must_be_new::<Ticket>(id)?;
    // A report is never refused for its line: one of another place is only left out.
    let line = subscription.and_then(|id| context.find::<Subscription>(&id));
    let own =
        |line: &Arc<Subscription>| line.site == *site || place.host.as_ref() == Some(&line.site);
    let mut ticket = Ticket {
        id: *id,
        site: site.clone(),
        kind: *kind,
        category: *category,
        text: required(FieldName::Text, text, LONG_TEXT_CHARS)?,
        room: optional(FieldName::Room, room, SHORT_TEXT_CHARS)?,
        equipment: *equipment,
        subscription: line.filter(own).map(|line| line.id),
        urgency: *urgency,
        photos: photos(files)?,
        channel: None,
        state: TicketState::New,
        postponed: 0,
        reporter: context.actor.account,
        reported_on: context.today(),
        resolved_on: None,
        ended_on: None,
        history: vec![context.entry(Happened::Reported)],
        unit: None,
        voices: Vec::new(),
        stamps: BTreeMap::new(),
        version: 0,
    };
    if let Some(visit) = found_on {
        ride_where_found(context, &mut ticket, *visit)?;
    }
    context.put(ticket);
    Ok(())
}

/// What a technician finds on the spot is proximity and belongs to the visit at once.
fn ride_where_found(
    context: &Context<'_>,
    ticket: &mut Ticket,
    visit: VisitId,
) -> Result<(), Refusal> {
    if context.actor.role == Role::Teacher {
        return Err(Refusal::NotAllowed);
    }
    let found = context.visit(visit)?;
    if found.site != ticket.site {
        return Err(bad(FieldName::FoundOn, FieldProblem::Invalid));
    }
    ticket.channel = Some(Channel::Proximity);
    ticket.history.push(context.entry(Happened::Qualified { channel: Channel::Proximity }));
    context.stamp(ticket, Field::Channel);
    // What is found once the visit has ended is for the next one.
    if !found.is_ahead() {
        into_tray(context, ticket);
        return Ok(());
    }
    ticket.state = TicketState::InProgress { visit };
    context.stamp(ticket, Field::State);
    Ok(())
}

#[inline(never)]
pub(super) fn comment(
    context: &mut Context<'_>,
    id: TicketId,
    text: &str,
    files: &[FileRef],
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    let photos = photos(files)?;
    let text = if photos.is_empty() {
        required(FieldName::Text, text, LONG_TEXT_CHARS)?
    } else {
        optional(FieldName::Text, text, LONG_TEXT_CHARS)?
    };
    room_for_words(&ticket.history)?;
    ticket.history.push(context.entry(Happened::Commented { text, photos }));
    context.put(ticket);
    Ok(())
}

/// Adds a voice, with what was typed. The second one of the same account and device counts no
/// more, but its words are kept.
#[inline(never)]
pub(super) fn add_voice(
    context: &mut Context<'_>,
    id: TicketId,
    text: &str,
    files: &[FileRef],
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if !ticket.is_open() {
        return Err(Refusal::TicketState { state: word(&ticket.state) });
    }
    let text = optional(FieldName::Text, text, LONG_TEXT_CHARS)?;
    let photos = photos(files)?;
    let voice = Voice { account: context.actor.account, device: context.envelope.device };
    let is_new = !ticket.voices.contains(&voice);
    if !is_new && text.is_empty() && photos.is_empty() {
        return Ok(());
    }
    room_for_words(&ticket.history)?;
    if is_new {
        ticket.voices.push(voice);
    }
    ticket.history.push(context.entry(Happened::Voiced { text, photos }));
    context.put(ticket);
    Ok(())
}

#[inline(never)]
pub(super) fn edit(
    context: &mut Context<'_>,
    id: TicketId,
    edit: &TicketEdit,
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if let Some(text) = &edit.text {
        let text = required(FieldName::Text, text, LONG_TEXT_CHARS)?;
        set(context, &mut ticket, Field::Text, text, |t| &mut t.text);
    }
    if let Some(room) = &edit.room {
        let room = optional(FieldName::Room, room, SHORT_TEXT_CHARS)?;
        set(context, &mut ticket, Field::Room, room, |t| &mut t.room);
    }
    if let Some(category) = edit.category {
        set(context, &mut ticket, Field::Category, category, |t| &mut t.category);
    }
    if let Some(urgency) = edit.urgency {
        set(context, &mut ticket, Field::Urgency, urgency, |t| &mut t.urgency);
    }
    context.put(ticket);
    Ok(())
}

/// Writes a field, unless somebody else wrote it after the author had looked: then theirs stays
/// and the author's goes into the history (invariant 5).
fn set<T: PartialEq + Clone + serde::Serialize>(
    context: &mut Context<'_>,
    ticket: &mut Ticket,
    field: Field,
    mine: T,
    place: fn(&mut Ticket) -> &mut T,
) {
    let before = place(ticket).clone();
    if before == mine {
        return;
    }
    if context.overtaken(ticket, field) {
        context.supersede(ticket, field, word(&mine), word(&before));
        return;
    }
    *place(ticket) = mine;
    ticket.history.push(context.entry(Happened::Edited { field, before: word(&before) }));
    context.stamp(ticket, field);
}

#[inline(never)]
pub(super) fn qualify(
    context: &mut Context<'_>,
    id: TicketId,
    channel: Channel,
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if matches!(ticket.state, TicketState::Resolved | TicketState::Closed | TicketState::Cancelled)
    {
        return Err(Refusal::TicketState { state: word(&ticket.state) });
    }
    if ticket.channel == Some(channel) && ticket.state != TicketState::New {
        return Ok(());
    }
    if let Some(kept) = ticket.channel.filter(|_| context.overtaken(&ticket, Field::Channel)) {
        context.supersede(&mut ticket, Field::Channel, word(&channel), word(&kept));
        context.put(ticket);
        return Ok(());
    }
    ticket.channel = Some(channel);
    ticket.history.push(context.entry(Happened::Qualified { channel }));
    context.stamp(&mut ticket, Field::Channel);
    into_tray(context, &mut ticket);
    context.put(ticket);
    Ok(())
}

/// Qualified, and on the site's next visit when there is one and the channel is proximity.
pub(crate) fn into_tray(context: &Context<'_>, ticket: &mut Ticket) {
    ticket.state = TicketState::Qualified;
    context.stamp(ticket, Field::State);
    if ticket.channel == Some(Channel::Proximity) {
        let next = context.state.next_visit(&ticket.site, context.today());
        ride(context, ticket, next.map(|visit| visit.id));
    }
}

/// Puts the ticket on that visit, if any.
pub(crate) fn ride(context: &Context<'_>, ticket: &mut Ticket, visit: Option<VisitId>) {
    let Some(visit) = visit else { return };
    ticket.state = TicketState::Planned { visit };
    ticket.history.push(context.entry(Happened::Planned { visit }));
    context.stamp(ticket, Field::State);
}

#[inline(never)]
pub(super) fn assign(
    context: &mut Context<'_>,
    id: TicketId,
    visit: Option<VisitId>,
) -> Result<(), Refusal> {
    let mut ticket = context.ticket(id)?;
    if !matches!(
        ticket.state,
        TicketState::New
            | TicketState::Qualified
            | TicketState::Planned { .. }
            | TicketState::OnHold { .. }
    ) {
        return Err(Refusal::TicketState { state: word(&ticket.state) });
    }
    if let Some(visit) = visit {
        let found = context.visit(visit)?;
        if found.site != ticket.site {
            return Err(bad(FieldName::Visit, FieldProblem::Invalid));
        }
        if !found.takes_slot() || found.is_done() {
            return Err(Refusal::VisitState { state: word(&found.state) });
        }
    }
    if context.overtaken(&ticket, Field::State) && ticket.visit().is_some() {
        let kept = ticket.visit().map(|v| v.to_string()).unwrap_or_default();
        let mine = visit.map(|v| v.to_string()).unwrap_or_default();
        if kept != mine {
            context.supersede(&mut ticket, Field::Visit, mine, kept);
        }
        context.put(ticket);
        return Ok(());
    }
    ticket.channel = Some(Channel::Proximity);
    context.stamp(&mut ticket, Field::Channel);
    ticket.state = TicketState::Qualified;
    context.stamp(&mut ticket, Field::State);
    if visit.is_none() {
        ticket.history.push(context.entry(Happened::Unplanned));
    }
    ride(context, &mut ticket, visit);
    context.put(ticket);
    Ok(())
}

#[inline(never)]
pub(super) fn merge(
    context: &mut Context<'_>,
    id: TicketId,
    into: TicketId,
) -> Result<(), Refusal> {
    let mut gone = context.ticket(id)?;
    let mut stays = context.ticket(into)?;
    if id == into || gone.site != stays.site {
        return Err(bad(FieldName::Into, FieldProblem::Invalid));
    }
    for ticket in [&gone, &stays] {
        if !ticket.is_open() {
            return Err(Refusal::TicketState { state: word(&ticket.state) });
        }
    }
    gone.history.push(context.entry(Happened::MergedInto { ticket: into }));
    gone.state = TicketState::Cancelled;
    gone.ended_on = Some(context.today());
    context.stamp(&mut gone, Field::State);
    stays.history.push(context.entry(Happened::Absorbed { ticket: id }));
    let text = gone.text.clone();
    let photos = gone.photos.clone();
    stays.history.push(context.entry(Happened::Commented { text, photos }));
    stays.urgency = stays.urgency.max(gone.urgency);
    stays.add_voices_of(&gone);
    context.put(gone);
    context.put(stays);
    Ok(())
}
