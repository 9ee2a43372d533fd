//! The teachers who use equipment: no account, no address, a name and a function alone. What they
//! were trained for decides whether new equipment may be handed over to them.

pub mod act;
pub mod gate;
mod rules;

pub use act::{Act, Attestation};
pub use gate::{Gate, Share, gate, gate_of_site};

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Reader, Sight};
use crate::id::{Seq, SiteId, TeacherId, TopicId};
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
    /// Which trainings they may do without, for some time.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub waived: BTreeMap<TopicId, Waiver>,
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
            waived: BTreeMap::new(),
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

    /// The same for those who hand equipment over: days alone, neither documents nor reasons.
    fn in_short(&self) -> Self {
        let mut short = self.clone();
        for training in short.trained.values_mut() {
            training.attested = training.attested.as_ref().map(|_| Attested::default());
        }
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
        Facets { site: Some(self.site.clone()), day: self.left_on, open, ..Facets::default() }
    }

    /// Names are for the own school, for whoever goes there, and for desks: never for observers.
    fn sight(&self, reader: &Reader) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) => Sight::whole_if(self.site == *site && !self.name.is_empty()),
            Reach::Technician { sites, .. } if sites.contains(&self.site) && self.is_there() => {
                Sight::Short(self.in_short())
            }
            Reach::Technician { .. } | Reach::Observer(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Reader) -> Followed<TeacherId> {
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
