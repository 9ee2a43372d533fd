//! Internet and ENT (the digital workspace) of a site: what is subscribed, at what price, until
//! when.
//!
//! Nothing that follows from a day is stored: an ended subscription is one whose last day is over,
//! see [`Subscription::standing`]. The day to give notice is in `term`, money in [`cost`], failures
//! in [`outage`], what runs where in [`at_site`].

pub mod act;
pub mod at_site;
mod checks;
pub mod cost;
mod happened;
mod hindrance;
pub mod outage;
mod rules;
mod term;

pub use act::Act;
pub use happened::Happened;
pub use hindrance::Hindrance;
pub use term::Deadline;

use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Period, Reach, Sight, Viewer};
use crate::history::Entry;
use crate::id::{DeviceId, Seq, SiteId, SubscriptionId};
use crate::limits::{CLOSED_KEPT_SCHOOL_DAYS, CLOSED_KEPT_TECHNICIAN_DAYS};
use crate::money::Cents;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// What is subscribed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubscriptionKind {
    /// Access to the internet.
    Internet,
    /// The digital workspace, «espace numérique de travail».
    Ent,
}

impl SubscriptionKind {
    /// Both.
    pub const ALL: [SubscriptionKind; 2] = [SubscriptionKind::Internet, SubscriptionKind::Ent];

    /// Its word in rows and settings.
    pub fn word(self) -> &'static str {
        match self {
            SubscriptionKind::Internet => "internet",
            SubscriptionKind::Ent => "ent",
        }
    }
}

/// How the price is asked for, as the contract says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Billing {
    /// The price is that of a month, whole for each month that is begun.
    Monthly,
    /// The price is that of a month, and a part of a month costs its days.
    ByDays,
    /// The price is that of a school year, from September to August.
    SchoolYear,
}

/// How far it got; whether it has ended follows from its last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It is to be ordered.
    Planned,
    /// The operator has the order.
    Ordered,
    /// It works, and is paid.
    Active,
    /// It does not serve for a while; its contract runs on, and is paid.
    Suspended,
    /// It cannot be had.
    Refused,
}

/// Where it stands on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It is to be ordered.
    Planned,
    /// The operator has the order.
    Ordered,
    /// It works.
    Active,
    /// It does not serve for a while.
    Suspended,
    /// Its last day is known and not over.
    Ending,
    /// Its last day is over.
    Ended,
    /// It cannot be had.
    Refused,
}

impl Standing {
    /// In the order of the life of a subscription.
    pub const ALL: [Standing; 7] = [
        Standing::Planned,
        Standing::Ordered,
        Standing::Active,
        Standing::Suspended,
        Standing::Ending,
        Standing::Ended,
        Standing::Refused,
    ];
}

/// What a person writes of a subscription, and may correct while it has not ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// Whose network or service it is.
    pub operator: String,
    /// The telephone to call when it fails, in the words of the contract.
    #[serde(default)]
    pub phone: String,
    /// Number of the contract.
    #[serde(default)]
    pub contract: String,
    /// Number of the access, by which the operator knows it; the name of the workspace for an ENT.
    #[serde(default)]
    pub line: String,
    /// The offer, in the words of the operator («Fibre Pro 500»).
    #[serde(default)]
    pub offer: String,
    /// Kilobits a second towards the site; 0 while unknown.
    #[serde(default)]
    pub down_kbps: u32,
    /// Kilobits a second from the site; 0 while unknown.
    #[serde(default)]
    pub up_kbps: u32,
    /// The price, including tax, of what [`Billing`] says.
    pub price: Cents,
    /// Rate of the tax in basis points: 2000 is 20 %.
    pub vat: u32,
    /// How the price is asked for.
    pub billing: Billing,
    /// First day; the one that is hoped for until it works.
    pub first: Day,
    /// The day on which the first term is over: there the contract ends or is renewed.
    #[serde(default)]
    pub due: Option<Day>,
    /// Months by which it is renewed when nobody says anything; `None`: it ends when its term is
    /// over.
    #[serde(default)]
    pub renewal_months: Option<u32>,
    /// How long before the end of a term notice is to be given: months…
    #[serde(default)]
    pub notice_months: u32,
    /// … and days.
    #[serde(default)]
    pub notice_days: u32,
    /// Why it is paid although the plan pays none to such a site («prise en charge motivée»).
    #[serde(default)]
    pub exception: String,
}

/// A price that was valid before a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormerPrice {
    /// The first day on which it was valid no more.
    pub before: Day,
    /// The price.
    pub price: Cents,
}

/// Who wrote the row last: a device that had not seen it changes nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubscriptionWriter {
    /// The server's sequence number of the change; 0 for one not sent yet.
    pub version: Seq,
    /// The device that made it.
    pub device: DeviceId,
}

