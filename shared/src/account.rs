//! Accounts, as everybody may know them.

pub mod act;
mod rules;

pub use act::{Act, FeedOwner};

use crate::day::{Day, Week};
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::id::{AccountId, CommuneId, FeedHash, Seq, SiteId};
use crate::role::Role;
use crate::site::Position;
use crate::sobriety::factor::Vehicle;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// What a technician can do that some sites ask for. In a command, none leaves it as it is: an
    /// older app knows nothing of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub skills: Option<Vec<String>>,
    /// What a technician drives, from which day on. In a command, none leaves them as they are: an
    /// older app knows nothing of them.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub vehicles: BTreeMap<Day, Vehicle>,
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
            skills: None,
            vehicles: BTreeMap::new(),
            active: true,
            feed: None,
            version: 0,
        }
    }
}

impl Account {
    /// The same of which only the name, the role and whether it is active are told.
    fn named(&self) -> Self {
        let blank = Self::blank(self.id, self.name.clone(), self.role, None);
        Self { active: self.active, version: self.version, ..blank }
    }

    /// What they can do that some sites ask for.
    pub fn skills(&self) -> impl Iterator<Item = &str> {
        self.skills.iter().flatten().map(String::as_str)
    }
}

impl Entity for Account {
    type Key = AccountId;

    fn key(&self) -> AccountId {
        self.id
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
        let own = self.id == reader.account;
        match &reader.reach {
            Reach::School(_) if own => Sight::Whole,
            // A school is told who comes and who came; nothing else of them.
            Reach::School(_) if self.role == Role::Technician => Sight::Short(self.named()),
            Reach::School(_) => Sight::Hidden,
            Reach::Technician { .. } if own => Sight::Whole,
            // Colleagues know each other by name; when and from where one works is one's own.
            Reach::Technician { .. } if self.role == Role::Technician => Sight::Short(self.named()),
            Reach::Technician { .. } => Sight::Hidden,
            Reach::Adviser(_) => Sight::whole_if(own),
            Reach::Observer(_) => Sight::Hidden,
        }
    }

    fn followed(reader: &Viewer) -> Followed<AccountId> {
        match &reader.reach {
            Reach::School(_) | Reach::Technician { .. } => Followed::All,
            Reach::Adviser(_) => Followed::Rows(vec![reader.account]),
            Reach::Observer(_) => Followed::BySiteAndOwner,
        }
    }

    fn ages(&self) -> Ages {
        Ages::Never
    }
}
