//! What the product asks of every kind of row: where a store finds it, who may see it, how long
//! it is kept, and which files it names.
//!
//! A method without a default is a question that a new kind of row cannot skip: forgetting it
//! would leak a row, or keep it for ever.

use crate::day::Day;
use crate::history::FileRef;
use crate::id::{AccountId, CampaignId, QuarterId, Seq, SiteId};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

/// A kind of row.
pub trait Entity: Clone + PartialEq + Serialize + DeserializeOwned {
    /// The type of its key.
    type Key: Ord + Clone + fmt::Display + FromStr;

    /// Its key in its table.
    fn key(&self) -> Self::Key;

    /// The server's sequence number of its last change.
    fn version(&self) -> Seq;

    /// Writes that number, as the server does when it stores the row.
    fn set_version(&mut self, version: Seq);

    /// The values by which a store finds it without reading its body.
    fn facets(&self) -> Facets;

    /// Whether that reader may hold it, and how much of it.
    fn sight(&self, reader: &Viewer) -> Sight<Self>;

    /// Whether somebody who works at a desk, and sees all else, may not hold it yet.
    fn is_sealed_from(&self, _account: AccountId) -> bool {
        false
    }

    /// Whether there is anybody like that: then it is in no snapshot, which is the same for all.
    fn is_sealed(&self) -> bool {
        false
    }

    /// Which rows of this kind a device of that reader follows by a cursor.
    fn followed(reader: &Viewer) -> Followed<Self::Key>;

    /// From which day it grows old, and for how long it is kept then.
    fn ages(&self) -> Ages;

    /// What is kept of it once its period is over: what is counted, without anybody's name. `None`:
    /// nothing, the row goes.
    fn anonymous(&self) -> Option<Self> {
        None
    }

    /// The photos, signatures and documents that it names. A file that no row names is deleted.
    fn files(&self) -> Vec<&FileRef> {
        Vec::new()
    }
}

/// The values by which a store finds a row without reading its body.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// The site it belongs to.
    pub site: Option<SiteId>,
    /// The technician it belongs to.
    pub owner: Option<AccountId>,
    /// The day it happens.
    pub day: Option<Day>,
    /// The quarter it counts for.
    pub quarter: Option<QuarterId>,
    /// What it shares with others of its kind: the campaign of a supply. A kind has either a
    /// quarter or a group.
    pub group: Option<String>,
    /// It still asks for something: an open ticket, a visit ahead.
    pub open: bool,
}

/// A part of a kind's rows, found by their [`Facets`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Facet {
    /// The open ones.
    Open,
    /// The open ones of a site.
    OpenAt(SiteId),
    /// Those of a quarter.
    In(QuarterId),
    /// Those of a technician in a quarter.
    OwnIn(AccountId, QuarterId),
    /// Those of a group.
    Group(String),
    /// The open ones of a technician.
    OpenOf(AccountId),
}

impl Facet {
    /// Whether a row with these facets belongs to the part.
    pub fn holds(&self, facets: &Facets) -> bool {
        match self {
            Facet::Open => facets.open,
            Facet::OpenAt(site) => facets.open && facets.site.as_ref() == Some(site),
            Facet::In(quarter) => facets.quarter.as_ref() == Some(quarter),
            Facet::OwnIn(owner, quarter) => {
                facets.owner == Some(*owner) && facets.quarter.as_ref() == Some(quarter)
            }
            Facet::Group(group) => facets.group.as_ref() == Some(group),
            Facet::OpenOf(owner) => facets.open && facets.owner == Some(*owner),
        }
    }
}

/// Somebody who sees a part of the rows. Desks, which see all, are never asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Viewer {
    /// Who is signed in.
    pub account: AccountId,
    /// The civil day: closed rows leave a device after some time.
    pub today: Day,
    /// The part.
    pub reach: Reach,
    /// The calls for projects whose jury names the reader, beside that part.
    pub calls: BTreeSet<CampaignId>,
}

/// The part of the rows that a role sees.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reach {
    /// One site.
    School(SiteId),
    /// The sites of a technician's own visits in these quarters, and every site in short form.
    Technician {
        /// These sites.
        sites: BTreeSet<SiteId>,
        /// These quarters.
        quarters: BTreeSet<QuarterId>,
    },
    /// The coverage of these sites.
    Observer(BTreeSet<SiteId>),
    /// The trainings that the reader leads, the people of these sites, and every site in short
    /// form.
    Adviser(BTreeSet<SiteId>),
}