/// Internet or ENT of one site. The site never changes: a school that moves takes no line along.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// Its key.
    pub id: SubscriptionId,
    /// Whose it is.
    pub site: SiteId,
    /// What is subscribed.
    pub kind: SubscriptionKind,
    /// How far it got.
    pub stage: Stage,
    /// What is agreed.
    pub terms: Terms,
    /// Prices of before, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub former: Vec<FormerPrice>,
    /// Its last day, once known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Day>,
    /// The day on which notice was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub noticed: Option<Day>,
    /// Why it was refused, suspended or ended.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The one that it takes over from: a declared migration, during which both may run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub takes_over: Option<SubscriptionId>,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Who wrote it last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub written: Option<SubscriptionWriter>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Subscription {
    /// The last day on which it runs, as far as it is known: of a contract that nobody renews, the
    /// day before its term is over.
    pub fn ends(&self) -> Option<Day> {
        let of_term = || {
            let due = self.terms.due.filter(|_| self.terms.renewal_months.is_none());
            due.and_then(|due| due.pred_opt())
        };
        self.last.or_else(of_term)
    }

    /// Where it stands on that day.
    pub fn standing(&self, today: Day) -> Standing {
        match self.stage {
            Stage::Planned => Standing::Planned,
            Stage::Ordered => Standing::Ordered,
            Stage::Refused => Standing::Refused,
            Stage::Active | Stage::Suspended if self.ends().is_some_and(|last| last < today) => {
                Standing::Ended
            }
            Stage::Active | Stage::Suspended if self.last.is_some() => Standing::Ending,
            Stage::Active => Standing::Active,
            Stage::Suspended => Standing::Suspended,
        }
    }

    /// Its contract has begun: only such a one is paid, and excludes another one.
    pub fn has_begun(&self) -> bool {
        matches!(self.stage, Stage::Active | Stage::Suspended)
    }

    /// Whether its contract runs on that day.
    pub fn runs_on(&self, day: Day) -> bool {
        self.has_begun() && self.terms.first <= day && self.ends().is_none_or(|last| day <= last)
    }

    /// The days on which the contracts of both run, as their number; `None` when there are none,
    /// [`i64::MAX`] when no end is known.
    fn days_together(&self, other: &Subscription) -> Option<i64> {
        let from = self.terms.first.max(other.terms.first);
        let until = match (self.ends(), other.ends()) {
            (None, None) => return Some(i64::MAX),
            (Some(one), None) | (None, Some(one)) => one,
            (Some(one), Some(two)) => one.min(two),
        };
        Some((until - from).num_days() + 1).filter(|days| *days > 0)
    }

    /// One of the two was declared to take over from the other.
    fn is_migration(&self, other: &Subscription) -> bool {
        self.takes_over == Some(other.id) || other.takes_over == Some(self.id)
    }

    /// Ended, or refused, longer ago than that many days.
    fn is_long_over(&self, today: Day, days: i64) -> bool {
        let over = match self.stage {
            Stage::Refused => Some(self.terms.first),
            Stage::Planned | Stage::Ordered => None,
            Stage::Active | Stage::Suspended => self.ends(),
        };
        over.is_some_and(|last| last < today - Duration::days(days))
    }

    /// The row as those see it who count the connected sites: no operator, no line, no price.
    fn counted(&self) -> Self {
        let terms = Terms {
            operator: String::new(),
            phone: String::new(),
            contract: String::new(),
            line: String::new(),
            offer: String::new(),
            price: Cents::ZERO,
            exception: String::new(),
            ..self.terms.clone()
        };
        Self {
            terms,
            former: Vec::new(),
            reason: String::new(),
            history: Vec::new(),
            written: None,
            ..self.clone()
        }
    }
}

impl Entity for Subscription {
    type Key = SubscriptionId;

    fn key(&self) -> SubscriptionId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    /// Also in the note of who wrote it, which the change left open.
    fn set_version(&mut self, version: Seq) {
        self.version = version;
        if let Some(written) = self.written.as_mut().filter(|written| written.version == 0) {
            written.version = version;
        }
    }

    /// All of a site but the refused ones are open: an ended one still tells what overlaps.
    fn facets(&self) -> Facets {
        Facets {
            site: Some(self.site.clone()),
            day: self.ends(),
            open: self.stage != Stage::Refused,
            ..Facets::default()
        }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        let over = |days| self.is_long_over(reader.today, days);
        match &reader.reach {
            Reach::School(site) => {
                Sight::whole_if(self.site == *site && !over(CLOSED_KEPT_SCHOOL_DAYS))
            }
            Reach::Technician { sites, .. } => {
                let near = sites.contains(&self.site);
                Sight::whole_if(near && !over(CLOSED_KEPT_TECHNICIAN_DAYS))
            }
            Reach::Observer(sites) if sites.contains(&self.site) => Sight::Short(self.counted()),
            Reach::Observer(_) | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(_: &Viewer) -> Followed<SubscriptionId> {
        Followed::BySiteAndOwner
    }

    fn ages(&self) -> Ages {
        match (self.stage, self.ends()) {
            (Stage::Active | Stage::Suspended, Some(last)) => Ages::From(last, Period::History),
            (Stage::Refused, _) => Ages::From(self.terms.first, Period::History),
            (Stage::Planned | Stage::Ordered | Stage::Active | Stage::Suspended, _) => Ages::Never,
        }
    }
}
