//! Visits, their checklist, their report.

pub mod act;
mod happened;
mod own;
mod record;
mod resume;
pub(crate) mod rules;
mod unplanned;

pub use act::Act;
pub use happened::Happened;

use crate::day::{Day, HalfDay, paris_day};
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::history::{Declared, Entry, FileRef};
use crate::id::{AccountId, ItemId, QuarterId, Seq, SiteId, VisitId};
use crate::limits::PAST_VISITS_TECHNICIAN_DAYS;
use crate::plan::Place;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Why a visit could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MissedReason {
    /// The school was closed.
    SiteClosed,
    /// Strike.
    Strike,
    /// Nobody could open, or the rooms were taken.
    NoAccess,
    /// The technician was absent.
    TechnicianAbsent,
    /// The school asked for another day.
    SiteAsked,
    /// Anything else, said in words.
    Other,
}

impl MissedReason {
    /// All of them, in the order of the screen.
    pub const ALL: [MissedReason; 6] = [
        MissedReason::SiteClosed,
        MissedReason::Strike,
        MissedReason::NoAccess,
        MissedReason::TechnicianAbsent,
        MissedReason::SiteAsked,
        MissedReason::Other,
    ];
}

/// Where a visit stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum VisitState {
    /// In a draft: nobody but the dispatchers sees it.
    Proposed,
    /// Published.
    Planned,
    /// The technician is there.
    OnSite,
    /// Ended, not signed.
    Done,
    /// Ended and signed.
    Reported,
    /// It could not be made; the half-day is owed again.
    Missed {
        /// Why.
        reason: MissedReason,
    },
    /// Taken out of the plan.
    Cancelled,
}

/// What became of an item of the checklist.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Check {
    /// Not looked at.
    Open,
    /// Done.
    Done,
    /// There is nothing of the kind here.
    NotApplicable,
    /// Tried, and it did not work; the note says why.
    Failed,
}

/// An item that somebody ticked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// What became of it.
    pub check: Check,
    /// In words.
    #[serde(default)]
    pub note: String,
}

/// The signature of the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Name of who signs.
    pub name: String,
    /// In what capacity, in their words: «directrice».
    pub capacity: String,
    /// The drawing; nothing when the name was typed instead.
    #[serde(default)]
    pub drawing: Option<FileRef>,
    /// When, by the technician's clock.
    pub when: Declared,
}

