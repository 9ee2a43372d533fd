//! `decide`: every rule, once. The app runs it at once on its own copy, the server with authority.

mod context;
mod feed;
mod import;
mod plan;
mod reads;
mod repair;
mod ticket;
mod ticket_flow;
mod visit;

use crate::command::{Command, Envelope};
use crate::id::Millis;
use crate::refusal::{Conflict, Refusal};
use crate::role::Actor;
use crate::row::{Row, State};
use context::Context;

pub use reads::{Read, reads};

/// The instant of a decision, as the caller knows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Now {
    /// The clock of whoever decides: the server's, or the device's for its own copy.
    pub ms: Millis,
    /// Server's clock less the device's at reception; 0 on the device.
    pub offset_ms: Millis,
}

/// What a command changes.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Decision {
    /// Rows in their new state, with the version they had; the server gives the new one.
    pub rows: Vec<Row>,
    /// What two people had changed at the same time.
    pub conflicts: Vec<Conflict>,
}

/// Judges a command on a state: new rows, or why not. Pure, the same on both sides.
///
/// # Errors
/// A [`Refusal`] that says what is wrong; then nothing changes.
pub fn decide(
    state: &State,
    envelope: &Envelope,
    actor: &Actor,
    now: Now,
) -> Result<Decision, Refusal> {
    if !actor.role.may_give(&envelope.intent) {
        return Err(Refusal::NotAllowed);
    }
    let mut context = Context::new(state, envelope, actor, now);
    dispatch(&mut context, &envelope.intent)?;
    Ok(context.decision())
}

/// Each rule is kept a function of its own in the program too: a browser compiles, and later
/// optimises, those that are used and not all of them.
fn dispatch(context: &mut Context<'_>, command: &Command) -> Result<(), Refusal> {
    use Command::*;
    match command {
        ReportIncident { .. } => ticket::report(context, command),
        CommentTicket { ticket, text, photos } => ticket::comment(context, *ticket, text, photos),
        EditTicket { ticket, edit } => ticket::edit(context, *ticket, edit),
        QualifyTicket { ticket, channel } => ticket::qualify(context, *ticket, *channel),
        AssignTicket { ticket, visit } => ticket::assign(context, *ticket, *visit),
        MergeTicket { ticket, into } => ticket::merge(context, *ticket, *into),
        HoldTicket { ticket, reason } => ticket_flow::hold(context, *ticket, reason),
        ForwardTicket { ticket, reference } => ticket_flow::forward(context, *ticket, reference),
        CancelTicket { ticket, reason } => ticket_flow::cancel(context, *ticket, reason),
        LogWork { .. } => ticket_flow::log_work(context, command),
        ResolveTicket { ticket, text } => ticket_flow::resolve(context, *ticket, text),
        PostponeTicket { ticket, reason } => ticket_flow::postpone(context, *ticket, reason),
        ConfirmResolution { ticket } => ticket_flow::confirm(context, *ticket),
        ReopenTicket { ticket, text } => ticket_flow::reopen(context, *ticket, text),
        CloseTicket { ticket } => ticket_flow::close(context, *ticket),
        StartVisit { visit } => visit::start(context, *visit),
        CheckItem { visit, item, check, note } => visit::check(context, *visit, item, *check, note),
        NoteVisit { visit, text } => visit::note(context, *visit, text),
        AddVisitPhoto { visit, photo } => visit::add_photo(context, *visit, photo),
        SignReport { visit, name, capacity, drawing } => {
            visit::sign(context, *visit, name, capacity, drawing.as_ref())
        }
        FinishVisit { visit, left_over } => visit::finish(context, *visit, *left_over),
        MarkVisitMissed { visit, reason, text } => visit::miss(context, *visit, *reason, text),
        ProposePlan { quarter, visits } => plan::propose(context, quarter, visits),
        PublishPlan { quarter } => plan::publish(context, quarter),
        MoveVisit { visit, technician, slot } => {
            plan::move_visit(context, *visit, *technician, *slot)
        }
        RepairPlan { quarter, moves, add } => repair::repair(context, quarter, moves, add),
        BringForward { visit, slot } => repair::bring_forward(context, *visit, *slot),
        PinVisit { visit, pinned } => plan::pin(context, *visit, *pinned),
        AddVisit { visit, site, quarter, technician, slot } => {
            plan::add(context, *visit, site, quarter, *technician, *slot)
        }
        CancelVisit { visit, reason } => plan::cancel(context, *visit, reason),
        RecordAbsence { absence, technician, first, last } => {
            plan::record_absence(context, *absence, *technician, *first, *last)
        }
        CancelAbsence { absence } => plan::cancel_absence(context, *absence),
        CloseSite { site, closure } => plan::close_site(context, site, closure),
        ReopenSite { site, first } => plan::reopen_site(context, site, *first),
        SetSiteWeek { site, week } => plan::set_week(context, site, *week),
        ShareCalendar { owner, feed } => feed::share(context, owner, feed.as_ref()),
        ImportSites { sites, close, on } => import::sites(context, sites, close, *on),
        ImportCalendar { calendar } => import::calendar(context, calendar),
        ImportEquipment { equipment } => import::equipment(context, equipment),
        SetAccount { account } => import::account(context, account),
        ChangeSettings { settings } => import::settings(context, settings),
    }
}
