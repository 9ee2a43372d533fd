//! Words about tickets: their states, categories and history, wherever they are shown.

use super::outbox::Told;
use super::value::{field, of_field};
use super::{capital, date};
use shared::history::Entry;
use shared::id::TicketId;
use shared::row::State;
use shared::ticket::{Act, Category, Channel, Happened, Ticket, TicketKind, TicketState, Urgency};

pub const TITLE: &str = "Demande";
pub const HISTORY: &str = "Ce qui s’est passé";
pub const ROOM: &str = "Lieu";
pub const EQUIPMENT: &str = "Matériel";
pub const REPORTED: &str = "Signalée";
pub const UNSENT: &str = "enregistré, à envoyer";
pub const SENT: &str = "envoyé";
pub const UNKNOWN: &str = "Cette demande n’est pas sur cet appareil. Elle est peut-être close \
     depuis longtemps, ou hors de votre périmètre.";

/// «n° 4K7-P2MX».
pub fn numbered(number: &str) -> String {
    format!("n°\u{a0}{number}")
}

/// Returns the word of a state, as a label.
pub fn state(state: &TicketState) -> String {
    capital(shared::words::ticket(state))
}

/// Returns the words of where a ticket stands, as a label: what is sorted says where it goes.
pub fn stands(ticket: &Ticket) -> String {
    match (&ticket.state, ticket.channel) {
        (TicketState::Qualified, Some(Channel::Proximity)) if ticket.postponed > 0 => {
            "Reportée au prochain passage".into()
        }
        (TicketState::Qualified, Some(Channel::Proximity)) => "Pour le prochain passage".into(),
        (TicketState::Qualified, Some(to)) => channel(to),
        (state_of, _) => state(state_of),
    }
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
        TicketState::New if was_read(ticket) => "Lue par l’équipe.".into(),
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

/// Whoever wrote on a ticket of somebody else has read it.
fn was_read(ticket: &Ticket) -> bool {
    ticket.history.iter().any(|entry| entry.by != ticket.reporter)
}

/// One line of a history: who did what, without the date.
pub fn entry(entry: &Entry<Happened>, view: &State) -> String {
    super::handover::with_bearer(told(entry, view), entry.handed.as_ref())
}

fn told(entry: &Entry<Happened>, view: &State) -> String {
    let by = &entry.by_name;
    let with = |what: &str, text: &str| match text.is_empty() {
        true => format!("{by} {what}."),
        false => format!("{by} {what}\u{a0}: {text}"),
    };
    match &entry.what {
        Happened::Reported => with("a signalé", ""),
        Happened::Commented { text, .. } => with("écrit", text),
        Happened::Voiced { text, .. } => with("a le même problème", text),
        Happened::Edited { field: of, before } => {
            with(&format!("a changé {}, avant", field(*of)), of_field(*of, before))
        }
        Happened::Superseded { field: of, value } => with(
            &format!("avait mis dans {} une valeur non retenue", field(*of)),
            of_field(*of, value),
        ),
        Happened::Qualified { channel: to } => with("a orienté vers", shared::words::channel(*to)),
        Happened::Planned { visit } => match view.visits.get(visit) {
            Some(visit) => with("a prévu le passage", &date::slot_long(visit.slot)),
            None => with("a prévu un passage", ""),
        },
        Happened::Unplanned => with("a remis la demande pour un prochain passage", ""),
        Happened::Worked { minutes, text, .. } => {
            with(&format!("a travaillé {minutes}\u{a0}min"), text)
        }
        Happened::Resolved { text } => with("a marqué comme résolue", text),
        Happened::Postponed { text } => with("a reporté au prochain passage", text),
        Happened::Held { text } => with("a mis en attente", text),
        Happened::Forwarded { reference } => {
            with("a transmis au prestataire, référence", reference)
        }
        Happened::Cancelled { text } => with("a annulé", text),
        Happened::Confirmed => with("confirme\u{a0}: c’est réglé", ""),
        Happened::Reopened { text } => with("répond que ce n’est pas réglé", text),
        Happened::Closed => "Close sans réponse dans le délai.".into(),
        Happened::MergedInto { .. } => with("a réuni cette demande avec une autre", ""),
        Happened::Absorbed { .. } => with("a réuni une autre demande avec celle-ci", ""),
        Happened::TakenUp { .. } => with("a repris la demande dans son passage", ""),
        Happened::TakenBack => with("revient sur ce qui précède", ""),
        Happened::Unknown => format!("{by}\u{a0}: {}", super::UNKNOWN_WORD),
    }
}

/// How many others have the same problem.
pub fn voices(many: usize) -> String {
    super::count(many, "autre signalement du même problème", "autres signalements du même problème")
}

/// The ticket of that key, by its text.
fn named(id: TicketId, view: &State) -> String {
    match view.tickets.get(&id) {
        Some(ticket) => format!("demande «\u{a0}{}\u{a0}»", ticket.text),
        None => "demande qui n’est plus sur cet appareil".into(),
    }
}

impl Told for Act {
    fn told(&self, view: &State) -> String {
        let of = |ticket: &TicketId| named(*ticket, view);
        match self {
            Act::ReportIncident { text, site, .. } => {
                format!("Demande «\u{a0}{text}\u{a0}», {}", super::site::named(site, view))
            }
            Act::CommentTicket { ticket, text, .. } => {
                format!("Commentaire «\u{a0}{text}\u{a0}», {}", of(ticket))
            }
            Act::AddVoice { ticket, text, .. } if text.is_empty() => {
                format!("C’est le même problème, {}", of(ticket))
            }
            Act::AddVoice { ticket, text, .. } => {
                format!("C’est le même problème «\u{a0}{text}\u{a0}», {}", of(ticket))
            }
            Act::EditTicket { ticket, .. } => format!("Modification, {}", of(ticket)),
            Act::QualifyTicket { ticket, channel: to } => {
                format!("Orientation «\u{a0}{}\u{a0}», {}", channel(*to), of(ticket))
            }
            Act::AssignTicket { ticket, visit: Some(visit) } => {
                let visit = super::visit::named(*visit, view);
                format!("Mise au passage, {}, {visit}", of(ticket))
            }
            Act::AssignTicket { ticket, visit: None } => {
                format!("Retrait du passage, {}", of(ticket))
            }
            Act::MergeTicket { ticket, .. } => format!("Doublon réuni, {}", of(ticket)),
            Act::HoldTicket { ticket, .. } => format!("Mise en attente, {}", of(ticket)),
            Act::ForwardTicket { ticket, .. } => {
                format!("Transmission au prestataire, {}", of(ticket))
            }
            Act::CancelTicket { ticket, .. } => format!("Annulation, {}", of(ticket)),
            Act::LogWork { ticket, minutes, .. } => {
                format!("Travail de {minutes}\u{a0}min, {}", of(ticket))
            }
            Act::ResolveTicket { ticket, .. } => format!("Résolution, {}", of(ticket)),
            Act::PostponeTicket { ticket, .. } => format!("Report, {}", of(ticket)),
            Act::ConfirmResolution { ticket } => format!("C’est réglé, {}", of(ticket)),
            Act::ReopenTicket { ticket, .. } => format!("Ce n’est pas réglé, {}", of(ticket)),
            Act::CloseTicket { ticket } => format!("Clôture, {}", of(ticket)),
            Act::TakeBackTicket { ticket } => format!("Retour en arrière, {}", of(ticket)),
        }
    }

    fn typed(&self) -> Vec<&str> {
        match self {
            Act::ReportIncident { room, .. } => vec![room],
            Act::EditTicket { edit, .. } => {
                [&edit.text, &edit.room].into_iter().flatten().map(String::as_str).collect()
            }
            Act::HoldTicket { reason: text, .. }
            | Act::ForwardTicket { reference: text, .. }
            | Act::CancelTicket { reason: text, .. }
            | Act::LogWork { text, .. }
            | Act::ResolveTicket { text, .. }
            | Act::PostponeTicket { reason: text, .. }
            | Act::ReopenTicket { text, .. } => vec![text],
            Act::CommentTicket { .. }
            | Act::AddVoice { .. }
            | Act::QualifyTicket { .. }
            | Act::AssignTicket { .. }
            | Act::MergeTicket { .. }
            | Act::ConfirmResolution { .. }
            | Act::CloseTicket { .. }
            | Act::TakeBackTicket { .. } => Vec::new(),
        }
    }
}
