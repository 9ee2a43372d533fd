//! Supplies («dotations»): what one site gets from one campaign, from the first wish until the
//! school has it in its hands.

pub mod act;
pub mod arriving;
mod away;
pub mod balance;
pub(crate) mod deciding;
mod editing;
pub mod export;
pub(crate) mod found;
mod gate;
mod happened;
mod leg;
pub(crate) mod legs;
pub mod loaned;
mod project;
mod riding;
mod rules;
mod sight;
pub mod stops;

pub use act::{Act, Asked, HandOver, Labelled};
pub use gate::Barred;
pub use happened::{Happened, Word};
pub use leg::{Anomaly, Carrier, FailReason, Item, Leg, LegDone, LegKind, LegState};
pub use project::{Addition, Project};

use crate::article::{ArticleKind, Origin, Pot};
use crate::campaign::CampaignKind;
use crate::day::{Calendar, Day};
use crate::entity::{Ages, Entity, Facets, Followed, Period, Sight, Viewer};
use crate::history::{Entry, FileRef};
use crate::id::{
    AccountId, ArticleId, CampaignId, EquipmentId, Seq, SiteId, SupplyId, TeacherId, TopicId,
};
use crate::limits::DELIVERED_SCHOOL_DAYS;
use crate::loan::LoanDays;
use crate::money::Cents;
use chrono::Duration;
use serde::{Deserialize, Serialize};

/// Where a supply stands. What a school types and has not sent is a draft of its device: no row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SupplyState {
    /// The school asked for it.
    Asked,
    /// It waits for money or for goods.
    WaitingList,
    /// The authority gives it.
    Accepted,
    /// It can be handed over, or be done.
    Ready,
    /// All of it was handed over and done; the school has not confirmed yet.
    Delivered,
    /// The school has it.
    Closed,
    /// The authority does not give it.
    Refused,
    /// Withdrawn before anything was handed over.
    Cancelled,
}

impl SupplyState {
    /// All of them, in their order.
    pub const ALL: [SupplyState; 8] = [
        SupplyState::Asked,
        SupplyState::WaitingList,
        SupplyState::Accepted,
        SupplyState::Ready,
        SupplyState::Delivered,
        SupplyState::Closed,
        SupplyState::Refused,
        SupplyState::Cancelled,
    ];

    /// Nothing of it will come.
    pub fn is_given_up(self) -> bool {
        matches!(self, SupplyState::Refused | SupplyState::Cancelled)
    }

    /// Somebody still has something to do with it.
    pub fn is_open(self) -> bool {
        !self.is_given_up() && self != SupplyState::Closed
    }
}

/// One article of a supply, as it was when it was asked for: the catalogue may change since.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Which one.
    pub article: ArticleId,
    /// Its name.
    pub label: String,
    /// What it is.
    pub kind: ArticleKind,
    /// Which section of the budget pays.
    pub pot: Pot,
    /// Price of one, including tax.
    pub unit: Cents,
    /// Rate of the tax, in basis points.
    pub vat: u32,
    /// How many.
    pub quantity: u32,
    /// Minutes of work for one.
    #[serde(default)]
    pub minutes: u32,
    /// Where it comes from.
    #[serde(default)]
    pub origin: Origin,
    /// The training that its user must have had before it is handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub requires: Option<TopicId>,
    /// Who sells it.
    #[serde(default)]
    pub supplier: String,
    /// Its number in the supplier's list.
    #[serde(default)]
    pub reference: String,
}

impl Line {
    /// What the line costs, including tax.
    pub fn price(&self) -> Cents {
        self.unit.times(self.quantity)
    }

    /// The same before tax: rounded once, of the whole line.
    pub fn price_before_tax(&self) -> Cents {
        self.price().before_tax(self.vat)
    }
}

