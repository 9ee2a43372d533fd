//! The plan of a quarter, absences, accounts, settings: what a plan is made with.

use crate::day::{Day, HalfDay, Week};
use crate::id::{AbsenceId, AccountId, CommuneId, FeedHash, ItemId, QuarterId, Seq, SiteId};
use crate::role::Role;
use crate::site::Position;
use serde::{Deserialize, Serialize};

/// Draft or published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Only dispatchers see it.
    Draft,
    /// Technicians and schools see it.
    Published,
}

/// All visits of a quarter; the visits themselves are rows of their own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    /// Which quarter: its key.
    pub quarter: QuarterId,
    /// Draft or published.
    pub state: PlanState,
    /// How often it was published.
    pub published: u32,
    /// The day of the last publication.
    #[serde(default)]
    pub published_on: Option<Day>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// Half-days on which a technician does not work; both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Its key.
    pub id: AbsenceId,
    /// Who.
    pub technician: AccountId,
    /// First half-day.
    pub first: HalfDay,
    /// Last half-day, included.
    pub last: HalfDay,
    /// It was withdrawn.
    #[serde(default)]
    pub cancelled: bool,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Absence {
    /// Whether it holds this half-day.
    pub fn holds(&self, slot: HalfDay) -> bool {
        !self.cancelled && self.first <= slot && slot <= self.last
    }
}

/// What everybody may know of an account. Addresses and passwords never leave the server.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Account {
    /// Its key.
    pub id: AccountId,
    /// Name of the person, or of the site for a shared tablet.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// The site of a school's shared account.
    #[serde(default)]
    pub site: Option<SiteId>,
    /// The communes of an observer; empty means all.
    #[serde(default)]
    pub communes: Vec<CommuneId>,
    /// Half-days worked by a technician in an ordinary week.
    pub week: Week,
    /// Where a technician's day begins and ends.
    #[serde(default)]
    pub depot: Option<Position>,
    /// It may sign in.
    pub active: bool,
    /// Their calendar is open to whoever has the address of this hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedHash>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Account {
    /// An active account of which only a name, a role and perhaps a site are known. It works every
    /// half-day of the week.
    pub fn blank(id: AccountId, name: String, role: Role, site: Option<SiteId>) -> Self {
        Self {
            id,
            name,
            role,
            site,
            communes: Vec::new(),
            week: Week::FULL,
            depot: None,
            active: true,
            feed: None,
            version: 0,
        }
    }
}

/// An item of the checklist of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// Its key: never used again for something else.
    pub id: ItemId,
    /// The words on the screen.
    pub label: String,
}

/// Settings of the authority: one row, `settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// Name of the authority.
    pub authority: String,
    /// A resolved ticket closes after that many school days without an answer.
    pub close_after_school_days: u32,
    /// What every visit does.
    pub checklist: Vec<ChecklistItem>,
    /// Share of the half-days of each week that the planner keeps free, in percent.
    pub reserve_percent: u8,
    /// The communes of the authority; empty means all.
    #[serde(default)]
    pub communes: Vec<CommuneId>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authority: String::new(),
            close_after_school_days: 10,
            checklist: Vec::new(),
            reserve_percent: 10,
            communes: Vec::new(),
            version: 0,
        }
    }
}
