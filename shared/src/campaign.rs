//! Campaigns: pots of money with dates and rules.

pub mod act;
pub mod call;
mod rules;

pub use act::{Act, Draft};
pub use call::{Call, CallDecision, Criterion, RankedProject};

use crate::article::Pot;
use crate::day::Day;
use crate::entity::{Ages, Entity, Facets, Followed, Reach, Sight, Viewer};
use crate::history::FileRef;
use crate::id::{AccountId, ArticleId, CampaignId, Seq, SiteId};
use crate::limits::CLOSED_KEPT_SCHOOL_DAYS;
use crate::money::Cents;
use chrono::Duration;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What the money is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignKind {
    /// Each school has an allowance, and orders from the catalogue.
    SmallBudget,
    /// Old equipment is replaced.
    Renewal,
    /// A school asks for an improvement, the authority decides.
    Improvement,
    /// Kits are lent, and come back.
    Loan,
    /// Schools write projects, a jury marks them, the authority decides.
    Call,
}

impl CampaignKind {
    /// Those that are made from dates, money and kits alone, in the order of the screen.
    pub const ALL: [CampaignKind; 4] = [
        CampaignKind::SmallBudget,
        CampaignKind::Renewal,
        CampaignKind::Improvement,
        CampaignKind::Loan,
    ];

    /// What comes of it is an order («commande»): neither lent, nor a project.
    pub fn is_order(self) -> bool {
        match self {
            CampaignKind::SmallBudget | CampaignKind::Renewal | CampaignKind::Improvement => true,
            CampaignKind::Loan | CampaignKind::Call => false,
        }
    }

    /// What is asked for takes money at once; elsewhere only what is accepted does.
    pub fn reserves_when_asked(self) -> bool {
        match self {
            CampaignKind::SmallBudget | CampaignKind::Loan => true,
            CampaignKind::Renewal | CampaignKind::Improvement | CampaignKind::Call => false,
        }
    }
}

/// Where a campaign stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CampaignState {
    /// Being prepared: nobody but the desk sees it.
    Draft,
    /// Open to schools between its days.
    Published,
    /// Nothing more can be asked for; what was asked goes on.
    Closed,
}

