//! The catalogue: what a school can be given, with its price.

pub mod act;
mod rules;

pub use act::Act;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::equipment::EquipmentKind;
use crate::id::{ArticleId, Seq, TopicId};
use crate::loan::Kit;
use crate::money::Cents;
use serde::{Deserialize, Serialize};

/// What an article is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ArticleKind {
    /// A device that enters the fleet.
    Device(EquipmentKind),
    /// Small equipment, which is in no inventory: mice, cables.
    Small,
    /// Work during a visit.
    Service,
    /// A kit that is lent, and comes back.
    LoanKit,
}

impl ArticleKind {
    /// Somebody carries it to the school; the rest is done there.
    pub fn is_delivered(self) -> bool {
        match self {
            ArticleKind::Device(_) | ArticleKind::Small | ArticleKind::LoanKit => true,
            ArticleKind::Service => false,
        }
    }
}

/// The section of the budget that pays: each has a ceiling of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Pot {
    /// «Investissement».
    Investment,
    /// «Fonctionnement».
    Operating,
}

impl Pot {
    /// Both, in the order of the annex.
    pub const ALL: [Pot; 2] = [Pot::Investment, Pot::Operating];
}

/// Where an article comes from; the law counts what is second-hand or holds recycled material.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// New.
    #[default]
    New,
    /// Used before.
    SecondHand,
    /// New, with that percentage of recycled material.
    Recycled(u8),
}

/// One entry of the catalogue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its key.
    pub id: ArticleId,
    /// Its name, as schools read it.
    pub label: String,
    /// The group under which it is shown, in the words of the desk: «Souris et claviers».
    #[serde(default)]
    pub family: String,
    /// What it is.
    pub kind: ArticleKind,
    /// Price of one, including tax and eco-participation.
    pub unit: Cents,
    /// Rate of the tax, in basis points: 2000 is 20 %.
    pub vat: u32,
    /// Which section of the budget pays.
    pub pot: Pot,
    /// The training that its user must have had before it is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<TopicId>,
    /// Minutes of work for one, in the visit.
    #[serde(default)]
    pub minutes: u32,
    /// How long it should last, in months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life_months: Option<u32>,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// Who sells it.
    #[serde(default)]
    pub supplier: String,
    /// Its number in the supplier's list.
    #[serde(default)]
    pub reference: String,
    /// Schools see it, and may ask for it.
    #[serde(default)]
    pub offered: bool,
    /// First day on which it can be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Day>,
    /// Last day on which it can be asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Day>,
    /// What is lent of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kit: Option<Kit>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Article {
    /// Small equipment of which only the name and the price are known.
    pub fn blank(id: ArticleId, label: String, unit: Cents) -> Self {
        Self {
            id,
            label,
            family: String::new(),
            kind: ArticleKind::Small,
            unit,
            vat: 2_000,
            pot: Pot::Investment,
            requires: None,
            minutes: 0,
            life_months: None,
            origin: Origin::New,
            supplier: String::new(),
            reference: String::new(),
            offered: true,
            from: None,
            until: None,
            kit: None,
            version: 0,
        }
    }

    /// Whether it can be asked for on that day.
    pub fn is_offered(&self, on: Day) -> bool {
        let begun = self.from.is_none_or(|from| from <= on);
        self.offered && begun && self.until.is_none_or(|until| on <= until)
    }

    /// What a price list calls it: the same supplier's same reference is the same article.
    pub fn import_key(&self) -> Option<(&str, &str)> {
        Some((self.supplier.as_str(), self.reference.as_str())).filter(|(_, r)| !r.is_empty())
    }
}

impl Entity for Article {
    type Key = ArticleId;

    fn key(&self) -> ArticleId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets { open: self.offered, ..Facets::default() }
    }

    /// A school sees what it may ask for; who delivers reads the name in the order itself, and
    /// checks the contents of what is lent.
    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::School(_) => Sight::whole_if(self.offered),
            Reach::Technician { .. } => Sight::whole_if(self.kind == ArticleKind::LoanKit),
            Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(reader: &Viewer) -> Followed<ArticleId> {
        match &reader.reach {
            Reach::School(_) | Reach::Technician { .. } => Followed::All,
            Reach::Observer(_) | Reach::Adviser(_) => Followed::BySiteAndOwner,
        }
    }

    /// An article is no fact of a person, and orders name it for years.
    fn ages(&self) -> Ages {
        Ages::Never
    }
}
