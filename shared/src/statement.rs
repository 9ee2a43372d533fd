//! Statements («bilans»): figures of a time for one committee, frozen for good.
//!
//! A frozen one holds copies of all it says: values, their definitions, the names of communes and
//! sites, the factors of emission. Nothing of it is computed again, so neither a purge nor a new
//! name nor a new definition changes a byte. The figures are written by the server when it freezes
//! it: [`freeze`] makes them of the rows alone, never of a clock.

pub mod act;
pub mod compare;
pub mod definition;
pub mod facts;
pub mod freeze;
mod late;
mod measures;
mod past;
mod rules;
pub mod shown;

pub use act::{Act, Draft};
pub use past::Past;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::id::{AccountId, CommuneId, Seq, SiteId, StatementId};
use crate::sobriety::factor::Factor;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// For whom the figures are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Committee {
    /// «Comité stratégique partenarial».
    Strategic,
    /// «Comité technique».
    Technical,
    /// «Comité de pilotage des communes»: a sheet for each commune.
    Communes,
}

impl Committee {
    /// All of them.
    pub const ALL: [Committee; 3] =
        [Committee::Strategic, Committee::Technical, Committee::Communes];

    /// Its word in facets and files.
    pub fn word(self) -> &'static str {
        match self {
            Committee::Strategic => "strategic",
            Committee::Technical => "technical",
            Committee::Communes => "communes",
        }
    }
}

/// How far a statement got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum StatementState {
    /// Being prepared: nobody but the desk sees it.
    Draft,
    /// It never changes again.
    Frozen,
    /// A corrected one took its place; it can still be read.
    Superseded,
}

/// The time that the figures are of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// Its name: the quarter or the school year.
    pub label: String,
    /// First day.
    pub first: Day,
    /// Last day, included.
    pub last: Day,
}

/// How the numbers of a figure are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    /// A number.
    Count,
    /// A part of something.
    Share,
    /// A part of those of which something is known; unknown when it is known of none.
    Known,
    /// A sum over those of which it is known: their mean is shown.
    Mean,
    /// A newer version wrote another one.
    #[serde(other)]
    Unknown,
}

/// A definition as it was when the figures were made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defined {
    /// Its key: never used again for something else.
    pub id: String,
    /// Its version: another one is another figure.
    pub version: u32,
    /// Under which heading it stands.
    pub theme: String,
    /// Its name.
    pub label: String,
    /// What is counted, in a sentence.
    pub sentence: String,
    /// How it is computed, in words.
    pub formula: String,
    /// What it is made of.
    pub source: String,
    /// What it leaves out.
    pub excludes: String,
    /// Its unit, in the plural where it has one.
    pub unit: String,
    /// Its unit in the singular. Empty where it has none, and in statements that were frozen before
    /// it was kept: the words of their files stay as they were.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub one: String,
    /// How many of its last digits are decimals.
    #[serde(default)]
    pub scale: u8,
    /// How its numbers are read.
    pub shape: Shape,
    /// It counts people: few of them are not told.
    #[serde(default)]
    pub persons: bool,
}

/// What a figure is at one place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amount {
    /// The number; nothing while it is unknown, which is not zero.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<i64>,
    /// What it is a part of, or how many it is the sum of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<i64>,
    /// People, too few to be told: «moins de 5».
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub few: bool,
}

/// A site, by the name that it had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedSite {
    /// Its key.
    pub id: SiteId,
    /// Its name.
    pub name: String,
}

/// The figures of one commune, or of all together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// The commune; nothing for the total.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub commune: Option<CommuneId>,
    /// Its name.
    #[serde(default)]
    pub name: String,
    /// Its sites of that day. Each site is in one sheet, besides the total, which lists none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sites: Vec<NamedSite>,
    /// One amount for each definition, in their order.
    pub amounts: Vec<Amount>,
}

