//! The teachers who use equipment: no account, no address, a name and a function alone. What they
//! were trained for decides whether new equipment may be handed over to them.

pub mod act;
pub mod gate;
pub(crate) mod person;
mod rules;

pub use act::{Act, Attestation};
pub use gate::{Gate, gate};

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::id::{Seq, SiteId, TeacherId, TopicId, TrainingSessionId};
use crate::search;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A training that somebody has had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Training {
    /// The day on which it was finished.
    pub day: Day,
    /// Who attests it; `None` when the person was present at a session of the authority. Reports
    /// count the two apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attested: Option<Attested>,
}

/// How a training elsewhere is known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attested {
    /// The name of whoever entered it.
    #[serde(default)]
    pub by: String,
    /// Who gave the training: another town, Canopé, a supplier.
    #[serde(default)]
    pub body: String,
    /// The document that proves it, in words.
    #[serde(default)]
    pub evidence: String,
}

/// They were present at a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attended {
    /// On which day.
    pub day: Day,
    /// What it was about.
    #[serde(default)]
    pub topics: Vec<TopicId>,
}

/// Equipment may be handed over although the training is missing, for some time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiver {
    /// The day on which it was given: it holds from then on.
    pub from: Day,
    /// The last day on which it holds.
    pub until: Day,
    /// The name of whoever gave it.
    #[serde(default)]
    pub by: String,
    /// Why.
    #[serde(default)]
    pub reason: String,
}

/// Somebody who uses equipment at a site.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Teacher {
    /// Their key.
    pub id: TeacherId,
    /// Where they teach.
    pub site: SiteId,
    /// Their name; empty once their time is over, when the counts alone are kept.
    pub name: String,
    /// Their class or function («CE1», «direction»): tells two people of one name apart.
    #[serde(default)]
    pub function: String,
    /// What they were trained for. It follows the person to another school.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub trained: BTreeMap<TopicId, Training>,
    /// The sessions of the authority at which they were present: what `trained` says of them
    /// follows from these.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attended: BTreeMap<TrainingSessionId, Attended>,
    /// What was attested of a topic for which they were seen at a session since.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub attested: BTreeMap<TopicId, Training>,
    /// Which trainings they may do without, for some time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waived: BTreeMap<TopicId, Waiver>,
    /// The key that the rows of one person share who teaches at several sites: what they were
    /// trained for is the same in all of them, and they are counted once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<TeacherId>,
    /// A technician gave the name on the spot, and neither the school nor a desk has looked at it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub proposed: bool,
    /// The last day on which they taught there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left_on: Option<Day>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Teacher {
    /// Somebody of that site, of whom nothing else is known.
    pub fn named(id: TeacherId, site: SiteId, name: String, function: String) -> Self {
        Self {
            id,
            site,
            name,
            function,
            trained: BTreeMap::new(),
            attended: BTreeMap::new(),
            attested: BTreeMap::new(),
            waived: BTreeMap::new(),
            person: None,
            proposed: false,
            left_on: None,
            version: 0,
        }
    }

    /// Whether they still teach there.
    pub fn is_there(&self) -> bool {
        self.left_on.is_none()
    }

    /// Whether these words name that person: whatever their accents and capitals.
    pub(crate) fn is_called(&self, name: &str, function: &str) -> bool {
        let same = |a: &str, b: &str| search::words(a) == search::words(b);
        same(&self.name, name) && same(&self.function, function)
    }

    /// The same for those who take attendance: who they are, and nothing of what they were trained
    /// for elsewhere.
    fn named_alone(&self) -> Self {
        let mut short = self.in_short();
        short.trained.clear();
        short.waived.clear();
        short
    }

    /// They were present on that day at a session on these topics; with none, they were not. What
    /// opens the gate follows from it: the earliest day counts, attested or attended, and what was
    /// attested counts again when nobody saw them after all.
    pub(crate) fn was_at(&mut self, session: TrainingSessionId, day: Day, topics: &[TopicId]) {
        let before = self.attended.remove(&session).unwrap_or_default();
        if !topics.is_empty() {
            let topics = topics.to_vec();
            self.attended.insert(session, Attended { day, topics });
        }
        for topic in before.topics.iter().chain(topics) {
            self.count_trainings(topic);
        }
    }

    /// Somebody attests a training: it stands beside what was attended, and never in its place.
    fn attest(&mut self, topic: &TopicId, training: Training) {
        let attended = self.trained.get(topic).is_some_and(|known| known.attested.is_none());
        if !attended {
            self.trained.insert(topic.clone(), training);
        } else if self.attended.values().any(|seen| seen.topics.contains(topic)) {
            self.attested.insert(topic.clone(), training);
            self.count_trainings(topic);
        }
    }

    /// What was attested beside what was attended was wrong; `false` when there is nothing such.
    fn forget_attested(&mut self, topic: &TopicId) -> bool {
        let was_there = self.attested.remove(topic).is_some();
        if was_there {
            self.count_trainings(topic);
        }
        was_there
    }

    fn count_trainings(&mut self, topic: &TopicId) {
        let seen = self.attended.values().filter(|seen| seen.topics.contains(topic));
        let seen = seen.map(|seen| seen.day).min();
        let known = self.trained.remove(topic).filter(|known| known.attested.is_some());
        let said = self.attested.remove(topic).or(known);
        match (seen, said) {
            (Some(day), said) => {
                let day = said.as_ref().map_or(day, |said| said.day.min(day));
                self.trained.insert(topic.clone(), Training { day, attested: None });
                self.attested.extend(said.map(|said| (topic.clone(), said)));
            }
            (None, Some(said)) => {
                self.trained.insert(topic.clone(), said);
            }
            (None, None) => {}
        }
    }

    /// The same for those who hand equipment over: days alone, neither documents nor reasons.
    fn in_short(&self) -> Self {
        let mut short = self.clone();
        for training in short.trained.values_mut() {
            training.attested = training.attested.as_ref().map(|_| Attested::default());
        }
        short.attended.clear();
        short.attested.clear();
        for waiver in short.waived.values_mut() {
            (waiver.by, waiver.reason) = (String::new(), String::new());
        }
        short
    }
}

impl Entity for Teacher {
    type Key = TeacherId;

    fn key(&self) -> TeacherId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        let open = self.is_there();
        let group = self.person.map(|person| person.to_string());
        Facets {
            site: Some(self.site.clone()),
            day: self.left_on,
            group,
            open,
            ..Facets::default()
        }
    }

    /// Names are for the own school, for whoever goes there, and for desks: never for observers.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) => Sight::whole_if(self.site == *site && !self.name.is_empty()),
            Reach::Technician { sites, .. } if sites.contains(&self.site) && self.is_there() => {
                Sight::Short(self.in_short())
            }
            // Those who may come to a training that the reader leads.
            Reach::Adviser(sites) if sites.contains(&self.site) && !self.name.is_empty() => {
                Sight::Short(self.named_alone())
            }
            Reach::Technician { .. } | Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Viewer) -> Followed<TeacherId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        match self.left_on {
            Some(left) if !self.name.is_empty() => Ages::From(left, Period::Teachers),
            _ => Ages::Never,
        }
    }

    /// Trainings and waivers go on counting, without a name and without anything that was written
    /// about the person.
    fn anonymous(&self) -> Option<Self> {
        let none = String::new;
        Some(Self { name: none(), function: none(), ..self.in_short() })
    }
}
