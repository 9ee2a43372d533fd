//! The actions on a ticket: their words, their commands, and when they are offered.

use crate::text::{form, ticket_screen as words};
use shared::command::Command;
use shared::history::FileRef;
use shared::id::{TicketId, VisitId};
use shared::role::Role;
use shared::ticket;
use shared::ticket::TicketEdit;
use shared::ticket::{Channel, Ticket, TicketState};

/// An action on a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::screens) enum Action {
    Work,
    Resolve,
    Postpone,
    Curative,
    Proximity,
    OutOfScope,
    Confirm,
    Reopen,
    Comment,
    Edit,
    Assign,
    Hold,
    Forward,
    Cancel,
}

/// The content of a dialog; each action takes what it needs.
#[derive(Debug, Clone, Default)]
pub(in crate::screens) struct Said {
    pub(in crate::screens) text: String,
    pub(in crate::screens) minutes: u32,
    pub(in crate::screens) photos: Vec<FileRef>,
    pub(in crate::screens) visit: Option<VisitId>,
    pub(in crate::screens) edit: TicketEdit,
}

impl Action {
    /// The actions on a card of the visit, done with one hand.
    pub(in crate::screens) const QUICK: &[Action] =
        &[Action::Resolve, Action::Work, Action::Postpone];
    /// The same on a card of a request that rides with another visit.
    pub(in crate::screens) const QUICK_ELSEWHERE: &[Action] = &[Action::Resolve, Action::Work];
    /// The visible actions on the ticket's own screen.
    pub(in crate::screens) const MAIN: &[Action] = &[
        Action::Work,
        Action::Resolve,
        Action::Postpone,
        Action::Curative,
        Action::Confirm,
        Action::Reopen,
        Action::Comment,
    ];
    /// The folded actions on the ticket's own screen.
    pub(in crate::screens) const OTHER: &[Action] = &[
        Action::Proximity,
        Action::OutOfScope,
        Action::Assign,
        Action::Edit,
        Action::Hold,
        Action::Forward,
        Action::Cancel,
    ];