/// The money of one section of the budget.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purse {
    /// The line of the budget, in the words of the annex: «2.2».
    pub line: String,
    /// All the money of the line; nothing where somebody may not know it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<Cents>,
    /// What each site may spend; nothing when they share the line as they come.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub each: Option<Cents>,
    /// Sites that may spend another amount.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub overrides: BTreeMap<SiteId, Cents>,
    /// Why, where somebody said it.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub reasons: BTreeMap<SiteId, String>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// One campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Campaign {
    /// Its key.
    pub id: CampaignId,
    /// What the money is for.
    pub kind: CampaignKind,
    /// Its name: «Petit budget 2026».
    pub label: String,
    /// The year of its credits. What is delivered the year after stays on it.
    pub year: u16,
    /// First day on which something can be asked for.
    pub opens: Day,
    /// Last day, included.
    pub closes: Day,
    /// Its money, by section.
    pub purses: BTreeMap<Pot, Purse>,
    /// The articles that can be asked for; none: all that are offered.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub articles: BTreeSet<ArticleId>,
    /// The sites that take part since it was opened. A site that opens later has no allowance
    /// unless it is given one.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sites: BTreeSet<SiteId>,
    /// Where it stands.
    pub state: CampaignState,
    /// Loans that a school may have open at once; 0: as many as it likes.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub open_loans: u32,
    /// The rules of a call for projects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call: Option<Call>,
    /// What was decided of a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<CallDecision>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Campaign {
    /// What a site may spend of a section; nothing when sites have no amount of their own there.
    pub fn allowance(&self, site: &SiteId, pot: Pot) -> Option<Cents> {
        let purse = self.purses.get(&pot)?;
        let own = purse.overrides.get(site).copied();
        own.or_else(|| purse.each.map(|each| self.share_of(site, each)))
    }

    fn share_of(&self, site: &SiteId, each: Cents) -> Cents {
        if self.sites.contains(site) { each } else { Cents::ZERO }
    }

    /// Whether something can be asked for on that day.
    pub fn is_open(&self, on: Day) -> bool {
        self.state == CampaignState::Published && self.opens <= on && on <= self.closes
    }

    /// Whether an article belongs to it.
    pub fn has(&self, article: ArticleId) -> bool {
        self.articles.is_empty() || self.articles.contains(&article)
    }

    /// Whether that person marks its projects, or did so within the year.
    pub fn is_judged_by(&self, account: AccountId, today: Day) -> bool {
        let is_in = self.call.as_ref().is_some_and(|call| call.jury.contains(&account));
        let until = self.closes + Duration::days(CLOSED_KEPT_SCHOOL_DAYS);
        is_in && self.state != CampaignState::Draft && today <= until
    }

    /// The same as a juror may know it who sits at no desk: no money, no other juror.
    fn as_judged_by(&self, account: AccountId) -> Campaign {
        let mut seen = self.without_money();
        if let Some(call) = &mut seen.call {
            call.jury.retain(|other| *other == account);
        }
        seen
    }

    /// The same as the communes may know it once it is decided: that it was, and when.
    fn as_decided(&self) -> Campaign {
        let mut seen = self.without_money();
        if let Some(call) = &mut seen.call {
            call.jury.clear();
            call.criteria.clear();
        }
        if let Some(decision) = &mut seen.decision {
            decision.ranking.clear();
        }
        seen
    }

    /// The same without its money, its sites and its minutes, which say all of everybody.
    fn without_money(&self) -> Campaign {
        let mut seen = self.clone();
        seen.purses.clear();
        seen.sites.clear();
        if let Some(decision) = &mut seen.decision {
            decision.minutes = None;
        }
        seen
    }

    /// The same as one site may know it: its own share, and no total.
    fn as_seen_at(&self, site: &SiteId) -> Campaign {
        let mut seen = self.clone();
        seen.sites.retain(|other| other == site);
        if let Some(call) = &mut seen.call {
            call.jury.clear();
        }
        if let Some(decision) = &mut seen.decision {
            decision.ranking.clear();
        }
        for purse in seen.purses.values_mut() {
            purse.total = None;
            purse.overrides.retain(|other, _| other == site);
            purse.reasons.retain(|other, _| other == site);
        }
        seen
    }
}

impl Entity for Campaign {
    type Key = CampaignId;

    fn key(&self) -> CampaignId {
        self.id
    }

    fn version(&self) -> Seq {
        self.version
    }

    fn set_version(&mut self, version: Seq) {
        self.version = version;
    }

    fn facets(&self) -> Facets {
        Facets { open: self.state == CampaignState::Published, ..Facets::default() }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        match &reader.reach {
            Reach::School(site) if self.state != CampaignState::Draft => {
                Sight::Short(self.as_seen_at(site))
            }
            Reach::Adviser(_) if reader.calls.contains(&self.id) => {
                Sight::Short(self.as_judged_by(reader.account))
            }
            Reach::Observer(_) if self.call.is_some() && self.decision.is_some() => {
                Sight::Short(self.as_decided())
            }
            Reach::School(_)
            | Reach::Technician { .. }
            | Reach::Observer(_)
            | Reach::Adviser(_) => Sight::Hidden,
        }
    }

    fn followed(reader: &Viewer) -> Followed<CampaignId> {
        match &reader.reach {
            Reach::School(_) | Reach::Observer(_) | Reach::Adviser(_) => Followed::All,
            Reach::Technician { .. } => Followed::BySiteAndOwner,
        }
    }

    /// What was given is counted for years, against the money that there was.
    fn ages(&self) -> Ages {
        Ages::Never
    }

    fn files(&self) -> Vec<&FileRef> {
        self.decision.iter().filter_map(|decision| decision.minutes.as_ref()).collect()
    }
}