/// Facts of an earlier time that came after its statement was frozen: «rattaché à la période
/// précédente».
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LateFacts {
    /// The statement that lacks them.
    pub of: StatementId,
    /// The name of its time.
    pub span: String,
    /// The key of the figure.
    pub figure: String,
    /// Its name.
    pub label: String,
    /// How many; less than nothing for facts that turned out to be none.
    pub count: i64,
}

/// Figures of a time for one committee.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// Its key.
    pub id: StatementId,
    /// For whom.
    pub committee: Committee,
    /// Of which time.
    pub span: Span,
    /// How far it got.
    pub state: StatementState,
    /// What the coordinator says of it.
    #[serde(default)]
    pub text: String,
    /// The total may be shown to everybody.
    #[serde(default)]
    pub public: bool,
    /// The observers who read it, besides those of the communes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub readers: BTreeSet<AccountId>,
    /// The frozen one that it corrects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<StatementId>,
    /// The one that corrects it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced_by: Option<StatementId>,
    /// The version that the row had before a corrected one took its place; 0 until then. Its files
    /// are those of that row.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub sealed_as: Seq,
    /// The civil day on which it was frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen_on: Option<Day>,
    /// The sequence number up to which facts were known.
    #[serde(default)]
    pub as_of: Seq,
    /// Some of its sites were made up for the demonstration: never shown as real.
    #[serde(default)]
    pub fictitious: bool,
    /// It was frozen elsewhere, and cannot be computed again: «importé, non recalculable».
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub imported: bool,
    /// What its figures mean.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub definitions: Vec<Defined>,
    /// The total first, then the communes by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sheets: Vec<Sheet>,
    /// What came late, of earlier times.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub late: Vec<LateFacts>,
    /// The factors that its figures were made with.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub factors: Vec<Factor>,
    /// SHA-256 of all that, written by the server.
    #[serde(default)]
    pub hash: String,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

fn is_zero(version: &Seq) -> bool {
    *version == 0
}

impl Statement {
    /// Whether it never changes again.
    pub fn is_frozen(&self) -> bool {
        self.state != StatementState::Draft
    }

    /// Frozen on a device, whose server has not written its figures yet.
    pub fn waits_for_figures(&self) -> bool {
        self.is_frozen() && self.hash.is_empty()
    }

    /// The sheet of all together.
    pub fn total(&self) -> Option<&Sheet> {
        self.sheets.iter().find(|sheet| sheet.commune.is_none())
    }

    /// The same as an observer of these sites may know it: the total, and the sheets of their own
    /// communes.
    fn as_seen_from(&self, sites: &BTreeSet<SiteId>) -> Self {
        let is_own = |sheet: &Sheet| {
            sheet.commune.is_none() || sheet.sites.iter().any(|site| sites.contains(&site.id))
        };
        let mut seen = self.clone();
        seen.sheets.retain(is_own);
        seen.readers.clear();
        seen
    }
}

impl Entity for Statement {
    type Key = StatementId;

    fn key(&self) -> StatementId {
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
            day: Some(self.span.last),
            group: Some(self.committee.word().into()),
            open: !self.is_frozen(),
            ..Facets::default()
        }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::Observer(sites) if self.is_frozen() => {
                let is_named = self.readers.contains(&reader.account);
                match self.committee == Committee::Communes || self.public || is_named {
                    true => Sight::Short(self.as_seen_from(sites)),
                    false => Sight::Hidden,
                }
            }
            Reach::Observer(_)
            | Reach::School(_)
            | Reach::Technician { .. }
            | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(reader: &Viewer) -> Followed<StatementId> {
        match &reader.reach {
            Reach::Observer(_) => Followed::All,
            Reach::School(_) | Reach::Technician { .. } | Reach::Adviser(_) => {
                Followed::BySiteAndOwner
            }
        }
    }

    /// What committees were told is kept for good.
    fn ages(&self) -> Ages {
        Ages::Never
    }
}
