//! Tickets and their states.

mod record;

use crate::day::Calendar;
use crate::history::{Entry, FileRef};
use crate::id::{AccountId, DeviceId, EquipmentId, Seq, SiteId, TicketId, VisitId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Something broke, or somebody asks for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TicketKind {
    /// Something does not work.
    Incident,
    /// Something is wished.
    Request,
}

/// What it is about: the pictured choices of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Projector or board.
    Projection,
    /// Computer.
    Computer,
    /// Tablet.
    Tablet,
    /// Printer or copier.
    Printer,
    /// Network, wifi, internet.
    Network,
    /// Sound.
    Sound,
    /// Software or account.
    Software,
    /// Anything else.
    Other,
}

impl Category {
    /// All of them, in the order of the screen.
    pub const ALL: [Category; 8] = [
        Category::Projection,
        Category::Computer,
        Category::Tablet,
        Category::Printer,
        Category::Network,
        Category::Sound,
        Category::Software,
        Category::Other,
    ];
}

/// How much it hinders the class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Urgency {
    /// It can wait.
    Low,
    /// It hinders.
    Normal,
    /// The class cannot be held.
    High,
}

/// Who handles a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// The half-days of proximity maintenance.
    Proximity,
    /// The external contractor.
    Curative,
    /// Nobody here.
    OutOfScope,
}

/// Where a ticket stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum TicketState {
    /// Reported, nobody has looked yet.
    New,
    /// Somebody decided who handles it; in the site's tray when that is proximity.
    Qualified,
    /// It rides with a visit.
    Planned {
        /// Which.
        visit: VisitId,
    },
    /// A technician is at it.
    InProgress {
        /// During which visit.
        visit: VisitId,
    },
    /// The technician says that it works.
    Resolved,
    /// The requester confirmed, or did not answer in time.
    Closed,
    /// It waits.
    OnHold {
        /// For what.
        reason: String,
    },
    /// The contractor has it.
    Forwarded {
        /// The contractor's reference.
        reference: String,
    },
    /// Given up, or merged into another.
    Cancelled,
}

/// A field that people can change, each on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Field {
    /// The one sentence.
    Text,
    /// Room.
    Room,
    /// Category.
    Category,
    /// Urgency.
    Urgency,
    /// Channel.
    Channel,
    /// The visit it rides with.
    Visit,
    /// State.
    State,
}

/// Who wrote a field last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldStamp {
    /// The server's sequence number of the change; 0 for one not sent yet.
    pub version: Seq,
    /// The device that made it.
    pub device: DeviceId,
}

/// What a school asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "record::Record")]
pub struct Ticket {
    /// Its key, drawn by the device that reported it.
    pub id: TicketId,
    /// Where.
    pub site: SiteId,
    /// Incident or request.
    pub kind: TicketKind,
    /// What it is about.
    pub category: Category,
    /// One sentence.
    pub text: String,
    /// Room, in the school's words.
    #[serde(default)]
    pub room: String,
    /// The piece of equipment, when a label was scanned or chosen.
    #[serde(default)]
    pub equipment: Option<EquipmentId>,
    /// How much it hinders.
    pub urgency: Urgency,
    /// Photos of the report.
    #[serde(default)]
    pub photos: Vec<FileRef>,
    /// Who handles it, once decided.
    #[serde(default)]
    pub channel: Option<Channel>,
    /// Where it stands.
    #[serde(flatten)]
    pub state: TicketState,
    /// How often it was left for a next visit.
    #[serde(default)]
    pub postponed: u32,
    /// Who reported it.
    pub reporter: AccountId,
    /// The civil day of the report by the server's clock: the age of the ticket.
    pub reported_on: crate::day::Day,
    /// The civil day of its last resolution.
    #[serde(default)]
    pub resolved_on: Option<crate::day::Day>,
    /// The civil day on which it was closed or cancelled.
    #[serde(default)]
    pub ended_on: Option<crate::day::Day>,
    /// All that happened, oldest first.
    pub history: Vec<Entry>,
    /// Who wrote each field last.
    #[serde(default)]
    pub stamps: BTreeMap<Field, FieldStamp>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Ticket {
    /// Neither closed nor cancelled.
    pub fn is_open(&self) -> bool {
        !matches!(self.state, TicketState::Closed | TicketState::Cancelled)
    }

    /// Resolved for so many school days without an answer that it closes by itself: on the day on
    /// which `wait` school days are over, and after it.
    pub fn closes_unanswered(
        &self,
        calendar: &Calendar,
        wait: u32,
        today: crate::day::Day,
    ) -> bool {
        self.state == TicketState::Resolved
            && self.resolved_on.is_some_and(|day| calendar.after_school_days(day, wait) <= today)
    }

    /// Something remains to be done by the technician of the site's next visit.
    pub fn is_for_visit(&self) -> bool {
        self.channel == Some(Channel::Proximity)
            && matches!(
                self.state,
                TicketState::Qualified
                    | TicketState::Planned { .. }
                    | TicketState::InProgress { .. }
            )
    }

    /// The visit with which it rides.
    pub fn visit(&self) -> Option<VisitId> {
        match self.state {
            TicketState::Planned { visit } | TicketState::InProgress { visit } => Some(visit),
            _ => None,
        }
    }

    /// Declared minutes of all the work on it.
    pub fn minutes(&self) -> u32 {
        let minutes = |entry: &Entry| match entry.what {
            crate::history::What::Worked { minutes, .. } => minutes,
            _ => 0,
        };
        self.history.iter().map(minutes).sum()
    }
}