/// What one site gets from one campaign.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Supply {
    /// Its key.
    pub id: SupplyId,
    /// Who gets it.
    pub site: SiteId,
    /// From which money.
    pub campaign: CampaignId,
    /// What that money is for.
    pub kind: CampaignKind,
    /// What it is. A line is named by its place here.
    pub lines: Vec<Line>,
    /// For which days it is lent; nothing of what the site keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub period: Option<LoanDays>,
    /// The label of the unit that is lent, once it is chosen.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub unit: String,
    /// The equipment in whose place it comes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub replaces: Vec<EquipmentId>,
    /// Who will use it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub teacher: Option<TeacherId>,
    /// What the school wrote for a call.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub project: Option<Box<Project>>,
    /// What is done at the site for it.
    #[serde(default)]
    pub legs: Vec<Leg>,
    /// Where it stands.
    pub state: SupplyState,
    /// The civil day on which it was asked for.
    pub asked_on: Day,
    /// It was typed before the closing day and received after.
    #[serde(default)]
    pub late: bool,
    /// The civil day on which the last of it was handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub delivered_on: Option<Day>,
    /// The civil day on which it ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ended_on: Option<Day>,
    /// Why it was refused, or waits, or was withdrawn.
    #[serde(default)]
    pub reason: String,
    /// What the school said with it.
    #[serde(default)]
    pub note: String,
    /// All that happened, oldest first.
    #[serde(default)]
    pub history: Vec<Entry<Happened>>,
    /// Version of the row.
    #[serde(default)]
    pub version: Seq,
}

impl Supply {
    /// A loan of which the school itself said that it waits until a unit is free: a desk that lets
    /// somebody wait says why.
    pub fn waits_by_wish(&self) -> bool {
        self.state == SupplyState::WaitingList
            && self.kind == CampaignKind::Loan
            && self.reason.is_empty()
    }

    /// What it costs in a section of the budget.
    pub fn price_in(&self, pot: Pot) -> Cents {
        self.lines.iter().filter(|line| line.pot == pot).map(Line::price).sum()
    }

    /// What it costs, including tax.
    pub fn price(&self) -> Cents {
        self.lines.iter().map(Line::price).sum()
    }

    /// Whether its price is taken from the money of its campaign.
    pub fn takes_money(&self) -> bool {
        match self.state {
            SupplyState::Asked => self.kind.reserves_when_asked(),
            SupplyState::Accepted
            | SupplyState::Ready
            | SupplyState::Delivered
            | SupplyState::Closed => true,
            SupplyState::WaitingList | SupplyState::Refused | SupplyState::Cancelled => false,
        }
    }

    /// A project of a call that is no order: not given yet, or not at all.
    pub fn is_mere_project(&self) -> bool {
        let is_order = match self.state {
            SupplyState::Asked | SupplyState::WaitingList | SupplyState::Refused => false,
            SupplyState::Accepted
            | SupplyState::Ready
            | SupplyState::Delivered
            | SupplyState::Closed => true,
            SupplyState::Cancelled => !self.legs.is_empty(),
        };
        self.kind == CampaignKind::Call && !is_order
    }

    /// How many of a line the school has, as far as is known.
    pub fn delivered(&self, line: u32) -> u32 {
        let done = self.legs.iter().filter(|leg| leg.is_done() && leg.kind.gives());
        done.map(|leg| leg.counted(line)).sum()
    }

    /// How many of a line are still to come.
    pub fn rest(&self, line: u32) -> u32 {
        let at = usize::try_from(line).ok();
        let asked = at.and_then(|at| self.lines.get(at)).map_or(0, |line| line.quantity);
        asked.saturating_sub(self.delivered(line))
    }

    /// Some of it was handed over, and some not: never stored.
    pub fn is_partly_delivered(&self) -> bool {
        let lines = 0..u32::try_from(self.lines.len()).unwrap_or(u32::MAX);
        let given = lines.clone().any(|line| self.delivered(line) > 0);
        given && lines.clone().any(|line| self.rest(line) > 0)
    }

    /// The leg of that number.
    pub fn leg(&self, id: u32) -> Option<&Leg> {
        self.legs.iter().find(|leg| leg.id == id)
    }

    /// Legs that are still to be done.
    pub fn waiting(&self) -> impl Iterator<Item = &Leg> {
        let is_due = !self.state.is_given_up();
        self.legs.iter().filter(move |leg| is_due && !leg.is_done())
    }

