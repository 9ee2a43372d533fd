//! Commands: the only way to change anything, and the envelope that carries one.

use crate::day::{Calendar, Day, HalfDay, Week};
use crate::history::{Declared, FileRef};
use crate::id::{
    AbsenceId, AccountId, CommandId, DeviceId, EquipmentId, FeedHash, ItemId, Millis, QuarterId,
    Seq, SiteId, TicketId, VisitId,
};
use crate::plan::{Account, Settings};
use crate::row::RowKey;
use crate::site::{Closure, Equipment, Site};
use crate::tagged::tagged;
use crate::ticket::{Category, Channel, TicketKind, Urgency};
use crate::visit::{Check, MissedReason};
use serde::{Deserialize, Serialize};

/// One thing that one person did, with all that is needed to judge it once and for all.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Envelope {
    /// UUIDv7 drawn by the device: the key of «once».
    pub id: CommandId,
    /// Which phone or tablet.
    pub device: DeviceId,
    /// 1, 2, 3… on that device: the order of «in order».
    pub sequence: u64,
    /// Who, as the device believed.
    pub actor: AccountId,
    /// Clock of the device.
    pub declared_at: Millis,
    /// Protocol of the app that wrote it.
    pub protocol: u32,
    /// Versions of the rows it was based on.
    #[serde(default)]
    pub seen: Vec<Seen>,
    /// What is meant.
    pub intent: Command,
}

impl Envelope {
    /// The version of that row that the author had before their eyes; 0 if none.
    pub fn seen_version(&self, key: &RowKey) -> Seq {
        self.seen.iter().find(|seen| &seen.row == key).map_or(0, |seen| seen.version)
    }

    /// The declared time, with the offset found at reception.
    pub fn declared(&self, offset_ms: Millis) -> Declared {
        Declared { at_ms: self.declared_at, offset_ms }
    }
}

/// A row as the author saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Which row.
    pub row: RowKey,
    /// Its version.
    pub version: Seq,
}

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

/// A visit to put into the draft of a plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProposedVisit {
    /// Its key when the site has no proposal yet; else the existing visit keeps its own.
    pub visit: VisitId,
    /// Where.
    pub site: SiteId,
    /// Who.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
}

/// A visit that goes elsewhere.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VisitMove {
    /// Which.
    pub visit: VisitId,
    /// Who makes it then.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
}

/// Whose calendar is shared.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FeedOwner {
    /// The round of a technician.
    Technician(AccountId),
    /// The visits of a site.
    Site(SiteId),
}

/// What a person can do. Names are imperative; the past is in `history::What`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(remote = "Self", rename_all = "snake_case")]
#[allow(missing_docs)] // The fields carry the glossary's words; each variant says what it means.
pub enum Command {
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
    /// The technician is there.
    StartVisit { visit: VisitId },
    /// Ticks an item of the checklist.
    CheckItem {
        visit: VisitId,
        item: ItemId,
        check: Check,
        #[serde(default)]
        note: String,
    },
    /// A note on the visit.
    NoteVisit { visit: VisitId, text: String },
    /// A photo of the visit.
    AddVisitPhoto { visit: VisitId, photo: FileRef },
    /// The head of school signs the report, by drawing or by name.
    SignReport {
        visit: VisitId,
        name: String,
        capacity: String,
        #[serde(default)]
        drawing: Option<FileRef>,
    },
    /// The technician leaves.
    FinishVisit {
        visit: VisitId,
        /// Not everything could be done.
        left_over: bool,
    },
    /// The visit could not be made.
    MarkVisitMissed {
        visit: VisitId,
        reason: MissedReason,
        #[serde(default)]
        text: String,
    },
    /// Replaces the draft of a quarter: every proposal that is not in the list goes.
    ProposePlan { quarter: QuarterId, visits: Vec<ProposedVisit> },
    /// The draft becomes everybody's plan.
    PublishPlan { quarter: QuarterId },
    /// Another half-day or another technician.
    MoveVisit { visit: VisitId, technician: AccountId, slot: HalfDay },
    /// Several moves and additions at once: all of them or none.
    RepairPlan {
        quarter: QuarterId,
        moves: Vec<VisitMove>,
        #[serde(default)]
        add: Vec<ProposedVisit>,
    },
    /// A technician makes one of their next visits now, in the place of one that could not be
    /// made.
    BringForward { visit: VisitId, slot: HalfDay },
    /// Exactly there, or free again.
    PinVisit { visit: VisitId, pinned: bool },
    /// One more visit: urgent, or owed again.
    AddVisit {
        visit: VisitId,
        site: SiteId,
        quarter: QuarterId,
        technician: AccountId,
        slot: HalfDay,
    },
    /// Takes a visit out of the plan.
    CancelVisit {
        visit: VisitId,
        #[serde(default)]
        reason: String,
    },
    /// A technician does not work then.
    RecordAbsence { absence: AbsenceId, technician: AccountId, first: HalfDay, last: HalfDay },
    /// They do after all.
    CancelAbsence { absence: AbsenceId },
    /// A site cannot be entered then.
    CloseSite { site: SiteId, closure: Closure },
    /// It can after all: withdraws the closures that begin on that half-day.
    ReopenSite { site: SiteId, first: HalfDay },
    /// The ordinary week of a site.
    SetSiteWeek { site: SiteId, week: Week },
    /// Opens a calendar to whoever has its secret address, whose SHA-256 is given; a new address
    /// ends the one before, and nothing ends it for good.
    ShareCalendar { owner: FeedOwner, feed: Option<FeedHash> },
    /// Creates and changes sites from a file; closes those listed, on that day.
    ImportSites {
        sites: Vec<Site>,
        #[serde(default)]
        close: Vec<SiteId>,
        on: Day,
    },
    /// Replaces holidays and quarters.
    ImportCalendar { calendar: Calendar },
    /// Creates and changes equipment from a file.
    ImportEquipment { equipment: Vec<Equipment> },
    /// Creates or changes what everybody may know of an account.
    SetAccount { account: Account },
    /// Changes the settings.
    ChangeSettings { settings: Settings },
}
tagged!(Command, "command");
