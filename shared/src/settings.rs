//! Settings of the authority, and the checklist of its visits.

pub mod act;
pub mod outline;
mod rules;

pub use act::Act;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::id::{CommuneId, ItemId, One, Seq, TopicId};
use crate::money::Cents;
use crate::sobriety::factor::Factor;
use crate::ticket::Urgency;
use outline::Outline;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An item of the checklist of a visit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChecklistItem {
    /// Its key: never used again for something else.
    pub id: ItemId,
    /// The words on the screen.
    pub label: String,
}

/// Something that people are trained for, and that equipment may require.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Topic {
    /// Its key: never used again for something else.
    pub id: TopicId,
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
    /// What a school may try before it reports, by the word of a category. In a command, `None`
    /// leaves them as they are: an older app knows nothing of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedies: Option<BTreeMap<String, String>>,
    /// What people are trained for. In a command, `None` leaves it as it is: an older app knows
    /// nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topics: Option<Vec<Topic>>,
    /// What the annex grants a year for the subscriptions of a kind, by its word. Written by
    /// [`crate::subscription::Act::SetSubscriptionCredit`] alone.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub credits: BTreeMap<String, Cents>,
    /// Within how many school days a request is to be answered. In a command, `None` leaves them as
    /// they are: an older app knows nothing of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub targets: Option<Targets>,
    /// Factors of emission and thresholds of law. In a command, `None` leaves them as they are: an
    /// older app knows nothing of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub factors: Option<Vec<Factor>>,
    /// Outlines of the communes, for the map: desks and observers alone hold them. In a command,
    /// `None` leaves them as they are: an older app knows nothing of them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlines: Option<Vec<Outline>>,
    /// What happened before this day was removed in part, as it was too old. Written by a purge
    /// alone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kept_from: Option<Day>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// How far a request has come, in the order of its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DelayStage {
    /// A desk has decided what becomes of it.
    Sorted,
    /// Somebody has worked on it at the school.
    Visited,
    /// It is resolved.
    Answered,
}

impl DelayStage {
    /// All of them, the earliest first.
    pub const ALL: [Self; 3] = [Self::Sorted, Self::Visited, Self::Answered];
}

/// School days, by urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DaysByUrgency {
    /// The class cannot be held.
    pub high: u32,
    /// It hinders.
    pub normal: u32,
    /// It can wait.
    pub low: u32,
}

impl DaysByUrgency {
    fn of(self, urgency: Urgency) -> u32 {
        match urgency {
            Urgency::High => self.high,
            Urgency::Normal => self.normal,
            Urgency::Low => self.low,
        }
    }

    /// The three numbers, the most urgent first.
    pub fn all(self) -> [u32; 3] {
        [self.high, self.normal, self.low]
    }
}

/// Within how many school days a request is to come how far, by its urgency.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Targets {
    /// Until it is answered, when the class cannot be held.
    pub high: u32,
    /// The same when it hinders.
    pub normal: u32,
    /// The same when it can wait.
    pub low: u32,
    /// Until it is sorted. In a command, `None` leaves it as it is: an older app knows nothing of
    /// it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sorted: Option<DaysByUrgency>,
    /// Until it is visited. In a command, `None` leaves it as it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visited: Option<DaysByUrgency>,
}

impl Targets {
    /// Those for the answer alone; for sorting and visit, what holds until they are set.
    pub const fn answered(high: u32, normal: u32, low: u32) -> Self {
        Self { high, normal, low, sorted: None, visited: None }
    }

    /// The target of a stage and an urgency, in school days. What holds until an authority sets
    /// its own: sorted within days, and visited as soon as it is to be answered.
    pub fn of(&self, stage: DelayStage, urgency: Urgency) -> u32 {
        self.days(stage).of(urgency)
    }

    /// The targets of a stage.
    pub fn days(&self, stage: DelayStage) -> DaysByUrgency {
        let answered = DaysByUrgency { high: self.high, normal: self.normal, low: self.low };
        match stage {
            DelayStage::Sorted => self.sorted.unwrap_or(SORTED),
            DelayStage::Visited => self.visited.unwrap_or(answered),
            DelayStage::Answered => answered,
        }
    }

    /// These, with what a command leaves out as it is known.
    pub fn or(self, known: Option<Self>) -> Self {
        let known = known.unwrap_or(self);
        Self {
            sorted: self.sorted.or(known.sorted),
            visited: self.visited.or(known.visited),
            ..self
        }
    }
}

/// Within how many school days a request is to be sorted, until an authority sets it.
const SORTED: DaysByUrgency = DaysByUrgency { high: 1, normal: 3, low: 5 };

/// What holds until an authority sets its own: some days for what stops a class, half a quarter for
/// what hinders it, and for what can wait the next half-day of the quarter.
impl Default for Targets {
    fn default() -> Self {
        Self::answered(3, 15, 36)
    }
}

impl Settings {
    /// What people are trained for.
    pub fn topics(&self) -> &[Topic] {
        self.topics.as_deref().unwrap_or_default()
    }

    /// The topic of that key.
    pub fn topic(&self, id: &TopicId) -> Option<&Topic> {
        self.topics().iter().find(|topic| topic.id == *id)
    }

    /// The targets, or those that hold until they are set.
    pub fn targets(&self) -> Targets {
        self.targets.unwrap_or_default()
    }

    /// What a school may try when something of that category does not work.
    pub fn remedy(&self, category: &str) -> Option<&str> {
        self.remedies.as_ref()?.get(category).map(String::as_str)
    }

    /// These remedies with the words of these categories in place of theirs; what a newer version
    /// wrote of others stays.
    pub fn with_remedies(
        &self,
        texts: impl Iterator<Item = (String, String)>,
    ) -> BTreeMap<String, String> {
        let mut remedies = self.remedies.clone().unwrap_or_default();
        remedies.extend(texts);
        remedies
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            authority: String::new(),
            close_after_school_days: 10,
            checklist: Vec::new(),
            reserve_percent: 10,
            communes: Vec::new(),
            remedies: None,
            topics: None,
            credits: BTreeMap::new(),
            targets: None,
            factors: None,
            outlines: None,
            kept_from: None,
            version: 0,
        }
    }
}

impl Entity for Settings {
    type Key = One;

    fn key(&self) -> One {
        One
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets::default()
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::Observer(_) => Sight::Whole,
            Reach::School(_) | Reach::Technician { .. } | Reach::Adviser(_) => {
                Sight::Short(Self { outlines: None, ..self.clone() })
            }
        }
    }

    fn followed(_: &Viewer) -> Followed<One> {
        Followed::All
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