/// How much of a row somebody may hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sight<T> {
    /// Nothing: the row is outside their scope.
    Hidden,
    /// All of it.
    Whole,
    /// This shorter form.
    Short(T),
}

impl<T> Sight<T> {
    /// The whole row, or nothing.
    pub fn whole_if(may_see: bool) -> Self {
        if may_see { Sight::Whole } else { Sight::Hidden }
    }
}

/// Which rows of a kind a device follows by a cursor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Followed<K> {
    /// All rows of the kind; [`Entity::sight`] then says which of them may be held.
    All,
    /// These rows alone.
    Rows(Vec<K>),
    /// The rows of these groups, by their [`Facets`], beside those that belong to the reader's
    /// sites and to the reader.
    Groups(Vec<String>),
    /// The rows that belong to the reader's sites and to the reader, by their [`Facets`].
    BySiteAndOwner,
}

impl<K> Followed<K> {
    /// The rows of the calls that the reader judges, beside those of their sites and their own.
    pub fn of_calls(reader: &Viewer) -> Self {
        match reader.calls.is_empty() {
            true => Followed::BySiteAndOwner,
            false => Followed::Groups(reader.calls.iter().map(ToString::to_string).collect()),
        }
    }
}

impl<K: fmt::Display> Followed<K> {
    /// The same with keys as text.
    pub fn by_text(&self) -> Followed<String> {
        match self {
            Followed::All => Followed::All,
            Followed::Rows(keys) => Followed::Rows(keys.iter().map(K::to_string).collect()),
            Followed::Groups(groups) => Followed::Groups(groups.clone()),
            Followed::BySiteAndOwner => Followed::BySiteAndOwner,
        }
    }
}

/// From which day a row grows old.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ages {
    /// It is in use, or is kept for good.
    Never,
    /// From that day on, for that period.
    From(Day, Period),
}

/// A retention period; the authority sets its length.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    /// The record of work that was done: closed tickets, past visits.
    History,
    /// Projects to which a call gave nothing: shorter than what was done with public money.
    RefusedProjects,
    /// Absences of technicians.
    Absences,
    /// Names of teachers, once they have left.
    Teachers,
    /// Commitments of money, once nothing more is paid of them.
    Accounts,
    /// News, once they are over.
    News,
}

impl Period {
    /// Whether statements count facts by their day in rows of that period.
    pub fn holds_facts(self) -> bool {
        match self {
            Period::History | Period::RefusedProjects => true,
            Period::Absences | Period::Teachers | Period::Accounts | Period::News => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn a_facet_holds_the_rows_that_have_all_of_its_values() {
        let account = |n| AccountId(Uuid::from_u128(n));
        let (site, quarter): (SiteId, QuarterId) = ("0420146F".into(), "2026-1".into());
        let facets = Facets {
            site: Some(site.clone()),
            owner: Some(account(1)),
            day: None,
            quarter: Some(quarter.clone()),
            group: Some("a".into()),
            open: true,
        };
        let closed = Facets { open: false, ..facets.clone() };
        for (facet, of_open, of_closed) in [
            (Facet::Open, true, false),
            (Facet::OpenAt(site), true, false),
            (Facet::OpenAt("0420001A".into()), false, false),
            (Facet::In(quarter.clone()), true, true),
            (Facet::In("2026-2".into()), false, false),
            (Facet::OwnIn(account(1), quarter.clone()), true, true),
            (Facet::OwnIn(account(2), quarter), false, false),
            (Facet::OwnIn(account(1), "2026-2".into()), false, false),
            (Facet::Group("a".into()), true, true),
            (Facet::Group("b".into()), false, false),
            (Facet::OpenOf(account(1)), true, false),
            (Facet::OpenOf(account(2)), false, false),
        ] {
            assert_eq!(facet.holds(&facets), of_open, "{facet:?}");
            assert_eq!(facet.holds(&closed), of_closed, "{facet:?}");
            assert!(!facet.holds(&Facets::default()), "{facet:?}");
        }
    }
}
