//! Sites, their weeks and closures.

pub mod act;
mod edit;
mod figures;
mod rules;

pub use act::{Act, SiteEdit};
pub use figures::{Figures, Roll, SocialIndex};

use crate::day::{Day, HalfDay, Week};
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::id::{CommuneId, DeviceId, FeedHash, Seq, SiteId};
use crate::import::names::as_written;
use crate::search::Searched;
use serde::{Deserialize, Serialize};

/// What a site is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SiteKind {
    /// A primary school, public or private.
    School,
    /// A teaching unit of a medico-social establishment.
    TeachingUnit,
}

/// Which classes a school has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// École maternelle.
    Nursery,
    /// École élémentaire.
    Elementary,
    /// École primaire: both.
    Primary,
}

/// Public or private under contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sector {
    /// Public.
    Public,
    /// Private.
    Private,
}

/// A point in WGS 84, degrees.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Position {
    /// Latitude.
    pub lat: f64,
    /// Longitude.
    pub lon: f64,
    /// False when only the commune or the neighbourhood is known.
    pub exact: bool,
}

impl Position {
    /// Kilometres to another point as the crow flies, on a plane: over the distances of one
    /// authority the error is far below a kilometre.
    pub fn km_to(&self, other: &Position) -> f64 {
        /// Kilometres of a degree of latitude.
        const DEGREE_KM: f64 = 111.195;
        let squeeze = ((self.lat + other.lat) / 2.0).to_radians().cos();
        let (north, east) = (other.lat - self.lat, (other.lon - self.lon) * squeeze);
        DEGREE_KM * (north * north + east * east).sqrt()
    }
}

/// Half-days on which a site cannot be entered although its week says so; both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closure {
    /// First half-day closed.
    pub first: HalfDay,
    /// Last half-day closed, included.
    pub last: HalfDay,
    /// In the words of whoever declared it.
    pub reason: String,
}

/// How a site is entered, in the words of those who go there. It may be blank: then it was taken
/// away, and its stamp tells since when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessNote {
    /// The words.
    pub text: String,
    /// Who wrote them.
    pub by_name: String,
    /// The civil day on which they were written.
    pub on: Day,
    /// The server's sequence number of the change; 0 for one not sent yet.
    #[serde(default)]
    pub version: Seq,
    /// The device that made it.
    pub device: DeviceId,
}

/// A place that is owed visits.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Site {
    /// UAI code, or the identifier of a teaching unit.
    pub id: SiteId,
    /// School or teaching unit.
    pub kind: SiteKind,
    /// Name, as people write it.
    pub name: String,
    /// Name, as its publisher writes it, where that is in bare capitals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub official: Option<String>,
    /// Classes, for a school.
    pub level: Option<Level>,
    /// Public or private.
    pub sector: Sector,
    /// INSEE code of its commune.
    pub commune: CommuneId,
    /// Name of its commune.
    pub commune_name: String,
    /// Street.
    #[serde(default)]
    pub address: String,
    /// Postcode.
    #[serde(default)]
    pub postcode: String,
    /// Ten digits, or nothing.
    #[serde(default)]
    pub phone: String,
    /// The institutional address, or nothing.
    #[serde(default)]
    pub mail: String,
    /// Where it is.
    pub position: Option<Position>,
    /// Half-days on which it is open in an ordinary week.
    pub week: Week,
    /// What it asks of whoever comes, as a skill of technicians; blank for most.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub skill: String,
    /// Dated exceptions.
    #[serde(default)]
    pub closures: Vec<Closure>,
    /// Made up for the demonstration: never shown as real.
    #[serde(default)]
    pub fictitious: bool,
    /// The day on which it closed for good.
    #[serde(default)]
    pub closed_on: Option<Day>,
    /// The school that hosts a teaching unit.
    #[serde(default)]
    pub host: Option<SiteId>,
    /// Its calendar is open to whoever has the address of this hash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub feed: Option<FeedHash>,
    /// How it is entered.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub access: Option<AccessNote>,
    /// Whether its visits and answers are told by e-mail; nothing while nobody has said, and then
    /// they are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_mail: Option<bool>,
    /// What published lists say of it beyond its address.
    #[serde(default, skip_serializing_if = "Figures::is_nothing")]
    pub figures: Figures,
    /// What the desk wrote itself: no file overwrites it.
    #[serde(default, skip_serializing_if = "ByHand::is_nothing")]
    pub by_hand: ByHand,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

