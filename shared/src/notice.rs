//! News («actualités»): a few words to schools, technicians or everybody, for some days.
//!
//! It says nothing of who read it, names nobody, shows no picture, and leads to own pages alone.

pub mod act;
pub mod reach;
mod rules;

pub use act::{Act, Draft};

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::id::{CommuneId, Millis, NoticeId, Seq, SiteId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// How far news got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeState {
    /// Being written: nobody but the desk sees it.
    Draft,
    /// Shown between its days.
    Published,
    /// Taken back.
    Withdrawn,
}

/// Where news leads: pages of the product alone, so nobody is followed by an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    /// What a school may order.
    Orders,
    /// The teachers of a school and their trainings.
    Teachers,
    /// The equipment of a school.
    Equipment,
    /// The public page of the plan.
    Plan,
    /// A newer version knows another one.
    #[serde(other)]
    Unknown,
}

impl Link {
    /// All that this version can choose.
    pub const ALL: [Link; 4] = [Link::Orders, Link::Teachers, Link::Equipment, Link::Plan];
}

/// Whom news is for. Whoever fits one of these sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Audience {
    /// Everybody, on the public page too.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub public: bool,
    /// All schools.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub schools: bool,
    /// Technicians.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub technicians: bool,
    /// Observers.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub observers: bool,
    /// The schools of these communes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub communes: BTreeSet<CommuneId>,
    /// These schools.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sites: BTreeSet<SiteId>,
}

impl Audience {
    /// Whether it is for nobody.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Whether it is for schools alone.
    pub fn is_schools_alone(&self) -> bool {
        !self.public && !self.technicians && !self.observers
    }
}

/// News.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its key.
    pub id: NoticeId,
    /// One line.
    pub title: String,
    /// What it says.
    #[serde(default)]
    pub text: String,
    /// First day on which it is shown.
    pub from: Day,
    /// Last day, included.
    pub until: Day,
    /// Whom it is for.
    pub audience: Audience,
    /// The schools that it reaches by a commune or by name, of the day on which it was published.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub reached: BTreeSet<SiteId>,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<Link>,
    /// How far it got.
    pub state: NoticeState,
    /// When it was corrected while it was published: who follows the feed is told again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected_at: Option<Millis>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Notice {
    /// Whether it is shown on that day: its days decide, without any network.
    pub fn is_shown(&self, today: Day) -> bool {
        self.state == NoticeState::Published && self.from <= today && today <= self.until
    }

    /// Whether it is for that school.
    pub fn is_for(&self, site: &SiteId) -> bool {
        self.audience.public || self.audience.schools || self.reached.contains(site)
    }

    /// The same as one reader may know it: not who else is reached.
    fn as_seen_at(&self, site: Option<&SiteId>) -> Self {
        let mut seen = self.clone();
        seen.reached.retain(|other| Some(other) == site);
        seen.audience.communes.clear();
        seen.audience.sites.clear();
        seen
    }
}

impl Entity for Notice {
    type Key = NoticeId;

    fn key(&self) -> NoticeId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        let open = self.state == NoticeState::Published;
        Facets { day: Some(self.until), open, ..Facets::default() }
    }

    /// One that is to be shown later is held already: its day may come without a network.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        if self.state != NoticeState::Published || self.until < reader.today {
            return Sight::Hidden;
        }
        let (is_theirs, site) = match &reader.reach {
            Reach::School(site) => (self.is_for(site), Some(site)),
            Reach::Technician { .. } => (self.audience.public || self.audience.technicians, None),
            Reach::Observer(_) => (self.audience.public || self.audience.observers, None),
            Reach::Adviser(_) => (self.audience.public, None),
        };
        if is_theirs { Sight::Short(self.as_seen_at(site)) } else { Sight::Hidden }
    }

    fn followed(_: &Viewer) -> Followed<NoticeId> {
        Followed::All
    }

    fn ages(&self) -> Ages {
        Ages::From(self.until, Period::News)
    }
}
