//! Tickets and their states.

pub mod act;
mod back;
mod fields;
pub(crate) mod flow;
mod happened;
pub mod number;
mod record;
mod rules;
pub(crate) mod sorting;
mod voice;

pub use act::{Act, TicketEdit};
pub use happened::Happened;
pub use voice::Voice;

use crate::day::{Calendar, Day};
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::history::{Entry, FileRef};
use crate::id::{AccountId, DeviceId, EquipmentId, Seq, SiteId, SubscriptionId, TicketId, VisitId};
use crate::limits::{CLOSED_KEPT_SCHOOL_DAYS, CLOSED_KEPT_TECHNICIAN_DAYS};
use crate::loan::LentUnit;
use crate::visit::Visit;
use chrono::Duration;
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
    /// A word that this version does not know: in rows of a newer server, never in a command.
    #[serde(skip_deserializing)]
    Unknown,
}

impl Category {
    /// All that a person can choose, in the order of the screen.
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

    /// Its word in rows and commands.
    pub fn word(self) -> String {
        let word = columns::to_value(&self).unwrap_or_default();
        word.as_str().unwrap_or_default().to_owned()
    }
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
    /// The line or workspace that fails.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subscription: Option<SubscriptionId>,
    /// The unit that is lent, when it is about one: its requests go with it from school to school.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<LentUnit>,
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
    pub reported_on: Day,
    /// The civil day of its last resolution.
    #[serde(default)]
    pub resolved_on: Option<Day>,
    /// The civil day on which it was closed or cancelled.
    #[serde(default)]
    pub ended_on: Option<Day>,
    /// All that happened, oldest first.
    pub history: Vec<Entry<Happened>>,
    /// Who has the same problem, besides who reported it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub voices: Vec<Voice>,
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

    /// Somebody wrote to this account, which has neither written back nor answered since.
    pub fn has_message_for(&self, account: AccountId) -> bool {
        let says = |entry: &&Entry<Happened>| {
            matches!(
                entry.what,
                Happened::Commented { .. } | Happened::Confirmed | Happened::Reopened { .. }
            )
        };
        let last = self.history.iter().rfind(says);
        self.is_open()
            && last.is_some_and(|entry| {
                entry.by != account && matches!(entry.what, Happened::Commented { .. })
            })
    }

    /// It is to be looked at during that visit of its site: it rides with it, waits to be handled,
    /// or was resolved there and waits for the school's answer.
    pub fn concerns(&self, visit: &Visit) -> bool {
        match self.state {
            TicketState::New => true,
            TicketState::Resolved => self.resolved_on.is_some_and(|day| day >= visit.day()),
            TicketState::OnHold { .. } => self.channel == Some(Channel::Proximity),
            TicketState::Planned { .. } | TicketState::InProgress { .. } => {
                self.visit() == Some(visit.id)
            }
            TicketState::Qualified => self.is_for_visit(),
            TicketState::Forwarded { .. } | TicketState::Closed | TicketState::Cancelled => false,
        }
    }

    /// It rides with another visit of its site than this one.
    pub fn rides_elsewhere(&self, visit: &Visit) -> bool {
        self.visit().is_some_and(|other| other != visit.id)
    }

    /// It was put back into the tray, and nothing was done with it since.
    pub fn is_put_back(&self) -> bool {
        self.state == TicketState::Qualified && self.moves().next().is_some_and(Happened::puts_back)
    }

    /// What happened to it besides words, latest first.
    pub(crate) fn moves(&self) -> impl Iterator<Item = &Happened> {
        self.history.iter().rev().map(|entry| &entry.what).filter(|what| what.is_move())
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
        let minutes = |entry: &Entry<Happened>| match entry.what {
            Happened::Worked { minutes, .. } => Some(minutes),
            _ => None,
        };
        self.history.iter().filter_map(minutes).sum()
    }
}

impl Ticket {
    /// Open, or ended not more than that many days before.
    fn is_recent(&self, today: Day, days: i64) -> bool {
        let from = today - Duration::days(days);
        self.is_open() || self.ended_on.is_none_or(|day| day >= from)
    }
}

impl Entity for Ticket {
    type Key = TicketId;

    fn key(&self) -> TicketId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    /// Also in the stamps of the fields that the change left open.
    fn set_version(&mut self, version: Seq) {
        self.version = version;
        for stamp in self.stamps.values_mut().filter(|stamp| stamp.version == 0) {
            stamp.version = version;
        }
    }

    fn facets(&self) -> Facets {
        Facets {
            site: Some(self.site.clone()),
            day: Some(self.ended_on.unwrap_or(self.reported_on)),
            open: self.is_open(),
            ..Facets::default()
        }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        let recent = |days| self.is_recent(reader.today, days);
        match &reader.reach {
            Reach::School(site) => {
                Sight::whole_if(self.site == *site && recent(CLOSED_KEPT_SCHOOL_DAYS))
            }
            Reach::Technician { sites, .. } => {
                let near = sites.contains(&self.site);
                Sight::whole_if(near && recent(CLOSED_KEPT_TECHNICIAN_DAYS))
            }
            Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Viewer) -> Followed<TicketId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        match self.ended_on.filter(|_| !self.is_open()) {
            Some(day) => Ages::From(day, Period::History),
            None => Ages::Never,
        }
    }

    fn files(&self) -> Vec<&FileRef> {
        let later = self.history.iter().flat_map(|entry| entry.what.files());
        self.photos.iter().chain(later).collect()
    }
}