    /// Returns the words of its button.
    pub(in crate::screens) fn label(self) -> &'static str {
        match self {
            Action::Work => words::LOG_WORK,
            Action::Resolve => words::RESOLVE,
            Action::Postpone => words::POSTPONE,
            Action::Curative => words::CURATIVE,
            Action::Proximity => words::PROXIMITY,
            Action::OutOfScope => words::OUT_OF_SCOPE,
            Action::Confirm => words::CONFIRM,
            Action::Reopen => words::REOPEN,
            Action::Comment => words::COMMENT,
            Action::Edit => words::EDIT,
            Action::Assign => words::ASSIGN,
            Action::Hold => words::HOLD,
            Action::Forward => words::FORWARD,
            Action::Cancel => words::CANCEL_TICKET,
        }
    }

    /// Returns the part of its label that a narrow card shows.
    pub(in crate::screens) fn short_label(self) -> &'static str {
        match self {
            Action::Work => words::LOG_WORK_SHORT,
            Action::Resolve => words::RESOLVE_SHORT,
            Action::Postpone => words::POSTPONE_SHORT,
            _ => self.label(),
        }
    }

    /// Returns the message once it is kept.
    pub(in crate::screens) fn said(self) -> &'static str {
        match self {
            Action::Work => words::SAID_WORK,
            Action::Resolve => words::SAID_RESOLVED,
            Action::Postpone => words::SAID_POSTPONED,
            Action::Curative => words::SAID_CURATIVE,
            Action::Proximity => words::SAID_PROXIMITY,
            Action::OutOfScope => words::SAID_OUT_OF_SCOPE,
            Action::Confirm => words::SAID_CONFIRMED,
            Action::Reopen => words::SAID_REOPENED,
            Action::Comment => words::SAID_COMMENT,
            Action::Edit => words::SAID_EDITED,
            Action::Assign => words::SAID_ASSIGNED,
            Action::Hold => words::SAID_HELD,
            Action::Forward => words::SAID_FORWARDED,
            Action::Cancel => words::SAID_CANCELLED,
        }
    }

    /// Returns the field of its dialog; `None` for an action without a dialog.
    pub(in crate::screens) fn question(self) -> Option<&'static str> {
        Some(match self {
            Action::Work => words::WORK_TEXT,
            Action::Resolve => words::RESOLVE_TEXT,
            Action::Postpone => words::POSTPONE_TEXT,
            Action::Reopen => words::REOPEN_TEXT,
            Action::Comment => words::COMMENT_TEXT,
            Action::Edit => words::EDIT_TEXT,
            Action::Assign => words::ASSIGN_LEGEND,
            Action::Hold => words::HOLD_TEXT,
            Action::Forward => words::FORWARD_TEXT,
            Action::Cancel => words::CANCEL_TEXT,
            Action::Curative | Action::Proximity | Action::OutOfScope | Action::Confirm => {
                return None;
            }
        })
    }

    /// Returns the words of the button that does it, in its dialog.
    pub(in crate::screens) fn confirm(self) -> &'static str {
        match self {
            Action::Work | Action::Comment => form::SAVE,
            _ => self.label(),
        }
    }

    /// Returns the name under which the words of its dialog are kept.
    pub(in crate::screens) fn word(self) -> &'static str {
        match self {
            Action::Work => "work",
            Action::Resolve => "resolve",
            Action::Postpone => "postpone",
            Action::Curative => "curative",
            Action::Proximity => "proximity",
            Action::OutOfScope => "out_of_scope",
            Action::Confirm => "confirm",
            Action::Reopen => "reopen",
            Action::Comment => "comment",
            Action::Edit => "edit",
            Action::Assign => "assign",
            Action::Hold => "hold",
            Action::Forward => "forward",
            Action::Cancel => "cancel",
        }
    }

    /// Returns the name of the words of its dialog in its command.
    pub(in crate::screens) fn field(self) -> &'static str {
        match self {
            Action::Postpone | Action::Hold | Action::Cancel => "reason",
            Action::Forward => "reference",
            _ => "text",
        }
    }

    /// Returns whether the rules refuse it without words.
    pub(in crate::screens) fn needs_words(self) -> bool {
        matches!(self, Action::Work | Action::Comment | Action::Hold | Action::Cancel)
    }

    /// Returns the channel into which it sorts.
    pub(in crate::screens) fn channel(self) -> Option<Channel> {
        match self {
            Action::Curative => Some(Channel::Curative),
            Action::Proximity => Some(Channel::Proximity),
            Action::OutOfScope => Some(Channel::OutOfScope),
            _ => None,
        }
    }

    /// Returns its command.
    pub(in crate::screens) fn command(self, ticket: TicketId, said: Said) -> Command {
        let Said { text, minutes, photos, visit, edit } = said;
        let act = match self {
            Action::Work => ticket::Act::LogWork { ticket, visit, minutes, text, photos },
            Action::Resolve => ticket::Act::ResolveTicket { ticket, text },
            Action::Postpone => ticket::Act::PostponeTicket { ticket, reason: text },
            Action::Confirm => ticket::Act::ConfirmResolution { ticket },
            Action::Reopen => ticket::Act::ReopenTicket { ticket, text },
            Action::Comment => ticket::Act::CommentTicket { ticket, text, photos },
            Action::Edit => ticket::Act::EditTicket { ticket, edit },
            Action::Assign => ticket::Act::AssignTicket { ticket, visit },
            Action::Hold => ticket::Act::HoldTicket { ticket, reason: text },
            Action::Forward => ticket::Act::ForwardTicket { ticket, reference: text },
            Action::Cancel => ticket::Act::CancelTicket { ticket, reason: text },
            Action::Curative => return sort(ticket, Channel::Curative),
            Action::Proximity => return sort(ticket, Channel::Proximity),
            Action::OutOfScope => return sort(ticket, Channel::OutOfScope),
        };
        act.into()
    }

    /// Returns the command that undoes it, if one tap can. A desk takes back a sorting as such;
    /// others sort it as it was.
    pub(in crate::screens) fn undo(self, ticket: &Ticket, role: Option<Role>) -> Option<Command> {
        let channel = self.channel()?;
        // What changes nothing leaves nothing to take back.
        let changes = ticket.channel != Some(channel) || ticket.state == TicketState::New;
        let ticket_id = ticket.id;
        let back = ticket::Act::TakeBackTicket { ticket: ticket_id };
        match role.filter(|role| role.is_desk() && changes) {
            Some(_) => Some(back.into()),
            None => ticket.channel.map(|before| sort(ticket_id, before)),
        }
    }

    /// Returns whether it makes sense for that role on a ticket in that state.
    pub(in crate::screens) fn is_offered(self, role: Role, ticket: &Ticket) -> bool {
        let allowed = self.command(ticket.id, Said::default()).is_allowed(role);
        allowed && self.fits(ticket)
    }

    fn fits(self, ticket: &Ticket) -> bool {
        let resolved = ticket.state == TicketState::Resolved;
        let to_do = ticket.is_open() && !resolved;
        match self {
            Action::Work | Action::Resolve | Action::Forward | Action::Hold => to_do,
            Action::Postpone => {
                let forwarded = matches!(ticket.state, TicketState::Forwarded { .. });
                to_do && !forwarded && !ticket.is_put_back()
            }
            Action::Curative | Action::Proximity | Action::OutOfScope => {
                to_do && ticket.channel != self.channel()
            }
            Action::Confirm => resolved,
            Action::Reopen => resolved || ticket.state == TicketState::Closed,
            Action::Comment | Action::Edit | Action::Cancel => ticket.is_open(),
            Action::Assign => matches!(
                ticket.state,
                TicketState::New
                    | TicketState::Qualified
                    | TicketState::Planned { .. }
                    | TicketState::OnHold { .. }
            ),
        }
    }
}