/// What of a site the desk wrote itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ByHand {
    /// Street and postcode.
    #[serde(default)]
    pub address: bool,
    /// Telephone.
    #[serde(default)]
    pub phone: bool,
    /// Electronic address.
    #[serde(default)]
    pub mail: bool,
}

impl ByHand {
    fn is_nothing(&self) -> bool {
        *self == Self::default()
    }
}

impl Site {
    /// What a search reads: name, commune, UAI code.
    pub fn searched(&self) -> Searched {
        Searched::of(&[&self.name, &self.commune_name, self.id.as_str()])
    }

    /// The name as its publisher writes it.
    pub fn official_name(&self) -> &str {
        self.official.as_deref().unwrap_or(&self.name)
    }

    /// The same with the name that a publisher writes.
    #[must_use]
    pub fn named(mut self, official: &str) -> Self {
        self.name = as_written(official);
        self.official = (self.name != official).then(|| official.to_owned());
        self
    }

    /// A public school with a week of four days, of which only the key and the name are known.
    pub fn blank(id: SiteId, name: String) -> Self {
        Self {
            id,
            kind: SiteKind::School,
            name,
            official: None,
            level: None,
            sector: Sector::Public,
            commune: "".into(),
            commune_name: String::new(),
            address: String::new(),
            postcode: String::new(),
            phone: String::new(),
            mail: String::new(),
            position: None,
            week: Week::FOUR_DAYS,
            skill: String::new(),
            closures: Vec::new(),
            fictitious: false,
            closed_on: None,
            host: None,
            feed: None,
            access: None,
            by_mail: None,
            figures: Figures::default(),
            by_hand: ByHand::default(),
            version: 0,
        }
    }

    /// The dated closure that holds this half-day.
    pub fn closure(&self, slot: HalfDay) -> Option<&Closure> {
        self.closures.iter().find(|c| c.first <= slot && slot <= c.last)
    }

    /// How it is entered, in words; blank when nobody has written anything.
    pub fn access_text(&self) -> &str {
        self.access.as_ref().map_or("", |note| &note.text)
    }

    /// Whether it takes letters by e-mail: it may have refused them.
    pub fn takes_mail(&self) -> bool {
        self.by_mail.unwrap_or(true)
    }

    /// Whether it still exists on that day.
    pub fn exists_on(&self, day: Day) -> bool {
        self.closed_on.is_none_or(|closed| day < closed)
    }
}

impl Entity for Site {
    type Key = SiteId;

    fn key(&self) -> SiteId {
        self.id.clone()
    }

    fn version(&self) -> Seq {
        self.version
    }

    /// Also in the note that the change left open.
    fn set_version(&mut self, version: Seq) {
        self.version = version;
        if let Some(note) = self.access.as_mut().filter(|note| note.version == 0) {
            note.version = version;
        }
    }

    fn facets(&self) -> Facets {
        Facets { open: self.closed_on.is_none(), ..Facets::default() }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) => Sight::whole_if(self.id == *site),
            Reach::Technician { .. } => Sight::Whole,
            // How to get in is for those who go there.
            Reach::Observer(sites) if sites.contains(&self.id) && self.access.is_some() => {
                Sight::Short(Site { access: None, ..self.clone() })
            }
            Reach::Observer(sites) => Sight::whole_if(sites.contains(&self.id)),
            Reach::Adviser(_) if self.access.is_some() => {
                Sight::Short(Site { access: None, ..self.clone() })
            }
            Reach::Adviser(_) => Sight::Whole,
        }
    }

    fn followed(reader: &Viewer) -> Followed<SiteId> {
        match &reader.reach {
            Reach::School(site) => Followed::Rows(vec![site.clone()]),
            Reach::Technician { .. } | Reach::Adviser(_) => Followed::All,
            Reach::Observer(sites) => Followed::Rows(sites.iter().cloned().collect()),
        }
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
