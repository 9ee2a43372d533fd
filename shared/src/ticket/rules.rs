//! Rules of tickets: who may give an act, what it looks at, what it changes.

use super::act::Act;
use super::{Ticket, back, flow, sorting};
use crate::decide::context::Context;
use crate::entity::Facet;
use crate::id::TicketId;
use crate::refusal::Refusal;
use crate::role::Role;
use crate::row::{Kind, Read, RowKey, State};
use crate::subscription::Subscription;

impl Act {
    /// Whether that role may give it at all; [`Act::apply`] then looks at whose row it is.
    pub(crate) fn is_allowed(&self, role: Role) -> bool {
        use Act::*;
        match self {
            ReportIncident { .. }
            | CommentTicket { .. }
            | EditTicket { .. }
            | CancelTicket { .. } => {
                matches!(role, Role::Technician | Role::Teacher) || role.is_desk()
            }
            AddVoice { .. } | ConfirmResolution { .. } | ReopenTicket { .. } => {
                role == Role::Teacher || role.is_desk()
            }
            QualifyTicket { .. }
            | ForwardTicket { .. }
            | HoldTicket { .. }
            | LogWork { .. }
            | ResolveTicket { .. }
            | PostponeTicket { .. } => role == Role::Technician || role.is_desk(),
            AssignTicket { .. } | MergeTicket { .. } | TakeBackTicket { .. } => role.is_desk(),
            CloseTicket { .. } => role == Role::System,
        }
    }

    /// The rows that [`Act::apply`] looks at, as far as the loaded ones tell.
    pub(crate) fn reads(&self, state: &State) -> Vec<Read> {
        use Act::*;
        let row = |ticket: &TicketId| Read::Row(RowKey::ticket(*ticket));
        match self {
            ReportIncident { ticket, site, subscription, found_on, .. } => {
                let mut reads = vec![Read::Row(RowKey::site(site)), row(ticket)];
                let line = subscription.map(|id| Read::Row(RowKey::of::<Subscription>(&id)));
                reads.extend(line);
                let visits = || Read::Where(Kind::Visit, Facet::OpenAt(site.clone()));
                reads.extend(found_on.map(|visit| Read::Row(RowKey::visit(visit))));
                reads.extend(found_on.map(|_| visits()));
                reads
            }
            CommentTicket { ticket, .. }
            | AddVoice { ticket, .. }
            | EditTicket { ticket, .. }
            | HoldTicket { ticket, .. }
            | ForwardTicket { ticket, .. }
            | CancelTicket { ticket, .. }
            | ResolveTicket { ticket, .. }
            | ConfirmResolution { ticket } => vec![row(ticket)],
            QualifyTicket { ticket, .. }
            | PostponeTicket { ticket, .. }
            | ReopenTicket { ticket, .. }
            | TakeBackTicket { ticket } => {
                let visits =
                    |ticket: &Ticket| Read::Where(Kind::Visit, Facet::OpenAt(ticket.site.clone()));
                let known = state.tickets.get(ticket);
                [row(ticket)].into_iter().chain(known.map(|ticket| visits(ticket))).collect()
            }
            AssignTicket { ticket, visit } | LogWork { ticket, visit, .. } => {
                let mut reads = vec![row(ticket)];
                reads.extend(visit.map(|visit| Read::Row(RowKey::visit(visit))));
                reads
            }
            MergeTicket { ticket, into } => vec![row(ticket), row(into)],
            CloseTicket { ticket } => {
                vec![row(ticket), Read::All(Kind::Calendar), Read::All(Kind::Settings)]
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
            ReportIncident { .. } => sorting::report(context, self),
            CommentTicket { ticket, text, photos } => {
                sorting::comment(context, *ticket, text, photos)
            }
            AddVoice { ticket, text, photos } => sorting::add_voice(context, *ticket, text, photos),
            EditTicket { ticket, edit } => sorting::edit(context, *ticket, edit),
            QualifyTicket { ticket, channel } => sorting::qualify(context, *ticket, *channel),
            AssignTicket { ticket, visit } => sorting::assign(context, *ticket, *visit),
            MergeTicket { ticket, into } => sorting::merge(context, *ticket, *into),
            HoldTicket { ticket, reason } => flow::hold(context, *ticket, reason),
            ForwardTicket { ticket, reference } => flow::forward(context, *ticket, reference),
            CancelTicket { ticket, reason } => flow::cancel(context, *ticket, reason),
            LogWork { .. } => flow::log_work(context, self),
            ResolveTicket { ticket, text } => flow::resolve(context, *ticket, text),
            PostponeTicket { ticket, reason } => flow::postpone(context, *ticket, reason),
            ConfirmResolution { ticket } => flow::confirm(context, *ticket),
            ReopenTicket { ticket, text } => flow::reopen(context, *ticket, text),
            CloseTicket { ticket } => flow::close(context, *ticket),
            TakeBackTicket { ticket } => back::take_back(context, *ticket),
        }
    }
}