fn sort(ticket: TicketId, channel: Channel) -> Command {
    ticket::Act::QualifyTicket { ticket, channel }.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ticket(state: TicketState) -> Ticket {
        let json = serde_json::json!({
            "id": "01900000-0000-7000-8000-000000000001",
            "site": "0420001A",
            "kind": "incident",
            "category": "computer",
            "text": "Le poste ne démarre pas",
            "urgency": "normal",
            "state": "new",
            "reporter": "01900000-0000-7000-8000-000000000002",
            "reported_on": "2026-09-10",
            "history": [],
        });
        let mut ticket: Ticket = serde_json::from_value(json).expect("a ticket of the wire");
        ticket.state = state;
        ticket
    }

    fn offered(role: Role, state: TicketState) -> Vec<Action> {
        let ticket = ticket(state);
        let all = Action::MAIN.iter().chain(Action::OTHER);
        all.copied().filter(|action| action.is_offered(role, &ticket)).collect()
    }

    #[test]
    fn a_school_answers_a_resolution_and_a_technician_does_not() {
        let answers = [Action::Confirm, Action::Reopen];
        let school = offered(Role::Teacher, TicketState::Resolved);
        assert!(answers.iter().all(|action| school.contains(action)));
        let technician = offered(Role::Technician, TicketState::Resolved);
        assert!(!answers.iter().any(|action| technician.contains(action)));
    }

    #[test]
    fn a_technician_works_and_a_school_does_not() {
        let technician = offered(Role::Technician, TicketState::New);
        assert!(Action::QUICK.iter().all(|action| technician.contains(action)));
        assert!(technician.contains(&Action::Curative));
        let school = offered(Role::Teacher, TicketState::New);
        assert!(!Action::QUICK.iter().any(|action| school.contains(action)));
    }

    #[test]
    fn nothing_is_left_to_do_with_a_cancelled_ticket() {
        assert_eq!(offered(Role::Coordinator, TicketState::Cancelled), []);
    }
}
