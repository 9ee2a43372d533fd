//! Words about tickets: their states, categories and history, wherever they are shown.

use super::value::{field, of_field};
use super::{capital, date};
use shared::history::{Entry, What};
use shared::row::State;
use shared::ticket::{Category, Channel, Ticket, TicketKind, TicketState, Urgency};

pub const TITLE: &str = "Demande";
pub const HISTORY: &str = "Ce qui s’est passé";
pub const PHOTO: &str = "Photo jointe";
pub const ROOM: &str = "Lieu";
pub const EQUIPMENT: &str = "Matériel";
pub const REPORTED: &str = "Signalée";
pub const UNSENT: &str = "enregistré, à envoyer";
pub const SENT: &str = "envoyé";
pub const UNKNOWN: &str = "Cette demande n’est pas sur cet appareil. Elle est peut-être close \
     depuis longtemps, ou hors de votre périmètre.";

/// Returns the word of a state, as a label.
pub fn state(state: &TicketState) -> String {
    capital(shared::words::ticket(state))
}

/// Returns the word of a channel, as a label.
pub fn channel(channel: Channel) -> String {
    capital(shared::words::channel(channel))
}

/// Returns the word of a category, as a label.
pub fn category(category: Category) -> String {
    capital(shared::words::category(category))
}

/// Returns the word of an urgency, as a label.
pub fn urgency(urgency: Urgency) -> String {
    capital(shared::words::urgency(urgency))
}

/// Returns the word of the kind of a ticket, as a label.
pub fn kind(kind: TicketKind) -> String {
    capital(shared::words::ticket_kind(kind))
}

/// Returns the name of a state in style classes.
pub fn state_tag(state: &TicketState) -> &'static str {
    match state {
        TicketState::New => "new",
        TicketState::Qualified | TicketState::Planned { .. } => "planned",
        TicketState::InProgress { .. } => "progress",
        TicketState::Resolved | TicketState::Closed => "done",
        TicketState::OnHold { .. } | TicketState::Forwarded { .. } => "hold",
        TicketState::Cancelled => "none",
    }
}

/// Where a ticket stands, for the school, in one sentence.
pub fn standing(ticket: &Ticket, view: &State) -> String {
    match &ticket.state {
        TicketState::New => "Personne ne l’a encore lue.".into(),
        TicketState::Qualified => match ticket.channel {
            Some(Channel::Curative) => "Confiée au prestataire de dépannage.".into(),
            Some(Channel::OutOfScope) => "Ne relève pas de la maintenance.".into(),
            _ => "Sera traitée au prochain passage du technicien.".into(),
        },
        TicketState::Planned { visit } => match view.visits.get(visit) {
            Some(visit) => format!("Prévue au passage du {}.", date::slot_long(visit.slot)),
            None => "Prévue au prochain passage du technicien.".into(),
        },
        TicketState::InProgress { .. } => "Le technicien s’en occupe en ce moment.".into(),
        TicketState::Resolved => "Le technicien la dit résolue. Est-ce le cas\u{a0}?".into(),
        TicketState::Closed => "Close.".into(),
        TicketState::OnHold { reason } => format!("En attente\u{a0}: {reason}"),
        TicketState::Forwarded { reference } => {
            format!("Chez le prestataire, référence {reference}.")
        }
        TicketState::Cancelled => "Annulée.".into(),
    }
}

/// One line of a history: who did what, without the date.
pub fn entry(entry: &Entry, view: &State) -> String {
    let by = &entry.by_name;
    let with = |what: &str, text: &str| match text.is_empty() {
        true => format!("{by} {what}."),
        false => format!("{by} {what}\u{a0}: {text}"),
    };
    match &entry.what {
        What::Reported => with("a signalé", ""),
        What::Commented { text, .. } => with("écrit", text),
        What::Edited { field: of, before } => {
            with(&format!("a changé {}, avant", field(*of)), of_field(*of, before))
        }
        What::Superseded { field: of, value } => with(
            &format!("avait mis dans {} une valeur non retenue", field(*of)),
            of_field(*of, value),
        ),
        What::Qualified { channel: to } => with("a orienté vers", shared::words::channel(*to)),
        What::Planned { visit } => match view.visits.get(visit) {
            Some(visit) => with("a prévu le passage", &date::slot_long(visit.slot)),
            None => with("a prévu un passage", ""),
        },
        What::Unplanned => with("a remis la demande pour un prochain passage", ""),
        What::Worked { minutes, text, .. } => {
            with(&format!("a travaillé {minutes}\u{a0}min"), text)
        }
        What::Resolved { text } => with("a marqué comme résolue", text),
        What::Postponed { text } => with("a reporté au prochain passage", text),
        What::Held { text } => with("a mis en attente", text),
        What::Forwarded { reference } => with("a transmis au prestataire, référence", reference),
        What::Cancelled { text } => with("a annulé", text),
        What::Confirmed => with("confirme\u{a0}: c’est réglé", ""),
        What::Reopened { text } => with("répond que ce n’est pas réglé", text),
        What::Closed => "Close sans réponse dans le délai.".into(),
        What::MergedInto { .. } => with("a réuni cette demande avec une autre", ""),
        What::Absorbed { .. } => with("a réuni une autre demande avec celle-ci", ""),
        What::Started
        | What::Finished
        | What::Signed { .. }
        | What::Missed { .. }
        | What::Moved { .. }
        | What::MoveOvertaken { .. }
        | What::Noted { .. } => super::visit::entry(entry, view),
    }
}
