//! Commands about tickets.

use super::{Category, Channel, TicketKind, Urgency};
use crate::history::FileRef;
use crate::id::{EquipmentId, SiteId, SubscriptionId, TicketId, VisitId};
use columns::tagged;
use serde::{Deserialize, Serialize};

/// New values of the fields of a ticket; what is absent stays as it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TicketEdit {
    /// The one sentence.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Room.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub room: Option<String>,
    /// Category.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<Category>,
    /// Urgency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub urgency: Option<Urgency>,
}

/// Commands about tickets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Act {
    /// A school reports an incident or asks for something; a technician adds what they found.
    ReportIncident {
        ticket: TicketId,
        site: SiteId,
        kind: TicketKind,
        category: Category,
        text: String,
        #[serde(default)]
        room: String,
        #[serde(default)]
        equipment: Option<EquipmentId>,
        /// The line or workspace that fails.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        subscription: Option<SubscriptionId>,
        urgency: Urgency,
        #[serde(default)]
        photos: Vec<FileRef>,
        /// The visit during which a technician found it: it rides with that visit at once.
        #[serde(default)]
        found_on: Option<VisitId>,
    },
    /// Adds words or photos to a ticket.
    CommentTicket {
        ticket: TicketId,
        text: String,
        #[serde(default)]
        photos: Vec<FileRef>,
    },
    /// Somebody has the same problem; with what they typed of it.
    AddVoice {
        ticket: TicketId,
        #[serde(default)]
        text: String,
        #[serde(default)]
        photos: Vec<FileRef>,
    },
    /// Changes fields of a ticket.
    EditTicket {
        ticket: TicketId,
        #[serde(flatten)]
        edit: TicketEdit,
    },
    /// Decides who handles a ticket.
    QualifyTicket { ticket: TicketId, channel: Channel },
    /// Puts a ticket on a visit of its site, or back into the tray.
    AssignTicket { ticket: TicketId, visit: Option<VisitId> },
    /// The same thing as another ticket of the site.
    MergeTicket { ticket: TicketId, into: TicketId },
    /// It waits for something.
    HoldTicket { ticket: TicketId, reason: String },
    /// The contractor has it.
    ForwardTicket { ticket: TicketId, reference: String },
    /// Given up.
    CancelTicket { ticket: TicketId, reason: String },
    /// Notes work on a ticket.
    LogWork {
        ticket: TicketId,
        #[serde(default)]
        visit: Option<VisitId>,
        minutes: u32,
        text: String,
        #[serde(default)]
        photos: Vec<FileRef>,
    },
    /// It works, says the technician.
    ResolveTicket { ticket: TicketId, text: String },
    /// Left for the site's next visit.
    PostponeTicket { ticket: TicketId, reason: String },
    /// It works, says the requester.
    ConfirmResolution { ticket: TicketId },
    /// It does not work, says the requester.
    ReopenTicket { ticket: TicketId, text: String },
    /// No answer in time: the server's job closes it.
    CloseTicket { ticket: TicketId },
    /// A desk takes back what it did last, while nobody has done anything since.
    TakeBackTicket { ticket: TicketId },
}
tagged!(Act, "command");

impl Act {
    /// The photos and signatures that it names.
    pub(crate) fn files(&self) -> &[FileRef] {
        match self {
            Act::ReportIncident { photos, .. }
            | Act::CommentTicket { photos, .. }
            | Act::AddVoice { photos, .. }
            | Act::LogWork { photos, .. } => photos,
            Act::EditTicket { .. }
            | Act::QualifyTicket { .. }
            | Act::AssignTicket { .. }
            | Act::MergeTicket { .. }
            | Act::HoldTicket { .. }
            | Act::ForwardTicket { .. }
            | Act::CancelTicket { .. }
            | Act::ResolveTicket { .. }
            | Act::PostponeTicket { .. }
            | Act::ConfirmResolution { .. }
            | Act::ReopenTicket { .. }
            | Act::CloseTicket { .. }
            | Act::TakeBackTicket { .. } => &[],
        }
    }
}
