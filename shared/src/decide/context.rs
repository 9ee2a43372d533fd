//! What every rule works with: the state, the command, and the rows changed so far.

use super::{Decision, Now};
use crate::command::Envelope;
use crate::day::{Day, paris_day};
use crate::history::{Declared, Entry, FileRef, What};
use crate::id::{SiteId, TicketId, VisitId};
use crate::json::value_of;
use crate::limits;
use crate::refusal::{Conflict, Problem, Refusal};
use crate::role::{Actor, Role};
use crate::row::{Row, RowKey, State};
use crate::site::Site;
use crate::ticket::{Field, FieldStamp, Ticket};
use crate::visit::Visit;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The state, the command, and the rows changed so far.
pub(super) struct Context<'a> {
    pub(super) state: &'a State,
    pub(super) envelope: &'a Envelope,
    pub(super) actor: &'a Actor,
    now: Now,
    changed: BTreeMap<RowKey, Row>,
    conflicts: Vec<Conflict>,
}

impl<'a> Context<'a> {
    pub(super) fn new(
        state: &'a State,
        envelope: &'a Envelope,
        actor: &'a Actor,
        now: Now,
    ) -> Self {
        let (changed, conflicts) = (BTreeMap::new(), Vec::new());
        Self { state, envelope, actor, now, changed, conflicts }
    }

    /// The changed rows; those that came out as they went in are no change.
    pub(super) fn decision(self) -> Decision {
        let state = self.state;
        let rows = self
            .changed
            .into_iter()
            .filter(|(key, row)| state.get(key).as_ref() != Some(row))
            .map(|(_, row)| row)
            .collect();
        Decision { rows, conflicts: self.conflicts }
    }

    pub(super) fn put(&mut self, row: impl Into<Row>) {
        let row = row.into();
        self.changed.insert(row.key(), row);
    }

    pub(super) fn conflict(&mut self, conflict: Conflict) {
        self.conflicts.push(conflict);
    }

    /// Today in France, by the clock of whoever decides.
    pub(super) fn today(&self) -> Day {
        paris_day(self.now.ms)
    }

    pub(super) fn declared(&self) -> Declared {
        self.envelope.declared(self.now.offset_ms)
    }

    pub(super) fn entry(&self, what: What) -> Entry {
        Entry {
            when: self.declared(),
            by: self.actor.account,
            by_name: self.actor.name.clone(),
            what,
        }
    }

    pub(super) fn site(&self, id: &SiteId) -> Result<Arc<Site>, Refusal> {
        self.may_touch_site(id)?;
        let unknown = || Refusal::UnknownRow { row: RowKey::site(id) };
        self.state.sites.get(id).cloned().ok_or_else(unknown)
    }

    /// The ticket as it stands after what this command already did to it.
    pub(super) fn ticket(&self, id: TicketId) -> Result<Ticket, Refusal> {
        let key = RowKey::ticket(id);
        let ticket = match self.changed.get(&key) {
            Some(Row::Ticket(ticket)) => Arc::clone(ticket),
            _ => {
                let found = self.state.tickets.get(&id).cloned();
                found.ok_or(Refusal::UnknownRow { row: key })?
            }
        };
        self.may_touch_site(&ticket.site)?;
        Ok(Arc::unwrap_or_clone(ticket))
    }

    pub(super) fn visit(&self, id: VisitId) -> Result<Visit, Refusal> {
        let key = RowKey::visit(id);
        let found = self.state.visits.get(&id).cloned();
        found.map(Arc::unwrap_or_clone).ok_or(Refusal::UnknownRow { row: key })
    }

    /// A school's account touches its own site only.
    pub(super) fn may_touch_site(&self, site: &SiteId) -> Result<(), Refusal> {
        let own = self.actor.role != Role::Teacher || self.actor.site.as_ref() == Some(site);
        if own { Ok(()) } else { Err(Refusal::NotAllowed) }
    }

    /// Whether somebody else wrote that field after the author had looked.
    pub(super) fn overtaken(&self, ticket: &Ticket, field: Field) -> bool {
        let seen = self.envelope.seen_version(&RowKey::ticket(ticket.id));
        let written =
            |stamp: &FieldStamp| stamp.version > seen && stamp.device != self.envelope.device;
        ticket.stamps.get(&field).is_some_and(written)
    }

    pub(super) fn stamp(&self, ticket: &mut Ticket, field: Field) {
        let stamp = FieldStamp { version: 0, device: self.envelope.device };
        ticket.stamps.insert(field, stamp);
    }

    /// Keeps the value that lost in the history, and tells its author.
    pub(super) fn supersede(
        &mut self,
        ticket: &mut Ticket,
        field: Field,
        mine: String,
        kept: String,
    ) {
        ticket.history.push(self.entry(What::Superseded { field, value: mine.clone() }));
        let row = RowKey::ticket(ticket.id);
        self.conflict(Conflict::Field { row, field, mine, kept });
    }
}

/// Text that must be there and fit.
pub(super) fn required(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let trimmed = optional(field, text, max)?;
    if trimmed.is_empty() {
        return Err(bad(field, Problem::Empty));
    }
    Ok(trimmed)
}

/// Text that may be absent, but must fit.
pub(super) fn optional(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let trimmed = text.trim();
    if trimmed.chars().count() > max {
        return Err(bad(field, Problem::TooLong { max }));
    }
    Ok(trimmed.to_owned())
}

/// Photos that are few, named by a real hash and small enough.
pub(super) fn photos(files: &[FileRef]) -> Result<Vec<FileRef>, Refusal> {
    if files.len() > limits::PHOTOS_PER_COMMAND {
        let max = limits::PHOTOS_PER_COMMAND;
        return Err(bad("photos", Problem::TooLong { max }));
    }
    files.iter().map(file).collect()
}

pub(super) fn file(file: &FileRef) -> Result<FileRef, Refusal> {
    let fits = file.bytes <= limits::PHOTO_BYTES as u64;
    if file.hash.is_valid() && fits {
        Ok(file.clone())
    } else {
        Err(bad("photo", Problem::Invalid))
    }
}

pub(super) fn bad(field: &str, problem: Problem) -> Refusal {
    Refusal::BadField { field: field.to_owned(), problem }
}

/// A value in the word that the wire uses: what a history can show again.
pub(super) fn word<T: serde::Serialize>(value: &T) -> String {
    match value_of(value) {
        Ok(serde_json::Value::String(text)) => text,
        Ok(serde_json::Value::Object(map)) => match map.get("state") {
            Some(serde_json::Value::String(text)) => text.clone(),
            _ => String::new(),
        },
        _ => String::new(),
    }
}
