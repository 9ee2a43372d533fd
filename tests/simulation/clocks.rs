//! Invariant 7, «Clocks do not decide»: effects stand in the order of the server's sequence, and
//! a time stays as the device declared it, with the offset found at reception.

use super::model::{Given, words};
use super::world::{Parcel, World};
use serde::Serialize;
use serde_json::Value;
use shared::history::Entry;
use shared::id::{CommandId, Seq, TicketId};
use shared::row::Row;
use shared::sync::Verdict;
use shared::ticket;
use shared::ticket::{Field, Ticket, TicketEdit};
use std::collections::BTreeMap;

/// Commands by the word that is found nowhere else.
type ByWord<'a> = BTreeMap<&'a str, &'a Given>;

impl World {
    /// The server reads a request, and with it how far the clock of the device is off.
    pub(super) fn note_offset(&mut self, parcel: &Parcel) {
        let offset = self.server_clock() - parcel.request.sent_at;
        for command in &parcel.request.commands {
            self.model.offsets.entry(command.id).or_default().insert(offset);
        }
    }

    /// 7 clocks do not decide.
    pub(super) fn check_clocks(&mut self, rows: &[Row], verdicts: &BTreeMap<CommandId, Verdict>) {
        let given: ByWord<'_> = self.model.commands().map(|g| (g.word.as_str(), g)).collect();
        let place = |given: &Given| verdicts.get(&given.envelope.id).and_then(place_of);
        let mut wrong = Vec::new();
        for row in rows {
            let mut before: Seq = 0;
            for entry in history(row) {
                let Some(given) = author(&entry, &given) else { continue };
                wrong.extend(self.misdeclared(&entry, given));
                let Some(seq) = place(given) else { continue };
                if seq < before {
                    wrong.push(format!("{}: {entry:?} of {seq} after {before}", row.key()));
                }
                before = seq;
            }
        }
        let tickets = rows.iter().filter_map(|row| match row {
            Row::Ticket(ticket) => Some((ticket.id, &**ticket)),
            _ => None,
        });
        wrong.extend(self.overwritten(&tickets.collect(), verdicts));
        if let Some(how) = wrong.pop() {
            self.break_rule("7 clocks do not decide", how);
        }
    }

    /// What is wrong with the time of an entry.
    fn misdeclared(&self, entry: &Entry<Value>, given: &Given) -> Option<String> {
        let envelope = &given.envelope;
        let offsets = self.model.offsets.get(&envelope.id);
        let is_right = entry.when.at_ms == envelope.declared_at
            && offsets.is_some_and(|known| known.contains(&entry.when.offset_ms));
        let declared = envelope.declared_at;
        (!is_right).then(|| format!("{entry:?} was declared at {declared}, offset {offsets:?}"))
    }

    /// Fields of tickets in which another value stands than that of the last who wrote there.
    fn overwritten(
        &self,
        tickets: &BTreeMap<TicketId, &Ticket>,
        verdicts: &BTreeMap<CommandId, Verdict>,
    ) -> Vec<String> {
        let mut last: BTreeMap<(TicketId, Field), (Seq, &str)> = BTreeMap::new();
        for given in self.model.commands() {
            let place = verdicts.get(&given.envelope.id).and_then(place_of);
            let (Some(ticket::Act::EditTicket { ticket, edit }), Some(seq)) =
                (given.envelope.intent.act(), place)
            else {
                continue;
            };
            let Some(row) = tickets.get(ticket) else { continue };
            for field in fields(edit) {
                let at = last.entry((*ticket, field)).or_default();
                if seq > at.0 && !has_lost(row, field, &given.word) {
                    *at = (seq, &given.word);
                }
            }
        }
        let mut wrong = Vec::new();
        for ((ticket, field), (seq, word)) in last.into_iter().filter(|(_, (seq, _))| *seq > 0) {
            let ticket = tickets[&ticket];
            let stands = if field == Field::Text { &ticket.text } else { &ticket.room };
            if stands != word {
                wrong.push(format!("{}: {stands}, not {word} of {seq}", ticket.id));
            }
        }
        wrong
    }
}

/// The fields that people of a history write.
fn fields(edit: &TicketEdit) -> impl Iterator<Item = Field> {
    let text = edit.text.as_ref().map(|_| Field::Text);
    text.into_iter().chain(edit.room.as_ref().map(|_| Field::Room))
}

/// Whether somebody else's value was kept in place of that one.
fn has_lost(ticket: &Ticket, field: Field, word: &str) -> bool {
    ticket.history.iter().any(|entry| match &entry.what {
        ticket::Happened::Superseded { field: lost, value } => *lost == field && value == word,
        _ => false,
    })
}

/// A history as it stands on the wire.
fn history(row: &Row) -> Vec<Entry<Value>> {
    fn written<W: Serialize>(history: &[Entry<W>]) -> Vec<Entry<Value>> {
        let text = serde_json::to_string(history).expect("JSON");
        serde_json::from_str(&text).expect("entries")
    }
    match row {
        Row::Ticket(ticket) => written(&ticket.history),
        Row::Visit(visit) => written(&visit.history),
        _ => Vec::new(),
    }
}

/// The command that an entry tells of, if it says a word of its own.
fn author<'a>(entry: &Entry<Value>, given: &ByWord<'a>) -> Option<&'a Given> {
    // The word there is that of the value before.
    if entry.what["what"] == "edited" {
        return None;
    }
    words(&entry.what.to_string()).iter().find_map(|word| given.get(word.as_str()).copied())
}

fn place_of(verdict: &Verdict) -> Option<Seq> {
    match verdict {
        Verdict::Applied { seq } | Verdict::Merged { seq, .. } => Some(*seq),
        _ => None,
    }
}