    /// Something happened that the rules would not have let happen.
    pub fn has_anomaly(&self) -> bool {
        self.legs.iter().any(|leg| !leg.anomalies.is_empty())
    }

    /// Something of it was done already.
    pub fn has_begun(&self) -> bool {
        self.legs.iter().any(Leg::is_done)
    }

    /// Minutes of the work that waits in a visit.
    pub fn minutes(&self, leg: &Leg) -> u32 {
        let of = |item: &Item| {
            let at = usize::try_from(item.line).ok();
            let line = at.and_then(|at| self.lines.get(at));
            line.map_or(0, |line| line.minutes.saturating_mul(item.quantity))
        };
        leg.items.iter().map(of).fold(0, u32::saturating_add)
    }

    /// Delivered for so many school days without an answer that it closes by itself.
    pub fn closes_unanswered(&self, calendar: &Calendar, today: Day) -> bool {
        let over = |day| calendar.after_school_days(day, DELIVERED_SCHOOL_DAYS) <= today;
        let is_kept = self.kind != CampaignKind::Loan;
        is_kept && self.state == SupplyState::Delivered && self.delivered_on.is_some_and(over)
    }

    /// Open, or ended not more than that many days before.
    fn is_recent(&self, today: Day, days: i64) -> bool {
        self.ended_on.is_none_or(|day| day >= today - Duration::days(days))
    }

    /// The technician on whose round it stops first; the last one who stopped, when no stop is to
    /// come: their device shows what they did there.
    fn stops_with(&self) -> Option<AccountId> {
        let stop = |leg: &Leg| match leg.carrier {
            Some(Carrier::Stop { technician, .. }) => Some(technician),
            Some(Carrier::Visit(_) | Carrier::Collect | Carrier::Supplier(_)) | None => None,
        };
        self.waiting().find_map(stop).or_else(|| self.legs.iter().rev().find_map(stop))
    }
}

impl Supply {
    /// The day on which a project was decided on and got nothing: it was refused, or it waits for
    /// money that may never come. Its jury's minutes keep its place, so its text goes earlier.
    fn given_nothing_on(&self) -> Option<Day> {
        if self.kind != CampaignKind::Call {
            return None;
        }
        match self.state {
            SupplyState::Refused => self.ended_on,
            SupplyState::WaitingList => self.project.as_ref()?.decided_on,
            SupplyState::Asked
            | SupplyState::Accepted
            | SupplyState::Ready
            | SupplyState::Delivered
            | SupplyState::Closed
            | SupplyState::Cancelled => None,
        }
    }
}

impl Supply {
    /// The same without the name of who received something; `None` when nobody of that name did.
    pub fn without_receiver(&self, name: &str) -> Option<Self> {
        let (mut rest, mut is_changed) = (self.clone(), false);
        for done in rest.legs.iter_mut().filter_map(Leg::done_mut) {
            if !name.is_empty() && done.received_by == name {
                done.received_by.clear();
                is_changed = true;
            }
        }
        is_changed.then_some(rest)
    }
}

impl Entity for Supply {
    type Key = SupplyId;

    fn key(&self) -> SupplyId {
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
            site: Some(self.site.clone()),
            owner: self.stops_with(),
            day: Some(self.ended_on.unwrap_or(self.asked_on)),
            group: Some(self.campaign.to_string()),
            open: self.state.is_open(),
            ..Facets::default()
        }
    }

    fn sight(&self, reader: &Viewer) -> Sight<Self> {
        sight::of(self, reader)
    }

    fn followed(reader: &Viewer) -> Followed<SupplyId> {
        Followed::of_calls(reader)
    }

    fn ages(&self) -> Ages {
        if let Some(day) = self.given_nothing_on() {
            return Ages::From(day, Period::RefusedProjects);
        }
        match self.ended_on.filter(|_| !self.state.is_open()) {
            Some(day) => Ages::From(day, Period::History),
            None => Ages::Never,
        }
    }

    fn files(&self) -> Vec<&FileRef> {
        self.legs.iter().flat_map(Leg::files).collect()
    }
}