/// One half-day of one technician at one site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "record::Record")]
pub struct Visit {
    /// Its key.
    pub id: VisitId,
    /// Where.
    pub site: SiteId,
    /// The quarter for which it is owed.
    pub quarter: QuarterId,
    /// Who.
    pub technician: AccountId,
    /// When.
    pub slot: HalfDay,
    /// Where it stands.
    #[serde(flatten)]
    pub state: VisitState,
    /// A dispatcher wants it exactly there.
    #[serde(default)]
    pub pinned: bool,
    /// What was ticked.
    #[serde(default)]
    pub checklist: BTreeMap<ItemId, Checked>,
    /// Photos of the visit.
    #[serde(default)]
    pub photos: Vec<FileRef>,
    /// Declared start.
    #[serde(default)]
    pub started: Option<Declared>,
    /// Declared end.
    #[serde(default)]
    pub finished: Option<Declared>,
    /// Ended before everything was done.
    #[serde(default)]
    pub left_over: bool,
    /// The signature of the report.
    #[serde(default)]
    pub signature: Option<Signature>,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Visit {
    /// A visit of which nothing but its place in the plan is known.
    pub fn new(
        id: VisitId,
        site: SiteId,
        quarter: QuarterId,
        technician: AccountId,
        slot: HalfDay,
        state: VisitState,
    ) -> Self {
        Self {
            id,
            site,
            quarter,
            technician,
            slot,
            state,
            pinned: false,
            checklist: BTreeMap::new(),
            photos: Vec::new(),
            started: None,
            finished: None,
            left_over: false,
            signature: None,
            history: Vec::new(),
            version: 0,
        }
    }

    /// The civil day on which it took place, by its declared start; that of its half-day while it
    /// has not begun.
    pub fn day(&self) -> Day {
        self.started.map_or(self.slot.day, |started| paris_day(started.corrected_ms()))
    }

    /// Where it stands in the plan.
    pub fn place(&self) -> Place {
        Place { technician: self.technician, slot: self.slot }
    }

    /// It may still be moved: a draft, or published and not begun.
    pub fn is_to_come(&self) -> bool {
        matches!(self.state, VisitState::Proposed | VisitState::Planned)
    }

    /// The last move of a published visit.
    pub fn last_move(&self) -> Option<&Entry<Happened>> {
        let moves = |entry: &&Entry<Happened>| matches!(entry.what, Happened::Moved { .. });
        self.history.iter().rfind(moves)
    }

    /// The name of who moved it last.
    pub fn last_mover(&self) -> Option<&str> {
        self.last_move().map(|entry| entry.by_name.as_str())
    }

    /// It takes its half-day: neither missed nor cancelled.
    pub fn takes_slot(&self) -> bool {
        !matches!(self.state, VisitState::Missed { .. } | VisitState::Cancelled)
    }

    /// It was made.
    pub fn is_done(&self) -> bool {
        matches!(self.state, VisitState::Done | VisitState::Reported)
    }

    /// Nobody had planned it.
    pub fn is_unplanned(&self) -> bool {
        self.history.iter().any(|entry| entry.what == Happened::Unplanned)
    }

    /// What happened since the report was signed; nothing while it is not signed.
    pub fn after_signature(&self) -> &[Entry<Happened>] {
        let is_signed = |entry: &Entry<Happened>| matches!(entry.what, Happened::Signed { .. });
        let signed = self.signature.as_ref().and(self.history.iter().rposition(is_signed));
        signed.map_or(&[], |at| &self.history[at + 1..])
    }

    /// The report is signed, and this has not happened since.
    pub(crate) fn lacks_after_signature(&self, what: &Happened) -> bool {
        let happened = self.after_signature().iter().any(|entry| &entry.what == what);
        self.signature.is_some() && !happened
    }

    /// It is published and still to come or going on.
    pub fn is_ahead(&self) -> bool {
        matches!(self.state, VisitState::Planned | VisitState::OnSite)
    }
}

impl Entity for Visit {
    type Key = VisitId;

    fn key(&self) -> VisitId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets {
            site: Some(self.site.clone()),
            owner: Some(self.technician),
            day: Some(self.slot.day),
            quarter: Some(self.quarter.clone()),
            group: None,
            open: self.takes_slot(),
        }
    }

    /// An observer sees that a visit was made, not what was said there.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        if self.state == VisitState::Proposed {
            return Sight::Hidden;
        }
        match &reader.reach {
            Reach::School(site) => Sight::whole_if(self.site == *site),
            Reach::Technician { sites, quarters } => {
                let own = self.technician == reader.account && quarters.contains(&self.quarter);
                let from = reader.today - Duration::days(PAST_VISITS_TECHNICIAN_DAYS);
                let is_past = self.is_done() && self.slot.day >= from;
                Sight::whole_if(own || (is_past && sites.contains(&self.site)))
            }
            Reach::Observer(sites) if sites.contains(&self.site) => Sight::Short(Visit {
                history: Vec::new(),
                photos: Vec::new(),
                signature: None,
                checklist: BTreeMap::new(),
                ..self.clone()
            }),
            Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Viewer) -> Followed<VisitId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        match self.state {
            VisitState::OnSite => Ages::Never,
            VisitState::Proposed
            | VisitState::Planned
            | VisitState::Done
            | VisitState::Reported
            | VisitState::Missed { .. }
            | VisitState::Cancelled => Ages::From(self.slot.day, Period::History),
        }
    }

    fn files(&self) -> Vec<&FileRef> {
        let drawing = self.signature.iter().filter_map(|signature| signature.drawing.as_ref());
        self.photos.iter().chain(drawing).collect()
    }
}
