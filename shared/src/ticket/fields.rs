//! Fields of a ticket that several people may change at the same time.

use super::{Field, FieldStamp, Happened, Ticket};
use crate::decide::context::Context;
use crate::id::TicketId;
use crate::refusal::{Conflict, Refusal};
use crate::row::RowKey;

impl Context<'_> {
    /// The ticket as it stands after the changes that this command already made.
    pub(crate) fn ticket(&self, id: TicketId) -> Result<Ticket, Refusal> {
        let ticket = self.known::<Ticket>(&id)?;
        self.may_touch_site(&ticket.site)?;
        Ok(std::sync::Arc::unwrap_or_clone(ticket))
    }

    /// Whether somebody else wrote that field after the author had looked.
    pub(crate) fn overtaken(&self, ticket: &Ticket, field: Field) -> bool {
        let seen = self.envelope.seen_version(&RowKey::ticket(ticket.id));
        let written =
            |stamp: &FieldStamp| stamp.version > seen && stamp.device != self.envelope.device;
        ticket.stamps.get(&field).is_some_and(written)
    }

    pub(crate) fn stamp(&self, ticket: &mut Ticket, field: Field) {
        let stamp = FieldStamp { version: 0, device: self.envelope.device };
        ticket.stamps.insert(field, stamp);
    }

    /// Keeps the value that lost in the history, and tells its author.
    pub(crate) fn supersede(
        &mut self,
        ticket: &mut Ticket,
        field: Field,
        mine: String,
        kept: String,
    ) {
        ticket.history.push(self.entry(Happened::Superseded { field, value: mine.clone() }));
        let row = RowKey::ticket(ticket.id);
        self.conflict(Conflict::Field { row, field, mine, kept });
    }
}
